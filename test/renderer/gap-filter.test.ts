import { expect, test } from "vitest";
import type { AssetSegment } from "../../src/shared/model/asset.ts";
import type { GapRow } from "../../src/renderer/gaps/gap-rows.ts";
import { filterGaps, noFilter, segmentsInScope } from "../../src/renderer/gaps/gap-rows.ts";

const segments: readonly AssetSegment[] = [
  { environment: "Main", segment: "Payment zone", assets: 3, platforms: ["Linux", "Windows"] },
  { environment: "Main", segment: "Cloud", assets: 2, platforms: ["IaaS"] },
  { environment: "Plant", segment: "Payment zone", assets: 1, platforms: ["ESXi"] },
];

/** A gap as far as the filter looks at it. */
function aRow(key: string, platforms: readonly string[]): GapRow {
  return {
    key,
    platforms,
    actors: [],
    tactics: [],
    reason: "no-rule",
    band: "low",
    status: "open",
    item: null,
  } as unknown as GapRow;
}

const rows = [aRow("a", ["Windows"]), aRow("b", ["IaaS", "SaaS"]), aRow("c", ["ESXi"])];
const keysOf = (found: readonly GapRow[]) => found.map(({ key }) => key);

test("a segment leaves the gaps on a platform that one of its assets has", () => {
  const inMain = segmentsInScope(segments, { environments: ["Main"], segments: [] });
  const of = (segment: string) => keysOf(filterGaps(rows, { ...noFilter, segment }, inMain));
  expect(of("any")).toEqual(["a", "b", "c"]);
  expect(of("Payment zone")).toEqual(["a"]);
  expect(of("Cloud")).toEqual(["b"]);
});

test("segments are those of the assessment's environments, and the chosen ones alone", () => {
  const scope = { environments: ["Main", "Plant"], segments: ["Payment zone"] };
  expect(segmentsInScope(segments, scope).map(({ environment }) => environment)).toEqual([
    "Main",
    "Plant",
  ]);
});
