import { InputError, type InputErrorCode } from "../../../src/inputError.js";

/** The plain fields of an InputError. */
export interface Refusal {
  readonly code: InputErrorCode;
  readonly argument: string;
  readonly index?: number;
  readonly message: string;
}

/** What a call was refused with; fails where it was not, or with another kind of error. */
export function refusal(call: () => unknown): Refusal {
  try {
    call();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, argument, index, message } = error;
    return index === undefined ? { code, argument, message } : { code, argument, index, message };
  }
  throw new Error("nothing was refused");
}
