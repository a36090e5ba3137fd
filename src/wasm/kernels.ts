import { type CsrKernels, csrKernels } from "./csrKernels.js";
import { type DenseKernels, denseKernels } from "./denseKernels.js";
import { type LeastSquaresKernels, leastSquaresKernels } from "./leastSquaresKernels.js";
import { type ProductKernels, productKernels } from "./productKernels.js";
import { type RandomKernels, randomKernels } from "./randomKernels.js";
import type { RawKernels } from "./raw.js";
import { type SharesKernels, sharesKernels } from "./sharesKernels.js";
import { type SketchKernels, sketchKernels } from "./sketchKernels.js";
import { type SoftmaxKernels, softmaxKernels } from "./softmaxKernels.js";
import { type SymmetricKernels, symmetricKernels } from "./symmetricKernels.js";
import { type VectorKernels, vectorKernels } from "./vectorKernels.js";

/** Every kernel on typed vectors instead of addresses; lengths are checked here, so a kernel cannot leave its arrays. */
export interface Kernels {
  readonly vector: VectorKernels;
  readonly leastSquares: LeastSquaresKernels;
  readonly csr: CsrKernels;
  readonly dense: DenseKernels;
  readonly product: ProductKernels;
  readonly softmax: SoftmaxKernels;
  readonly shares: SharesKernels;
  readonly symmetric: SymmetricKernels;
  readonly random: RandomKernels;
  readonly sketch: SketchKernels;
}

export function kernelsOf(raw: RawKernels): Kernels {
  return {
    vector: vectorKernels(raw),
    leastSquares: leastSquaresKernels(raw),
    csr: csrKernels(raw),
    dense: denseKernels(raw),
    product: productKernels(raw),
    softmax: softmaxKernels(raw),
    shares: sharesKernels(raw),
    symmetric: symmetricKernels(raw),
    random: randomKernels(raw),
    sketch: sketchKernels(raw),
  };
}
