/**
 * What may happen to a release that is loaded already: another file of it, own objects beside it,
 * another name; and the files that bring it, dropped on the window.
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { ActorProfile } from "../../src/shared/model/actor.ts";
import type { Assessment, AssessmentResult } from "../../src/shared/model/assessment.ts";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { Release } from "../../src/shared/model/catalogue.ts";
import type { DetectionSummary } from "../../src/shared/model/detection.ts";
import {
  aCollection,
  aRelationship,
  aTechnique,
  stixId,
  writeBundle,
} from "../catalogue/bundles.ts";
import { dropFiles } from "./support/drop.ts";
import { type Casemate, launchCasemate, makeHome, ownFile } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { launchSample, valueOf } from "./support/sample.ts";

const attack = resolve(import.meta.dirname, "../../../shared/data/attack");
const officialIcs = join(attack, "ics-attack-18.1.stix21.json.gz");
const inferredMobile = join(attack, "mobile-attack-18.1.stix20.json.gz");
const hasData = existsSync(officialIcs) && existsSync(inferredMobile);
if (!hasData) console.log(`SKIPPED what needs official bundles: ${attack} is not here`);

const ics = domain.parse("ics-attack");
const mobile = domain.parse("mobile-attack");

/** Puts a file where the application's user can read it. */
function offer(home: string, name: string, content: string | { readonly copyOf: string }): string {
  const path = join(home, name);
  if (typeof content === "string") writeFileSync(path, content);
  else copyFileSync(content.copyOf, path);
  ownFile(path);
  return path;
}

async function startImport({ page, answerDialogs }: Casemate, path: string): Promise<void> {
  // A key would be lost on a window that is still being drawn.
  await page
    .getByRole("navigation", { name: "Screens" })
    .getByText("Catalogue", { exact: true })
    .click();
  await answerDialogs([path]);
  await page.getByRole("button", { name: "Import ATT&CK bundle" }).first().click();
}

async function releaseOf(casemate: Casemate, name: string): Promise<Release> {
  const releases = await valueOf<Release[]>(casemate, "catalogue.list", {});
  const found = releases.find((release) => release.domain === name);
  if (found === undefined) throw new Error(`The workspace holds no ${name}.`);
  return found;
}

/** An answer without what says from which file its catalogue came. */
function figuresOf({ coverage, actors, techniques, gaps }: AssessmentResult) {
  return { coverage, actors, techniques, gaps };
}

