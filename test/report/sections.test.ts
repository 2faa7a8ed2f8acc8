import { existsSync } from "node:fs";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { aTestCaseContent } from "../../src/main/emulation/read-emulation.ts";
import { buildReport } from "../../src/main/report/build-report.ts";
import { plainBlocks, plainWords } from "../../src/main/report/plain-text.ts";
import { defaultReportContent } from "../../src/main/report/presets.ts";
import type { TestCaseContent } from "../../src/shared/model/emulation.ts";
import type { ReportDocument } from "../../src/shared/model/report-document.ts";
import { reportDocument } from "../../src/shared/model/report-document.ts";
import type { ReportFacts } from "../../src/shared/model/report-facts.ts";
import type { ReportContent } from "../../src/shared/model/report-template.ts";
import { reportSectionKind } from "../../src/shared/model/report-template.ts";
import { enterprise } from "../analysis/builders.ts";
import { openRange } from "../emulation/range.ts";
import { compareActors, listTechniques, readRelease } from "../support/oracle/attack-oracle.ts";
import {
  blocksOf,
  idIn,
  openFacts,
  openSampleFacts,
  sigma,
  tableOf,
  textOf,
} from "./report-support.ts";

const three = ["G0046", "G0082", "G0032"];
const everything: ReportContent = {
  ...defaultReportContent,
  sections: [...reportSectionKind.options],
  introduction: "First things first.\n\nThen the rest.",
  depth: {
    gaps: null,
    actorTechniques: true,
    procedures: true,
    rules: true,
    matrixModes: ["level", "actors", "demand", "priority", "outcomes"],
  },
};

/** The lead of a section. */
function leadOf(document: ReportDocument, section: string): string {
  const [first] = blocksOf(document, section);
  return first?.kind === "paragraph" ? first.text : "";
}

