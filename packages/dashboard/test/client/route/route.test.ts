import fc from "fast-check";
import { expect, it } from "vitest";
import { addressOf, parseRoute, studyTabs, tabAddress, trialAddress } from "../../../src/client/route/route.js";

const name = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.isWellFormed());

it("finds from its address every view of a study of any name", () => {
  fc.assert(
    fc.property(name, fc.constantFrom(...studyTabs), fc.nat(999_999_999), name, (study, tab, trial, filter) => {
      expect(parseRoute(tabAddress(study, tab))).toMatchObject({ view: "study", study, tab });
      expect(parseRoute(trialAddress(study, trial))).toEqual({ view: "trial", study, trial });
      const query = new URLSearchParams({ filter });
      const filtered = parseRoute(addressOf({ view: "study", study, tab, query }));
      expect(filtered.view === "study" && filtered.query.get("filter")).toBe(filter);
    }),
  );
});

it("finds the studies that are compared", () => {
  const studies = ["a&study=b", "c", "ü"];
  expect(parseRoute(addressOf({ view: "compare", studies }))).toEqual({ view: "compare", studies });
});

it.each(["", "#", "#/"])("takes %j for the list of studies", (hash) => {
  expect(parseRoute(hash)).toEqual({ view: "studies" });
});

it.each([
  "#/nothing",
  "#/study",
  "#/study/a/nothing",
  "#/study/%E0%A4%A/trials",
  "#/study/a/trials/-1",
  "#/study/a/trials/1/2",
])("knows no view at %s", (hash) => {
  expect(parseRoute(hash).view).toBe("unknown");
});
