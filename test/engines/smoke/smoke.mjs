import { cases } from "./cases.mjs";
import { instances } from "./instances.mjs";

const hex = (x) =>
  Array.from(new Uint8Array(x.buffer, x.byteOffset, x.byteLength), (v) => v.toString(16).padStart(2, "0")).join("");

/** Solves each case with the package under test; x in hexadecimal, so that reports compare bit for bit. */
export function smoke(subnewton) {
  return cases.map(({ family, file, solve, least }) => {
    const instance = instances[file];
    const { x, status, value } = solve(subnewton, instance);
    return { family, status, solved: value <= least(instance) * (1 + 1e-8) + 1e-14, x: hex(x) };
  });
}

/** The first fit of a fresh process. */
export function first({ csr, expRegression, solve }) {
  const A = csr({ rows: 3, columns: 2, indptr: [0, 1, 3, 4], indices: [0, 0, 1, 1], data: [1, 1, 0.5, 1] });
  return solve(expRegression({ A, b: [2, 3, 1.5] })).status;
}

/** Milliseconds from the import to the first result, then every case. `load` imports the package. */
export async function measured(load) {
  const start = performance.now();
  const subnewton = await load();
  const status = first(subnewton);
  const coldStart = performance.now() - start;
  if (status !== "converged") throw new Error(`the first fit ended ${status}`);
  return { coldStart, report: smoke(subnewton) };
}
