import type { Airport } from "./airports.js";
import { type Flights, HOURS } from "./data.js";
import type { Layout } from "./design.js";

export interface AirportEffect {
  airport: Airport;
  /** Log effects against the reference airport, which has zero for both. */
  origin: number;
  destination: number;
  /** The mean of the two, with its sandwich standard error. */
  strength: number;
  standardError: number;
  departures: number;
  arrivals: number;
}

/** Origin and destination effect of every airport, strongest first. */
export function airportEffects(
  flights: Flights,
  layout: Layout,
  x: Float64Array,
  sandwich: { columns: number; data: Float64Array },
): AirportEffect[] {
  const at = (column: number): number => (column < 0 ? 0 : x[column]!);
  const covarianceAt = (i: number, j: number): number =>
    i < 0 || j < 0 ? 0 : sandwich.data[i * sandwich.columns + j]!;
  const { departures, arrivals } = traffic(flights);
  return flights.airports
    .map((airport, index) => {
      const o = layout.origin[index]!;
      const d = layout.destination[index]!;
      return {
        airport,
        origin: at(o),
        destination: at(d),
        strength: (at(o) + at(d)) / 2,
        standardError: Math.sqrt(covarianceAt(o, o) + covarianceAt(d, d) + 2 * covarianceAt(o, d)) / 2,
        departures: departures[index]!,
        arrivals: arrivals[index]!,
      };
    })
    .sort((a, b) => b.strength - a.strength);
}

function traffic({ airports, counts }: Flights) {
  const departures = new Float64Array(airports.length);
  const arrivals = new Float64Array(airports.length);
  counts.forEach((count, cell) => {
    const pair = Math.floor(cell / HOURS);
    departures[Math.floor(pair / airports.length)]! += count;
    arrivals[pair % airports.length]! += count;
  });
  return { departures, arrivals };
}
