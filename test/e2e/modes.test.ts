import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CoverageTechniques } from "../../src/shared/model/coverage.ts";
import type { LayerSummary } from "../../src/shared/model/layer.ts";
import { siteMarking, siteScheme } from "../support/site-scheme.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { type Casemate, launchCasemate } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { answerOf, launchSample, valueOf } from "./support/sample.ts";

/** Opens the matrix as a user does by keys. */
async function openMatrix({ page }: Casemate): Promise<void> {
  await page.keyboard.press("Control+5");
  await page.locator(".matrix-cell").first().waitFor({ timeout: 30_000 });
}

async function chooseMode({ page }: Casemate, name: string): Promise<void> {
  await page.getByRole("radio", { name, exact: true }).check({ force: true });
}

/** The legend's counts by word. */
async function legendOf({ page }: Casemate): Promise<Record<string, number>> {
  const texts = await page
    .locator(".matrix-legend-entries button:not(.link)")
    .evaluateAll((buttons) =>
      buttons.map((button) => button.getAttribute("aria-label") ?? button.textContent),
    );
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.lastIndexOf(" ");
      return [text.slice(0, at), Number(text.slice(at + 1).replaceAll(",", ""))];
    }),
  );
}

/** Distinct IDs of the cells in the document with a fill. */
async function idsWithFill({ page }: Casemate, fill: string): Promise<string[]> {
  const ids = await page
    .locator(`.matrix-cell[data-fill="${fill}"]`)
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-id") ?? ""));
  return [...new Set(ids)].sort();
}

/** A picture of each theme and size. */
async function pictures(casemate: Casemate, name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await casemate.setTheme(theme);
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await casemate.setSize(width, height);
      await casemate.page.waitForTimeout(150);
      await casemate.screenshot(`mode-${name}-${theme}-${String(width)}`);
    }
  }
}

/** Two layers of the sample's domain: two scored techniques, one of them in both. */
async function addLayers(casemate: Casemate, ids: readonly [string, string, string]) {
  const answer = await answerOf(casemate);
  const domain = answer.catalogues[0]?.domain;
  const version = answer.catalogues[0]?.version;
  const make = async (name: string, scores: Readonly<Record<string, number>>) => {
    const { layer } = await valueOf<{ layer: LayerSummary }>(casemate, "layers.create", {
      source: { kind: "empty", domain, version },
      name,
      group: "",
    });
    await valueOf(casemate, "layers.annotate", {
      layerId: layer.id,
      changes: Object.entries(scores).map(([techniqueId, score]) => ({
        place: { techniqueId, tactic: null },
        marks: {
          score,
          colour: "",
          comment: `Comment on ${techniqueId}`,
          enabled: true,
          metadata: [],
          links: [],
          showSubtechniques: false,
          extra: null,
        },
      })),
    });
  };
  await make("Red team", { [ids[0]]: 80, [ids[1]]: 20 });
  await make("Blue team", { [ids[1]]: 50, [ids[2]]: 100 });
}

