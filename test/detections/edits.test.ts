import fc from "fast-check";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type {
  DetectionChange,
  DetectionDetail,
  DetectionState,
  HeldWord,
} from "../../src/shared/model/detection.ts";
import { openWorkbench, type TestWorkbench } from "../support/workbench.ts";
import { openFilledWorkbench } from "./filled-workbench.ts";

/** What a row of the table says of one rule. */
interface Says {
  readonly state: DetectionState | "";
  readonly quality: number | null;
  readonly owner: string;
  readonly techniques: readonly string[];
}

const plain: Says = { state: "disabled", quality: 3, owner: "Blue", techniques: ["T1059"] };

/** Imports a table that says of rule R0, R1, … what is given. */
async function importTable({ client, folder }: TestWorkbench, rules: readonly Says[]) {
  const path = join(folder, "rules.csv");
  const rows = rules.map(({ state, quality, owner, techniques }, at) =>
    [`R${at}`, `Rule ${at}`, techniques.join(" "), state, quality ?? "", owner].join(","),
  );
  writeFileSync(path, ["ID,Name,Technique,State,Quality,Owner", ...rows].join("\n"));
  return client.detections.import({ paths: [path] });
}

async function listRules({ client }: TestWorkbench): Promise<DetectionDetail[]> {
  const list = await client.detections.list({ environmentId: 1 });
  return Promise.all(list.map(({ id }) => client.detections.get({ id })));
}

async function onlyRule(bench: TestWorkbench): Promise<DetectionDetail> {
  const [rule] = await listRules(bench);
  if (rule === undefined) throw new Error("The inventory holds a rule");
  return rule;
}

const written = ({ techniques }: DetectionDetail) => techniques.map((each) => each.written);

