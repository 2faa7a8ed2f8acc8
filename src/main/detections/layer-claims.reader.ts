import { basename } from "node:path";
import { claimDetections } from "../layers/claims.ts";
import { readLayers } from "../layers/read-layer.ts";
import type { JsonValue } from "./json-values.reader.ts";
import type { ReadFileResult } from "./record.ts";
import { aResult, aWarning } from "./record.ts";

/** The score from which a layer among rules claims a technique: nobody was asked. */
const atLeast = 1;

/**
 * Reads Navigator layers that lie among rules: each technique with a score of 1 or more is a claim.
 *
 * What the scores mean nobody said, so that none becomes a quality; the report says how they were
 * read.
 */
export function readLayerClaims(file: string, values: readonly JsonValue[]): ReadFileResult {
  const parts: ReadFileResult[] = [];
  for (const { line, value, fault } of values) {
    if (fault !== null) parts.push(aResult({ unreadable: [{ file, line, reason: fault }] }));
    else parts.push(...readValue(file, line, value));
  }
  return aResult({
    records: parts.flatMap(({ records }) => records),
    unreadable: parts.flatMap(({ unreadable }) => unreadable),
    warnings: parts.flatMap(({ warnings }) => warnings),
  });
}

function readValue(file: string, line: number | null, value: unknown): ReadFileResult[] {
  const { layers, problems } = readLayers(value);
  const results = layers.map(({ layer }) => {
    const name = nameOf(layer.name, file);
    const version = layer.written.attack ?? "(no release stated)";
    const { domain, annotations } = layer;
    const content = { name, domain, version, annotations };
    const claims = claimDetections(content, { atLeast, scoreMeaning: "unknown" });
    const read =
      `Each technique that the layer "${name}" scores ${atLeast} or more is taken as a claim ` +
      `without a rule (${claims.records.length} techniques); what its scores mean was not asked.`;
    return aResult({
      records: claims.records.map((record) => ({ ...record, file, line })),
      warnings: [aWarning("layer-claims", file, read), ...claims.warnings],
    });
  });
  const unreadable = problems.map(({ index, message }) => ({
    file,
    line,
    reason: Array.isArray(value) ? `item ${index + 1} ${message}` : message,
  }));
  return [...results, aResult({ unreadable })];
}

/** The Navigator calls every new layer "layer", which tells none from another. */
function nameOf(name: string | null, file: string): string {
  return name === null || /^layer(?: \d+)?$/i.test(name) ? basename(file) : name;
}
