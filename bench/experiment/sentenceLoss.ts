import type { Model } from "subnewton/transformer";

/** Sum over positions of -log F(tokens)_i at token i + 1: what training minimises, for one sentence, in nats. */
export function sentenceLoss(model: Model, tokens: readonly number[]): number {
  const logits = model.logits(tokens);
  const { vocabulary } = model.config;
  let loss = 0;
  for (let i = 0; i + 1 < tokens.length; i++) {
    const row = logits.subarray(i * vocabulary, (i + 1) * vocabulary);
    const top = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
    loss += top + Math.log(sum) - row[tokens[i + 1]];
  }
  return loss;
}
