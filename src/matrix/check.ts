import { InputError } from "../inputError.js";

/** A positive whole number, as sizes are. */
export function checkSize(argument: string, value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new InputError("type", argument, `${argument} = ${String(value)} is not a whole number`);
  }
  if (value < 1) {
    throw new InputError(
      "empty",
      argument,
      `${argument} = ${value}: an empty matrix has nothing to fit, give at least one`,
    );
  }
  if (value > 2 ** 31 - 1) {
    throw new InputError("tooLarge", argument, `${argument} = ${value} is above 2^31 - 1, the largest 32-bit index`);
  }
  return value;
}

/** Float64Array of the given length with finite entries; taken as it is when it is one already, else converted. */
export function checkVector(argument: string, value: ArrayLike<number>, length?: number): Float64Array {
  const data =
    value instanceof Float64Array ? value : Float64Array.from(checkArray(argument, value), numberAt(argument));
  if (length !== undefined) checkLength(argument, data.length, length);
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) {
      throw new InputError("notFinite", argument, `${argument}[${i}] = ${data[i]} is not a finite number`, i);
    }
  }
  return data;
}

/** Refuses what Float64Array.from would turn into a number: null, which JSON writes for NaN, would become 0. */
function numberAt(argument: string): (entry: unknown, i: number) => number {
  return (entry, i) => {
    if (typeof entry === "number") return entry;
    throw new InputError("type", argument, `${argument}[${i}] is ${describe(entry)}, not a number`, i);
  };
}

/** Throws unless the array has the length the problem's sizes ask for. */
export function checkLength(argument: string, found: number, wanted: number): void {
  if (found !== wanted) {
    throw new InputError("length", argument, `${argument} has ${found} entries, ${wanted} are needed`);
  }
}

/** A finite number, at least `least` where given. */
export function checkNumber(argument: string, value: unknown, least = Number.NEGATIVE_INFINITY): number {
  if (typeof value !== "number") {
    throw new InputError("type", argument, `${argument} = ${String(value)} is not a number`);
  }
  if (!Number.isFinite(value)) {
    throw new InputError("notFinite", argument, `${argument} = ${value} is not a finite number`);
  }
  if (value < least) throw new InputError("range", argument, `${argument} = ${value} is below ${least}`);
  return value;
}

/** A whole number of at least `least`. */
export function checkWhole(argument: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new InputError("range", argument, `${argument} = ${String(value)} must be a whole number from ${least} on`);
}

/** Any ArrayLike<number>; a string or a lone number is refused by name. */
export function checkArray(argument: string, value: unknown): ArrayLike<number> {
  if (typeof value !== "object" || value === null || typeof (value as ArrayLike<number>).length !== "number") {
    throw new InputError("type", argument, `${argument} is ${describe(value)}, an array of numbers is needed`);
  }
  const list = value as ArrayLike<number>;
  if (typeof list[0] === "bigint") {
    throw new InputError("type", argument, `${argument} holds bigints, numbers are needed: convert it with Number`);
  }
  return list;
}

/** Throws where an object has a key that nothing reads: most often a misspelt option. */
export function checkNames(what: string, value: object, names: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (!names.includes(name)) {
      throw new InputError("unsupported", name, `${name} is not an option of ${what}: it takes ${names.join(", ")}`);
    }
  }
}

/** How a wrong value is named in a message. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `${typeof value} ${String(value)}`;
}
