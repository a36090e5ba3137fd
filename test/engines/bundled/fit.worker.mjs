import * as subnewton from "subnewton";
import { smoke } from "./smoke.mjs";

postMessage({ report: smoke(subnewton) });
