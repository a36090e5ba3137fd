import { METHOD_NAMES } from "../comparison.js";
import { percent, signed, whole } from "../format.js";
import type { Study } from "../study.js";
import { table } from "./html.js";

const NORMAL_95 = 1.96;

export function comparisonTable({ fits, design }: Study): string {
  const header = [
    "fit; way back to counts",
    "cells used",
    "RMSE all cells",
    "RMSE n > 0",
    "RMSE log(1 + n)",
    "flights predicted",
    "elasticity",
  ];
  const rows = fits.map(({ method, retransformation, rowsUsed, accuracy, coefficients }) => [
    method === "counts" ? METHOD_NAMES[method] : `${METHOD_NAMES[method]}; ${retransformation}`,
    whole(rowsUsed),
    accuracy.allCells.toFixed(2),
    accuracy.positiveCells.toFixed(2),
    accuracy.logScale.toFixed(3),
    percent(accuracy.totalRatio, 0),
    signed(coefficients[design.layout.distance]!, 3),
  ]);
  return table(header, rows, 0);
}

export function elasticityTable({ elasticity, fits, design }: Study): string {
  const interval = (value: number, error: number): string =>
    `${signed(value - NORMAL_95 * error, 3)} to ${signed(value + NORMAL_95 * error, 3)}`;
  const row = (name: string, errors: string, value: number, error: number): string[] => [
    name,
    signed(value, 4),
    errors,
    error.toFixed(4),
    interval(value, error),
  ];
  const { value } = elasticity;
  const logLinear = fits
    .filter((fit, index) => fit.method !== "counts" && fits[index - 1]!.method !== fit.method)
    .map((fit) => {
      const coefficient = fit.coefficients[design.layout.distance]!;
      return row(METHOD_NAMES[fit.method], "classical", coefficient, fit.standardError);
    });
  return table(
    ["fit", "distance elasticity", "standard error", "size", "95 % interval"],
    [
      row(METHOD_NAMES.counts, "classical", value, elasticity.classical),
      row("", "sandwich", value, elasticity.sandwich),
      row("", "sandwich, clustered by route", value, elasticity.clustered),
      ...logLinear,
    ],
  );
}

export function ridgeTable({ influence }: Study): string {
  return table(
    ["effect", "flights", "estimate", "moved by the ridge by about"],
    influence.map(({ name, effect, shift, flights }) => [
      name,
      whole(flights),
      signed(effect, 2),
      flights === 0 ? "unbounded without it" : shift.toFixed(2),
    ]),
  );
}
