import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { TestCaseContent } from "../../src/shared/model/emulation.ts";
import { firstProfiles, hiddenPart } from "../../src/shared/model/redaction.ts";
import type { ExportedRun } from "../../src/shared/model/run-export.ts";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { runFormat } from "../../src/shared/model/run-export.ts";
import { redactRuns } from "../../src/main/emulation/redact-runs.ts";
import { writeAtomicSchedule } from "../../src/main/emulation/write-atomic-schedule.ts";
import { writeAtomicScript } from "../../src/main/emulation/write-atomic-script.ts";
import { writeAttire } from "../../src/main/emulation/write-attire.ts";
import { writeRunCsv } from "../../src/main/emulation/write-run-csv.ts";
import { writeRunJson } from "../../src/main/emulation/write-run-json.ts";
import { writeVectr } from "../../src/main/emulation/write-vectr.ts";
import { bareCase, toldCase } from "./export-support.ts";
import { openRange } from "./range.ts";

const partner = firstProfiles[0]?.hidden ?? [];

/** Every form in which a file can hold a text, of bytes that were unpacked where they are a zip. */
function findIn(file: Uint8Array, values: readonly string[]): string[] {
  const isZip = file[0] === 0x50 && file[1] === 0x4b;
  const parts = isZip ? Object.values(unzipSync(file)) : [file];
  const texts = parts.flatMap((bytes) => {
    const buffer = Buffer.from(bytes);
    const open = [buffer.toString("utf8"), buffer.toString("utf16le")];
    const encoded = open.flatMap((text) =>
      (text.match(/[A-Za-z0-9+/]{16,}={0,2}/g) ?? []).flatMap((code) => [
        Buffer.from(code, "base64").toString("utf8"),
        Buffer.from(code, "base64").toString("utf16le"),
      ]),
    );
    return [...open, ...encoded].map((text) => text.toLowerCase());
  });
  const formsOf = (value: string) =>
    [
      value,
      JSON.stringify(value).slice(1, -1),
      value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    ].map((form) => form.toLowerCase());
  return values.filter((value) =>
    formsOf(value).some((form) => texts.some((text) => text.includes(form))),
  );
}

