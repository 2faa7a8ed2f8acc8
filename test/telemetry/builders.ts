import type { EnvironmentTelemetry } from "../../src/main/telemetry/collected.ts";
import type { TelemetryEntry } from "../../src/shared/model/telemetry.ts";

/** A log source that is collected; of what nothing is said. */
export function anEntry(changes: Partial<TelemetryEntry> = {}): TelemetryEntry {
  return {
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
    ...changes,
  };
}

/** The environment `Main` with what is said of its log sources. */
export function environmentWith(...entries: readonly TelemetryEntry[]): EnvironmentTelemetry {
  return {
    environmentId: 1,
    environment: "Main",
    sources: entries.map((entry, at) => ({ id: at + 1, environmentId: 1, importId: null, entry })),
  };
}
