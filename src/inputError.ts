/** What was wrong with an argument, for programs: the sentence for people is in `message`. */
export type InputErrorCode =
  | "type"
  | "length"
  | "empty"
  | "range"
  | "order"
  | "notFinite"
  | "tooLarge"
  | "unsupported"
  | "disposed"
  | "notAMinimum"
  | "environment";

/**
 * The caller's mistake, found before anything was computed. Any other error this package throws is a bug of ours.
 * `argument` names what was passed, `index` the entry at fault, `message` says what was found and what to do.
 */
export class InputError extends Error {
  readonly code: InputErrorCode;
  readonly argument: string;
  readonly index?: number;

  constructor(code: InputErrorCode, argument: string, message: string, index?: number) {
    super(message);
    this.name = "InputError";
    this.code = code;
    this.argument = argument;
    if (index !== undefined) this.index = index;
  }
}
