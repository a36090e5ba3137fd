import type { Paced } from "../wasm/pace.js";
import { settled } from "./choose.js";
import type { Start } from "./conclude.js";
import type { Run } from "./minimise.js";
import { jsonSafe, type Result, type Solution, type Status } from "./result.js";

/** The result of all starts: the best confirmed one, or the best of the others where none was confirmed. */
export function* summarise(run: Run, found: readonly Start[]): Paced<Result> {
  const { session, history, options } = run;
  const solutions = yield* distinct(run, found);
  const chosen = found.reduce((a, b) => (better(b, a) ? b : a));
  const best = chosen.success ? { ...chosen, certificate: solutions[0].certificate } : chosen;
  const cut = found[found.length - 1];
  // Not every start was reached: the answer stands, but it is not the answer to the question asked.
  const incomplete = found.length < options.starts && !best.success ? cut.status : undefined;
  const status = incomplete ?? best.status;
  return {
    x: jsonSafe(best.x.slice()),
    value: best.value,
    gradient: jsonSafe(best.gradient),
    gradientNorm: best.gradientNorm,
    success: best.success,
    status,
    message: message(status, best, found, solutions, options.starts),
    iterations: history.filter((r) => r.iteration > 0).length,
    counts: { ...session.counts },
    history: [...history],
    seconds: run.elapsed(),
    certificate: best.certificate,
    choice: settled(run.chosen, run.method.diagonalEnough?.() ?? false),
    solutions,
  };
}

function better(a: Start, b: Start): boolean {
  return a.success !== b.success ? a.success : a.value < b.value;
}

/** Confirmed points, each once with its number of hits, best first. */
function* distinct(run: Run, found: readonly Start[]): Paced<Solution[]> {
  const groups: { best: Start; hits: number }[] = [];
  for (const start of found.filter((s) => s.success).sort((a, b) => a.value - b.value)) {
    const group = groups.find(
      ({ best }) =>
        Math.abs(best.value - start.value) <= 1e-6 * Math.abs(best.value) + 1e-9 * best.certificate.magnitude &&
        run.session.same(best.x, start.x),
    );
    if (group) group.hits++;
    else groups.push({ best: start, hits: 1 });
  }
  const solutions: Solution[] = [];
  for (const { best, hits } of groups) {
    const certificate = { ...best.certificate, ...(yield* evidence(run, best)) };
    solutions.push({ x: jsonSafe(best.x), value: best.value, gradientNorm: best.gradientNorm, hits, certificate });
  }
  return solutions;
}

/** What the session has to say of a solution besides. */
function* evidence({ session, work }: Run, { x }: Start): Paced<object> {
  if (!session.evidence) return {};
  work.start.data.set(x);
  yield* session.linearize(work.start);
  return yield* session.evidence();
}

const ADVICE: Record<Status, string> = {
  converged: "the stopping tests hold, recomputed from x",
  stalled: "neither F nor its gradient can be improved in double precision",
  maxIterations: "the iteration budget is used up: raise maxIterations, or start nearer (x0)",
  maxSeconds: "the time budget is used up: raise maxSeconds; x is the best point so far",
  aborted: "the signal asked to stop; x is the last point reached",
  unbounded:
    "F approaches its infimum only as x grows without bound: add a small ridge or a regulariser w, or drop the columns that no target holds back",
  illPosed: "the data do not determine x",
  failed: "F overflows at x0 and at every half of it down to 0: check offset and the size of b",
};

const OVERSTEPPED =
  'F overflows at the full step: sampling.step "unit" takes it unasked, which only starts near a minimum stand; use "search"';

function message(
  status: Status,
  best: Start,
  found: readonly Start[],
  solutions: readonly Solution[],
  starts: number,
): string {
  const { certificate } = best;
  const perfect = solutions.filter((s) => s.certificate.zeroLoss).length;
  const parts = [status === "failed" && best.value < Number.MAX_VALUE ? OVERSTEPPED : ADVICE[status]];
  if (certificate.descentExcluded === false) {
    parts.push(
      "x lies on so many kinks at once that not every direction could be excluded as one of descent: try other starts",
    );
  } else if (status === "stalled" && !best.success) {
    parts.push(
      certificate.hessian === "indefinite"
        ? "and the Hessian has negative curvature there: this is not confirmed as a minimum, try other starts"
        : "and the gradient is above its rounding bound: rescale the columns of A, or accept x as the best to be had",
    );
  }
  if (best.success && certificate.hessian === "singular" && !certificate.determined) {
    parts.push("the Hessian is singular there, so x is one of many with the same value: a ridge would make it unique");
  }
  if (best.success && certificate.hessian === "not tested") {
    parts.push("the Hessian was not tested, and a saddle looks like a minimum to a first-order method");
  }
  if (certificate.root === false) {
    parts.push("the residual does not vanish there: x is a local minimum of its size, no root; try more starts");
  }
  if (certificate.halvings > 0)
    parts.push(`F overflowed at x0, or was the same to every digit around it: halved ${certificate.halvings} times`);
  if (certificate.escapes > 0) {
    const what = certificate.kinks ? "point(s) that looked like minima" : "saddle point(s) along negative curvature";
    parts.push(`left ${certificate.escapes} ${what}`);
  }
  if (best.success && perfect > 1)
    parts.push(`${perfect} different x fit perfectly, and nothing tells which is the true one`);
  if (best.success && certificate.lostDirections) {
    parts.push(`${certificate.lostDirections} direction(s) of x are not determined by the data`);
  }
  if (starts > 1) parts.push(`${found.filter((s) => s.success).length} of ${starts} starts converged`);
  return parts.join("; ");
}
