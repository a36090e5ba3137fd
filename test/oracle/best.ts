// Makes test/certified/twoLayer/best.json: the best value of 2000 starts of each of the 1000 instances.
//   npm run bundle -- test/oracle/best.ts --outfile=build/oracle/best.mjs && node build/oracle/best.mjs [from] [to]
import { writeFileSync } from "node:fs";
import { bestOf } from "./twoLayer.js";
import { draws, instance } from "./twoLayerInstances.js";

const [from, to] = [Number(process.argv[2] ?? 0), Number(process.argv[3] ?? 1000)];
const values: number[] = [];
for (let seed = from; seed < to; seed++) values.push(bestOf(instance(seed), 2000, draws(77000 + seed).normal).value);
const name = from === 0 && to === 1000 ? "test/certified/twoLayer/best.json" : `build/oracle/best_${from}_${to}.json`;
writeFileSync(name, `${JSON.stringify({ instances: to - from, starts: 2000, values })}\n`);
