import { reportLossValueMode } from "./lossValue.js";
import { reportThousand } from "./thousand.js";

export function runTwoLayer(quick: boolean): void {
  reportLossValueMode();
  reportThousand(quick);
}
