import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { mergeRuns } from "../../src/main/emulation/merge-runs.ts";
import type { TestCaseContent } from "../../src/shared/model/emulation.ts";
import { testCaseContent } from "../../src/shared/model/emulation.ts";
import { hiddenPart } from "../../src/shared/model/redaction.ts";
import type { PackedRun } from "../../src/shared/model/run-package.ts";
import { addToldRun, bareCase, toldCase } from "./export-support.ts";
import type { Range } from "./range.ts";
import { openRange } from "./range.ts";

type Change = Partial<TestCaseContent>;

/** Exports every run of a workspace as a package into the folder of another one. */
async function send(from: Range, to: Range, name = "day.casemate-run"): Promise<string> {
  const runIds = (await from.client.emulation.runs({})).map(({ id }) => id);
  const path = to.at(name);
  await from.client.emulation.export({ runIds, format: "package", path });
  return path;
}

const merge = (range: Range, path: string, options: object = {}) =>
  range.client.emulation.merge({ path, decisions: [], who: "Mira Falk", ...options });

async function edit(range: Range, name: string, change: Change, who: string): Promise<void> {
  const ids = (await range.listCases()).filter((one) => one.name === name).map(({ id }) => id);
  await range.client.emulation.editCases({ ids, change, who });
}

/** Everything that is said of every test case, with its history and the hashes of its evidence. */
async function stateOf(range: Range): Promise<unknown[]> {
  const states = [];
  for (const { id, uuid } of await range.listCases()) {
    const { testCase, history, evidence } = await range.client.emulation.case({ id });
    states.push({
      uuid,
      content: testCaseContent.parse(testCase),
      edited: [...testCase.edited].sort(),
      history: history.map((change) => JSON.stringify(change)).sort(),
      evidence: evidence.map(({ name, sha256, who }) => [name, sha256, who]),
    });
  }
  return states.sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
}

/** The laptop of the blue team, with the run of the main one. */
async function openLaptops(): Promise<{ readonly main: Range; readonly blue: Range }> {
  const [main, blue] = [await openRange(), await openRange()];
  await addToldRun(main);
  await merge(blue, await send(main, blue));
  return { main, blue };
}