describe("another file of a release that is loaded", () => {
  test.skipIf(!hasData)(
    "asks; keeping changes nothing, replacing keeps all user data",
    async () => {
      const sandworm = { kind: "group", domain: ics, id: attackId.parse("G0034") } as const;
      const prepared = await prepareWorkspace(async (client) => {
        await client.catalogue.import({ paths: [officialIcs], onConflict: "ask" });
        const { id: assessmentId } = await client.assessments.create({
          name: "The plant",
          scope: {
            releases: [{ domain: ics, version: "18.1" }],
            environments: ["Main"],
            platforms: [],
            segments: [],
            beforeCompromise: false,
          },
        });
        await client.actors.choose({ assessmentId, actor: sandworm, weight: 2, reason: "Seen" });
        await client.actors.setTechnique({
          assessmentId,
          actor: sandworm,
          technique: {
            techniqueId: techniqueId.parse("T0800"),
            action: "add",
            source: "Incident 3",
            date: "2026-10-01",
            confidence: "high",
            text: "Firmware update mode",
          },
        });
      });
      const official = gunzipSync(readFileSync(officialIcs)).toString("utf8");
      const bundle = JSON.parse(official) as { objects: Record<string, unknown>[] };
      const group = bundle.objects.find((object) => object["name"] === "Sandworm Team");
      if (group === undefined) throw new Error("The bundle holds no Sandworm Team.");
      group["description"] = "Described anew by the plant.";
      const changed = JSON.stringify(bundle);
      const file = offer(prepared.home, "ics-own-copy.json", changed);

      const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
      const { page } = casemate;
      const [summary] = await valueOf<{ id: number }[]>(casemate, "assessments.list", {});
      const assessmentId = summary?.id;
      const read = async () => ({
        assessment: await valueOf<Assessment>(casemate, "assessments.get", { assessmentId }),
        figures: figuresOf(
          await valueOf<AssessmentResult>(casemate, "assessments.answer", { assessmentId }),
        ),
        profile: await valueOf<ActorProfile>(casemate, "actors.profile", {
          assessmentId,
          actor: sandworm,
        }),
      });
      const before = await read();
      const loaded = await releaseOf(casemate, "ics-attack");
      const officialHash = createHash("sha256").update(official).digest("hex");
      expect(loaded).toMatchObject({ authenticity: "official", sha256: officialHash });
      expect(before.profile.techniques.map(({ id }) => id)).toContain("T0800");

      const question = page.getByRole("dialog", { name: "Replace the file that is there?" });
      await startImport(casemate, file);
      await question.waitFor();
      expect(await question.innerText()).toContain("ics-attack-18.1.stix21.json.gz, official");
      await casemate.screenshot("release-conflict-light");
      await question.getByRole("button", { name: "Cancel" }).click();
      await question.waitFor({ state: "detached" });
      expect(await releaseOf(casemate, "ics-attack")).toEqual(loaded);

      await startImport(casemate, file);
      await question.getByRole("button", { name: "Keep what is there" }).click();
      await page.getByRole("heading", { name: "ics-own-copy.json" }).waitFor();
      expect(await releaseOf(casemate, "ics-attack")).toEqual(loaded);
      expect(await read()).toEqual(before);

      await startImport(casemate, file);
      await question.getByRole("button", { name: "Replace it" }).click();
      await question.waitFor({ state: "detached" });
      await page.getByRole("heading", { name: "ics-own-copy.json" }).waitFor();
      expect(await releaseOf(casemate, "ics-attack")).toMatchObject({
        authenticity: "altered",
        version: "18.1",
        sha256: createHash("sha256").update(changed).digest("hex"),
        counts: loaded.counts,
      });
      const after = await read();
      expect(after.assessment).toEqual(before.assessment);
      expect(after.figures).toEqual(before.figures);
      expect(after.profile.description).toBe("Described anew by the plant.");
      expect(after.profile.techniques).toEqual(before.profile.techniques);
      await page.keyboard.press("Control+2");
      await page.getByRole("button", { name: /^ics-attack 18\.1\s*Altered/ }).waitFor();
    },
  );
});

describe("an overlay", () => {
  test("of own objects is labelled beside the release, counts, and goes without a trace", async () => {
    const home = makeHome();
    const casemate = await launchSample({ home, size: { width: 1920, height: 1080 } });
    const { page } = casemate;
    const own = aTechnique("AQ-T0001", {
      name: "Reprogram the queue display",
      description: "Somebody changes what the ticket display of a branch shows.",
      external_references: [{ source_name: "amber-quay", external_id: "AQ-T0001" }],
      x_mitre_detection: "Compare the display's image with the one that was released.",
      x_mitre_version: "1.0",
      x_mitre_data_sources: ["Display: Image"],
    });
    const lazarus = { id: "intrusion-set--c93fccb1-e8e8-42cf-ae33-2ad1d183913a" };
    const path = writeBundle(home, "amber-quay.json", [
      aCollection("1.0", {
        id: stixId("x-mitre-collection", "amber-quay"),
        name: "Amber Quay's own",
        created_by_ref: stixId("identity", "amber-quay"),
      }),
      own,
      aRelationship("uses", lazarus, own, { description: "Seen in branch 14." }),
    ]);
    ownFile(path);
    const used = async () => {
      const ways = { campaigns: true, software: false };
      const input = { text: "G0032", domain: "enterprise-attack", ways };
      const profile = await valueOf<ActorProfile>(casemate, "actors.find", input);
      return profile.techniques.map(({ id }) => String(id));
    };
    const before = await used();
    expect(before).toHaveLength(119);

    await startImport(casemate, path);
    await page.getByRole("heading", { name: "amber-quay.json" }).waitFor();
    await page.getByRole("heading", { name: "Overlay beside the release" }).waitFor();
    expect(await used()).toEqual([...before, "AQ-T0001"].sort());

    await page.keyboard.press("Control+2");
    await page.getByRole("button", { name: /^enterprise-attack 18\.1.*1 overlay/s }).click();
    await page.getByText("3 objects from amber-quay.json").waitFor();
    await page.getByPlaceholder("Name, ID, alias or text").fill("queue display");
    const row = page
      .getByRole("grid", { name: "Techniques" })
      .getByRole("row", { name: /AQ-T0001/ });
    await row.waitFor();
    expect(await row.innerText()).toContain("overlay Amber Quay's own");
    await row.click();
    const object = page.getByRole("region", { name: "Reprogram the queue display" });
    await object.getByText("Somebody changes what the ticket display").waitFor();
    await object.getByText("Lazarus Group").first().waitFor();
    await casemate.screenshot("overlay-light");
    await casemate.setTheme("dark");
    await casemate.screenshot("overlay-dark");

    await page.getByRole("button", { name: "Remove…", exact: true }).click();
    const question = page.getByRole("dialog", { name: "Remove the overlay “Amber Quay's own”?" });
    await question.getByRole("button", { name: "Cancel" }).click();
    expect((await releaseOf(casemate, "enterprise-attack")).overlays).toHaveLength(1);
    await page.getByRole("button", { name: "Remove…", exact: true }).click();
    await question.getByRole("button", { name: "Remove overlay" }).click();
    await page.getByText("Removed the overlay “Amber Quay's own”.").waitFor();
    await row.waitFor({ state: "detached" });
    expect((await releaseOf(casemate, "enterprise-attack")).overlays).toEqual([]);
    expect(await used()).toEqual(before);
  });
});

