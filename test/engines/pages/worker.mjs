import { measured } from "./smoke.mjs";

measured(() => import("./node_modules/subnewton/build/dist/index.js")).then(
  (report) => postMessage(report),
  (error) => postMessage({ error: { name: error.name, code: error.code, message: error.message } }),
);
