import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";

/** What a pasted list named. */
export interface TechniqueList {
  /** Active techniques, each once, in the list's order. */
  readonly techniques: readonly TechniqueId[];
  /** What looks like an ID and names no active technique, with what became of it. */
  readonly rejected: readonly string[];
}

/**
 * The words of a pasted text that are meant as technique IDs, each once: separated by anything, with
 * names and prose between.
 *
 * A word counts as an attempt at an ID if it holds three digits in a row.
 */
export function listIdWords(text: string): string[] {
  const words = text
    .split(/[\s,;|"'`()[\]{}<>]+/)
    .map((raw) => raw.replace(/[.:]+$/, ""))
    .filter((word) => /\d{3}/.test(word));
  return [...new Set(words)];
}

/** Reads technique IDs from a pasted text. */
export function readTechniqueList(knowledge: Knowledge, text: string): TechniqueList {
  const techniques = new Set<TechniqueId>();
  const rejected = new Set<string>();
  for (const word of listIdWords(text)) {
    const normalised = normaliseTechniqueId(word);
    if (normalised.form === "malformed") rejected.add(word);
    else if (knowledge.techniques.has(normalised.id)) techniques.add(normalised.id);
    else rejected.add(fateOf(knowledge, normalised.id));
  }
  return { techniques: [...techniques], rejected: [...rejected] };
}

function fateOf({ retired }: Knowledge, id: TechniqueId): string {
  const known = retired.get(id);
  if (known === undefined) return id;
  const { status, replacedBy } = known;
  return replacedBy === null ? `${id} (${status})` : `${id} (${status}, now ${replacedBy})`;
}