describe("an edit", () => {
  test("stands over what the file says, and is marked beside it", async () => {
    const bench = await openFilledWorkbench();
    await importTable(bench, [plain]);
    const { id } = await onlyRule(bench);
    const change: DetectionChange = {
      state: "enabled",
      quality: 5,
      owner: "Red",
      note: "Tuned on Monday",
      alerting: false,
      addTechniques: ["t1003.001"],
      removeTechniques: ["T1059"],
    };
    await bench.client.detections.edit({ ids: [id], change });
    const edited = await onlyRule(bench);
    expect(edited).toMatchObject({
      state: "enabled",
      stateAssumed: false,
      quality: 5,
      owner: "Red",
      note: "Tuned on Monday",
      alerting: false,
    });
    expect(written(edited)).toEqual(["T1003.001"]);
    expect(edited.edited).toEqual(["alerting", "note", "owner", "quality", "state", "techniques"]);
    expect(edited.edits.map(({ file }) => file.value)).toEqual([
      true,
      "",
      "Blue",
      3,
      { state: "disabled", assumed: false },
      ["T1059"],
    ]);
  });

  test("of techniques counts for coverage", async () => {
    const bench = await openFilledWorkbench();
    const { client } = bench;
    await importTable(bench, [{ ...plain, state: "enabled", techniques: [] }]);
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    const actors = await client.actors.list({ assessmentId, text: "FIN7", kinds: ["group"] });
    const fin7 = actors.find(({ id }) => id === "G0046");
    if (fin7 === undefined) throw new Error("FIN7 is in the catalogue");
    const { domain, id: actorId, kind } = fin7;
    await client.actors.choose({
      assessmentId,
      actor: { domain, id: actorId, kind },
      weight: 1,
      reason: "",
    });
    const covered = async () =>
      (await client.assessments.answer({ assessmentId })).coverage.covered;
    const { id } = await onlyRule(bench);
    expect(await covered()).toBe(0);
    const words = await client.detections.edit({
      ids: [id],
      change: { addTechniques: ["T1059.001"] },
    });
    expect(await covered()).toBe(1);
    await client.detections.restoreEdits({ words });
    expect(await covered()).toBe(0);
  });

  test("is undone and done again on each field alone", async () => {
    const bench = await openFilledWorkbench();
    await importTable(bench, [plain, { ...plain, owner: "" }]);
    const ids = (await listRules(bench)).map(({ id }) => id);
    const before = await listRules(bench);
    const owner = await bench.client.detections.edit({ ids, change: { owner: "Red" } });
    const quality = await bench.client.detections.edit({ ids, change: { quality: 1 } });
    const both = await listRules(bench);
    const back = await bench.client.detections.restoreEdits({ words: owner });
    expect((await listRules(bench)).map((rule) => [rule.owner, rule.quality])).toEqual([
      ["Blue", 1],
      [null, 1],
    ]);
    await bench.client.detections.restoreEdits({ words: back });
    expect(await listRules(bench)).toEqual(both);
    await bench.client.detections.restoreEdits({ words: quality });
    await bench.client.detections.restoreEdits({ words: owner });
    expect(await listRules(bench)).toEqual(before);
  });

  test("that names a technique of no catalogue, or one that is none, changes nothing", async () => {
    const bench = await openFilledWorkbench();
    await importTable(bench, [plain]);
    const before = await onlyRule(bench);
    for (const id of ["T9999", "T1685", "PowerShell", "__proto__"]) {
      await expect(
        bench.client.detections.edit({
          ids: [before.id],
          change: { owner: "Red", addTechniques: [id] },
        }),
      ).rejects.toMatchObject({ code: "bad-input" });
    }
    expect(await onlyRule(bench)).toEqual(before);
  });

  test("takes a technique away under the ID that stands for it", async () => {
    const bench = await openFilledWorkbench();
    const { client } = bench;
    await importTable(bench, [{ ...plain, techniques: ["T1059.001", "T1686"] }]);
    const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
    const domain = (await client.assessments.get({ assessmentId })).scope.releases[0]?.domain;
    if (domain === undefined) throw new Error("An assessment asks a release");
    const { offers } = await client.detections.offers({ assessmentId, domain });
    const offer = offers.find((each) => each.written === "T1686");
    const standIn = offer?.candidates[0]?.techniqueId;
    if (standIn === undefined) throw new Error("T1686 came from a technique of 18.1");
    await client.detections.acceptOffers({
      assessmentId,
      domain,
      pairs: [{ written: "T1686", techniqueId: standIn }],
    });
    const { id } = await onlyRule(bench);
    await client.detections.edit({ ids: [id], change: { removeTechniques: [standIn] } });
    expect(written(await onlyRule(bench))).toEqual(["T1059.001"]);
    await client.detections.edit({ ids: [id], change: { removeTechniques: ["t1059.001"] } });
    expect(written(await onlyRule(bench))).toEqual([]);
    await client.detections.edit({ ids: [id], change: { addTechniques: ["T1059.001"] } });
    const rule = await onlyRule(bench);
    expect(written(rule)).toEqual(["T1059.001"]);
    expect(rule.edits.map(({ word }) => word.value)).toEqual([{ added: [], removed: ["T1686"] }]);
  });
});

