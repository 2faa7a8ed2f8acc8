import type { CatalogueCounts, ObjectKind } from "../../shared/model/catalogue.ts";

/** The kinds of object in the order of the browser, with their words. */
export const kindWords: readonly (readonly [ObjectKind, string])[] = [
  ["technique", "Techniques"],
  ["tactic", "Tactics"],
  ["group", "Groups"],
  ["software", "Software"],
  ["campaign", "Campaigns"],
  ["mitigation", "Mitigations"],
  ["dataSource", "Data sources"],
  ["dataComponent", "Data components"],
  ["detectionStrategy", "Detection strategies"],
  ["analytic", "Analytics"],
  ["logSource", "Log sources"],
  ["asset", "Assets"],
  ["matrix", "Matrices"],
];

/** One object of a kind: "technique", "data source". */
export const oneOfKind: Readonly<Record<ObjectKind, string>> = {
  technique: "technique",
  tactic: "tactic",
  group: "group",
  software: "software",
  campaign: "campaign",
  mitigation: "mitigation",
  dataSource: "data source",
  dataComponent: "data component",
  detectionStrategy: "detection strategy",
  analytic: "analytic",
  logSource: "log source",
  asset: "asset",
  matrix: "matrix",
};

/** The counts of a release in the order in which they are shown. */
export const countWords: readonly (readonly [keyof CatalogueCounts, string])[] = [
  ["tactics", "Tactics"],
  ["techniques", "Techniques"],
  ["subtechniques", "Sub-techniques"],
  ["groups", "Groups"],
  ["software", "Software"],
  ["campaigns", "Campaigns"],
  ["mitigations", "Mitigations"],
  ["dataSources", "Data sources"],
  ["dataComponents", "Data components"],
  ["detectionStrategies", "Detection strategies"],
  ["analytics", "Analytics"],
];
