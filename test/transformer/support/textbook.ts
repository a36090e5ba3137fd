import type { Model } from "../../../src/transformer/index.js";

type Row = number[];

/** GPT-2 in plain loops over doubles: embeddings, pre-norm blocks, causal heads, the head tied to wte. */
export function textbookLogits(model: Model, tokens: readonly number[]): number[] {
  const { width: D, heads, layers, vocabulary } = model.config;
  const at = (name: string): ArrayLike<number> => model.tensor(name);
  const rowOf = (x: ArrayLike<number>, i: number, n: number): Row => Array.from({ length: n }, (_, j) => x[i * n + j]);
  const norm = (x: Row, name: string): Row => {
    const mean = x.reduce((a, b) => a + b, 0) / D;
    const variance = x.reduce((a, b) => a + (b - mean) ** 2, 0) / D;
    const [g, b] = [at(`${name}.weight`), at(`${name}.bias`)];
    return x.map((v, j) => ((v - mean) / Math.sqrt(variance + 1e-5)) * g[j] + b[j]);
  };
  const linear = (x: Row, name: string): Row => {
    const [w, b] = [at(`${name}.weight`), at(`${name}.bias`)];
    return Array.from(b, (bias, j) => x.reduce((sum, v, i) => sum + v * w[i * b.length + j], bias));
  };
  const add = (x: Row, y: Row): Row => x.map((v, j) => v + y[j]);
  const gelu = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  const attend = (rows: Row[]): Row[] =>
    rows.map((row, i) => {
      const out = new Array<number>(D).fill(0);
      for (let h = 0; h < heads; h++) {
        const d = D / heads;
        const part = (r: Row, which: number): Row => r.slice(which * D + h * d, which * D + (h + 1) * d);
        const q = part(row, 0);
        const scores = rows
          .slice(0, i + 1)
          .map((other) => part(other, 1).reduce((sum, v, c) => sum + v * q[c], 0) / Math.sqrt(d));
        const powers = scores.map((s) => Math.exp(s));
        const total = powers.reduce((a, b) => a + b, 0);
        powers.forEach((p, j) => {
          part(rows[j], 2).forEach((v, c) => {
            out[h * d + c] += (p / total) * v;
          });
        });
      }
      return out;
    });
  let x = tokens.map((t, i) => add(rowOf(at("wte.weight"), t, D), rowOf(at("wpe.weight"), i, D)));
  for (let l = 0; l < layers; l++) {
    const mixed = attend(x.map((row) => linear(norm(row, `h.${l}.ln_1`), `h.${l}.attn.c_attn`)));
    x = x.map((row, i) => add(row, linear(mixed[i], `h.${l}.attn.c_proj`)));
    x = x.map((row) => {
      const wide = linear(norm(row, `h.${l}.ln_2`), `h.${l}.mlp.c_fc`).map(gelu);
      return add(row, linear(wide, `h.${l}.mlp.c_proj`));
    });
  }
  return x.flatMap((row) => {
    const y = norm(row, "ln_f");
    return Array.from({ length: vocabulary }, (_, v) =>
      rowOf(at("wte.weight"), v, D).reduce((sum, w, j) => sum + w * y[j], 0),
    );
  });
}
