// The export table: every kernel once. A test counts kernel = export = wrapper = reference.
/** First byte that the kernels' own tables leave free: a memory plan starts here. */
export const heapBase: usize = __heap_base;

export { dot } from "./vector/dot";
export { axpy } from "./vector/axpy";
export { scaleAdd } from "./vector/scaleAdd";
export { normMax } from "./vector/normMax";
export { norm2 } from "./vector/norm2";
export { exp } from "./vector/exp";
export { sinhCosh } from "./vector/sinhCosh";
export { multiplyAdd } from "./vector/multiplyAdd";
export { signs } from "./vector/signs";
export { extent } from "./vector/extent";

export { squares } from "./leastSquares/squares";
export { slope } from "./leastSquares/slope";
export { curvature } from "./leastSquares/curvature";

export { csrMultiply } from "./csr/multiply";
export { csrMultiplyTransposeAdd } from "./csr/multiplyTransposeAdd";
export { csrAbsTransposeAdd } from "./csr/absTransposeAdd";
export { csrCurvatureProduct } from "./csr/curvatureProduct";
export { csrDiagonal } from "./csr/diagonal";
export { csrRowNorms } from "./csr/rowNorms";
export { csrGram } from "./csr/gram";
export { csrExpand } from "./csr/expand";
export { csrProjectedNormsAdd } from "./csr/projectedNormsAdd";

export { denseMultiply } from "./dense/multiply";
export { denseMultiplyTransposeAdd } from "./dense/multiplyTransposeAdd";
export { denseAbsTransposeAdd } from "./dense/absTransposeAdd";
export { denseCurvatureProduct } from "./dense/curvatureProduct";
export { denseDiagonal } from "./dense/diagonal";
export { denseRowNorms } from "./dense/rowNorms";
export { denseGram } from "./dense/gram";
export { denseProjectedNormsAdd } from "./dense/projectedNormsAdd";
export { denseProduct } from "./dense/product";
export { denseReflectorDots } from "./dense/reflectorDots";
export { denseReflect } from "./dense/reflect";
export { denseQuadraticForms } from "./dense/quadraticForms";
export { densePairProducts } from "./dense/pairProducts";

export { softmaxRows } from "./softmax/rows";
export { softmaxSlope } from "./softmax/slope";
export { softmaxCurvature } from "./softmax/curvature";

export { expShifted } from "./shares/expShifted";
export { shares } from "./shares/shares";
export { sharesSlope } from "./shares/slope";
export { sharesCurvature } from "./shares/curvature";

export { choleskyPanel, choleskyUpdate } from "./symmetric/cholesky";
export { solveTransposed, solveUpper } from "./symmetric/solve";
export { solveUpperPanel } from "./symmetric/solvePanel";
export { householderRows } from "./symmetric/householder";
export { symmetricMultiplyAdd } from "./symmetric/multiply";

export { philox } from "./random/philox";
export { uniform } from "./random/uniform";
export { normal } from "./random/normal";

export { saturation } from "./sketch/saturation";
export { drawRows } from "./sketch/drawRows";
