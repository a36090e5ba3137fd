import type { Words } from "../memory.js";
import { need } from "../need.js";
import type { Reals } from "./memory.js";
import type { RawTransformer } from "./raw.js";

/** Cross-entropy of rows x n scores. A target is a token >= 0, -1 for none, or row -2 - t of S, a distribution. */
export interface LossKernels {
  /** loss_r <- -target_r . log softmax(z_r), lse_r <- log sum e^z_r; 0 where no target */
  crossEntropy(rows: number, n: number, targets: Words, z: Reals, S: Reals, lse: Reals, loss: Reals): void;
  /** z <- scale (softmax(z) - target) in place; dS <- -scale log softmax(z) in the rows that are targets */
  crossEntropyBackward(
    rows: number,
    n: number,
    scale: number,
    targets: Words,
    z: Reals,
    S: Reals,
    lse: Reals,
    dS: Reals,
  ): void;
}

export function lossKernels(raw: RawTransformer): LossKernels {
  return {
    crossEntropy(rows, n, targets, z, S, lse, loss) {
      needTargets(rows, n, targets, S.length);
      need("z", z.length, rows * n);
      need("lse", lse.length, rows);
      need("loss", loss.length, rows);
      raw.crossEntropy(rows, n, targets.at, z.at, S.at, lse.at, loss.at);
    },
    crossEntropyBackward(rows, n, scale, targets, z, S, lse, dS) {
      needTargets(rows, n, targets, Math.min(S.length, dS.length));
      need("z", z.length, rows * n);
      need("lse", lse.length, rows);
      raw.crossEntropyBackward(rows, n, scale, targets.at, z.at, S.at, lse.at, dS.at);
    },
  };
}

function needTargets(rows: number, n: number, targets: Words, soft: number): void {
  need("targets", targets.length, rows);
  const list = targets.data;
  for (let r = 0; r < rows; r++) {
    if (list[r] >= n) throw new Error(`target ${list[r]} of row ${r} is not under ${n}`);
    if (list[r] < -1) need("S", soft, (-1 - list[r]) * n);
  }
}
