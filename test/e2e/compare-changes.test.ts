import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { AssessmentSummary } from "../../src/shared/model/assessment.ts";
import { actorRef } from "../../src/shared/model/actor.ts";
import { domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import {
  aCollection,
  aMatrix,
  anObject,
  aRelationship,
  aTechnique,
  writeBundle,
} from "../catalogue/bundles.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { launchCasemate, makeHome } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { valueOf } from "./support/sample.ts";

const enterprise = domain.parse("enterprise-attack");

/** T1001 and T1002 in 1.0, used by Amber; in 2.0 T1001 became T1005, and T1002 has another name. */
function writeReleases(folder: string): readonly string[] {
  const domains = { x_mitre_domains: ["enterprise-attack"] };
  const group = anObject("intrusion-set", "G0001", { name: "Amber", ...domains });
  const birch = anObject("intrusion-set", "G0002", { name: "Birch", ...domains });
  const [one, two, three, five] = [
    aTechnique("T1001"),
    aTechnique("T1002", { name: "Old name", x_mitre_version: "1.0" }),
    aTechnique("T1003"),
    aTechnique("T1005"),
  ];
  const uses = (actor: typeof group, technique: typeof one) =>
    aRelationship("uses", actor, technique);
  const head = [...aMatrix(), group, birch, three, uses(group, two), uses(birch, three)];
  const earlier = [aCollection("1.0"), ...head, one, two, uses(group, one)];
  const later = [
    ...[aCollection("2.0"), ...head, { ...one, revoked: true }, five],
    { ...two, name: "New name", x_mitre_version: "2.0" },
    ...[aRelationship("revoked-by", one, five), uses(group, five)],
  ];
  return [writeBundle(folder, "one.json", earlier), writeBundle(folder, "two.json", later)];
}

test("a year is told apart, an assessment goes onto another release, and releases stand beside each other", async () => {
  const folder = makeHome();
  const rules = join(folder, "rules.csv");
  const head = "Rule ID,Name,Techniques,State,Severity";
  const prepared = await prepareWorkspace(async (client) => {
    for (const [index, path] of writeReleases(folder).entries()) {
      const version = `${index + 1}.0`;
      await client.catalogue.import({ paths: [path], onConflict: "ask", version });
    }
    writeFileSync(rules, `${head}\nR1,First,T1001,enabled,high\n`);
    await client.detections.import({ paths: [rules] });
    const { id: assessmentId } = await client.assessments.create({
      name: "Ours",
      scope: {
        releases: [{ domain: enterprise, version: "1.0" }],
        environments: ["Main"],
        platforms: [],
        segments: [],
        beforeCompromise: false,
      },
    });
    const choose = (id: string) =>
      client.actors.choose({
        assessmentId,
        actor: actorRef.parse({ kind: "group", domain: enterprise, id }),
        weight: 1,
        reason: "",
      });
    await choose("G0001");
    await client.gaps.decide({
      assessmentId,
      decisions: [
        {
          domain: enterprise,
          techniqueId: techniqueId.parse("T1001"),
          status: "accepted",
          reason: "known",
          who: "Ana",
          expires: null,
          takenIn: false,
        },
      ],
      withdrawn: [],
    });
    await client.snapshots.take({ assessmentId, name: "Last year", note: "" });
    await choose("G0002");
    writeFileSync(rules, `${head}\nR1,First,T1001,disabled,high\nR2,Second,T1002,enabled,high\n`);
    await client.detections.import({ paths: [rules] });
  });
  const casemate = await launchCasemate({
    ...prepared,
    size: { width: 1280, height: 800 },
    theme: "light",
  });
  const { page } = casemate;
  await page.getByRole("navigation", { name: "Screens" }).getByText("Compare").click();
  await page.getByRole("tab", { name: "Assessments" }).click();

  // Last year beside now: one rule went, one came, and Birch brought a technique.
  const table = page.getByRole("grid", { name: "Techniques" });
  await table.getByText("1 rule disabled: First.").waitFor();
  expect(await table.getByText("1 rule added: Second.").count()).toBe(1);
  expect(await table.getByText("Birch was added.").count()).toBe(1);
  await casemate.screenshot("changes-assessments-light");
  await expectAccessible(casemate);
  await casemate.setSize(1920, 1080);
  await casemate.setTheme("dark");
  await casemate.screenshot("changes-assessments-dark");
  await expectAccessible(casemate);
  await page.getByRole("button", { name: /The threat/ }).click();
  await expect.poll(() => table.getByText("1 rule disabled: First.").count()).toBe(0);
  expect(await table.getByText("Birch was added.").count()).toBe(1);
  await page.getByRole("button", { name: /Only by The threat/ }).click();

  await page.getByRole("tab", { name: "ATT&CK releases" }).click();
  const pick = async (label: string, option: string) => {
    await page.getByRole("combobox", { name: label, exact: true }).click();
    await page.getByRole("option", { name: option, exact: true }).click();
  };
  await pick("Before", "1.0");
  await pick("After", "2.0");
  const objects = page.getByRole("grid", { name: "Changed objects" });
  await objects.getByText("was Old name").waitFor();
  expect(await objects.getByText("became T1005 Name of T1005").count()).toBe(1);
  await casemate.screenshot("changes-releases-dark");
  await expectAccessible(casemate);
  await casemate.setSize(1280, 800);
  await casemate.setTheme("light");
  await casemate.screenshot("changes-releases-light");

  // Onto the later release: foretold, made, taken back.
  await page.getByRole("button", { name: /^Ours/ }).first().click();
  await page.getByRole("menuitem", { name: "On another release…" }).click();
  const dialog = page.getByRole("dialog", { name: /On which release/ });
  await pick("enterprise-attack", "2.0");
  await dialog
    .getByText("T1001 Name of T1001 becomes T1005 Name of T1005: a decision: accepted.")
    .waitFor();
  await casemate.screenshot("changes-rebase-light");
  await expectAccessible(casemate);
  await dialog.getByRole("button", { name: "Make copy" }).click();
  await dialog.waitFor({ state: "detached" });
  const names = async () =>
    (await valueOf<AssessmentSummary[]>(casemate, "assessments.list", {})).map(
      ({ name, releases }) => `${name} ${releases[0]?.version ?? ""}`,
    );
  await expect.poll(names).toEqual(["Ours 1.0", "Ours on 2.0 2.0"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(names).toEqual(["Ours 1.0"]);
}, 240_000);
