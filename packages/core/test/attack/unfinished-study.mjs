// A program that dies in its third evaluation, in one of the ways in which an objective can end its process.
import { float, randomSampler, Study, searchSpace } from "@shac/core";
import { journalStorage } from "@shac/core/node";

const [way, directory] = process.argv.slice(2);
const ways = {
  "rejects later": () => {
    Promise.reject(new Error("stray"));
    return new Promise(() => {});
  },
  "throws later": () => {
    setImmediate(() => {
      throw new Error("stray");
    });
    return new Promise(() => {});
  },
  "never settles": () => new Promise(() => {}),
  exits: () => process.exit(7),
  "is killed": () => process.kill(process.pid, "SIGKILL"),
};
const options = {
  name: "unfinished",
  space: searchSpace({ x: float(0, 1) }),
  totalBudget: 6,
  numBatches: 2,
  seed: 4,
  sampler: randomSampler(),
};
const study = await Study.open(options, { storage: journalStorage(directory) });
await study.fit(({ x }, { trial }) => (trial === 2 ? ways[way]() : x));
