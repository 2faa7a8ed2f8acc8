import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";
import type { Plan, PlanItem } from "../../src/shared/model/plan.ts";
import { attackId } from "../../src/shared/model/attack-id.ts";
import { enterprise } from "../analysis/builders.ts";
import { openWorkbench } from "../support/workbench.ts";

interface Opened {
  readonly client: Client<CasemateContract>;
  readonly folder: string;
  readonly assessmentId: number;
}

/** The starter catalogue with two rules, and an assessment of FIN7 and APT29. */
async function openPlanned(): Promise<Opened> {
  const { client, folder } = await openWorkbench({ starter: true });
  const rules = join(folder, "rules.csv");
  writeFileSync(
    rules,
    "Rule ID,Name,Techniques,State,Severity\nR1,One,T1059.001,enabled,high\nR2,Two,T1566.001,disabled,high\n",
  );
  await client.detections.import({ paths: [rules] });
  const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
  for (const [id, weight] of [
    ["G0046", 2],
    ["G0016", 1],
  ] as const) {
    const actor = { kind: "group" as const, domain: enterprise, id: attackId.parse(id) };
    await client.actors.choose({ assessmentId, actor, weight, reason: "" });
  }
  return { client, folder, assessmentId };
}

const first = ({ items }: Plan, at = 0): PlanItem => {
  const item = items[at];
  if (item === undefined) throw new Error("The plan is empty.");
  return item;
};

const refOf = ({ domain, techniqueId }: PlanItem) => ({ domain, techniqueId });

async function problemOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("it worked");
}

