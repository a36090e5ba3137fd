import { attack, createModel, train } from "subnewton/transformer";

// A small model trained and attacked: the bits of its logits must be the same in every engine.
const model = createModel({ vocabulary: 11, context: 6, width: 16, layers: 2, heads: 2 }, { seed: 5 });
const sentences = [
  [0, 1, 2, 3, 4],
  [5, 6, 7, 8, 9],
  [9, 2, 4, 6, 10],
];
train(model, sentences, { steps: 60, batch: 3, learningRate: 0.02, seed: 1 });
const { sentence, loss } = attack(model, [0, -1, 2, 3, 4], [1], { seed: 2 });
const logits = model.logits(sentences[1]);
console.log(JSON.stringify({ sentence: [...sentence], loss, logits: [...new Uint32Array(logits.slice().buffer)] }));
