const { stdout } = process;
const colour = Boolean(stdout.isTTY) && !process.env.NO_COLOR;
const paint = (code: number) => (text: string) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);

export const bold = paint(1);
export const dim = paint(2);

let transient = false;

/** Prints a line that stays. */
export function print(line = ""): void {
  if (transient) stdout.write("\r\x1b[2K");
  transient = false;
  stdout.write(`${line}\n`);
}

/** Shows a line that the next one overwrites; a pipe or a file gets nothing, it could not be overwritten there. */
export function show(line: string): void {
  if (!stdout.isTTY) return;
  stdout.write(`\r\x1b[2K${line}`);
  transient = true;
}