describe("the plan of an assessment", () => {
  it("holds every open gap, names strategies and log sources, and agrees with the answer", async () => {
    const { client, assessmentId } = await openPlanned();
    const plan = await client.plan.get({ assessmentId });
    const { gaps, coverage, investment } = await client.assessments.answer({ assessmentId });
    expect(plan.items.map(({ techniqueId }) => techniqueId).sort()).toEqual(
      gaps.map(({ id }) => String(id)).sort(),
    );
    expect(plan.coverage).toEqual({
      techniques: coverage.techniques,
      covered: coverage.covered,
      percent: coverage.percent,
      weightedPercent: coverage.weightedPercent,
    });
    const target = await client.plan.target({ assessmentId, percent: plan.settings.target });
    expect([target.gaps, target.personDays]).toEqual([investment?.top, investment?.personDays]);
    // The catalogue says how each may be seen.
    for (const { detectionApproach, dataSource } of plan.items) {
      expect(detectionApproach).toMatch(/^DET\d{4} .+ on /);
      expect(dataSource).not.toBe("");
    }
    // Two engineers, 20 working days: at 2 days a gap, 20 gaps a window at most, or more of half a day.
    for (const { capacityDays, plannedDays } of plan.windows.slice(0, 3)) {
      expect(capacityDays).toBe(40);
      expect(plannedDays).toBeLessThanOrEqual(40);
    }
    // An accepted gap leaves the plan, and comes back when its time is over.
    const item = first(plan);
    const decide = (expires: string | null) =>
      client.gaps.decide({
        assessmentId,
        withdrawn: [],
        decisions: [
          {
            ...refOf(item),
            status: "accepted",
            reason: "Known.",
            who: "us",
            expires,
            takenIn: false,
          },
        ],
      });
    const listed = async () =>
      (await client.plan.get({ assessmentId })).items.some(
        ({ techniqueId }) => techniqueId === item.techniqueId,
      );
    await decide(null);
    expect(await listed()).toBe(false);
    await decide("2026-11-20");
    expect(await listed()).toBe(true);
  });

  it("keeps what was fixed when capacity changes, and gives the way back", async () => {
    const { client, assessmentId } = await openPlanned();
    const before = await client.plan.get({ assessmentId });
    const late = before.items.filter(({ window }) => window === "60").slice(0, 2);
    const back = await client.plan.setItems({
      assessmentId,
      changes: late.map((item) => ({
        ...refOf(item),
        window: "30",
        owner: "Ada",
        effortDays: 1.5,
      })),
    });
    const was = await client.plan.setSettings({
      assessmentId,
      settings: { engineers: 1, timeShare: 50 },
    });
    expect([was.engineers, was.timeShare, was.workingDays]).toEqual([2, 100, 20]);
    const after = await client.plan.get({ assessmentId });
    for (const { techniqueId } of late) {
      expect(after.items.find((item) => item.techniqueId === techniqueId)).toMatchObject({
        window: "30",
        windowFixed: true,
        owner: "Ada",
        effortDays: 1.5,
      });
    }
    expect(after.windows[0]?.capacityDays).toBe(10);
    expect((await client.assessments.get({ assessmentId })).settings).toMatchObject({
      engineers: 1,
      timeShare: 50,
      workingDays: 20,
    });
    await client.plan.setItems({ assessmentId, changes: back });
    await client.plan.setSettings({ assessmentId, settings: was });
    expect(await client.plan.get({ assessmentId })).toEqual(before);
  });

  it("tells slip against what was agreed, and lists what was closed since", async () => {
    const { client, folder, assessmentId } = await openPlanned();
    expect(await client.plan.fixBaseline({ assessmentId })).toBeNull();
    const agreed = await client.plan.get({ assessmentId });
    expect(agreed).toMatchObject({ startsOn: "2026-11-21", baseline: { fixedOn: "2026-11-21" } });
    const item = first(agreed);
    expect([item.agreed?.window, item.slip]).toEqual([item.window, null]);
    await client.plan.setItems({ assessmentId, changes: [{ ...refOf(item), window: "90" }] });
    const slipped = await client.plan.get({ assessmentId });
    expect(slipped.items.find(({ techniqueId }) => techniqueId === item.techniqueId)?.slip).toEqual(
      { kind: "later", days: 60 },
    );
    writeFileSync(
      join(folder, "more.csv"),
      `Rule ID,Name,Techniques,State\nR9,New,${item.techniqueId},enabled\n`,
    );
    await client.detections.import({ paths: [join(folder, "more.csv")] });
    const closed = await client.plan.get({ assessmentId });
    expect(closed.left).toMatchObject([
      { techniqueId: item.techniqueId, became: "covered", agreed: { window: "30" } },
    ]);
    const removed = await client.plan.setBaseline({ assessmentId, baseline: null });
    expect(removed?.items).toHaveLength(agreed.items.length);
    expect((await client.plan.get({ assessmentId })).baseline).toBeNull();
  });

  it("refuses a day of doing for what is not done, and knows the day of what is", async () => {
    const { client, assessmentId } = await openPlanned();
    const item = first(await client.plan.get({ assessmentId }));
    expect(
      await problemOf(
        client.plan.setItems({ assessmentId, changes: [{ ...refOf(item), doneOn: "2026-11-20" }] }),
      ),
    ).toMatchObject({ code: "bad-input" });
    await client.plan.setItems({ assessmentId, changes: [{ ...refOf(item), status: "done" }] });
    const { items, windows } = await client.plan.get({ assessmentId });
    expect(items.find(({ techniqueId }) => techniqueId === item.techniqueId)).toMatchObject({
      doneOn: "2026-11-21",
      window: "30",
    });
    expect(windows[0]?.done).toBe(1);
  });

  it("answers what some people close in some days, what a target takes, and the best set", async () => {
    const { client, assessmentId } = await openPlanned();
    const { windows } = await client.plan.get({ assessmentId });
    const whatIf = await client.plan.whatIf({ assessmentId, engineers: 2, days: 60 });
    expect(whatIf.to).toEqual(windows[1]?.expected);
    const whole = (share: typeof whatIf.to) =>
      `${Math.floor((share.covered * 100) / share.techniques + 0.5)} %`;
    expect(whatIf.sentence).toContain(
      `With 2 engineers and 60 days: ${whole(whatIf.from)} → ${whole(whatIf.to)}`,
    );
    const target = await client.plan.target({ assessmentId, percent: 50 });
    const own = target.choices.find(({ engineers }) => engineers === 2);
    const days = own?.days ?? 0;
    const reached = await client.plan.whatIf({ assessmentId, engineers: 2, days });
    expect(reached.to.covered * 2).toBeGreaterThanOrEqual(reached.to.techniques);
    const best = await client.plan.best({ assessmentId, personDays: 30 });
    expect(best.isProven).toBe(true);
    expect(best.usedDays).toBeLessThanOrEqual(30);
    expect(best.to.weightedPercent).toBeGreaterThanOrEqual(best.greedy.weightedPercent ?? 0);
  });
});

