import { Evaluator } from "./evaluator.js";

const EVALUATIONS = 40;

/** One window, so that loading is what counts. */
const work = { input: [1, 576], state: [2, 1, 128], runs: 1 };
const kinds = { "sessions.load, kept from before": "kept", "InferenceSession.create and release": "anew" };

const evaluator = new Evaluator(1);
await evaluator.open();
const times = new Map<string, { readonly load: number; readonly whole: number }>();
for (const [name, load] of Object.entries(kinds)) {
  // One that is kept has to be loaded once.
  await evaluator.evaluate({ ...work, load });
  const loads: number[] = [];
  const wholes: number[] = [];
  for (let i = 0; i < EVALUATIONS; i++) {
    const began = performance.now();
    const { value } = await evaluator.evaluate({ ...work, load });
    wholes.push(performance.now() - began);
    loads.push(value as number);
  }
  times.set(name, { load: median(loads), whole: median(wholes) });
}
await evaluator.close();

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

const slow = [...times.values()].at(-1) as { readonly load: number; readonly whole: number };
export const measurements = [...times].flatMap(([name, { load, whole }]) => [
  { what: `${name}: loading`, measured: `${load.toFixed(2)} ms (${(slow.load / load).toFixed(1)} times as fast)` },
  {
    what: `${name}: whole evaluation of one run`,
    measured: `${whole.toFixed(2)} ms (${(slow.whole / whole).toFixed(1)} times as fast)`,
  },
]);