describe("the version of a release that was inferred", () => {
  test.skipIf(!hasData)("is corrected with the assessments on it, and taken back", async () => {
    const prepared = await prepareWorkspace(async (client) => {
      await client.catalogue.import({ paths: [inferredMobile], onConflict: "ask" });
      const { id: assessmentId } = await client.assessments.create({
        name: "Phones",
        scope: {
          releases: [{ domain: mobile, version: "18.1" }],
          environments: ["Main"],
          platforms: [],
          segments: [],
          beforeCompromise: false,
        },
      });
      await client.actors.choose({
        assessmentId,
        actor: { kind: "group", domain: mobile, id: attackId.parse("G0034") },
        weight: 1,
        reason: "",
      });
    });
    const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
    const { page } = casemate;
    const [summary] = await valueOf<{ id: number }[]>(casemate, "assessments.list", {});
    const assessmentId = summary?.id;
    const answer = () =>
      valueOf<AssessmentResult>(casemate, "assessments.answer", { assessmentId });
    const before = await answer();
    expect(before.catalogues).toMatchObject([{ version: "18.1", authenticity: "inferred" }]);

    await page.getByRole("region", { name: "Coverage by tactic" }).waitFor();
    await page.keyboard.press("Control+2");
    await page.getByRole("button", { name: /^mobile-attack 18\.1\s*Inferred/ }).click();
    const correct = async (from: string) => {
      await page.getByRole("button", { name: `Actions for mobile-attack ${from}` }).click();
      await page.getByRole("menuitem", { name: "Correct the version…" }).click();
    };
    await correct("18.1");
    const dialog = page.getByRole("dialog", { name: "Which release is this?" });
    expect(await dialog.getByLabel("Release of mobile-attack").inputValue()).toBe("18.1");
    await dialog.getByLabel("Release of mobile-attack").fill("18.0");
    await casemate.screenshot("correct-version-light");
    await dialog.getByRole("button", { name: "Correct the version" }).click();
    await page.getByText("The release is now mobile-attack 18.0.").waitFor();
    await page.getByRole("button", { name: /^mobile-attack 18\.0\s*Inferred/ }).waitFor();
    const after = await answer();
    expect(after.catalogues).toMatchObject([{ version: "18.0", authenticity: "inferred" }]);
    expect(figuresOf(after)).toEqual(figuresOf(before));

    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: /^mobile-attack 18\.1\s*Inferred/ }).waitFor();
    expect((await answer()).catalogues).toEqual(before.catalogues);

    // What says itself which release it is has nothing to correct.
    await page.getByRole("button", { name: /^ics-attack 18\.1/ }).click();
    await page.getByRole("button", { name: "Actions for ics-attack 18.1" }).click();
    const entry = page.getByRole("menuitem", { name: "Correct the version…" });
    expect(await entry.isDisabled()).toBe(true);
  });
});

