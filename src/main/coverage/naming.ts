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
export interface Meaning {
  /** The technique that it counts for; null where it counts for none. */
  readonly techniqueId: TechniqueId | null;
  /** Techniques that it may stand for once somebody accepts that. */
  readonly mayStandFor: readonly TechniqueId[];
}

/** Reads a technique ID as something of an environment writes it. */
export type TechniqueReader = (environmentId: number, written: string) => Meaning;

const nothing: Meaning = { techniqueId: null, mayStandFor: [] };

/** Reads written IDs against a release: its own, the accepted ones, and what others may stand for. */
export function prepareTechniqueReader(
  knowledge: Knowledge,
  accepted: readonly AcceptedResolution[],
  laterIds: LaterIds,
): TechniqueReader {
  const acceptedIds = new Map<string, TechniqueId>();
  for (const { environmentId, written, techniqueId } of accepted) {
    if (knowledge.techniques.has(techniqueId)) {
      acceptedIds.set(`${environmentId} ${written}`, techniqueId);
    }
  }
  const meanings = new Map<string, Meaning>();
  return (environmentId, written) => {
    let meaning = meanings.get(written);
    if (meaning === undefined) {
      meaning = meaningOf(knowledge, written, laterIds);
      meanings.set(written, meaning);
    }
    if (meaning.techniqueId !== null) return meaning;
    const techniqueId =
      acceptedIds.get(`${environmentId} ${written}`) ??
      acceptedIds.get(`${environmentId} ${written.trim().toUpperCase()}`);
    return techniqueId === undefined ? meaning : { techniqueId, mayStandFor: [] };
  };
}

/** Reads every written ID of an inventory. */
export function nameTechniques(
  inventory: readonly InventoryDetection[],
  read: TechniqueReader,
): NamedTechniques {
  const named = new Map<TechniqueId, Naming[]>();
  const namedByOtherId = new Map<TechniqueId, Naming[]>();
  for (const detection of inventory) {
    for (const written of detection.written) {
      const { techniqueId, mayStandFor } = read(detection.environmentId, written);
      if (techniqueId !== null) addOnce(named, techniqueId, { detection, written });
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
