import type { Domain } from "../../shared/model/attack-id.ts";
import { domain } from "../../shared/model/attack-id.ts";
import type { Unreadable } from "../../shared/model/import-report.ts";
import { isYamlMap, mapsOf, textAt, textsOf } from "../detections/yaml-fields.ts";
import type { YamlDocument, YamlMap, YamlValue } from "../detections/yaml.reader.ts";
import type {
  FileIntelligence,
  IntelligenceActor,
  IntelligenceItem,
  TechniqueEvidence,
} from "./intelligence.ts";

/** Whether a YAML document is a DeTT&CT group administration. */
export function isDettectGroups(value: YamlValue): boolean {
  return isYamlMap(value) && textAt(value, "file_type") === "group-administration";
}

/**
 * Reads the groups of a DeTT&CT group administration.
 *
 * Techniques are a list, or a map with a weight for each, which is kept as a note. Software of a
 * group is named and its techniques are not taken, and a group that its file turns off is taken and
 * said to be so.
 */
export function readDettectGroups(
  file: string,
  documents: readonly YamlDocument[],
): FileIntelligence & { readonly unreadable: readonly Unreadable[] } {
  const actors: IntelligenceActor[] = [];
  const items: IntelligenceItem[] = [];
  const unreadable: Unreadable[] = [];
  for (const { value, line } of documents) {
    if (!isYamlMap(value) || !isDettectGroups(value)) continue;
    for (const [at, group] of mapsOf(value.get("groups")).entries()) {
      const name = nameOf(group);
      const techniques = techniquesOf(group);
      if (name === null) unreadable.push({ file, line, reason: `group ${at + 1} has no name` });
      else if (techniques.length === 0) {
        const message = "names no technique";
        items.push({ class: "skipped", what: name, file, message, effect: "no profile" });
      } else {
        actors.push(actorOf(value, group, { name, file, techniques }));
        items.push(...notesOn(group, name, file));
      }
    }
  }
  return { actors, items, unreadable };
}

function nameOf(group: YamlMap): string | null {
  const name = textAt(group, "group_name");
  const campaign = textAt(group, "campaign");
  return name === null || campaign === null ? (name ?? campaign) : `${name} (${campaign})`;
}

function actorOf(
  document: YamlMap,
  group: YamlMap,
  told: { readonly name: string; readonly file: string; readonly techniques: TechniqueEvidence[] },
): IntelligenceActor {
  const software = softwareOf(group);
  const platforms = textsOf(document.get("platform")).join(", ");
  return {
    ...told,
    description: [
      platforms === "" ? "" : `Platforms: ${platforms}.`,
      software.length === 0 ? "" : `Software: ${software.join(", ")}.`,
    ]
      .filter((part) => part !== "")
      .join(" "),
    source: told.file.split(/[/\\]/).at(-1) ?? told.file,
    confidence: null,
    domain: domainOf(document),
    marking: null,
  };
}

function domainOf(document: YamlMap): Domain | null {
  return domain.safeParse(textAt(document, "domain")).data ?? null;
}

function techniquesOf(group: YamlMap): TechniqueEvidence[] {
  const value = group.get("technique_id");
  const weighted: (readonly [string, string | null])[] = isYamlMap(value)
    ? [...value].map(([id, weight]) => [id, typeof weight === "string" ? weight : null])
    : textsOf(value).map((id) => [id, null]);
  return weighted.map(([id, weight]) => ({
    pattern: { id: id.trim(), name: id.trim(), otherIds: [] },
    texts: weight === null ? [] : [`Weight ${weight}.`],
    indicators: [],
  }));
}

function softwareOf(group: YamlMap): string[] {
  return textsOf(group.get("software_id")).filter((id) => id.trim() !== "");
}

function notesOn(group: YamlMap, name: string, file: string): IntelligenceItem[] {
  const software = softwareOf(group);
  const items: IntelligenceItem[] = [];
  if (textAt(group, "enabled")?.toLowerCase() === "false") {
    const message = "is turned off in its file";
    items.push({ class: "turned off", what: name, file, message, effect: "taken all the same" });
  }
  if (software.length > 0) {
    items.push({
      class: "software",
      what: name,
      file,
      message: `uses ${software.join(", ")}`,
      effect: "its techniques are not taken: choose it as an actor of its own",
    });
  }
  return items;
}
