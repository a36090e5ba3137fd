// The bench: `npm run bench`, or `npm run bench -- kernels`, `-- solve`, `-- responsive`, `-- softmax`, `-- --quick` (small sizes, seconds in all).
//
// kernels  Each kernel's median beside two limits measured in the same run, the multiply-add peak (best of 4, 8, 12
//          and 16 register chains, sampled in every repeat) and the copy bandwidth, beside plain JS (the best of one
//          and four accumulators), and beside NumPy and SciPy on one thread. A kernel above the peak voids the run:
//          the bench says so and exits with 1.
// solve    Seconds until F is within a relative 1e-8 of F*, the least F that any method found when run long. Each
//          record has the status and the final gradient norm beside the time; value and gradient at every method's
//          end are recomputed by one independent judge (solve/objective.ts). Methods take turns; medians are
//          reported, the first, cold run apart, of methods that take long fewer runs. Set-up is what a method does once
//          for a problem: our checks, the rivals' transpose and index tables; bars are judged without it and once more
//          with it. Four goal problems hold `auto` against the best rival, a grid of our methods alone holds it against
//          the best of them; the papers' Algorithm 1 is run to the letter beside them. About 25 minutes;
//          --only dense,sparse,flights,zipf,heavy,illConditioned,wide,grid,small,algorithm1 picks some.
//
// responsive  The longest time for which solveAsync keeps the event loop waiting, on large problems (at most 12
//          iterations each).
// theorem  The papers' claims as tables a to e (contraction, success, rows needed, cost, iterations), about 20 minutes;
//          --only a,c picks some. Plots go to build/bench/theorem.html.
//
// leverage  Recovery of x from leverage scores and from the gradient of their loss: rates over 200 seeded instances of each
//          family and size, roots from random starts, cost in n, the sampled method beside the exact ones; processor time.
//          About 20 minutes; --only rates,starts,cost,surrogate picks some.
// attention  Recovery of tokens from attention's output: rates with Wilson bands, methods beside each other, coverage of the
//          standard errors of rounded releases, value and gradient beside the peak; --only rates,methods,rounding,speed.
// softmax  Softmax regression beside exp regression on the same A: a gradient and a Newton step as ratios.
// twoLayer  Paper 000's loss-value mode on its counterexamples, and 1000 random two-layer instances beside test/oracle's best
//          values of 2000 starts; about 6 minutes.
// transformer  f32 products against the f32 multiply-add peak of the same run, recovery rates of the attacks on a synthetic
//          corpus (N = 100, D = 256, one layer), seconds of 1000 mirror attacks on one thread, and one gradient at
//          GPT-2-small's sizes; --only gemm,recovery,thousand,gpt2 picks some. The experiment proper is npm run experiment.
//
// calibrate  The constants behind `auto`: this machine's speeds, and how often each method does what.
//
// The rivals (bench/baselines, Python) run as one process that is asked for one run at a time, so that their repeats
// interleave with ours; without python3, NumPy and SciPy they are skipped by name. PYTHON names another interpreter.
// NumPy's Newton method runs with the fastest of several ways to form the Gram matrix, timed at its start, and, where
// that one stores products of entries, with the fastest that does not as well. Data come from seeded generators
// (data.ts) and go to both sides as the same bytes. Tables are printed; JSON records go to build/bench. Bars are
// printed as PASS or BELOW and never fail the bench; quick sizes are not judged.
import { parseArgs } from "node:util";
import { AUDITS, runAttention } from "./attention/run.js";
import { runCalibrate } from "./calibrate.js";
import { runKernels } from "./kernels/run.js";
import { LEVERAGE_PARTS, runLeverage } from "./leverage/run.js";
import { runResponsive } from "./responsive.js";
import { runSoftmax } from "./softmax.js";
import { PARTS, runSolve } from "./solve/run.js";
import { runTheorem, TABLES } from "./theorem/run.js";
import { runTransformer, TRANSFORMER_PARTS } from "./transformer/run.js";
import { runTwoLayer } from "./twoLayer/run.js";

const { values, positionals } = parseArgs({
  options: { quick: { type: "boolean", default: false }, only: { type: "string" } },
  allowPositionals: true,
});
const known = [
  "kernels",
  "solve",
  "responsive",
  "theorem",
  "leverage",
  "attention",
  "softmax",
  "twoLayer",
  "transformer",
  "calibrate",
];
const parts = positionals.length ? positionals : known;
const unknown = parts.filter((part) => !known.includes(part));
if (unknown.length) throw new Error(`unknown part ${unknown.join(", ")}: use ${known.join(", ")} or none for all`);
const only = values.only?.split(",");
const choices = [
  ...(parts.includes("solve") ? PARTS : []),
  ...(parts.includes("theorem") ? TABLES : []),
  ...(parts.includes("leverage") ? LEVERAGE_PARTS : []),
  ...(parts.includes("attention") ? AUDITS : []),
  ...(parts.includes("transformer") ? TRANSFORMER_PARTS : []),
];
const strange = only?.filter((name) => !choices.includes(name)) ?? [];
if (strange.length) throw new Error(`--only ${strange.join(",")}: use some of ${choices.join(",")}`);

if (parts.includes("kernels") && !(await runKernels(values.quick))) process.exitCode = 1;
if (parts.includes("solve")) await runSolve(values.quick, only);
if (parts.includes("responsive")) await runResponsive(values.quick);
if (parts.includes("theorem")) await runTheorem(values.quick, only);
if (parts.includes("leverage")) runLeverage(values.quick, only);
if (parts.includes("attention")) await runAttention(values.quick, only);
if (parts.includes("softmax")) runSoftmax(values.quick);
if (parts.includes("twoLayer")) runTwoLayer(values.quick);
if (parts.includes("transformer")) runTransformer(values.quick, only);
if (parts.includes("calibrate")) runCalibrate(values.quick);
