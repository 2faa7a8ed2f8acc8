import type { ActorProfile, ActorRef, ActorSummary, Ways } from "../../shared/model/actor.ts";
import type { AttackId, TechniqueId } from "../../shared/model/attack-id.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlersOf, QueryContext } from "../backend/handler.ts";
import { getAssessment, getReleaseChoice, setUpdatedAt } from "../assessments/assessments.store.ts";
import { listAskedActors, listKnowledgeOf } from "../assessments/gather.store.ts";
import type { Knowledge, KnownActor } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { findObjectsByText } from "../search/text-search.store.ts";
import type { ProfiledActor } from "./actor-profile.ts";
import { describeProfile, listTextRows } from "./actor-profile.ts";
import type { OwnActor } from "./actors.store.ts";
import {
  addOwnActor,
  listChosenActors,
  listOwnActors,
  listOwnTechniques,
  removeChosenActor,
  removeOwnActor,
  removeOwnTechnique,
  setChosenActor,
  setOwnTechnique,
} from "./actors.store.ts";
import type { NamedActor } from "./find-actor.ts";
import { findActor, listKnownActors } from "./find-actor.ts";
import { listChoosable, listReleasesToSearch } from "./gather-actors.store.ts";
import { readShippedFacts } from "./group-context.reader.ts";
import type { FactsInUse } from "./group-facts.ts";
import { noContext } from "./group-facts.ts";
import { importSectors } from "./import-sectors.handlers.ts";
import { getFactsInUse } from "./imported-facts.store.ts";
import { listObjectTexts } from "./object-text.store.ts";
import {
  buildProfile,
  countTechniquesByWay,
  findKnownActor,
  listTechniquesUsedByActor,
  listUsedInAll,
} from "./profile.ts";
import { readTechniqueList } from "./read-technique-list.ts";

/** An actor by text, with its techniques in the first of the releases that holds it. */
function profileByText(
  db: ReadableDatabase,
  releases: readonly Knowledge[],
  text: string,
  ways: Ways,
): ProfiledActor {
  const { id, kind, domain, name } = findActor(listChoosable(db, releases), text);
  const knowledge = releases.find((release) => release.domain === domain);
  if (knowledge === undefined) throw new Problem("internal", `${domain} was not loaded.`);
  const actor = findKnownActor(knowledge, id) ?? null;
  const own = listOwnActors(db).find((made) => made.id === id)?.techniques ?? [];
  const entries = buildProfile(knowledge, actor, ways, own);
  return { ref: { kind, domain, id }, name, knowledge, actor, entries };
}

function show({ db, root }: QueryContext, profiled: ProfiledActor): ActorProfile {
  const texts = listObjectTexts(db, listTextRows(profiled));
  return describeProfile(profiled, texts, contextOf(factsInUse({ db, root }), profiled.ref.id));
}

function factsInUse({ db, root }: Pick<QueryContext, "db" | "root">): FactsInUse {
  return getFactsInUse(db, readShippedFacts(root));
}

function contextOf({ groups }: FactsInUse, id: AttackId) {
  return groups.get(id) ?? noContext;
}

/** Which of an actor's techniques the chosen actors use; for a chosen one, the others of them. */
function overlapWith(
  used: ReadonlySet<TechniqueId>,
  userCounts: ReadonlyMap<TechniqueId, number>,
  isChosen: boolean,
): { readonly shared: number; readonly added: number } {
  let shared = 0;
  for (const id of used) {
    if ((userCounts.get(id) ?? 0) > (isChosen ? 1 : 0)) shared += 1;
  }
  return { shared, added: used.size - shared };
}

interface Found {
  readonly knowledge: Knowledge;
  readonly actor: KnownActor;
}

/** Counts of an actor over all releases that hold it. */
function sumCounts(found: readonly Found[]): ActorSummary["counts"] {
  const counts = { direct: 0, withCampaigns: 0, withSoftware: 0 };
  for (const { knowledge, actor } of found) {
    const own = countTechniquesByWay(knowledge, actor);
    counts.direct += own.direct;
    counts.withCampaigns += own.withCampaigns;
    counts.withSoftware += own.withSoftware;
  }
  return counts;
}

