import type { ActorKind, ProfileTechnique, Provenance } from "../../shared/model/actor.ts";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { AttackId } from "../../shared/model/attack-id.ts";
import type { CoverageTechnique } from "../../shared/model/coverage.ts";
import type { Annotation, LayerContent } from "../../shared/model/layer.ts";
import type { Texts } from "../actors/actor-profile.ts";
import { describeVia } from "../actors/actor-profile.ts";
import type { ProfileEntry } from "../actors/profile.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { levelLooks, presenceColour } from "./layer-palette.ts";
import { aMadeLayer, anAnnotation } from "./made-layer.ts";
import { assessmentFacts, domainSuffix } from "./make-mode-layer.ts";

/** A chosen actor in one release of an assessment. */
export interface ActorLayerInput {
  readonly result: Omit<AssessmentResult, "assessmentId">;
  readonly knowledge: Pick<Knowledge, "domain" | "version">;
  readonly actor: { readonly id: AttackId; readonly name: string; readonly kind: ActorKind };
  readonly uses: readonly ActorUse[];
  readonly techniques: readonly CoverageTechnique[];
}

/** A technique of an actor with every way by which it came, in words. */
export interface ActorUse extends Pick<ProfileTechnique, "id" | "via"> {
  readonly isExcluded: boolean;
}

/** Rows of the relationships whose words an actor's layer shows. */
export function listProcedureRows(entries: Iterable<ProfileEntry>): number[] {
  return [...entries].flatMap(({ via }) =>
    via.flatMap(({ relationshipId }) => relationshipId ?? []),
  );
}

/** The techniques of a profile as its layer says them. `texts` holds the rows of the procedures. */
export function describeUses(entries: Iterable<ProfileEntry>, texts: Texts): ActorUse[] {
  return [...entries].map(({ techniqueId, via, excluded }) => ({
    id: techniqueId,
    via: via.map((one) => describeVia(one, texts)),
    isExcluded: excluded !== null,
  }));
}

/** The techniques of a chosen actor: each scored 1, with every way by which it came. */
export function makeActorLayer(input: ActorLayerInput): LayerContent {
  const { result, knowledge, actor, uses } = input;
  const name = `${actor.name} (${actor.id})`;
  const levels = new Map(input.techniques.map(({ id, level }) => [id, level]));
  return aMadeLayer({
    name: `${name}: techniques${domainSuffix(input)}`,
    release: knowledge,
    origin: `Made from the actor ${name} in the assessment "${result.name}"`,
    description: `Techniques of ${name} in "${result.name}". A score of 1 means that the actor uses it.`,
    scoreMeaning: "presence",
    gradient: { colours: ["#ffffff", presenceColour], least: 0, most: 1 },
    legend: [{ label: `Used by ${name}`, colour: presenceColour }],
    metadata: assessmentFacts(input),
    platforms: result.scope.platforms,
    annotations: uses.flatMap(({ id, via: ways, isExcluded }): Annotation[] => {
      if (isExcluded) return [];
      const level = levels.get(id);
      return [
        anAnnotation(id, {
          score: 1,
          comment: ways.map(sayWay).join("\n\n"),
          metadata: [
            ...namedOnce(ways),
            { name: "Level", value: level === undefined ? "" : levelLooks[level].label },
          ],
        }),
      ];
    }),
  });
}

const wayWords = {
  direct: "Direct",
  campaign: "Campaign",
  software: "Software",
  own: "Own",
} as const;

/** One way in words: who, the procedure, and what it cites. */
function sayWay({ kind, id, name, procedure, references }: Provenance): string {
  const cited = references.map(({ source, url }) => (url === null ? source : `${source}, ${url}`));
  return [
    `${wayWords[kind]}: ${kind === "own" ? name : `${name} (${id})`}`,
    ...(procedure === null ? [] : [procedure]),
    ...(cited.length === 0 ? [] : [`References: ${cited.join("; ")}`]),
  ].join("\n");
}

/** The ways as facts; the same user by the same way comes once. */
function namedOnce(ways: readonly Provenance[]): { name: string; value: string }[] {
  const facts = new Map<string, { name: string; value: string }>();
  for (const { kind, id, name, date, confidence } of ways) {
    const who =
      kind === "own" ? [name, date, confidence].filter(Boolean).join(", ") : `${name} (${id})`;
    facts.set(`${kind} ${who}`, { name: wayWords[kind], value: who });
  }
  return [...facts.values()];
}