describe("a plan in a file", () => {
  it("is YAML with the agreed keys, the same bytes each time, and no path in it", async () => {
    const { client, folder, assessmentId } = await openPlanned();
    await client.plan.setItems({
      assessmentId,
      changes: [{ ...refOf(first(await client.plan.get({ assessmentId }))), owner: "@Ada: #1" }],
    });
    const path = join(folder, "out", "plan.yaml");
    await client.plan.export({ assessmentId, path });
    const text = readFileSync(path, "utf8");
    expect(text).not.toContain(folder);
    await client.plan.export({ assessmentId, path: join(folder, "again.yml") });
    expect(readFileSync(join(folder, "again.yml"), "utf8")).toBe(text);
    const document = readPlainYaml(text);
    expect(document.keys).toEqual([
      "assessed_date",
      "primary_threats",
      "current_coverage",
      "target_coverage",
      "priority_1_gaps",
      "priority_2_gaps",
      "priority_3_gaps",
    ]);
    const plan = await client.plan.get({ assessmentId });
    for (const [key, window] of [
      ["priority_1_gaps", "30"],
      ["priority_2_gaps", "60"],
      ["priority_3_gaps", "90"],
    ] as const) {
      const items = plan.items.filter((item) => item.window === window);
      expect(document.gaps.get(key)?.map(({ technique }) => technique)).toEqual(
        items.map(({ techniqueId }) => techniqueId),
      );
      for (const gap of document.gaps.get(key) ?? []) {
        expect(Object.keys(gap)).toEqual(
          expect.arrayContaining([
            "technique",
            "name",
            "data_source",
            "effort",
            "detection_approach",
          ]),
        );
        expect(["low", "medium", "high"]).toContain(gap["effort"]);
      }
    }
  });

  it("is a workbook of four sheets whose cells are those of the plan", async () => {
    const { client, folder, assessmentId } = await openPlanned();
    const item = first(await client.plan.get({ assessmentId }));
    await client.plan.setItems({
      assessmentId,
      changes: [{ ...refOf(item), note: "=HYPERLINK(1)" }],
    });
    const path = join(folder, "plan.xlsx");
    await client.plan.export({ assessmentId, path });
    const files = unzipSync(readFileSync(path));
    const textOf = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    const names = [...textOf("xl/workbook.xml").matchAll(/<sheet [^>]*?name="([^"]+)"/g)];
    expect(names.map(([, name]) => name)).toEqual([
      "Plan",
      "Log sources",
      "Windows",
      "Assumptions",
    ]);
    const strings = [
      ...textOf("xl/sharedStrings.xml").matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g),
    ].map(([, text]) => text);
    expect(strings).toContain(item.techniqueId);
    expect(strings).toContain("&apos;=HYPERLINK(1)".replace("&apos;", "'"));
    const rows = textOf("xl/worksheets/sheet1.xml").match(/<row /g);
    const { items } = await client.plan.get({ assessmentId });
    expect(rows).toHaveLength(items.length + 1);
    await client.plan.export({ assessmentId, path: join(folder, "again.xlsx") });
    expect(readFileSync(join(folder, "again.xlsx")).equals(readFileSync(path))).toBe(true);
  });

  it("cannot be of a format that nobody named", async () => {
    const { client, folder, assessmentId } = await openPlanned();
    expect(
      await problemOf(client.plan.export({ assessmentId, path: join(folder, "plan.doc") })),
    ).toMatchObject({ code: "bad-input" });
  });
});

