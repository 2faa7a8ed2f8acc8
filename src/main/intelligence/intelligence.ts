import type { Domain } from "../../shared/model/attack-id.ts";
import type { Marking } from "../../shared/model/marking.ts";

/** A technique as a report names it, before a release has its say. */
export interface NamedPattern {
  /** Its ATT&CK ID as written; null where it carries none. */
  readonly id: string | null;
  readonly name: string;
  /** IDs of other catalogues that it carries, such as `CAPEC-163`. */
  readonly otherIds: readonly string[];
}

/** An indicator that a report ties to a technique. */
export interface TechniqueIndicator {
  /** The relationship's word. */
  readonly verb: "indicates" | "uses";
  readonly name: string;
  readonly pattern: string;
  readonly validFrom: string | null;
}

/** Why a technique belongs to an actor: what is said of its use, and the indicators behind it. */
export interface TechniqueEvidence {
  readonly pattern: NamedPattern;
  readonly texts: readonly string[];
  readonly indicators: readonly TechniqueIndicator[];
}

/** An actor as a file of intelligence tells of it. */
export interface IntelligenceActor {
  readonly name: string;
  readonly description: string;
  /** Who says so: the report's author and title, or the file. */
  readonly source: string;
  /** Null where nobody said how sure it is. */
  readonly confidence: "low" | "medium" | "high" | null;
  /** Null where the file does not say of which domain it speaks. */
  readonly domain: Domain | null;
  /** The highest of what it was read from; null where nothing of that is marked. */
  readonly marking: Marking | null;
  readonly file: string;
  readonly techniques: readonly TechniqueEvidence[];
}

/** Something that a file holds and that is in no profile, or not as it stands. */
export interface IntelligenceItem {
  readonly class: string;
  /** The object's name or ID. */
  readonly what: string;
  readonly file: string;
  readonly message: string;
  /** What it does to the profiles. */
  readonly effect: string | null;
}

/** What one file of intelligence says. */
export interface FileIntelligence {
  readonly actors: readonly IntelligenceActor[];
  readonly items: readonly IntelligenceItem[];
}
