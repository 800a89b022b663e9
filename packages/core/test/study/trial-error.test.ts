import { errorFrom, trialErrorOf } from "@shac/core";
import { expect, it } from "vitest";

it("an error made from data tells the same as the one that became data", () => {
  const cause = new RangeError("deeper", { cause: "a text" });
  const thrown = Object.assign(new TypeError("on purpose", { cause }), { code: "ON_PURPOSE" });
  const data = trialErrorOf(thrown);
  const error = errorFrom(data);
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.message, error.stack]).toEqual(["TypeError", "on purpose", thrown.stack]);
  expect(trialErrorOf(error)).toEqual(data);
  expect(data.cause?.cause).toEqual({ name: "string", message: "a text" });
});

it.each([null, undefined, 7, Symbol("s"), Object.create(null), { message: 3 }])("tells of %o too", (thrown) => {
  const data = trialErrorOf(thrown);
  expect(trialErrorOf(errorFrom(data))).toEqual(data);
});
