export interface CodeBlock {
  /** Line of the opening fence in its file, from 1. */
  readonly line: number;
  readonly code: string;
  /** What the reader saves it as, in a program of several files that a test of its own runs; undefined: it stands alone. */
  readonly file: string | undefined;
  /** Why it is not run; undefined: it is. */
  readonly noRun: string | undefined;
  /** What it must print, from a following block marked `text output`; undefined: anything. */
  readonly output: string | undefined;
}

const fence = /^```ts\b(?<info>.*)\n(?<code>[\s\S]*?)^```\n(?:\s*^```text output\n(?<output>[\s\S]*?)^```$)?/gm;

/** The TypeScript blocks of a Markdown text. @throws Error for `no-run` without a reason. */
export function codeBlocks(markdown: string): CodeBlock[] {
  return [...markdown.matchAll(fence)].map((match) => {
    const { info = "", code = "", output } = match.groups ?? {};
    const line = markdown.slice(0, match.index).split("\n").length;
    const noRun = info.match(/no-run reason="([^"]+)"/)?.[1];
    const file = info.match(/file="([^"]+\.ts)"/)?.[1];
    if (info.trim() !== "" && noRun === undefined && file === undefined) {
      throw new Error(
        `Line ${line}: "\`\`\`ts${info}" is none of "ts", "ts no-run reason=\\"...\\"", "ts file=\\"...ts\\"".`,
      );
    }
    return { line, code, file, noRun, output };
  });
}
