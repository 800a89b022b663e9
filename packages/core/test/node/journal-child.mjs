import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { journalStorage } from "@shac/core/node";

const [mode, directory] = process.argv.slice(2);
const storage = journalStorage(directory);
const header = {
  type: "study",
  format: 1,
  id: "b7e0c7f4-53a5-4f0b-8a53-0f3a3f3b5f10",
  name: "a",
  created: "2026-11-24T12:00:00.000Z",
  space: {},
  direction: "minimize",
  totalBudget: 10,
  batchSize: 5,
  seed: 1,
  mode: "batch",
  sampler: { name: "random", options: {} },
  fingerprint: "f",
};
const report = (trial) => ({ type: "report", trial, step: 0, value: trial / 7 });
const describe = (error) => ({ name: error.name, code: error.code, message: error.message });
let writer;

const commands = {
  /** Opens study `a` for writing. */
  async open() {
    writer = await storage.open("a", header);
    return "opened";
  },
  async close() {
    await writer.close();
    return "closed";
  },
  /** Appends without end, five at once, and sends the number of records after each; answers the first. */
  async flood() {
    let kept = writer.records.length;
    const append = async () => {
      for (let trial = kept; ; trial++) {
        await writer.append(report(trial));
        process.send(++kept);
      }
    };
    for (let i = 0; i < 5; i++) append();
  },
};

const modes = {
  serve() {
    process.on("message", async (command) => {
      const answer = await commands[command]().catch(describe);
      if (answer !== undefined) process.send(answer);
    });
  },
  /** Opens study `a` and lives on. */
  async hold() {
    await commands.open();
    console.log("opened");
    setInterval(() => {}, 1000);
  },
  /** On a disk that is nearly full: prints what failed and what was kept. */
  async fill() {
    writeFileSync(join(directory, "ballast"), Buffer.alloc(16_384));
    await commands.open();
    const errors = [];
    let kept = 0;
    for (; errors.length === 0; kept++) {
      const message = `${kept} `.repeat(500);
      await writer.append({ type: "lost", trial: kept, attempt: 1, message }).catch((error) => errors.push(error));
    }
    await writer.append(report(0)).catch((error) => errors.push(error));
    await writer.close();
    const creation = await storage.open("b", { ...header, name: "b" }).catch(describe);
    const list = await storage.list();
    rmSync(join(directory, "ballast"));
    await commands.open();
    const reopened = writer.records.map(({ trial, message }) => [trial, message?.length]);
    await writer.append(report(1));
    await writer.close();
    console.log(JSON.stringify({ kept: kept - 1, errors: errors.map(describe), creation, list, reopened }));
  },
  /** On a disk that became read-only: prints what reading and writing give. */
  async readonly() {
    const types = [];
    for await (const { type } of storage.read("a")) types.push(type);
    const error = await storage.open("a", header).catch(describe);
    console.log(JSON.stringify({ types, error, files: readdirSync(join(directory, "a")).sort() }));
  },
};

await modes[mode]();
