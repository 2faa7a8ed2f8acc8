import type { BlockSeen, Outcome } from "../../shared/model/emulation.ts";

/** What a table says that the defence did. */
export interface SaidOutcome {
  readonly outcome: Outcome;
  /** Of a blocked attempt; null where nothing says so. */
  readonly seen: BlockSeen | null;
}

/** Words of trackers and spreadsheets, without case, spaces and signs. */
const words: Readonly<Record<string, SaidOutcome>> = {
  ...among("blocked", ["blocked", "block", "prevented", "stopped", "quarantined", "denied"]),
  ...among("alerted", ["alerted", "alert", "detected", "detection"]),
  ...among("logged", ["logged", "log", "loggedonly", "telemetry", "visible", "recorded"]),
  ...among("missed", ["missed", "miss", "notdetected", "undetected", "none", "nodetection"]),
  ...among("not-run", ["notrun", "notperformed", "skipped", "na", "notapplicable", "abandoned"]),
  ...among("error", ["error", "testerror", "executionerror"]),
  ...among("not-assessed", ["notassessed", "tbd", "pending", "inprogress", "unknown", ""]),
  preventedandalerted: { outcome: "blocked", seen: "alert" },
  blockedandalerted: { outcome: "blocked", seen: "alert" },
  preventedandlogged: { outcome: "blocked", seen: "log" },
  blockedandlogged: { outcome: "blocked", seen: "log" },
};

function among(outcome: Outcome, names: readonly string[]): Readonly<Record<string, SaidOutcome>> {
  return Object.fromEntries(names.map((name) => [name, { outcome, seen: null }]));
}

/** What a word says; null where it means nothing to us: `failed` may be the test or the defence. */
export function readOutcomeWord(text: string): SaidOutcome | null {
  const word = text.toLowerCase().replace(/[^a-z]/g, "");
  return text.trim() !== "" && word === ""
    ? null
    : Object.hasOwn(words, word)
      ? (words[word] ?? null)
      : null;
}

/** Whether a cell says yes, no, or neither. */
export function readYes(text: string): boolean | null {
  if (/^(?:yes|true|1|y|partial(?:ly)?|x)$/i.test(text.trim())) return true;
  return /^(?:no|false|0|n|none)$/i.test(text.trim()) ? false : null;
}

/** What marks of a tracker say together: the strongest that is set; missed where all say no. */
export function readMarks(marks: {
  readonly prevented: boolean | null;
  readonly alerted: boolean | null;
  readonly logged: boolean | null;
}): SaidOutcome {
  const { prevented, alerted, logged } = marks;
  if (prevented === true) {
    const isUnseen = alerted === false && logged === false;
    const seen = alerted === true ? "alert" : logged === true ? "log" : isUnseen ? "none" : null;
    return { outcome: "blocked", seen };
  }
  if (alerted === true) return { outcome: "alerted", seen: null };
  if (logged === true) return { outcome: "logged", seen: null };
  const isMissed = prevented === false && alerted === false && logged === false;
  return { outcome: isMissed ? "missed" : "not-assessed", seen: null };
}
