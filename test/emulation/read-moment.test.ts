import { expect, test } from "vitest";
import { readMoment } from "../../src/main/emulation/read-moment.ts";

test.each([
  ["2026-11-12T09:47:00Z", "2026-11-12T09:47:00.000Z", false],
  ["2021-02-23 11:10:42", "2021-02-23T11:10:42.000Z", true],
  ["2017-01-17T09:20:25.930Z", "2017-01-17T09:20:25.930Z", false],
  ["2026-11-12T09:47:00+02:00", "2026-11-12T07:47:00.000Z", false],
  ["2026-11-12T09:47:00-0530", "2026-11-12T15:17:00.000Z", false],
  ["2026/11/12 9:05", "2026-11-12T09:05:00.000Z", true],
  ["2026-11-12", "2026-11-12T00:00:00.000Z", true],
  ["2026-11-12 09:47:00 UTC", "2026-11-12T09:47:00.000Z", false],
  ["2026-11-12T09:47:00.1234567Z", "2026-11-12T09:47:00.123Z", false],
  // The same moment in milliseconds and in seconds.
  ["1484644825930", "2017-01-17T09:20:25.930Z", false],
  ["1484644825", "2017-01-17T09:20:25.000Z", false],
  ["1484644825.93", "2017-01-17T09:20:25.930Z", false],
])("%s is a moment", (text, at, zoneAssumed) => {
  expect(readMoment(text)).toEqual({ at, zoneAssumed });
});

test.each([
  ["a date that has two meanings", "03/04/2025 10:00"],
  ["a day that is none", "2026-02-30"],
  ["an hour that is none", "2026-02-03 25:00"],
  ["a number that is no time", "12"],
  ["words", "yesterday"],
  ["nothing", ""],
])("%s is none", (_what, text) => {
  expect(readMoment(text)).toBeNull();
});