describe("files dropped on an open workspace", () => {
  const rule = [
    "title: Queue display reprogrammed",
    "id: 5b1f3c52-0f5a-4c4e-9a43-3f8d7f8f2a11",
    "status: test",
    "description: Somebody changes what the ticket display shows.",
    "logsource:",
    "  product: windows",
    "  category: process_creation",
    "detection:",
    "  selection:",
    "    Image|endswith: '\\display-admin.exe'",
    "  condition: selection",
    "level: medium",
    "tags:",
    "  - attack.t1491.001",
    "",
  ].join("\n");

  test.skipIf(!hasData)(
    "go where they belong: bundles at once, rules after a question",
    async () => {
      const home = makeHome();
      const casemate = await launchSample({ home, size: { width: 1440, height: 900 } });
      const { page } = casemate;
      const bundle = offer(home, "ics.json.gz", { copyOf: officialIcs });
      const rules = offer(home, "queue-display.yml", rule);
      expect((await releaseOf(casemate, "ics-attack")).authenticity).toBe("starter");

      await dropFiles(casemate, [bundle]);
      await page.getByRole("heading", { name: "ics.json.gz" }).waitFor({ timeout: 60_000 });
      expect((await releaseOf(casemate, "ics-attack")).authenticity).toBe("official");

      await dropFiles(casemate, [rules]);
      const dialog = page.getByRole("dialog");
      await dialog.getByText("queue-display.yml").first().waitFor();
      await dialog.getByRole("radio", { name: "Enabled" }).check();
      await casemate.screenshot("dropped-rule-light");
      await dialog.getByRole("button", { name: "Import rules" }).click();
      // The question's own title names the file as well: the report is there once it is gone.
      await dialog.waitFor({ state: "detached" });
      await page.getByRole("heading", { name: "queue-display.yml", exact: true }).waitFor();
      const environments = await valueOf<{ id: number }[]>(casemate, "environments.list", {});
      const lists = await Promise.all(
        environments.map(({ id: environmentId }) =>
          valueOf<DetectionSummary[]>(casemate, "detections.list", { environmentId }),
        ),
      );
      const found = lists.flat().find(({ name }) => name === "Queue display reprogrammed");
      expect(found).toMatchObject({ state: "enabled", stateAssumed: true });
      expect(found?.techniques.map(({ techniqueId: id }) => id)).toEqual(["T1491.001"]);
    },
  );

  test("of both kinds in one drop are both taken", async () => {
    const home = makeHome();
    const casemate = await launchSample({ home, size: { width: 1440, height: 900 } });
    const { page } = casemate;
    const bundle = writeBundle(home, "amber-quay.json", [
      aTechnique("AQ-T0002", {
        external_references: [{ source_name: "amber-quay", external_id: "AQ-T0002" }],
      }),
    ]);
    ownFile(bundle);
    const rules = offer(home, "queue-display.yml", rule);
    const inventory = page.getByRole("dialog").getByText("queue-display.yml").first();
    await dropFiles(casemate, [rules, bundle]);
    // The rules are asked about once what they are read against is there.
    await inventory.waitFor();
    expect((await releaseOf(casemate, "enterprise-attack")).overlays).toMatchObject([
      { fileName: "amber-quay.json" },
    ]);
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await inventory.waitFor({ state: "detached" });

    // A broken bundle does not take the rules with it.
    const broken = offer(home, "broken.json", '{"type": "bundle", "objects": [{');
    await dropFiles(casemate, [broken, rules]);
    const failure = page.locator(".import-status");
    await failure.getByRole("alert").getByText("broken.json").first().waitFor();
    await failure.getByRole("button", { name: "Close", exact: true }).click();
    await inventory.waitFor();
  });
});
