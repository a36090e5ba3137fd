/** The export table of assembly/f32/index.ts: addresses are bytes from the start of the memory. A test compares the two. */
export interface RawTransformer {
  readonly heapBase: WebAssembly.Global;
  readonly realBytes: WebAssembly.Global;
  gemm(
    m: number,
    n: number,
    k: number,
    form: number,
    A: number,
    aStride: number,
    B: number,
    bStride: number,
    add: number,
    C: number,
    cStride: number,
    mBlock: number,
    nBlock: number,
    depth: number,
    pack: number,
  ): void;
  fillRows(rows: number, n: number, b: number, Y: number): void;
  addRow(rows: number, n: number, b: number, Y: number): void;
  columnSumsAdd(rows: number, n: number, Y: number, out: number): void;
  layerNorm(rows: number, n: number, x: number, g: number, b: number, y: number, stats: number): void;
  layerNormBackward(rows: number, n: number, x: number, g: number, stats: number, dy: number, dx: number): void;
  layerNormWeights(rows: number, n: number, x: number, stats: number, dy: number, dg: number, db: number): void;
  attentionScores(sequences: number, T: number, heads: number, d: number, scale: number, qkv: number, S: number): void;
  attentionScoresBackward(
    sequences: number,
    T: number,
    heads: number,
    d: number,
    scale: number,
    qkv: number,
    dS: number,
    dqkv: number,
  ): void;
  causalSoftmax(count: number, T: number, S: number): void;
  causalSoftmaxBackward(count: number, T: number, P: number, D: number): void;
  attentionMix(sequences: number, T: number, heads: number, d: number, P: number, qkv: number, y: number): void;
  attentionMixBackward(
    sequences: number,
    T: number,
    heads: number,
    d: number,
    P: number,
    qkv: number,
    dy: number,
    dP: number,
    dqkv: number,
  ): void;
  gelu(n: number, x: number, y: number): void;
  geluBackward(n: number, x: number, dy: number, dx: number): void;
  embed(rows: number, T: number, n: number, tokens: number, wte: number, wpe: number, soft: number, x: number): void;
  embedBackward(rows: number, n: number, tokens: number, dx: number, dwte: number, dsoft: number): void;
  crossEntropy(rows: number, n: number, targets: number, z: number, S: number, lse: number, loss: number): void;
  crossEntropyBackward(
    rows: number,
    n: number,
    scale: number,
    targets: number,
    z: number,
    S: number,
    lse: number,
    dS: number,
  ): void;
  softmax(rows: number, n: number, X: number, S: number): void;
  softmaxBackward(rows: number, n: number, S: number, D: number): void;
  mirrorStep(rows: number, n: number, eta: number, S: number, D: number, X: number): void;
  adamStep(n: number, rate: number, c1: number, c2: number, g: number, m: number, v: number, x: number): void;
  philox(k0: number, k1: number, c0: number, c1: number, c2: number, c3: number, out: number): void;
  uniform(
    n: number,
    k0: number,
    k1: number,
    start: number,
    c1: number,
    c2: number,
    c3: number,
    words: number,
    out: number,
  ): void;
  normal(
    n: number,
    k0: number,
    k1: number,
    start: number,
    c1: number,
    c2: number,
    c3: number,
    words: number,
    out: number,
  ): void;
}