describe("a package of a run", () => {
  test("that is not here becomes a run of the chosen environment, with history and evidence", async () => {
    const main = await openRange();
    await addToldRun(main);
    const blue = await openRange();
    await blue.client.environments.create({ name: "Lab" });
    const path = await send(main, blue);
    expect(await blue.client.imports.recognise({ paths: [path] })).toMatchObject([
      { kinds: ["emulation"], isClear: true },
    ]);
    expect(await blue.client.emulation.previewMerge({ path })).toMatchObject({
      redacted: false,
      conflicts: [],
      runs: [{ name: "Purple day", environment: null, added: 2, evidence: 1 }],
    });
    const report = await merge(blue, path, { environment: "Lab" });
    expect(report).toMatchObject({ kind: "emulation", read: 2, added: 2, environment: "Lab" });
    expect(await blue.client.emulation.runs({})).toMatchObject([
      { name: "Purple day", environment: "Lab", who: "Mira Falk", version: "18.1", cases: 2 },
    ]);
    expect(await stateOf(blue)).toEqual(await stateOf(main));
    const [first] = await blue.listCases();
    const { evidence } = await blue.client.emulation.case({ id: first?.id ?? 0 });
    await blue.client.emulation.saveEvidence({
      id: evidence[0]?.id ?? 0,
      path: blue.at("out.txt"),
    });
    expect(readFileSync(blue.at("out.txt"), "utf8")).toBe("alert 4711");
  });

  test("that both sides filled in comes together without a question, the same on both", async () => {
    const { main, blue } = await openLaptops();
    await edit(main, "Bare", { redNotes: "ran as SYSTEM", host: "WS-7" }, "Red");
    await edit(blue, "Bare", { blueNotes: "seen in Zeek", seen: "alert" }, "Blue");
    await edit(blue, toldCase.name, { outcome: "missed" }, "Blue");
    writeFileSync(blue.at("shot.png"), "not quite a picture");
    const bare = (await blue.listCases()).find(({ name }) => name === "Bare");
    await blue.client.emulation.addEvidence({
      caseId: bare?.id ?? 0,
      paths: [blue.at("shot.png")],
      who: "Blue",
    });
    const runOfBlue = (await blue.client.emulation.runs({}))[0];
    await blue.client.emulation.addCases({
      runId: runOfBlue?.id ?? 0,
      cases: [{ ...bareCase, name: "New at blue" }],
    });
    const [path, back] = [await send(blue, main), await send(main, blue, "back.casemate-run")];
    expect(await main.client.emulation.previewMerge({ path })).toMatchObject({
      conflicts: [],
      runs: [{ added: 1, changed: 2, taken: 3, kept: 2, removed: 0, evidence: 1 }],
    });
    await merge(main, path);
    await merge(blue, back);
    expect(await stateOf(main)).toEqual(await stateOf(blue));
    const merged = (await main.listCases()).find(({ name }) => name === "Bare");
    expect(merged).toMatchObject({
      redNotes: "ran as SYSTEM",
      host: "WS-7",
      blueNotes: "seen in Zeek",
      seen: "alert",
      outcome: "blocked",
      evidence: 1,
    });
    const before = await stateOf(main);
    expect(await merge(main, path)).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
    expect(await stateOf(main)).toEqual(before);
  });

  test("of which both sides changed the same field asks, and does nothing until that is decided", async () => {
    const { main, blue } = await openLaptops();
    await edit(main, "Bare", { outcome: "missed", blueNotes: "nothing in the SIEM" }, "Mira Falk");
    await edit(blue, "Bare", { outcome: "logged", blueNotes: "found in Zeek" }, "Jo Blue");
    const path = await send(blue, main);
    const { conflicts } = await main.client.emulation.previewMerge({ path });
    expect(conflicts).toMatchObject([
      {
        testCase: "Bare",
        field: "outcome",
        base: "blocked",
        ours: { value: "missed", who: "Mira Falk", at: "2026-11-21T12:00:00.000Z" },
        theirs: { value: "logged", who: "Jo Blue" },
        joins: false,
      },
      { field: "blueNotes", base: "", joins: true },
    ]);
    const before = await stateOf(main);
    await expect(merge(main, path)).rejects.toMatchObject({
      code: "needs-decision",
      place: {
        things: [
          'Bare, outcome: here "missed", there "logged"',
          'Bare, blueNotes: here "nothing in the SIEM", there "found in Zeek"',
        ],
      },
    });
    expect(await stateOf(main)).toEqual(before);
    expect(await main.client.imports.list({})).toEqual([]);

    const [outcome, notes] = conflicts;
    await merge(main, path, {
      decisions: [
        { key: outcome?.key, choice: "theirs" },
        { key: notes?.key, choice: "both" },
      ],
    });
    const decided = { outcome: "logged", blueNotes: "nothing in the SIEM\nfound in Zeek" };
    expect((await main.listCases())[1]).toMatchObject(decided);
    // It is not asked about again, and the other side follows.
    expect(await main.client.emulation.previewMerge({ path })).toMatchObject({ conflicts: [] });
    const back = await send(main, blue, "back.casemate-run");
    expect(await blue.client.emulation.previewMerge({ path: back })).toMatchObject({
      conflicts: [],
    });
    await merge(blue, back);
    expect((await blue.listCases())[1]).toMatchObject(decided);
    expect(await stateOf(blue)).toEqual(await stateOf(main));
  });

  test.each([
    ["ours", "missed"],
    ["theirs", "logged"],
  ] as const)("takes all of %s where somebody says so", async (prefer, outcome) => {
    const { main, blue } = await openLaptops();
    await edit(main, "Bare", { outcome: "missed" }, "Mira Falk");
    await edit(blue, "Bare", { outcome: "logged" }, "Jo Blue");
    const path = await send(blue, main);
    await merge(main, path, { prefer });
    expect((await main.listCases())[1]).toMatchObject({ outcome, seen: null });
    expect(await main.client.emulation.previewMerge({ path })).toMatchObject({ conflicts: [] });
  });

  test("takes along what the other side says of the run, and asks where both say otherwise", async () => {
    const { main, blue } = await openLaptops();
    const setRun = async (range: Range, change: object) => {
      const run = (await range.client.emulation.runs({}))[0];
      if (run === undefined) throw new Error("There is a run.");
      await range.client.emulation.setRun({ id: run.id, run: { ...run, ...change } });
    };
    await setRun(blue, { endedAt: "2026-11-12T16:00:00.000Z", notes: "blue's notes" });
    await setRun(main, { notes: "main's notes" });
    const path = await send(blue, main);
    const { conflicts, runs } = await main.client.emulation.previewMerge({ path });
    expect(runs).toMatchObject([{ taken: 1 }]);
    expect(conflicts).toMatchObject([
      { testCase: null, field: "notes", base: "+1 for the blue team", joins: true },
    ]);
    await merge(main, path, { decisions: [{ key: conflicts[0]?.key, choice: "ours" }] });
    expect(await main.client.emulation.runs({})).toMatchObject([
      { endedAt: "2026-11-12T16:00:00.000Z", notes: "main's notes" },
    ]);
    expect(await main.client.emulation.previewMerge({ path })).toMatchObject({ conflicts: [] });
    const back = await send(main, blue, "back.casemate-run");
    await merge(blue, back);
    expect(await blue.client.emulation.runs({})).toMatchObject([{ notes: "main's notes" }]);
  });

  test("takes away what was taken away there, and asks where that was changed here", async () => {
    const { main, blue } = await openLaptops();
    const removed = await blue.client.emulation.removeCases({
      ids: (await blue.listCases()).map(({ id }) => id),
    });
    expect(removed).toHaveLength(2);
    await edit(main, "Bare", { redNotes: "still needed" }, "Red");
    const path = await send(blue, main);
    const { conflicts, runs } = await main.client.emulation.previewMerge({ path });
    // The first has evidence, the second was changed since.
    expect(conflicts.map(({ testCase, field }) => [testCase, field])).toEqual([
      [toldCase.name, "removed"],
      ["Bare", "removed"],
    ]);
    expect(runs).toMatchObject([{ removed: 0 }]);
    await merge(main, path, {
      decisions: conflicts.map(({ key, testCase }) => ({
        key,
        choice: testCase === "Bare" ? "ours" : "theirs",
      })),
    });
    expect((await main.listCases()).map(({ name }) => name)).toEqual(["Bare"]);
    // What is away here does not come back with a package that still has it.
    const old = await openLaptops();
    await old.main.client.emulation.removeCases({
      ids: (await old.main.listCases()).map(({ id }) => id),
    });
    await merge(old.main, await send(old.blue, old.main));
    expect(await old.main.listCases()).toEqual([]);
  });

  test("is taken back like any import: fields, history, evidence and removals", async () => {
    const { main, blue } = await openLaptops();
    await edit(blue, toldCase.name, { outcome: "missed", blueNotes: "no" }, "Blue");
    writeFileSync(blue.at("shot.png"), "picture");
    await blue.client.emulation.addEvidence({
      caseId: (await blue.listCases())[0]?.id ?? 0,
      paths: [blue.at("shot.png")],
      who: "Blue",
    });
    await blue.client.emulation.removeCases({ ids: [(await blue.listCases())[1]?.id ?? 0] });
    const runs = await main.client.emulation.runs({});
    const before = await stateOf(main);
    const path = await send(blue, main);
    const { id } = await merge(main, path);
    expect(await stateOf(main)).not.toEqual(before);
    await main.client.imports.undo({ id });
    expect(await stateOf(main)).toEqual(before);
    expect(await main.client.emulation.runs({})).toEqual(runs);
    // And it can be merged again, with the same result.
    await merge(main, path);
    expect(await stateOf(main)).toEqual(await stateOf(blue));
    // A whole run that came with a package goes with it.
    const third = await openRange();
    const { id: whole } = await merge(third, await send(blue, third));
    await third.client.imports.undo({ id: whole });
    expect(await third.client.emulation.runs({})).toEqual([]);
  });

  test("is not taken back where somebody said something of its test cases since", async () => {
    const { main, blue } = await openLaptops();
    await edit(blue, "Bare", { outcome: "missed" }, "Blue");
    const { id } = await merge(main, await send(blue, main));
    await edit(main, "Bare", { blueNotes: "checked" }, "Mira Falk");
    await expect(main.client.imports.undo({ id })).rejects.toMatchObject({
      message: /1 of the test cases that this merge touched were changed since/,
    });
  });

  test("finds the rule that fired by its name", async () => {
    const { main, blue } = await openLaptops();
    const table = main.at("rules.csv");
    writeFileSync(table, "Rule ID,Name,Techniques,State\nR1,Late rule,T1003,enabled\n");
    await main.client.detections.import({ paths: [table] });
    const [rule] = await main.client.detections.list({ environmentId: main.environmentId });
    await edit(
      blue,
      "Bare",
      { outcome: "alerted", fired: { id: null, name: "Late rule" } },
      "Blue",
    );
    await merge(main, await send(blue, main));
    expect((await main.listCases())[1]?.fired).toEqual({ id: rule?.id, name: "Late rule" });
  });

  test("that was redacted opens elsewhere without evidence, and is refused where its run is", async () => {
    const main = await openRange();
    const { runId } = await addToldRun(main);
    const path = main.at("partner.casemate-run");
    await main.client.emulation.export({
      runIds: [runId],
      format: "package",
      hidden: [...hiddenPart.options],
      path,
    });
    await expect(merge(main, path)).rejects.toMatchObject({ message: /was redacted/ });
    const partner = await openRange();
    await merge(partner, path);
    expect(await partner.listCases()).toMatchObject([{ host: "Host 1", evidence: 0 }, {}]);
  });
});