describe("the modes of the matrix", () => {
  test("count as the answer does, and keep the selection", async () => {
    const casemate = await launchSample({ size: { width: 1920, height: 1080 }, theme: "light" });
    const { page } = casemate;
    await openMatrix(casemate);
    const { techniques, actors, gaps, coverage, assessmentId } = await answerOf(casemate);
    const counted = techniques.filter(({ inDenominator }) => inDenominator);
    const chosen = actors.length;

    const header = page.locator(".matrix-tactic").nth(3);
    await header.click();
    const selection = page.getByRole("button", { name: /^\d+ selected$/ });
    const words = await selection.textContent();

    await chooseMode(casemate, "Actors’ use");
    const users = await legendOf(casemate);
    for (let count = 1; count <= chosen; count += 1) {
      expect(users[count === 1 ? "1 actor" : `${String(count)} actors`]).toBe(
        counted.filter((technique) => technique.actors.length === count).length,
      );
    }

    // Chips shorten names; a cell has none to stand beside.
    const used = page.locator('.matrix-cell[data-fill^="use-"]').first();
    const id = await used.getAttribute("data-id");
    const its = new Set(techniques.find((technique) => technique.id === id)?.actors);
    const named = actors.filter((actor) => its.has(actor.id)).map(({ name }) => name);
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(await used.getAttribute("aria-label")).toContain(name);

    await chooseMode(casemate, "Demand × supply");
    const supplies = {
      nothing: ["none", "failed"],
      partly: ["telemetry", "available", "partial"],
      covered: ["detected", "several", "validated"],
    };
    const table = await legendOf(casemate);
    expect(Object.values(table).reduce((sum, count) => sum + count, 0)).toBe(counted.length);
    for (const [supply, levels] of Object.entries(supplies)) {
      const held = counted.filter(({ level }) => levels.includes(level));
      expect(table[`All ${String(chosen)} actors, ${supply}`]).toBe(
        held.filter((technique) => technique.actors.length === chosen).length,
      );
      expect(table[`1 actor, ${supply}`]).toBe(
        held.filter((technique) => technique.actors.length === 1).length,
      );
    }
    await expectAccessible(casemate);

    await chooseMode(casemate, "Priority");
    const bands = await legendOf(casemate);
    for (const [word, band] of [
      ["Critical", "critical"],
      ["High", "high"],
      ["Medium", "medium"],
      ["Low", "low"],
    ] as const) {
      expect(bands[word]).toBe(gaps.filter((gap) => gap.band === band).length);
    }
    expect(bands["No gap"]).toBe(coverage.covered);
    await page.getByRole("button", { name: `Critical ${String(bands["Critical"])}` }).click();
    await expect
      .poll(() => idsWithFill(casemate, "prio-critical"))
      .toEqual(
        gaps
          .filter(({ band }) => band === "critical")
          .map(({ id }) => id as string)
          .sort(),
      );
    const [loudest] = gaps;
    const loud = page.locator(`.matrix-cell[data-id="${loudest?.id ?? ""}"]`).first();
    expect(await loud.getAttribute("data-value")).toBe(loudest?.priority.toFixed(1));
    await page.getByRole("button", { name: "Show all" }).click();

    await chooseMode(casemate, "Prevalence");
    const [domain] = techniques.map((technique) => technique.domain);
    const seen = await valueOf<CoverageTechniques>(casemate, "coverage.techniques", {
      assessmentId,
      domain,
    });
    await expect
      .poll(async () => Object.values(await legendOf(casemate)).reduce((a, b) => a + b, 0))
      .toBe(counted.length);
    const prevalence = await legendOf(casemate);
    const using = new Map<string, number>(seen.techniques.map((t) => [t.id, t.groupsUsing]));
    for (const [word, count] of Object.entries(prevalence)) {
      const limits = word === "No group" ? [0, 0] : (word.match(/[\d,]+/g) ?? []).map(Number);
      const [least = 0, most = least] = limits;
      expect(
        counted.filter(({ id }) => {
          const groups = using.get(id) ?? 0;
          return groups >= least && groups <= most;
        }).length,
        word,
      ).toBe(count);
    }

    expect(await selection.textContent()).toBe(words);
    await page.getByRole("button", { name: "What is this?" }).click();
    await page.getByText(`${String(seen.groups)} active groups`).waitFor();
    await expectAccessible(casemate);
    await casemate.screenshot("mode-help");
    await page.keyboard.press("Escape");
  });

  test("are accessible in both themes", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 } });
    await openMatrix(casemate);
    for (const [mode, name] of [
      ["Level", "level"],
      ["Actors’ use", "actors"],
      ["Demand × supply", "demand-supply"],
      ["Priority", "priority"],
      ["Prevalence", "prevalence"],
    ] as const) {
      await chooseMode(casemate, mode);
      await pictures(casemate, name);
      await expectAccessible(casemate);
      await casemate.setTheme("light");
      await expectAccessible(casemate);
    }
  });

  test("a layer shows its scores, two layers their difference", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "light" });
    const { page } = casemate;
    await openMatrix(casemate);
    await chooseMode(casemate, "Layer");
    await page.getByText(/^No layers of enterprise-attack yet/).waitFor();
    await casemate.screenshot("mode-layer-empty");
    await addLayers(casemate, ["T1098", "T1110", "T1185"]);
    await page.getByRole("combobox", { name: "Layer", exact: true }).click();
    await page.getByRole("option", { name: "Red team" }).click();

    const valueIn = (id: string) =>
      page.locator(`.matrix-cell[data-id="${id}"]`).first().getAttribute("data-value");
    await expect.poll(() => valueIn("T1098")).toBe("80");
    await expect.poll(() => valueIn("T1110")).toBe("20");
    expect(await legendOf(casemate)).toEqual({ "Score 20": 1, "Score 80": 1 });
    await expectAccessible(casemate);
    await pictures(casemate, "layer");

    await casemate.setSize(1280, 800);
    await chooseMode(casemate, "Difference");
    await expect.poll(() => valueIn("T1110")).toBe("−30");
    expect(await legendOf(casemate)).toEqual({
      Higher: 0,
      Lower: 1,
      Same: 0,
      "Only in Red team": 1,
      "Only in Blue team": 1,
    });
    await page.getByRole("button", { name: "Red team − Blue team" }).click();
    await casemate.screenshot("mode-difference-chooser");
    await expectAccessible(casemate);
    await page.getByRole("button", { name: "Swap the layers" }).click();
    await expect.poll(() => valueIn("T1110")).toBe("+30");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Blue team − Red team" }).waitFor();
    await expectAccessible(casemate);
    await pictures(casemate, "difference");

    // What was set is there again after another screen.
    await page.keyboard.press("Control+6");
    await page.getByRole("heading", { name: /^Gaps/ }).first().waitFor();
    await page.keyboard.press("Control+5");
    await expect.poll(() => valueIn("T1110")).toBe("+30");

    // A second click on the shown layer, as of a double click, leaves it on the screen.
    await page.getByRole("button", { name: "Layers", exact: true }).click();
    const row = page.getByRole("treeitem", { name: "Red team" });
    for (const click of [1, 2]) {
      await row.click();
      await expect.poll(() => valueIn("T1110"), { message: `click ${String(click)}` }).toBe("20");
    }
    expect(await page.getByRole("radio", { name: "Layer", exact: true }).isChecked()).toBe(true);
  });

  test("two assessments differ in what changed since", async () => {
    const casemate = await launchSample({ size: { width: 1920, height: 1080 } });
    const { page } = casemate;
    const answer = await answerOf(casemate);
    const [domain] = answer.catalogues.map((catalogue) => catalogue.domain);
    const { id } = await valueOf<{ id: number }>(casemate, "assessments.create", {
      name: "Second",
      scope: answer.scope,
    });
    const [first] = answer.actors;
    await valueOf(casemate, "actors.choose", {
      assessmentId: id,
      actor: { kind: first?.kind, domain: first?.domain, id: first?.id },
      weight: 1,
      reason: "",
    });
    const other = await valueOf<CoverageTechniques>(casemate, "coverage.techniques", {
      assessmentId: id,
      domain,
    });
    const theirs = new Set(
      other.techniques.filter(({ actors }) => actors.length > 0).map((each) => each.id as string),
    );
    const ours = answer.techniques.map((each) => each.id as string);
    await openMatrix(casemate);
    await chooseMode(casemate, "Difference");
    await page.getByRole("button", { name: "Choose what to compare" }).click();
    await chooseMode(casemate, "Assessments");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Against Second" }).waitFor();
    await page.locator('.matrix-cell[data-fill="diff-first"]').first().waitFor();
    const legend = await legendOf(casemate);
    expect(legend["Same"]).toBe(ours.filter((each) => theirs.has(each)).length);
    expect(legend["Only here"]).toBe(ours.filter((each) => !theirs.has(each)).length);
    expect(legend["Only in Second"]).toBe(
      [...theirs].filter((each) => !ours.includes(each)).length,
    );
    await casemate.screenshot("mode-difference-assessments");
  });
});

