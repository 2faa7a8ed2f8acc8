import type { PartReason } from "../../shared/model/coverage.ts";
import type { JudgedTechnique } from "./coverage.ts";

/** In words, why a technique has its level: the evidence, never a verdict on the defence. */
export function explainLevel(judged: JudgedTechnique, threshold: number): string {
  const sentences = [mainSentence(judged, threshold), ...besides(judged)];
  return sentences.join(" ");
}

function mainSentence(
  { level, tests, tally, part, telemetry, ...through }: JudgedTechnique,
  threshold: number,
) {
  const held = { met: tests?.met ?? 0, unmet: tests?.unmet ?? 0 };
  switch (level) {
    case "validated":
      return `${counted(held.met, "test")} ${held.met === 1 ? "holds and met" : "hold and all met"} what was expected.`;
    case "failed":
      return `None of ${counted(held.unmet, "test")} that hold${held.unmet === 1 ? "s" : ""} met what was expected.`;
    case "several":
      return `${rules(tally.full)} name it and count in full; from ${threshold} on the level is several.`;
    case "detected":
      return tally.full > 0
        ? `${rules(tally.full)} ${tally.full === 1 ? "names it and counts" : "name it and count"} in full.`
        : `An inventory counts ${rules(tally.counted)} for it without naming them: that reaches detected at most.`;
    case "partial": {
      if (tests?.verdict === "some-met") {
        return `${held.met} of ${counted(held.met + held.unmet, "test")} that hold met what was expected.`;
      }
      const causes = [
        ...partCauses(tally.part),
        ...cause(through.ofParent, "for its parent only"),
        ...cause(through.ofSubtechniques, "for its sub-techniques only"),
      ];
      return `No rule that names it counts in full: ${causes.join(", ")}.`;
    }
    case "available":
      return `${rules(tally.available)} ${tally.available === 1 ? "is" : "are"} available; none is known to be deployed.`;
    case "telemetry":
      return `A log source that it needs is collected; ${noRule(tally)}.`;
    case "none":
      return telemetry === "missing"
        ? `None of the log sources that it needs is collected, and ${noRule(tally)}.`
        : tally.disabled > 0
          ? "No enabled rule names it."
          : "No rule of the inventory names it.";
  }
}

function noRule({ disabled }: JudgedTechnique["tally"]): string {
  return disabled > 0 ? "no enabled rule names it" : "no rule of the inventory names it";
}

/** Of one rule, and of several. */
const partWords: Readonly<Record<PartReason, readonly [string, string]>> = {
  "rule-blind": ["without a collected log source", "without a collected log source"],
  "not-alerting": [
    "that raises no alert or stands below the severity floor",
    "that raise no alert or stand below the severity floor",
  ],
  "experimental-only": [
    "experimental, with its deployment assumed",
    "experimental, with their deployment assumed",
  ],
  "claimed-only": ["claimed without a rule behind it", "claimed without a rule behind them"],
};

function partCauses(part: Readonly<Record<PartReason, number>>): string[] {
  const reasons: PartReason[] = ["rule-blind", "not-alerting", "experimental-only", "claimed-only"];
  return reasons.flatMap((reason) =>
    cause(part[reason], partWords[reason][part[reason] === 1 ? 0 : 1]),
  );
}

function cause(count: number, words: string): string[] {
  return count === 0 ? [] : [`${rules(count)} ${words}`];
}

/** What else is there and does not decide the level. */
function besides(judged: JudgedTechnique): string[] {
  const { level, tests, untestedLevel, tally, part, telemetry, isAssumed } = judged;
  const sentences: string[] = [];
  if (tests !== null && tests.verdict !== null && level !== untestedLevel) {
    sentences.push(`Without tests its level would be ${untestedLevel}.`);
  }
  if (tests !== null && tests.prevented > 0) {
    sentences.push(
      `${counted(tests.prevented, "test")} ${tests.prevented === 1 ? "was" : "were"} blocked without the alert or trace that was expected: prevented, which proves and refutes nothing.`,
    );
  }
  if (tests !== null && tests.stale > 0) {
    sentences.push(
      `${counted(tests.stale, "test")} met what was expected too long ago to hold (stale).`,
    );
  }
  const isInFull = level === "detected" || level === "several";
  if (isInFull && part > 0) sentences.push(`${rules(part)} more count in part.`);
  if (level !== "available" && tally.available > 0) {
    sentences.push(`${rules(tally.available)} available, not known to be deployed.`);
  }
  if (tally.disabled > 0) sentences.push(`${rules(tally.disabled)} disabled.`);
  if (tally.outOfScope > 0) {
    sentences.push(`${rules(tally.outOfScope)} for platforms out of scope.`);
  }
  if (tally.byOtherId > 0) {
    sentences.push(
      `${rules(tally.byOtherId)} name it only by an ID of another release and count for nothing until that map is accepted.`,
    );
  }
  if (telemetry === "missing" && level !== "none") {
    sentences.push("None of the log sources that its analytics name is collected.");
  }
  if (isAssumed) sentences.push("The level rests on states that were assumed.");
  return sentences;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function rules(count: number): string {
  return count === 1 ? "1 rule" : `${count} rules`;
}
