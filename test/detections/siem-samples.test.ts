import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { detectionClass } from "../../src/shared/model/import-report.ts";
import { openFilledWorkbench } from "./filled-workbench.ts";
import { hasShared, samples } from "./samples.ts";

/** A rule as `expected/siem-rules.py` read it; `state` is null where the file cannot say. */
const expectedRule = z.strictObject({
  key: z.string(),
  name: z.string(),
  state: z.enum(["enabled", "disabled"]).nullable(),
  maturity: z.string().nullable(),
  severity: z.string().nullable(),
  alerting: z.boolean(),
  techniques: z.array(z.string()),
  tactics: z.array(z.string()),
  platforms: z.array(z.string()),
  class: detectionClass,
});

type Expected = Readonly<Record<string, readonly z.infer<typeof expectedRule>[]>>;

function readExpected(name: string): Expected {
  const file = new URL(`expected/${name}.json`, import.meta.url);
  return z.record(z.string(), z.array(expectedRule)).parse(JSON.parse(readFileSync(file, "utf8")));
}

const folders = [
  { name: "splunk", files: 35, rules: 56 },
  { name: "sentinel", files: 8, rules: 8 },
  { name: "sigma", files: 62, rules: 65 },
];

describe.skipIf(!hasShared)("every real file of", () => {
  test.each(folders)("$name says what was read apart", async ({ name, files, rules }) => {
    const expected = readExpected(name);
    expect(Object.keys(expected)).toHaveLength(files);
    const all = Object.entries(expected).flatMap(([file, list]) =>
      list.map((rule) => ({ file, ...rule })),
    );
    expect(all).toHaveLength(rules);
    const { client } = await openFilledWorkbench();
    const root = `${samples}/${name}`;
    const report = await client.detections.import({ paths: [root] });
    const classes = (wanted: string) => all.filter((rule) => rule.class === wanted).length;
    // The pairs before and after 19 are the same rules: of one key the newer file is kept.
    const keys = new Set(all.map(({ key }) => key));
    const twice = all.length - keys.size;
    expect(report).toMatchObject({
      read: all.length,
      imported: all.length - twice,
      duplicates: twice,
      unreadable: [],
      assumedState: "available",
    });
    if (twice === 0) {
      expect(report).toMatchObject({
        mappedFully: classes("mapped-fully"),
        mappedInPart: classes("mapped-in-part"),
        newerOnly: classes("newer-only"),
        otherOnly: classes("other-only"),
        tacticOnly: classes("tactic-only"),
        untagged: classes("untagged"),
        disabled: all.filter(({ state }) => state === "disabled").length,
        experimental: all.filter(({ maturity }) => maturity === "experimental").length,
      });
    }
    const list = await client.detections.list({ environmentId: 1 });
    const found = list.map((rule) => ({
      file: relative(root, rule.file),
      key: rule.key,
      name: rule.name,
      state: rule.stateAssumed ? null : rule.state,
      maturity: rule.maturity,
      severity: rule.severity,
      alerting: rule.alerting,
      techniques: rule.techniques.map(({ written }) => written),
      tactics: rule.tactics,
      platforms: rule.platforms,
      class: rule.class,
    }));
    const byPlace = (a: { file: string; key: string }, b: { file: string; key: string }) =>
      `${a.file}\n${a.key}` < `${b.file}\n${b.key}` ? -1 : 1;
    const kept = new Set(found.map(({ file }) => file));
    expect(found.sort(byPlace)).toEqual(all.filter(({ file }) => kept.has(file)).sort(byPlace));
  });
});
