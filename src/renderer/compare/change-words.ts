import { causeWords } from "../../shared/cause-words.ts";
import type { CauseEffect, ChangeCause, TechniqueMovement } from "../../shared/model/compare.ts";
import type { ComparedKind, ObjectFate } from "../../shared/model/release-comparison.ts";
import type { Fill } from "../ui/levels.ts";
import type { BarPart } from "../ui/StackedBar.tsx";

/** Causes in words, each once. */
export function causeList(causes: readonly ChangeCause[]): string {
  return [...new Set(causes)].map((cause) => causeWords[cause]).join(", ");
}

/** What became of a technique: the loudest first. */
export const movements = [
  { movement: "opened", word: "Gap opened", fill: "diff-less" },
  { movement: "closed", word: "Gap closed", fill: "diff-more" },
  { movement: "entered", word: "Came in", fill: "diff-first" },
  { movement: "left", word: "Left", fill: "diff-second" },
  { movement: "worse", word: "Level down", fill: null },
  { movement: "better", word: "Level up", fill: null },
  { movement: "same", word: "Same", fill: "diff-same" },
] as const satisfies readonly {
  readonly movement: TechniqueMovement;
  readonly word: string;
  readonly fill: Fill | null;
}[];

export function movementWord(movement: TechniqueMovement): string {
  return movements.find((each) => each.movement === movement)?.word ?? movement;
}

/** What a cause did, as parts of a bar. */
export function effectParts(effect: CauseEffect): readonly BarPart[] {
  return [
    { fill: "diff-less", word: "Gaps opened", count: effect.opened },
    { fill: "diff-more", word: "Gaps closed", count: effect.closed },
    { fill: "diff-first", word: "Came in", count: effect.enteredCovered + effect.enteredAsGap },
    { fill: "diff-second", word: "Left", count: effect.leftCovered + effect.leftAsGap },
    { fill: "diff-same", word: "Another level", count: effect.better + effect.worse },
  ];
}

/** How many techniques a cause moved. */
export function countMoved(effect: CauseEffect): number {
  return effectParts(effect).reduce((sum, { count }) => sum + count, 0);
}

export const kindWords: Readonly<Record<ComparedKind, string>> = {
  technique: "Techniques",
  subtechnique: "Sub-techniques",
  tactic: "Tactics",
  group: "Groups",
  software: "Software",
  campaign: "Campaigns",
  mitigation: "Mitigations",
  dataSource: "Data sources",
  dataComponent: "Data components",
  detectionStrategy: "Detection strategies",
  analytic: "Analytics",
  asset: "Assets",
};

/** One object of a kind, in words. */
export function kindWord(kind: ComparedKind): string {
  return kind === "detectionStrategy" ? "Detection strategy" : kindWords[kind].replace(/s$/, "");
}

export const fateWords: Readonly<Record<ObjectFate, string>> = {
  added: "New",
  changed: "Changed",
  revoked: "Revoked",
  deprecated: "Deprecated",
  restored: "Active again",
  removed: "Gone",
};