export const actorsHandlers: HandlersOf<"actors"> = {
  list: ({ assessmentId, text, kinds }, { db, root }) => {
    const assessment = getAssessment(db, assessmentId);
    const { ways } = assessment.settings;
    const releases = listKnowledgeOf(db, assessment);
    const chosen = new Set<string>(assessment.actors.map(({ id }) => id));
    const userCounts = new Map<TechniqueId, number>();
    const chosenUse = new Map<string, Set<TechniqueId>>();
    for (const asked of listAskedActors(db, assessmentId, assessment.actors)) {
      const used = listUsedInAll(releases, asked, asked.own, ways);
      chosenUse.set(asked.id, used);
      for (const id of used) userCounts.set(id, (userCounts.get(id) ?? 0) + 1);
    }
    const withText = findObjectsByText(
      db,
      releases.map(({ releaseId }) => releaseId),
      text,
    );
    const wanted = text.trim().toLowerCase();
    const isCalled = ({ id, name, aliases }: NamedActor, words: string) =>
      words === "" || [id, name, ...aliases].some((one) => one.toLowerCase().includes(words));
    const words = wanted.split(/\s+/);
    const facts = factsInUse({ db, root });
    const own = new Map<string, OwnActor>(listOwnActors(db).map((actor) => [actor.id, actor]));
    return listChoosable(db, releases).flatMap((actor): ActorSummary[] => {
      const { id, kind, domain, name, aliases } = actor;
      if (kinds.length > 0 && !kinds.includes(kind)) return [];
      const found = listKnownActors(releases, actor);
      const hasText = found.some((one) => withText.has(one.actor.objectId));
      if (!isCalled(actor, wanted) && !hasText) return [];
      const made = own.get(id)?.techniques ?? [];
      const used = chosenUse.get(id) ?? usedBy(found, releases, actor, made, ways);
      return [
        {
          kind,
          domain,
          id,
          name,
          aliases: [...aliases],
          context: contextOf(facts, id),
          counts:
            kind === "own"
              ? { direct: used.size, withCampaigns: used.size, withSoftware: used.size }
              : sumCounts(found),
          mentioned: !words.every((word) => isCalled(actor, word)),
          chosen: chosen.has(id),
          ...overlapWith(used, userCounts, chosen.has(id)),
        },
      ];
    });
  },
  context: (_input, context) => {
    const { source, groups } = factsInUse(context);
    const distinct = (kind: "sectors" | "countries" | "motives") => {
      const values = new Map<string, { value: string; source: string }>();
      for (const facts of groups.values()) {
        for (const fact of facts[kind]) if (!values.has(fact.value)) values.set(fact.value, fact);
      }
      return [...values.values()].sort((a, b) => (a.value < b.value ? -1 : 1));
    };
    return {
      source,
      sectors: distinct("sectors"),
      countries: distinct("countries"),
      motives: distinct("motives"),
    };
  },
  importSectors,
  find: ({ text, domain, version, ways }, context) =>
    show(
      context,
      profileByText(context.db, listReleasesToSearch(context.db, domain, version), text, ways),
    ),
  profile: ({ assessmentId, actor: ref }, context) => {
    const { db } = context;
    const assessment = getAssessment(db, assessmentId);
    const releases = listKnowledgeOf(db, assessment);
    const named = findActor(listChoosable(db, releases), ref.id);
    const knowledge =
      releases.find(({ domain }) => domain === ref.domain) ??
      releases.find(({ domain }) => domain === named.domain);
    if (knowledge === undefined) throw new Problem("not-found", `${ref.domain} is not in scope.`);
    const { kind, id, name } = named;
    const made = listOwnActors(db).find((actor) => actor.id === id)?.techniques ?? [];
    const own = [...made, ...listOwnTechniques(db, assessmentId, ref)];
    const actor = findKnownActor(knowledge, id) ?? null;
    return show(context, {
      ref: { kind, domain: knowledge.domain, id },
      name,
      knowledge,
      actor,
      entries: buildProfile(knowledge, actor, assessment.settings.ways, own),
    });
  },
  choose: ({ assessmentId, actor: ref, weight, reason }, { db, now }) => {
    const assessment = getAssessment(db, assessmentId);
    const releases = listKnowledgeOf(db, assessment);
    const { kind, domain, id, name } = findActor(listChoosable(db, releases), ref.id);
    if (kind !== ref.kind) throw new Problem("bad-input", `${id} is a ${kind}, not a ${ref.kind}.`);
    const isThere = listKnownActors(releases, ref).some(
      ({ knowledge }) => knowledge.domain === ref.domain,
    );
    setUpdatedAt(db, assessmentId, now().toISOString());
    setChosenActor(db, assessmentId, {
      kind,
      domain: isThere ? ref.domain : domain,
      id,
      name,
      weight,
      reason,
    });
    return listChosenActors(db, assessmentId);
  },
  unchoose: ({ assessmentId, actor }, { db, now }) => {
    setUpdatedAt(db, assessmentId, now().toISOString());
    removeChosenActor(db, assessmentId, actor);
    return listChosenActors(db, assessmentId);
  },
  setTechnique: ({ assessmentId, actor, technique }, { db, now }) => {
    const assessment = getAssessment(db, assessmentId);
    const isKnown = listKnowledgeOf(db, assessment).some(({ techniques }) =>
      techniques.has(technique.techniqueId),
    );
    if (!isKnown) {
      throw new Problem(
        "bad-input",
        `${technique.techniqueId} is no active technique of this assessment's releases.`,
      );
    }
    setUpdatedAt(db, assessmentId, now().toISOString());
    setOwnTechnique(db, assessmentId, actor, technique);
    return null;
  },
  clearTechnique: ({ assessmentId, actor, techniqueId }, { db, now }) => {
    setUpdatedAt(db, assessmentId, now().toISOString());
    removeOwnTechnique(db, assessmentId, actor, techniqueId);
    return null;
  },
  createOwn: ({ assessmentId, name, domain, text, source, confidence }, { db, now }) => {
    const assessment = getAssessment(db, assessmentId);
    const { version } = assessment.scope.releases.find((release) => release.domain === domain) ?? {
      version: undefined,
    };
    const knowledge = loadKnowledge(db, getReleaseChoice(db, domain, version).id);
    const { techniques, rejected } = readTechniqueList(knowledge, text);
    if (techniques.length === 0) {
      throw new Problem(
        "bad-input",
        `The list names no active technique of ${domain} ${knowledge.version}.`,
        { candidates: rejected.slice(0, 20), remedy: "Paste IDs such as T1059.001." },
      );
    }
    const actor = addOwnActor(db, {
      domain,
      name,
      source,
      confidence,
      createdAt: now().toISOString(),
      techniques: techniques.map((id) => ({ techniqueId: id, text: "" })),
    });
    return { actor, techniques: techniques.length, rejected: [...rejected] };
  },
  removeOwn: ({ actor }, { db }) => {
    removeOwnActor(db, actor.id);
    return null;
  },
};

/** Techniques of an actor that is not chosen: the quick way for the catalogue's, who are many. */
function usedBy(
  found: readonly Found[],
  releases: readonly Knowledge[],
  ref: ActorRef,
  made: Parameters<typeof buildProfile>[3],
  ways: Ways,
): Set<TechniqueId> {
  if (ref.kind === "own") return listUsedInAll(releases, ref, made, ways);
  const used = new Set<TechniqueId>();
  for (const { knowledge, actor } of found) {
    for (const id of listTechniquesUsedByActor(knowledge, actor, ways)) used.add(id);
  }
  return used;
}
