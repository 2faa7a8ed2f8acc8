import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { startWorkbench } from "../../src/main/backend/start-workbench.ts";
import { clientOf } from "../../src/main/backend/workbench.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

type Row = Record<string, string>;
const rows: Row[] = parse(readFileSync("resources/sample/assets.csv"), { columns: true });
const ranks: Readonly<Record<string, number>> = { low: 1, medium: 2, high: 3, critical: 4 };

/** Assets on platforms, and their part of what all are worth, counted from the file itself. */
function countExposed(platforms: readonly string[], among: readonly Row[]) {
  const worth = (chosen: readonly Row[]) =>
    chosen.reduce((sum, row) => sum + (ranks[row["Criticality"] ?? ""] ?? 0), 0);
  const on = among.filter((row) => platforms.includes(row["Platform"] ?? ""));
  return { on: on.length, inScope: among.length, share: worth(on) / worth(among) };
}

describe("the sample's assets", () => {
  test(
    "decide the exposure of each gap, all of them and by segment",
    { timeout: 120_000 },
    async () => {
      const workbench = startWorkbench({
        root: findApplicationRoot(import.meta.url),
        nativeBinding: undefined,
        now: () => new Date("2026-11-21T12:00:00.000Z"),
      });
      try {
        const client = clientOf(workbench);
        await client.workspace.createSample({ path: join(temporaryFolder(), "sample.casemate") });
        const [only] = await client.assessments.list({});
        const assessmentId = only?.id ?? 0;
        const check = async (among: readonly Row[]) => {
          const { gaps } = await client.assessments.answer({ assessmentId });
          expect(gaps.length).toBeGreaterThan(50);
          for (const { id, platforms, parts, exposedAssets, priority } of gaps) {
            const { on, inScope, share } = countExposed(platforms, among);
            expect(exposedAssets, id).toEqual({ on, inScope });
            expect(parts.exposure.value, id).toBeCloseTo(share, 12);
            const known = Object.values(parts).filter(({ value }) => value !== null);
            const sum = known.reduce(
              (total, { value, weight }) => total + (value ?? 0) * weight,
              0,
            );
            const weights = known.reduce((total, { weight }) => total + weight, 0);
            expect(weights).toBe(90);
            expect(Math.abs((100 * sum) / weights - priority)).toBeLessThanOrEqual(0.05 + 1e-9);
          }
        };
        await check(rows);

        const { scope } = await client.assessments.get({ assessmentId });
        const segments = ["Payment zone", "Core banking"];
        await client.assessments.setScope({ assessmentId, scope: { ...scope, segments } });
        await check(rows.filter((row) => segments.includes(row["Segment"] ?? "")));
        const chosen = await client.assessments.get({ assessmentId });
        expect(chosen.scope.segments).toEqual(segments);
      } finally {
        await workbench.close();
      }
    },
  );
});
