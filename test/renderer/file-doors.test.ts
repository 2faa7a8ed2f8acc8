import { expect, test } from "vitest";
import { arrangeSteps, sortFiles } from "../../src/renderer/imports/file-doors.ts";
import type { RecognisedFile } from "../../src/shared/model/import-report.ts";
import { importKind } from "../../src/shared/model/import-report.ts";

const file = (
  path: string,
  kinds: RecognisedFile["kinds"],
  { isClear = true, reason = null }: Partial<RecognisedFile> = {},
): RecognisedFile => ({ path, kinds, isClear, reason });

test("what rules are read against is imported before them, and each kind once", () => {
  const { steps, questions } = sortFiles([
    file("a.yml", ["detections"]),
    file("b.json", ["catalogue"]),
    file("c", ["detections", "assets"]),
  ]);
  expect(questions).toEqual([]);
  expect(steps).toEqual([
    { kind: "catalogue", paths: ["b.json"] },
    { kind: "assets", paths: ["c"] },
    { kind: "detections", paths: ["a.yml", "c"] },
  ]);
});

test("readers of one file get one file at a time", () => {
  const steps = [
    { kind: "plan" as const, paths: ["a.csv", "b.csv"] },
    { kind: "sectors" as const, paths: ["c.json"] },
  ];
  expect(arrangeSteps(steps)).toEqual([
    { kind: "sectors", paths: ["c.json"] },
    { kind: "plan", paths: ["a.csv"] },
    { kind: "plan", paths: ["b.csv"] },
  ]);
});

test("every kind of import has its turn", () => {
  const steps = importKind.options.map((kind) => ({ kind, paths: [kind] }));
  expect(new Set(arrangeSteps(steps).map(({ kind }) => kind))).toEqual(new Set(importKind.options));
});

test("files that could be the same are asked about once, and what is wrong with one by itself", () => {
  const { steps, questions } = sortFiles([
    file("a.csv", ["assets", "telemetry"], { isClear: false }),
    file("b.csv", ["assets", "telemetry"], { isClear: false }),
    file("c.csv", [], { isClear: false, reason: "c.csv is empty." }),
    file("d.csv", [], { isClear: false, reason: "d.csv is empty." }),
    file("e.csv", [], { isClear: false }),
  ]);
  expect(steps).toEqual([]);
  expect(questions.map(({ paths, hasLikely, reason }) => [paths, hasLikely, reason])).toEqual([
    [["a.csv", "b.csv"], true, null],
    [["c.csv"], false, "c.csv is empty."],
    [["d.csv"], false, "d.csv is empty."],
    [["e.csv"], false, null],
  ]);
  expect(questions[0]?.kinds).toEqual(["assets", "telemetry"]);
  // Nothing takes what is broken; a table whose columns say nothing may be anything with columns.
  expect(questions[1]?.kinds).toEqual([]);
  expect(questions[3]?.kinds).toEqual(["detections", "telemetry", "assets", "plan"]);
});
