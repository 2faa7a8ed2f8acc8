import type { CasemateContract } from "../../shared/contract.ts";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { techniqueId } from "../../shared/model/attack-id.ts";
import type { RejectedEntry } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import { addOwnActor } from "../actors/actors.store.ts";
import type { HandlerOf } from "../backend/handler.ts";
import { storeDetections } from "../detections/import-detections.handlers.ts";
import { getEnvironmentByName } from "../environments/environments.store.ts";
import { claimDetections, joinComments, listLeftOut, pickByScore } from "./claims.ts";
import { getReleaseOf } from "./layer-release.store.ts";
import { getLayer, setLayerHead } from "./layers.store.ts";
import { describeFate } from "./technique-fate.ts";

/** Takes a layer's scores as claims of detection, with the report of every import. */
export const claimByLayer: HandlerOf<CasemateContract["layers"]["claim"]> = async (
  { layerId, environment: name, atLeast, scoreMeaning },
  context,
) => {
  const { db, now } = context;
  const begun = performance.now();
  const startedAt = now().toISOString();
  const layer = getLayer(db, layerId);
  const environment = getEnvironmentByName(db, name);
  const { records, warnings } = claimDetections(layer, { atLeast, scoreMeaning });
  if (records.length === 0) throw nothingReached(layer.name, atLeast);
  // What was said once of the scores holds from now on.
  setLayerHead(db, { ...layer, scoreMeaning, updatedAt: startedAt });
  return storeDetections(context, {
    environment,
    gathered: {
      records,
      duplicates: 0,
      unreadable: [],
      warnings,
      ignoredFiles: 0,
      unmappedCount: 0,
    },
    state: undefined,
    files: [layer.name],
    format: "navigator-layer",
    sha256: null,
    title: `Claims of the layer ${layer.name}`,
    begun,
    startedAt,
  });
};

/** Makes an own actor of the techniques that a layer scores. */
export const makeProfileOfLayer: HandlerOf<CasemateContract["layers"]["profile"]> = (
  { layerId, name, source, confidence, atLeast },
  { db, now },
) => {
  const layer = getLayer(db, layerId);
  const release = getReleaseOf(db, layer);
  const picked = pickByScore(layer, atLeast);
  const techniques: { techniqueId: TechniqueId; text: string }[] = [];
  const rejected: RejectedEntry[] = [];
  for (const written of [...picked.reached.keys()].sort()) {
    const id = techniqueId.parse(written);
    const fate = describeFate(id, release);
    const text = joinComments(picked.reached.get(written) ?? []);
    if (fate === null) techniques.push({ techniqueId: id, text });
    else rejected.push({ text: written, reason: fate });
  }
  for (const sentence of listLeftOut(picked, atLeast)) {
    rejected.push({ text: layer.name, reason: `${sentence}: left out.` });
  }
  if (techniques.length === 0) throw nothingReached(layer.name, atLeast);
  const actor = addOwnActor(db, {
    domain: layer.domain,
    name,
    source,
    confidence,
    createdAt: now().toISOString(),
    techniques,
  });
  return { actor, techniques: techniques.length, rejected };
};

function nothingReached(name: string, atLeast: number): Problem {
  return new Problem(
    "bad-input",
    `"${name}" scores no technique of its release with ${atLeast} or more.`,
    { remedy: "Choose a lower score." },
  );
}
