/** Objects that only a release of ATT&CK carries. */
const releaseTypes: ReadonlySet<string> = new Set(["x-mitre-matrix", "x-mitre-collection"]);
/** Objects that somebody's own observation carries, and no knowledge base. */
const reportTypes: ReadonlySet<string> = new Set([
  ...["report", "grouping", "threat-actor", "indicator", "observed-data", "sighting", "incident"],
  ...["infrastructure", "malware-analysis", "note", "opinion"],
]);
/** Objects of which a profile can be made. */
const actorTypes: ReadonlySet<string> = new Set(["intrusion-set", "campaign", "malware", "tool"]);

/**
 * What STIX objects are: a release or an addition to one, which belong into the catalogue; a report;
 * or what could be either: actors as ATT&CK writes them, without a release around them.
 */
export type StixKind = "catalogue" | "report" | "either";

/** The STIX objects of a bundle, a list or a single object; null where a value is none of them. */
export function objectsIn(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value.some(isStixObject) ? value : null;
  if (!isObject(value)) return null;
  if (value["type"] === "bundle") {
    const objects: unknown = value["objects"];
    return Array.isArray(objects) ? (objects as readonly unknown[]) : [];
  }
  return isStixObject(value) ? [value] : null;
}

/** Whether the objects of a file are a release of ATT&CK, which belongs into the catalogue. */
export function isAttackRelease(objects: readonly unknown[]): boolean {
  return objects.some((object) => releaseTypes.has(typeOf(object)));
}

/** Tells knowledge about techniques from what somebody saw; null for a value that is no STIX. */
export function kindOfStix(value: unknown): StixKind | null {
  const objects = objectsIn(value);
  if (objects === null) return null;
  if (isAttackRelease(objects)) return "catalogue";
  if (objects.some((object) => reportTypes.has(typeOf(object)))) return "report";
  const actors = objects.filter((object) => actorTypes.has(typeOf(object)));
  if (actors.length === 0) return "catalogue";
  const isAttack = (object: unknown) =>
    isObject(object) && Object.keys(object).some((key) => key.startsWith("x_mitre_"));
  return actors.some(isAttack) ? "either" : "report";
}

function isStixObject(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value["type"] === "string" &&
    typeof value["id"] === "string" &&
    value["id"].startsWith(`${value["type"]}--`)
  );
}

function typeOf(object: unknown): string {
  return isObject(object) && typeof object["type"] === "string" ? object["type"] : "";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
