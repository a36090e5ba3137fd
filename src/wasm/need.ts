/** A wrong length inside the package is our bug, not the caller's: a plain error that names the array. */
export function need(what: string, found: number, least: number): void {
  if (found < least) throw new Error(`${what} has ${found} entries, the kernel needs ${least}`);
}

/** The first `count` words of a list must be rows of a matrix of this many. */
export function needRows(list: Int32Array, count: number, rows: number): void {
  if (!(count >= 0)) throw new Error(`a count of ${count} rows is negative`);
  for (let k = 0; k < count; k++) {
    if (!(list[k] >= 0 && list[k] < rows)) throw new Error(`list_${k} = ${list[k]} is not a row of 0..${rows - 1}`);
  }
}
