import { expect, it } from "vitest";
import { codeBlocks } from "./code-blocks.js";

const block = (info: string, code: string): string => `\`\`\`${info}\n${code}\n\`\`\`\n`;

it("finds the ts blocks with their lines and leaves out other languages", () => {
  const markdown = `# Title\n${block("sh", "npm test")}text\n${block("ts", "a();\nb();")}${block("ts", "c();")}`;
  expect(codeBlocks(markdown)).toMatchObject([
    { line: 6, code: "a();\nb();\n", noRun: undefined, output: undefined },
    { line: 10, code: "c();\n" },
  ]);
});

it("takes the output block that follows, and only that", () => {
  const text = `${block("ts", "a();")}\n${block("text output", "1\n2")}${block("ts", "b();")}${block("text", "3")}`;
  expect(codeBlocks(text).map(({ output }) => output)).toEqual(["1\n2\n", undefined]);
});

it("asks for a reason where a block is not run", () => {
  expect(codeBlocks(block('ts no-run reason="needs a GPU"', "a();"))[0]?.noRun).toBe("needs a GPU");
  expect(() => codeBlocks(block("ts no-run", "a();"))).toThrow(/Line 1/);
});

it("knows what a block is saved as", () => {
  expect(codeBlocks(block('ts file="study.ts"', "a();"))[0]?.file).toBe("study.ts");
});
