/** `casemate telemetry` as a process of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCasemate } from "../support/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "casemate-telemetry-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const casemate = (...args: string[]) => runCasemate(folder, ...args);

interface Served {
  readonly name: string;
  readonly domain: string;
  readonly collected: string | null;
  readonly techniques: readonly string[];
  readonly channels?: readonly { channel: string | null; techniques: readonly string[] }[];
}
interface Document {
  readonly releases: readonly unknown[];
  readonly environments: readonly unknown[];
  readonly logSources: readonly Served[];
  readonly dataComponents: readonly Served[];
}

interface Raw {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly revoked?: boolean;
  readonly x_mitre_deprecated?: boolean;
  readonly relationship_type?: string;
  readonly source_ref?: string;
  readonly target_ref?: string;
  readonly x_mitre_analytic_refs?: readonly string[];
  readonly x_mitre_log_source_references?: readonly {
    readonly name: string;
    readonly channel?: string;
    readonly x_mitre_data_component_ref?: string;
  }[];
  readonly external_references?: readonly { readonly external_id?: string }[];
}

/** Techniques by what a word of their analytics' log sources says, straight from the bundle. */
function techniquesBy(word: (log: { name: string; component: string }) => string) {
  const path = "resources/starter/enterprise-attack-18.1.json.gz";
  const bundle = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as { objects: Raw[] };
  const byId = new Map(
    bundle.objects
      .filter((object) => object.revoked !== true && object.x_mitre_deprecated !== true)
      .map((object) => [object.id, object]),
  );
  const found = new Map<string, Set<string>>();
  for (const { relationship_type: type, source_ref = "", target_ref = "" } of byId.values()) {
    const technique = byId.get(target_ref)?.external_references?.[0]?.external_id;
    if (type !== "detects" || technique === undefined) continue;
    for (const analytic of byId.get(source_ref)?.x_mitre_analytic_refs ?? []) {
      for (const log of byId.get(analytic)?.x_mitre_log_source_references ?? []) {
        const component = byId.get(log.x_mitre_data_component_ref ?? "")?.name ?? "";
        const key = word({ name: log.name, component });
        found.set(key, (found.get(key) ?? new Set()).add(technique));
      }
    }
  }
  return Object.fromEntries(
    [...found].map(([key, techniques]) => [key, [...techniques].sort()] as const).sort(),
  );
}
const listed = (sources: readonly Served[]) =>
  Object.fromEntries(
    sources
      .filter(({ domain }) => domain === "enterprise-attack")
      .map(({ name, techniques }) => [name, techniques] as const)
      .sort(),
  );

describe("casemate telemetry", () => {
  beforeAll(() => {
    expect(casemate("sample", "--out", "sample").code).toBe(0);
    writeFileSync(
      join(folder, "sources.csv"),
      "Data component,Collected\nProcess Creation,yes\nModule Load,no\nNothing of the sort,yes\n",
    );
  }, 120_000);
  const workspace = ["--workspace", "sample/sample.casemate"];

  it("lists each log source and data component with the techniques that it serves", () => {
    const { code, out, err } = casemate("telemetry", ...workspace, "--json");
    expect([code, err]).toEqual([0, ""]);
    const { releases, environments, logSources, dataComponents } = JSON.parse(out) as Document;
    expect(releases).toHaveLength(3);
    expect(environments).toEqual([{ name: "Tallowmere corporate network", sources: 35 }]);
    expect(listed(logSources)).toEqual(techniquesBy(({ name }) => name));
    expect(listed(dataComponents)).toEqual(techniquesBy(({ component }) => component));
    const collected = (name: string) =>
      dataComponents.find((one) => one.domain === "enterprise-attack" && one.name === name)
        ?.collected;
    // Process creation is stated for three platforms of more; nobody stated domain registrations.
    expect([collected("Process Creation"), collected("Domain Registration")]).toEqual([
      "some",
      "none",
    ]);
  });

  it("imports into an environment, and says what it did not know", () => {
    const args = ["telemetry", "sources.csv", ...workspace, "--environment", "Branch"];
    const first = casemate(...args, "--json");
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(JSON.parse(first.out)).toMatchObject({
      ...{ kind: "telemetry", environment: "Branch", read: 3, added: 3, unchanged: 0 },
      items: [
        { class: "not collected", what: "Module Load", line: 3 },
        { class: "unknown name", what: "Nothing of the sort", line: 4 },
      ],
    });
    const again = casemate(...args);
    expect(again.code).toBe(0);
    expect(again.out).toContain("3 log sources read into Branch (Table of log sources)");
    expect(again.out).toMatch(/^unchanged +3$/m);
    expect(again.out).toContain('called "Nothing of the sort"');
    const text = casemate("telemetry", ...workspace, "--environment", "Branch").out;
    expect(text).toContain("3 log sources stated for Branch.");
    expect(text).toMatch(/^Module Load +\d+ +not collected +enterprise-attack$/m);
  });

  it("fails with what to do where a file holds none, leaving no environment behind", () => {
    const args = ["telemetry", "sample/assessment.json", ...workspace, "--environment", "Nowhere"];
    const { code, err } = casemate(...args);
    expect(code).toBe(2);
    expect(err).toContain("assessment.json");
    expect(casemate("telemetry", ...workspace, "--environment", "Nowhere").code).not.toBe(0);
  });
});
