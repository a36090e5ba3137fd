import { type Erratum, type Paper, withEvidence } from "../erratum.js";
import { facts } from "./facts.js";
import { losses } from "./losses.js";

const T = "A = [[1, 0.5], [-0.3, 1]], x = (0.5, 0.2), b = (1, 2), w = (0.5, 1)";
const strong = "A as in E2, b = (1, 1.5), w_i^2 = 0.5 b_i^2 + 2.1, which meets Theorem 1.1 with l = 1, R = 2";
const pair = "H = diag(1, 1e6), Ht = H^(1/2) (I + 0.01 [[0, 1], [1, 0]]) H^(1/2)";

const rows: Erratum[] = [
  {
    id: "E1",
    place: "Algorithm 1, lines 9 and 11",
    printed: "x_{t+1} = x_t + H^-1 g",
    correct: "x_{t+1} = x_t - H^-1 g (as in Definitions 6.3 and 6.7)",
    counterexample: `${strong}; correct g and H, from |x_0 - x*| = 1e-3: x_8, to compare with x*`,
  },
  {
    id: "E2",
    place: "Algorithm 1, line 5",
    printed: "D = diag((2 e^{Ax} - b).e^{Ax} - w.w)",
    correct: "D = diag((2 e^{Ax} - b).e^{Ax} + w.w)",
    counterexample: `${T}: eigenvalues of A'DA`,
    said: { printed: "-0.948 5.686", correct: "1.164 6.379" },
  },
  {
    id: "E3",
    place: "Algorithm 1, line 7",
    printed: "g = A' diag(e^{Ax}.(e^{Ax} - b)) 1 (and x for x_t)",
    correct: "g = A' (e^{Ax_t}.(e^{Ax_t} - b) + w.w.Ax_t)",
    counterexample: `${T}: g`,
    said: { printed: "1.7972 -0.2484", correct: "1.9322 -0.1234" },
  },
  {
    id: "E4",
    place: "Algorithm 1, lines 3-4; Theorems 1.1 and 6.11",
    printed: "T = log(|x_0 - x*|/eps) steps reach eps (and T needs x*)",
    correct:
      "at the proof's rate 0.4, T >= ln(|x_0 - x*|/eps)/0.916; stop on |g| or the Newton decrement, for x* is unknown",
    counterexample: "|x_0 - x*|/eps = 1e12, each step shrinking the error by exactly 0.4: steps needed",
    said: { printed: "27.6", correct: "31" },
  },
  {
    id: "E5",
    place: "Algorithm 1, lines 5-6; Lemma 6.6",
    printed: "D is sampled for any w, with eps_1 = Theta(1); no version for cosh and sinh is given",
    correct:
      "Lemma 6.6 needs D > 0; the least D_ii is w_i^2 - max(b_i, 0)^2/8, so a small w leaves D indefinite. Lemma 6.10 needs eps_1 = 0.01",
    counterexample: "n = d = A = 1, b = 2, w = 0, x = ln 0.5: D, which must be positive",
    said: { correct: "-0.5", quantity: "-0.5" },
  },
  {
    id: "E6",
    place: "Lemma 4.4 Part 2 and Lemma 4.6 Part 2",
    printed: "Hessian of cosh: A' diag(2 cosh^2 - b.cosh) A (+ A'W^2A)",
    correct: "A' diag(2 cosh^2 - b.cosh - 1) A (+ A'W^2A), as in Lemma 4.3",
    counterexample: "n = d = A = b = 1, w = 0: second derivative at x = 0.5 and x = 0",
    said: { printed: "1.415455 1", correct: "0.415455 0" },
  },
  {
    id: "E7",
    place: "Lemma 5.3 Part 4",
    printed: "A_i' diag(2 sinh^2 - b.sinh - 1) A_j",
    correct: "A_i' diag(2 sinh^2 - b.sinh + 1) A_j, as in Part 3, in the proof of Part 4 and in Lemma 5.4",
    counterexample: "n = d = A = b = 1, w = 0: second derivative at x = 0.5",
    said: { printed: "-0.978015", correct: "1.021985" },
  },
  {
    id: "E8",
    place: "Lemma 5.6 Part 1",
    printed: "A' diag(cosh) (diag(sinh - b) 1 + A'W^2Ax): for n != d the sum in brackets does not exist",
    correct: "A' diag(cosh) (sinh - b) + A'W^2Ax",
    counterexample: `${T}, where n = d and the printed sum exists: gradient`,
  },
  {
    id: "E9",
    place: "Lemma 3.7, proof (and Lemmas 4.7, 5.7)",
    printed: "D_ii = 2 (z - b) z + w^2, and 2 (z - b) z + 0.5 b^2 = 0.5 (2z - b)^2",
    correct:
      "D_ii = (2z - b) z + w^2, and (2z - b) z + 0.5 b^2 = 2 (z - b/4)^2 + 3 b^2/8. The lemmas stand; w_i^2 >= max(b_i, 0)^2/8 + l/sigma_min^2 already suffices for exp",
    counterexample: "z = b = 1, w^2 = 0.5 b^2: D_ii - 0.5 b^2",
    said: { printed: "0", correct: "1" },
  },
  {
    id: "E10",
    place: "Lemma 4.7, proof, first line of D_ii",
    printed: "sinh^2 + cosh^2 - b_i cosh^2 + w_i^2",
    correct: "sinh^2 + cosh^2 - b_i cosh + w_i^2 (its next line has it right)",
    counterexample: "b = 2, w = 0, (Ax)_i = 0.5: D_ii",
  },
  {
    id: "E11",
    place: "Lemma 5.7, proof, last step",
    printed: "D_ii > l gives H >= l I",
    correct: "D_ii > l/sigma_min(A)^2 gives H >= l I",
    counterexample: "n = d = 1, A = 0.1, D = l = 1: H, claimed at least 1",
  },
  {
    id: "E12",
    place: "Theorem 6.11, exp",
    printed: "w_i^2 >= 0.5 b_i^2 + l gives H >= l I",
    correct: "w_i^2 >= 0.5 b_i^2 + l/sigma_min(A)^2 (Lemma 3.7; Theorem 1.1 has yet another + 1)",
    counterexample: "n = d = 1, A = 0.1, b = 2, l = 1, w^2 = 3: least H, claimed at least 1",
    said: { quantity: "0.025" },
  },
  {
    id: "E13",
    place: "Fact 2.4",
    printed: "|exp(a)|_2 <= exp(|a|_2) and |cosh(a)|_2 <= cosh(|a|_2)",
    correct: "with a factor sqrt(n), or in the largest-entry norm (the line for sinh is true)",
    counterexample: "a = 0 in R^4: |exp(a)|_2",
    said: { printed: "1", quantity: "2" },
  },
  {
    id: "E14",
    place: "Lemmas 3.8, 4.8, 5.8, proofs, last display",
    printed: "|dH| <= R^2 . 5 e^{R^2} . 2 e^{R^2} |dx| = 10 R^2 e^{2R^2} |dx|: the R of eq. (4), (8), (12) is lost",
    correct: "10 R^3 e^{2R^2}; the final constant exp(6R^2) is true. (R > 2 and R >= 2 are mixed.)",
    counterexample: "n = d = 1, A = x = R = 3, b = -3: |dH/dx|",
    said: { printed: "5.91e9", quantity: "7.09e9" },
  },
  {
    id: "E15",
    place: "Fact 2.5, last line",
    printed: "A <= alpha B implies |A| <= alpha |B|",
    correct: "-alpha B <= A <= alpha B implies it",
    counterexample: "A = -10, B = 1, alpha = 1: |A|",
  },
  {
    id: "E16(4)",
    place: "Fact 2.6, item 4",
    printed: "|A^-1 (B - A)| <= eps",
    correct: "eps sqrt(kappa(A)); only |A^{-1/2} (B - A) A^{-1/2}| <= eps is true (item 3)",
    counterexample: `A = H, B = Ht with ${pair}, eps = 0.01`,
    said: { quantity: "10.0" },
  },
  {
    id: "E16(8)",
    place: "Fact 2.6, item 8",
    printed: "|B^-1 (B - A)| <= 2 eps",
    correct: "2 eps sqrt(kappa(A)), or the symmetric form of item 7",
    counterexample: `A = H, B = Ht with ${pair}, eps = 0.01`,
    said: { quantity: "10.0" },
  },
  {
    id: "E16(5)",
    place: "Fact 2.6, item 5",
    printed: "(1 + eps)^-1 B <= A <= (1 - eps)^-1 A",
    correct: "(1 + eps)^-1 B <= A <= (1 - eps)^-1 B",
    counterexample: "a slip of one letter: the printed right half says nothing of B",
  },
  {
    id: "E17",
    place: "Lemma 6.9 with eq. (15); hence Lemma 6.10 and the theorems",
    printed: "|x_{k+1} - x*|_2 <= 2 (eps_H + M r_k/(l - M r_k)) |x_k - x*|_2",
    correct:
      "true in the norm of H(x_k), with eps_H/(1 - eps_H) for the first term; the 2-norm costs a factor sqrt(kappa), so the count of steps gains a term log sqrt(kappa)",
    counterexample: `f = 0.5 x'Hx, ${pair}, M = 0, x_0 - x* = (0, 1): |x_1 - x*|/|x_0 - x*|`,
    said: { printed: "0.02", quantity: "10.0" },
  },
  {
    id: "E18",
    place: "Lemma 6.9, eq. (16)",
    printed: '|Ht^-1| <= (1 + eps_H) |H^-1|, from "(1 + eps_H) H < Ht"',
    correct: "|Ht^-1| <= |H^-1|/(1 - eps_H), from Ht >= (1 - eps_H) H",
    counterexample: "H = 1, Ht = 0.99, eps_H = 0.01: |Ht^-1|",
    said: { printed: "1.01", quantity: "1.0101" },
  },
  {
    id: "E19",
    place: "Lemma 6.8",
    printed: "|H(x_k)| >= l - M r_k, used for |H(x_k)^-1| <= 1/(l - M r_k)",
    correct: "lambda_min(H(x_k)) >= l - M r_k (Weyl); the norm says nothing of the inverse",
    counterexample: "H = diag(10, 0.001), M = 0, l = 1, so |H| >= l: |H^-1|",
  },
  {
    id: "E20",
    place: "Definition 6.1 with Lemma 3.8",
    printed: "the Hessian is M-Lipschitz, M = exp(6R^2), for all x and y",
    correct: "only for |x|, |y| <= R; |x_0| <= R does not follow from |x*| <= R. No global constant exists",
    counterexample: "exp, n = d = A = b = 1, R = 2: dH/dx at x = 15",
  },
  {
    id: "E21",
    place: "Theorem 1.1",
    printed: "g is the gradient of f, and g(x*) = 0",
    correct: "g is the gradient of the regularised loss (with w = 0 and b <= 0 the exp loss has no minimiser at all)",
    counterexample: "f = exp, n = d = A = b = w = 1, where x* = 0: g(x*)",
  },
  {
    id: "E-alg",
    place: "Algorithm 1 as a whole (E1, E2 and E3 together)",
    printed: "Algorithm 1 with the exact Hessian, under all hypotheses of Theorem 1.1",
    correct: "the same with E1-E3 mended",
    counterexample: `${strong}; from |x_0 - x*| = 3e-12: x_4, to compare with x*`,
  },
];

export const expCoshSinh: Paper = {
  title: "Solving Regularized Exp, Cosh and Sinh Regression Problems",
  authors: "Zhihang Li, Zhao Song, Tianyi Zhou",
  source: "arXiv:2303.15725",
  notation: [
    "L(x) = 0.5 |f(Ax) - b|^2 + 0.5 |diag(w) Ax|^2 with f = exp, cosh or sinh, entrywise; a.b is the entrywise product.",
    "Found right as printed, in separate checks: the gradients of Lemmas 3.2, 4.2, 5.2, the Hessians of Lemmas 3.3, 3.4, 3.6, 4.3 and 5.4, the conclusions of Lemmas 3.7, 4.7, 5.7 and 3.8, 4.8, 5.8.",
  ],
  rows: withEvidence(rows, { ...losses, ...facts }),
};
