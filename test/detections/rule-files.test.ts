import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import type { DetectionDetail } from "../../src/shared/model/detection.ts";
import type { ExpectedReport } from "./expected-report.ts";
import { asExpected, readExpected } from "./expected-report.ts";
import type { TestWorkbench } from "../support/workbench.ts";
import { openFilledWorkbench } from "./filled-workbench.ts";
import { hasShared, samples } from "./samples.ts";

const elsewhere: Readonly<Record<string, RegExp>> = {
  "data-source-administration": /import it as log sources/,
  "group-administration": /import it as own intelligence/,
  "no rules": /no columns for a rule's name/,
};

function moreOf({ format, quality, severity }: DetectionDetail): (string | number)[] {
  const more = format === "dettect-techniques" ? quality : severity;
  return more === null ? [] : [more];
}

async function listDetails(
  { client }: TestWorkbench,
  environmentId: number,
): Promise<DetectionDetail[]> {
  const list = await client.detections.list({ environmentId });
  return Promise.all(list.map(({ id }) => client.detections.get({ id })));
}

type ZipEntries = Record<string, Uint8Array>;

const folders = ["elastic", "dettect"] as const;

describe.skipIf(!hasShared)("the real files of", () => {
  test.each(folders)("%s say what was worked out apart from the importer", async (folder) => {
    const bench = await openFilledWorkbench();
    const { client } = bench;
    for (const [file, expected] of readExpected(folder)) {
      const path = `${samples}/${folder}/${file}`;
      const { id, name } = await client.environments.create({ name: file });
      const importing = client.detections.import({ paths: [path], environment: name });
      if (expected.is !== undefined) {
        await expect(importing, file).rejects.toMatchObject({
          code: "bad-format",
          message: expect.stringMatching(elsewhere[expected.is] ?? /never/) as string,
        });
        continue;
      }
      const report = await importing;
      expect(report.unreadable, file).toEqual([]);
      const list = await listDetails(bench, id);
      expect(asExpected(report, list, moreOf), file).toEqual(expected);
    }
  });

  test.each([
    ["folder", ""],
    ["zip", ".zip"],
  ])("every tool in one %s are the sum of their files", async (_, ending) => {
    const bench = await openFilledWorkbench();
    const folder = join(bench.folder, "mixed");
    const chosen = new Map<string, ExpectedReport>();
    for (const name of folders) {
      for (const [file, expected] of readExpected(name)) {
        chosen.set(`${name}/${file}`, expected);
        mkdirSync(join(folder, name, file, ".."), { recursive: true });
        cpSync(`${samples}/${name}/${file}`, join(folder, name, file));
      }
    }
    // A Sigma rule, a search of Splunk's, a layer and a bundle, whose numbers are plain to see.
    const others = {
      "rule.yml": "title: a\nid: sigma-a\ntags: [attack.t1059]\ndetection: {a: b}\n",
      "search.json": '{"result":{"title":"b","disabled":"0","mitre_technique":"T1055"}}',
      "layer.json": JSON.stringify({
        name: "own",
        versions: { layer: "4.5", attack: "18" },
        domain: "enterprise-attack",
        techniques: [
          { techniqueID: "T1003", score: 3 },
          { techniqueID: "T1021", score: 0 },
          { techniqueID: "T1018" },
        ],
      }),
      "bundle.json": '{"type":"bundle","id":"bundle--1","objects":[]}',
    };
    for (const [name, text] of Object.entries(others)) writeFileSync(join(folder, name), text);
    const path = `${folder}${ending}`;
    if (ending !== "") {
      const entries = [...chosen.keys(), ...Object.keys(others)];
      const read = (name: string) => [name, new Uint8Array(readFileSync(join(folder, name)))];
      writeFileSync(path, zipSync(Object.fromEntries(entries.map(read)) as ZipEntries));
    }
    const report = await bench.client.detections.import({ paths: [path] });
    const read = [...chosen.values()].filter((each) => each.is === undefined);
    const sum = (count: (each: ExpectedReport) => number) =>
      read.reduce((total, each) => total + count(each), 0);
    const inClass = (name: string) => sum(({ classes }) => classes[name] ?? 0);
    // The example in CSV and the one in XLSX are two formats, so nothing is there twice.
    expect(report).toMatchObject({
      read: sum((each) => each.read) + 3,
      duplicates: 0,
      disabled: sum((each) => each.disabled),
      mappedFully: inClass("mappedFully") + 3,
      mappedInPart: inClass("mappedInPart"),
      otherOnly: inClass("otherOnly"),
      tacticOnly: inClass("tacticOnly"),
      untagged: inClass("untagged"),
      unreadable: [],
      ignoredFiles: chosen.size - read.length + 1,
    });
    const formats = new Set(report.format.split(", "));
    expect(formats).toEqual(
      new Set([
        ...["csv", "xlsx", "sigma", "splunk-rest", "navigator-layer"],
        ...["elastic-toml", "kibana-ndjson", "dettect-techniques"],
      ]),
    );
    // What holds no detections is named, with where it belongs.
    const ignored = report.warnings.filter(({ code }) => code === "ignored-file");
    expect(ignored).toHaveLength(chosen.size - read.length + 1);
    expect(ignored.filter(({ message }) => message.includes("import it"))).toHaveLength(
      ignored.length - 1,
    );
    const claims = report.detections.filter(({ file }) => file.endsWith("layer.json"));
    expect(claims.map(({ key }) => key)).toEqual(["own T1003"]);
    expect(report.warnings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('the layer "own" scores 1 or more'),
        expect.stringContaining("1 annotation without a score"),
        expect.stringContaining("1 annotation scored less than 1"),
      ]),
    );
  });
});
