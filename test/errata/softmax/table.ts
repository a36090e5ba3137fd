import { type Erratum, type Paper, withEvidence } from "../erratum.js";
import { bounds } from "./bounds.js";
import { derivatives } from "./derivatives.js";

const strong = "A and b of X1, w_i^2 = 101 (l = 1), |x_0 - x*| = 1e-3";

const rows: Erratum[] = [
  {
    id: "S1",
    place: "Lemma 5.6 Part 7, Definition 5.7, Algorithm 1 line 7",
    printed: "g = A' (f <c,f> + f.c)",
    correct: "g = A' (f.c - f <c,f>)",
    counterexample: "X1: g",
    said: { printed: "0.08478 0.02416", correct: "0.02729 0.03584" },
  },
  {
    id: "S2(statement)",
    place: "Lemma 5.15 Part 1, statement",
    printed: "B_1 = <f,f> f f' + diag(f.f) + (f.f) f' + (f.f) f'",
    correct: "B_1 = <f,f> f f' + diag(f.f) - (f.f) f' - f (f.f)'",
    counterexample: "X1: A'B_1A (the printed one is not symmetric)",
    said: { printed: "_ -0.2836 -0.3239 _", correct: "0.0380 -0.0519 -0.0519 0.1495" },
  },
  {
    id: "S2(proof)",
    place: "Lemma 5.15 Part 1, end of its proof; eq. (1) also has (f.f)' f for f (f.f)'",
    printed: "B_1 = <f,f> f f' + diag(f.f) + (f.f) f' + f (f.f)'",
    correct: "as in S2(statement); eq. (1) has both minus signs",
    counterexample: "X1: A'B_1A",
    said: { printed: "1.0795 -0.3037 -0.3037 0.2089" },
  },
  {
    id: "S3",
    place: "Lemma 5.15 Part 2",
    printed: "B_2 = ... + <c,f> diag(f) + ...",
    correct: "B_2 = ... - <c,f> diag(f) + ... (eq. (2) has the minus)",
    counterexample: "X1: A'B_2A",
    said: { printed: "0.0410 0.0129 0.0129 -0.0387", correct: "-0.0165 0.0388 0.0388 -0.0787" },
  },
  {
    id: "S4",
    place: "Lemma 5.15 Part 3, Definition 6.1",
    printed: "B = <3f - 2b, f> f f' + <f - b, f> diag(f) + diag((2f - b).f) + (b.f) f' + f (b.f)'",
    correct: "B = <3f - 2b, f> f f' - <f - b, f> diag(f) + diag((2f - b).f) - ((2f - b).f) f' - f ((2f - b).f)'",
    counterexample: "X1: Hessian A'BA",
    said: { printed: "1.12051 -0.29080 -0.29080 0.17022", correct: "0.02151 -0.01311 -0.01311 0.07081" },
  },
  {
    id: "S4(B1)",
    place: "the same: a test in one line",
    printed: "B as printed",
    correct: "B 1 = 0, for adding a constant to Ax does not change f",
    counterexample: "X1: B 1",
    said: { printed: "0.741 0.237 0.549" },
  },
  {
    id: "S4(A=1)",
    place: "the same: an instance that can be checked by eye",
    printed: "B as printed",
    correct: "B as in S4",
    counterexample: "A = (1, 1, 1)', b = (0.2, 0.3, 0.5), so f = (1/3, 1/3, 1/3) and the loss is constant: Hessian",
    said: { printed: "1.33333", correct: "0" },
  },
  {
    id: "S5",
    place: "Lemma 5.11, second lines of Parts 1 and 2",
    printed: "2 alpha^-1 A_i' f f' A_j - A_i' diag(f) A_j",
    correct: "2 alpha^-1 A_i' f f' A_j - alpha^-1 A_i' diag(f) A_j (as in the first lines)",
    counterexample: "X1, i = j = 1",
    said: { printed: "-0.59329", correct: "0.07853" },
  },
  {
    id: "S6",
    place: "Fact 4.5, item 6; Lemma 5.2, item 3",
    printed: "(v.u)(v.u)' <= |v|_inf^2 u u'",
    correct: "(v.u)(v.u)' <= |v|_inf^2 |u|^2 I; the two sides have different ranges",
    counterexample: "v = (1, 0), u = (1, 1): least eigenvalue of right minus left, claimed at least 0",
    said: { quantity: "-0.618" },
  },
  {
    id: "S7",
    place: "Lemma 6.2 Part 2",
    printed: "-(1 + |b|_inf^2) f f' <= B_rank^2 <= (1 + |b|_inf^2) f f'",
    correct: "-(f f' + (b.f)(b.f)') <= B_rank^2 <= f f' + (b.f)(b.f)'",
    counterexample:
      "f = (0.5, 0.5), b = (1, 0): least eigenvalue of the upper bound minus B_rank^2, claimed at least 0",
    said: { quantity: "-0.104" },
  },
  {
    id: "S8",
    place: "Lemma 6.2 Part 3",
    printed: "-0.25 |b|^2 diag(f) <= B_diag^1 <= |f|^2 diag(f)",
    correct: "with the sign of S3: -|f|^2 diag(f) <= B_diag^1 <= 0.25 |b|^2 diag(f)",
    counterexample: "f = (0.9, 0.1), b = 0: the factor of diag(f), claimed at least 0",
  },
  {
    id: "S9(lower)",
    place: "Lemma 6.2 Part 5, Lemma 6.3 Part 1",
    printed: "-4 I <= B, so w_i^2 >= 4 + l/sigma_min^2",
    correct: "true, and for the corrected B -I <= B, so w_i^2 >= 1 + l/sigma_min^2 suffices",
    counterexample: "n = 2, f on a grid of 1999 points, b = e_1 or e_2: least eigenvalue of B",
    said: { quantity: "-0.2404" },
  },
  {
    id: "S9(upper)",
    place: "Lemma 6.2 Part 5",
    printed: "B <= 8 I",
    correct: "true, and B <= I",
    counterexample: "the same grid: largest eigenvalue of B",
  },
  {
    id: "S10",
    place: "Lemma 6.3 Part 2 with Lemmas 8.5 and 8.8",
    printed: "W^2 for B + W^2 within 1/10, then eps_0 = 0.01 and a rate of 0.4",
    correct:
      "dropping B and sampling together leave 1.1 . 1.01 - 1 = 0.111, so the rate is 2 (0.111 + 0.111), still below 1. The 1/10 needs only w_i^2 >= 11",
    counterexample: "M r_t = 0.1 l: the rate of Lemma 8.7",
    said: { quantity: "0.444" },
  },
  {
    id: "S11",
    place: "Algorithm 1, line 9",
    printed: "x_{t+1} = x_t + Ht^-1 g",
    correct: "x_{t+1} = x_t - Ht^-1 g (Definition 8.6)",
    counterexample: `${strong}, correct g and H: x_8, to compare with x*`,
  },
  {
    id: "S12",
    place: "Algorithm 1, line 7",
    printed: "g without the regulariser's A'(w.w.Ax_t)",
    correct: "g + A'(w.w.Ax_t), with S1",
    counterexample: `${strong.replace(", |x_0 - x*| = 1e-3", "")}, correct step: one step from x_0 = x*, which should stay`,
  },
  {
    id: "S13",
    place: "Algorithm 1, line 5",
    printed: "D = B_diag + w.w: B_diag has the sign of S3 and B_rank is dropped",
    correct: "D = B + w.w with B of S4; the printed D works only since w_i^2 >= 100, and converges linearly",
    counterexample: `${strong.replace("1e-3", "1e-2")}, correct g and step: |x_1 - x*|/|x_0 - x*|`,
  },
  {
    id: "S14",
    place: "Algorithm 1, lines 3-4",
    printed: "T = log(|x_0 - x*|/eps)",
    correct: "as E4",
    counterexample: "|x_0 - x*|/eps = 1e12, each step shrinking the error by exactly 0.4 (Lemma 8.8): steps needed",
  },
  {
    id: "S15",
    place: "Lemmas 7.1 and 7.3",
    printed: "|H(x) - H(y)| <= |A| (2|G_1| + |G_2| + ... + |G_8|) |A|",
    correct:
      "for the printed B, 3|G_1| + 2|G_2| + |G_3| + ... + |G_8|; the corrected B needs two more terms, of (f.f) f' and f (f.f)'",
    counterexample:
      "<3f - 2b, f> f f' is 3 |f|^2 f f' - 2 <f, b> f f', while G_1 and G_2 are the changes of |f|^2 f f' and <f, b> f f'. The factor 100 R leaves room for it",
  },
  {
    id: "S16",
    place: "Lemma 7.2 Part 6",
    printed: "16 R R_f in the statement, 18 R R_f in its proof",
    correct: "16 R R_f (Lemma 5.8 with R_inf = 2)",
    counterexample: "8 |A| R_f . 2 <= 16 R R_f",
  },
  {
    id: "S17",
    place: "Fact 4.3, sixth line; Lemma 7.2 Part 1",
    printed: "|exp(u)|_2 <= exp(|u|_2)",
    correct: "as E13: with a factor sqrt(n)",
    counterexample: "u = 0 in R^4: |exp(u)|_2",
  },
  {
    id: "S18",
    place: "Lemmas 7.1 and 8.10",
    printed: "M = sqrt(n) exp(30 R^2)",
    correct: "true for the corrected B too, but M = 4 |A|^3 holds for all x, y, b with |b|_1 <= 1",
    counterexample:
      "A of X1 scaled to |A| = R = 10, b of X1, 400 seeded pairs: log10 of the largest |H(x) - H(y)|/|x - y|",
  },
  {
    id: "S19",
    place: "Lemma 5.13",
    printed:
      "(...)' . (-<f,A_i> f) + f.A_i) with an unmatched parenthesis; A_i.A_j and <f,A_i> 1_n in the proof of Part 1",
    correct:
      "(...)' (-<f,A_i> f + f.A_i); with this reading the definition is right, and Lemma 5.15 expands it wrongly",
    counterexample: "a slip of the pen; the truth in S2 and S3 is taken from this reading",
  },
  {
    id: "S20",
    place: "Theorems 1.5 and 9.1; Lemmas 7.1 and 7.2",
    printed: "f(Ax) where f(x) already contains A; |b|_2 <= R, R > 2 in 7.1 but |b|_1 <= 1, R >= 4, beta < 0.1 in 7.2",
    correct: "f(x); the conditions of 7.2 in 7.1",
    counterexample: "f: R^d -> R^n by Definition 5.1, and Ax is in R^n",
  },
  {
    id: "S-alg",
    place: "Algorithm 1 as a whole (S1, S11, S12 and S13 together)",
    printed: "Algorithm 1 with D not sampled, under w_i^2 >= 100 + l/sigma_min^2",
    correct: "the same with g, D and the sign mended",
    counterexample: `${strong}: x_8, to compare with x*`,
  },
];

export const softmax: Paper = {
  title: "Attention Scheme Inspired Softmax Regression",
  authors: "Yichuan Deng, Zhihang Li, Zhao Song",
  source: "arXiv:2304.10411",
  notation: [
    "f = softmax(Ax), c = f - b, L(x) = 0.5 |c|^2 + 0.5 |diag(w) Ax|^2; a.b is the entrywise product.",
    "X1: A = [[1, 0], [0, 1], [1, -1]], x = (1, 0.2), b = (0.2, 0.3, 0.5), w = 0.",
    "Found right as printed, in separate checks: Lemma 5.6 Parts 1-6, Lemmas 5.9, 5.10, 5.12 and 5.14.",
  ],
  rows: withEvidence(rows, { ...derivatives, ...bounds }),
};
