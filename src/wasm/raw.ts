/** The export table of assembly/index.ts: addresses are bytes from the start of the memory. A test compares the two. */
export interface RawKernels {
  readonly heapBase: { readonly value: number };
  dot(n: number, x: number, y: number): number;
  axpy(n: number, a: number, x: number, y: number): void;
  scaleAdd(n: number, x: number, a: number, y: number, out: number): void;
  normMax(n: number, x: number): number;
  norm2(n: number, x: number): number;
  exp(n: number, x: number, out: number): void;
  sinhCosh(n: number, x: number, s: number, c: number): void;
  multiplyAdd(n: number, x: number, y: number, out: number): void;
  signs(n: number, x: number, out: number): void;
  extent(n: number, x: number, out: number): void;
  squares(n: number, w: number, y: number, b: number): number;
  slope(n: number, w: number, s: number, y: number, b: number, out: number): void;
  curvature(n: number, w: number, s: number, c: number, y: number, b: number, out: number): void;
  csrMultiply(rows: number, indptr: number, indices: number, data: number, x: number, z: number): void;
  csrMultiplyTransposeAdd(rows: number, indptr: number, indices: number, data: number, y: number, g: number): void;
  csrAbsTransposeAdd(rows: number, indptr: number, indices: number, data: number, y: number, g: number): void;
  csrCurvatureProduct(
    rows: number,
    indptr: number,
    indices: number,
    data: number,
    w: number,
    v: number,
    hv: number,
    z: number,
  ): void;
  csrDiagonal(rows: number, indptr: number, indices: number, data: number, w: number, out: number): void;
  csrRowNorms(rows: number, indptr: number, data: number, w: number, out: number): void;
  csrGram(
    rows: number,
    indptr: number,
    indices: number,
    data: number,
    w: number,
    columns: number,
    strip: number,
    H: number,
    negative: number,
    cursor: number,
    list: number,
  ): void;
  csrExpand(
    rows: number,
    indptr: number,
    indices: number,
    data: number,
    columns: number,
    out: number,
    list: number,
  ): void;
  csrProjectedNormsAdd(
    rows: number,
    indptr: number,
    indices: number,
    data: number,
    w: number,
    X: number,
    out: number,
    o: number,
  ): void;
  denseMultiply(rows: number, columns: number, A: number, x: number, z: number): void;
  denseMultiplyTransposeAdd(rows: number, columns: number, A: number, y: number, g: number): void;
  denseAbsTransposeAdd(rows: number, columns: number, A: number, y: number, g: number): void;
  denseCurvatureProduct(rows: number, columns: number, A: number, w: number, v: number, hv: number, z: number): void;
  denseDiagonal(rows: number, columns: number, A: number, w: number, out: number): void;
  denseRowNorms(rows: number, columns: number, A: number, w: number, out: number): void;
  denseGram(
    rows: number,
    columns: number,
    A: number,
    w: number,
    H: number,
    sign: number,
    depth: number,
    pack: number,
    list: number,
  ): void;
  denseProduct(
    m: number,
    n: number,
    k: number,
    s: number,
    form: number,
    A: number,
    aStride: number,
    B: number,
    bStride: number,
    add: number,
    C: number,
    cStride: number,
    depth: number,
    pack: number,
  ): void;
  softmaxRows(rows: number, columns: number, S: number): void;
  softmaxSlope(rows: number, columns: number, P: number, D: number, out: number): void;
  softmaxCurvature(rows: number, columns: number, P: number, E: number, M: number, N: number, out: number): void;
  denseProjectedNormsAdd(rows: number, columns: number, A: number, w: number, X: number, out: number, o: number): void;
  expShifted(n: number, x: number, shift: number, out: number): number;
  shares(n: number, total: number, f: number, b: number, out: number): void;
  sharesSlope(n: number, f: number, b: number, t: number, out: number): number;
  sharesCurvature(n: number, f: number, b: number, t: number, out: number): number;
  denseReflectorDots(rows: number, n: number, stride: number, v: number, dots: number): void;
  denseReflect(
    rows: number,
    n: number,
    stride: number,
    v: number,
    beta: number,
    keep: number,
    dots: number,
    norms: number,
  ): void;
  denseQuadraticForms(rows: number, columns: number, A: number, X: number, out: number): void;
  densePairProducts(rows: number, columns: number, A: number, out: number): void;
  choleskyPanel(d: number, H: number, from: number): number;
  choleskyUpdate(d: number, H: number, from: number, pack: number, panelFrom: number, panelTo: number): void;
  solveTransposed(n: number, d: number, R: number, y: number): void;
  solveUpper(n: number, d: number, R: number, y: number): void;
  solveUpperPanel(d: number, R: number, X: number): void;
  householderRows(rows: number, d: number, R: number, tile: number, work: number): void;
  symmetricMultiplyAdd(d: number, H: number, v: number, out: number): void;
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
  saturation(n: number, t: number, c: number, out: number): void;
  drawRows(
    from: number,
    to: number,
    k0: number,
    k1: number,
    c1: number,
    c2: number,
    c3: number,
    t: number,
    c: number,
    w: number,
    kept: number,
    capacity: number,
    list: number,
    weights: number,
    words: number,
  ): number;
}