const names = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{2,8}[-_.&<\\" ][A-Za-z0-9]{3,8}[0-9]{2}$/);
const writers = [
  ...[writeRunJson, writeRunCsv, writeVectr, writeAttire],
  ...[writeAtomicScript, writeAtomicSchedule],
];
const nothingElse = {
  redacted: true,
  marking: null,
  markingsOf: () => ({}),
  sharing: () => ({ base: null, removed: [] }),
  evidence: () => new Uint8Array(),
  tests: () => [],
  releases: () => [],
};
const encodings = fc.constantFrom<BufferEncoding>("utf8", "utf16le");

describe("a redacted run", () => {
  test("holds no hidden value in any format, however it is written inside of texts", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(names, { minLength: 8, maxLength: 8 }),
        encodings,
        fc.boolean(),
        (values, encoding, isUpper) => {
          const [host = "", user = "", person = "", tool = "", rule = "", note = ""] = values;
          const [own = "", output = ""] = values.slice(6);
          const told = `${values.join(" and ")}; ${JSON.stringify(values)}`;
          const text = isUpper ? told.toUpperCase() : told;
          const encoded = Buffer.from(told, encoding).toString("base64");
          const fired = { id: null, name: rule };
          const content: TestCaseContent = {
            ...toldCase,
            name: text.slice(0, 400),
            command: `powershell -enc ${encoded} ${text}`,
            redNotes: text,
            host,
            assignee: person,
            fired,
            observations: [
              { tool, outcome: "alerted", seen: null, alertAt: null, fired, note: text },
            ],
            execution: { exitCode: "0", status: text, user, processId: null, output },
            blueNotes: note,
            ownFields: [{ name: "Own", value: own }],
          };
          const run: ExportedRun = {
            uuid: "0b8a7d0e-3f7e-4c57-9d0a-5f3f64b0a001",
            environment: "Main",
            createdAt: "2026-11-12T09:00:00.000Z",
            name: `Run of ${person}`,
            who: person,
            tool: `Runner on ${host}`,
            startedAt: null,
            endedAt: null,
            version: null,
            notes: text,
            cases: [
              {
                ...content,
                uuid: "0b8a7d0e-3f7e-4c57-9d0a-5f3f64b0a002",
                edited: ["host"],
                history: [
                  {
                    at: "2026-11-12T09:00:00.000Z",
                    who: person,
                    field: "host",
                    before: JSON.stringify(`${host}, ${host}`),
                    after: JSON.stringify(host),
                  },
                ],
                evidence: [
                  { name: `${host}.txt`, bytes: 1, sha256: "0", addedAt: "", who: person },
                ],
              },
            ],
          };
          for (const hidden of [partner, partner.filter((part) => part !== "history")]) {
            const { runs } = redactRuns([run], hidden);
            for (const write of writers) {
              const written = write({ ...nothingElse, runs });
              const file = typeof written === "string" ? written : JSON.stringify(written);
              expect([write.name, findIn(Buffer.from(file), values)]).toEqual([write.name, []]);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test("keeps one pseudonym for one name, in every run and inside of texts", async () => {
    const range = await openRange();
    const addRun = async (name: string, cases: TestCaseContent[]) => {
      const { id } = await range.client.emulation.addRun({
        environmentId: range.environmentId,
        run: {
          name,
          who: "Mira Falk",
          tool: "",
          startedAt: null,
          endedAt: null,
          version: null,
          notes: "",
        },
      });
      await range.client.emulation.addCases({ runId: id, cases });
      return id;
    };
    const first = await addRun("One", [
      { ...toldCase, host: "DC01.corp.example" },
      { ...toldCase, host: "WS-7, dc01.CORP.example", redNotes: "from ws-7 to DC01 at 10.1.2.3" },
    ]);
    const second = await addRun("Two", [
      { ...toldCase, host: "ws-7", command: "ping \\\\fs1\\c$" },
    ]);
    const path = range.at("run.json");
    await range.client.emulation.export({
      runIds: [first, second],
      format: "json",
      hidden: [...partner],
      path,
    });
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
      redacted: true,
      runs: [
        {
          name: "Run 1",
          who: "Person 1",
          environment: "Environment 1",
          cases: [
            {
              host: "Host 1",
              assignee: "Person 1",
              fired: { name: "Rule 1" },
              observations: [
                { tool: "Tool A", fired: { name: "Rule 1" }, note: "" },
                { tool: "Tool B" },
              ],
              execution: { user: "Account 1", output: "" },
              blueNotes: "",
              ownFields: [],
              outcome: "alerted",
              startAt: "2026-11-12T09:47:00.000Z",
            },
            { host: "Host 3, Host 1", redNotes: "from Host 3 to Host 2 at [address]" },
          ],
        },
        { name: "Run 2", cases: [{ host: "Host 3", command: "ping \\\\[address]\\c$" }] },
      ],
    });
  });

  test("hides whose home folder a command works in, wherever else that name stands", () => {
    const commands = [
      "tar -zcf /Users/mkestrel/staged.tar.gz /Users/Shared/x",
      String.raw`copy C:\Users\ilarkin\x.txt C:\Users\Public\y.txt`,
      "curl --user fjarvi: -T /home/fjarvi/x; echo $HOME/$USER /home/#{user}/y",
    ];
    const run: ExportedRun = {
      uuid: "0b8a7d0e-3f7e-4c57-9d0a-5f3f64b0a001",
      environment: "Main",
      createdAt: "2026-11-12T09:00:00.000Z",
      ...{
        name: "Run",
        who: "",
        tool: "",
        startedAt: null,
        endedAt: null,
        version: null,
        notes: "",
      },
      cases: commands.map((command) => ({
        ...{ ...toldCase, command, redNotes: "Ask MKestrel" },
        ...{ uuid: "0b8a7d0e-3f7e-4c57-9d0a-5f3f64b0a002", edited: [], history: [], evidence: [] },
      })),
    };
    const { runs } = redactRuns([run], ["users"]);
    const texts = runs[0]?.cases.map(({ command, redNotes }) => `${command} ${redNotes}`) ?? [];
    expect(texts).toHaveLength(3);
    for (const text of texts) expect(text).not.toMatch(/mkestrel|ilarkin|fjarvi/i);
    expect(texts[0]).toContain("/Users/Shared/x");
    expect(texts[1]).toContain(String.raw`C:\Users\Public\y.txt`);
    expect(texts[2]).toContain("/home/#{user}/y");
  });

  test("is previewed with the values that are hidden, and a test case as the recipient sees it", async () => {
    const range = await openRange();
    const { id } = await range.client.emulation.addRun({
      environmentId: range.environmentId,
      run: {
        name: "Day",
        who: "",
        tool: "",
        startedAt: null,
        endedAt: null,
        version: null,
        notes: "",
      },
    });
    await range.client.emulation.addCases({
      runId: id,
      cases: [bareCase, { ...toldCase, host: "WS-7", redNotes: "ws-7 twice: WS-7" }],
    });
    const preview = await range.client.emulation.previewRedaction({
      runIds: [id],
      hidden: ["hosts", "tools", "blueNotes"],
    });
    expect(preview.parts).toEqual([
      { part: "hosts", values: 1 },
      { part: "tools", values: 2 },
      // The note of the case, and that of the tool.
      { part: "blueNotes", values: 2 },
    ]);
    expect(preview.sample?.before.host).toBe("WS-7");
    expect(preview.sample?.after).toMatchObject({
      host: "Host 1",
      redNotes: "Host 1 twice: Host 1",
      blueNotes: "",
      assignee: "Mira Falk",
    });
  });

  test("knows the workspace's profiles, and which was used last", async () => {
    const { client } = await openRange();
    expect(await client.emulation.redaction({})).toEqual({
      profiles: [...firstProfiles],
      chosen: null,
    });
    const choice = {
      profiles: [{ name: "Hosts alone", hidden: ["hosts" as const] }],
      chosen: "Hosts alone",
    };
    await client.emulation.setRedaction(choice);
    expect(await client.emulation.redaction({})).toEqual(choice);
  });
});

const sample = "../shared/data/samples/vectr/DEMO_PURPLE_CE.csv";

describe.skipIf(!existsSync(sample))(`VECTR's demo dump, redacted (${sample} is missing)`, () => {
  test("holds no tool, organisation, host, campaign nor note of the defence", async () => {
    const range = await openRange({ starter: true });
    await range.client.emulation.import({ paths: [sample] });
    const runs = await range.client.emulation.runs({});
    const cases = await range.listCases();
    const ownOf = (wanted: string) =>
      cases.flatMap(({ ownFields }) =>
        ownFields.filter(({ name }) => name === wanted).flatMap(({ value }) => value.split(",")),
      );
    const hidden = [
      ...runs.map(({ name }) => name),
      ...cases.map(({ group }) => group),
      ...cases.map(({ blueNotes }) => blueNotes).filter((note) => note.length >= 8),
      ...cases.flatMap(({ host }) => host.split(",")),
      ...["DetectingTools", "Organizations", "SourceIps"].flatMap(ownOf),
    ].map((value) => value.trim());
    const values = [...new Set(hidden)].filter((value) => value.length > 2);
    expect(values.length).toBeGreaterThan(40);
    // The files for runners hold what runners know: an atomic and an ability on a host of the dump.
    const [first] = runs;
    const [{ host, name } = { host: "", name: "" }] = cases;
    await range.client.emulation.addCases({
      runId: first?.id ?? 0,
      cases: (["atomic", "caldera"] as const).map((source) =>
        aTestCaseContent({
          source,
          testKey: "f3132740-55bc-48c4-bcc0-758a459cd027",
          name,
          written: "T1059.001",
          host,
        }),
      ),
    });
    for (const format of runFormat.options) {
      const path = range.at(`run.${format}`);
      await range.client.emulation.export({
        runIds: runs.map(({ id }) => id),
        format,
        hidden: [...hiddenPart.options],
        path,
      });
      const file = readFileSync(path);
      const text = file.toString("utf8");
      // Words that the format itself writes tell nothing.
      const told = findIn(file, values).filter((value) => !/^(?:Logs?|Technique)$/i.test(value));
      expect([format, told, text.includes("casemate-test")]).toEqual([format, [], false]);
    }
  });
});
