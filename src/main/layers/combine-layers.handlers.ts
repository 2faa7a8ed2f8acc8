import type { CasemateContract } from "../../shared/contract.ts";
import type { AnnotationPlace, Layer, RejectedEntry } from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlerOf } from "../backend/handler.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { combineLayers } from "./combine.ts";
import { readExpression } from "./expression.ts";
import { getReleaseOf, summariseLayer } from "./layer-release.store.ts";
import { addLayer, getLayer } from "./layers.store.ts";

export const checkExpression: HandlerOf<CasemateContract["layers"]["check"]> = ({
  expression,
  variables,
}) => readExpression(expression, variables).issue;

/** Stores the layer that an expression makes of others. */
export const combineStoredLayers: HandlerOf<CasemateContract["layers"]["combine"]> = (
  { expression: text, layers: operands, name, group, ...from },
  { db, now },
) => {
  const variables = operands.map(({ variable }) => variable);
  refuseWrongVariables(variables, Object.values(from));
  const { expression, issue } = readExpression(text, variables);
  if (expression === null) {
    const length = Math.min(issue.length, 40);
    const at = length === 0 ? "" : ` "${text.slice(issue.from, issue.from + length)}"`;
    throw new Problem(
      "bad-input",
      `The expression is wrong at character ${issue.from + 1}${at}: ${issue.message}`,
    );
  }
  const layers = new Map(
    operands.map(({ variable, layerId }) => [variable, getLayer(db, layerId)]),
  );
  const [first] = layers.values();
  if (first === undefined) throw new Problem("bad-input", "Choose at least one layer.");
  const release = getCommonRelease(db, [...layers.values()]);
  const combined = combineLayers({ expression, layers, release, ...from });
  const named = [...layers].map(([variable, layer]) => `${variable} = ${layer.name}`).join(", ");
  const at = now().toISOString();
  const id = addLayer(
    db,
    {
      name,
      domain: first.domain,
      version: first.version,
      scoreMeaning: "unknown",
      origin: `Combined by ${text.trim()}, where ${named}`,
      properties: { ...combined.properties, description: `${text.trim()}, where ${named}` },
      annotations: [...combined.annotations],
    },
    { id: null, group, createdAt: at, updatedAt: at },
  );
  return {
    layer: summariseLayer(db, getLayer(db, id)),
    rejected: combined.notFinite.map(unscored),
  };
};

function refuseWrongVariables(
  variables: readonly string[],
  chosen: readonly (string | null)[],
): void {
  const twice = variables.find((name, index) => variables.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Problem("bad-input", `Two layers are called ${twice}. Give each its own letter.`);
  }
  const missing = chosen.find((name) => name !== null && !variables.includes(name));
  if (missing !== undefined && missing !== null) {
    throw new Problem("bad-input", `There is no layer ${missing}.`, { candidates: [...variables] });
  }
}

/** The release against which all of some layers are read. Throws `bad-input` and `not-found`. */
export function getCommonRelease(db: ReadableDatabase, layers: readonly Layer[]): Knowledge {
  const [first] = layers;
  if (first === undefined) throw new Problem("bad-input", "Choose at least one layer.");
  for (const layer of layers) {
    if (layer.domain !== first.domain) {
      throw new Problem(
        "bad-input",
        `"${first.name}" is about ${first.domain} and "${layer.name}" about ${layer.domain}. ` +
          "Layers of different domains have no technique in common: combine those of one.",
      );
    }
    if (layer.version !== first.version) {
      throw new Problem(
        "bad-input",
        `"${first.name}" is read against ${first.domain} ${first.version} and "${layer.name}" ` +
          `against ${layer.version}. Upgrade the older layer first, then combine them.`,
        { remedy: "Upgrade the older layer." },
      );
    }
  }
  return getReleaseOf(db, first);
}

function unscored({ techniqueId, tactic }: AnnotationPlace): RejectedEntry {
  return {
    text: tactic === null ? techniqueId : `${techniqueId} under ${tactic}`,
    reason:
      "The expression gives no finite number here, as in a division by zero; left without a score.",
  };
}
