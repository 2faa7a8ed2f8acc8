import fc from "fast-check";
import { expect, test } from "vitest";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import {
  type CaseChange,
  createCaseEdits,
  type ShownCases,
} from "../../src/renderer/emulation/case-edits.ts";
import { inOrder } from "../../src/renderer/emulation/run-cases.ts";
import type { TestCase } from "../../src/shared/model/emulation.ts";
import { openWorkbench } from "../support/workbench.ts";

/** A run of four test cases in a real workspace, with its edits and what a page would show of it. */
async function openRun() {
  const { client } = await openWorkbench();
  const [environment] = await client.environments.list({});
  const { id: runId } = await client.emulation.addRun({
    environmentId: environment?.id ?? 0,
    run: {
      name: "Week",
      who: "",
      tool: "",
      startedAt: null,
      endedAt: null,
      version: null,
      notes: "",
    },
  });
  const contentOf = (name: string) =>
    aTestCaseContent({ source: "own", testKey: name, name, written: "T1082" });
  await client.emulation.addCases({ runId, cases: ["A", "B", "C", "D"].map(contentOf) });
  const listStored = () => client.emulation.cases({ runId });
  let page: readonly TestCase[] = await listStored();
  const shown: ShownCases = {
    list: () => page,
    add: (cases) => {
      page = [...page, ...cases];
    },
    replace: (cases) => {
      page = page.map((each) => cases.find(({ id }) => id === each.id) ?? each);
    },
    remove: (ids) => {
      page = page.filter(({ id }) => !ids.includes(id));
    },
    order: (ids) => {
      page = inOrder(page, ids);
    },
    reload: async () => {
      page = await listStored();
    },
  };
  const edits = createCaseEdits(runId, client.emulation, shown);
  const [a, b, c, d] = page.map(({ id }) => id) as [number, number, number, number];
  return { client, edits, listStored, contentOf, page: () => page, ids: { a, b, c, d } };
}

test("an edit is shown before it is stored, and what is shown is what is stored", async () => {
  const { edits, listStored, page, ids } = await openRun();
  const done = edits.edit([ids.a], { outcome: "blocked", seen: "log" }, "A blocked", "Ann");
  expect(page()[0]).toMatchObject({ outcome: "blocked", seen: "log" });
  await done;
  expect(await listStored()).toEqual(page());
  await edits.edit([ids.a], { outcome: "missed" }, "A missed", "Ann");
  expect(page()[0]).toMatchObject({ outcome: "missed", seen: null, edited: ["outcome", "seen"] });
  expect(await edits.undo("Bob")).toBe("A missed");
  expect(page()[0]).toMatchObject({ outcome: "blocked", seen: "log" });
  expect(await listStored()).toEqual(page());
});

test("whatever was edited, undoing all of it gives what was, and redoing all what became", async () => {
  const changes: fc.Arbitrary<CaseChange> = fc.oneof(
    fc.record({ outcome: fc.constantFrom("blocked", "alerted", "missed", "not-assessed") }),
    fc.record({ seen: fc.constantFrom("alert", "none") }),
    fc.record({ host: fc.constantFrom("WS-014", "SRV-003") }),
    fc.record({ blueNotes: fc.string() }),
  );
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant("edit" as const), which: fc.nat(3), change: changes }),
      fc.record({ kind: fc.constant("add" as const) }),
      fc.record({ kind: fc.constant("remove" as const), which: fc.nat(3) }),
      fc.record({ kind: fc.constant("turn" as const) }),
    ),
    { maxLength: 7 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const { edits, listStored, contentOf, page } = await openRun();
      const before = await listStored();
      for (const [index, step] of taken.entries()) {
        const label = String(index);
        const id = page()[("which" in step ? step.which : 0) % Math.max(1, page().length)]?.id;
        if (step.kind === "add") await edits.add([contentOf(`New ${label}`)], label);
        else if (step.kind === "turn") {
          const turned = page().map((each) => each.id);
          await edits.order(turned.toReversed(), label);
        } else if (id !== undefined) {
          if (step.kind === "edit") await edits.edit([id], step.change, label, "Ann");
          else await edits.remove([id], label);
        }
      }
      const content = (cases: readonly TestCase[]) =>
        cases.map(({ position: _position, ...rest }) => rest);
      const after = await listStored();
      expect(content(page())).toEqual(content(after));
      const undone: (string | undefined)[] = [];
      while (edits.history().undo.length > 0) undone.push(await edits.undo("Ann"));
      expect(content(await listStored())).toEqual(content(before));
      const redone: (string | undefined)[] = [];
      while (edits.history().redo.length > 0) redone.push(await edits.redo("Ann"));
      expect(redone).toEqual(undone.toReversed());
      expect(content(await listStored())).toEqual(content(after));
      expect(content(page())).toEqual(content(after));
    }),
    {
      numRuns: 16,
      // Two change their order while others are away, which then come back to their places.
      examples: [[[{ kind: "remove", which: 0 }, { kind: "remove", which: 0 }, { kind: "turn" }]]],
    },
  );
}, 120_000);

test("an earlier edit is taken back without what was said since of other fields", async () => {
  const { edits, listStored, ids } = await openRun();
  await edits.edit([ids.a, ids.b], { host: "WS-014" }, "hosts", "Ann");
  const entry = edits.history().undo.at(-1);
  await edits.edit([ids.a], { outcome: "missed" }, "missed", "Ann");
  await edits.undo("Ann", entry);
  const [a, b] = await listStored();
  expect(a).toMatchObject({ host: "", outcome: "missed", edited: ["outcome"] });
  expect(b).toMatchObject({ host: "", edited: [] });
});

test("what is typed in one stretch is undone as one, and what changes nothing is no step", async () => {
  const { edits, listStored, ids } = await openRun();
  for (const blueNotes of ["A", "Al", "Alert"]) {
    await edits.edit([ids.c], { blueNotes }, "note", "Ann", "typing 1");
  }
  await edits.edit([ids.c], { blueNotes: "Alert" }, "nothing", "Ann");
  expect(edits.history().undo).toHaveLength(1);
  await edits.undo("Ann");
  expect((await listStored())[2]?.blueNotes).toBe("");
});

test("an edit of what is gone fails and leaves the page as the workspace is", async () => {
  const { client, edits, listStored, page, ids } = await openRun();
  await client.emulation.removeCases({ ids: [ids.d] });
  await expect(
    edits.edit([ids.a, ids.d], { outcome: "missed" }, "both", "Ann"),
  ).rejects.toMatchObject({ code: "not-found" });
  expect(page()).toEqual(await listStored());
  expect(edits.history().undo).toEqual([]);
});
