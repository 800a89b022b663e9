import { beforeAll, describe, expect, it } from "vitest";
import { type PackedPackage, packAll, read } from "./packages.js";
import { listedSize } from "./sizes.js";

let packages: PackedPackage[];
beforeAll(async () => {
  packages = await packAll();
});

describe("what would be published", () => {
  it("is within the sizes that the guide lists", () => {
    for (const { name, tarball } of packages) {
      expect(tarball.length / 1000, name).toBeLessThanOrEqual(listedSize(`\`${name}\``));
    }
  });

  it("has a README and the licence, no tests, and nothing to run at install", () => {
    for (const { name, files, manifest } of packages) {
      expect(files, name).toEqual(expect.arrayContaining(["README.md", "LICENSE", "package.json"]));
      expect(
        files.filter((file) => /(^|\/)(test|bench)\/|tsbuildinfo/.test(file)),
        name,
      ).toEqual([]);
      const scripts = Object.keys((manifest.scripts ?? {}) as object);
      expect(
        scripts.filter((script) => /^(pre|post)?install$|^prepare$/.test(script)),
        name,
      ).toEqual([]);
    }
  });

  it("has one version, with which each package's changelog begins", () => {
    expect(new Set(packages.map(({ version }) => version)).size).toBe(1);
    for (const { name, version } of packages) {
      const changelog = read(`packages/${name.replace("@shac/", "")}/CHANGELOG.md`);
      expect(/^## (.*)$/m.exec(changelog)?.[1], name).toBe(version);
    }
  });

  it("of core depends on nothing", () => {
    const { dependencies, peerDependencies } = packages.find(({ name }) => name === "@shac/core")?.manifest ?? {};
    expect({ ...(dependencies as object), ...(peerDependencies as object) }).toEqual({});
  });
});
