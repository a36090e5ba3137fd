import { leverageGradientInversion, leverageInversion, solve } from "subnewton";
import type { Cars } from "./cars.js";
import { fitSecret, publish, type Secret, seeded } from "./owner.js";
import { noiseOf, RELEASES, type Release } from "./release.js";

/** One release read back, by someone who knows the table and nothing of x. */
export interface Reading {
  /** |x - found| / |x| */
  readonly error: number;
  /** The same at most, as the certificate predicts it: errorPerNoise times the largest score's rounding. */
  readonly predicted: number;
  readonly status: string;
  readonly signsRight: number;
  /** max |sigma(found) - published scores| */
  readonly residual: number;
}

export interface Audit {
  readonly release: Release;
  readonly known: readonly Reading[];
  readonly unknown: readonly Reading[];
}

export const norm = (v: Float64Array): number => Math.sqrt(v.reduce((sum, vj) => sum + vj * vj, 0));

/**
 * Every release of the scores of `owners` secret models, read with the residuals' signs, and the first `blind` of them
 * without.
 */
export function auditReleases(
  cars: Cars,
  { owners, blind }: { owners: number; blind: number },
  onRelease: (audit: Audit) => void,
): Audit[] {
  const secrets = Array.from({ length: owners }, (_, k) => fitSecret(cars, k + 1));
  const exact = secrets.map((secret) => publish(cars, cars.b, secret));
  return RELEASES.map((release) => {
    const read = (count: number, known: boolean): Reading[] =>
      secrets.slice(0, count).map((secret, k) => readBack(cars, secret, exact[k], release, known));
    const audit = { release, known: read(owners, true), unknown: read(blind, false) };
    onRelease(audit);
    return audit;
  });
}

function readBack(cars: Cars, secret: Secret, exact: Float64Array, release: Release, known: boolean): Reading {
  const { A, b } = cars;
  const { x, signs } = secret;
  const tau = exact.map(release.round);
  const result = solve(leverageInversion({ A, b, tau, signs: known ? signs : undefined }));
  const { cell = "", errorPerNoise = Number.NaN, residual = Number.NaN } = result.certificate as Facts;
  let right = 0;
  for (let i = 0; i < signs.length; i++) if (cell[i] === (signs[i] < 0 ? "-" : "+")) right++;
  return {
    error: norm(x.map((v, j) => v - result.x[j])) / norm(x),
    predicted: (errorPerNoise * noiseOf(release, tau)) / norm(result.x),
    status: result.status,
    signsRight: right / signs.length,
    residual,
  };
}

interface Facts {
  readonly cell?: string;
  readonly errorPerNoise?: number;
  readonly residual?: number;
  readonly root?: boolean;
}

/** Weights 1 / (a_i'x)^2 in place of 1 / s_i^2: b is 0, and no score tells how long x is. */
export interface ScaleFree {
  readonly status: string;
  readonly message: string;
  /** Sine of the angle between x and the point found. */
  readonly angle: number;
  readonly lengthRatio: number;
}

export function auditWithoutOffset(cars: Cars): ScaleFree {
  const secret = fitSecret(cars, 1);
  const zero = new Float64Array(cars.b.length);
  const tau = publish(cars, zero, secret);
  const { x, status, message } = solve(leverageInversion({ A: cars.A, b: zero, tau }));
  const dot = secret.x.reduce((sum, v, j) => sum + v * x[j], 0);
  const cosine = dot / (norm(secret.x) * norm(x));
  const rest = x.map((v, j) => v - (dot / norm(secret.x) ** 2) * secret.x[j]);
  return { status, message, angle: norm(rest) / norm(x), lengthRatio: (Math.sign(cosine) * norm(x)) / norm(secret.x) };
}

/** A published gradient of the scores' loss, read from a guess and from random starts around it. */
export interface FromGradient {
  readonly distance: number;
  /** Error of the root that a solve from the guess ends at. */
  readonly error: number;
  readonly roots: number;
  readonly others: number;
  /** Error of the nearest of all roots. */
  readonly nearest: number;
}

export function auditGradient(cars: Cars, distance: number, starts: number): FromGradient {
  const { A, b } = cars;
  const { x } = fitSecret(cars, 1);
  const tau = new Float64Array(A.rows).fill(A.columns / A.rows);
  const c = leverageInversion({ A, b, tau }).gradient(x);
  const random = seeded(5);
  const way = x.map(() => random() + random() + random() - 1.5);
  let squares = 0;
  for (let i = 0; i < A.rows; i++) {
    const along = (v: Float64Array): number => v.reduce((sum, vj, j) => sum + A.data[i * A.columns + j] * vj, 0);
    squares += (along(way) / (along(x) - b[i])) ** 2;
  }
  const x0 = x.map((v, j) => v + (distance * way[j]) / Math.sqrt(squares));
  const off = (y: Float64Array): number => norm(x.map((v, j) => v - y[j])) / norm(x);
  const { x: first } = solve(leverageGradientInversion({ A, b, tau, c }), { x0 });
  const { solutions } = solve(leverageGradientInversion({ A, b, tau, c }), { x0, starts, seed: 1 });
  const roots = solutions.filter(({ certificate }) => (certificate as Facts).root === true);
  const nearest = Math.min(...roots.map((root) => off(root.x)));
  return { distance, error: off(first), roots: roots.length, others: solutions.length - roots.length, nearest };
}