describe.skipIf(!existsSync(sigma))(`a report of three groups (${sigma} is missing)`, () => {
  let facts: ReportFacts;
  let report: ReportDocument;

  it("says 118 of 144, and the levels and techniques before compromise that were counted apart", async () => {
    facts = await openFacts({ groups: three, withSigma: true });
    report = buildReport(facts, everything);
    // Counted by a script of its own: see the numbers in the shared folder's README.
    expect(leadOf(report, "summary")).toContain(
      "At least one deployed rule names 118 of the 144 techniques that FIN7, APT38 and Lazarus Group are known to use: 82 %.",
    );
    expect(leadOf(report, "summary")).toContain("None of them was tested");
    const figures = blocksOf(report, "coverage").find(({ kind }) => kind === "figures");
    expect(
      figures?.kind === "figures" && figures.figures.map(({ value, label }) => [value, label]),
    ).toEqual([
      ["82 %", "118 of 144 covered"],
      ["101", "Several rules"],
      ["17", "Detected"],
      ["14", "Partial"],
      ["12", "None"],
    ]);
    expect(textOf(report)).toContain("Before compromise: 4 of 21, 19 % covered");
    expect(leadOf(report, "gaps")).toBe("26 of 144 techniques are gaps, all of them open.");
    expect(tableOf(report, "gaps", "gaps-open-table").rows).toHaveLength(26);
  });

  it("compares the groups as an oracle does", () => {
    const oracle = readRelease("resources/starter/enterprise-attack-18.1.json.gz", enterprise);
    const expected = compareActors(oracle, three, "withCampaigns");
    expect(tableOf(report, "overlap", "overlap-common-table").rows.map(([id]) => idIn(id))).toEqual(
      expected.common,
    );
    expect(tableOf(report, "overlap", "overlap-own-table").rows.map(([, , own]) => own)).toEqual(
      three.map((id) => expected.unique.get(id)?.length),
    );
    expect(
      tableOf(report, "overlap", "overlap-pair-table").rows.map(([, , shared]) => shared),
    ).toEqual(expected.pairs.map(({ shared }) => shared));
  });

  it("lists every technique of the release once, in one of two tables", () => {
    const oracle = readRelease("resources/starter/enterprise-attack-18.1.json.gz", enterprise);
    const ids = ["techniques-asked-table", "techniques-enterprise-attack-table"].flatMap((id) =>
      tableOf(report, "techniques", id).rows.map(([cell]) => idIn(cell)),
    );
    expect(ids.toSorted()).toEqual([...listTechniques(oracle)].sort());
  });

  it("adds the bars of a tactic up to its techniques, and those to what the table says", () => {
    const { rows } = tableOf(report, "coverage", "coverage-by-tactic");
    expect(rows.length).toBeGreaterThan(10);
    for (const [, bar, covered, inScope] of rows) {
      if (typeof bar !== "object" || bar?.kind !== "levels") throw new Error("no bar of levels");
      const { parts } = bar;
      const sum = (levels: readonly string[]) =>
        parts
          .filter(({ level }) => levels.length === 0 || levels.includes(level))
          .reduce((total, { count }) => total + count, 0);
      expect(sum([])).toBe(inScope);
      expect(sum(["detected", "several", "validated"])).toBe(covered);
    }
  });

  it("plans every open gap in one window, and says coverage after each as the gaps add up", () => {
    const planned = ["30", "60", "90", "beyond"].flatMap((window) => {
      const found = blocksOf(report, "plan").find(
        (block) => block.kind === "table" && block.id === `plan-${window}-items`,
      );
      return found?.kind === "table" ? found.rows.length : 0;
    });
    expect(planned.reduce((sum, count) => sum + count, 0)).toBe(26);
    const covered = tableOf(report, "plan", "plan-window-table").rows.map((row) => row[6]);
    let running = 118;
    expect(covered).toEqual(
      [0, ...planned].map((closed) => {
        running += closed;
        return `${running} of 144`;
      }),
    );
  });

  it("names behind each covered technique at least one rule in full", () => {
    const { rows } = tableOf(report, "techniques", "techniques-rule-table");
    const inFull = new Set<string>(
      rows.filter((row) => row[4] === "In full").map(([id]) => idIn(id)),
    );
    const covered = facts.result.techniques.filter(({ level }) =>
      ["detected", "several", "validated"].includes(level),
    );
    expect(covered.filter(({ id }) => !inFull.has(id))).toEqual([]);
  });

  it("draws pictures that are well-formed, refer to nothing outside, and say what they show", () => {
    const pictures = report.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === "picture" ? [block] : [])),
    );
    // Four modes have something to show, on one page or more; nothing was tested.
    expect([...new Set(pictures.map(({ id }) => id.replace(/-\d+$/, "")))]).toEqual([
      "matrix-enterprise-attack-level",
      "matrix-enterprise-attack-actors",
      "matrix-enterprise-attack-demand",
      "matrix-enterprise-attack-priority",
      "plan-coverage-chart",
      "plan-curve-chart",
    ]);
    for (const { svg, alt } of pictures) {
      const parser = new SaxesParser();
      const elements = new Set<string>();
      parser.on("error", (error) => {
        throw error;
      });
      parser.on("opentag", ({ name, attributes }) => {
        elements.add(name);
        for (const attribute of Object.keys(attributes)) {
          expect(attribute).not.toMatch(/^(on|href|xlink|style)/);
        }
      });
      parser.write(svg).close();
      for (const name of ["script", "image", "use", "style", "foreignObject", "a"]) {
        expect(elements).not.toContain(name);
      }
      expect(elements).toContain("text");
      expect(alt.length).toBeGreaterThan(20);
    }
    const level = pictures
      .filter(({ id }) => id.startsWith("matrix-enterprise-attack-level"))
      .map(({ svg }) => svg)
      .join("");
    // A technique's name stands in the picture as text: drawn, it could be searched for.
    expect(level.includes(">Keylogging<")).toBe(true);
  });
});

