import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { CasemateContract } from "../../shared/contract.ts";
import type { DetectionChange, DetectionEdit, HeldWord } from "../../shared/model/detection.ts";
import { Problem } from "../../shared/problem.ts";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import type { CommandContext, HandlerOf } from "../backend/handler.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { getEnvironment } from "../environments/environments.store.ts";
import type { Resolver } from "./classify.ts";
import type { KeptWord } from "./detection-edits.store.ts";
import { setWords } from "./detection-edits.store.ts";
import type { StoredDetection } from "./detections.store.ts";
import { editableFieldsOf, listDetectionsById, setEditableFields } from "./detections.store.ts";
import { changeWords, layOver, uncover } from "./edits.ts";
import { findInventoryResolver } from "./reference-release.store.ts";

type Detections = CasemateContract["detections"];

/** Lays the analyst's word over what files say, on many detections at once. */
export const editDetections: HandlerOf<Detections["edit"]> = ({ ids, change }, context) => {
  const known = withKnownTechniques(change, context);
  const resolvers = new Map<number, Resolver>();
  const resolverOf = (environmentId: number): Resolver => {
    const made = resolvers.get(environmentId);
    if (made !== undefined) return made;
    const { name } = getEnvironment(context.db, environmentId);
    const resolve = findInventoryResolver(context.db, context.root, name);
    resolvers.set(environmentId, resolve);
    return resolve;
  };
  const stored = listDetectionsById(context.db, ids);
  return setHeldWords(
    context,
    stored,
    stored.flatMap((detection): HeldWord[] => {
      const resolve = resolverOf(detection.environmentId);
      return changeWords(
        known,
        { fields: editableFieldsOf(detection), edits: detection.edits },
        (written) => resolve(written).techniqueId,
      ).map((changed) => ({ id: detection.id, ...changed }));
    }),
  );
};

/** Takes the files' word again. */
export const revertEdits: HandlerOf<Detections["revertEdits"]> = ({ ids, fields }, context) => {
  const stored = listDetectionsById(context.db, ids);
  return setHeldWords(
    context,
    stored,
    stored.flatMap(({ id, edits }) =>
      edits
        .filter(({ word }) => fields === undefined || fields.includes(word.field))
        .map(({ word }): HeldWord => ({ id, field: word.field, word: null })),
    ),
  );
};

/** Puts words back as they were. */
export const restoreEdits: HandlerOf<Detections["restoreEdits"]> = ({ words }, context) => {
  if (words.some(({ field, word }) => word !== null && word.field !== field)) {
    throw new Problem("bad-input", "A word on one field cannot stand on another.");
  }
  const ids = words.map(({ id }) => id);
  return setHeldWords(context, listDetectionsById(context.db, ids), words);
};

/** Writes words and the fields as they count with them; gives the words that stood there. */
function setHeldWords(
  { db, now }: CommandContext,
  stored: readonly StoredDetection[],
  words: readonly HeldWord[],
): HeldWord[] {
  const byDetection = new Map<number, HeldWord[]>();
  for (const word of words) {
    const known = byDetection.get(word.id);
    if (known === undefined) byDetection.set(word.id, [word]);
    else known.push(word);
  }
  const kept: KeptWord[] = [];
  const before: HeldWord[] = [];
  const detections = stored.flatMap((detection) => {
    const changed = byDetection.get(detection.id) ?? [];
    if (changed.length === 0) return [];
    const { id, edits } = detection;
    const file = { ...uncover(editableFieldsOf(detection), edits), note: "", setAside: false };
    const standing = new Map(edits.map(({ word }: DetectionEdit) => [word.field, word]));
    for (const { field } of changed) before.push({ id, field, word: standing.get(field) ?? null });
    for (const { field, word } of changed) {
      kept.push({ id, field, word, file });
      if (word === null) standing.delete(field);
      else standing.set(field, word);
    }
    return [{ id, fields: layOver(file, standing.values()) }];
  });
  setWords(db, kept, now().toISOString());
  setEditableFields(db, detections);
  return before;
}

/** A change whose added IDs are techniques of the workspace's releases, in their own spelling. */
function withKnownTechniques(
  change: DetectionChange,
  { db }: Pick<CommandContext, "db">,
): DetectionChange {
  const { addTechniques } = change;
  if (addTechniques === undefined) return change;
  const releases = listReleaseChoices(db).map(({ id }) => loadKnowledge(db, id));
  return {
    ...change,
    addTechniques: addTechniques.map((written) => {
      const normal = normaliseTechniqueId(written);
      if (normal.form === "malformed") {
        throw new Problem(
          "bad-input",
          `“${written}” is no technique ID. Write one like T1059.001.`,
        );
      }
      const { id } = normal;
      if (releases.length > 0 && !releases.some(({ techniques }) => techniques.has(id))) {
        throw new Problem(
          "bad-input",
          `${id} is no active technique of this workspace’s catalogue, so no rule can count for it.`,
        );
      }
      return id;
    }),
  };
}
