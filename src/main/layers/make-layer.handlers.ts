import type { Domain } from "../../shared/model/attack-id.ts";
import type { LayerSource } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import { listObjectTexts } from "../actors/object-text.store.ts";
import { answerAssessment } from "../assessments/answer.ts";
import { getReleaseChoice } from "../assessments/assessments.store.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { Answer } from "../assessments/question.ts";
import { seeTechniques } from "../assessments/see-techniques.ts";
import type { QueryContext } from "../backend/handler.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { compareStoredReleases } from "../compare/releases.handlers.ts";
import { compareMovements } from "../compare/results.handlers.ts";
import { listAcceptedResolutions, listInventory } from "../coverage/inventory.store.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { nameTechniques, prepareTechniqueReader } from "../coverage/naming.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { readCsv } from "../detections/csv.reader.ts";
import { getEnvironment } from "../environments/environments.store.ts";
import { findObjectsByText, listObjectsWithAttackId } from "../search/text-search.store.ts";
import { defaultProperties } from "./blank-layer.ts";
import { getCommonRelease } from "./combine-layers.handlers.ts";
import { getLayer } from "./layers.store.ts";
import type { MadeLayer } from "./made-layer.ts";
import { describeUses, listProcedureRows, makeActorLayer } from "./make-actor-layer.ts";
import { makeComparisonLayer, makeReleaseLayer } from "./make-comparison-layer.ts";
import type { ComparedAssessment } from "./make-difference-layer.ts";
import { makeAssessmentDifference, makeLayerDifference } from "./make-difference-layer.ts";
import { makeInventoryLayer } from "./make-inventory-layer.ts";
import { makeListLayer } from "./make-list-layer.ts";
import type { ModeInput } from "./make-mode-layer.ts";
import { makeModeLayer } from "./make-mode-layer.ts";
import { makeSearchLayer } from "./make-search-layer.ts";

/** What making a layer takes from the world. */
export type MakingContext = Pick<QueryContext, "db" | "root" | "now">;

/**
 * The layer that a source makes, with what of the source found no way into it.
 *
 * Nothing is stored. Throws `not-found` and `bad-input`.
 */
export function makeLayer(context: MakingContext, source: LayerSource): MadeLayer {
  const { db } = context;
  switch (source.kind) {
    case "layer": {
      const { id, group, createdAt, updatedAt, ...content } = getLayer(db, source.layerId);
      return whole(content);
    }
    case "empty": {
      const { domain, version } = source;
      return whole({
        name: "New layer",
        domain,
        version,
        scoreMeaning: "unknown",
        origin: "Made here",
        properties: defaultProperties,
        annotations: [],
      });
    }
    case "mode": {
      const { input } = answerFor(context, source.assessmentId, source.domain);
      return whole(makeModeLayer(input, source.mode));
    }
    case "actor":
      return makeActor(context, source);
    case "list": {
      const { table, unreadable } = readCsv(source.text, "the pasted list");
      return makeListLayer(
        getKnowledge(db, source),
        source.text,
        table,
        unreadable.map(({ line, reason }) => ({ text: `Line ${line ?? 1}`, reason })),
      );
    }
    case "inventory":
      return makeInventory(context, source);
    case "search": {
      const knowledge = getKnowledge(db, source);
      return whole(makeSearch(db, knowledge, source.text));
    }
    case "layer-difference": {
      const [first, second] = [getLayer(db, source.layerId), getLayer(db, source.minusLayerId)];
      return whole(makeLayerDifference(first, second, getCommonRelease(db, [first, second])));
    }
    case "assessment-difference": {
      const { domain, assessmentId, minusAssessmentId } = source;
      const [first, second] = [assessmentId, minusAssessmentId].map(
        (id): ComparedAssessment => answerFor(context, id, domain).input,
      );
      if (first === undefined || second === undefined) throw new Error("two were asked for");
      return makeAssessmentDifference(first, second);
    }
    case "comparison": {
      const { domain, before, after } = source;
      const comparison = compareMovements(context, before, after);
      const release = comparison.after.releases.find((each) => each.domain === domain);
      if (release === undefined) {
        throw new Problem("bad-input", `"${comparison.after.name}" does not ask about ${domain}.`, {
          candidates: comparison.after.releases.map((each) => each.domain),
        });
      }
      return makeComparisonLayer(comparison, getKnowledge(db, release));
    }
    case "release-change": {
      const comparison = compareStoredReleases(context, source, null);
      return makeReleaseLayer(
        comparison,
        getKnowledge(db, { domain: source.domain, version: source.after }),
      );
    }
  }
}

