import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covariance, iterate, type Result, solve } from "../../src/index.js";
import { place } from "../../src/wasm/memory.js";
import { seeded } from "../kernels/support/seeded.js";
import { instance, point, REGRESSIONS, type Shape } from "../problem/support/instances.js";

// Problems of several sizes: of one page and of several, so that a memory given back is now too small, now too large.
const common = { ridge: true, weights: false, offset: true } as const;
const SHAPES: Shape[] = [
  { name: "exp", sparse: false, n: 12, d: 2, w: "none", ...common },
  { name: "cosh", sparse: true, n: 900, d: 9, w: "vector", ...common },
  { name: "sinh", sparse: false, n: 90, d: 60, w: "scalar", ...common },
];

const cases = SHAPES.map((shape, k) => {
  const random = seeded(170 + k);
  const { input } = instance(random, shape);
  return { make: () => REGRESSIONS[shape.name](input), x: point(random, shape.d), x0: point(random, shape.d) };
});
type Case = (typeof cases)[number];
type Problem = ReturnType<Case["make"]>;

/** What a solve found, without its clock. */
const found = ({ x, value, gradient, counts, certificate }: Result): unknown[] => [
  x,
  value,
  gradient,
  counts,
  certificate,
];

class Stop extends Error {}

/** Everything that takes a memory or gives one back, with the answer that may be compared. */
const ACTIONS: Record<string, (problem: Problem, at: Case, others: () => void) => unknown> = {
  value: (p, { x }) => p.value(x),
  gradient: (p, { x }) => p.gradient(x),
  hessian: (p, { x }) => p.hessian(x).data,
  residual: (p, { x }) => p.residual(x),
  vjp: (p, { x }) => p.vjp(x, p.residual(x)),
  solve: (p, { x0 }) => found(solve(p, { x0 })),
  "solve with others at work in it": (p, { x0 }, others) => found(solve(p, { x0, onIteration: others })),
  "solve that its callback ends": (p, { x0 }, others) => {
    const onIteration = (): void => {
      others();
      throw new Stop();
    };
    expect(() => solve(p, { x0, onIteration })).toThrow(Stop);
  },
  "solve that is left": (p, { x0 }, others) => {
    for (const { cost } of iterate(p, { x0 })) {
      others();
      return cost;
    }
    return undefined;
  },
  "solve of a problem that is disposed meanwhile": (p, { make, x, x0 }, others) => {
    const own = make();
    own.value(x);
    const onIteration = (): void => {
      own.dispose();
      others();
    };
    return [found(solve(own, { x0, onIteration })), p.value(x)];
  },
  covariance: (p, { x0 }) => {
    const { x } = solve(p, { x0 });
    return [covariance(p, x).data, covariance(p, x, { kind: "sandwich" }).data];
  },
  "a refused point": (p) => {
    expect(() => p.gradient([Number.NaN])).toThrow();
  },
};
const NAMES = Object.keys(ACTIONS);

describe("memories that are given back and used again", () => {
  it("change no bit of any answer, whatever comes and goes (seed 173, 60 stories of 30 actions)", () => {
    const none = (): void => undefined;
    // Each answer from a problem of its own that never gives its memory back.
    const answers = cases.map((at) => NAMES.map((name) => ACTIONS[name](at.make(), at, none)));
    const step = fc.record({
      kind: fc.nat(cases.length - 1),
      action: fc.nat(NAMES.length - 1),
      slot: fc.nat(3),
      dispose: fc.boolean(),
      other: fc.nat(NAMES.length - 1),
    });
    const story = fc.property(fc.array(step, { minLength: 30, maxLength: 30 }), (steps) => {
      const live = new Map<string, Problem>();
      for (const { kind, action, slot, dispose, other } of steps) {
        const name = `${kind} ${slot}`;
        const problem = live.get(name) ?? cases[kind].make();
        live.set(name, problem);
        const at = (kind + 1) % cases.length;
        const others = (): void => {
          const guest = cases[at].make();
          expect(ACTIONS[NAMES[other]](guest, cases[at], none)).toEqual(answers[at][other]);
          guest.dispose();
        };
        expect(ACTIONS[NAMES[action]](problem, cases[kind], others)).toEqual(answers[kind][action]);
        if (dispose) {
          problem.dispose();
          problem.dispose();
          live.delete(name);
        }
      }
    });
    fc.assert(story, { seed: 173, numRuns: 60 });
  });

  it("leave the arrays that were handed out alone", () => {
    const [{ make, x, x0 }] = cases;
    const problem = make();
    const result = solve(problem, { x0 });
    const arrays = [problem.gradient(x), problem.hessian(x).data, problem.residual(x), result.x, result.gradient];
    const before = arrays.map((data) => Array.from(data));
    problem.dispose();
    for (const other of cases) {
      const next = other.make();
      next.value(other.x);
      solve(next, { x0: other.x0 });
      next.dispose();
    }
    expect(arrays.map((data) => Array.from(data))).toEqual(before);
  });

  it("serve one at a time, also where one was given back twice", () => {
    const first = place((arena) => arena.f64(10));
    first.release();
    first.release();
    const [a, b] = [place((arena) => arena.f64(10)), place((arena) => arena.f64(10))];
    a.parts.data.fill(1);
    expect(b.parts.data).toEqual(new Float64Array(10));
    b.parts.data.fill(2);
    expect(a.parts.data).toEqual(new Float64Array(10).fill(1));
    // What was left in the memory that was given back is cut off from it.
    expect(first.parts.data.length).toBe(0);
  });

  it("spare small rounds of making, using and disposing new ones", () => {
    const { Memory } = WebAssembly;
    let made = 0;
    WebAssembly.Memory = class extends Memory {
      constructor(descriptor: WebAssembly.MemoryDescriptor) {
        super(descriptor);
        made++;
      }
    };
    try {
      for (let round = 0; round < 100; round++) {
        const problem = cases[0].make();
        problem.hessian(solve(problem, { x0: problem.gradient(cases[0].x) }).x);
        problem.dispose();
      }
    } finally {
      WebAssembly.Memory = Memory;
    }
    // Evaluation, solve and Hessian never need more than a few at once.
    expect(made).toBeLessThan(5);
  });
});
