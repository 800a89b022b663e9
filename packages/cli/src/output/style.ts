/** Wraps a text in a colour or weight, or leaves it alone where the stream shows none. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** FORCE_COLOR wins over NO_COLOR (no-color.org), and both over what the stream is. */
function hasColor(stream: { readonly isTTY?: boolean }, environment: Environment): boolean {
  const force = environment.FORCE_COLOR;
  if (force !== undefined) return force !== "0" && force !== "false";
  if (environment.NO_COLOR) return false;
  return stream.isTTY === true && environment.TERM !== "dumb";
}

/** The style that suits `stream` under `environment`. */
export function createStyle(stream: { readonly isTTY?: boolean }, environment: Environment): Style {
  const colored = hasColor(stream, environment);
  const sgr = (open: number, close: number) => (text: string) =>
    colored && text !== "" ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: sgr(1, 22),
    dim: sgr(2, 22),
    red: sgr(31, 39),
    green: sgr(32, 39),
    yellow: sgr(33, 39),
    cyan: sgr(36, 39),
  };
}
