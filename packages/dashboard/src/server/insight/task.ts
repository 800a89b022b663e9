/** Something about a study that takes long to work out. */
export type InsightTask =
  | { readonly kind: "importance" }
  | { readonly kind: "cascade" }
  | { readonly kind: "map"; readonly x: string; readonly y: string; readonly stage: number }
  | { readonly kind: "csv" }
  | { readonly kind: "json" };

/** What a thread is asked. */
export interface InsightRequest {
  readonly id: number;
  readonly dir: string;
  readonly name: string;
  /** How many records of the study have to be read at least. */
  readonly records: number;
  readonly task: InsightTask;
}

/** What it answers: the body of a response, or why there is none. */
export type InsightAnswer =
  | { readonly id: number; readonly body: Uint8Array<ArrayBuffer> }
  | {
      readonly id: number;
      readonly error: { readonly status?: number; readonly code: string; readonly message: string };
    };
