import type { Marking } from "../../shared/model/marking.ts";
import { noMarking } from "../../shared/model/marking.ts";
import type { StixObject } from "./stix-graph.ts";
import { nameOf, textAt, textsAt } from "./stix-graph.ts";

/** Levels of TLP from the lowest, as the scheme that ships names them. */
const levels = ["clear", "green", "amber", "amber+strict", "red"] as const;
type TlpLevel = (typeof levels)[number];

/** The definitions that the standards fix, which files may refer to without holding them. */
const fixed: ReadonlyMap<string, TlpLevel> = new Map([
  // TLP 1.0, of STIX 2.0 and 2.1.
  ["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "clear"],
  ["marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "green"],
  ["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "amber"],
  ["marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red"],
  // TLP 2.0, of the extension.
  ["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"],
  ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"],
  ["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"],
  ["marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"],
  ["marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "red"],
]);

const tlp2Extension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/** MITRE's statement of copyright on everything in ATT&CK: it restricts nobody's use of a report. */
const mitreStatement = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168";

/** What the definitions that objects refer to say. */
export interface ReadMarkings {
  /** The highest level of TLP; null where none of them is one. */
  readonly marking: Marking | null;
  /** Definitions of other kinds, and those of which nothing is known. */
  readonly others: readonly UnreadMarking[];
}

/** A marking definition that is no level of TLP. */
export interface UnreadMarking {
  readonly id: string;
  /** What it says, else its ID. */
  readonly words: string;
  /** Whether the file holds it. */
  readonly isHere: boolean;
}

/**
 * Reads how objects are marked: by TLP 1.0 or 2.0 as the standards define them, or in its words.
 *
 * Markings of parts of an object mark it whole. White is clear.
 */
export function readStixMarkings(
  marked: Iterable<StixObject>,
  objects: ReadonlyMap<string, StixObject>,
): ReadMarkings {
  const refs = new Set([...marked].flatMap(listMarkingRefs));
  let highest = -1;
  const others: UnreadMarking[] = [];
  for (const id of refs) {
    const definition = objects.get(id);
    const level = fixed.get(id) ?? (definition === undefined ? undefined : levelOf(definition));
    if (level !== undefined) highest = Math.max(highest, levels.indexOf(level));
    else if (definition === undefined) {
      if (id !== mitreStatement) others.push({ id, words: id, isHere: false });
    } else if (!isOfMitre(definition)) {
      others.push({ id, words: wordsOf(definition), isHere: true });
    }
  }
  const level = levels[highest];
  return {
    marking: level === undefined ? null : { ...noMarking, scheme: "tlp", level },
    others,
  };
}

function listMarkingRefs(object: StixObject): string[] {
  const granular = object.fields["granular_markings"];
  const ofParts = Array.isArray(granular)
    ? granular.map((one: unknown) => textIn(one, "marking_ref"))
    : [];
  return [...textsAt(object, "object_marking_refs"), ...ofParts].filter(
    (id) => id !== "" && id.length <= 500,
  );
}

function levelOf(definition: StixObject): TlpLevel | undefined {
  const { fields } = definition;
  const extension = valueIn(fields["extensions"], tlp2Extension);
  const said = [
    textIn(extension, "tlp_2_0"),
    textIn(fields["definition"], "tlp"),
    // Words in which platforms write levels that TLP 1.0 does not have.
    ...[
      textAt(definition, "name"),
      textAt(definition, "x_opencti_definition"),
      textIn(fields["definition"], "statement"),
    ].map((words) => /^tlp:\s*(.+)$/i.exec(words)?.[1] ?? ""),
  ].map((words) => words.trim().toLowerCase());
  for (const words of said) {
    const level = levels.find((each) => each === (words === "white" ? "clear" : words));
    if (level !== undefined) return level;
  }
  return undefined;
}

function isOfMitre(definition: StixObject): boolean {
  const statement = textIn(definition.fields["definition"], "statement");
  return (
    definition.id === mitreStatement ||
    (/^copyright\b/i.test(statement) && /\bThe MITRE Corporation\b/.test(statement))
  );
}

/** What a definition says, in a line. */
function wordsOf(definition: StixObject): string {
  const kind = textAt(definition, "definition_type");
  const words =
    textIn(definition.fields["definition"], "statement") ||
    textIn(definition.fields["definition"], kind) ||
    nameOf(definition);
  const line = words.replace(/\s+/g, " ");
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

function valueIn(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  // An own key of a plain object that JSON.parse made; what it holds is checked where it is read.
  return (value as Readonly<Record<string, unknown>>)[key];
}

function textIn(value: unknown, key: string): string {
  const found = valueIn(value, key);
  return typeof found === "string" ? found.trim() : "";
}