describe("a new import", () => {
  test("keeps the edits, says so, and brings what else its file says", async () => {
    const bench = await openFilledWorkbench();
    await importTable(bench, [plain, plain]);
    const [first] = await listRules(bench);
    if (first === undefined) throw new Error("two rules");
    await bench.client.detections.edit({
      ids: [first.id],
      change: { quality: 5, addTechniques: ["T1003"] },
    });
    const report = await importTable(
      bench,
      [1, 2].map(() => ({ ...plain, quality: 2, owner: "Green", techniques: ["T1059", "T1021"] })),
    );
    expect(report).toMatchObject({ imported: 0, updated: 2, unchanged: 0 });
    expect(report.keptEdits).toEqual([
      {
        detectionId: first.id,
        key: "R0",
        name: "Rule 0",
        field: "quality",
        mine: "5",
        file: "2",
      },
      {
        detectionId: first.id,
        key: "R0",
        name: "Rule 0",
        field: "techniques",
        mine: "with T1003",
        file: "T1059, T1021",
      },
    ]);
    const rules = await listRules(bench);
    expect(rules.map((rule) => [rule.quality, rule.owner, written(rule)])).toEqual([
      [5, "Green", ["T1059", "T1021", "T1003"]],
      [2, "Green", ["T1059", "T1021"]],
    ]);
    const words = await bench.client.detections.revertEdits({ ids: rules.map(({ id }) => id) });
    expect((await listRules(bench)).map((rule) => [rule.quality, written(rule)])).toEqual([
      [2, ["T1059", "T1021"]],
      [2, ["T1059", "T1021"]],
    ]);
    await bench.client.detections.restoreEdits({ words });
    expect(await listRules(bench)).toEqual(
      rules.map((rule) => ({ ...rule, edits: rule.edits.map((edit) => ({ ...edit })) })),
    );
  });

  test("is told beforehand how many of its rules carry the analyst's word", async () => {
    const bench = await openFilledWorkbench();
    await importTable(bench, [plain, plain, plain]);
    const path = join(bench.folder, "rules.csv");
    const foretold = (environment: string) =>
      bench.client.detections.foretell({ paths: [path], environment });
    expect(await foretold("Main")).toEqual({ edited: 0 });
    const ids = (await listRules(bench)).map(({ id }) => id);
    await bench.client.detections.edit({ ids: ids.slice(0, 2), change: { owner: "Red" } });
    await bench.client.environments.create({ name: "Other" });
    expect([await foretold("Main"), await foretold("Other")]).toEqual([
      { edited: 2 },
      { edited: 0 },
    ]);
    // Of other files it says nothing.
    writeFileSync(path, "ID,Name,Technique,State,Quality,Owner\nR1,Rule 1,T1059,,,\nX,X,T1059,,,");
    expect(await foretold("Main")).toEqual({ edited: 1 });
  });

  test("of what the file said before is no change, whatever was edited", async () => {
    const bench = await openFilledWorkbench();
    await importTable(bench, [plain]);
    const { id } = await onlyRule(bench);
    await bench.client.detections.edit({ ids: [id], change: { owner: "Red", note: "Mine" } });
    const before = await onlyRule(bench);
    expect(await importTable(bench, [plain])).toMatchObject({ updated: 1, unchanged: 1 });
    expect(await onlyRule(bench)).toEqual(before);
  });
});

test("the work list holds what counts for nothing, and says what was done", async () => {
  const bench = await openFilledWorkbench();
  const cells = ["T1059", "", "T1686 T1059", "T9999", "T1086", "T1685"];
  await importTable(
    bench,
    cells.map((cell) => ({ ...plain, techniques: cell.split(" ").filter(Boolean) })),
  );
  const work = async () => (await listRules(bench)).map((rule) => rule.work);
  const open = (kind: string) => ({ kind, isDone: false });
  const done = (kind: string) => ({ kind, isDone: true });
  expect(await work()).toEqual([
    null,
    open("untagged"),
    open("other-release"),
    open("unknown-id"),
    open("other-release"),
    open("other-release"),
  ]);
  const ids = (await listRules(bench)).map(({ id }) => id);
  const edit = (at: number, change: DetectionChange) =>
    bench.client.detections.edit({ ids: [ids[at] ?? 0], change });
  await edit(1, { setAside: true });
  await edit(2, { removeTechniques: ["T1686"] });
  await edit(3, { addTechniques: ["T1003"], removeTechniques: ["T9999"] });
  const words = await edit(5, { addTechniques: ["T1003"] });
  expect(await work()).toEqual([
    null,
    done("untagged"),
    done("other-release"),
    done("unknown-id"),
    open("other-release"),
    open("other-release"),
  ]);
  await bench.client.detections.restoreEdits({ words });
  await edit(1, { setAside: false });
  expect((await work())[1]).toEqual(open("untagged"));
});

type Step =
  | { readonly kind: "import"; readonly says: Says }
  | { readonly kind: "undo-import" }
  | { readonly kind: "edit"; readonly change: DetectionChange }
  | { readonly kind: "undo-edit" }
  | { readonly kind: "revert" };

