/** What one request may ask of a Worker with 128 MB of memory and a bounded time. */
export const LIMITS = {
  /** Of the request's body. */
  bodyBytes: 2_000_000,
  /** Work grows with the cube of columns. */
  columns: 200,
  /** Of WebAssembly memory, as plan() predicts it. */
  planBytes: 32 * 2 ** 20,
  iterations: 100,
};
