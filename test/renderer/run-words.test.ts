import { expect, test } from "vitest";
import { formatTimeToAlert, shortenNames } from "../../src/renderer/emulation/run-words.ts";

test("a time to alert is written in the unit that suits it", () => {
  expect([48, 390, 1860, 18_720, 1_036_800].map(formatTimeToAlert)).toEqual([
    "48 s",
    "6.5 min",
    "31 min",
    "5.2 h",
    "12 d",
  ]);
});

test("names of runs lose what others begin with, but never all that tells them apart", () => {
  expect(
    shortenNames(["Enterprise Purple – 2017 Q1", "Enterprise Purple – 2017 Q3", "Purple week 2"]),
  ).toEqual(["2017 Q1", "2017 Q3", "Purple week 2"]);
  expect(shortenNames(["Purple week 1", "Purple week 2"])).toEqual(["week 1", "week 2"]);
  expect(shortenNames(["Same", "Same"])).toEqual(["Same", "Same"]);
  expect(shortenNames(["ATTiRe-of-the-east-wing"])).toEqual(["…-the-east-wing"]);
});
