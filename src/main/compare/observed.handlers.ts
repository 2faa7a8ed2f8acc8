import type { ActorKind } from "../../shared/model/actor.ts";
import type { ObservedSource } from "../../shared/model/actor-comparison.ts";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import { Problem } from "../../shared/problem.ts";
import { listOwnActors } from "../actors/actors.store.ts";
import { listTechniquesUsedByActor } from "../actors/profile.ts";
import { listIdWords } from "../actors/read-technique-list.ts";
import type { HandlersOf } from "../backend/handler.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { getRun } from "../emulation/runs.store.ts";
import { listWrittenIds } from "../emulation/test-cases.store.ts";
import { readFileAsIs } from "../files/input-files.reader.ts";
import { decodeText } from "../files/text.reader.ts";
import { findActorOrigin } from "../intelligence/intelligence.store.ts";
import { getLayer } from "../layers/layers.store.ts";
import { describeTechniques } from "./compared-techniques.ts";
import { gatherComparedScope } from "./gather-compared.store.ts";
import { describeCaution } from "./observed-caution.ts";
import type { CandidateActor } from "./observed.ts";
import { findFittingActors } from "./observed.ts";
import { countGroupUse } from "./rarity.ts";
import { chooseRelease, readObservations } from "./read-observed.ts";

/** More than this is no list of observed techniques. */
const mostTextBytes = 20 * 1024 * 1024;

/** What a source writes down, and the domain that it is of, where it says so. */
interface WrittenObservations {
  readonly ids: readonly string[];
  readonly domain: Domain | null;
}

/** Reads what a source names. Throws `not-found`. */
async function gatherObservations(
  db: ReadableDatabase,
  source: ObservedSource,
  path: string | undefined,
): Promise<WrittenObservations> {
  switch (source.kind) {
    case "text":
      return { ids: listIdWords(source.text), domain: null };
    case "file": {
      if (path === undefined) throw new Problem("bad-input", "No file was named.");
      const text = decodeText(await readFileAsIs(path, mostTextBytes), path);
      return { ids: listIdWords(text), domain: null };
    }
    case "layer": {
      const { annotations, domain } = getLayer(db, source.layerId);
      const ids = annotations
        .filter(({ enabled, score }) => enabled && (score === null || score > 0))
        .map(({ techniqueId }) => techniqueId);
      return { ids: [...new Set(ids)], domain };
    }
    case "actor": {
      const actor = listOwnActors(db).find(({ id }) => id === source.actorId);
      if (actor === undefined) {
        throw new Problem("not-found", `There is no own actor ${source.actorId}.`);
      }
      const { indicators } = findActorOrigin(db, actor.id) ?? { indicators: [] };
      const ids = source.indicatorsOnly
        ? indicators.map(({ techniqueId }) => techniqueId)
        : actor.techniques.map(({ techniqueId }) => techniqueId);
      return { ids: [...new Set<string>(ids)], domain: actor.domain };
    }
    case "run":
      getRun(db, source.runId);
      return { ids: listWrittenIds(db, source.runId), domain: null };
  }
}

/** Groups, campaigns and software of a release that may fit, and the groups' profiles. */
function listCandidates(
  knowledge: Knowledge,
  kinds: readonly ActorKind[],
  ways: Parameters<typeof listTechniquesUsedByActor>[2],
  compareBy: (techniques: ReadonlySet<TechniqueId>) => ReadonlySet<TechniqueId>,
): CandidateActor[] {
  const { groups, campaigns, software, domain } = knowledge;
  return [...groups.values(), ...campaigns.values(), ...software.values()]
    .filter(({ kind }) => kinds.includes(kind))
    .map((actor) => {
      const { kind, id, name, aliases } = actor;
      const techniques = listTechniquesUsedByActor(knowledge, actor, ways);
      return { kind, domain, id, name, aliases, techniques, comparedBy: compareBy(techniques) };
    });
}

/** Answers `compare.observed`. */
export const compareObserved: HandlersOf<"compare">["observed"] = async (
  { source, path, kinds, acceptReplaced, byParent, ...place },
  { db, root, now },
) => {
  const today = now().toISOString().slice(0, 10);
  const written = await gatherObservations(db, source, path);
  const domain = place.domain ?? written.domain ?? undefined;
  const scope = gatherComparedScope(db, { ...place, domain }, { root, today });
  const { releases, ways, assess, chosen } = scope;
  const knowledge = chooseRelease(releases, written.ids);
  if (knowledge === undefined) {
    throw new Problem("not-found", "The workspace holds no catalogue to look in.");
  }
  const compareBy = (techniques: Iterable<TechniqueId>): ReadonlySet<TechniqueId> => {
    if (!byParent) return new Set(techniques);
    return new Set([...techniques].map((id) => knowledge.techniques.get(id)?.parentId ?? id));
  };
  const read = readObservations(knowledge, written.ids, acceptReplaced);
  const observed = [...compareBy(read.techniques)].sort();
  const candidates = listCandidates(knowledge, kinds, ways, compareBy);
  const groups = listCandidates(knowledge, ["group"], ways, compareBy);
  const use = countGroupUse(groups.map(({ comparedBy }) => comparedBy));
  const held = new Set(candidates.flatMap(({ techniques }) => [...techniques]));
  const assessed = assess(knowledge.domain, [...new Set([...held, ...observed])]);
  const { actors, byChance } = findFittingActors(candidates, {
    observed,
    techniques: [...compareBy(knowledge.techniques.keys())],
    use,
    assessed,
    chosen: new Set(chosen.map(({ id }) => id)),
  });
  const described = describeTechniques(knowledge, observed, use, assessed).sort(
    (a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1),
  );
  const result = { observed: described, actors, groups: use.groups, byChance };
  return {
    ...{ domain: knowledge.domain, version: knowledge.version, ways, byParent },
    ...result,
    rejected: [...read.rejected],
    lookedAt: candidates.length,
    caution: describeCaution(result),
  };
};
