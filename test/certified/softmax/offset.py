"""Makes offset.json: softmax regression on columns offset by 5000, value, gradient and Hessian with 60 digits (mpmath).

    python3 test/certified/softmax/offset.py > test/certified/softmax/offset.json
"""
import json
import random

from mpmath import exp, mp, mpf

mp.dps = 60


def softmax(u):
    top = max(u)
    powers = [exp(v - top) for v in u]
    total = sum(powers)
    return [p / total for p in powers]


def case(seed, n, d, w):
    draw = random.Random(seed)
    A = [[5000 + draw.gauss(0, 1) for _ in range(d)] for _ in range(n)]
    x = [draw.gauss(0, 0.7) for _ in range(d)]
    b = [draw.random() for _ in range(n)]
    total = sum(b)
    b = [v / total for v in b]
    rows = [[mpf(a) for a in row] for row in A]
    u = [sum(a * mpf(v) for a, v in zip(row, x)) for row in rows]
    f = softmax(u)
    c = [fi - mpf(bi) for fi, bi in zip(f, b)]
    t = sum(fi * ci for fi, ci in zip(f, c))
    w2 = mpf(w) ** 2
    value = (sum(ci * ci for ci in c) + w2 * sum(ui * ui for ui in u)) / 2
    slope = [fi * (ci - t) + w2 * ui for fi, ci, ui in zip(f, c, u)]
    gradient = [sum(row[j] * s for row, s in zip(rows, slope)) for j in range(d)]
    p = [fi * (fi + ci - t) for fi, ci in zip(f, c)]
    mean = [sum(row[j] * fi for row, fi in zip(rows, f)) for j in range(d)]
    hessian = [
        [
            sum(
                pi * (row[j] - mean[j]) * (row[k] - mean[k]) + w2 * row[j] * row[k]
                for row, pi in zip(rows, p)
            )
            for k in range(d)
        ]
        for j in range(d)
    ]
    number = lambda v: float(v)
    return {
        "w": w,
        "A": A,
        "b": b,
        "x": x,
        "value": number(value),
        "gradient": [number(v) for v in gradient],
        "hessian": [[number(v) for v in row] for row in hessian],
    }


print(json.dumps([case(1, 30, 4, 0.0), case(2, 12, 3, 0.0), case(3, 20, 4, 0.01)]))
