/** Layers made and combined on the command line, held against figures computed from the files. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareActors, readRelease, techniquesOf } from "../support/oracle/attack-oracle.ts";
import { runCasemate } from "../support/command-line.ts";

const starter = resolve("resources/starter/enterprise-attack-18.1.json.gz");
const folder = mkdtempSync(join(tmpdir(), "casemate-layers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const casemate = (...args: string[]) => runCasemate(folder, ...args);

function works(...args: string[]): string {
  const { code, out, err } = casemate(...args);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

interface WrittenLayer {
  readonly name: string;
  readonly versions: { readonly layer: string };
  readonly techniques: readonly {
    readonly techniqueID: string;
    readonly tactic: string;
    readonly score?: number;
  }[];
}

const text = (name: string) => readFileSync(join(folder, name), "utf8");
// The files are our own, and every use checks what it takes of them.
const layerIn = (name: string) => JSON.parse(text(name)) as WrittenLayer;
const scoresIn = (name: string) =>
  new Map(layerIn(name).techniques.map((one) => [one.techniqueID, one.score]));

const at = ["--workspace", "w.casemate"];
const actors = ["G0046", "G0082", "G0032"];

describe("layers on the command line", () => {
  beforeAll(() => {
    works("import", starter, ...at);
    writeFileSync(join(folder, "rules.csv"), "ID,Name,Techniques,State\nR1,One,T1105,enabled\n");
    works("detections", "rules.csv", ...at);
    const named = actors.flatMap((actor) => ["--actor", actor]);
    works("assess", ...at, ...named, "--no-campaigns", "--name", "Ours", "--out", "answer");
  }, 180_000);

  it("are exported from every mode of an assessment, the same bytes again", () => {
    for (const mode of ["coverage", "actors", "demand-supply", "gaps", "prevalence"]) {
      const ask = ["layer", "export", ...at, "--assessment", "Ours", "--mode", mode, "--out"];
      works(...ask, `${mode}.json`);
      if (mode === "gaps") {
        works(...ask, "again.json");
        expect(text("again.json")).toBe(text("gaps.json"));
      }
      expect(layerIn(`${mode}.json`).versions.layer).toBe("4.5");
    }
    const oracle = readRelease(starter, "enterprise-attack");
    const { union, common } = compareActors(oracle, actors, "direct");
    const scores = scoresIn("actors.json");
    expect([...scores.keys()].sort()).toEqual(union);
    // 18 techniques are used directly by all three: published beside the test data.
    expect([...scores].filter(([, score]) => score === 3).map(([id]) => id)).toEqual(common);
    expect(common).toHaveLength(18);
    expect(scoresIn("coverage.json").get("T1105")).toBe(70);
    expect(scoresIn("gaps.json").has("T1105")).toBe(false);
    expect(scoresIn("gaps.json").size).toBe(union.length - 1 - pre(oracle, union));
  }, 180_000);

  it("are exported for one actor, by its ID or name", () => {
    const ask = ["layer", "export", ...at, "--assessment", "Ours", "--out"];
    works(...ask, "one.json", "--actor", "G0046");
    works(...ask, "two.json", "--actor", "fin7");
    expect(text("two.json")).toBe(text("one.json"));
    const { direct } = techniquesOf(readRelease(starter, "enterprise-attack"), "G0046");
    expect(new Set(scoresIn("one.json").keys())).toEqual(direct);
  }, 180_000);

  it("are combined by an expression over a, b and c in the order in which they are named", () => {
    works("layer", "import", "prevalence.json", "actors.json", ...at);
    const out = works(
      ...["layer", "combine", "Ours: ATT&CK prevalence", "Ours: actors' use", ...at],
      ...["--expression", "b > 0 ? a * 10 + b : 0 - a", "--name", "Mixed", "--out", "mixed.json"],
      ...["--comments-from", "b"],
    );
    expect(out).toContain("Mixed: ");
    const [a, b] = [scoresIn("prevalence.json"), scoresIn("actors.json")];
    const expected = new Map<string, number>();
    for (const id of new Set([...a.keys(), ...b.keys()])) {
      const [one, other] = [a.get(id) ?? 0, b.get(id) ?? 0];
      expected.set(id, other > 0 ? one * 10 + other : -one);
    }
    expect(new Map([...scoresIn("mixed.json")].sort())).toEqual(new Map([...expected].sort()));
    expect(layerIn("mixed.json").name).toBe("Mixed");
    works("layer", "export", "Mixed", ...at, "--out", "again.json");
    expect(text("again.json")).toBe(text("mixed.json"));
  }, 180_000);

  it("say in one line what is wrong, and end with code 2", () => {
    const combine = ["layer", "combine", "Ours: actors' use", ...at, "--expression"];
    const ask = ["layer", "export", ...at, "--out", "x.json"];
    const wrong: readonly (readonly [string[], string])[] = [
      [[...combine, "a + (b"], 'wrong at character 6 "b": There is no layer b. There is a.'],
      [[...ask, "--mode", "gaps"], "add --assessment"],
      [[...ask, "--assessment", "Ours", "--mode", "colours"], "Allowed choices are coverage"],
    ];
    for (const [args, words] of wrong) {
      const { code, out, err } = casemate(...args);
      expect([args.join(" "), code, out]).toEqual([args.join(" "), 2, ""]);
      expect(err).toContain(words);
    }
    const missing = casemate(...ask, "--assessment", "Theirs", "--mode", "gaps");
    expect(missing.err).toContain('There is no assessment called "Theirs".');
    expect(missing.err).toContain("Ours");
    const stranger = casemate(...ask, "--assessment", "Ours", "--actor", "G0007");
    expect(stranger.err).toContain("G0007 is not among the chosen actors");
  }, 180_000);

  it("print one JSON document where it is asked for", () => {
    const printed: unknown = JSON.parse(
      works(
        "layer",
        "combine",
        "Ours: actors' use",
        ...at,
        "--expression",
        "a / (a - 1)",
        "--json",
      ),
    );
    expect(printed).toMatchObject({ layer: { name: "a / (a - 1)" }, out: null });
    // Where one actor uses it, it divides by zero: left without a score, and named.
    const alone = [...scoresIn("actors.json")].filter(([, score]) => score === 1);
    const { rejected } = printed as { rejected: { text: string }[] };
    expect(new Set(rejected.map((one) => one.text.split(" ")[0]))).toEqual(
      new Set(alone.map(([id]) => id)),
    );
  }, 180_000);
});

/** How many of some techniques have PRE as their only platform: they are no gaps. */
function pre(oracle: ReturnType<typeof readRelease>, ids: readonly string[]): number {
  return [...oracle.active.values()].filter(
    ({ type, x_mitre_platforms: platforms, external_references: references }) =>
      type === "attack-pattern" &&
      platforms?.join() === "PRE" &&
      references?.some(({ external_id: id }) => id !== undefined && ids.includes(id)),
  ).length;
}
