import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { OwnTest } from "../../src/shared/model/emulation-test.ts";
import type { PlannedTest, TestFilter } from "../../src/shared/model/test-plan.ts";
import { openWorkbench } from "../support/workbench.ts";
import { openRange } from "./range.ts";

const data = "../shared/data";
const archive = join(data, "atomics/atomics.zip");
const counts = z
  .object({
    techniques: z.number(),
    withWindowsTest: z.number(),
    withWindowsTestWithoutAddress: z.number(),
    windowsTests: z.record(z.string(), z.number()),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "expected/air-gap.json"), "utf8")));

const anything: TestFilter = { platforms: [], offline: false, unelevated: false };
const enterprise = domain.parse("enterprise-attack");

/** A test of one's own of which nothing is said but what is given. */
function anOwnTest(given: Partial<OwnTest> & Pick<OwnTest, "name">): OwnTest {
  return {
    description: "",
    written: ["T1059.001"],
    tactic: null,
    executors: [
      {
        platforms: ["windows"],
        name: "powershell",
        command: "whoami",
        cleanup: "",
        elevated: false,
      },
    ],
    inputs: [],
    prerequisites: [],
    ...given,
  };
}

/** A planned test of which nothing is said but what is given. */
function planned(given: Partial<PlannedTest> & Pick<PlannedTest, "testId">): PlannedTest {
  return {
    executor: null,
    platforms: [],
    written: "T1059.001",
    tactic: "execution",
    group: "",
    host: "",
    platform: "",
    assignee: "",
    expected: null,
    inputs: [],
    ...given,
  };
}

/** The sample's workspace with a library of own tests. */
async function openSample() {
  const bench = await openWorkbench({ sample: true });
  const [assessment] = await bench.client.assessments.list({});
  const [environment] = await bench.client.environments.list({});
  if (assessment === undefined || environment === undefined)
    throw new Error("The sample is empty.");
  return { ...bench, assessmentId: assessment.id, environmentId: environment.id };
}

type Sample = Awaited<ReturnType<typeof openSample>>;

/** Gaps by their priority, each with what is to be expected. */
async function planFromGaps({ client, assessmentId }: Sample) {
  const { gaps } = await client.assessments.answer({ assessmentId });
  const { title, suggestions } = await client.emulation.suggest({
    assessmentId,
    from: { kind: "gaps", top: 7 },
    filter: anything,
  });
  expect(title).toBe("Top 7 gaps");
  expect(suggestions.map(({ techniqueId: id }) => id)).toEqual(
    gaps
      .filter(({ status }) => status === "open")
      .slice(0, 7)
      .map(({ id }) => id),
  );
  for (const { why, tests } of suggestions) {
    expect(why).toMatch(/^Gap \d of \d+, priority [\d.]+\. /);
    expect(tests).toEqual([]);
  }
}

/** What rules claim and no test has shown, until one has. */
async function planFromClaims({ client, assessmentId, environmentId }: Sample) {
  const [own] = await addAll(client, [anOwnTest({ name: "Prove it" })]);
  if (own === undefined) throw new Error("One was added.");
  const ask = async () =>
    (
      await client.emulation.suggest({
        assessmentId,
        from: { kind: "claims", top: null },
        filter: anything,
      })
    ).suggestions;
  const { techniques } = await client.assessments.answer({ assessmentId });
  const claimed = techniques.filter(
    ({ inDenominator, level }) => inDenominator && ["detected", "several"].includes(level),
  );
  const before = await ask();
  expect(before.map(({ techniqueId: id }) => id).sort()).toEqual(
    claimed.map(({ id }) => id).sort(),
  );
  const [first] = before;
  if (first === undefined || first.techniqueId === null) throw new Error("Rules claim something.");
  const { caseIds } = await client.emulation.plan({
    into: {
      kind: "new",
      environmentId,
      run: {
        name: "Day",
        who: "",
        tool: "",
        startedAt: null,
        endedAt: null,
        version: null,
        notes: "",
      },
    },
    tests: [planned({ testId: own.id, written: first.techniqueId })],
  });
  expect(await ask()).toHaveLength(before.length);
  const outcome = first.expected === "log" ? "logged" : "alerted";
  const set = (startAt: string) =>
    client.emulation.editCases({ ids: caseIds, change: { startAt, outcome }, who: "" });
  await set("2026-11-20T09:00:00.000Z");
  expect((await ask()).map(({ techniqueId: id }) => id)).not.toContain(first.techniqueId);
  // Half a year holds; longer ago is asked again, after what was never tested.
  await set("2026-01-20T09:00:00.000Z");
  const again = await ask();
  expect(again.at(-1)).toMatchObject({ techniqueId: first.techniqueId });
  expect(again.at(-1)?.why).toContain("2026-01-20, which is too long ago");
}

