import type { AttackId, Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { Authenticity, NeededLogSource } from "../../shared/model/catalogue.ts";

/** A tactic of the matrix in force. */
export interface KnownTactic {
  readonly attackId: AttackId;
  readonly shortname: string;
  readonly name: string;
}

/** An active technique or sub-technique. */
export interface KnownTechnique {
  readonly id: TechniqueId;
  /** Row of the object, for reading its text. */
  readonly objectId: number;
  readonly name: string;
  readonly parentId: TechniqueId | null;
  /** Short names, in the technique's order. */
  readonly tactics: readonly string[];
  readonly platforms: readonly string[];
  /** Name of the overlay that brought it, or null for the release itself. */
  readonly overlay: string | null;
}

/** A technique that no longer counts. */
export interface RetiredTechnique {
  readonly id: TechniqueId;
  readonly name: string;
  readonly status: "revoked" | "deprecated";
  /** The active technique at the end of its `revoked-by` chain, if the chain leads to one. */
  readonly replacedBy: TechniqueId | null;
}

/** A use of a technique; the relationship's row holds procedure text and references. */
export interface Use {
  readonly techniqueId: TechniqueId;
  readonly relationshipId: number;
}

/** A group, campaign or software that counts. */
export interface KnownActor {
  readonly id: AttackId;
  readonly objectId: number;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly kind: "group" | "campaign" | "software";
  readonly uses: readonly Use[];
  /** Software that a group or campaign uses itself. */
  readonly software: readonly { readonly id: AttackId; readonly relationshipId: number }[];
  /** Of a group: campaigns attributed to it. */
  readonly campaigns: readonly AttackId[];
  /** Of a campaign: groups that it is attributed to. */
  readonly groups: readonly AttackId[];
}

/**
 * A release, with its overlays, as the analysis sees it: active objects alone.
 *
 * An edge with a retired end, and a retired relationship, is not in it. Maps are in the order of the
 * ATT&CK IDs.
 */
export interface Knowledge {
  readonly releaseId: number;
  readonly domain: Domain;
  readonly version: string;
  readonly sha256: string;
  readonly authenticity: Authenticity;
  /** In the matrix's order. */
  readonly tactics: readonly KnownTactic[];
  readonly techniques: ReadonlyMap<TechniqueId, KnownTechnique>;
  readonly retired: ReadonlyMap<TechniqueId, RetiredTechnique>;
  readonly groups: ReadonlyMap<AttackId, KnownActor>;
  readonly campaigns: ReadonlyMap<AttackId, KnownActor>;
  readonly software: ReadonlyMap<AttackId, KnownActor>;
  /** Log sources named by the analytics that detect a technique; before 18, its data components. */
  readonly needs: ReadonlyMap<TechniqueId, readonly NeededLogSource[]>;
  /** Mitigations of a technique. */
  readonly mitigations: ReadonlyMap<TechniqueId, readonly AttackId[]>;
}
