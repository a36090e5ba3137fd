/** Sizes of a GPT-2 style transformer. GPT-2-small is 50257, 1024, 768, 12, 12. */
export interface Config {
  /** V, number of tokens. */
  readonly vocabulary: number;
  /** Most positions a sequence may have. */
  readonly context: number;
  /** D, a multiple of `heads`. */
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
}
