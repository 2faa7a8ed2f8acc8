import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { IdResolution } from "../../shared/model/detection.ts";
import type { DetectionClass } from "../../shared/model/import-report.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { ReleaseChange } from "./release-change.ts";

/** What written IDs are read against. */
interface IdSources {
  /** The release; null while the workspace has no catalogue, when no ID is known. */
  readonly knowledge: Knowledge | null;
  readonly change: ReleaseChange;
  /** Whether an ID is a technique of another domain. */
  readonly isOfOtherDomain: (id: TechniqueId) => boolean;
  /** Written IDs that the analyst let stand for a technique of the release. */
  readonly accepted: ReadonlyMap<string, TechniqueId>;
}

/** Reads a written ID against a release; the same ID always gives the same object. */
export type Resolver = (written: string) => IdResolution;

/** A resolver for a release. Every ID is looked up once. */
export function makeResolver(sources: IdSources): Resolver {
  const known = new Map<string, IdResolution>();
  return (written) => {
    const before = known.get(written);
    if (before !== undefined) return before;
    const resolution = resolve(written, sources);
    known.set(written, resolution);
    return resolution;
  };
}

function resolve(written: string, sources: IdSources): IdResolution {
  const { knowledge, change, accepted } = sources;
  const normal = normaliseTechniqueId(written);
  const id = normal.form === "technique" ? normal.id : null;
  const active = id === null ? undefined : knowledge?.techniques.get(id);
  if (id !== null && active !== undefined) {
    return { written, techniqueId: id, name: active.name, status: "known" };
  }
  const stand = accepted.get(written);
  const standIn = stand === undefined ? undefined : knowledge?.techniques.get(stand);
  if (stand !== undefined && standIn !== undefined) {
    return { written, techniqueId: stand, name: standIn.name, status: "accepted" };
  }
  const unresolved = (status: IdResolution["status"], name: string | null): IdResolution => ({
    written,
    techniqueId: null,
    name,
    status,
  });
  if (id === null) return unresolved("malformed", null);
  if (knowledge === null) return unresolved("unknown", null);
  const retired = knowledge.retired.get(id);
  if (retired !== undefined) return unresolved(retired.status, retired.name);
  const added = change.domain === knowledge.domain ? change.added.get(id) : undefined;
  if (added !== undefined) return unresolved("newer", added.name);
  return unresolved(sources.isOfOtherDomain(id) ? "other-domain" : "unknown", null);
}

/**
 * The class of a detection; every detection has exactly one.
 *
 * Mapped fully or in part: all or some of its IDs are known. Newer only: all are of a newer release.
 * Other only: no ID is known and not all are newer. Tactic only and untagged: it names no technique.
 */
export function classify(
  techniques: readonly IdResolution[],
  tactics: readonly string[],
): DetectionClass {
  if (techniques.length === 0) return tactics.length === 0 ? "untagged" : "tactic-only";
  const resolved = techniques.filter(({ techniqueId }) => techniqueId !== null).length;
  if (resolved === techniques.length) return "mapped-fully";
  if (resolved > 0) return "mapped-in-part";
  return techniques.every(({ status }) => status === "newer") ? "newer-only" : "other-only";
}
