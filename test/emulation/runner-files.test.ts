import { parse as parseCsv } from "csv-parse/sync";
import fc from "fast-check";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunExport } from "../../src/main/emulation/run-writer.ts";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { writeAtomicSchedule } from "../../src/main/emulation/write-atomic-schedule.ts";
import { writeAtomicScript } from "../../src/main/emulation/write-atomic-script.ts";
import { writeCalderaAdversary } from "../../src/main/emulation/write-caldera-adversary.ts";
import type { EmulationTest } from "../../src/shared/model/emulation-test.ts";
import type { TestCaseContent } from "../../src/shared/model/emulation.ts";
import { openRange } from "./range.ts";

const guid = "f3132740-55bc-48c4-bcc0-758a459cd027";
const other = "bf8c1441-4674-4dab-8e4e-39d93d08f9b7";

/** Runs with these test cases, as writers get them. */
function exportOf(
  cases: readonly TestCaseContent[],
  { name = "Purple day", notes = "", tests = [] as readonly EmulationTest[] } = {},
): RunExport {
  return {
    runs: [
      {
        name,
        who: "",
        tool: "",
        startedAt: null,
        endedAt: null,
        version: null,
        notes,
        uuid: "0f4c3c67-845e-49a0-927e-90ed33c044e0",
        environment: "Main",
        createdAt: "2026-11-21T12:00:00.000Z",
        cases: cases.map((content, index) => ({
          ...content,
          uuid: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
          edited: [],
          history: [],
          evidence: [],
        })),
      },
    ],
    redacted: false,
    marking: null,
    markingsOf: () => ({}),
    tests: () => tests,
    sharing: () => ({ base: null, removed: [] }),
    evidence: () => new Uint8Array(),
    releases: () => [],
  };
}

function aCase(given: Partial<TestCaseContent> = {}): TestCaseContent {
  return aTestCaseContent({
    source: "atomic",
    testKey: guid,
    name: "Mimikatz",
    written: "T1059.001",
    ...given,
  });
}

function textOf(written: unknown): string {
  if (typeof written !== "string") throw new Error("A text was expected.");
  return written;
}

/** The single quotes of PowerShell's language: the ASCII one and four that typography has. */
const singleQuotes = "'\u2018\u2019\u201a\u201b";

/**
 * A script as PowerShell would part it, after the language's rules on comments and verbatim strings:
 * its code with each string as `S`, and the strings' values.
 */
function partScript(script: string): { readonly code: string; readonly strings: string[] } {
  const strings: string[] = [];
  let code = "";
  let at = 0;
  while (at < script.length) {
    const character = script.charAt(at);
    if (character === "#") {
      while (at < script.length && !"\r\n".includes(script.charAt(at))) at += 1;
    } else if (singleQuotes.includes(character)) {
      let value = "";
      at += 1;
      for (;;) {
        if (at >= script.length) throw new Error("A string is never closed.");
        const inside = script.charAt(at);
        const isQuote = singleQuotes.includes(inside);
        const isDoubled = isQuote && singleQuotes.includes(script.charAt(at + 1) || "x");
        if (isQuote && !isDoubled) break;
        value += inside;
        at += isDoubled ? 2 : 1;
      }
      at += 1;
      strings.push(value);
      code += "S";
    } else {
      code += character;
      at += 1;
    }
  }
  return { code, strings };
}

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 30 }),
  fc
    .array(
      fc.constantFrom(
        ...["'", "\u2018", "\u2019", "\u201a", "\u201b", '"', "`", "$(calc)", ";", "#", "\n"],
        ...["\r", "\u2028", "\u0085", "@'", "'@", "<#", "#>", "}", "| iex", "a", " "],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join("")),
);

