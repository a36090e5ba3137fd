import { measured } from "./smoke.mjs";

console.log(JSON.stringify(await measured(() => import("subnewton"))));
