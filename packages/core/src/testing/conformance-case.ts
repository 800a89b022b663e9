/** One check of a contract, for any test runner: it fails by rejecting. */
export interface ConformanceCase {
  /** Stable, for declared gaps: `B08`. */
  readonly id: string;
  readonly title: string;
  /** Why the case does not apply here; report it as skipped. */
  readonly skip?: string;
  run(): Promise<void>;
}
