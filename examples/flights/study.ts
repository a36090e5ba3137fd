import { covariance, csr, expRegression, type IterationRecord, type Result, solve } from "subnewton";
import { type AirportEffect, airportEffects } from "./airportEffects.js";
import { clusteredError } from "./clusteredError.js";
import { type ComparedFit, compareFits } from "./comparison.js";
import type { Flights } from "./data.js";
import { type GravityDesign, gravityDesign, startingPoint } from "./design.js";
import { type RidgeInfluence, ridgeInfluence } from "./ridgeInfluence.js";

/** Small beside 1.25 million cells: it matters only where an airport has next to no flights. */
export const RIDGE = 1e-3;
/** An effect that the ridge has moved by more than this (on the log scale) is named in the results. */
export const NOTABLE_SHIFT = 0.1;

export interface Elasticity {
  value: number;
  classical: number;
  sandwich: number;
  clustered: number;
}

export interface Study {
  flights: Flights;
  design: GravityDesign;
  result: Result;
  predicted: Float64Array;
  elasticity: Elasticity;
  effects: AirportEffect[];
  influence: RidgeInfluence[];
  fits: ComparedFit[];
}

export interface StudyEvents {
  onDesign(design: GravityDesign): void;
  onIteration(record: IterationRecord): void;
  onFit(result: Result): void;
  onPhase(name: string): void;
}

/** The whole analysis: design, fit, standard errors and the log-linear fits beside it. */
export function runStudy(flights: Flights, events: StudyEvents): Study {
  const design = gravityDesign(flights);
  events.onDesign(design);
  const problem = expRegression({ A: csr(design.A), b: design.b, ridge: RIDGE });
  try {
    const result = solve(problem, { x0: startingPoint(design), onIteration: events.onIteration });
    events.onFit(result);
    events.onPhase("standard errors");
    const predicted = problem.predict(result.x);
    const classical = covariance(problem, result.x, { kind: "hessian" });
    const sandwich = covariance(problem, result.x, { kind: "sandwich" });
    const j = design.layout.distance;
    const elasticity = {
      value: result.x[j]!,
      classical: Math.sqrt(classical.data[j * classical.columns + j]!),
      sandwich: Math.sqrt(sandwich.data[j * sandwich.columns + j]!),
      clustered: clusteredError(design, problem.hessian(result.x), predicted, j),
    };
    events.onPhase("log-linear fits");
    return {
      flights,
      design,
      result,
      predicted,
      elasticity,
      effects: airportEffects(flights, design.layout, result.x, sandwich),
      influence: ridgeInfluence(design, result.x, predicted, NOTABLE_SHIFT),
      fits: compareFits(design, result.x, elasticity.classical, predicted),
    };
  } finally {
    problem.dispose();
  }
}
