import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  annotatedKeys,
  cellKey,
  editCells,
  indexAnnotations,
  shareMarks,
} from "../../src/renderer/layers/annotation-edit.ts";
import { contrastWords, readColour } from "../../src/renderer/layers/colour-words.ts";
import { gradientPresets, scoreRange } from "../../src/renderer/layers/gradient-presets.ts";
import { createLayerEdits } from "../../src/renderer/layers/layer-edits.ts";
import type { AnnotationChange, LayerHistory } from "../../src/renderer/layers/layer-history.ts";
import { arrangeLayers, listRows } from "../../src/renderer/layers/layer-list.ts";
import { countUpgrade, decidedChoices, offerKey } from "../../src/renderer/layers/upgrade.ts";
import { emptyHistory, historyLimit, recordStep } from "../../src/renderer/step-history.ts";
import { domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type {
  Annotation,
  AnnotationMarks,
  LayerSummary,
  UpgradeOffer,
} from "../../src/shared/model/layer.ts";
import { openWorkbench } from "../support/workbench.ts";

const enterprise = domain.parse("enterprise-attack");
const ics = domain.parse("ics-attack");

const bare: AnnotationMarks = {
  score: null,
  colour: "",
  comment: "",
  enabled: true,
  metadata: [],
  links: [],
  showSubtechniques: false,
  extra: null,
};

/** Two techniques under one tactic and one under three. */
const tactics = new Map([
  ["T1001", ["impact"]],
  ["T1002", ["impact"]],
  ["T1003", ["execution", "persistence", "impact"]],
]);
const tacticsOf = (id: string): readonly string[] => tactics.get(id) ?? [];
const cells = [...tactics].flatMap(([id, list]) => list.map((tactic) => ({ id, tactic })));

function anAnnotation(
  techniqueIdWritten: string,
  tactic: string | null,
  marks: Partial<AnnotationMarks> = {},
): Annotation {
  return { ...bare, ...marks, techniqueId: techniqueIdWritten, tactic };
}

/** What a store does with changes, in the plainest way. */
function apply(
  annotations: readonly Annotation[],
  changes: readonly AnnotationChange[],
): Annotation[] {
  let after = [...annotations];
  for (const { place, marks } of changes) {
    after = after.filter(
      (each) => each.techniqueId !== place.techniqueId || each.tactic !== place.tactic,
    );
    if (marks !== null && JSON.stringify(marks) !== JSON.stringify(bare)) {
      after.push({ ...marks, ...place });
    }
  }
  return after;
}

/** What a cell shows: its own annotation, else that of every tactic, else nothing. */
function shownAt(annotations: readonly Annotation[], id: string, tactic: string): AnnotationMarks {
  const found =
    annotations.find((each) => each.techniqueId === id && each.tactic === tactic) ??
    annotations.find((each) => each.techniqueId === id && each.tactic === null);
  if (found === undefined) return bare;
  const { techniqueId: _id, tactic: _tactic, ...marks } = found;
  return marks;
}

const marks = fc.record({
  score: fc.option(fc.integer({ min: 0, max: 9 })),
  comment: fc.constantFrom("", "seen", "planned"),
  enabled: fc.boolean(),
});
const annotations = fc
  .uniqueArray(
    fc.record({
      cell: fc.constantFrom(...cells),
      everywhere: fc.boolean(),
      marks,
    }),
    {
      maxLength: 8,
      selector: ({ cell, everywhere }) => `${cell.id} ${everywhere ? "" : cell.tactic}`,
    },
  )
  .map((list) =>
    list.map(({ cell, everywhere, marks: some }) =>
      anAnnotation(cell.id, everywhere ? null : cell.tactic, some),
    ),
  );

describe("editing selected cells", () => {
  test("changes what the selected cells show and nothing that another cell shows", () => {
    fc.assert(
      fc.property(
        annotations,
        fc.subarray(cells, { minLength: 1 }),
        fc.constantFrom(0, 7, null),
        (before, selected, score) => {
          const keys = selected.map(({ tactic, id }) => cellKey(tactic, id));
          const changes = editCells(indexAnnotations(before), keys, tacticsOf, (old) => ({
            ...old,
            score,
          }));
          const after = apply(before, changes);
          for (const cell of cells) {
            const was = shownAt(before, cell.id, cell.tactic);
            expect(shownAt(after, cell.id, cell.tactic)).toEqual(
              selected.includes(cell) ? { ...was, score } : was,
            );
          }
        },
      ),
    );
  });

  test("clears what the selected cells show and leaves the rest", () => {
    fc.assert(
      fc.property(annotations, fc.subarray(cells, { minLength: 1 }), (before, selected) => {
        const keys = selected.map(({ tactic, id }) => cellKey(tactic, id));
        const after = apply(
          before,
          editCells(indexAnnotations(before), keys, tacticsOf, () => null),
        );
        for (const cell of cells) {
          expect(shownAt(after, cell.id, cell.tactic)).toEqual(
            selected.includes(cell) ? bare : shownAt(before, cell.id, cell.tactic),
          );
        }
      }),
    );
  });

  test("a bare technique under all its tactics gets one annotation, a part of them one each", () => {
    const edit = (old: AnnotationMarks) => ({ ...old, score: 1 });
    const of = (...keys: string[]) =>
      editCells(indexAnnotations([]), keys, tacticsOf, edit).map(({ place }) => place);
    expect(of("execution/T1003", "persistence/T1003", "impact/T1003")).toEqual([
      { techniqueId: "T1003", tactic: null },
    ]);
    expect(of("execution/T1003", "impact/T1003")).toEqual([
      { techniqueId: "T1003", tactic: "execution" },
      { techniqueId: "T1003", tactic: "impact" },
    ]);
  });

  test("says one value where the cells agree, and several where they differ", () => {
    const index = indexAnnotations([
      anAnnotation("T1001", null, { score: 3, comment: "same" }),
      anAnnotation("T1002", "impact", { score: 4, comment: "same" }),
    ]);
    const shared = shareMarks(index, ["impact/T1001", "impact/T1002"]);
    expect(shared.score).toBe("several");
    expect(shared.comment).toEqual({ one: "same" });
    expect(shared.annotated).toBe(2);
    expect(shareMarks(index, ["impact/T1001", "impact/T1003"]).annotated).toBe(1);
  });

  test("opens sub-techniques in the Navigator for the selected cells alone, and closes them again", () => {
    const show = (before: readonly Annotation[], keys: readonly string[], is: boolean) =>
      apply(
        before,
        editCells(indexAnnotations(before), keys, tacticsOf, (old) => ({
          ...old,
          showSubtechniques: is,
        })),
      );
    const said = (of: readonly Annotation[], ...keys: string[]) =>
      shareMarks(indexAnnotations(of), keys).showSubtechniques;
    const scored = [anAnnotation("T1001", "impact", { score: 3 })];
    const opened = show(scored, ["impact/T1001", "execution/T1003"], true);
    expect(said(opened, "impact/T1001", "execution/T1003")).toEqual({ one: true });
    expect(said(opened, "impact/T1002", "impact/T1003")).toEqual({ one: false });
    expect(said(opened, "impact/T1001", "impact/T1002")).toBe("several");
    // Open sub-techniques are an annotation of their own; closed, nothing is left of it.
    expect(opened.length).toBe(2);
    expect(show(opened, ["impact/T1001", "execution/T1003"], false)).toEqual(scored);
  });

  test("annotated cells are those under the annotation’s tactic, or under all", () => {
    const keys = annotatedKeys(
      [
        anAnnotation("T1003", null, { score: 1 }),
        anAnnotation("T1001", "impact", { score: 1 }),
        anAnnotation("T1002", "execution", { score: 1 }),
        anAnnotation("T9999", null, { score: 1 }),
      ],
      tacticsOf,
    );
    expect([...keys].sort()).toEqual([
      "execution/T1003",
      "impact/T1001",
      "impact/T1003",
      "persistence/T1003",
    ]);
  });
});

describe("the history of a layer", () => {
  test("keeps the last 200 steps and takes one stretch of typing for one", () => {
    let history: LayerHistory = emptyHistory;
    const step = { kind: "set", layerId: 1, head: {} } as const;
    for (let at = 0; at < 250; at += 1) {
      history = recordStep(history, { label: String(at), step, stretch: null });
    }
    expect(historyLimit).toBe(200);
    expect(history.undo).toHaveLength(200);
    expect(history.undo.at(-1)?.label).toBe("249");
    const typed = recordStep(history, { label: "typed", step, stretch: "s" });
    expect(recordStep(typed, { label: "typed more", step, stretch: "s" }).undo).toEqual(typed.undo);
  });

  test("leads back to every state and forth again, over the real workspace", async () => {
    const { client } = await openWorkbench();
    const edits = createLayerEdits(client.layers);
    const kinds = fc.oneof(
      fc.record({ kind: fc.constant("marks" as const), cells: fc.subarray(cells), marks }),
      fc.record({ kind: fc.constant("clear" as const), cells: fc.subarray(cells) }),
      fc.record({ kind: fc.constant("name" as const), name: fc.constantFrom("One", "Two") }),
      fc.record({ kind: fc.constant("text" as const), text: fc.constantFrom("", "why", "when") }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { minLength: 1, maxLength: 8 }), async (list) => {
        const { layer } = await client.layers.create({
          source: { kind: "empty", domain: enterprise, version: "18.1" },
          group: "",
        });
        const read = async () => {
          const {
            updatedAt: _at,
            annotations: found,
            ...head
          } = await client.layers.get({
            layerId: layer.id,
          });
          // The order of annotations says nothing.
          return { ...head, annotations: found.map((each) => JSON.stringify(each)).sort() };
        };
        const states = [await read()];
        for (const step of list) {
          const depth = edits.historyOf(layer.id).undo.length;
          if (step.kind === "name") await edits.set(layer.id, "name", { name: step.name });
          else if (step.kind === "text") {
            await edits.set(layer.id, "text", { properties: { description: step.text } });
          } else {
            const keys = step.cells.map(({ tactic, id }) => cellKey(tactic, id));
            await edits.annotate(layer.id, "cells", (found) =>
              editCells(indexAnnotations(found), keys, tacticsOf, (old) =>
                step.kind === "clear" ? null : { ...old, ...step.marks },
              ),
            );
          }
          // An edit of nothing is no step.
          if (edits.historyOf(layer.id).undo.length > depth) states.push(await read());
        }
        for (const state of states.slice(0, -1).reverse()) {
          await edits.undo(layer.id);
          expect(await read()).toEqual(state);
        }
        expect(await edits.undo(layer.id)).toBeUndefined();
        for (const state of states.slice(1)) {
          await edits.redo(layer.id);
          expect(await read()).toEqual(state);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("edits that were asked for at once do not undo each other", async () => {
    const { client } = await openWorkbench();
    const edits = createLayerEdits(client.layers);
    const { layer } = await client.layers.create({
      source: { kind: "empty", domain: enterprise, version: "18.1" },
      group: "",
    });
    const write = (change: Partial<AnnotationMarks>) =>
      edits.annotate(layer.id, "a field", (found) =>
        editCells(indexAnnotations(found), ["impact/T1001"], tacticsOf, (old) => ({
          ...old,
          ...change,
        })),
      );
    await Promise.all([
      write({ score: 5 }),
      write({ comment: "both" }),
      write({ colour: "#5eade5" }),
    ]);
    const { annotations: found } = await client.layers.get({ layerId: layer.id });
    expect(found).toEqual([
      anAnnotation("T1001", null, { score: 5, comment: "both", colour: "#5eade5" }),
    ]);
  });

  test("a deleted layer comes back with its number, its annotations and its own history", async () => {
    const { client } = await openWorkbench();
    const edits = createLayerEdits(client.layers);
    const { layer } = await client.layers.create({
      source: { kind: "empty", domain: enterprise, version: "18.1" },
      group: "Team",
    });
    await edits.annotate(layer.id, "score", (found) =>
      editCells(indexAnnotations(found), ["impact/T1001"], tacticsOf, (old) => ({
        ...old,
        score: 2,
      })),
    );
    const before = await client.layers.get({ layerId: layer.id });
    await edits.remove([layer.id], "deletion");
    expect(await client.layers.list({})).toEqual([]);
    await edits.undo("deleted");
    expect(await client.layers.get({ layerId: layer.id })).toEqual(before);
    await edits.redo("deleted");
    expect(await client.layers.list({})).toEqual([]);
    await edits.undo("deleted");
    await edits.undo(layer.id);
    expect((await client.layers.get({ layerId: layer.id })).annotations).toEqual([]);
  });

  test("what something else did to a layer is undone by putting it back as it was", async () => {
    const { client } = await openWorkbench();
    const edits = createLayerEdits(client.layers);
    const { layer } = await client.layers.create({
      source: { kind: "empty", domain: enterprise, version: "18.1" },
      name: "Before",
      group: "",
    });
    const before = await client.layers.get({ layerId: layer.id });
    await client.layers.set({ layerId: layer.id, name: "After" });
    edits.replaced(before, "the upgrade");
    expect(await edits.undo(layer.id)).toBe("the upgrade");
    expect(await client.layers.get({ layerId: layer.id })).toEqual(before);
    await edits.redo(layer.id);
    expect((await client.layers.get({ layerId: layer.id })).name).toBe("After");
  });
});

function aSummary(id: number, some: Partial<LayerSummary>): LayerSummary {
  return {
    id,
    name: `Layer ${String(id)}`,
    domain: enterprise,
    version: "18.1",
    scoreMeaning: "unknown",
    origin: "",
    group: "",
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T00:00:00.000Z",
    annotations: 0,
    scored: 0,
    techniques: 0,
    unplaced: 0,
    ...some,
  };
}

describe("the list of layers", () => {
  const layers = [
    aSummary(1, { name: "beta", updatedAt: "2026-01-03T00:00:00.000Z" }),
    aSummary(2, { name: "Layer 10", group: "Red team" }),
    aSummary(3, { name: "Layer 9", group: "Red team", origin: "From attack.json" }),
    aSummary(4, { name: "Alpha", updatedAt: "2026-01-02T00:00:00.000Z" }),
    aSummary(5, { name: "Plant", domain: ics }),
  ];
  const names = (text: string, order: "name" | "changed" = "name") =>
    listRows(arrangeLayers(layers, enterprise, text, order), new Set()).map((row) =>
      row.kind === "group" ? `[${row.name} ${String(row.count)}]` : row.layer.name,
    );

  test("stands by group and name, numbers in their order, other domains last", () => {
    expect(names("")).toEqual([
      "Alpha",
      "beta",
      "[Red team 2]",
      "Layer 9",
      "Layer 10",
      "[Other domains 1]",
      "Plant",
    ]);
    expect(names("", "changed").slice(0, 2)).toEqual(["beta", "Alpha"]);
  });

  test("finds every word in name, group, release or origin", () => {
    expect(names("RED 10")).toEqual(["[Red team 1]", "Layer 10"]);
    expect(names("attack.json")).toEqual(["[Red team 1]", "Layer 9"]);
    expect(names("nowhere")).toEqual([]);
  });

  test("a closed group keeps its word and count alone", () => {
    const rows = listRows(
      arrangeLayers(layers, enterprise, "", "name"),
      new Set(["group Red team"]),
    );
    expect(rows.map(({ key }) => key)).toEqual([
      "layer 4",
      "layer 1",
      "group Red team",
      "elsewhere",
      "layer 5",
    ]);
  });
});

describe("an upgrade as it is decided", () => {
  const offer = (id: string, some: Partial<UpgradeOffer>): UpgradeOffer => ({
    techniqueId: id,
    reason: "revoked",
    replacedBy: null,
    name: null,
    annotations: 1,
    tactics: [],
    kind: "none",
    candidates: [],
    preselected: null,
    ...some,
  });
  const candidate = (id: string) => ({ techniqueId: techniqueId.parse(id), name: id });
  const offers = [
    offer("T1086", { kind: "certain", annotations: 2, candidates: [candidate("T1059.001")] }),
    offer("T1064", { kind: "choice", annotations: 3, candidates: [candidate("T1059")] }),
    offer("T1175", { kind: "none", annotations: 4 }),
  ];

  test("counts what has a place before and after, with and without the choice", () => {
    // 20 annotations, 9 of which an offer is about: 2 certain, 3 to choose, 4 without a successor.
    expect(countUpgrade(20, offers, () => "leave")).toEqual({ before: 11, after: 13 });
    expect(countUpgrade(20, offers, () => "T1059")).toEqual({ before: 11, after: 16 });
  });

  test("sends the choices that were made and no other", () => {
    expect(decidedChoices(offers, () => "leave")).toEqual([]);
    const [, open] = offers;
    expect(decidedChoices(open === undefined ? [] : [open], () => "T1059")).toEqual([
      { from: "T1064", to: "T1059" },
    ]);
    expect(new Set(offers.map(offerKey)).size).toBe(3);
  });
});

describe("colours as people write them", () => {
  test("are read with and without #, short and long", () => {
    expect(readColour("#ABC")).toBe("#aabbcc");
    expect(readColour(" 5eade5 ")).toBe("#5eade5");
    expect(readColour("#5EADE580")).toBe("#5eade580");
    expect(readColour("blue")).toBeUndefined();
    expect(readColour("#12345")).toBeUndefined();
    expect(readColour("")).toBeUndefined();
  });

  test("say how well text stands on them", () => {
    // White on black is 21:1 by definition.
    expect(contrastWords("#000000")).toBe("White text, 21.0:1");
    expect(contrastWords("#5eade580")).toBe("Shines through");
    for (const { colours } of gradientPresets) {
      for (const colour of colours) expect(readColour(colour)).toBe(colour);
    }
  });

  test("the range of scores leaves out what has none", () => {
    expect(scoreRange([{ score: null }])).toBeUndefined();
    expect(scoreRange([{ score: 3 }, { score: null }, { score: -1 }])).toEqual({
      least: -1,
      most: 3,
    });
  });
});