describe("a script for Invoke-AtomicRedTeam", () => {
  test("runs each atomic by technique and GUID, and names what is none in comments", () => {
    const script = textOf(
      writeAtomicScript(
        exportOf([
          aCase({
            host: "WS-014",
            assignee: "Ana",
            ownFields: [{ name: "Input: out file", value: "C:\\it's.txt" }],
          }),
          aCase({ source: "caldera", testKey: other, name: "Find files", written: "T1083" }),
        ]),
      ),
    );
    expect(script).toContain(
      `Invoke-Planned -At 'WS-014' -Technique 'T1059.001' -Guid '${guid}' -InputArgs @{ 'out file' = 'C:\\it''s.txt' }`,
    );
    expect(script).toContain("# 1 of 2: T1059.001 Mimikatz, on WS-014, by Ana\r\n");
    expect(script).toContain(`# It is no atomic (caldera): run it by hand, ${other}.\r\n`);
    expect(partScript(script).code).not.toContain(other);
    for (const parameter of ["-CheckPrereqs", "-Cleanup", "-LoggingModule", "-ExecutionLogPath"]) {
      expect(script).toContain(`Invoke-AtomicTest $Technique @by ${parameter}`.slice(0, 34));
      expect(script).toContain(parameter);
    }
  });

  test("has no code but its own, whatever names, hosts and inputs say", () => {
    const plain = partScript(
      textOf(
        writeAtomicScript(
          exportOf([aCase({ host: "h", ownFields: [{ name: "Input: i", value: "v" }] }), aCase()]),
        ),
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (name, host, input, value) => {
        const script = textOf(
          writeAtomicScript(
            exportOf(
              [
                aCase({
                  name,
                  host,
                  assignee: name,
                  ownFields: [{ name: `Input: ${input}`, value }],
                }),
                aCase({ name: value }),
              ],
              { name },
            ),
          ),
        );
        const parted = partScript(script);
        expect(parted.code).toBe(plain.code);
        const withoutNull = (text: string) => text.replaceAll("\u0000", "");
        expect(parted.strings).toContain(withoutNull(host));
        expect(parted.strings).toContain(withoutNull(input));
        expect(parted.strings).toContain(withoutNull(value));
      }),
    );
  });

  test("says which test needs a network, and fetches nothing", () => {
    const needy: EmulationTest = {
      id: 1,
      importId: null,
      source: "atomic",
      key: guid,
      name: "Mimikatz",
      description: "",
      written: ["T1059.001"],
      tactic: null,
      version: null,
      executors: [],
      inputs: [],
      prerequisites: [],
      network: [{ where: "prerequisite", what: "https://example.org/m.zip" }],
      file: "",
    };
    const script = textOf(writeAtomicScript(exportOf([aCase()], { tests: [needy] })));
    expect(script).toContain("# Needs a network: https://example.org/m.zip (prerequisite)\r\n");
    expect(partScript(script).code).not.toContain("GetPrereqs");
    expect(script).toContain(
      `# Where there is one: Invoke-AtomicTest T1059.001 -TestGuids ${guid}`,
    );
  });
});

/** What PowerShell's ConvertFrom-StringData makes of a text: a line each, escapes undone. */
function readStringData(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const at = line.indexOf("=");
        const value = line
          .slice(at + 1)
          .replace(/\\(.)/g, (_, letter: string) => ({ n: "\n", r: "\r" })[letter] ?? letter);
        return [line.slice(0, at), value];
      }),
  );
}

describe("a schedule of the Atomic runner", () => {
  test("has each atomic once in its order, with hosts and people in the notes", () => {
    const csv = textOf(
      writeAtomicSchedule(
        exportOf([
          aCase({ host: "WS-1", assignee: "Ana", platform: "windows" }),
          aCase({ source: "own", testKey: "x" }),
          aCase({
            testKey: other,
            name: 'Says "run", now',
            platform: "windows",
            ownFields: [
              { name: "Input: path", value: "C:\\temp\\new" },
              { name: "Input: text", value: "a=b\nc" },
            ],
          }),
          aCase({ host: "WS-2", platform: "windows" }),
        ]),
      ),
    );
    const rows: Record<string, string>[] = parseCsv(csv, { columns: true, bom: true });
    expect(Object.keys(rows[0] ?? {})).toEqual([
      "Order",
      "Technique",
      "TestName",
      "auto_generated_guid",
      "supported_platforms",
      "TimeoutSeconds",
      "InputArgs",
      "AtomicsFolder",
      "enabled",
      "notes",
    ]);
    expect(rows).toMatchObject([
      { Order: "1", auto_generated_guid: guid, enabled: "True", notes: "WS-1, Ana; WS-2" },
      { Order: "2", TestName: 'Says "run", now', supported_platforms: "windows" },
    ]);
    expect(readStringData(rows[1]?.["InputArgs"] ?? "")).toEqual({
      path: "C:\\temp\\new",
      text: "a=b\nc",
    });
    expect(() => writeAtomicSchedule(exportOf([aCase({ source: "own" })]))).toThrow(
      "nothing to schedule",
    );
  });
});

