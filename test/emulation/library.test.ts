import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { countsOf } from "./counts.ts";
import { openRange } from "./range.ts";

const data = "../shared/data";
const counts = z.record(z.string(), z.number());
const expected = z
  .object({
    archive: z.object({
      tests: z.number(),
      guids: z.number(),
      techniques: z.number(),
      executors: counts,
      platforms: counts,
      elevated: z.number(),
      inputs: z.number(),
      prerequisites: z.number(),
      withAddress: z.array(z.string()),
    }),
    index: z.object({ rows: z.number(), guids: z.number() }),
    plans: z.record(
      z.string(),
      z.object({
        name: z.string(),
        version: z.string(),
        steps: z.number(),
        distinct: z.number(),
        techniques: z.array(z.string()),
      }),
    ),
    abilities: z.record(
      z.string(),
      z.object({ name: z.string(), written: z.string(), executors: z.number() }),
    ),
    adversaries: z.record(z.string(), z.object({ name: z.string(), abilities: z.number() })),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, "expected/library.json"), "utf8")));

describe.skipIf(!existsSync(data))(`libraries of tests (${data} is missing)`, () => {
  test("of Atomic Red Team come whole from their archive, and again add nothing", async () => {
    const { client } = await openRange();
    const paths = [join(data, "atomics/atomics.zip")];
    const { archive } = expected;
    expect(await client.emulation.import({ paths })).toMatchObject({
      format: "Atomic Red Team tests",
      read: archive.tests,
      added: archive.guids,
      unreadable: [],
    });
    const tests = await client.emulation.tests({});
    const executors = tests.flatMap((one) => one.executors);
    expect(tests).toHaveLength(archive.guids);
    expect(new Set(tests.flatMap(({ written }) => written)).size).toBe(archive.techniques);
    expect(countsOf(executors, ({ name }) => name)).toEqual(archive.executors);
    expect(
      countsOf(
        executors.flatMap(({ platforms }) => platforms),
        (platform) => platform,
      ),
    ).toEqual(archive.platforms);
    expect(executors.filter(({ elevated }) => elevated === true)).toHaveLength(archive.elevated);
    expect(tests.flatMap(({ inputs }) => inputs)).toHaveLength(archive.inputs);
    expect(tests.flatMap(({ prerequisites }) => prerequisites)).toHaveLength(archive.prerequisites);
    expect(await client.emulation.import({ paths })).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: archive.tests,
    });
  });

  test("say of every test with an address that it needs a network", async () => {
    const { client } = await openRange();
    await client.emulation.import({ paths: [join(data, "atomics/atomics.zip")] });
    const flagged = new Set(
      (await client.emulation.tests({}))
        .filter(({ network }) => network.length > 0)
        .map(({ key }) => key),
    );
    const { withAddress, tests } = expected.archive;
    expect(withAddress.filter((key) => !flagged.has(key))).toEqual([]);
    // Downloaders without an address in sight are few: most tests are not flagged.
    expect(flagged.size).toBeLessThan(tests / 2);
  });

  test("know 1,819 tests from the index's 2,301 rows, and keep commands that are known", async () => {
    const { client } = await openRange();
    const index = [join(data, "atomics/index.csv")];
    expect(expected.index).toEqual({ rows: 2301, guids: 1819 });
    expect(await client.emulation.import({ paths: index })).toMatchObject({
      format: "Atomic Red Team index",
      read: 2301,
      added: 1819,
      duplicates: 2301 - 1819,
    });
    const archive = [join(data, "atomics/atomics.zip")];
    expect(await client.emulation.import({ paths: archive })).toMatchObject({ changed: 1819 });
    expect(await client.emulation.import({ paths: index })).toMatchObject({
      changed: 0,
      unchanged: 1819,
    });
  });

  test("of Caldera come in both layouts, and its adversaries in their order", async () => {
    const { client } = await openRange();
    const paths = ["abilities", "adversaries"].map((name) => join(data, "samples/caldera", name));
    expect(await client.emulation.import({ paths })).toMatchObject({ unreadable: [] });
    const tests = await client.emulation.tests({});
    expect(
      Object.fromEntries(
        tests.map(({ key, name, written, executors }) => [
          key,
          { name, written: written.join(), executors: executors.length },
        ]),
      ),
    ).toEqual(expected.abilities);
    const adversaries = await client.emulation.sequences({});
    expect(
      Object.fromEntries(
        adversaries.map((one) => [one.key, { name: one.name, abilities: one.tests.length }]),
      ),
    ).toEqual(expected.adversaries);
  });

  test.each(Object.entries(expected.plans))(
    "of the CTID's %s keep every step",
    async (name, plan) => {
      const { client } = await openRange();
      const paths = [join(data, "samples/emulation/ctid_library", name)];
      expect(await client.emulation.import({ paths })).toMatchObject({
        format: "CTID emulation plan",
        unreadable: [],
      });
      const tests = await client.emulation.tests({});
      expect(tests).toHaveLength(plan.distinct);
      expect([...new Set(tests.flatMap(({ written }) => written))].sort()).toEqual(plan.techniques);
      expect(new Set(tests.map(({ version }) => version))).toEqual(new Set([plan.version]));
      expect(await client.emulation.sequences({})).toMatchObject([
        { name: plan.name, tests: { length: plan.steps } },
      ]);
    },
  );
});