describe("a package that is not as it was packed", () => {
  async function damage(
    change: (entries: Record<string, Uint8Array>) => Record<string, Uint8Array>,
  ): Promise<Promise<unknown>> {
    const main = await openRange();
    await addToldRun(main);
    const other = await openRange();
    const path = await send(main, other);
    writeFileSync(path, zipSync(change(unzipSync(readFileSync(path)))));
    return merge(other, path);
  }
  const evidenceName = `evidence/${createHash("sha256").update("alert 4711").digest("hex")}`;

  test.each<[string, (entries: Record<string, Uint8Array>) => Record<string, Uint8Array>, RegExp]>([
    [
      "has other evidence",
      (entries) => ({ ...entries, [evidenceName]: strToU8("alert 4712") }),
      /"evidence\/[0-9a-f]{64}" is not the file that was packed/,
    ],
    [
      "says otherwise of the run",
      (entries) => ({ ...entries, "run.json": strToU8("{}") }),
      /"run\.json" is not the file that was packed/,
    ],
    [
      "lacks evidence",
      ({ [evidenceName]: _gone, ...entries }) => entries,
      /"evidence\/[0-9a-f]{64}" is missing/,
    ],
    [
      "holds more than its manifest names",
      (entries) => ({ ...entries, "extra.exe": strToU8("MZ") }),
      /does not name "extra\.exe"/,
    ],
    [
      "leads out of its folder",
      (entries) => ({ ...entries, "../evil.txt": strToU8("x") }),
      /damaged or unsafe|outside/,
    ],
    [
      "is of another version",
      (entries) => ({
        ...entries,
        "manifest.json": strToU8(
          Buffer.from(entries["manifest.json"] ?? [])
            .toString()
            .replace("package/1", "package/2"),
        ),
      }),
      /another version of Casemate/,
    ],
    ["is no package", () => ({ "readme.txt": strToU8("hello") }), /is no package of a run/],
  ])("because it %s is refused, and says why", async (_why, change, message) => {
    await expect(damage(change)).rejects.toMatchObject({ message });
  });

  test("because it was cut off is refused, and nothing of it is kept", async () => {
    const main = await openRange();
    await addToldRun(main);
    const other = await openRange();
    const path = await send(main, other);
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length - 200));
    await expect(merge(other, path)).rejects.toMatchObject({ code: "bad-archive" });
    expect(await other.client.emulation.runs({})).toEqual([]);
  });
});