describe("selecting", () => {
  test("by group takes the group's techniques; what is shown, inverted, cleared", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 }, theme: "dark" });
    const { page } = casemate;
    await openMatrix(casemate);
    const { actors } = await answerOf(casemate);
    const group = actors.find(({ kind }) => kind === "group");
    const open = async () => {
      await page.getByRole("button", { name: "Select", exact: true }).click();
      await page.getByRole("menuitem", { name: /^By name, group/ }).click();
      await page.getByRole("dialog", { name: "Which techniques?" }).waitFor();
    };
    await open();
    await page.getByRole("combobox", { name: "By", exact: true }).click();
    await page.getByRole("option", { name: "Group" }).click();
    await page.getByRole("combobox", { name: "Group", exact: true }).fill(group?.name ?? "");
    await page.getByRole("option", { name: `${group?.name ?? ""} (${group?.id ?? ""})` }).click();
    const submit = page.getByRole("button", {
      name: `Select ${String(group?.techniques)} techniques`,
    });
    await submit.waitFor();
    await expectAccessible(casemate);
    await casemate.screenshot("select-dialog-dark");
    await casemate.setTheme("light");
    await casemate.screenshot("select-dialog-light");
    await submit.click();
    const selected = (count: number) =>
      page.getByRole("button", { name: `${String(count)} selected`, exact: true });
    await selected(group?.techniques ?? 0).waitFor();

    // Of them, those that have "account" in ID or name.
    await open();
    await page.getByRole("textbox", { name: "Words of the ID or name" }).fill("account");
    await page.getByRole("radio", { name: "Keep what is in both" }).check();
    const keep = page.getByRole("button", { name: /^Keep \d+ technique/ });
    const kept = Number(/\d+/.exec((await keep.textContent()) ?? "")?.[0]);
    expect(kept).toBeLessThan(group?.techniques ?? 0);
    await keep.click();
    await selected(kept).waitFor();
    await selected(kept).click();
    await page.getByRole("menuitem", { name: "Copy IDs" }).click();
    await page.getByText(`Copied ${String(kept)} ID`).waitFor();

    await page.getByRole("button", { name: "Select", exact: true }).click();
    await casemate.screenshot("select-menu");
    await page.getByRole("menuitem", { name: "Clear" }).click();
    await page.getByRole("button", { name: /^\d+ selected$/ }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Select", exact: true }).click();
    await page.getByRole("menuitem", { name: "All that is shown" }).click();
    const all = page.getByRole("button", { name: /^\d+ selected$/ });
    expect(Number(/\d+/.exec((await all.textContent()) ?? "")?.[0])).toBeGreaterThan(50);
    await page.getByRole("button", { name: "Select", exact: true }).click();
    await page.getByRole("menuitem", { name: "Invert" }).click();
    await all.waitFor({ state: "detached" });
  });
});

