import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseAllDocuments } from "yaml";

const guide = readFileSync(new URL("../guide/many-machines.md", import.meta.url), "utf8");
const blocks = [...guide.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]) => text);

/** Every document of a block. A key that is there twice is an error. */
function read(block: string | undefined): readonly Record<string, unknown>[] {
  return parseAllDocuments(block ?? "").map((document) => {
    expect([...document.errors, ...document.warnings]).toEqual([]);
    return document.toJS();
  });
}

/** Every value under `key`, however deep. */
function valuesOf(value: unknown, key: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    ...(name === key ? [member] : []),
    ...valuesOf(member, key),
  ]);
}

it("the Compose file has services with an image each, and names volumes that it declares", () => {
  const [compose, ...rest] = read(blocks[0]);
  expect(rest).toEqual([]);
  const { services, volumes } = compose as Record<"services" | "volumes", Record<string, Record<string, unknown>>>;
  expect(Object.keys(services)).toEqual(["redis", "study", "worker"]);
  for (const { image, command, depends_on = [] } of Object.values(services)) {
    expect(typeof image).toBe("string");
    expect(command).toEqual(expect.arrayContaining([expect.any(String)]));
    for (const name of depends_on as string[]) expect(services).toHaveProperty(name);
  }
  const used = valuesOf(services, "volumes")
    .flat()
    .map((volume) => String(volume).split(":")[0]);
  expect(used.sort()).toEqual(Object.keys(volumes).sort());
});

it("every Kubernetes manifest has a kind, a name and what its kind needs", () => {
  const manifests = read(blocks[1]);
  expect(manifests.map(({ apiVersion, kind }) => [apiVersion, kind])).toEqual([
    ["v1", "PersistentVolumeClaim"],
    ["batch/v1", "Job"],
    ["apps/v1", "Deployment"],
  ]);
  for (const { metadata } of manifests) expect((metadata as { name: unknown }).name).toMatch(/^[a-z][a-z-]*$/);
  const [claim, job, deployment] = manifests;
  for (const [containers] of valuesOf([job, deployment], "containers") as { name: string; image: string }[][]) {
    expect(containers).toMatchObject({ name: expect.any(String), image: expect.any(String), args: expect.any(Array) });
  }
  expect(claim).toMatchObject({ metadata: { name: valuesOf(job, "claimName")[0] } });
  expect(valuesOf(job, "restartPolicy")).toEqual(["OnFailure"]);
  const [labels] = valuesOf(deployment, "labels");
  expect(valuesOf(deployment, "matchLabels")).toEqual([labels]);
});
