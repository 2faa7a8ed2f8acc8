import type { ThreatActor } from "./join-group-context.ts";

/** A threat-actor cluster of the MISP galaxy as far as it could be read. */
export interface ThreatActorCluster {
  readonly version: number | null;
  readonly actors: readonly ThreatActor[];
  /** Values that repeat an earlier one. */
  readonly repeated: readonly ThreatActor[];
  /** Values that are none, by their place in the list from 1. */
  readonly unreadable: readonly { readonly place: number; readonly reason: string }[];
  /** Fields that were left out. */
  readonly faults: readonly { readonly what: string; readonly message: string }[];
}

/** Values of one cluster; the one of 2026 has a thousand. */
const mostValues = 20_000;

/** Texts of one field. */
const mostTexts = 200;
/** Characters of one text: a name, a sector, a motive; no sentence. */
const longestText = 200;

/** What a JSON value is, in words that follow "the file"; null for a cluster of threat actors. */
export function otherThanCluster(value: unknown): string | null {
  if (!isObject(value)) return "is no MISP galaxy cluster";
  const { type } = value;
  if (typeof type !== "string") return "is no MISP galaxy cluster";
  if (type !== "threat-actor") {
    return type === "bundle"
      ? "is a STIX bundle, no MISP galaxy cluster"
      : `is of the type "${type.slice(0, 60)}", not of threat-actor`;
  }
  if (!Array.isArray(value["values"])) {
    return "describes the galaxy and lists no actor: take threat-actor.json of the clusters";
  }
  return value["values"].length > mostValues
    ? `lists more than ${mostValues} actors, which no such cluster does`
    : null;
}

/** Whether a JSON value is of the MISP galaxy and no cluster of threat actors. */
export function isOtherGalaxy(value: unknown): boolean {
  return (
    otherThanCluster(value) !== null &&
    isObject(value) &&
    typeof value["type"] === "string" &&
    typeof value["uuid"] === "string" &&
    (Array.isArray(value["values"]) || "namespace" in value)
  );
}

/** Reads a cluster, value by value; what is wrong with one is told and stops no other. */
export function readCluster(value: unknown): ThreatActorCluster {
  const cluster = isObject(value) ? value : {};
  const values: readonly unknown[] = Array.isArray(cluster["values"]) ? cluster["values"] : [];
  const actors: ThreatActor[] = [];
  const repeated: ThreatActor[] = [];
  const unreadable: { place: number; reason: string }[] = [];
  const faults: { what: string; message: string }[] = [];
  const seen = new Set<string>();
  for (const [index, one] of values.entries()) {
    const name = isObject(one) ? textOf(one["value"]) : null;
    if (!isObject(one) || name === null) {
      const reason = isObject(one) ? "has no name in its field value" : "is no object";
      unreadable.push({ place: index + 1, reason });
      continue;
    }
    const actor = readActor(one, name, (message) => faults.push({ what: name, message }));
    const key = JSON.stringify([actor.uuid, actor.value]);
    if (seen.has(key)) repeated.push(actor);
    else actors.push(actor);
    seen.add(key);
  }
  const { version } = cluster;
  return {
    version: typeof version === "number" && Number.isSafeInteger(version) ? version : null,
    actors,
    repeated,
    unreadable,
    faults,
  };
}

function readActor(
  one: Readonly<Record<string, unknown>>,
  value: string,
  tell: (message: string) => void,
): ThreatActor {
  const meta = isObject(one["meta"]) ? one["meta"] : {};
  if (one["meta"] !== undefined && !isObject(one["meta"])) tell("its field meta is no object");
  const texts = (field: string): string[] => {
    const said = meta[field];
    if (said === undefined || said === null || said === "") return [];
    const list: readonly unknown[] = Array.isArray(said) ? said : [said];
    const read = list
      .slice(0, mostTexts)
      .map(textOf)
      .filter((text) => text !== null);
    const left = list.length - read.length;
    if (left > 0) {
      tell(
        `${left} ${left === 1 ? "entry" : "entries"} of its field ${field}: no short text, or too many`,
      );
    }
    return read;
  };
  const text = (field: string): string => texts(field)[0] ?? "";
  return {
    value,
    uuid: textOf(one["uuid"]) ?? "",
    meta: {
      synonyms: texts("synonyms"),
      country: text("country"),
      ...(text("motive") === "" ? {} : { motive: text("motive") }),
      "cfr-suspected-state-sponsor": text("cfr-suspected-state-sponsor"),
      "cfr-suspected-victims": texts("cfr-suspected-victims"),
      "cfr-target-category": texts("cfr-target-category"),
      "cfr-type-of-incident": texts("cfr-type-of-incident"),
      "targeted-sector": texts("targeted-sector"),
    },
  };
}

/** A short text; null for anything else. */
function textOf(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" || text.length > longestText ? null : text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
