import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { ChosenActor, OwnTechnique } from "../../shared/model/actor.ts";
import type { Assessment, AssessmentResult } from "../../shared/model/assessment.ts";
import type { ProfileEntry } from "../actors/profile.ts";
import type { ExposableAsset } from "../assets/exposure.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { JudgedTechnique, LevelRules } from "../coverage/coverage.ts";
import type { AcceptedResolution, LaterIds, NamedTechniques } from "../coverage/naming.ts";
import type { InventoryDetection } from "../coverage/standing.ts";
import type { RunTestCase } from "../emulation/judge-tests.ts";
import type { ReleaseParts } from "../gaps/priority.ts";
import type { Workload } from "../plan/open-gap.ts";
import type { StoredPlan } from "../plan/stored-plan.ts";
import type { EnvironmentTelemetry } from "../telemetry/collected.ts";

/** A chosen actor with the analyst's own word on techniques. */
export interface AskedActor extends ChosenActor {
  readonly own: readonly OwnTechnique[];
}

/** Everything that an answer is computed from. */
export interface Question {
  readonly assessment: Assessment;
  /** In the order of the assessment's scope. */
  readonly releases: readonly Knowledge[];
  readonly actors: readonly AskedActor[];
  readonly inventory: readonly InventoryDetection[];
  /** Of the environments in scope, in their order. */
  readonly telemetry: readonly EnvironmentTelemetry[];
  /** Assets of the assessment's environments. */
  readonly assets: readonly ExposableAsset[];
  /** Test cases of the assessment's environments. */
  readonly tests: readonly RunTestCase[];
  readonly accepted: ReadonlyMap<Domain, readonly AcceptedResolution[]>;
  readonly laterIds: ReadonlyMap<Domain, LaterIds>;
  readonly plan: StoredPlan;
  /** The day on which it is asked, such as `2026-11-21`: it decides about expiries. */
  readonly today: string;
}

/** What an answer knows of one release. */
export interface AnsweredRelease {
  readonly knowledge: Knowledge;
  readonly namings: NamedTechniques;
  readonly judged: ReadonlyMap<TechniqueId, JudgedTechnique>;
  /** By which they were judged. */
  readonly rules: LevelRules;
  readonly parts: ReleaseParts;
  /** Test cases that name its techniques by IDs of another release. */
  readonly testsByOtherId: number;
}

/** What an answer knows of one chosen actor in one release. */
export interface AnsweredProfile {
  readonly domain: Domain;
  readonly entries: ReadonlyMap<TechniqueId, ProfileEntry>;
}

/** An answer with what it was computed from, for the inspector and the offers. */
export interface Answer {
  readonly result: AssessmentResult;
  /** Its open gaps as work to plan. */
  readonly workload: Workload;
  readonly releases: readonly AnsweredRelease[];
  /** By chosen actor, in their order. */
  readonly profiles: readonly (readonly AnsweredProfile[])[];
}
