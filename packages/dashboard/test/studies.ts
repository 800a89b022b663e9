import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { float, Study, searchSpace } from "@shac/core";
import { journalStorage } from "@shac/core/node";

/** A new folder with a finished study "bowl" of 20 trials. */
export async function folderWithStudy(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "dashboard-"));
  const space = searchSpace({ x: float(0, 1) });
  const study = await Study.open({ name: "bowl", space, totalBudget: 20, seed: 1 }, { storage: journalStorage(dir) });
  await study.fit(({ x }) => (x - 0.3) ** 2);
  await study.close();
  return dir;
}