/** An actor's techniques in the order of the matrix's tactics. */
async function planFromActor({ client, assessmentId }: Sample) {
  const { actors, scope } = await client.assessments.get({ assessmentId });
  const [actor] = actors;
  if (actor === undefined) throw new Error("The sample has actors.");
  const [release] = await client.catalogue.list({});
  if (release === undefined || scope.releases.length === 0) throw new Error("There is a release.");
  const { tactics } = await client.catalogue.matrix({ releaseId: release.id });
  const profile = await client.actors.profile({ assessmentId, actor });
  const { suggestions } = await client.emulation.suggest({
    assessmentId,
    from: { kind: "actor", actor },
    filter: anything,
  });
  const used = profile.techniques.filter(({ excluded }) => excluded === null);
  expect(suggestions.map(({ techniqueId: id }) => id).sort()).toEqual(used.map(({ id }) => id));
  const places = suggestions.map(({ tactic }) =>
    tactics.findIndex(({ shortname }) => shortname === tactic),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
  for (const { techniqueId: id, tactic } of suggestions) {
    const own = used.find((each) => each.id === id)?.tactics ?? [];
    const [first] = tactics.filter(({ shortname }) => own.includes(shortname));
    expect(tactic).toBe(first?.shortname);
  }
  await expect(
    client.emulation.suggest({
      assessmentId,
      from: {
        kind: "actor",
        actor: { kind: "group", domain: enterprise, id: attackId.parse("G9999") },
      },
      filter: anything,
    }),
  ).rejects.toThrow("G9999");
}

const addAll = async (client: Client<CasemateContract>, tests: readonly OwnTest[]) => {
  const added = [];
  for (const one of tests) added.push(await client.emulation.addTest({ test: one }));
  return added;
};

describe("own tests", () => {
  test("are added under a key of their own, changed, taken away and put back", async () => {
    const { client } = await openRange();
    const [first, second] = await addAll(client, [
      anOwnTest({ name: "Beacon" }),
      anOwnTest({ name: "Beacon" }),
    ]);
    if (first === undefined || second === undefined) throw new Error("Two were added.");
    expect(first.source).toBe("own");
    expect(first.key).not.toBe(second.key);
    const before = await client.emulation.setTest({
      id: first.id,
      test: anOwnTest({
        name: "Beacon out",
        executors: [
          {
            platforms: ["linux"],
            name: "sh",
            command: "curl http://10.0.0.5/a",
            cleanup: "",
            elevated: null,
          },
        ],
      }),
    });
    expect(before).toEqual(first);
    const changed = await client.emulation.test({ id: first.id });
    expect(changed).toMatchObject({
      key: first.key,
      name: "Beacon out",
      network: [
        { where: "command", what: "http://10.0.0.5/a" },
        { where: "command", what: "curl" },
      ],
    });
    await client.emulation.restoreTests({ tests: [before] });
    expect(await client.emulation.test({ id: first.id })).toEqual(first);
    const removed = await client.emulation.removeTests({ ids: [first.id, second.id] });
    expect(await client.emulation.tests({})).toEqual([]);
    await client.emulation.restoreTests({ tests: removed });
    const back = await client.emulation.tests({});
    expect(back.map(({ key, name }) => [key, name])).toEqual(
      [first, second].map(({ key, name }) => [key, name]).sort(),
    );
  });

  test("alone are changed by hand: what a file brought is refused by its name", async () => {
    const { client, importText } = await openRange();
    await importText(
      "index.csv",
      "Tactic,Technique #,Technique Name,Test #,Test Name,Test GUID,Executor Name\n" +
        "execution,T1059.001,PowerShell,1,Mimikatz,f3132740-55bc-48c4-bcc0-758a459cd027,powershell\n",
    );
    const [atomic] = await client.emulation.tests({});
    if (atomic === undefined) throw new Error("One was imported.");
    await expect(client.emulation.removeTests({ ids: [atomic.id] })).rejects.toThrow('"Mimikatz"');
    await expect(
      client.emulation.setTest({ id: atomic.id, test: anOwnTest({ name: "x" }) }),
    ).rejects.toThrow("comes from a file");
  });
});

describe("the library", () => {
  test("says of each test when it was run last and what the defence made of it", async () => {
    const { client, environmentId } = await openRange();
    const [one, never] = await addAll(client, [
      anOwnTest({ name: "Run twice" }),
      anOwnTest({ name: "Planned" }),
    ]);
    if (one === undefined || never === undefined) throw new Error("Two were added.");
    const day = async (name: string, at: string | null, outcome: "alerted" | "missed" | null) => {
      const run = { name, who: "", tool: "", startedAt: null, endedAt: null, version: null };
      const { run: made, caseIds } = await client.emulation.plan({
        into: { kind: "new", environmentId, run: { ...run, notes: "" } },
        tests: [planned({ testId: one.id }), planned({ testId: never.id })],
      });
      if (at !== null && outcome !== null) {
        await client.emulation.editCases({
          ids: caseIds.slice(0, 1),
          change: { startAt: at, outcome },
          who: "Ana",
        });
      }
      return made.id;
    };
    await day("Second", "2026-11-10T09:00:00.000Z", "alerted");
    await day("First", "2026-10-10T09:00:00.000Z", "missed");
    await day("To come", null, null);
    const library = await client.emulation.library({});
    const [last] = library.filter(({ id }) => id === one.id);
    expect(last?.last).toMatchObject({
      at: "2026-11-10T09:00:00.000Z",
      outcome: "alerted",
      times: 2,
    });
    expect(library.find(({ id }) => id === never.id)?.last).toBeNull();
    expect(last).toMatchObject({ attackPlatforms: ["Windows"], elevated: false });
  });
});

describe("a plan", () => {
  test("is one run that has not begun, with a case for each test in the order given", async () => {
    const { client, environmentId } = await openRange();
    const [dump] = await addAll(client, [
      anOwnTest({
        name: "Dump",
        inputs: [
          { name: "out", description: "", type: "path", default: "C:\\a.dmp" },
          { name: "pid", description: "", type: "int", default: "4" },
        ],
        executors: [
          { platforms: ["windows"], name: "cmd", command: "x", cleanup: "", elevated: true },
          {
            platforms: ["windows"],
            name: "powershell",
            command: "dump #{pid} > #{out} #{host.user}",
            cleanup: "",
            elevated: true,
          },
        ],
      }),
    ]);
    if (dump === undefined) throw new Error("One was added.");
    const run = {
      name: "Purple day",
      who: "Ana",
      tool: "Atomic Red Team",
      startedAt: null,
      endedAt: null,
      version: null,
      notes: "",
    };
    const made = await client.emulation.plan({
      into: { kind: "new", environmentId, run },
      tests: [
        planned({
          testId: dump.id,
          executor: 1,
          host: "WS-1",
          assignee: "Ben",
          expected: "block",
          inputs: [
            { name: "out", value: "D:\\b.dmp" },
            { name: "pid", value: "4" },
            { name: "none", value: "such" },
          ],
        }),
        planned({ testId: dump.id, host: "WS-2" }),
      ],
    });
    expect(made.run).toMatchObject({ name: "Purple day", cases: 2 });
    expect(made.run.outcomes["not-assessed"]).toBe(2);
    const [first, second] = await client.emulation.cases({ runId: made.run.id });
    expect(first).toMatchObject({
      source: "own",
      testKey: dump.key,
      host: "WS-1",
      platform: "windows",
      executor: "powershell",
      command: "dump 4 > D:\\b.dmp #{host.user}",
      assignee: "Ben",
      expected: "block",
      outcome: "not-assessed",
      startAt: null,
      ownFields: [{ name: "Input: out", value: "D:\\b.dmp" }],
    });
    expect(second).toMatchObject({ host: "WS-2", executor: "cmd", position: 1 });
    // Of several executors the first for a platform that it is to run on.
    const [many] = await addAll(client, [
      anOwnTest({
        name: "Lists files",
        executors: [
          { platforms: ["darwin"], name: "sh", command: "ls", cleanup: "", elevated: null },
          {
            platforms: ["linux", "windows"],
            name: "x",
            command: "dir",
            cleanup: "",
            elevated: null,
          },
        ],
      }),
    ]);
    const listing = await client.emulation.plan({
      into: { kind: "new", environmentId, run: { ...run, name: "Files" } },
      tests: [["Windows"], ["macOS"], ["ESXi"]].map((platforms) =>
        planned({ testId: many?.id ?? 0, platforms }),
      ),
    });
    const listed = await client.emulation.cases({ runId: listing.run.id });
    expect(listed.map(({ command, platform }) => [command, platform])).toEqual([
      ["dir", "windows"],
      ["ls", "darwin"],
      ["ls", "darwin"],
    ]);
    await client.emulation.removeRuns({ ids: [listing.run.id] });
    const more = await client.emulation.plan({
      into: { kind: "run", runId: made.run.id },
      tests: [planned({ testId: dump.id, host: "WS-3" })],
    });
    expect(more.run.cases).toBe(3);
    await expect(
      client.emulation.plan({
        into: { kind: "new", environmentId, run },
        tests: [planned({ testId: dump.id }), planned({ testId: 999_999 })],
      }),
    ).rejects.toThrow("no longer in the library");
    expect(await client.emulation.runs({})).toHaveLength(1);
  });

  test("from an assessment follows its gaps, its claims, and its actors' tactics", async () => {
    const sample = await openSample();
    await planFromGaps(sample);
    await planFromActor(sample);
    await planFromClaims(sample);
  });

  test("of a sequence names the steps that the library does not hold", async () => {
    const { client, importText } = await openRange({ starter: true });
    await importText(
      "adversary.yml",
      "id: 0f4c3c67-845e-49a0-927e-90ed33c044e0\nname: Two\ndescription: d\n" +
        "atomic_ordering:\n- 6469befa-748a-4b9c-a96d-f191fde47d89\n- aaaaaaaa-0000-4000-8000-000000000000\n",
    );
    await importText(
      "ability.yml",
      "- id: 6469befa-748a-4b9c-a96d-f191fde47d89\n  name: Stage\n  description: d\n  tactic: collection\n" +
        "  technique:\n    attack_id: T1074.001\n    name: Local Data Staging\n" +
        "  platforms:\n    linux:\n      sh:\n        command: mkdir staged\n",
    );
    const [sequence] = await client.emulation.sequences({});
    if (sequence === undefined) throw new Error("One was imported.");
    const { title, suggestions } = await client.emulation.suggest({
      assessmentId: null,
      from: { kind: "sequence", sequenceId: sequence.id },
      filter: anything,
    });
    expect(title).toBe("Two");
    expect(suggestions).toMatchObject([
      { techniqueId: "T1074.001", tactic: "collection", missing: null, tests: [{}] },
      { techniqueId: null, missing: "aaaaaaaa-0000-4000-8000-000000000000", tests: [] },
    ]);
  });

  test("from gaps needs an assessment", async () => {
    const { client } = await openRange();
    await expect(
      client.emulation.suggest({
        assessmentId: null,
        from: { kind: "gaps", top: 5 },
        filter: anything,
      }),
    ).rejects.toThrow("those of an assessment");
  });
});

describe.skipIf(!existsSync(archive))(`tests for every technique (${archive} is missing)`, () => {
  test("are those that the archive's own files name, Windows alone and behind an air gap", async () => {
    const { client } = await openRange({ starter: true });
    await client.emulation.import({ paths: [archive] });
    const releases = await client.catalogue.list({});
    const release = releases.find((one) => one.domain === enterprise);
    if (release === undefined) throw new Error("The starter holds Enterprise.");
    const { techniques } = await client.catalogue.matrix({ releaseId: release.id });
    expect(techniques).toHaveLength(counts.techniques);
    const ask = async (filter: TestFilter) =>
      (
        await client.emulation.suggest({
          assessmentId: null,
          from: {
            kind: "techniques",
            techniques: techniques.map(({ id }) => ({ domain: enterprise, techniqueId: id })),
          },
          filter,
        })
      ).suggestions;
    const windows = { ...anything, platforms: ["Windows"] };
    const onWindows = new Set(
      (await client.emulation.library({}))
        .filter(({ attackPlatforms }) => attackPlatforms.includes("Windows"))
        .map(({ id }) => id),
    );
    /** By a technique's own ID, and known to run there: others are offered as well. */
    const own = (suggestions: Awaited<ReturnType<typeof ask>>) =>
      suggestions.flatMap(({ techniqueId: id, tests }) => {
        const named = tests.filter(
          ({ testId, written }) => written === id && onWindows.has(testId),
        ).length;
        return id === null || named === 0 ? [] : [[id, named] as const];
      });
    const all = own(await ask(windows));
    expect(Object.fromEntries(all)).toEqual(counts.windowsTests);
    expect(all).toHaveLength(counts.withWindowsTest);

    const offline = own(await ask({ ...windows, offline: true }));
    // Told again from the tests themselves, with no help of the code that offers them.
    const active = new Set<string>(techniques.map(({ id }) => id));
    const fit = new Set(
      (await client.emulation.tests({}))
        .filter(
          ({ network, executors }) =>
            network.length === 0 &&
            executors.some(({ platforms }) => platforms.includes("windows")),
        )
        .flatMap(({ written }) => written.filter((id) => active.has(id))),
    );
    expect(offline.map(([id]) => id)).toEqual([...fit].sort());
    expect(offline.length).toBeLessThanOrEqual(counts.withWindowsTestWithoutAddress);
    expect(offline.length).toBeGreaterThan(150);
    // T1562.001 is no more in the newer releases that the archive follows: offered by its new ID.
    const impair = (await ask(windows)).find(
      ({ techniqueId: id }) => id === techniqueId.parse("T1562.001"),
    );
    expect(impair?.tests.length).toBeGreaterThan(0);
    expect(impair?.tests.every(({ written }) => written !== "T1562.001")).toBe(true);
  });
});