function whole(content: MadeLayer["content"]): MadeLayer {
  return { content, rejected: [] };
}

function getKnowledge(
  db: ReadableDatabase,
  { domain, version }: { readonly domain: Domain; readonly version: string },
): Knowledge {
  return loadKnowledge(db, getReleaseChoice(db, domain, version).id);
}

/** An assessment's answer about one of its domains. Throws `bad-input` where it has not got it. */
function answerFor(
  { db, root, now }: MakingContext,
  assessmentId: number,
  domain: Domain,
): { readonly answer: Answer; readonly input: ModeInput } {
  const today = now().toISOString().slice(0, 10);
  const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
  const answer = answerAssessment(question);
  const { techniques, groups } = seeTechniques(answer, question, domain);
  const release = answer.releases.find(({ knowledge }) => knowledge.domain === domain);
  if (release === undefined) throw new Error("a domain that was seen has a release");
  const { knowledge } = release;
  return { answer, input: { result: answer.result, knowledge, techniques, groups } };
}

function makeActor(
  context: MakingContext,
  { assessmentId, domain, actor: id }: Extract<LayerSource, { kind: "actor" }>,
): MadeLayer {
  const { answer, input } = answerFor(context, assessmentId, domain);
  const { result } = input;
  const index = result.actors.findIndex((actor) => actor.id === id);
  const actor = result.actors[index];
  if (actor === undefined) {
    throw new Problem("not-found", `${id} is not among the chosen actors of "${result.name}".`, {
      candidates: result.actors.map((chosen) => chosen.id),
      remedy: "Choose the actor first.",
    });
  }
  const entries =
    answer.profiles[index]?.find((profile) => profile.domain === domain)?.entries ?? new Map();
  const texts = listObjectTexts(context.db, listProcedureRows(entries.values()));
  const uses = describeUses(entries.values(), texts);
  return whole(makeActorLayer({ ...input, actor, uses }));
}

function makeInventory(
  { db, root }: MakingContext,
  { domain, version, environmentId }: Extract<LayerSource, { kind: "inventory" }>,
): MadeLayer {
  const knowledge = getKnowledge(db, { domain, version });
  const { name } = getEnvironment(db, environmentId);
  const inventory = listInventory(db, [name]);
  const namings = nameTechniques(
    inventory,
    prepareTechniqueReader(
      knowledge,
      listAcceptedResolutions(db, [name], domain, version),
      readLaterIds(root).get(domain) ?? new Map(),
    ),
  );
  return makeInventoryLayer({ knowledge, environment: name, inventory, namings });
}

function makeSearch(
  db: ReadableDatabase,
  knowledge: Knowledge,
  text: string,
): MadeLayer["content"] {
  if (text.trim() === "") throw new Problem("bad-input", "Write what to search for.");
  const releases = [knowledge.releaseId];
  const rows = new Set([
    ...findObjectsByText(db, releases, text).keys(),
    ...listObjectsWithAttackId(db, releases, text.trim()),
  ]);
  const found = [...knowledge.techniques.values()].filter(({ objectId }) => rows.has(objectId));
  const texts = listObjectTexts(
    db,
    found.map(({ objectId }) => objectId),
  );
  return makeSearchLayer(knowledge, text, found, texts);
}
