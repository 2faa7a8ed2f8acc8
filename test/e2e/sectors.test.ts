import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { projectFolder } from "../../scripts/runtime/paths.ts";
import type { ActorSummary } from "../../src/shared/model/actor.ts";
import type { ImportSummary, RecordImportReport } from "../../src/shared/model/import-report.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { dropFiles } from "./support/drop.ts";
import { launchCasemate, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { valueOf } from "./support/sample.ts";

const cluster = resolve(import.meta.dirname, "../../../shared/data/misp/threat-actor.json.gz");
const hasData = existsSync(cluster);
if (!hasData) console.log(`SKIPPED the sectors of the real cluster: ${cluster} is not here`);

/** Written by test/support/oracle/group-facts.py and by nothing else. */
const expected = JSON.parse(
  readFileSync(join(projectFolder, "test/actors/expected/sectors.json"), "utf8"),
) as {
  readonly version: number;
  readonly read: number;
  readonly telling: number;
  readonly skipped: number;
  readonly groups: Readonly<Record<string, { readonly sectors: readonly string[] }>>;
};

test.skipIf(!hasData)(
  "a MISP cluster is chosen or dropped, says what it changed, and is named as the source",
  { timeout: 600_000 },
  async () => {
    const prepared = await prepareWorkspace((client) =>
      client.assessments.create({ name: "Amber Quay" }),
    );
    const documents = join(prepared.home, "Documents");
    const real = join(documents, "threat-actor.json.gz");
    cpSync(cluster, real);
    // The same values without a fact, and of a later version: every fact goes.
    const { values, ...head } = JSON.parse(gunzipSync(readFileSync(cluster)).toString()) as {
      values: { value: string; uuid: string; meta: { synonyms?: string[] } }[];
    };
    const bare = join(documents, "bare.json");
    writeFileSync(
      bare,
      JSON.stringify({
        ...head,
        version: expected.version + 1,
        values: values.map(({ value, uuid, meta: { synonyms = [] } }) => ({
          value,
          uuid,
          meta: { synonyms },
        })),
      }),
    );
    for (const path of [real, bare]) ownFile(path);
    const casemate = await launchCasemate({
      ...prepared,
      size: { width: 1280, height: 800 },
      theme: "light",
    });
    const { page } = casemate;
    page.setDefaultTimeout(90_000);
    const screens = page.getByRole("navigation", { name: "Screens" });
    const openActors = () => screens.getByText("Actors", { exact: true }).click();
    const sectorsOf = async () => {
      const [assessment] = await valueOf<{ id: number }[]>(casemate, "assessments.list", {});
      const groups = await valueOf<ActorSummary[]>(casemate, "actors.list", {
        assessmentId: assessment?.id,
        text: "",
        kinds: ["group"],
      });
      return Object.fromEntries(
        groups
          .filter(({ context }) => context.sectors.length > 0)
          .map(({ id, context }) => [id, context.sectors.map(({ value }) => value)]),
      );
    };
    const told = Object.fromEntries(
      Object.entries(expected.groups)
        .filter(([, { sectors }]) => sectors.length > 0)
        .map(([id, { sectors }]) => [id, sectors]),
    );

    // By the menu: what ships says as much as the file that it was made of.
    await openActors();
    await page.getByText(`version ${String(expected.version)}, as shipped with Casemate`).waitFor();
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByRole("menuitem", { name: /^Sectors and countries/ }).waitFor();
    await casemate.screenshot("sectors-menu-light-1280");
    await casemate.answerDialogs([bare]);
    await page.getByRole("menuitem", { name: /^Sectors and countries/ }).click();
    await page.getByRole("heading", { name: "bare.json", exact: true }).waitFor();
    await casemate.screenshot("sectors-report-light-1280");
    expect(await sectorsOf()).toEqual({});

    // By a drop: every fact comes back, and the older version says that it is older.
    await dropFiles(casemate, [real]);
    await page.getByRole("heading", { name: "threat-actor.json.gz", exact: true }).waitFor();
    await page.getByRole("button", { name: /^Warnings/ }).click();
    await page.getByText("Take the import back if that is not what you want.").first().waitFor();
    expect(await sectorsOf()).toEqual(told);
    const [newest] = await valueOf<ImportSummary[]>(casemate, "imports.list", {});
    const report = await valueOf<RecordImportReport>(casemate, "imports.get", { id: newest?.id });
    expect(report).toMatchObject({
      kind: "sectors",
      read: expected.read,
      added: expected.telling,
      skipped: expected.skipped,
    });
    await expectAccessible(casemate);

    await openActors();
    const source = page.getByText(
      /MISP galaxy threat-actor cluster \(CC0\), version 349, imported/,
    );
    await source.waitFor();
    for (const theme of ["light", "dark"] as const) {
      await casemate.setTheme(theme);
      for (const [width, height] of [
        [1280, 800],
        [1920, 1080],
      ] as const) {
        await casemate.setSize(width, height);
        await casemate.screenshot(`sectors-in-use-${theme}-${String(width)}`);
        // The foot says it whole.
        expect(
          await source.evaluate((element) => element.scrollWidth <= element.clientWidth + 1),
        ).toBe(true);
      }
      await page.getByRole("button", { name: "Import", exact: true }).click();
      await page.getByRole("menuitem", { name: /^Sectors and countries/ }).waitFor();
      await casemate.screenshot(`sectors-menu-${theme}-1920`);
      await page.keyboard.press("Escape");
      await expectAccessible(casemate);
    }
  },
);
