import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  coverageColumns,
  describeSelection,
  listLegendPicks,
  listShown,
  listSubsets,
  narrowView,
  type Subset,
  subsetOf,
} from "../../src/renderer/coverage/matrix-model.ts";
import {
  layOutMatrix,
  type MatrixFilter,
  type MatrixLayoutModel,
  prepareMatrix,
} from "../../src/renderer/matrix/columns.ts";
import { buildMatrixView, type MatrixView } from "../../src/renderer/matrix/matrix-view.ts";
import { levelPainter } from "../../src/renderer/matrix/painters/level-painter.ts";
import { techniqueOf } from "../../src/renderer/matrix/selection.ts";
import { buildTableCsv } from "../../src/renderer/table-csv.ts";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../src/main/backend/start-workbench.ts";
import { clientOf } from "../../src/main/backend/workbench.ts";
import type { Client } from "../../src/shared/client.ts";
import type { CasemateContract } from "../../src/shared/contract.ts";

const everything: MatrixFilter = {
  scope: "chosen",
  order: "attack",
  subtechniques: "annotated",
  toggled: new Set(),
  only: new Set(),
  find: "",
  hideDisabled: false,
  hiddenTactics: [],
};

function layOut(view: MatrixView, change: Partial<MatrixFilter> = {}): MatrixLayoutModel {
  const filter = { ...everything, ...change };
  return layOutMatrix(prepareMatrix(view, levelPainter(view.actors), []), filter);
}

/** IDs of the cells of a column. */
function idsOf({ groups }: MatrixLayoutModel["columns"][number]): string[] {
  return groups.flatMap(({ cell, subtechniques }) =>
    [cell, ...subtechniques].map(({ painted }) => painted.technique.id),
  );
}

/** The sample assessment with one technique set not applicable, and the matrix of its release. */
async function readSample(client: Client<CasemateContract>, folder: string) {
  await client.workspace.createSample({ path: join(folder, "sample.casemate") });
  await client.catalogue.addStarter({});
  const [only] = await client.assessments.list({});
  const assessmentId = only?.id ?? 0;
  const before = await client.assessments.answer({ assessmentId });
  const leftOut = before.gaps[0];
  if (leftOut === undefined) throw new Error("The sample has no gap.");
  await client.gaps.decide({
    assessmentId,
    decisions: [
      {
        domain: leftOut.domain,
        techniqueId: leftOut.id,
        status: "not-applicable",
        reason: "Not in use here",
        who: "Test",
        expires: null,
        takenIn: false,
      },
    ],
    withdrawn: [],
  });
  const answer = await client.assessments.answer({ assessmentId });
  const releases = await client.catalogue.list({});
  const matrices = await Promise.all(
    releases.map((release) => client.catalogue.matrix({ releaseId: release.id })),
  );
  const matrix = matrices.find((each) => each.domain === answer.catalogues[0]?.domain);
  if (matrix === undefined) throw new Error("The sample's release is not there.");
  const view = buildMatrixView(matrix, answer.techniques, answer.actors.length);
  return { answer, matrices, view, leftOut: leftOut.id };
}

