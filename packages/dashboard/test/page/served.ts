/** The folder "pageStudies" makes, and where it is served; there once the tests run. */
export interface Served {
  readonly dir: string;
  readonly url: string;
}
