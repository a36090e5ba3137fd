/** A wrong length inside the package is our bug, not the caller's: a plain error that names the array. */
export function need(what: string, found: number, least: number): void {
  if (found < least) throw new Error(`${what} has ${found} entries, the kernel needs ${least}`);
}