describe("two sides of a run", () => {
  const fields = ["outcome", "host", "redNotes", "blueNotes", "assignee"] as const;
  const values = { outcome: ["missed", "logged", "alerted"] };
  const edits = fc.array(
    fc.record({
      testCase: fc.nat(2),
      field: fc.constantFrom(...fields),
      value: fc.nat(2),
    }),
    { maxLength: 12 },
  );

  const start: PackedRun = {
    uuid: "0b8a7d0e-3f7e-4c57-9d0a-5f3f64b0a000",
    environment: "Main",
    createdAt: "2026-11-12T09:00:00.000Z",
    name: "Day",
    who: "",
    tool: "",
    startedAt: null,
    endedAt: null,
    version: null,
    notes: "",
    base: null,
    removed: [],
    cases: [1, 2, 3].map((number) => ({
      ...bareCase,
      name: `Case ${number}`,
      uuid: `0b8a7d0e-3f7e-4c57-9d0a-5f3f64b0a00${number}`,
      edited: [],
      history: [],
      evidence: [],
    })),
  };
  type Edit = {
    readonly testCase: number;
    readonly field: (typeof fields)[number];
    readonly value: number;
  };

  function applied(run: PackedRun, side: string, all: readonly Edit[]): PackedRun {
    const cases = run.cases.map((one) => ({ ...one, history: [...one.history] }));
    for (const [at, { testCase, field, value }] of all.entries()) {
      const one = cases[testCase];
      if (one === undefined) continue;
      const after = field === "outcome" ? values.outcome[value] : ["", "a", "b"][value];
      const before = JSON.stringify(one[field]);
      if (before === JSON.stringify(after)) continue;
      Object.assign(one, { [field]: after });
      one.history.push({
        at: `2026-11-12T09:00:0${at % 10}.000Z`,
        who: side,
        field,
        before,
        after: JSON.stringify(after),
      });
    }
    return { ...run, cases };
  }
  /** What the merge leaves of a run: what it does not name stays. */
  function resultOf(ours: PackedRun, merged: ReturnType<typeof mergeRuns>) {
    const changed = new Map(merged.changed.map((one) => [one.uuid, one]));
    return ours.cases.map((one) => {
      const next = changed.get(one.uuid);
      return {
        content: next?.content ?? testCaseContent.parse(one),
        history: (next?.history ?? one.history).map((change) => JSON.stringify(change)).sort(),
      };
    });
  }
  const open = { who: "", at: "", choose: () => undefined };

  test("come to the same, whichever merges the other, and no field is lost", () => {
    fc.assert(
      fc.property(edits, edits, edits, (shared, here, there) => {
        const base = applied(start, "both", shared);
        const [a, b] = [applied(base, "A", here), applied(base, "B", there)];
        const [intoA, intoB] = [mergeRuns(a, b, open), mergeRuns(b, a, open)];
        const keys = new Set(intoA.conflicts.map(({ key }) => key));
        expect(new Set(intoB.conflicts.map(({ key }) => key))).toEqual(keys);
        const [resultA, resultB] = [resultOf(a, intoA), resultOf(b, intoB)];
        for (const [index, one] of base.cases.entries()) {
          for (const field of fields) {
            const [was, ours, theirs] = [base, a, b].map((run) => run.cases[index]?.[field]);
            const isConflict = ours !== theirs && ours !== was && theirs !== was;
            expect(keys.has(`${start.uuid} ${one.uuid} ${field}`)).toBe(isConflict);
            if (isConflict) continue;
            const expected = ours === was ? theirs : ours;
            expect(resultA[index]?.content[field]).toBe(expected);
            expect(resultB[index]?.content[field]).toBe(expected);
          }
          if (keys.size === 0) expect(resultA[index]).toEqual(resultB[index]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("of which one changed nothing come to the other, and a second merge changes nothing", () => {
    fc.assert(
      fc.property(edits, edits, (shared, there) => {
        const base = applied(start, "both", shared);
        const theirs = applied(base, "B", there);
        const merged = mergeRuns(base, theirs, open);
        expect(merged.conflicts).toEqual([]);
        const result = resultOf(base, merged);
        expect(result).toEqual(resultOf(theirs, mergeRuns(theirs, theirs, open)));
        const after: PackedRun = {
          ...base,
          cases: base.cases.map((one) => {
            const next = merged.changed.find(({ uuid }) => uuid === one.uuid);
            return next === undefined
              ? one
              : { ...one, ...next.content, history: [...next.history], edited: [...next.edited] };
          }),
        };
        expect(mergeRuns(after, theirs, open)).toMatchObject({
          changed: [],
          added: [],
          removed: [],
        });
      }),
      { numRuns: 200 },
    );
  });
});
