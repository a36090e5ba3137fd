import { normals, source, uniforms } from "../data.js";
import { writeArrays } from "../files.js";
import { type KernelCase, nanoseconds, type Way } from "./case.js";
import { KernelMemory } from "./instance.js";
import { axpyFour, axpyOne, dotFour, dotOne, exp, sinhCosh, sinhCoshShared } from "./plainVector.js";

const STEP = 1e-9;

/** exp, sinhCosh, dot and axpy on n doubles. */
export function vectorCases(n: number, seed: number): KernelCase[] {
  const from = source(seed);
  const x = uniforms(n, from, -10, 10);
  const y = normals(n, from);
  const memory = new KernelMemory(5 * n);
  const placed = {
    x: memory.doubles(x),
    y: memory.doubles(y),
    // sinhCosh writes both results into one array of 2 n doubles, so that one comparison sees both.
    out: memory.zeros(2 * n),
    sum: memory.zeros(1),
  };
  const { kernels } = memory;
  const common = { size: `n = ${n}`, units: n, unit: "element", folder: writeArrays("kernel-vector", { x, y }, {}) };
  const way = (name: string, output: Float64Array, run: (output: Float64Array) => void): Way => ({
    name,
    output,
    run: () => run(output),
  });
  const halves = (out: Float64Array): [Float64Array, Float64Array] => [out.subarray(0, n), out.subarray(n)];
  return [
    {
      ...common,
      kernel: "exp",
      bytes: 16 * n,
      kernelWay: way("exp", placed.out.data.subarray(0, n), () => kernels.exp(n, placed.x.at, placed.out.at)),
      plain: [way("Math.exp", new Float64Array(n), (out) => exp(x, out))],
      bars: [nanoseconds(4, "an element")],
    },
    {
      ...common,
      kernel: "sinhCosh",
      bytes: 24 * n,
      kernelWay: way("sinhCosh", placed.out.data, () =>
        kernels.sinhCosh(n, placed.x.at, placed.out.at, placed.out.at + 8 * n),
      ),
      plain: [
        way("Math.sinh, Math.cosh", new Float64Array(2 * n), (out) => sinhCosh(x, ...halves(out))),
        way("one Math.exp", new Float64Array(2 * n), (out) => sinhCoshShared(x, ...halves(out))),
      ],
      bars: [],
    },
    {
      ...common,
      kernel: "dot",
      flops: 2 * n,
      flopCount: "2 n",
      bytes: 16 * n,
      kernelWay: way("dot", placed.sum.data, (out) => {
        out[0] = kernels.dot(n, placed.x.at, placed.y.at);
      }),
      plain: [
        way("1 accumulator", new Float64Array(1), (out) => {
          out[0] = dotOne(x, y);
        }),
        way("4 accumulators", new Float64Array(1), (out) => {
          out[0] = dotFour(x, y);
        }),
      ],
      bars: [],
    },
    {
      ...common,
      kernel: "axpy",
      flops: 2 * n,
      flopCount: "2 n",
      bytes: 24 * n,
      kernelWay: way("axpy", placed.out.data.subarray(0, n), () => kernels.axpy(n, STEP, placed.x.at, placed.out.at)),
      plain: [
        way("an element a turn", new Float64Array(n), (out) => axpyOne(STEP, x, out)),
        way("four elements a turn", new Float64Array(n), (out) => axpyFour(STEP, x, out)),
      ],
      bars: [],
    },
  ];
}
