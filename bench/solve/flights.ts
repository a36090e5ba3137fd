import { loadFlights } from "../../examples/flights/data.js";
import { gravityDesign, startingPoint } from "../../examples/flights/design.js";
import { RIDGE } from "../../examples/flights/study.js";
import type { ProblemData } from "./problems.js";

/** The gravity model of the flights example: every pair of airports and every hour, as it is. */
export async function flightsProblem(): Promise<ProblemData> {
  const design = gravityDesign(await loadFlights());
  const { A, b } = design;
  const size = `${A.rows} x ${A.columns}, ${A.data.length} entries`;
  return { name: "flights", size, link: "exp", A, b, w: 0, ridge: RIDGE, x0: startingPoint(design) };
}