describe("status that comes back from a tracker", () => {
  it("is taken, mapped, listed where it is not understood, and can be taken back", async () => {
    const { client, folder, assessmentId } = await openPlanned();
    const path = join(folder, "issues.csv");
    await client.plan.export({ assessmentId, path, format: "tracker" });
    const before = await client.plan.get({ assessmentId });
    const [a, b, c, d] = [0, 1, 2, 3].map((at) => first(before, at));
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error();
    const [head = "", ...lines] = readFileSync(path, "utf8").split(/\r\n/);
    expect(head.replace(/^\uFEFF/, "").split(",")).toEqual([
      ...["Summary", "Description", "Issue Type", "Priority", "Status", "Due Date", "Assignee"],
      ...["Labels", "Original Estimate (days)", "Blocked By", "External ID"],
    ]);
    expect(
      lines.filter((line) => line.includes(`casemate:enterprise-attack:${a.techniqueId}`)),
    ).toHaveLength(1);
    // As a tracker gives it: other columns, other words, another order of dates.
    const ref = ({ techniqueId }: PlanItem) => `casemate:enterprise-attack:${techniqueId}`;
    writeFileSync(
      path,
      [
        "Issue key,Summary,Status,Assignee,Due Date,Resolved,Custom field (External ID)",
        `X-1,One,Closed,Ada,24/Dec/26 12:00 AM,2026-11-20,${ref(a)}`,
        `X-2,"${b.techniqueId} Two",In Review,,31/12/2026,,`,
        `X-3,Three,Parked,Bo,03/04/2027,,${ref(c)}`,
        `X-4,Four,To Do,,${d.dueOn ?? ""},,${ref(d)}`,
        `X-5,Again,Done,,,,${ref(d)}`,
        "X-6,Collect it,Done,,,,casemate:log-source:Nobody's",
        "X-7,Something else,Done,,,,",
        "X-8,T9999 gone,Done,,,,",
      ].join("\n"),
    );
    const report = await client.plan.importStatus({ assessmentId, path });
    expect(report).toMatchObject({
      kind: "plan",
      read: 8,
      added: 0,
      changed: 3,
      unchanged: 1,
      duplicates: 1,
      skipped: 3,
    });
    expect(
      report.items
        .filter(({ class: kind }) => kind === "unknown status" || kind === "unclear date")
        .map(({ class: kind, what, line }) => [kind, what, line]),
    ).toEqual([
      ["unknown status", c.techniqueId, 4],
      ["unclear date", c.techniqueId, 4],
    ]);
    const after = await client.plan.get({ assessmentId });
    const itemOf = ({ techniqueId }: PlanItem) =>
      after.items.find((item) => item.techniqueId === techniqueId);
    expect(itemOf(a)).toMatchObject({
      status: "done",
      doneOn: "2026-11-20",
      owner: "Ada",
      dueOn: "2026-12-24",
    });
    expect(itemOf(b)).toMatchObject({ status: "in-progress", dueOn: "2026-12-31", owner: "" });
    expect(itemOf(c)).toMatchObject({ status: "planned", owner: "Bo", dueFixed: false });
    expect(itemOf(d)).toMatchObject({ status: "planned", dueFixed: false });
    // What somebody changed since stays; the rest goes back.
    await client.plan.setItems({ assessmentId, changes: [{ ...refOf(c), owner: "Cy" }] });
    await client.imports.undo({ id: report.id });
    const undone = await client.plan.get({ assessmentId });
    const marked = undone.items.filter(({ owner, status, dueFixed }) =>
      Boolean(owner || status !== "planned" || dueFixed),
    );
    expect(marked.map(({ techniqueId, owner }) => [techniqueId, owner])).toEqual([
      [c.techniqueId, "Cy"],
    ]);
  });

  it("comes back unchanged from our own files", async () => {
    const { client, folder, assessmentId } = await openPlanned();
    const item = first(await client.plan.get({ assessmentId }));
    await client.plan.setItems({
      assessmentId,
      changes: [{ ...refOf(item), owner: "=Ada", status: "in-progress" }],
    });
    const { items, logSources } = await client.plan.get({ assessmentId });
    for (const [name, format] of [
      ["plan.csv", "csv"],
      ["plan.xlsx", "xlsx"],
      ["issues.csv", "tracker"],
    ] as const) {
      const path = join(folder, name);
      await client.plan.export({ assessmentId, path, format });
      const report = await client.plan.importStatus({ assessmentId, path });
      const lines = items.length + (format === "csv" ? 0 : logSources.length);
      expect([name, report.changed, report.unchanged]).toEqual([name, 0, lines]);
      expect(report.skipped).toBe(0);
    }
    const path = join(folder, "nothing.csv");
    writeFileSync(path, "a,b\n1,2\n");
    expect(await problemOf(client.plan.importStatus({ assessmentId, path }))).toMatchObject({
      code: "bad-format",
    });
  });
});

/** The YAML of a plan, read line by line: the plain block form that every reader takes. */
function readPlainYaml(text: string): {
  keys: string[];
  gaps: Map<string, Record<string, string>[]>;
} {
  const keys: string[] = [];
  const gaps = new Map<string, Record<string, string>[]>();
  const lines = text.split("\n").filter((line) => !line.startsWith("#") && line !== "");
  expect(lines.shift()).toBe("threat_model_remediation_plan:");
  for (const line of lines) {
    const key = /^ {2}([a-z0-9_]+):/.exec(line)?.[1];
    if (key !== undefined) {
      keys.push(key);
      if (key.endsWith("_gaps")) gaps.set(key, []);
      continue;
    }
    const list = gaps.get(keys.at(-1) ?? "");
    const pair = /^ {4}([- ]) ([a-z_]+): (.*)$/.exec(line);
    if (list === undefined || pair === null) continue;
    const [, dash, name = "", value = ""] = pair;
    if (dash === "-") list.push({});
    const last = list.at(-1);
    if (last !== undefined) last[name] = value;
  }
  return { keys, gaps };
}
