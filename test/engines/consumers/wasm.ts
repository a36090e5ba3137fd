// As an edge runtime imports it.
import kernels from "subnewton/kernels.wasm";
import { initSync } from "subnewton/slim";

initSync(kernels);
