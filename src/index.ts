export { calibrate } from "./calibrate.js";
export { type CheckOptions, type CheckReport, checkProblem, type DerivativeCheck } from "./checkProblem.js";
export { type CovarianceOptions, covariance } from "./covariance.js";
export { InputError, type InputErrorCode } from "./inputError.js";
export { type LeverageOptions, leverageScores } from "./leverageScores.js";
export type { Costs } from "./matrix/costs.js";
export { type Csr, type CsrInput, csr } from "./matrix/csr.js";
export { csrFromTriplets, type Triplets } from "./matrix/csrFromTriplets.js";
export { type Dense, type DenseInput, dense } from "./matrix/dense.js";
export type { Matrix } from "./matrix/matrix.js";
export { plan } from "./plan.js";
export { type AttentionProblem, attentionInversion } from "./problem/attention/attentionInversion.js";
export type { AttentionHead, AttentionInput } from "./problem/attention/input.js";
export type { TokenMatch } from "./problem/attention/snap.js";
export type { CompositeProblem } from "./problem/compositeProblem.js";
export { type LeverageGradientInput, leverageGradientInversion } from "./problem/leverage/gradientInversion.js";
export { type LeverageInput, leverageInversion } from "./problem/leverage/inversion.js";
export type { LeverageProblem } from "./problem/leverage/problem.js";
export type { LeastSquaresProblem, Numbers, Problem, SolveMethod } from "./problem/problem.js";
export { coshRegression, expRegression, type RegressionInput, sinhRegression } from "./problem/regression.js";
export type { Counts } from "./problem/session.js";
export { type SoftmaxInput, softmaxRegression } from "./problem/softmax/softmaxRegression.js";
export {
  type TwoLayerInput,
  type TwoLayerProblem,
  twoLayerRegression,
} from "./problem/twoLayer/twoLayerRegression.js";
export { type RowSample, type SampleOptions, sampleRows } from "./sampleRows.js";
export { iterate, solve, solveAsync } from "./solve.js";
export type { MethodName, SamplingOptions, SolveOptions } from "./solver/options.js";
export type { IterationRecord } from "./solver/record.js";
export type {
  Certificate,
  Choice,
  Result,
  SamplingCertificate,
  Solution,
  SpectralError,
  Status,
} from "./solver/result.js";
export type { KernelOrigin, KernelSource } from "./wasm/loading.js";
export { init, initSync, ready } from "./wasm/module.js";
