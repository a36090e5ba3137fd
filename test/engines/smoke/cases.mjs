// One solved instance of test/certified per family of problems: how it is solved, and the least F that is known.
// A new family is one more line here.

const matrix = (s, n, d, A) => (A.indptr ? s.csr({ rows: n, columns: d, ...A }) : s.dense(A.rows ?? A));
const regression = (name, options) => (s, c) =>
  s.solve(s[name]({ A: matrix(s, c.n, c.d, c.A), b: c.b, w: c.w }), options);
/** vec of a d x n matrix kept by rows. */
const columns = (X) => X[0].flatMap((_, t) => X.map((row) => row[t]));

export const cases = [
  { family: "exp", file: "exp_05_csr_200x20_wlarge", solve: regression("expRegression"), least: (c) => c.fstar },
  {
    family: "exp, sampled rows",
    file: "exp_05_csr_200x20_wlarge",
    solve: regression("expRegression", { method: "sampled", sampling: { rows: 120 }, seed: 3 }),
    least: (c) => c.fstar,
  },
  { family: "cosh", file: "cosh_03_dense_40x5_wsmall", solve: regression("coshRegression"), least: (c) => c.fstar },
  { family: "sinh", file: "sinh_03_dense_40x5_wsmall", solve: regression("sinhRegression"), least: (c) => c.fstar },
  {
    family: "leverage",
    file: "leverage/c03_pm_12x3",
    solve: (s, { A, b, tau }) => s.solve(s.leverageInversion({ A: s.dense(A), b, tau })),
    least: (c) => c.fstar_Lb,
  },
  {
    family: "leverage gradient",
    file: "leverage/c31_reg_50x5",
    solve: (s, { A, b, tau, c, w, x0 }) =>
      s.solve(s.leverageGradientInversion({ A: s.dense(A), b, tau, c, w }), { x0 }),
    least: (c) => c.fstar,
  },
  {
    family: "attention",
    file: "attention/n4d4",
    solve: (s, { W, V, B, gamma, X0 }) =>
      s.solve(s.attentionInversion({ W, V, B, gamma }), { x0: columns(X0), starts: 3 }),
    least: (c) => c.fstar,
  },
  {
    family: "softmax",
    file: "softmax/softmax_05_csr_200x20_w1p1",
    solve: regression("softmaxRegression"),
    least: (c) => c.fstar,
  },
  {
    family: "two-layer",
    file: "twoLayer/relu_11_dense_8x3_m4_kink_minimiser",
    solve: (s, { A, A2, b, w }) =>
      s.solve(s.twoLayerRegression({ A1: s.dense(A.rows), A2: s.dense(A2.rows), b, w }), { starts: 8 }),
    least: (c) => c.fstar,
  },
];
