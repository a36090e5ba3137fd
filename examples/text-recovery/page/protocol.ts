// What the page and its worker say to each other.

export interface TrainSettings {
  readonly width: number;
  readonly epochs: number;
  readonly seed: number;
}

export interface AttackSettings {
  readonly method: "mirror" | "adam" | "gcg";
  readonly steps: number;
  readonly restarts: number;
  readonly refineTopK: number;
  readonly seed: number;
  /** Milliseconds to wait after each step, so that it can be watched. */
  readonly pause: number;
}

export type ToWorker =
  | {
      readonly kind: "train";
      readonly sentences: number[][];
      readonly vocabulary: number;
      readonly settings: TrainSettings;
    }
  /** A token of -1 is a masked word that the model does not know. */
  | { readonly kind: "attack"; readonly tokens: number[]; readonly mask: number[]; readonly settings: AttackSettings }
  | { readonly kind: "load"; readonly file: Blob; readonly vocabulary: number }
  | { readonly kind: "save" }
  | { readonly kind: "cancel" };

export type FromWorker =
  | { readonly kind: "trainStep"; readonly step: number; readonly of: number; readonly loss: number }
  | { readonly kind: "trained"; readonly parameters: number; readonly cancelled: boolean }
  | {
      readonly kind: "attackStep";
      readonly restart: number;
      readonly step: number;
      readonly loss: number;
      readonly tokens: readonly number[];
    }
  | {
      readonly kind: "attacked";
      readonly cancelled: boolean;
      readonly tokens: readonly number[];
      /** Loss of the sentence with these very tokens, sum over positions. */
      readonly loss?: number;
      readonly success?: boolean;
      readonly gradients: number;
    }
  | { readonly kind: "saved"; readonly file: Blob }
  | { readonly kind: "failed"; readonly message: string };
