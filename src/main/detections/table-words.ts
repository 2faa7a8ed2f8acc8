import type { DetectionState, Maturity, Severity } from "../../shared/model/detection.ts";

/** What a word in a column of states says: whether the rule runs, how mature it is, or both. */
interface StateWord {
  readonly state: DetectionState | null;
  readonly maturity: Maturity | null;
}

const states: ReadonlyMap<string, StateWord> = new Map(
  (
    [
      [
        { state: "enabled", maturity: null },
        "enabled enable on yes y true t 1 x ✓ ✔ active activated running deployed live production " +
          "prod inproduction productive operational implemented released done complete completed",
      ],
      [
        { state: "disabled", maturity: null },
        "disabled disable off no n false f 0 inactive deactivated stopped paused suspended retired " +
          "decommissioned removed archived",
      ],
      [
        { state: "available", maturity: null },
        "available planned proposed draft backlog todo idea new notdeployed undeployed " +
          "notimplemented indevelopment development dev inprogress inbuild building ready " +
          "readytodeploy content candidate",
      ],
      [{ state: "disabled", maturity: "deprecated" }, "deprecated obsolete"],
      [{ state: "disabled", maturity: "unsupported" }, "unsupported"],
      [{ state: null, maturity: "stable" }, "stable mature tuned"],
      [{ state: null, maturity: "test" }, "test testing intest tested beta pilot staging"],
      [{ state: null, maturity: "experimental" }, "experimental experiment poc alpha prototype"],
    ] satisfies [StateWord, string][]
  ).flatMap(([word, spellings]) =>
    spellings.split(" ").map((spelling) => [spelling, word] as const),
  ),
);

const severities: ReadonlyMap<string, Severity> = new Map(
  (
    [
      ["informational", "informational info information none 0"],
      ["low", "low minor 1 p4 sev4"],
      ["medium", "medium med moderate normal warning 2 p3 sev3"],
      ["high", "high major important error 3 p2 sev2"],
      ["critical", "critical crit severe fatal urgent veryhigh 4 5 p1 sev1"],
    ] satisfies [Severity, string][]
  ).flatMap(([severity, spellings]) =>
    spellings.split(" ").map((spelling) => [spelling, severity] as const),
  ),
);

/** Headings under which "yes" means that the rule does not run, or does not alert. */
const negations: ReadonlySet<string> = new Set([
  "disabled",
  "isdisabled",
  "inactive",
  "buildingblock",
  "isbuildingblock",
  "hunting",
  "ishunting",
]);

function normaliseWord(text: string): string {
  return text.toLowerCase().replace(/[\s_-]+/g, "");
}

/** Reads a word of a state column; null where the word is not known. */
export function readStateWord(text: string, heading: string): StateWord | null {
  const word = states.get(normaliseWord(text)) ?? null;
  if (word === null || !negations.has(heading)) return word;
  const opposite = { enabled: "disabled", disabled: "enabled", available: "available" } as const;
  return { ...word, state: word.state === null ? null : opposite[word.state] };
}

/** Reads a severity; null where the word is not known. */
export function readSeverityWord(text: string): Severity | null {
  return severities.get(normaliseWord(text)) ?? null;
}

/** Reads whether a rule raises alerts; null where the word is not known. */
export function readAlertingWord(text: string, heading: string): boolean | null {
  const word = normaliseWord(text);
  if (/^(?:hunt|hunting|buildingblock|base|baseline|report|dashboard)$/.test(word)) return false;
  if (/^(?:alert|alerting|detection|incident|notable)$/.test(word)) return true;
  const state = readStateWord(text, heading)?.state;
  return state === "enabled" ? true : state === "disabled" ? false : null;
}
