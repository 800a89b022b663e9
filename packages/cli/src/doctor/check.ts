/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  /** `fault`: no search can run until it is mended; `absent`: something optional is not there. */
  readonly state: "ok" | "absent" | "fault";
  /** What was found, or how to mend it. */
  readonly detail: string;
}
