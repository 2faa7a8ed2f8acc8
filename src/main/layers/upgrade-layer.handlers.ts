import type { CasemateContract } from "../../shared/contract.ts";
import type { Layer } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlerOf } from "../backend/handler.ts";
import { listStoredReleases } from "../catalogue/catalogue.store.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { readReleaseChange } from "../detections/official-facts.reader.ts";
import { findReleaseOf } from "./layer-release.store.ts";
import { getLayer, setAnnotations, setLayerHead } from "./layers.store.ts";
import { findUpgradeOffers, upgradeAnnotations } from "./upgrade-layer.ts";

type Layers = CasemateContract["layers"];

/** What of a layer must move for another release, and where it could go. */
export const listUpgradeOffers: HandlerOf<Layers["offers"]> = (
  { layerId, version },
  { db, root },
) => {
  const layer = getLayer(db, layerId);
  const target = getTarget(db, layer, version);
  return findUpgradeOffers(layer.annotations, target, readReleaseChange(root));
};

/** Moves a layer to another release, as far as that is certain or was chosen. */
export const upgradeLayer: HandlerOf<Layers["upgrade"]> = (
  { layerId, version, choices },
  { db, root, now },
) => {
  const before = getLayer(db, layerId);
  const target = getTarget(db, before, version);
  const change = readReleaseChange(root);
  const { annotations, moves } = upgradeAnnotations(before.annotations, target, change, choices);
  setLayerHead(db, { ...before, version, updatedAt: now().toISOString() });
  setAnnotations(db, layerId, annotations);
  return { before, moves: [...moves], left: findUpgradeOffers(annotations, target, change) };
};

function getTarget(db: ReadableDatabase, { domain }: Layer, version: string): Knowledge {
  const target = findReleaseOf(db, { domain, version });
  if (target !== undefined) return target;
  throw new Problem("not-found", `The workspace holds no release of ${domain} ${version}.`, {
    candidates: listStoredReleases(db).map((release) => `${release.domain} ${release.version}`),
    remedy: "Import its bundle, or name a release that is there.",
  });
}
