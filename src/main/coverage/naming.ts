import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { InventoryDetection } from "./standing.ts";

/** An ID of another release that the analyst let stand for a technique of this one. */
export interface AcceptedResolution {
  readonly environmentId: number;
  readonly written: string;
  readonly techniqueId: TechniqueId;
}

/** A detection that names a technique, with the ID as written. */
export interface Naming {
  readonly detection: InventoryDetection;
  readonly written: string;
}

/** Which detections name which techniques of a release. */
export interface NamedTechniques {
  /** By the technique's own ID, or an accepted one; a detection comes once. */
  readonly named: ReadonlyMap<TechniqueId, readonly Naming[]>;
  /** By an ID of another release that may stand for it; nothing counts by these. */
  readonly namedByOtherId: ReadonlyMap<TechniqueId, readonly Naming[]>;
}

/** What an ID of a newer release may stand for: later ID to the IDs that became it. */
export type LaterIds = ReadonlyMap<string, readonly TechniqueId[]>;

/** What a written ID means in a release. */
interface Meaning {
  readonly techniqueId: TechniqueId | null;
  readonly mayStandFor: readonly TechniqueId[];
}

const nothing: Meaning = { techniqueId: null, mayStandFor: [] };

/** Reads every written ID of an inventory against a release. */
export function nameTechniques(
  knowledge: Knowledge,
  inventory: readonly InventoryDetection[],
  accepted: readonly AcceptedResolution[],
  laterIds: LaterIds,
): NamedTechniques {
  const acceptedIds = new Map<string, TechniqueId>();
  for (const { environmentId, written, techniqueId } of accepted) {
    if (knowledge.techniques.has(techniqueId)) {
      acceptedIds.set(`${environmentId} ${written}`, techniqueId);
    }
  }
  const meanings = new Map<string, Meaning>();
  const read = (written: string): Meaning => {
    const known = meanings.get(written);
    if (known !== undefined) return known;
    const meaning = meaningOf(knowledge, written, laterIds);
    meanings.set(written, meaning);
    return meaning;
  };
  const named = new Map<TechniqueId, Naming[]>();
  const namedByOtherId = new Map<TechniqueId, Naming[]>();
  for (const detection of inventory) {
    for (const written of detection.written) {
      const { techniqueId, mayStandFor } = read(written);
      const counted =
        techniqueId ??
        acceptedIds.get(`${detection.environmentId} ${written}`) ??
        acceptedIds.get(`${detection.environmentId} ${written.trim().toUpperCase()}`);
      if (counted !== undefined) addOnce(named, counted, { detection, written });
      else {
        for (const candidate of mayStandFor) {
          addOnce(namedByOtherId, candidate, { detection, written });
        }
      }
    }
  }
  return { named, namedByOtherId };
}

function meaningOf(knowledge: Knowledge, written: string, laterIds: LaterIds): Meaning {
  const normalised = normaliseTechniqueId(written);
  if (normalised.form === "malformed") return nothing;
  const { id } = normalised;
  if (knowledge.techniques.has(id)) return { techniqueId: id, mayStandFor: [] };
  const retired = knowledge.retired.get(id);
  if (retired !== undefined) {
    return retired.replacedBy === null
      ? nothing
      : { techniqueId: null, mayStandFor: [retired.replacedBy] };
  }
  const earlier = laterIds.get(id)?.filter((candidate) => knowledge.techniques.has(candidate));
  return earlier === undefined ? nothing : { techniqueId: null, mayStandFor: earlier };
}

/** A detection that names a technique in two spellings still counts once; its IDs come together. */
function addOnce(
  namings: Map<TechniqueId, Naming[]>,
  techniqueId: TechniqueId,
  naming: Naming,
): void {
  const known = namings.get(techniqueId);
  if (known === undefined) namings.set(techniqueId, [naming]);
  else if (known.at(-1)?.detection !== naming.detection) known.push(naming);
}
