import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";

/** A technique of an earlier release, as the facts name it. */
export interface NamedTechnique {
  readonly id: TechniqueId;
  readonly name: string;
}

/** What became of the techniques of one domain from a release to the next. */
export interface ReleaseChange {
  readonly domain: Domain;
  /** The later release, such as `19`. */
  readonly to: string;
  /** IDs that are new in the later release: their name, and the earlier IDs that became them. */
  readonly added: ReadonlyMap<string, { name: string; predecessors: readonly NamedTechnique[] }>;
  /** IDs that ended: their name, and the ID that each became. */
  readonly revoked: ReadonlyMap<string, { name: string; becomes: TechniqueId }>;
  /** Tactics that were renamed or split, by short name: the short names that each became. */
  readonly tactics: ReadonlyMap<string, readonly string[]>;
}
