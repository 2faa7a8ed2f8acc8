import type { Reference } from "../../shared/model/catalogue.ts";
import { isJsonObject } from "./stix-object.ts";

/** What an object says in words. */
export interface ObjectText {
  readonly description: string | null;
  readonly created: string | null;
  /** What it cites; the reference that carries its own ATT&CK ID is left out. */
  readonly references: Reference[];
}

/** Reads the words of an object from its JSON; what is not of the right type is left out. */
export function readObjectText(raw: unknown): ObjectText {
  if (!isJsonObject(raw)) return { description: null, created: null, references: [] };
  const references: Reference[] = [];
  const cited = raw["external_references"];
  for (const reference of Array.isArray(cited) ? (cited as unknown[]) : []) {
    if (!isJsonObject(reference)) continue;
    const source = textOf(reference["source_name"]);
    if (source === null || /^mitre-(mobile-|ics-)?attack$/.test(source)) continue;
    references.push({
      source,
      description: textOf(reference["description"]),
      url: textOf(reference["url"]),
    });
  }
  return {
    description: textOf(raw["description"]),
    created: textOf(raw["created"]),
    references,
  };
}

/** Properties that other fields of an object's detail show already. */
const shownProperties = new Set([
  "type",
  "id",
  "spec_version",
  "created",
  "modified",
  "name",
  "description",
  "external_references",
  "revoked",
  "kill_chain_phases",
  "aliases",
  "tactic_refs",
  "x_mitre_aliases",
  "x_mitre_analytic_refs",
  "x_mitre_deprecated",
  "x_mitre_domains",
  "x_mitre_is_subtechnique",
  "x_mitre_platforms",
  "x_mitre_shortname",
  "x_mitre_version",
]);

/** The other properties of an object, as they came; what is no text is written as JSON. */
export function listOwnProperties(raw: unknown): { name: string; value: string }[] {
  if (!isJsonObject(raw)) return [];
  return Object.entries(raw)
    .filter(([name]) => !shownProperties.has(name))
    .map(([name, value]) => ({
      name,
      value: typeof value === "string" ? value : JSON.stringify(value),
    }));
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
