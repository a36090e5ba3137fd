/** Planned nanoseconds between two pauses of a solve: about 10 ms, counted from sizes, never read from a clock. */
export const SLICE = 1e7;

/** Given to whoever drains a solve: a moment at which an event loop may have its turn. */
export const PAUSE = Symbol("pause");

/** An operation in slices: yields PAUSE between them and returns its result. */
export type Paced<T> = Generator<typeof PAUSE, T, void>;

/** Planned work since the last pause, shared by all operations of one session. */
export interface Pace {
  spent: number;
}

/** Runs work(from, to) over 0..count-1 in blocks of at most about one slice, `cost` planned nanoseconds an item. */
export function* inSlices(
  pace: Pace,
  count: number,
  cost: number,
  work: (from: number, to: number) => void,
  most = count,
): Paced<void> {
  // A multiple of four: kernels that take four rows at a time then group the same rows in every block.
  const block = Math.min(Math.max(most, 1), 4 * Math.max(1, Math.floor(SLICE / (4 * cost))));
  for (let from = 0; from < count; from += block) {
    const to = Math.min(from + block, count);
    work(from, to);
    pace.spent += (to - from) * cost;
    if (pace.spent >= SLICE) {
      pace.spent = 0;
      yield PAUSE;
    }
  }
}

/** Accounts for work of `cost` planned nanoseconds that was done in one piece, and pauses where a slice is full. */
export function* passed(pace: Pace, cost: number): Paced<void> {
  pace.spent += cost;
  if (pace.spent < SLICE) return;
  pace.spent = 0;
  yield PAUSE;
}

/** Runs an operation to its end without pausing. */
export function drain<T>(operation: Paced<T>): T {
  for (;;) {
    const step = operation.next();
    if (step.done) return step.value;
  }
}

/** One turn of the event loop: timers of browsers wait 4 ms after a few calls, messages do not. */
export function turn(): Promise<void> {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => void };
  if (setImmediate) return new Promise((resolve) => setImmediate(resolve));
  if (typeof MessageChannel !== "function") return new Promise((resolve) => setTimeout(resolve, 0));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
