import { describe, expect, test } from "vitest";
import type { ExposableAsset } from "../../src/main/assets/exposure.ts";
import type { Scope } from "../../src/shared/model/assessment.ts";
import { aChosenActor, aKnowledge, anActor, answer, aTechnique } from "./builders.ts";

const group = anActor("G0001", ["T1001"]);
const anAsset = (more: Partial<ExposableAsset> = {}): ExposableAsset => ({
  environment: "Main",
  platforms: ["Windows"],
  criticality: "high",
  segment: "Office",
  count: 1,
  ...more,
});

function assume(assets: readonly ExposableAsset[], scope: Partial<Scope> = {}): string[] {
  return answer({
    knowledge: aKnowledge([aTechnique("T1001")], [group]),
    actors: [aChosenActor(group)],
    scope,
    question: { assets },
  }).assumptions;
}

const about = (word: RegExp, assumptions: readonly string[]) =>
  assumptions.filter((sentence) => word.test(sentence));

describe("what an answer says of assets", () => {
  test("without any: that exposure is left out", () => {
    expect(about(/asset|exposure/i, assume([]))).toEqual([
      "No asset: exposure is left out of every priority.",
    ]);
  });

  test("with some: how many count, which are left out, and what is taken for granted", () => {
    const assets = [
      anAsset({ count: 3 }),
      anAsset({ criticality: null, count: 2 }),
      anAsset({ platforms: [] }),
    ];
    expect(about(/asset|exposure|failure/i, assume(assets))).toEqual([
      "5 of 6 assets are in scope of exposure.",
      "The ATT&CK platform of 1 asset is not known: it is left out of the exposure.",
      "Nobody has said how critical 2 assets in scope are: they count as medium.",
      "No test that holds: failure is left out of every priority.",
    ]);
  });

  test("with none in the chosen segments: that exposure is left out all the same", () => {
    expect(about(/asset|exposure/i, assume([anAsset()], { segments: ["Plant"] }))).toEqual([
      "0 of 1 asset is in scope of exposure.",
      "No asset in scope that weighs anything: exposure is left out of every priority.",
    ]);
  });
});
