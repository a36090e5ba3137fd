import { responsive } from "./responsive.mjs";
import { measured } from "./smoke.mjs";

const PACKAGE = "./node_modules/subnewton/build/dist/index.js";

/** Everything a page can be asked to try, by name. */
export const modes = {
  main: () => measured(() => import(PACKAGE)),
  worker: () => answer(new Worker("worker.mjs", { type: "module" })),
  ready: async () => (await import(PACKAGE)).ready(),
  slim: () =>
    measured(async () => {
      const slim = await import("./node_modules/subnewton/build/dist/index-slim.js");
      await slim.init(fetch("node_modules/subnewton/build/dist/kernels.wasm"));
      return slim;
    }),
  responsive: async () => responsive(await import(PACKAGE)),
};

function answer(worker) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message ?? "the worker did not start"));
  });
}
