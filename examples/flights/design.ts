import { type Flights, HOURS } from "./data.js";
import { greatCircle } from "./greatCircle.js";

/** Distances enter as log(km / 1000), so that the intercept speaks of a thousand-kilometre route. */
export const DISTANCE_UNIT_KM = 1000;

export interface CsrArrays {
  rows: number;
  columns: number;
  indptr: Int32Array;
  indices: Int32Array;
  data: Float64Array;
}

/** Where each effect lives among the columns; -1 marks the reference level, which has no column. */
export interface Layout {
  intercept: number;
  origin: Int32Array;
  destination: Int32Array;
  hour: Int32Array;
  distance: number;
  referenceAirport: number;
  referenceHour: number;
}

export interface GravityDesign {
  A: CsrArrays;
  b: Float64Array;
  /** One name a column. */
  names: string[];
  layout: Layout;
  /** Row r is hour r % 24 of route floor(r / 24); the routes run over all ordered pairs of distinct airports. */
  routes: { origin: Int32Array; destination: Int32Array; kilometres: Float64Array };
}

/** Count ~ intercept + origin + destination + hour + log distance, one row a pair and hour, zeros included. */
export function gravityDesign(flights: Flights): GravityDesign {
  const routes = allRoutes(flights);
  const layout = columnLayout(flights);
  return {
    A: fillRows(routes, layout),
    b: fillCounts(flights, routes),
    names: columnNames(flights, layout),
    layout,
    routes,
  };
}

/** log(mean count) on the intercept, zero elsewhere: the best constant, before anything is known. */
export function startingPoint(design: GravityDesign): Float64Array {
  const x0 = new Float64Array(design.A.columns);
  x0[design.layout.intercept] = Math.log(design.b.reduce((sum, count) => sum + count, 0) / design.b.length);
  return x0;
}

function allRoutes({ airports }: Flights): GravityDesign["routes"] {
  const size = airports.length * (airports.length - 1);
  const routes = {
    origin: new Int32Array(size),
    destination: new Int32Array(size),
    kilometres: new Float64Array(size),
  };
  let route = 0;
  for (let origin = 0; origin < airports.length; origin++) {
    for (let destination = 0; destination < airports.length; destination++) {
      if (origin === destination) continue;
      routes.origin[route] = origin;
      routes.destination[route] = destination;
      routes.kilometres[route++] = greatCircle(airports[origin]!, airports[destination]!);
    }
  }
  return routes;
}

function columnLayout({ airports, counts }: Flights): Layout {
  const departures = new Float64Array(airports.length);
  const hours = new Float64Array(HOURS);
  counts.forEach((count, cell) => {
    departures[Math.floor(cell / (HOURS * airports.length))]! += count;
    hours[cell % HOURS]! += count;
  });
  // The busiest levels are the references: every other effect is measured against something well determined.
  const referenceAirport = departures.indexOf(Math.max(...departures));
  const referenceHour = hours.indexOf(Math.max(...hours));
  const origin = treatmentColumns(airports.length, referenceAirport, 1);
  const destination = treatmentColumns(airports.length, referenceAirport, airports.length);
  const hour = treatmentColumns(HOURS, referenceHour, 2 * airports.length - 1);
  const distance = 2 * airports.length - 1 + HOURS - 1;
  return { intercept: 0, origin, destination, hour, distance, referenceAirport, referenceHour };
}

function treatmentColumns(levels: number, reference: number, firstColumn: number): Int32Array {
  return Int32Array.from({ length: levels }, (_, level) =>
    level === reference ? -1 : firstColumn + level - (level > reference ? 1 : 0),
  );
}

function fillRows(routes: GravityDesign["routes"], layout: Layout): CsrArrays {
  const rows = routes.origin.length * HOURS;
  const indptr = new Int32Array(rows + 1);
  const indices = new Int32Array(rows * 5);
  const data = new Float64Array(rows * 5);
  let end = 0;
  const put = (column: number, value: number): void => {
    if (column < 0) return;
    indices[end] = column;
    data[end++] = value;
  };
  for (let row = 0; row < rows; row++) {
    const route = Math.floor(row / HOURS);
    // In the order of the columns, so that every row comes out sorted.
    put(layout.intercept, 1);
    put(layout.origin[routes.origin[route]!]!, 1);
    put(layout.destination[routes.destination[route]!]!, 1);
    put(layout.hour[row % HOURS]!, 1);
    put(layout.distance, Math.log(routes.kilometres[route]! / DISTANCE_UNIT_KM));
    indptr[row + 1] = end;
  }
  return { rows, columns: layout.distance + 1, indptr, indices: indices.slice(0, end), data: data.slice(0, end) };
}

function fillCounts({ airports, counts }: Flights, routes: GravityDesign["routes"]): Float64Array {
  const b = new Float64Array(routes.origin.length * HOURS);
  for (let route = 0; route < routes.origin.length; route++) {
    const cell = (routes.origin[route]! * airports.length + routes.destination[route]!) * HOURS;
    b.set(counts.subarray(cell, cell + HOURS), route * HOURS);
  }
  return b;
}

function columnNames({ airports }: Flights, layout: Layout): string[] {
  const names = new Array<string>(layout.distance + 1);
  names[layout.intercept] = "intercept";
  airports.forEach((airport, index) => {
    if (layout.origin[index]! >= 0) names[layout.origin[index]!] = `origin ${airport.code}`;
    if (layout.destination[index]! >= 0) names[layout.destination[index]!] = `destination ${airport.code}`;
  });
  layout.hour.forEach((column, hour) => {
    if (column >= 0) names[column] = `hour ${hour}`;
  });
  names[layout.distance] = "log distance";
  return names;
}
