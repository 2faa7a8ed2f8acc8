import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { domain } from "../../src/shared/model/attack-id.ts";
import type { Marking, MarkingScheme } from "../../src/shared/model/marking.ts";
import { noMarking } from "../../src/shared/model/marking.ts";
import { runFormat, runFormats } from "../../src/shared/model/run-export.ts";
import { siteMarking, siteScheme } from "../support/site-scheme.ts";
import { openWorkbench, type TestWorkbench } from "../support/workbench.ts";
import { unzipSync } from "fflate";

const enterprise = domain.parse("enterprise-attack");

const mark = (scheme: string, level: string, ...caveats: string[]): Marking => ({
  ...noMarking,
  scheme,
  level,
  caveats: caveats.map((id) => ({ id, names: [] })),
});
const secret = mark("us", "s", "noforn");
const amber = mark("tlp", "amber");

/** An assessment of APT29 with a run of one test case. */
async function openMarked(): Promise<
  TestWorkbench & { readonly assessmentId: number; readonly runId: number }
> {
  const bench = await openWorkbench({ starter: true });
  const { client } = bench;
  const { id: assessmentId } = await client.assessments.create({ name: "Amber Quay" });
  const [actor] = await client.actors.list({ assessmentId, text: "APT29", kinds: ["group"] });
  if (actor === undefined) throw new Error("The starter catalogue has no APT29.");
  await client.actors.choose({
    assessmentId,
    actor: { kind: "group", domain: enterprise, id: actor.id },
    weight: 1,
    reason: "",
  });
  const [main] = await client.environments.list({});
  const run = await client.emulation.addRun({
    environmentId: main?.id ?? 0,
    run: {
      ...{ name: "Q3 purple", who: "", tool: "By hand", notes: "", version: null },
      ...{ startedAt: "2026-09-01T08:00:00.000Z", endedAt: null },
    },
  });
  await client.emulation.addCases({
    runId: run.id,
    cases: [
      {
        ...{ source: "atomic", testKey: "0f4c5eb0-98a0-4496-9c3d-656b4f2bc8f6", name: "Dump it" },
        ...{ written: "T1003.001", tactic: null, group: "", host: "WS-1", platform: "Windows" },
        ...{ executor: "powershell", command: "whoami", assignee: "", endAt: null },
        ...{ startAt: "2026-09-01T08:00:00.000Z", expected: null, outcome: "missed", seen: null },
        ...{ alertAt: null, timed: false, fired: null, original: null, observations: [] },
        ...{ redNotes: "", blueNotes: "", ownFields: [] },
        execution: {
          ...{ status: "done", output: "", exitCode: "0", processId: null, user: null },
        },
      } as never,
    ],
  });
  return { ...bench, assessmentId, runId: run.id };
}

