import { expect, test } from "vitest";
import { blankMarks } from "../../src/main/layers/blank-layer.ts";
import { domain } from "../../src/shared/model/attack-id.ts";
import { openWorkbench } from "../support/workbench.ts";

test("the list of layers counts what each layer holds and what of it has no place", async () => {
  const { client } = await openWorkbench({ starter: true });
  const enterprise = domain.parse("enterprise-attack");
  const release = (await client.catalogue.list({})).find((each) => each.domain === enterprise);
  if (release === undefined) throw new Error("The starter has no Enterprise.");
  const add = async (
    name: string,
    version: string,
    places: readonly (readonly [string, string | null, number | null])[],
  ) => {
    const { layer } = await client.layers.create({
      source: { kind: "empty", domain: enterprise, version },
      name,
      group: "",
    });
    if (places.length === 0) return;
    await client.layers.annotate({
      layerId: layer.id,
      changes: places.map(([techniqueId, tactic, score]) => ({
        place: { techniqueId, tactic },
        marks: { ...blankMarks, score, comment: "said" },
      })),
    });
  };
  await add("a: empty", release.version, []);
  // T1086 was revoked, T9999 never was, T1566 never stood under impact.
  await add("b: mixed", release.version, [
    ["T1566", null, 1],
    ["T1566", "initial-access", null],
    ["T1566", "impact", 2],
    ["T1086", null, 0],
    ["T9999", null, null],
  ]);
  await add("c: also", release.version, [["T1086", null, null]]);
  await add("d: elsewhere", "1.0", [["T1566", null, 1]]);

  const figures = (await client.layers.list({})).map(
    ({ name, annotations, scored, techniques, unplaced }) => [
      name,
      annotations,
      scored,
      techniques,
      unplaced,
    ],
  );
  expect(figures).toEqual([
    ["a: empty", 0, 0, 0, 0],
    ["b: mixed", 5, 3, 3, 3],
    ["c: also", 1, 0, 1, 1],
    ["d: elsewhere", 1, 1, 1, null],
  ]);
});
