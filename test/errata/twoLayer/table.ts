import { type Erratum, type Paper, withEvidence } from "../erratum.js";
import { formulas } from "./formulas.js";
import { kinks } from "./kinks.js";

const K =
  "A1 = (1, 1, 1, -1, -1, -1)', A2 = [[1/3 six times], [0, 0, 0, 1/6, 1/6, 1/6]], w^2 = 21, l = 1 (d = 1, m = 2, n = 6)";

const rows: Erratum[] = [
  {
    id: "R1",
    place: "Assumption 10 (Lemmas 11 and 64, Theorems 20 and 72)",
    printed: "1[A1 x] is the same for all |x| <= R",
    correct:
      "that forces A1 = 0: where a_i'x > 0, a_i'(-x) < 0. With Assumption 13 (full rank; and 1[A1 x] >= theta n fails at x = 0) the theorems are empty. Assume it on one cell of the arrangement instead",
    counterexample: "A1 = (1, 2)': 1[A1 x] at x = 1, then at x = -1",
  },
  {
    id: "R2",
    place: "Assumption 13, Lemma 69 (and 15)",
    printed: "rank C = min{m, rank diag(1[A1 x]), d}",
    correct: "at most that; it can be less, so assume rank C = d itself",
    counterexample: "n = 4, m = d = 1, A1 = (1, 1, 1, 1)', A2 = (1, -1, 1, -1), x = 1: rank C",
    said: { printed: "1", correct: "0" },
  },
  {
    id: "R3",
    place: "Lemma 69 (and 15)",
    printed: "w_i^2 >= 20 + l/sigma_min(C)^2 gives H >= l I",
    correct: "also needs m >= d and rank C = d, for C'DC has rank at most m",
    counterexample:
      "n = 3, m = 1, d = 2, A1 = [[1, 0], [0, 1], [1, 1]], A2 = (1, 1, 1), l = 1, x = (1, 2), C = (2, 2): least eigenvalue, claimed at least 1",
  },
  {
    id: "R4",
    place: "Section 5.2; Assumptions 21 and 73",
    printed: "L_reg is twice differentiable except at x = 0, and strictly convex by Lemma 15",
    correct:
      "it has kinks on every hyperplane a_i'x = 0, and a positive definite Hessian almost everywhere does not give convexity",
    counterexample: "R(x) = 0.5 (relu x_1 - relu x_2)^2: R(1, 0), claimed at most the mean of R(1, 1) and R(1, -1)",
    said: { printed: "0.25", quantity: "0.5" },
  },
  {
    id: "R5",
    place: "Lemma 23/75, Theorem 29/80",
    printed: "Newton's method with step eta reaches L_min",
    correct: "it can end in another piece's minimum, above L_min; here with eta = 0.5 and eta = 1 alike",
    counterexample: `${K}, b = (1, 0), x_0 = -0.02; the Hessian exceeds l on both sides: L at the end minus L_min, claimed 0`,
    said: { quantity: "0.00118" },
  },
  {
    id: "R6",
    place: "Lemma 26/77",
    printed: "L(x_new) - L(x) <= -(eta - N eta^2/2) g'H^-1g",
    correct: "only where the step crosses no kink; across one, a bound by |step| times the largest slope remains",
    counterexample: `${K}, b = (0, 1), R = 5, f = 21, x = 1e-9, eta = 1/N: L(x_new) - L(x). Full steps cycle around the minimiser 0`,
    said: { printed: "-6.40e-8", quantity: "6.36e-8" },
  },
  {
    id: "R7",
    place: "Lemma 47",
    printed: "d^2 alpha^-1/dx_i dx_j = alpha^-3 <f, c_i.c_j>, c_i = column i of C",
    correct: "2 alpha^-1 <f, c_i> <f, c_j> - alpha^-1 <f, c_i.c_j> (not used later)",
    counterexample: "X1 with C = A, i = j = 1",
    said: { printed: "0.00342", correct: "0.07853" },
  },
  {
    id: "R8",
    place: "Lemma 49 Part 1",
    printed: "... - <2c + f, f> <f, c_i>^2 - ...",
    correct: "... + <2c + f, f> <f, c_i>^2 - ... (as in Part 2)",
    counterexample: "X1 with C = A, i = 1: d^2L/dx_1^2",
    said: { printed: "-0.538763", correct: "0.021506" },
  },
  {
    id: "R9",
    place: "Definition 71",
    printed: "g = ... + A1' W A1 x_t: W is m x m and A1 n x d",
    correct: "g = ... + C' W^2 C x_t",
    counterexample:
      "A1 = [[1, 0.5], [-0.3, 1]], A2 = [[1, -1], [0.5, 2]], b = (0.7, 0.3), w = (1, 2), x = (0.5, 0.4), where n = m and the printed product exists: g",
  },
  {
    id: "R10",
    place: "Theorem 72",
    printed: "w_i^2 >= 20 + l/sigma_min(C) for i in [n] gives H >= l I",
    correct: "w_i^2 >= 20 + l/sigma_min(C)^2 for i in [m]",
    counterexample: "n = m = d = 1, A1 = 0.1, A2 = 1, l = 1, x = 2: H with the printed weight, claimed at least 1",
  },
  {
    id: "R11",
    place: "Assumption 19, Theorem 72",
    printed: "grad L(x*) = 0",
    correct:
      "grad L_reg(x*) is meant, and a minimiser on a kink has no zero gradient at all, only slopes of opposite signs",
    counterexample: `${K}, b = (0, 1), x* = 0: slopes to the left and to the right`,
    said: { correct: "-0.125 0.25" },
  },
  {
    id: "R12",
    place: "Lemma 16/70",
    printed: "a sparse diagonal Dt with C'DtC within eps_0 = 0.01 of C'DC, for every positive definite D",
    correct: "the cited result is for diagonal D; B + W^2 is diagonal plus rank 2, and the rank 2 must be kept",
    counterexample:
      "C = I, D = [[2, 1], [1, 2]]: v'Dv at (1, 1) over that at (1, -1); a diagonal Dt has ratio 1, so at most 1.01/0.99 is claimed",
    said: { quantity: "3" },
  },
  {
    id: "R13",
    place: "Algorithms 1 and 2, Definition 17",
    printed: "g and H at x; T = eta^-1 log(|x_0 - x*|/eps); eta in the step; subsample(H)",
    correct:
      "at x_t; Definition 17 and the theorems have eta = 1; x* is unknown; a d x d matrix cannot be sampled, only D",
    counterexample: "the algorithm and its definition disagree; the signs of the update are right here",
  },
  {
    id: "R14",
    place: "Lemmas 11 and 64, Assumption 18",
    printed: "M = n^1.5 m^1.5 sqrt(d) e^{5R^3} in Lemma 11, m^1.5 sqrt(nd) e^{5R^3} in Lemma 64 and Assumption 18",
    correct: "on one mask M <= 7 |C|^3 <= 7 R^6",
    counterexample:
      "C = A of X1 scaled to |C| = 16 = R^2, R = 4, b of X1, 400 seeded pairs: log10 of the largest |H(x) - H(y)|/|x - y|",
  },
  {
    id: "R15(lower)",
    place: "Lemmas 12 and 65",
    printed: "-20 I <= B",
    correct: "true, and -1.5 I <= B, so w_i^2 >= 1.5 + l/sigma_min(C)^2 suffices",
    counterexample: "m = 3, |b| = 1, 4000 seeded pairs (f, b): least eigenvalue of B",
  },
  {
    id: "R15(upper)",
    place: "Lemma 57",
    printed: "|B| <= 16",
    correct: "true, and |B| <= 1.5",
    counterexample: "the same pairs: largest eigenvalue of B",
  },
  {
    id: "R16",
    place: "Lemma 76, proof, last line",
    printed: "int_0^1 (1 - t) dt = 2",
    correct: "1/2 (the statement is the one that follows from 1/2)",
    counterexample: "the integral",
    said: { printed: "2", correct: "0.5" },
  },
  {
    id: "R17",
    place: "Lemma 79 Part 1, proof",
    printed: "H >= l I, therefore H <= (1/l) I",
    correct: "therefore H^-1 <= (1/l) I",
    counterexample: "H = 2, l = 1: H, claimed at most 1",
  },
  {
    id: "R18",
    place: "Lemma 43 Part 9, Lemma 44",
    printed: "d 1[A1 x]/dx = 0 and the Hessian of h is 0",
    correct:
      "almost everywhere; across a_i'x = 0 the gradient of L_reg jumps by gamma_i a_i with gamma = A2' dL/dv, so its Hessian has the terms gamma_i a_i a_i' delta(a_i'x)",
    counterexample: `${K}, b = (0, 1): jump of the gradient at x = 0`,
  },
  {
    id: "R19",
    place: "Lemma 48 Part 2, merging of Q3; Lemma 49 Part 1, Q_{1,2}; Lemma 50 Part 3",
    printed: "f.c_j <f, c_i> twice; A_{1,j} for A_{1,i}; B_3 introduced, B_2 defined",
    correct: "the second is <f.c_j, c_i>; A_{1,i}; B_2",
    counterexample: "slips in labels; the statements of Lemmas 48, 49 Part 2, 50 and 51 are right",
  },
  {
    id: "R20",
    place: "Section 5.1, Assumption 22, Lemma 28",
    printed: '"Combining Lemma 28 and Lemma 26"; "informal version of Lemma 76"; N in R^d',
    correct: "Lemmas 24 and 26; of Lemma 79; N in R",
    counterexample: "slips in references: Lemma 28 states the bound of Lemma 79",
  },
  {
    id: "R21",
    place: "Theorem 29/80",
    printed: "T = O(N^2 log(1/eps)) steps with N = R^4 (16 + f)/l",
    correct: "full Newton steps on one piece converge in a few",
    counterexample: `${K}, b = (1, 0), R = 5, f = 21, l = 1, x_0 = -0.02: full Newton steps until |g| < 1e-10`,
    said: { quantity: "2", printed: "5.3e8" },
  },
];

export const twoLayer: Paper = {
  title: "Convergence of Two-Layer Regression with Nonlinear Units",
  authors: "Yichuan Deng, Zhao Song, Shenghao Xie",
  source: "arXiv:2308.08358",
  notation: [
    "v = A2 relu(A1 x), f = softmax(v), c = f - b, C = A2 diag(1[A1 x]) A1, L_reg(x) = 0.5 |c|^2 + 0.5 |diag(w) Cx|^2; a.b is the entrywise product.",
    "Our copy of the text has lost minus signs in Lemma 51, Lemma 65 and Definition 71; those are not counted. Read with them, B of Lemma 51 and the gradient of Lemma 43 Part 8 are right.",
    "X1 as in the softmax paper.",
  ],
  rows: withEvidence(rows, { ...formulas, ...kinks }),
};
