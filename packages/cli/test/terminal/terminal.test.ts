import { describe, expect, it } from "vitest";
import { readScreen } from "../screen.js";
import { SLOW, studyWith } from "../studies.js";
import { canUseTerminal, createWorkspace } from "../workspace.js";

const ESCAPE = "\u001b";
const END_OF_FRAME = `${ESCAPE}[?2026l`;

/** What the terminal showed after each redraw. */
function frames(output: string): string[] {
  const ends = [...output.matchAll(new RegExp(`${ESCAPE}\\[\\?2026l`, "g"))].map(({ index }) => index);
  return ends.map((end) => readScreen(output.slice(0, end)).join("\n"));
}

describe
  .runIf(canUseTerminal)
  .concurrent(`shac run in a terminal${canUseTerminal ? "" : " (not run: apt-get install bsdutils)"}`, () => {
    it("redraws a display in place and takes it away at the end", async () => {
      const { inTerminal } = createWorkspace({ "slow.js": SLOW });
      const { code, output } = await inTerminal(["run", "slow.js"], { columns: 80 });
      expect(code).toBe(0);
      const shown = frames(output);
      expect(shown.length).toBeGreaterThan(4);
      for (const frame of shown) expect(frame.split("\n").length).toBeLessThanOrEqual(5);
      const frame = shown.find((text) => text.includes("batch 2 of 4")) ?? "";
      const [heading, bar, best, activity] = frame.split("\n");
      expect(heading).toBe("slow  minimize  batch 2 of 4  stage 2");
      expect(bar).toMatch(/^█+░+ {2}[23]\d\/80 {2}\d+ % {2}ETA [\d.]+ s$/);
      expect(best).toMatch(/^best [\d.]+ {2}trial \d+ {2}x -?[\d.]+ {2}n \d {2}kind \S+$/);
      expect(activity).toMatch(/^[\d.]+ evaluations\/s {2}[01] running {2}0 failed {2}space accepted \d+ %$/);
      expect(output).toContain(`${ESCAPE}[32m`);
      const end = readScreen(output);
      expect(end.slice(0, 2).join("")).toMatch(/^slow {2}minimize {2}80 of 80 evaluations/);
      expect(end.join("\n")).not.toContain("batch");
    });

    it("puts what the objective prints above the display", async () => {
      const { inTerminal } = createWorkspace({
        "study.js": studyWith(`async ({ x }, { trial, log }) => {
        console.log(\`printed by \${trial}\`);
        process.stderr.write("begun, ");
        await null;
        process.stderr.write(\`and done \${trial}\\n\`);
        if (trial === 3) log("logged");
        await new Promise((resolve) => setTimeout(resolve, 20));
        return x;
      }`),
      });
      const { output } = await inTerminal(["run", "study.js"], { columns: 80 });
      const lines = Array.from({ length: 20 }, (_, i) => [
        `trial ${i}: printed by ${i}`,
        `trial ${i}: begun, and done ${i}`,
      ]).flat();
      lines.splice(8, 0, "trial 3: logged");
      expect(readScreen(output).slice(0, 41)).toEqual(lines);
      expect(frames(output).at(-1)).toMatch(/and done 19\nstudy {2}minimize {2}batch 2 of 2/);
    });

    it("keeps to 40 columns, and to no colour where none is wanted", async () => {
      const { inTerminal } = createWorkspace({ "slow.js": SLOW });
      const { output } = await inTerminal(["run", "slow.js"], { columns: 40, environment: { NO_COLOR: "1" } });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequence of colours
      expect(output).not.toMatch(/\u001b\[[\d;]*m/);
      const lines = frames(output).flatMap((frame) => frame.split("\n"));
      expect(lines).toContain("slow  minimize  batch 3 of 4  stage 2");
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
    });

    it("prints lines instead where the terminal can do no more", async () => {
      const { inTerminal } = createWorkspace({ "slow.js": SLOW });
      const { output } = await inTerminal(["run", "slow.js"], { columns: 80, environment: { TERM: "dumb" } });
      expect(output).not.toContain(ESCAPE);
      expect(output.match(/^batch \d\/4 /gm)).toHaveLength(4);
    });

    it("stops at Ctrl-C and says how to go on", async () => {
      const { inTerminal, shac } = createWorkspace({ "slow.js": SLOW });
      const { code, output } = await inTerminal(["run", "slow.js"], {
        columns: 100,
        typing: [{ when: /batch 2 of 4/, keys: "\u0003" }],
      });
      expect(code).toBe(130);
      expect(frames(output).at(-1)).toMatch(/stopping: [01] still running {2}Ctrl-C again stops at once/);
      const end = readScreen(output).join("\n");
      expect(end.trim()).toMatch(
        /^slow {2}minimize {2}\d+ of 80 evaluations.*\nInterrupted; everything finished is kept.\n/,
      );
      expect(end).toContain("shac run slow.js\n");
      const { complete } = JSON.parse((await shac("show", "--json")).stdout);
      expect(complete).toBeGreaterThanOrEqual(20);
      expect(complete).toBeLessThan(80);
    });

    it("stops at once at a second Ctrl-C, and leaves the terminal as it was", async () => {
      const { inTerminal } = createWorkspace({ "study.js": studyWith("() => new Promise(() => {})") });
      const { code, output } = await inTerminal(["run", "study.js"], {
        columns: 100,
        typing: [
          { when: /1 running/, keys: "\u0003" },
          // Presses closer than a fifth of a second count as one, and the display is redrawn ten times a second.
          { when: /(stopping[\s\S]*){4}/, keys: "\u0003" },
        ],
      });
      expect(code).toBe(130);
      expect(readScreen(output).join("\n")).toMatch(/^Stopped at once; .* Go on with: shac run study.js\n$/);
      expect(output.split(`${ESCAPE}[?2026h`)).toHaveLength(output.split(END_OF_FRAME).length);
    });
  });
