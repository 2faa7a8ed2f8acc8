import type {
  DataQuality,
  GapWorth,
  ServedSource,
  TelemetryEntry,
  TelemetryField,
  TelemetryUnit,
} from "../../shared/model/telemetry.ts";

/** DeTT&CT's dimensions of quality: what a column of scores is headed with, and its whole name. */
export const dimensions = [
  { key: "deviceCompleteness", short: "Devices", word: "Device completeness" },
  { key: "fieldCompleteness", short: "Fields", word: "Field completeness" },
  { key: "timeliness", short: "Time", word: "Timeliness" },
  { key: "consistency", short: "Consist.", word: "Consistency" },
  { key: "retention", short: "Retention", word: "Retention" },
] as const satisfies readonly { key: keyof DataQuality; short: string; word: string }[];

export const unitWords: Readonly<Record<TelemetryUnit, string>> = {
  "log-source": "Log sources",
  channel: "Log sources and channels",
  "data-component": "Data components",
};

export const worthWords: Readonly<Record<GapWorth, string>> = {
  "actor-use": "Actor use",
  priority: "Priority",
  gaps: "Number of gaps",
};

export const collectedWords: Readonly<Record<NonNullable<ServedSource["collected"]>, string>> = {
  all: "Collected",
  some: "In part",
  none: "Not collected",
};

export const fieldWords: Readonly<Record<TelemetryField, string>> = {
  name: "Log source",
  channel: "Channel",
  dataComponent: "Data component",
  platforms: "Platforms",
  collected: "Collected, yes or no",
  quality: "Quality, one score for all",
  deviceCompleteness: "Device completeness",
  fieldCompleteness: "Field completeness",
  timeliness: "Timeliness",
  consistency: "Consistency",
  retention: "Retention",
  registeredOn: "Registered on",
  connectedOn: "Connected on",
  products: "Products",
  systems: "Systems",
  comment: "Comment",
};

/** A log source of which nothing is said but that it is collected. */
export const newEntry: TelemetryEntry = {
  name: null,
  channel: null,
  dataComponent: null,
  platforms: [],
  collected: true,
  quality: {
    deviceCompleteness: null,
    fieldCompleteness: null,
    timeliness: null,
    consistency: null,
    retention: null,
  },
  registeredOn: null,
  connectedOn: null,
  products: [],
  systems: [],
  comment: "",
};

/** What a log source is called: its name with the channel, else its data component. */
export function titleOf({
  name,
  channel,
  dataComponent,
}: Pick<TelemetryEntry, "name" | "channel" | "dataComponent">): string {
  if (name === null) return dataComponent ?? "";
  return channel === null ? name : `${name} (${channel})`;
}

/** Whether it counts as collected: so marked, and not worthless in all five dimensions. */
export function countsAsCollected({ collected, quality }: TelemetryEntry): boolean {
  return collected && !dimensions.every(({ key }) => quality[key] === 0);
}

/** What marking something of the catalogue as collected states. */
export function entryFor({
  unit,
  name,
  channel,
  platforms,
}: Pick<ServedSource, "unit" | "name" | "channel" | "platforms">): TelemetryEntry {
  const named = platforms.filter((platform) => platform !== "None");
  return unit === "data-component"
    ? { ...newEntry, dataComponent: name, platforms: named }
    : { ...newEntry, name, channel, platforms: named };
}
