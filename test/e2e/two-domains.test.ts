import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { attackId, domain } from "../../src/shared/model/attack-id.ts";
import {
  assess,
  readLaterRelease,
  readRelease,
  techniquesOf,
} from "../support/oracle/attack-oracle.ts";
import { readSigmaRules, sigmaDetections } from "../support/oracle/sigma-oracle.ts";
import { expectAccessible } from "./support/accessibility.ts";
import { launchCasemate } from "./support/launch.ts";
import { prepareWorkspace } from "./support/prepared-workspace.ts";
import { answerOf } from "./support/sample.ts";

const data = resolve(import.meta.dirname, "../../../shared/data");
const sigma = join(data, "sigma/sigma-rules.zip");
const bundles = {
  "enterprise-attack": join(data, "attack/enterprise-attack-18.1.stix20.json.gz"),
  "ics-attack": join(data, "attack/ics-attack-18.1.stix21.json.gz"),
} as const;
const hasData = [sigma, ...Object.values(bundles)].every((path) => existsSync(path));
if (!hasData) console.log(`SKIPPED the assessment of two domains: ${data} is not here`);

const domains = ["enterprise-attack", "ics-attack"] as const;
const actors = [
  { id: "G0046", name: "FIN7", weight: 1 },
  { id: "G0034", name: "Sandworm Team", weight: 2 },
  { id: "G0082", name: "APT38", weight: 0.5 },
] as const;

/** A part and its denominator, and their share in whole percents, half up, as the window writes. */
const share = (part: number, total: number): string => `${String(part)} of ${String(total)}`;
const percent = (part: number, total: number): string =>
  `${String(Math.floor((part * 100) / total + 0.5))} %`;

