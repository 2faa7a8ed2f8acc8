import type { CauseGroup } from "./model/compare.ts";

/** What can make two answers differ, in words. */
export const causeWords: Readonly<Record<CauseGroup, string>> = {
  detections: "Our detections",
  attack: "ATT&CK",
  threat: "The threat",
  tests: "Tests",
  scope: "Scope and settings",
  several: "Several of these",
};