/** Opens the sample for as long as it takes to read it. */
async function openSample() {
  const folder = mkdtempSync(join(tmpdir(), "casemate-test-"));
  const workbench = startWorkbench({
    root: findApplicationRoot(import.meta.url),
    nativeBinding: undefined,
    now: () => new Date("2026-11-21T12:00:00.000Z"),
  });
  try {
    return await readSample(clientOf(workbench), folder);
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the matrix of the sample assessment", async () => {
  const { answer, matrices, view, leftOut } = await openSample();
  const { coverage } = answer;
  const model = layOut(view);

  test("has the answer's figures for each tactic", () => {
    const figures = model.columns
      .filter((column) => !column.figures.beforeCompromise && column.figures.total > 0)
      .map(({ tactic, figures: { covered, total, levels } }) => ({
        tactic: tactic.shortname,
        covered,
        total,
        levels,
      }));
    expect(figures).toEqual(
      answer.tactics.map(({ shortname, covered, techniques, levels }) => ({
        tactic: shortname,
        covered,
        total: techniques,
        levels,
      })),
    );
  });

  test("has the answer's levels in its legend, and the headline", () => {
    const counts = model.legend.map(({ key, count }) => [key, count]);
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(
        Object.entries(coverage.levels).map(([level, count]) => [`cov-${level}`, count]),
      ),
    );
    expect(model).toMatchObject({
      covered: coverage.covered,
      counted: coverage.techniques,
      assumed: coverage.assumed,
      beforeCompromise: {
        covered: coverage.beforeCompromise.covered,
        total: coverage.beforeCompromise.techniques,
      },
    });
  });

  test("places every assessed technique under each of its tactics", () => {
    for (const { id, tactics } of answer.techniques) {
      const places = model.columns
        .filter((column) => idsOf(column).includes(id))
        .map((column) => column.tactic.shortname);
      expect([id, places.sort()]).toEqual([id, [...tactics].sort()]);
    }
  });

  test("places every technique of every release under each of its tactics", () => {
    expect(matrices.map(({ domain }) => domain).sort()).toEqual([
      "enterprise-attack",
      "ics-attack",
      "mobile-attack",
    ]);
    for (const matrix of matrices) {
      const all = layOut(buildMatrixView(matrix, [], 0), { scope: "all", subtechniques: "all" });
      const shown = all.columns.flatMap((column) =>
        idsOf(column).map((id) => `${column.tactic.shortname} ${id}`),
      );
      const wanted = matrix.techniques.flatMap(({ id, tactics }) =>
        tactics.map((tactic) => `${tactic} ${id}`),
      );
      expect(shown.sort()).toEqual(wanted.sort());
    }
  });

  test("a click on the legend leaves as many techniques as it says", () => {
    for (const { key, count } of model.legend) {
      const filtered = layOut(view, { only: new Set([key]), subtechniques: "strips" });
      const cells = filtered.columns.flatMap(({ groups }) =>
        groups.flatMap(({ cell, subtechniques }) => [cell, ...subtechniques]),
      );
      const filled = cells.filter(({ painted }) => painted.paint.fill !== null);
      expect(new Set(filled.map(({ painted }) => painted.technique.id)).size).toBe(count);
      expect(filled.every(({ painted }) => painted.paint.key === key)).toBe(true);
    }
  });

  test("picking by the legend takes as many techniques as it says", () => {
    const picks = listLegendPicks(
      layOut(view, { subtechniques: "all" }),
      levelPainter(view.actors),
    );
    expect(picks.map(({ key, ids }) => [key, ids.size])).toEqual(
      model.legend.map(({ key, count }) => [key, count]),
    );
  });

  test("each actor's part has the actor's figures", () => {
    for (const { id, inScope, covered, levels } of answer.actors) {
      const part = layOut(narrowView(view, `actor:${id}`));
      expect([part.counted, part.covered]).toEqual([inScope, covered]);
      expect(part.legend.find(({ key }) => key === "cov-none")?.count).toBe(levels.none);
    }
  });

  test("the other parts hold what the overview counts", () => {
    const before = layOut(narrowView(view, "before-compromise"));
    expect([before.counted, before.covered]).toEqual([
      coverage.beforeCompromise.techniques,
      coverage.beforeCompromise.covered,
    ]);
    expect(layOut(narrowView(view, "assumed")).counted).toBe(coverage.assumed);
    expect(layOut(narrowView(view, "tested")).counted).toBe(coverage.tested);
    expect(coverage.notApplicable).toBe(1);
    const apart = layOut(narrowView(view, "not-applicable")).columns.flatMap(idsOf);
    expect(apart).toContain(leftOut);
    const known = new Map(listSubsets(view, answer.actors).map((each) => [each.value, each]));
    expect(known.get("not-applicable")).toMatchObject({ note: "1 technique", disabled: false });
    expect(known.get("tested")).toMatchObject({ note: "0 techniques", disabled: true });
  });

  test("what is not applicable has no level and counts nowhere", () => {
    const { painted } = prepareMatrix(view, levelPainter(view.actors), []);
    const places = [...painted.keys()].filter((key) => techniqueOf(key) === leftOut);
    expect(places.length).toBeGreaterThan(0);
    for (const key of places) {
      expect(painted.get(key)?.paint).toMatchObject({
        fill: null,
        part: "out",
        words: "set not applicable",
      });
    }
    const strips = [...painted.values()].flatMap(({ strip }) => strip.map(({ id }) => id));
    expect(strips).not.toContain(leftOut);
  });

  test("the exported rows are the techniques that are shown, each once", () => {
    const rows = listShown(model, answer.techniques);
    const assessed = rows.filter((row) => row.assessed !== undefined);
    expect(assessed.map(({ technique }) => technique.id).sort()).toEqual(
      answer.techniques.map(({ id }) => id).sort(),
    );
    const csv = buildTableCsv(coverageColumns(view, answer), rows, null);
    const lines = csv.split("\r\n").slice(0, -1);
    expect(lines).toHaveLength(rows.length + 1);
    const counted = lines.filter((line) => line.includes(",counted,"));
    expect(counted).toHaveLength(coverage.techniques);
    expect(lines.filter((line) => line.includes(",not applicable,"))).toHaveLength(1);
  });

  test("a selection says how much of it is covered, and what of it is not counted", () => {
    const [tactic] = answer.tactics;
    const ids = answer.techniques
      .filter((each) => each.inDenominator && each.tactics.includes(tactic?.shortname ?? ""))
      .map(({ id }) => id);
    const words = `${String(tactic?.covered)} of ${String(tactic?.techniques)} counted techniques covered`;
    expect(describeSelection(view, new Set(ids))).toBe(words);
    expect(describeSelection(view, new Set([...ids, leftOut]))).toBe(`${words}, 1 not counted`);
  });
});

test("a focus names its part", () => {
  const wanted: [Parameters<typeof subsetOf>[0], Subset][] = [
    [undefined, "chosen"],
    [{ levels: ["none"] }, "chosen"],
    [{ only: "assumed" }, "assumed"],
    [{ usedBy: "G0046" }, "actor:G0046"],
  ];
  for (const [focus, subset] of wanted) expect(subsetOf(focus)).toBe(subset);
});
