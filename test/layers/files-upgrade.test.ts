import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { blankMarks } from "../../src/main/layers/blank-layer.ts";
import type { UpgradeTarget } from "../../src/main/layers/upgrade-layer.ts";
import { findUpgradeOffers, upgradeAnnotations } from "../../src/main/layers/upgrade-layer.ts";
import type { ReleaseChange } from "../../src/main/detections/release-change.ts";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { Annotation, AnnotationMarks } from "../../src/shared/model/layer.ts";
import { openWorkbench } from "../support/workbench.ts";
import { expectedFiles, hasShared, shared } from "./layer-samples.ts";

const id = (text: string) => techniqueId.parse(text);
const enterprise = domain.parse("enterprise-attack");

const technique = (text: string, name: string, tactics: readonly string[]) =>
  [
    id(text),
    { id: id(text), objectId: 0, name, parentId: null, tactics, platforms: [], overlay: null },
  ] as const;
const retired = (text: string, status: "revoked" | "deprecated", replacedBy: string | null) =>
  [
    id(text),
    {
      id: id(text),
      name: `Old ${text}`,
      status,
      replacedBy: replacedBy === null ? null : id(replacedBy),
    },
  ] as const;
const tactic = (shortname: string) => ({
  attackId: attackId.parse("TA0001"),
  shortname,
  name: shortname,
});

/** A release in which `old-tactic` was split into `left` and `right`. */
const target: UpgradeTarget = {
  domain: enterprise,
  version: "19.0",
  tactics: [tactic("left"), tactic("right"), tactic("other")],
  techniques: new Map([
    technique("T1001", "One", ["left", "other"]),
    technique("T1002", "Both", ["left", "right"]),
    technique("T1003", "Three", ["other"]),
    technique("T1004", "Four", ["other", "right"]),
  ]),
  retired: new Map([
    retired("T1101", "revoked", "T1001"),
    retired("T1102", "revoked", "T1004"),
    retired("T1109", "deprecated", null),
  ]),
};

const change: ReleaseChange = {
  domain: enterprise,
  to: "19",
  added: new Map([
    ["T1201", { name: "Only one", predecessors: [{ id: id("T1003"), name: "Three" }] }],
    [
      "T1202",
      {
        name: "four",
        predecessors: [
          { id: id("T1003"), name: "Three" },
          { id: id("T1004"), name: "Four" },
        ],
      },
    ],
    [
      "T1203",
      {
        name: "Neither",
        predecessors: [
          { id: id("T1003"), name: "Three" },
          { id: id("T1004"), name: "Four" },
        ],
      },
    ],
  ]),
  revoked: new Map(),
  tactics: new Map([["old-tactic", ["left", "right"]]]),
};

const at = (
  text: string,
  where: string | null,
  marks: Partial<AnnotationMarks> = {},
): Annotation => ({
  ...blankMarks,
  score: 1,
  ...marks,
  techniqueId: text,
  tactic: where,
});

const upgrade = (annotations: readonly Annotation[], choices: Record<string, string> = {}) =>
  upgradeAnnotations(
    annotations,
    target,
    change,
    Object.entries(choices).map(([from, to]) => ({ from, to: id(to) })),
  );
const placesOf = ({ annotations }: { readonly annotations: readonly Annotation[] }) =>
  annotations.map((each) => [each.techniqueId, each.tactic]);

