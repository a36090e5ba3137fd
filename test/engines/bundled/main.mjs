// What a user's application does: named imports, the page's own thread.
import * as subnewton from "subnewton";
import { smoke } from "./smoke.mjs";

await fetch("report", { method: "POST", body: JSON.stringify({ report: smoke(subnewton) }) });