const someIds = fc.uniqueArray(fc.constantFrom("T1059", "T1003", "T1021", "T1685", "T9999"), {
  maxLength: 3,
});
const someStates = fc.constantFrom<DetectionState[]>("enabled", "disabled", "available");
const someSteps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("import" as const),
    says: fc.record({
      state: someStates,
      quality: fc.option(fc.integer({ min: 0, max: 5 })),
      owner: fc.constantFrom("", "Blue", "Green"),
      techniques: someIds,
    }),
  }),
  fc.constant({ kind: "undo-import" as const }),
  fc.record({
    kind: fc.constant("edit" as const),
    change: fc.record(
      {
        state: someStates,
        quality: fc.option(fc.integer({ min: 0, max: 5 })),
        owner: fc.option(fc.constantFrom("Red", "Grey")),
        note: fc.constantFrom("", "Mine"),
        addTechniques: fc.constantFrom<string[][]>(["T1003"], ["T1021"], ["T1055", "T1059"]),
        removeTechniques: fc.constantFrom<string[][]>(["T1059"], ["T1685"], ["T1003", "T9999"]),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.constant({ kind: "undo-edit" as const }),
  fc.constant({ kind: "revert" as const }),
);

/** What is known of the rule without the product: the file's word, and the analyst's. */
interface Expected {
  files: Says[];
  mine: Map<string, unknown>;
}

test("whatever is edited, imported and undone, the analyst's word stands, else the file's", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(someSteps, { minLength: 1, maxLength: 12 }), async (steps) => {
      const bench = await openWorkbench();
      const { client } = bench;
      const expected: Expected = { files: [plain], mine: new Map() };
      const imports = [(await importTable(bench, [plain])).id];
      const edits: { words: HeldWord[]; mine: Map<string, unknown> }[] = [];
      const { id } = await onlyRule(bench);
      for (const step of steps) {
        const file = expected.files.at(-1) ?? plain;
        switch (step.kind) {
          case "import": {
            const report = await importTable(bench, [step.says]);
            if (report.unchanged === 0) {
              imports.push(report.id);
              expected.files.push(step.says);
            }
            break;
          }
          case "undo-import":
            if (imports.length > 1) {
              await client.imports.undo({ id: imports.pop() ?? 0 });
              expected.files.pop();
            }
            break;
          case "edit": {
            const before = new Map(expected.mine);
            edits.push({
              words: await client.detections.edit({ ids: [id], change: step.change }),
              mine: before,
            });
            expectEdit(expected.mine, step.change, file);
            break;
          }
          case "undo-edit": {
            const last = edits.pop();
            if (last !== undefined && last.words.length > 0) {
              await client.detections.restoreEdits({ words: last.words });
              expected.mine = last.mine;
            }
            break;
          }
          case "revert":
            await client.detections.revertEdits({ ids: [id] });
            expected.mine = new Map();
            edits.length = 0;
        }
        expect(seen(await onlyRule(bench))).toEqual(effective(expected));
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

function namesOf(mine: ReadonlyMap<string, unknown>, file: Says): string[] {
  const yes = [...mine].filter(([key, value]) => key.startsWith("T") && value === true);
  const kept = file.techniques.filter((id) => mine.get(id) !== false);
  return [...kept, ...yes.map(([key]) => key).filter((key) => !kept.includes(key))].sort();
}

/** Of each technique the analyst's word is that it is named, that it is not, or nothing. */
function expectEdit(mine: Map<string, unknown>, change: DetectionChange, file: Says): void {
  if (change.state !== undefined) mine.set("state", change.state);
  if (change.quality !== undefined) mine.set("quality", change.quality);
  if (change.owner !== undefined) mine.set("owner", change.owner);
  if (change.note !== undefined) mine.set("note", change.note);
  for (const id of change.removeTechniques ?? []) {
    if (!namesOf(mine, file).includes(id)) continue;
    if (file.techniques.includes(id)) mine.set(id, false);
    else mine.delete(id);
  }
  for (const id of change.addTechniques ?? []) {
    if (namesOf(mine, file).includes(id)) continue;
    if (mine.get(id) === false) mine.delete(id);
    else mine.set(id, true);
  }
}

function effective({ files, mine }: Expected): unknown {
  const file = files.at(-1) ?? plain;
  const own = (field: string, said: unknown) => (mine.has(field) ? mine.get(field) : said);
  return {
    state: own("state", file.state),
    quality: own("quality", file.quality),
    owner: own("owner", file.owner === "" ? null : file.owner),
    note: own("note", ""),
    techniques: namesOf(mine, file),
  };
}

function seen(rule: DetectionDetail): unknown {
  const { state, quality, owner, note } = rule;
  return { state, quality, owner, note, techniques: written(rule).sort() };
}