describe("a report", () => {
  let sample: ReportFacts;

  it("has the sections that were chosen, in their order, and nothing but plain blocks", async () => {
    sample = await openSampleFacts();
    const chosen = ["plan", "summary", "techniques", "method"] as const;
    const report = buildReport(sample, { ...everything, sections: [...chosen] });
    expect(report.sections.map(({ id }) => id)).toEqual([...chosen]);
    expect(report.sections.map(({ isAppendix }) => isAppendix)).toEqual([
      false,
      false,
      true,
      false,
    ]);
    const whole = buildReport(sample, everything);
    expect(reportDocument.parse(whole)).toEqual(whole);
    const ids = whole.sections.flatMap(({ id, blocks }) => [
      id,
      ...blocks.flatMap((block) => ("id" in block ? [block.id] : [])),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("describes the actors that were chosen for it, and counts over all of them", () => {
    const [first] = sample.actors;
    if (first === undefined) throw new Error("the sample has actors");
    const { kind, domain, id } = first;
    const report = buildReport(sample, { ...everything, actors: [{ kind, domain, id }] });
    const headings = (section: string) =>
      blocksOf(report, section).flatMap((block) =>
        block.kind === "heading" && block.level === 2 ? [block.text] : [],
      );
    expect(headings("actors")).toEqual([`${first.name} (${id})`]);
    expect(headings("profiles")).toEqual([`${first.name} (${id})`]);
    expect(tableOf(report, "actors", "actors-table").rows).toHaveLength(sample.actors.length);
    expect(leadOf(report, "coverage")).toContain("of the 144 techniques");
  });

  it("says as much as its depth asks for", () => {
    const gapsIn = (gaps: number | null) =>
      blocksOf(
        buildReport(sample, { ...everything, depth: { ...everything.depth, gaps } }),
        "gaps",
      ).filter((block) => block.kind === "heading" && block.level === 3).length;
    const open = sample.result.gaps.filter(({ status }) => status === "open").length;
    expect([gapsIn(1), gapsIn(7), gapsIn(null)]).toEqual([1, 7, open]);
    const shallow = buildReport(sample, {
      ...everything,
      depth: { ...everything.depth, rules: false, actorTechniques: false, matrixModes: [] },
    });
    expect(shallow.sections.map(({ id }) => id)).not.toContain("matrix");
    expect(textOf(shallow)).not.toContain("techniques-rule-table");
    expect(textOf(shallow)).not.toContain("actor-1-techniques");
  });

  it("marks every portion, and none where nobody asks for it", () => {
    const marked = { ...sample, marking: { ...sample.marking, portion: "S//NF" } };
    const portionsOf = (report: ReportDocument) =>
      new Set(
        report.sections.flatMap(({ blocks }) =>
          blocks.flatMap((block) => ("portion" in block ? [block.portion] : [])),
        ),
      );
    expect(portionsOf(buildReport(marked, { ...everything, portionMarks: true }))).toEqual(
      new Set(["S//NF"]),
    );
    expect(portionsOf(buildReport(marked, { ...everything, portionMarks: false }))).toEqual(
      new Set([null]),
    );
  });

  it("leaves an introduction out that nobody wrote, and parts one by its empty lines", () => {
    expect(blocksOf(buildReport(sample, everything), "introduction")).toHaveLength(2);
    const without = buildReport(sample, { ...everything, introduction: " \n " });
    expect(without.sections.map(({ id }) => id)).not.toContain("introduction");
  });

  it("reads well without an actor, and with one", async () => {
    const none = buildReport(await openFacts({ groups: [] }), everything);
    expect(leadOf(none, "summary")).toBe(
      "No actor is chosen, so there are no techniques to measure coverage against.",
    );
    expect(leadOf(none, "actors")).toBe("No actor is chosen.");
    expect(leadOf(none, "plan")).toBe("There is no open gap to plan for.");
    expect(leadOf(none, "gaps")).toBe("There are no techniques in scope, and so no gaps.");
    expect(textOf(none)).not.toMatch(/NaN|undefined|\bnull %|0 of 0, /);

    const one = buildReport(await openFacts({ groups: ["G0046"] }), everything);
    expect(leadOf(one, "summary")).toContain("that FIN7 is known to use: 0 %.");
    expect(leadOf(one, "overlap")).toContain("FIN7 is the only chosen actor");
    expect(textOf(one)).not.toMatch(/NaN|undefined|\b1 (techniques|gaps|actors|days)\b/);
  });

  it("tells what emulation showed, run by run, without a host's name", async () => {
    const { client, environmentId } = await openRange({ starter: true });
    const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
    const { actor } = await client.actors.createOwn({
      assessmentId,
      name: "Our own",
      domain: enterprise,
      text: "T1059.001 T1003.001",
      source: "Incident 12",
      confidence: "high",
    });
    await client.actors.choose({ assessmentId, actor, weight: 1, reason: "" });
    const aTest = (name: string, changes: Partial<TestCaseContent>) =>
      aTestCaseContent({
        source: "own",
        testKey: name,
        name,
        written: "T1059.001",
        host: "WS-SECRET-014",
        endAt: "2026-11-12T09:00:04.000Z",
        ...changes,
      });
    for (const [name, cases] of [
      ["First week", [aTest("A", { outcome: "missed" }), aTest("B", { outcome: "alerted" })]],
      ["Second week", [aTest("A", { outcome: "alerted", endAt: "2026-11-19T09:00:04.000Z" })]],
    ] as const) {
      const { id } = await client.emulation.addRun({
        environmentId,
        run: {
          name,
          who: "Somebody",
          tool: "Atomic Red Team",
          startedAt: cases.length === 2 ? "2026-11-12T09:00:00.000Z" : "2026-11-19T09:00:00.000Z",
          endedAt: null,
          version: null,
          notes: "",
        },
      });
      await client.emulation.addCases({ runId: id, cases: [...cases] });
    }
    const facts = await client.reports.facts({ assessmentId });
    expect(JSON.stringify(facts)).not.toContain("WS-SECRET-014");
    const report = buildReport(facts, everything);
    expect(tableOf(report, "emulation", "emulation-run-table").rows).toEqual([
      ["First week (Atomic Red Team)", "12 November 2026", 2, 0, 1, 0, 1, 0, "1 of 2"],
      ["Second week (Atomic Red Team)", "19 November 2026", 1, 0, 1, 0, 0, 0, "1 of 1"],
      ["All", "", 3, 0, 2, 0, 1, 0, "2 of 3"],
    ]);
    // The retest took the place of what was missed: both tests hold, and both were met.
    const tested = tableOf(report, "emulation", "emulation-technique-table").rows;
    expect(tested.map((row) => [idIn(row[0]), row[2], row[3]])).toEqual([
      ["T1059.001", { kind: "outcome", outcome: "alerted" }, "2 of 2"],
    ]);
    expect(leadOf(report, "summary")).toContain(
      "Tests that hold decide the level of 1 of the 2: 1 validated",
    );
    const chart = blocksOf(report, "emulation").find(({ kind }) => kind === "picture");
    expect(chart?.kind === "picture" && chart.alt).toContain(
      "First week: 0 blocked, 1 alerted, 0 logged only, 1 missed",
    );
  });
});

describe("text of ATT&CK in a report", () => {
  const text =
    "[FIN7](https://attack.mitre.org/groups/G0046) runs `cmd.exe` as <code>quser</code>.(Citation: Mandiant 2022)\n\n" +
    "* first \u202e<script>\n* second";

  it("is plain and whole: forms become words, and hidden characters their code points", () => {
    expect(plainWords(text)).toBe(
      "FIN7 runs cmd.exe as quser. [Mandiant 2022] first [U+202E]<script> second",
    );
    expect(plainBlocks(text)).toMatchObject([
      { kind: "paragraph", text: "FIN7 runs cmd.exe as quser. [Mandiant 2022]" },
      { kind: "list", items: ["first [U+202E]<script>", "second"] },
    ]);
  });
});