describe("the screen around the matrix", () => {
  test("full screen leaves the matrix and the markings; Esc brings the frame back", async () => {
    const casemate = await launchSample({ size: { width: 1280, height: 800 } });
    const { page } = casemate;
    const settings = await valueOf<Record<string, unknown>>(casemate, "settings.get", {});
    const scheme = join(casemate.home, "scheme.json");
    writeFileSync(scheme, JSON.stringify(siteScheme("EXERCISE")));
    await casemate.answerDialogs([scheme]);
    await valueOf(casemate, "shell.chooseFiles", {});
    await valueOf(casemate, "markings.importScheme", { path: scheme });
    await valueOf(casemate, "settings.set", { ...settings, marking: siteMarking });
    await openMatrix(casemate);
    const navigation = page.getByRole("navigation");
    await navigation.first().waitFor();
    await page.getByText("EXERCISE").first().waitFor();
    await page.locator(".matrix-cell").first().focus();
    await page.keyboard.press("F11");
    await navigation.first().waitFor({ state: "detached" });
    const markings = page.getByText("EXERCISE", { exact: true });
    expect(await markings.count()).toBe(2);
    // Both stand within the window, the second at its foot.
    await expect
      .poll(() =>
        markings.evaluateAll((banners) =>
          banners.map((banner) => {
            const { top, bottom } = banner.getBoundingClientRect();
            return [Math.round(top), Math.round(window.innerHeight - bottom)];
          }),
        ),
      )
      .toEqual([
        [0, expect.any(Number)],
        [expect.any(Number), 0],
      ]);
    expect(await page.locator(".matrix-cell:focus").count()).toBe(1);
    await casemate.screenshot("coverage-full-screen");
    await page.keyboard.press("Escape");
    await navigation.first().waitFor();
    await page.getByRole("button", { name: "Full screen" }).click();
    await navigation.first().waitFor({ state: "detached" });
    // Leaving the screen brings the frame back as well.
    await page.keyboard.press("Control+1");
    await navigation.first().waitFor();
  });

  test("an assessment of two domains has two matrices, each with its own state", async () => {
    const { home, workspace } = await prepareWorkspace(async (client) => {
      const releases = await client.catalogue.list({});
      const scope = {
        releases: releases
          .filter(({ domain }) => domain !== "mobile-attack")
          .map(({ domain, version }) => ({ domain, version })),
        environments: ["Main"],
        platforms: [],
        segments: [],
        beforeCompromise: false,
      };
      const { id: assessmentId } = await client.assessments.create({ name: "Plant", scope });
      const found = await client.actors.list({ assessmentId, text: "Sandworm", kinds: ["group"] });
      for (const { kind, domain, id } of found.filter(({ name }) => name === "Sandworm Team")) {
        await client.actors.choose({
          assessmentId,
          actor: { kind, domain, id },
          weight: 1,
          reason: "",
        });
      }
    });
    const casemate = await launchCasemate({
      home,
      workspace,
      size: { width: 1280, height: 800 },
      theme: "light",
    });
    const { page } = casemate;
    await page.getByRole("region", { name: "Coverage by tactic" }).waitFor({ timeout: 60_000 });
    await openMatrix(casemate);
    await page.getByRole("grid", { name: /enterprise-attack/ }).waitFor();
    await page.locator(".matrix-tactic").nth(1).click();
    const chosen = await page.getByRole("button", { name: /^\d+ selected$/ }).textContent();
    await page.getByRole("button", { name: /^Domain/ }).click();
    await page.getByRole("menuitemradio", { name: /^ICS/ }).click();
    const ics = page.getByRole("grid", { name: /ics-attack/ });
    await ics.waitFor();
    const matrices = await valueOf<{ id: number; domain: string }[]>(
      casemate,
      "catalogue.list",
      {},
    );
    const releaseId = matrices.find(({ domain }) => domain === "ics-attack")?.id;
    const matrix = await valueOf<{ tactics: { name: string }[] }>(casemate, "catalogue.matrix", {
      releaseId,
    });
    expect(await page.locator(".matrix-tactic").count()).toBe(matrix.tactics.length);
    expect(await page.getByRole("button", { name: /^\d+ selected$/ }).count()).toBe(0);
    await casemate.screenshot("coverage-two-domains");
    await page.getByRole("button", { name: /^Domain/ }).click();
    await page.getByRole("menuitemradio", { name: /^Enterprise/ }).click();
    await page.getByRole("grid", { name: /enterprise-attack/ }).waitFor();
    expect(await page.getByRole("button", { name: /^\d+ selected$/ }).textContent()).toBe(chosen);
  });
});
