import type { ActorComparison } from "../../shared/model/actor-comparison.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { TechniquesById } from "./overlap.ts";

/** What a number stands for, shown beside the view that it was opened from. */
export interface ShownSet {
  readonly key: string;
  readonly who: string;
  readonly ids: readonly TechniqueId[];
  /** Actors in place of techniques, by index. */
  readonly actors?: readonly number[];
}

/** What views of a comparison know, and how they open a number. */
export interface ComparisonViewProps {
  readonly comparison: ActorComparison;
  readonly techniques: TechniquesById;
  /** By actor. */
  readonly profiles: readonly (readonly TechniqueId[])[];
  readonly shownKey: string | null;
  readonly onShow: (shown: ShownSet) => void;
}
