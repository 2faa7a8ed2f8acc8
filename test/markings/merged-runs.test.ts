import { join } from "node:path";
import { unzipSync } from "fflate";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Marking } from "../../src/shared/model/marking.ts";
import { noMarking } from "../../src/shared/model/marking.ts";
import type { TestWorkbench } from "../support/workbench.ts";
import { openWorkbench } from "../support/workbench.ts";
import { siteMarking, siteScheme } from "../support/site-scheme.ts";

const us = (level: string): Marking => ({ ...noMarking, scheme: "us", level });
const tlp = (level: string): Marking => ({ ...noMarking, scheme: "tlp", level });

/** A workspace with a run. */
async function openRun(): Promise<TestWorkbench & { readonly runId: number }> {
  const bench = await openWorkbench();
  const [main] = await bench.client.environments.list({});
  const { id: runId } = await bench.client.emulation.addRun({
    environmentId: main?.id ?? 0,
    run: {
      ...{ name: "Purple day", who: "", tool: "", notes: "", version: null },
      ...{ startedAt: null, endedAt: null },
    },
  });
  return { ...bench, runId };
}

const mark = ({ client }: TestWorkbench, id: number, marking: Marking | null) =>
  client.markings.set({ thing: { kind: "run", id }, marking });

async function pack({ client, folder, runId }: Awaited<ReturnType<typeof openRun>>, name = "p") {
  const path = join(folder, `${name}.casemate-run`);
  await client.emulation.export({ runIds: [runId], format: "package", path });
  return path;
}

/** Merges a package and says how its run is marked then, and what was told of it. */
async function merge({ client }: TestWorkbench, path: string) {
  const [environment] = await client.environments.list({});
  const report = await client.emulation.merge({
    ...{ path, environment: environment?.name ?? "", decisions: [], who: "Ana" },
  });
  const [run] = await client.emulation.runs({});
  const thing = { kind: "run" as const, id: run?.id ?? 0 };
  return {
    report,
    runId: thing.id,
    marking: await client.markings.get(thing),
    told: report.items.map(({ class: kind, message }) => [kind, message]),
  };
}

test("a run keeps its marking in a package, and has it where it arrives", async () => {
  const from = await openRun();
  await mark(from, from.runId, { ...us("s"), caveats: [{ id: "noforn", names: [] }] });
  const path = await pack(from);
  const entries = unzipSync(readFileSync(path));
  const document: unknown = JSON.parse(Buffer.from(entries["run.json"] ?? []).toString());
  expect(document).toMatchObject({
    marking: "SECRET//NOFORN",
    runs: [{ marking: { scheme: "us", level: "s", caveats: [{ id: "noforn", names: [] }] } }],
  });
  const to = await openWorkbench();
  expect((await merge(to, path)).marking).toEqual({
    ...us("s"),
    caveats: [{ id: "noforn", names: [] }],
  });
});

test("a run that its workspace marks arrives marked where nothing else marks it", async () => {
  const from = await openRun();
  await from.client.settings.set({ marking: us("s"), staleAfterDays: 30 });
  const path = await pack(from);
  expect((await merge(await openWorkbench(), path)).marking).toEqual(us("s"));
  const marked = await openWorkbench();
  await marked.client.settings.set({ marking: us("ts"), staleAfterDays: 30 });
  expect((await merge(marked, path)).marking).toBeNull();
});

test("merging keeps the higher of both markings, and undo gives ours back", async () => {
  const from = await openRun();
  const to = await openWorkbench();
  await merge(to, await pack(from));
  const [run] = await to.client.emulation.runs({});
  const runId = run?.id ?? 0;
  await mark(to, runId, us("c"));
  await mark(from, from.runId, us("s"));
  const higher = await merge(to, await pack(from));
  expect(higher.marking).toEqual(us("s"));
  expect(higher.told).toEqual([["changed", "the run is marked SECRET now"]]);
  await mark(from, from.runId, us("u"));
  const lower = await merge(to, await pack(from, "lower"));
  expect([lower.marking, lower.told]).toEqual([us("s"), []]);
  await to.client.imports.undo({ id: higher.report.id });
  expect(await to.client.markings.get({ kind: "run", id: runId })).toEqual(us("c"));

  // A run has a marking of one scheme: what the package asks for beside it is told.
  await mark(from, from.runId, tlp("red"));
  const beside = await merge(to, await pack(from, "beside"));
  expect([beside.marking, beside.told]).toEqual([
    us("c"),
    [["marking", "is TLP:RED in the package, and is marked by another scheme here"]],
  ]);
});

test("a package that was lowered carries no higher marking in its parts", async () => {
  const from = await openRun();
  await mark(from, from.runId, us("s"));
  const things = { runIds: [from.runId] };
  const lowered = await from.client.markings.lower({
    ...{ things, markings: [us("u")], what: "Run", reason: "Sanitised", who: "Ana" },
  });
  const path = join(from.folder, "low.casemate-run");
  await from.client.emulation.export({
    ...{ runIds: [from.runId], format: "package", path },
    marked: { loweringId: lowered.id },
  });
  expect((await merge(await openWorkbench(), path)).marking).toEqual(us("u"));
});

test("a package marked by a scheme that is not here is refused, and says what to do", async () => {
  const from = await openRun();
  const scheme = join(from.folder, "scheme.json");
  writeFileSync(scheme, JSON.stringify(siteScheme("EXERCISE")));
  await from.client.markings.importScheme({ path: scheme });
  await mark(from, from.runId, siteMarking);
  const path = await pack(from);
  const to = await openWorkbench();
  const refusal = { code: "not-found", message: 'There is no marking scheme "test-site".' };
  await expect(to.client.emulation.previewMerge({ path })).rejects.toMatchObject(refusal);
  await expect(merge(to, path)).rejects.toMatchObject(refusal);
  expect(await to.client.emulation.runs({})).toEqual([]);
  await to.client.markings.importScheme({ path: scheme });
  expect((await merge(to, path)).marking).toEqual(siteMarking);
});