describe("upgrading a layer", () => {
  test("offers say what is certain, what is a choice, and what leads nowhere", () => {
    const offers = findUpgradeOffers(
      [
        at("T1001", "left"),
        at("T1101", "other"),
        at("T1101", null),
        at("T1109", null),
        at("T1201", null),
        at("T1202", null),
        at("T1203", null),
        at("T1999", null),
        at("x", null),
        at("T1001", "old-tactic"),
        at("T1003", "old-tactic"),
        at("T1003", "left"),
      ],
      target,
      change,
    );
    expect(
      offers.map((offer) => [
        offer.techniqueId,
        offer.reason,
        offer.annotations,
        offer.kind,
        offer.preselected,
        offer.candidates.map((candidate) => candidate.techniqueId),
      ]),
    ).toEqual([
      ["T1001", "unknown-tactic", 1, "certain", "T1001", ["T1001"]],
      ["T1003", "not-in-tactic", 2, "choice", null, ["T1003"]],
      ["T1101", "revoked", 2, "certain", "T1001", ["T1001"]],
      ["T1109", "deprecated", 1, "none", null, []],
      ["T1201", "unknown", 1, "certain", "T1003", ["T1003"]],
      ["T1202", "unknown", 1, "by-name", "T1004", ["T1003", "T1004"]],
      ["T1203", "unknown", 1, "choice", null, ["T1003", "T1004"]],
      ["T1999", "unknown", 1, "none", null, []],
      ["x", "malformed", 1, "none", null, []],
    ]);
    expect(offers[1]?.tactics).toEqual(["old-tactic", "left"]);
  });

  test("what is certain moves alone; the rest stays as it is", () => {
    const before = [at("T1101", "other"), at("T1202", null), at("T1109", null), at("x", "y")];
    const after = upgrade(before);
    expect(placesOf(after)).toEqual([
      ["T1001", "other"],
      ["T1202", null],
      ["T1109", null],
      ["x", "y"],
    ]);
    expect(after.moves).toEqual([
      {
        from: { techniqueId: "T1101", tactic: "other" },
        to: [{ techniqueId: "T1001", tactic: "other" }],
        met: false,
      },
    ]);
    expect(upgrade(after.annotations).moves).toEqual([]);
  });

  test("a split tactic leads to those of its parts that the technique has", () => {
    expect(placesOf(upgrade([at("T1001", "old-tactic")]))).toEqual([["T1001", "left"]]);
    expect(placesOf(upgrade([at("T1002", "old-tactic")]))).toEqual([
      ["T1002", "left"],
      ["T1002", "right"],
    ]);
    expect(placesOf(upgrade([at("T1003", "old-tactic")]))).toEqual([["T1003", "old-tactic"]]);
  });

  test("a technique whose tactic went moves to every tactic once that is chosen", () => {
    expect(placesOf(upgrade([at("T1003", "old-tactic")], { T1003: "T1003" }))).toEqual([
      ["T1003", null],
    ]);
  });

  test("a moved annotation whose tactic is gone joins its own kind before it spreads", () => {
    // T1004 is under `other` and `right`: only the first of these was ever marked.
    expect(placesOf(upgrade([at("T1102", "left"), at("T1102", "other")]))).toEqual([
      ["T1004", "other"],
    ]);
    expect(placesOf(upgrade([at("T1102", "left")]))).toEqual([["T1004", null]]);
  });

  test("a choice is taken where there is one to make, and only an active technique is one", () => {
    expect(placesOf(upgrade([at("T1203", null)], { T1203: "T1003" }))).toEqual([["T1003", null]]);
    expect(() => upgrade([at("T1001", null)], { T1001: "T1003" })).toThrow(/needs no decision/);
    expect(() => upgrade([at("T1203", null)], { T1203: "T1101" })).toThrow(/no such active/);
  });

  test("where two meet, the one at the place stays, and the other's words are kept", () => {
    const after = upgrade([
      at("T1101", "left", {
        score: 5,
        colour: "#ff0000",
        comment: "old words",
        enabled: false,
        metadata: [{ name: "a", value: "1" }],
        links: [{ label: "l", url: "u" }],
        extra: '{"x":1,"y":2}',
      }),
      at("T1001", "left", {
        score: 3,
        comment: "own words",
        metadata: [{ name: "b", value: "2" }],
        extra: '{"y":3}',
      }),
    ]);
    expect(after.annotations).toEqual([
      {
        techniqueId: "T1001",
        tactic: "left",
        score: 3,
        colour: "#ff0000",
        comment: "own words\nT1101 (score 5, disabled): old words",
        enabled: true,
        metadata: [{ name: "b", value: "2" }, null, { name: "a", value: "1" }],
        links: [{ label: "l", url: "u" }],
        showSubtechniques: false,
        extra: '{"x":1,"y":3}',
      },
    ]);
    expect(after.moves[0]?.met).toBe(true);
  });

  test("what moves to every tactic is seen beside what single tactics say", () => {
    const own = (tactic: string) => at("T1001", tactic, { score: 1, comment: tactic });
    const moved = at("T1101", null, { score: 5, comment: "old words" });
    const some = upgrade([moved, own("left")]);
    expect(some.annotations.map((each) => [each.tactic, each.score, each.comment])).toEqual([
      [null, 5, "old words"],
      ["left", 1, "left\nT1101 (score 5): old words"],
    ]);
    expect(some.moves).toMatchObject([{ met: true, to: [{ tactic: null }, { tactic: "left" }] }]);
    // Where every tactic says something itself, nobody would see it anywhere else.
    const all = upgrade([moved, own("left"), own("other")]);
    expect(all.annotations.map((each) => [each.tactic, each.score, each.comment])).toEqual([
      ["left", 1, "left\nT1101 (score 5): old words"],
      ["other", 1, "other\nT1101 (score 5): old words"],
    ]);
  });

  test("what moves to one tactic does not hide what every tactic says", () => {
    const moved = at("T1101", "left", { score: 5, comment: "old words" });
    const after = upgrade([moved, at("T1001", null, { score: 1, comment: "own words" })]);
    expect(after.annotations.map((each) => [each.tactic, each.score, each.comment])).toEqual([
      [null, 1, "own words"],
      ["left", 1, "own words\nT1101 (score 5): old words"],
    ]);
    expect(after.moves).toMatchObject([{ met: true, to: [{ tactic: "left" }] }]);
    const same = { score: 1, comment: "same" };
    expect(upgrade([at("T1101", "left", same), at("T1001", null, same)]).annotations).toEqual([
      at("T1001", null, same),
    ]);
  });

  test("equal annotations that meet become one, with nothing added", () => {
    const marks = { comment: "same" };
    const after = upgrade([at("T1101", null, marks), at("T1001", null, marks)]);
    expect(after.annotations).toEqual([at("T1001", null, marks)]);
  });

  test("a stored layer is upgraded, and comes back as it was", async () => {
    const { client, folder } = await openWorkbench({ starter: true });
    const path = join(folder, "old.json");
    const techniques = [
      { techniqueID: "T1086", tactic: "execution", score: 1 },
      { techniqueID: "T1685", score: 2 },
      { techniqueID: "T1059", score: 3 },
    ];
    const domainName = "enterprise-attack";
    writeFileSync(
      path,
      JSON.stringify({ name: "Old", version: "4.5", domain: domainName, techniques }),
    );
    const [imported] = (await client.layers.import({ paths: [path] })).layers;
    const layerId = imported?.layerId ?? 0;
    const before = await client.layers.get({ layerId });
    const offers = await client.layers.offers({ layerId, version: "18.1" });
    expect(offers.map((offer) => [offer.techniqueId, offer.kind, offer.preselected])).toEqual([
      ["T1086", "certain", "T1059.001"],
      ["T1685", "by-name", "T1562.001"],
    ]);
    const first = await client.layers.upgrade({ layerId, version: "18.1", choices: [] });
    expect(first.before).toEqual(before);
    expect(first.left.map((offer) => offer.techniqueId)).toEqual(["T1685"]);
    const choices = [{ from: "T1685", to: id("T1562.001") }];
    const second = await client.layers.upgrade({ layerId, version: "18.1", choices });
    expect(second.left).toEqual([]);
    const after = await client.layers.get({ layerId });
    expect(placesOf(after)).toEqual([
      ["T1059.001", "execution"],
      ["T1562.001", null],
      ["T1059", null],
    ]);
    await client.layers.restore({ layers: [first.before] });
    expect(await client.layers.get({ layerId })).toEqual(before);
    await expect(client.layers.offers({ layerId, version: "3" })).rejects.toThrow(/no release of/);
  });

  test.runIf(hasShared)(
    "a real layer from before sub-techniques keeps all but what nothing followed",
    async () => {
      const { client } = await openWorkbench({ starter: true });
      const file =
        "samples/navigator/v2.2_dettect_Kaspersky_Incident_Response_report_2018_json.json";
      const expected = expectedFiles.get(file);
      if (expected === undefined || !("layers" in expected)) throw new Error("not computed");
      const stays = expected.layers[0]?.unplaced.filter((entry) => entry[3] === null) ?? [];
      const [imported] = (await client.layers.import({ paths: [join(shared, file)] })).layers;
      const layerId = imported?.layerId ?? 0;
      const { moves, left } = await client.layers.upgrade({
        layerId,
        version: "18.1",
        choices: [],
      });
      expect(moves.length).toBe((expected.layers[0]?.unplaced.length ?? 0) - stays.length);
      expect(left.reduce((sum, { annotations }) => sum + annotations, 0)).toBe(stays.length);
      expect(
        (await client.layers.unplaced({ layerId })).map((each) => each.techniqueId).sort(),
      ).toEqual(stays.map(([written]) => written).sort());
    },
  );
});
