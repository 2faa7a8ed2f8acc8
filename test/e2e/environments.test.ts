import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import type { DetectionSummary } from "../../src/shared/model/detection.ts";
import type { Environment } from "../../src/shared/model/workspace.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { launchCasemate, makeHome } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { answerOf, valueOf } from "./support/sample.ts";

test("an import moves to another environment but for what is there already, and comes back", async () => {
  const folder = makeHome();
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const head = "ID,Name,Technique,State,Severity";
  const prepared = await prepareWorkspace(async (client) => {
    await client.environments.create({ name: "Plant" });
    const ours = [head, "r1,One,T1059.001,enabled,high", "r2,Two,T1105,enabled,high"];
    await client.detections.import({ paths: [file("ours.csv", ours.join("\n"))] });
    const theirs = [head, "r1,Theirs,T1486,enabled,high"];
    await client.detections.import({
      paths: [file("theirs.csv", theirs.join("\n"))],
      environment: "Plant",
    });
    const { id: assessmentId } = await client.assessments.create({ name: "Both" });
    await client.actors.choose({
      assessmentId,
      actor: {
        kind: "group",
        domain: domain.parse("enterprise-attack"),
        id: attackId.parse("G0046"),
      },
      weight: 1,
      reason: "",
    });
  });
  const casemate = await launchCasemate({
    ...prepared,
    size: { width: 1280, height: 800 },
    theme: "light",
  });
  const { page } = casemate;
  const screens = page.getByRole("navigation", { name: "Screens" });
  const named = async (name: string) => {
    const all = await valueOf<Environment[]>(casemate, "environments.list", {});
    const found = all.find((environment) => environment.name === name);
    if (found === undefined) throw new Error(`There is no ${name}.`);
    const rules = await valueOf<DetectionSummary[]>(casemate, "detections.list", {
      environmentId: found.id,
    });
    return rules.map((rule) => rule.name).sort();
  };

  await screens.getByText("Detections", { exact: true }).click();
  await page.getByRole("button", { name: "Import reports" }).click();
  await page.getByText("ours.csv").first().click();
  await page.getByRole("button", { name: "Move…" }).click();
  const dialog = page.getByRole("dialog", { name: "Move to another environment?" });
  await dialog.getByRole("combobox", { name: "Environment" }).click();
  await page.getByRole("option", { name: "Plant" }).click();
  await casemate.screenshot("move-import-light");
  await expectAccessible(casemate);
  await dialog.getByRole("button", { name: "Move", exact: true }).click();
  await dialog.getByText("1 record stayed in Main").waitFor();
  expect(await dialog.getByRole("listitem").allInnerTexts()).toEqual(["One"]);
  await casemate.screenshot("move-import-collision-light");
  await expectAccessible(casemate);
  expect([await named("Main"), await named("Plant")]).toEqual([["One"], ["Theirs", "Two"]]);
  await dialog.getByRole("button", { name: "Close" }).last().click();
  // What moved goes back the same way.
  await page.getByRole("button", { name: "Move…" }).click();
  await dialog.getByRole("combobox", { name: "Environment" }).click();
  await page.getByRole("option", { name: "Main" }).click();
  await dialog.getByRole("button", { name: "Move", exact: true }).click();
  await expect.poll(() => named("Main"), { timeout: 30_000 }).toEqual(["One", "Two"]);
  expect(await named("Plant")).toEqual(["Theirs"]);

  // Of the starter catalogue FIN7 uses T1059.001, T1105 and T1486: two are seen in one, one in the other.
  const answer = await answerOf(casemate);
  expect(answer.environments?.map(({ name, coverage }) => [name, coverage.covered])).toEqual([
    ["Main", 2],
    ["Plant", 1],
  ]);
  expect(answer.coverage.covered).toBe(3);
  const { techniques } = answer.coverage;
  await screens.getByText("Overview", { exact: true }).click();
  for (const covered of [2, 1]) {
    await page
      .getByText(`${String(covered)} of ${String(techniques)}`, { exact: false })
      .first()
      .waitFor();
  }
  await casemate.screenshot("two-environments-light");
  await expectAccessible(casemate);

  await screens.getByText("Settings", { exact: true }).click();
  await page.getByText("Environments", { exact: true }).first().click();
  await page.getByRole("button", { name: "2 detections, 0 log sources, 0 assets" }).waitFor();
  await page.getByLabel("Name of Plant").fill("Works");
  await page.getByRole("button", { name: "Rename" }).nth(1).click();
  await page.getByLabel("Name of Works").waitFor();
  await page.getByRole("button", { name: "Remove…" }).nth(1).click();
  const removing = page.getByRole("dialog", { name: "Remove “Works”?" });
  await removing.getByRole("button", { name: "Remove environment" }).click();
  await removing.getByText("Works holds 1 detection. Remove or move them first.").waitFor();
  await casemate.screenshot("environments-light");
  await expectAccessible(casemate);
  expect((await answerOf(casemate)).environments?.map(({ name }) => name)).toEqual([
    "Main",
    "Works",
  ]);
});
