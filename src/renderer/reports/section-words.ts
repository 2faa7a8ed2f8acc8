import type { ReportSectionKind } from "../../shared/model/report-template.ts";

/** What the sections of a report are called where they are chosen, and what they answer. */
export const sectionWords: Readonly<
  Record<ReportSectionKind, readonly [word: string, answer: string]>
> = {
  summary: ["Summary", "Threats, coverage, top gaps and what to fund, on one page"],
  introduction: ["Introduction", "Your own words"],
  actors: ["Threat actors", "Who they are and what they use"],
  overlap: ["Actors in common", "Techniques that several of them use"],
  coverage: ["Detection coverage", "By level and by tactic"],
  matrix: ["Matrix pictures", "A sheet for each mode"],
  environments: ["Environments", "What each of them sees"],
  gaps: ["Gaps by priority", "Reasons and next actions"],
  plan: ["Remediation plan", "Windows, effort, expected coverage"],
  funding: ["Funding options", "What each of them would close"],
  emulation: ["Emulation results", "Runs, outcomes and proofs"],
  indicators: ["Indicators", "And the techniques they point to"],
  comparison: ["Comparison", "What changed, and because of what"],
  method: ["Method", "How the figures are made"],
  settings: ["Settings and assumptions", "What the figures rest on"],
  sources: ["Sources and notices", "Releases, imports, licences"],
  techniques: ["Every technique", "Appendix, with levels"],
  profiles: ["Profiles in full", "Appendix, technique by technique"],
};

/** The modes of the matrix pictures. */
export const matrixModeWords = [
  ["level", "Level"],
  ["actors", "Actors’ use"],
  ["demand", "Demand x supply"],
  ["priority", "Priority"],
  ["outcomes", "Emulation"],
] as const;
