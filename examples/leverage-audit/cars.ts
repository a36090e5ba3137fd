import { readFileSync } from "node:fs";
import { type Dense, dense } from "subnewton";
import { datasetPath } from "../flights/data.js";

/** The public table: fuel consumption of cars and what it is explained by. */
export interface Cars {
  /** n x d: an intercept and standardised columns. */
  readonly A: Dense;
  readonly columns: readonly string[];
  /** Miles per gallon. */
  readonly b: Float64Array;
}

const COLUMNS = ["Displacement", "Horsepower", "Weight_in_lbs", "Acceleration", "Year"] as const;

type Row = Record<(typeof COLUMNS)[number] | "Miles_per_Gallon", number | string | null>;

/** Reads cars.json of vega-datasets; rows with a missing entry are left out. */
export function loadCars(): Cars {
  const all = JSON.parse(readFileSync(datasetPath("cars.json"), "utf8")) as Row[];
  const rows = all.filter((row) => [...COLUMNS, "Miles_per_Gallon" as const].every((name) => row[name] !== null));
  const n = rows.length;
  const columns = COLUMNS.map((name) =>
    standardised(rows.map((row) => (name === "Year" ? year(row) : Number(row[name])))),
  );
  const A = dense(rows.map((_, i) => [1, ...columns.map((column) => column[i])]));
  const b = Float64Array.from({ length: n }, (_, i) => Number(rows[i].Miles_per_Gallon));
  return { A, columns: ["Intercept", ...COLUMNS], b };
}

const year = (row: Row): number => Number(String(row.Year).slice(0, 4));

function standardised(values: number[]): number[] {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return values.map((v) => (v - mean) / spread);
}