test.skipIf(!hasData)(
  "an assessment over Enterprise and ICS shows both, and one list of gaps",
  { timeout: 240_000 },
  async () => {
    const prepared = await prepareWorkspace(async (client) => {
      await client.detections.import({ paths: [sigma], state: "enabled" });
      const { id: assessmentId } = await client.assessments.create({
        name: "Office and plant",
        scope: {
          releases: domains.map((name) => ({ domain: domain.parse(name), version: "18.1" })),
          environments: ["Main"],
          platforms: [],
          segments: [],
          beforeCompromise: false,
        },
      });
      for (const { id, weight } of actors) {
        await client.actors.choose({
          assessmentId,
          actor: {
            kind: "group",
            domain: domain.parse("enterprise-attack"),
            id: attackId.parse(id),
          },
          weight,
          reason: "",
        });
      }
    });

    // Counted apart from the product, from the official bundles and the rules' own lines.
    const rules = readSigmaRules(sigma);
    const { predecessors } = readLaterRelease(join(data, "attack/attack-v18-to-v19.json"));
    const releases = domains.map((name) => readRelease(bundles[name], name));
    const apart = releases.map((release) =>
      assess(release, {
        actors,
        way: "withCampaigns",
        detections: sigmaDetections(rules, release, "enabled"),
        predecessors,
      }),
    );
    const sum = (pick: (one: (typeof apart)[number]) => number) =>
      apart.reduce((total, one) => total + pick(one), 0);
    const total = sum((one) => one.total);
    const covered = sum((one) => one.covered);
    const before = {
      techniques: sum((one) => one.beforeCompromise.techniques),
      covered: sum((one) => one.beforeCompromise.covered),
    };
    const gaps = apart
      .flatMap((one) => one.gaps)
      .sort((a, b) => Number(b.priority) - Number(a.priority) || (a.id < b.id ? -1 : 1));
    const [enterprise, plant] = apart;
    // Both have a say, or this would show nothing.
    expect(enterprise?.gaps.length).toBeGreaterThan(0);
    expect(plant?.gaps.length).toBeGreaterThan(0);

    const casemate = await launchCasemate({ ...prepared, size: { width: 1440, height: 900 } });
    const { page } = casemate;
    page.setDefaultTimeout(60_000);
    const answer = await answerOf(casemate);
    expect(answer.gaps.map(({ id, priority }) => [id, priority.toFixed(1)])).toEqual(
      gaps.map(({ id, priority }) => [id, priority]),
    );
    // Bands go by rank in the one list: first 10, 30 and 60 %, rounded up.
    const upTo = (tenths: number) => Math.ceil((gaps.length * tenths) / 10);
    expect(answer.gaps.map(({ band }) => band)).toEqual(
      gaps.map((_, index) =>
        index < upTo(1)
          ? "critical"
          : index < upTo(3)
            ? "high"
            : index < upTo(6)
              ? "medium"
              : "low",
      ),
    );

    const figures = page.getByRole("region", { name: "Coverage", exact: true });
    await figures.waitFor();
    const headline = await figures.innerText();
    expect(headline).toContain(`${share(covered, total)} techniques`);
    expect(headline).toContain(percent(covered, total));
    expect(headline).toContain(share(before.covered, before.techniques));
    for (const [word, level] of [
      ["Several rules", "several"],
      ["Detected", "detected"],
      ["Partial", "partial"],
      ["None", "none"],
    ] as const) {
      const count = sum((one) => one.levels[level]);
      expect(headline).toMatch(new RegExp(`${word}\\s+${String(count)}\\b`));
    }
    const tactics = page.getByRole("grid", { name: "Coverage by tactic" });
    const rows = (await tactics.getByRole("row").allInnerTexts()).slice(1);
    const perTactic = apart.flatMap((one) => [...one.perTactic.values()]);
    expect(rows).toHaveLength(perTactic.length);
    for (const [index, { techniques, covered: seen }] of perTactic.entries()) {
      const words = rows[index] ?? "";
      expect(words).toContain(index < (enterprise?.perTactic.size ?? 0) ? "Enterprise" : "ICS");
      expect(words.replaceAll(/\s+/g, " ")).toContain(`${String(seen)} / ${String(techniques)}`);
    }
    await expectAccessible(casemate);
    await casemate.screenshot("two-domains-overview-light");

    await page.keyboard.press("Control+3");
    const chosen = page.getByRole("grid", { name: "Chosen actors" });
    for (const { id, name } of actors) {
      const row = chosen.getByRole("row", { name: new RegExp(`^${name} `) });
      await row.waitFor();
      const used = releases.reduce(
        (count, release) => count + techniquesOf(release, id).withCampaigns.size,
        0,
      );
      const inScope = sum((one) => one.perActor.get(id)?.inScope ?? 0);
      const seen = sum((one) => one.perActor.get(id)?.covered ?? 0);
      const words = (await row.innerText()).replaceAll(/\s+/g, " ");
      expect(words).toContain(` ${String(used)} `);
      expect(words).toContain(`${share(seen, inScope)} ${percent(seen, inScope)}`);
    }
    const users = new Map<string, number>();
    for (const release of releases) {
      for (const { id } of actors) {
        for (const technique of techniquesOf(release, id).withCampaigns) {
          users.set(technique, (users.get(technique) ?? 0) + 1);
        }
      }
    }
    const common = [...users.values()].filter((count) => count === actors.length).length;
    await page
      .getByText(`Together they use ${String(users.size)} techniques; ${String(common)} `)
      .waitFor();
    await casemate.screenshot("two-domains-actors-light");

    await page.keyboard.press("Control+6");
    await page
      .getByText(`${String(gaps.length)} of ${String(total)} techniques are not covered`)
      .waitFor();
    const list = page.getByRole("grid", { name: "Gaps" });
    const shown = (await list.getByRole("row").allInnerTexts()).slice(1);
    for (const [index, { id, priority }] of gaps.slice(0, Math.min(20, shown.length)).entries()) {
      expect(shown[index]).toContain(id);
      expect(shown[index]).toContain(priority);
    }
    const ofPlant = plant?.gaps[0];
    if (ofPlant === undefined) throw new Error("ICS has no gap.");
    await page.getByPlaceholder("Find a gap").fill(ofPlant.id);
    await list.getByRole("row", { name: new RegExp(ofPlant.id) }).dblclick();
    await page.getByRole("complementary", { name: `Technique ${ofPlant.id}` }).waitFor();
    await casemate.screenshot("two-domains-gaps-light");
    await casemate.setTheme("dark");
    await casemate.screenshot("two-domains-gaps-dark");

    await page.keyboard.press("Control+5");
    await page.getByRole("heading", { name: "Coverage", exact: true }).waitFor();
  },
);
