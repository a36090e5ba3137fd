import type { Costs } from "../../matrix/costs.js";
import { type RowCosts, rowCosts } from "../../matrix/rowCosts.js";
import { PANEL } from "../../wasm/panel.js";
import type { TwoLayerModel } from "./model.js";
import { formingCost } from "./outputRows.js";

/** Planned nanoseconds an entry of the Gram's square. */
const GRAM_COST = 0.07;

/** Predicted nanoseconds a row of E of the operations on it: half of them come with the row of C that another needs too. */
export function formCosts({ A1, A2 }: TwoLayerModel, costs?: Costs): RowCosts {
  const [first, second] = [rowCosts(A1, costs), rowCosts(A2, costs)];
  const [n, m, d] = [A1.rows, A2.rows, A1.columns];
  const each = (a: number, b: number): number => (n * a + m * b) / (2 * m + d);
  const product = each(first.product, second.product);
  const formed = 0.5 * formingCost(A1, A2);
  return {
    product: product + 1,
    curvatureProduct: 2 * product + 1,
    gram: formed + GRAM_COST * d * d + d,
    projected: PANEL * product + formed + d,
    load: each(first.load, second.load),
  };
}
