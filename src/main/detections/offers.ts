import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { ResolutionOffer } from "../../shared/model/detection.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { ReleaseChange } from "./release-change.ts";

/** What an ID of another release may stand for. */
export interface Offer {
  readonly written: string;
  readonly writtenName: string | null;
  readonly kind: ResolutionOffer["kind"];
  readonly candidates: readonly { readonly techniqueId: TechniqueId; readonly name: string }[];
  /** Selected before anyone chooses: the certain one, or the one of the same name. */
  readonly preselected: TechniqueId | null;
}

/** What of a release decides what an ID may stand for. */
type OfferingRelease = Pick<Knowledge, "domain" | "techniques" | "retired">;

/** Where an ID may lead, before the release has its say. */
interface Lead {
  readonly name: string | null;
  readonly kind: "certain" | "by-name" | "choice";
  readonly ids: readonly TechniqueId[];
  readonly preselected: TechniqueId | null;
}

/**
 * What a written ID that names no technique of a release may stand for.
 *
 * `certain`: exactly one ID became it, or it became exactly one. `by-name`: several did, exactly one
 * of them with the same name. `choice`: several did, or it looks like an ID that lost its T. Only
 * active techniques of the release are offered. Null for an ID that the release knows.
 */
export function offerFor(
  written: string,
  knowledge: OfferingRelease,
  change: ReleaseChange,
): Offer | null {
  const normal = normaliseTechniqueId(written);
  if (normal.form === "technique" && knowledge.techniques.has(normal.id)) return null;
  const lead =
    normal.form === "technique"
      ? (leadOfRetired(normal.id, knowledge) ?? leadOfChange(normal.id, knowledge, change))
      : leadOfMalformed(written);
  const candidates = lead.ids.flatMap((id) => {
    const technique = knowledge.techniques.get(id);
    return technique === undefined ? [] : [{ techniqueId: id, name: technique.name }];
  });
  const isOffered = candidates.some(({ techniqueId }) => techniqueId === lead.preselected);
  return {
    written,
    writtenName: lead.name,
    kind: candidates.length === 0 ? "none" : lead.kind,
    candidates,
    preselected: isOffered ? lead.preselected : null,
  };
}

function certainLead(name: string | null, id: TechniqueId): Lead {
  return { name, kind: "certain", ids: [id], preselected: id };
}

function noLead(name: string | null): Lead {
  return { name, kind: "choice", ids: [], preselected: null };
}

function leadOfRetired(id: TechniqueId, knowledge: OfferingRelease): Lead | null {
  const retired = knowledge.retired.get(id);
  if (retired === undefined) return null;
  const { name, replacedBy } = retired;
  return replacedBy === null ? noLead(name) : certainLead(name, replacedBy);
}

function leadOfChange(id: TechniqueId, knowledge: OfferingRelease, change: ReleaseChange): Lead {
  if (change.domain !== knowledge.domain) return noLead(null);
  const revoked = change.revoked.get(id);
  if (revoked !== undefined) return certainLead(revoked.name, revoked.becomes);
  const added = change.added.get(id);
  if (added === undefined) return noLead(null);
  const { name, predecessors } = added;
  const ids = predecessors.map((predecessor) => predecessor.id);
  const [first] = ids;
  if (ids.length === 1 && first !== undefined) return certainLead(name, first);
  const sameName = predecessors.filter(
    (predecessor) => predecessor.name.toLowerCase() === name.toLowerCase(),
  );
  const [only] = sameName;
  return sameName.length === 1 && only !== undefined
    ? { name, kind: "by-name", ids, preselected: only.id }
    : { name, kind: "choice", ids, preselected: null };
}

/** `1598.003` may have lost its T; that is offered, never done in silence. */
function leadOfMalformed(written: string): Lead {
  const text = written.trim();
  const repaired = normaliseTechniqueId(`T${text}`);
  return /^\d/.test(text) && repaired.form === "technique"
    ? { name: null, kind: "choice", ids: [repaired.id], preselected: null }
    : noLead(null);
}