describe("an adversary of Caldera", () => {
  test("names what is no ability in comments that stay comments", () => {
    const yaml = textOf(
      writeCalderaAdversary(
        exportOf(
          [
            aCase({ source: "caldera", testKey: other }),
            aCase({ name: "x\n- injected\u2028atomic_ordering: []" }),
          ],
          { name: "Day: #1", notes: "a\nb: c" },
        ),
      ),
    );
    const lines = yaml.split("\n").filter((line) => !line.startsWith("#"));
    expect(lines.join("\n")).not.toContain("injected");
    expect(yaml).toContain(guid);
    expect(() => writeCalderaAdversary(exportOf([aCase()]))).toThrow("No test case is an ability");
  });

  const samples = "../shared/data/samples/caldera";
  test.skipIf(!existsSync(samples))(
    `that was planned in its order is read back in its order (${samples})`,
    async () => {
      const { client, environmentId, at, importText } = await openRange();
      await client.emulation.import({
        paths: ["abilities", "adversaries"].map((name) => join(samples, name)),
      });
      const sequences = await client.emulation.sequences({});
      expect(sequences.length).toBeGreaterThan(3);
      // The samples hold a few of the abilities: the others stand in for theirs.
      const held = new Set((await client.emulation.tests({})).map(({ key }) => key));
      const missing = new Set(
        sequences.flatMap(({ tests }) => tests).filter((key) => !held.has(key)),
      );
      const abilities = [...missing].map(
        (key) =>
          `- id: ${key}\n  name: Stands in\n  tactic: discovery\n  technique:\n` +
          "    attack_id: T1083\n  platforms:\n    linux:\n      sh:\n        command: ls\n",
      );
      await importText("abilities.yml", abilities.join(""));
      for (const [index, sequence] of sequences.entries()) {
        const { suggestions } = await client.emulation.suggest({
          assessmentId: null,
          from: { kind: "sequence", sequenceId: sequence.id },
          filter: { platforms: [], offline: false, unelevated: false },
        });
        const { run } = await client.emulation.plan({
          into: {
            kind: "new",
            environmentId,
            run: {
              name: `Again ${String(index)}`,
              who: "",
              tool: "",
              startedAt: null,
              endedAt: null,
              version: null,
              notes: "",
            },
          },
          tests: suggestions.flatMap(({ tests: [first], techniqueId }) =>
            first === undefined
              ? []
              : [
                  {
                    testId: first.testId,
                    executor: null,
                    platforms: [],
                    written: techniqueId ?? first.written,
                    tactic: null,
                    group: "",
                    host: "",
                    platform: "",
                    assignee: "",
                    expected: null,
                    inputs: [],
                  },
                ],
          ),
        });
        const path = at(`again-${String(index)}.yml`);
        await client.emulation.export({ runIds: [run.id], format: "caldera-adversary", path });
        expect(readFileSync(path, "utf8")).toContain("atomic_ordering:");
        await client.emulation.import({ paths: [path] });
        const back = (await client.emulation.sequences({})).find(({ key }) => key === run.uuid);
        expect(back).toMatchObject({ source: "caldera", name: `Again ${String(index)}` });
        expect(back?.tests).toEqual(sequence.tests);
      }
    },
  );
});
