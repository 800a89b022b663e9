/** Tells a person what a build is doing. */
export interface BuildLog {
  step(text: string): void;
  /** How far the last step is, from 0 to 1. */
  share(share: number): void;
}

/** Prints a line for each step, and the share of a step behind it where the stream is a terminal. */
export function buildLog(stream: NodeJS.WriteStream): BuildLog {
  let current = "";
  let percent = -1;
  return {
    step(text) {
      current = text;
      stream.write(`${text} ...\n`);
    },
    share(share) {
      const now = Math.floor(100 * share);
      if (!stream.isTTY || now === percent) return;
      percent = now;
      // One line up, and over the step's own line.
      stream.write(`\u001b[A\r${current} ... ${percent} %\n`);
    },
  };
}