describe("what a file must carry", () => {
  test("is the workspace's marking where nothing else is marked, and none where that has none", async () => {
    const { client, assessmentId } = await openMarked();
    expect(await client.markings.required({ assessmentIds: [assessmentId] })).toMatchObject({
      banner: { text: "", parts: [] },
      portion: null,
      parts: [],
    });
    await client.settings.set({ marking: secret, staleAfterDays: 30 });
    expect(await client.markings.required({})).toMatchObject({
      banner: { text: "SECRET//NOFORN", colour: "#C8102E" },
      portion: "S//NF",
      parts: [{ what: "The workspace", text: "SECRET//NOFORN" }],
    });
    expect(await client.markings.required({ assessmentIds: [assessmentId] })).toMatchObject({
      banner: { text: "SECRET//NOFORN" },
    });
  });

  test("takes in the runs and own actors of an assessment, and names what asks for it", async () => {
    const { client, assessmentId, runId } = await openMarked();
    await client.settings.set({ marking: secret, staleAfterDays: 30 });
    const assessment = { kind: "assessment", id: assessmentId } as const;
    // Its own marking stands in place of the workspace's of the same scheme.
    expect(await client.markings.set({ thing: assessment, marking: mark("us", "c") })).toBeNull();
    const { actor } = await client.actors.createOwn({
      ...{ assessmentId, name: "Night Heron", domain: enterprise, text: "T1059" },
      ...{ source: "", confidence: "low" },
    });
    const ownId = Number(actor.id.replace("OWN-", ""));
    await client.markings.set({ thing: { kind: "own-actor", id: ownId }, marking: amber });
    await client.markings.set({ thing: { kind: "run", id: runId }, marking: mark("us", "ts") });
    const asked = { assessmentIds: [assessmentId] };
    expect((await client.markings.required(asked)).banner.text).toBe("TOP SECRET");
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
    expect(await client.markings.required(asked)).toMatchObject({
      banner: { text: "TOP SECRET | TLP:AMBER" },
      portion: "TS | TLP:AMBER",
      parts: [
        { what: 'Assessment "Amber Quay"', text: "CONFIDENTIAL" },
        { what: 'Own actor "Night Heron"', text: "TLP:AMBER" },
        { what: 'Run "Q3 purple"', text: "TOP SECRET" },
      ],
    });
    // A label of another scheme leaves the workspace's classification standing.
    expect(
      await client.markings.set({ thing: { kind: "run", id: runId }, marking: amber }),
    ).toEqual(mark("us", "ts"));
    expect((await client.markings.required({ runIds: [runId] })).banner.text).toBe(
      "SECRET//NOFORN | TLP:AMBER",
    );
    expect((await client.markings.required({ everything: true })).banner.text).toBe(
      "SECRET//NOFORN | TLP:AMBER",
    );
    await expect(client.markings.required({ runIds: [9999] })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("stands in every file of an assessment, a plan, a run and an import report", async () => {
    const { client, folder, assessmentId, runId } = await openMarked();
    await client.settings.set({ marking: secret, staleAfterDays: 30 });
    const text = "SECRET//NOFORN";
    const read = (name: string) => readFileSync(join(folder, name), "utf8");

    const directory = join(folder, "answer");
    const { files } = await client.assessments.export({ assessmentId, directory });
    const marked = files.filter((name) => name !== "NOTICE.txt");
    expect(marked).toContain("gaps.csv");
    for (const name of marked) expect(read(join("answer", name)), name).toContain(text);
    const gaps = read("answer/gaps.csv").slice(1).trimEnd().split("\r\n");
    expect([gaps[0]?.split(",")[0], gaps.at(-1)?.split(",")[0]]).toEqual([text, text]);
    expect(gaps[1]?.endsWith(",Marking")).toBe(true);
    expect(gaps.length).toBeGreaterThan(3);
    expect(gaps.slice(2, -1).every((line) => line.endsWith(`,${text}`))).toBe(true);
    expect(new Set(gaps.slice(0, 1).map((line) => line.split(",").length))).toEqual(
      new Set([gaps[1]?.split(",").length]),
    );
    const lines = read("answer/assessment.txt").trimEnd().split("\n");
    expect([lines[0], lines.at(-1)]).toEqual([text, text]);

    for (const name of ["plan.yaml", "plan.csv", "plan.json", "plan.xlsx"]) {
      const path = join(folder, name);
      await client.plan.export({ assessmentId, path });
      if (name.endsWith("xlsx")) expect(textIn(path), name).toContain(text);
      else expect(read(name), name).toContain(text);
    }
    const path = join(folder, "tracker.csv");
    await client.plan.export({ assessmentId, path, format: "tracker" });
    expect(read("tracker.csv")).toContain(`,${text}\r\n`);

    // A plan for Caldera needs abilities, of which there is none here.
    for (const format of runFormat.options.filter((one) => one !== "caldera-adversary")) {
      const { extension } = runFormats[format];
      const out = join(folder, `run-${format}.${extension}`);
      await client.emulation.export({ runIds: [runId], format, path: out });
      const isPacked = readFileSync(out).subarray(0, 2).toString() === "PK";
      expect(isPacked ? textIn(out) : readFileSync(out, "utf8"), format).toContain(text);
    }

    const layer = join(folder, "layer.json");
    await client.layers.export({
      sources: [{ kind: "mode", assessmentId, domain: enterprise, mode: "coverage" }],
      path: layer,
    });
    expect(JSON.parse(read("layer.json"))).toMatchObject({
      metadata: expect.arrayContaining([{ name: "Marking", value: text }]) as unknown,
    });
    const report = await client.layers.import({ paths: [layer] });
    const [again] = await client.layers.list({});
    expect(report.layers).toHaveLength(1);
    expect((await client.layers.get({ layerId: again?.id ?? 0 })).properties.metadata[0]).toEqual({
      name: "Marking",
      value: text,
    });
    const [last] = await client.imports.list({});
    for (const name of ["import.json", "import.csv"]) {
      await client.imports.export({ id: last?.id ?? 0, path: join(folder, name) });
      expect(read(name), name).toContain(text);
    }
  });
});

/** The text of every part of an archive. */
function textIn(path: string): string {
  return Object.values(unzipSync(readFileSync(path)))
    .map((bytes) => Buffer.from(bytes).toString("utf8"))
    .join("\n");
}

describe("a lower marking", () => {
  test("is refused without a reason, with one it is recorded and holds for the very same alone", async () => {
    const { client, folder, assessmentId, runId } = await openMarked();
    await client.settings.set({ marking: secret, staleAfterDays: 30 });
    const path = join(folder, "plan.csv");
    const markings = [mark("us", "u")];
    const things = { assessmentIds: [assessmentId] };
    const refused = client.plan.export({ assessmentId, path, marked: { markings } });
    await expect(refused).rejects.toMatchObject({
      code: "needs-decision",
      message: expect.stringContaining("The workspace is SECRET//NOFORN") as string,
    });
    expect(() => readFileSync(path)).toThrow(/ENOENT/);
    const request = { what: "Plan of Amber Quay", things, markings, who: "Ana" };
    await expect(client.markings.lower({ ...request, reason: "  " })).rejects.toMatchObject({
      code: "bad-input",
    });
    expect(await client.markings.lowerings({})).toEqual([]);
    const lowered = await client.markings.lower({ ...request, reason: "Names were taken out" });
    await client.plan.export({ assessmentId, path, marked: { loweringId: lowered.id } });
    expect(readFileSync(path, "utf8")).toMatch(/,UNCLASSIFIED\r\n$/);
    expect(await client.markings.lowerings({})).toEqual([
      {
        ...{ id: lowered.id, at: "2026-11-21T12:00:00.000Z", what: "Plan of Amber Quay" },
        ...{ required: "SECRET//NOFORN", written: "UNCLASSIFIED" },
        ...{ reason: "Names were taken out", who: "Ana" },
      },
    ]);
    // Not for other things, and no longer once something in it is higher.
    await expect(
      client.emulation.export({
        ...{ runIds: [runId], path: join(folder, "run.csv") },
        ...{ format: "csv", marked: { loweringId: lowered.id } },
      }),
    ).rejects.toMatchObject({ code: "bad-input" });
    await client.markings.set({ thing: { kind: "run", id: runId }, marking: mark("us", "ts") });
    await expect(
      client.plan.export({ assessmentId, path, marked: { loweringId: lowered.id } }),
    ).rejects.toMatchObject({ code: "bad-input" });

    const history = join(folder, "history.csv");
    expect(await client.markings.exportLowerings({ path: history })).toEqual({
      path: history,
      lowerings: 1,
    });
    expect(readFileSync(history, "utf8")).toBe(
      "\uFEFFTOP SECRET//NOFORN,,,,,,\r\n" +
        "Time,What left,Had to carry,Carried,Reason,Who,Marking\r\n" +
        "2026-11-21T12:00:00.000Z,Plan of Amber Quay,SECRET//NOFORN,UNCLASSIFIED," +
        "Names were taken out,Ana,TOP SECRET//NOFORN\r\n" +
        "TOP SECRET//NOFORN,,,,,,\r\n",
    );
  });

  test("needs none where it is higher, and is not recorded where it is not lower", async () => {
    const { client, folder, assessmentId } = await openMarked();
    await client.settings.set({ marking: secret, staleAfterDays: 30 });
    const path = join(folder, "plan.csv");
    const markings = [mark("us", "ts", "noforn")];
    await client.plan.export({ assessmentId, path, marked: { markings } });
    expect(readFileSync(path, "utf8")).toMatch(/,TOP SECRET\/\/NOFORN\r\n$/);
    const things = { assessmentIds: [assessmentId] };
    await expect(
      client.markings.lower({ what: "Plan", things, markings, reason: "Why not", who: "Ana" }),
    ).rejects.toMatchObject({ code: "bad-input" });
  });
});

describe("schemes", () => {
  const write = (folder: string, value: unknown) => {
    const path = join(folder, "scheme.json");
    writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
    return path;
  };

  test("of a site are imported, exported as a pattern, changed, and removed when nothing uses them", async () => {
    const { client, folder } = await openWorkbench();
    const known = await client.markings.schemes({});
    expect(known.map(({ scheme, ships, uses }) => [scheme.id, ships, uses])).toEqual([
      ["us", true, 0],
      ["nato", true, 0],
      ["tlp", true, 0],
      ["none", true, 1],
    ]);
    const path = write(folder, siteScheme("EXERCISE"));
    expect(await client.markings.importScheme({ path })).toMatchObject({ ships: false, uses: 0 });
    await client.settings.set({ marking: siteMarking, staleAfterDays: 30 });
    await expect(client.markings.removeScheme({ id: "test-site" })).rejects.toMatchObject({
      message: expect.stringContaining("The workspace is marked by this scheme") as string,
    });
    const { levels, ...rest } = siteScheme("EXERCISE");
    const without = { ...rest, levels: levels.map((level) => ({ ...level, id: "other" })) };
    await expect(
      client.markings.importScheme({ path: write(folder, without) }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('no level "only", which marks The workspace') as string,
    });
    await client.markings.importScheme({ path: write(folder, siteScheme("DRILL")) });
    expect((await client.markings.required({})).banner.text).toBe("DRILL");
    await client.settings.set({ marking: noMarking, staleAfterDays: 30 });
    await client.markings.removeScheme({ id: "test-site" });
    expect(await client.markings.schemes({})).toHaveLength(4);

    const pattern = join(folder, "us.json");
    await client.markings.exportScheme({ id: "us", path: pattern });
    expect(JSON.parse(readFileSync(pattern, "utf8"))).toEqual(known[0]?.scheme);
  });

  const good = siteScheme("EXERCISE");
  const [level] = good.levels;
  test.each<[string, unknown, RegExp]>([
    ["no JSON", "{", /scheme\.json/],
    ["a scheme that ships", { ...good, id: "us" }, /ships with Casemate/],
    ["a colour in words", { ...good, levels: [{ ...level, colour: "red" }] }, /levels\.0\.colour/],
    ["a key that nobody knows", { ...good, seperators: {} }, /scheme\.json: .*seperators/],
    ["a level twice", { ...good, levels: [level, level] }, /levels\.1\.id: "only" comes twice/],
    [
      "a release from a level that there is not",
      {
        ...good,
        caveats: [{ id: "rel", text: "REL", short: "REL", joins: "all", from: "high" }],
      } satisfies MarkingScheme,
      /caveats\.0\.from: there is no level "high"/,
    ],
    ["a line break in the banner", { ...good, name: "A\nB" }, /scheme\.json, name/],
    ["a list", [good], /scheme\.json/],
  ])("with %s are refused, with file and place", async (_what, value, message) => {
    const { client, folder } = await openWorkbench();
    await expect(
      client.markings.importScheme({ path: write(folder, value) }),
    ).rejects.toMatchObject({ message: expect.stringMatching(message) as string });
    expect(await client.markings.schemes({})).toHaveLength(4);
  });
});

test("a layer that is taken away and put back is marked as before, and undo lowers nothing", async () => {
  const { client, assessmentId } = await openMarked();
  const { layer } = await client.layers.create({
    source: { kind: "mode", assessmentId, domain: enterprise, mode: "coverage" },
    group: "",
  });
  const thing = { kind: "layer" as const, id: layer.id };
  const [unmarked] = await client.layers.remove({ layerIds: [layer.id] });
  if (unmarked === undefined) throw new Error("The layer was not there.");
  await client.layers.restore({ layers: [unmarked] });
  expect(await client.markings.get(thing)).toBeNull();

  await client.markings.set({ thing, marking: secret });
  // As an edit that was made before the layer was marked is taken back.
  await client.layers.restore({ layers: [unmarked] });
  expect(await client.markings.get(thing)).toEqual(secret);

  const removed = await client.layers.remove({ layerIds: [layer.id] });
  await client.layers.restore({ layers: removed });
  expect(await client.markings.get(thing)).toEqual(secret);
});
