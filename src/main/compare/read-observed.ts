import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { RejectedObservation } from "../../shared/model/actor-comparison.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { describeFate } from "../layers/technique-fate.ts";

/** What a source of observations names, against a release. */
export interface ReadObservations {
  /** Active techniques, each once, by ATT&CK ID. */
  readonly techniques: readonly TechniqueId[];
  readonly rejected: readonly RejectedObservation[];
}

/** Reads IDs as they were written; `acceptReplaced` takes what a retired one became. */
export function readObservations(
  knowledge: Knowledge,
  written: Iterable<string>,
  acceptReplaced: boolean,
): ReadObservations {
  const techniques = new Set<TechniqueId>();
  const rejected = new Map<string, RejectedObservation>();
  for (const text of written) {
    const normalised = normaliseTechniqueId(text);
    if (normalised.form === "malformed") {
      const reason = "This is no technique ID, such as T1059.001.";
      rejected.set(text, { text: text.slice(0, 200), reason, replacedBy: null });
      continue;
    }
    const { id } = normalised;
    const reason = describeFate(id, knowledge);
    const replacedBy = knowledge.retired.get(id)?.replacedBy ?? null;
    if (reason === null) techniques.add(id);
    else if (acceptReplaced && replacedBy !== null) techniques.add(replacedBy);
    else rejected.set(id, { text: id, reason, replacedBy });
  }
  return { techniques: [...techniques].sort(), rejected: [...rejected.values()] };
}

/** Of several releases the one that knows most of the IDs; among equals the first. */
export function chooseRelease(
  releases: readonly Knowledge[],
  written: readonly string[],
): Knowledge | undefined {
  const known = (knowledge: Knowledge) => readObservations(knowledge, written, true).techniques;
  return releases
    .map((knowledge) => ({ knowledge, count: known(knowledge).length }))
    .sort((a, b) => b.count - a.count)[0]?.knowledge;
}
