"""Recipe of near.json: sigma, gradient and Hessian of L_b = 0.5 |sigma - tau|^2 near hyperplanes s_i = 0.

Central differences (h = 1e-40) of the definition sigma = diag(U (U'U)^-1 U'), U = diag(1/s) A, s = A x - b, with 400
digits in mpmath; nothing of the package's formulas is used. x = 0, so s = -b exactly as printed. Run in this folder.
"""
import json
import random

from mpmath import inverse, matrix, mp, mpf

mp.dps = 400
H = mpf(10) ** -40


def sigma(A, b, x):
    n, d = len(A), len(A[0])
    U = matrix(n, d)
    for i in range(n):
        s = sum(mpf(A[i][j]) * x[j] for j in range(d)) - mpf(b[i])
        for j in range(d):
            U[i, j] = mpf(A[i][j]) / s
    M = inverse(U.T * U)
    V = U * M
    return [sum(V[i, j] * U[i, j] for j in range(d)) for i in range(n)]


def loss(A, b, tau, x):
    return sum((si - mpf(t)) ** 2 for si, t in zip(sigma(A, b, x), tau)) / 2


def case(name, A, s, tau):
    b = [-v for v in s]
    d = len(A[0])
    f = lambda *steps: loss(A, b, tau, [sum(t for j, t in steps if j == k) * H for k in range(d)])
    zero = f()
    up = [f((j, 1)) for j in range(d)]
    down = [f((j, -1)) for j in range(d)]
    g = [(up[j] - down[j]) / (2 * H) for j in range(d)]
    hess = [[mpf(0)] * d for _ in range(d)]
    for j in range(d):
        hess[j][j] = (up[j] - 2 * zero + down[j]) / H**2
        for k in range(j):
            mixed = f((j, 1), (k, 1)) - f((j, 1), (k, -1)) - f((j, -1), (k, 1)) + f((j, -1), (k, -1))
            hess[j][k] = hess[k][j] = mixed / (4 * H**2)
    return {
        "name": name,
        "A": A,
        "b": b,
        "tau": tau,
        "sigma": [float(v) for v in sigma(A, b, [mpf(0)] * d)],
        "gradient": [float(v) for v in g],
        "hessian": [[float(v) for v in row] for row in hess],
    }


random.seed(5)
n, d = 9, 3
A = [[round(random.gauss(0, 1), 6) for _ in range(d)] for _ in range(n)]
base = [round(random.choice([-1, 1]) * random.uniform(0.5, 2), 6) for _ in range(n)]
tau = [round(random.random(), 6) for _ in range(n)]
cases = []
for k in range(0, 13, 2):
    near = 10.0**-k
    s = list(base)
    s[4] = -near
    cases.append(case(f"one row at 1e-{k}", A, s, tau))
for k, l in [(3, 5), (12, 2), (12, 12), (1, 9)]:
    s = list(base)
    s[4], s[0] = 10.0**-k, -(10.0**-l)
    cases.append(case(f"two rows at 1e-{k} and 1e-{l}", A, s, tau))
for k in (2, 6, 11):
    s = list(base)
    s[1], s[5], s[8] = 10.0**-k, 2 * 10.0**-k, -(10.0**-k)
    cases.append(case(f"as many rows as columns at 1e-{k}", A, s, tau))
s = list(base)
s[2] = 1e-7
skewed = [[1e4 * row[0], row[1], 1e-4 * row[2]] for row in A]
cases.append(case("columns of size 1e4, 1, 1e-4, one row at 1e-7", skewed, s, tau))
alone = [row[:2] + [0.0] for row in A]
alone[6] = [0.0, 0.5, 2.0]
s = list(base)
s[6] = 1e-8
cases.append(case("a coloop at 1e-8", alone, s, tau))
s = list(base)
s[3] = 1e-9
cases.append(case("a sparse row at 1e-9", [[0.0, 0.0, 1.0] if i == 3 else row for i, row in enumerate(A)], s, tau))
with open("near.json", "w") as out:
    json.dump(cases, out, indent=0)
