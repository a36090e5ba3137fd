import type { Erratum } from "../erratum.js";

export const bounding: Erratum[] = [
  {
    id: "A17(F.2)",
    place: "Assumption F.1, Lemma F.2 Part 3",
    printed: "b_{i,j} <= R^2 gives |c| <= 2 R^2",
    correct: "|b_{i,j}| <= R^2 is needed; in general |c| <= R^2 + |b|. (Theorem I.2 has |b| <= R and Frobenius norms.)",
    counterexample: "R = 1.1, X = 0, b = -100: |c|",
    said: { printed: "2.42", quantity: "100" },
  },
  {
    id: "A17(F.4)",
    place: "Lemma F.4",
    printed: '"grad c is the Hessian"',
    correct: "the gradient",
    counterexample: "a slip of one word",
  },
  {
    id: "A17(F.5)",
    place: "Lemma F.5",
    printed: "|H_1| <= 23 R^6 + R^5 + 12 R^3, |H_2|, |H_3| <= 11 R^6 + 6 R^3, |H_4| <= 5 R^6 + 4 R^3",
    correct: "by the same method: 24 R^6 + 12 R^3, 10 R^6 + 6 R^3, 6 R^6 + 4 R^3 (H_5 as printed)",
    counterexample: "the printed constants count the terms before A8-A15; R^5 is the lost W of B_20",
  },
  {
    id: "A17(G.2)",
    place: "Fact G.2, proof; Lemma G.6",
    printed: '|prod f(y) - prod f(y)| for |prod f(x) - prod f(y)|; "=" where "<=" is meant',
    correct: "as said",
    counterexample: "slips of the pen",
  },
  {
    id: "A17(G.9)",
    place: "Lemma G.9, proof",
    printed: "s, f and w have Lipschitz constants at most 4 sqrt(nd) R^2",
    correct:
      "s has up to 5 sqrt(nd) R^4 (Lemma G.5); the chain then gives O(sqrt(nd) R^8) for C_1. The R^6 order itself is true by a direct bound",
    counterexample: "n = 2, d = 1, X = (10, 0), W = V = R = 10: |grad s_2|",
    said: { printed: "565.7", quantity: "2505.0" },
  },
  {
    id: "A17(G.11)",
    place: "Lemma G.11, statement",
    printed: "|Hess L(X) - Hess L(Y)|",
    correct: "|grad L(X) - grad L(Y)|, which its proof and Theorem I.2 are about",
    counterexample: "Lemma G.12 is the statement on Hess L, with another exponent",
  },
  {
    id: "A17(G.12)",
    place: "Lemma G.12, proof; Theorems 4.2, 4.4 and I.3",
    printed:
      "|M|_F <= n^2 d^2 a for an nd x nd matrix with entries of at most a, hence n^3.5 d^3.5 (and n^3 d^3 in 4.4, I.3)",
    correct: "nd a, hence n^2.5 d^2.5",
    counterexample: "n = d = 2, a = 1, all ones: |M|_F",
  },
  {
    id: "A17(H.1)",
    place: "Lemma H.1, proof",
    printed: "sum_{i1,i2} p_{i1}'p_{i2} <= p'p",
    correct:
      "n p'p; so the proof gives 36 n R^6. (p is in R^{nd}, its blocks have d entries, the H_5 sum also takes i1 = i2.)",
    counterexample: "n = 5, d = 1, p = (1, 1, 1, 1, 1): the sum",
    said: { printed: "5", quantity: "25" },
  },
  {
    id: "A17(H.1 sharper)",
    place: "Lemma H.1, statement",
    printed: "|Hess c_{i,j}| <= 36 R^6",
    correct: "true, and |Hess c_{i,j}| <= 10 R^6 + 4 R^3, independent of n and d",
    counterexample: "X3, R the largest of |X|, |W|, |V|: largest |Hess c_{i,j}|",
  },
  {
    id: "A17(H.2)",
    place: "Lemma H.2, proof",
    printed: 'Hess L >= -72 nd R^8 I (and "Hess c >= -72 R^8" for c Hess c)',
    correct:
      "by its own route -144 nd R^8, the factor 2 of A1; sharper: -2 sqrt(n) |C|_F (10 R^6 + 4 R^3), C the matrix of the c_{i,j}",
    counterexample: "X3: least eigenvalue of Hess L",
  },
  {
    id: "A17(I.1)",
    place: "Theorem I.1",
    printed: "|x_k - x*| < (1 - m/L)^{k/2} |x_0 - x*|^2 for every t < 2/(m + L)",
    correct: "|x_k - x*| <= (1 - 2 t m L/(m + L))^{k/2} |x_0 - x*| for t <= 2/(m + L)",
    counterexample: "f = x^2/2, so m = L = 1; t = 0.1, x_0 = 1, k = 10: |x_k|",
  },
  {
    id: "A18",
    place: "Theorems 4.3, 4.4, I.2 and I.3",
    printed: "with gamma of order nd R^8, methods that find X* recover the initial data",
    correct:
      "X* is not the data: gamma |X*|^2 <= L(0) = |B|_F^2, so X* is about 0. The theorems find that minimiser, which keeps next to nothing of the data; a gamma small enough to keep them leaves the loss not convex",
    counterexample:
      "X, W and V of X3, B the model's own output at X, gamma = 72 nd R^8: X*, to compare with X; the coordinate that differs most",
  },
  {
    id: "A19(Table 1)",
    place: "Section 5.1 against Table 1",
    printed: "the loss is a sum over positions; 4.74 at step 0",
    correct:
      "its term -S_2 . log F_1 alone is at least the entropy of S_2 = softmax(N(0, 1)), about ln 50257 - 1/2; so Table 1 is a mean",
    counterexample: "entropy of softmax of 50257 seeded normal logits, in nats",
  },
  {
    id: "A19(text)",
    place: "Sections 3.1, 3.3, 4.2; Definitions 3.2, A.7, D.1, D.2; Lemmas A.16, C.9; Appendix J",
    printed:
      "f(W; X) without X', D without 1_n; B in R^{n x n} in the abstract; X in R^{n x d} in 3.3; j0 in [n] in A.7; dc/(dx dx) for a second derivative, index i1.j1; 4.2 has L(X) >= for Hess L; a second Theorem 4.3; c_{i0,j1} for c_{i0,j0}",
    correct:
      "X'V and exp(X'WX) 1_n; R^{n x d}; R^{d x n}; [d]; d^2c/(dx dx), index (i1 - 1) d + j1; Hess L(X) >=; Theorem 4.4; c_{i0,j0}",
    counterexample:
      "slips of notation. Also: 8000 steps of 32 over 30 epochs make 8533 sentences, not hundreds; and the experiment uses no output B, so it completes memorised text rather than solve Definition 3.1",
  },
];
