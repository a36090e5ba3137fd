import { whole } from "../format.js";
import { NOTABLE_SHIFT, RIDGE, type Study } from "../study.js";
import { ridgeTable } from "./tables.js";

/** What the ridge does, and to whom. */
export function ridgeSection(study: Study): string {
  return `
<h2>What the ridge holds</h2>
<p>The ridge of ${RIDGE} is there for airports with almost no flights. An airport with none at all in one direction has no
finite best effect: the lower, the better, and only the ridge stops it. Where there are few flights it pulls the effect
towards zero, which is the level of the reference airport. Listed is every effect without flights, or moved by more than
${NOTABLE_SHIFT} (all other effects held). Read these as "very small", not as numbers; the others owe little to the
ridge.</p>
${ridgeTable(study)}`;
}

/** Where the numbers come from and how the columns are coded. */
export function dataSection({ flights, design }: Study): string {
  const reference = flights.airports[design.layout.referenceAirport]!.code;
  return `
<footer>
<p>Data: <code>flights-3m.parquet</code> and <code>airports.csv</code> of the npm package vega-datasets, from the on-time
reports of the US Bureau of Transportation Statistics. The hour is that of the field <code>date</code>, the actual
departure in local time: flights that left late carry the late hour, which spreads a schedule over neighbouring cells.
Flights reported are those of the larger airlines, so small airports look smaller than they are.</p>
<p>Columns: intercept; origin and destination against ${reference}; hour against ${design.layout.referenceHour}:00, the
busiest levels being the references; log of the great-circle distance in thousands of kilometres, not centred further.
${whole(design.A.rows)} rows of at most five entries, held as a sparse matrix (CSR).</p>
</footer>`;
}
