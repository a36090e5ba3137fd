/** Entries uniform in (-1, 1), the same in every engine. */
function uniform(length, scale) {
  let state = 12345;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return scale * (state / 2 ** 31 - 1);
  });
}

/** A dense fit of some seconds: `rows` x `columns`, b a perturbed model. */
function large({ dense, expRegression }, rows, columns) {
  const A = dense({ rows, columns, data: uniform(rows * columns, 1 / Math.sqrt(columns)) });
  const noise = uniform(rows, 0.5);
  return expRegression({ A, b: noise.map((v) => 1 + v) });
}

/** Long tasks (over 50 ms) of the main thread while solveAsync runs, and how soon it stops when told to. */
export async function responsive(subnewton) {
  const problem = large(subnewton, 60_000, 400);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: "longtask" });

  const options = { method: "exact", tolerance: 1e-14 };
  let iterations = 0;
  const start = performance.now();
  const full = await subnewton.solveAsync(problem, { ...options, onIteration: () => iterations++ });
  const seconds = (performance.now() - start) / 1000;

  const controller = new AbortController();
  let abortedAt = 0;
  setTimeout(() => {
    abortedAt = performance.now();
    controller.abort();
  }, 300);
  const aborted = await subnewton.solveAsync(problem, { ...options, signal: controller.signal });
  const waited = performance.now() - abortedAt;

  await new Promise((resolve) => setTimeout(resolve, 200));
  const seen = tasks.slice();
  observer.disconnect();
  return { seconds, iterations, status: full.status, aborted: aborted.status, waited, longTasks: seen };
}
