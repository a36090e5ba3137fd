/** Rows of cells in aligned columns, the first row as heading; numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]): string => row.map((cell, column) => pad(cell, widths[column])).join("  ");
  const [heading, ...body] = rows;
  return [line(heading), widths.map((width) => "-".repeat(width)).join("  "), ...body.map(line)]
    .map((text) => text.trimEnd())
    .join("\n");
}

function pad(cell: string, width: number): string {
  return /^[-+]?[\d.]/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
}

/** A number to `digits` significant digits, without exponent in the usual range. */
export function short(value: number | undefined, digits = 3): string {
  if (value === undefined || Number.isNaN(value)) return "";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6) return value.toExponential(digits - 1);
  return value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

/** Seconds in the unit that suits them. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined || Number.isNaN(seconds)) return "";
  if (seconds < 1e-3) return `${short(seconds * 1e6)} us`;
  return seconds < 1 ? `${short(seconds * 1e3)} ms` : `${short(seconds)} s`;
}
