import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { attackIdKinds, normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { Annotation, RejectedEntry } from "../../shared/model/layer.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { presenceColour, useColours } from "./layer-palette.ts";
import type { MadeLayer } from "./made-layer.ts";
import { aMadeLayer, anAnnotation } from "./made-layer.ts";
import { describeFate } from "./technique-fate.ts";

/** A pasted table: its headings, and its rows with the line on which each begins. */
export interface PastedTable {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** Headings of columns, in lower case without anything but letters and digits; the best first. */
const headings = {
  id: [
    ...["techniqueid", "technique", "techniqueids", "techniques", "attackid", "attckid"],
    ...["mitreid", "mitreattackid", "mitreattckid", "subtechniqueid", "subtechnique"],
    ...["ttp", "ttps", "tid", "id"],
  ],
  score: ["score", "value", "rating", "points", "weight", "count", "number"],
  comment: ["comment", "comments", "note", "notes", "remark", "remarks", "description", "text"],
} as const;

/** Which column holds what; null where no heading says that a column holds IDs. */
function findColumns(
  columns: readonly string[],
): Record<"id" | "score" | "comment", number> | null {
  const plain = columns.map((column) => column.toLowerCase().replace(/[^a-z0-9]/g, ""));
  const find = (names: readonly string[]) => {
    const name = names.find((each) => plain.includes(each));
    return name === undefined ? -1 : plain.indexOf(name);
  };
  const id = find(headings.id);
  return id === -1 ? null : { id, score: find(headings.score), comment: find(headings.comment) };
}

/** What one line says of a technique. */
interface Entry {
  readonly id: TechniqueId;
  /** Undefined where the list has no scores at all. */
  readonly score: number | null | undefined;
  readonly comment: string;
}

/**
 * A layer of a pasted list of IDs, or of a table with a heading above its IDs.
 *
 * Without scores each ID is scored 1. An ID that a release has retired is kept as written and
 * reported; whatever else names no technique is reported and left out.
 */
export function makeListLayer(
  knowledge: Knowledge,
  text: string,
  table: PastedTable,
  unreadable: readonly RejectedEntry[],
): MadeLayer {
  const columns = findColumns(table.columns);
  const rejected: RejectedEntry[] = columns === null ? [] : [...unreadable];
  const entries = columns === null ? readLines(text, rejected) : readRows(table, columns, rejected);
  const annotations = new Map<TechniqueId, Annotation>();
  const repeated = new Set<TechniqueId>();
  for (const { id, score, comment } of entries) {
    const fate = describeFate(id, knowledge);
    if (fate !== null && !annotations.has(id)) {
      const isKept = knowledge.retired.has(id);
      rejected.push({
        text: id,
        reason: isKept ? `${fate} Kept as written: upgrade the layer to move it.` : fate,
      });
      if (!isKept) continue;
    } else if (fate !== null && !knowledge.retired.has(id)) continue;
    if (annotations.has(id) && columns !== null) repeated.add(id);
    annotations.set(id, anAnnotation(id, { score: score === undefined ? 1 : score, comment }));
  }
  for (const id of repeated) {
    rejected.push({ text: id, reason: "Stands on several lines: the last one counts." });
  }
  const scored = columns !== null && columns.score !== -1;
  const scores = [...annotations.values()].flatMap(({ score }) => score ?? []);
  const least = scores.reduce((found, score) => Math.min(found, score), 0);
  const most = scores.reduce((found, score) => Math.max(found, score), Math.max(1, least + 1));
  return {
    content: aMadeLayer({
      name: "Pasted list",
      release: knowledge,
      origin: "Made from a pasted list",
      description: scored
        ? "Techniques of a pasted list with their scores."
        : "Techniques of a pasted list. A score of 1 means that the list names it.",
      scoreMeaning: scored ? "unknown" : "presence",
      gradient: scored
        ? { colours: [...useColours], least, most }
        : { colours: ["#ffffff", presenceColour], least: 0, most: 1 },
      legend: scored
        ? [
            { label: `Least: ${least}`, colour: useColours[0] },
            { label: `Most: ${most}`, colour: useColours[4] },
          ]
        : [{ label: "In the list", colour: presenceColour }],
      metadata: [],
      annotations: [...annotations.values()],
    }),
    rejected,
  };
}

/** IDs of lines, with names and prose between them: a word with three digits is meant as an ID. */
function readLines(text: string, rejected: RejectedEntry[]): Entry[] {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === "") continue;
    let hasAttempt = false;
    for (const raw of line.split(/[\s,;|"'`()[\]{}<>]+/)) {
      const word = raw.replace(/[.:]+$/, "");
      if (!/\d{3}/.test(word)) continue;
      hasAttempt = true;
      if (seen.has(word)) continue;
      seen.add(word);
      const normalised = normaliseTechniqueId(word);
      if (normalised.form === "technique") {
        entries.push({ id: normalised.id, score: undefined, comment: "" });
      } else rejected.push({ text: shorten(word), reason: noId });
    }
    if (!hasAttempt) rejected.push({ text: shorten(line.trim()), reason: noId });
  }
  return entries;
}

const noId =
  "Names no technique ID, such as T1059.001. A table needs a heading above its IDs: ID, score, comment.";

function readRows(
  { rows }: PastedTable,
  columns: Record<"id" | "score" | "comment", number>,
  rejected: RejectedEntry[],
): Entry[] {
  return rows.flatMap(({ line, cells }) => {
    const cell = (name: "id" | "score" | "comment") => cells[columns[name]]?.trim() ?? "";
    const written = cell("id");
    const whole = shorten(cells.join(", "));
    const words = written.split(/[\s,;|]+/).filter((word) => word !== "");
    const ids = words.flatMap((word) => {
      const normalised = normaliseTechniqueId(word.replace(/:$/, ""));
      return normalised.form === "technique" ? [normalised.id] : [];
    });
    if (ids.length === 0) {
      const reason = written === "" ? "has no ID" : `"${shorten(written)}" is no technique ID`;
      rejected.push({ text: whole, reason: `Line ${line} ${reason}.` });
      return [];
    }
    for (const word of words) {
      if (!attackIdKinds.technique.form.test(word.toUpperCase()) && /\d{3}/.test(word)) {
        const normalised = normaliseTechniqueId(word.replace(/:$/, ""));
        if (normalised.form === "malformed") {
          rejected.push({
            text: shorten(word),
            reason: `On line ${line}: no technique ID, such as T1059.001.`,
          });
        }
      }
    }
    const scored = cell("score");
    const score = columns.score === -1 ? undefined : readScore(scored);
    if (score !== undefined && Number.isNaN(score)) {
      const why = thousandsOrDecimals.test(scored)
        ? "may be decimals or thousands (write it with a point or without the comma)"
        : "is no number";
      rejected.push({
        text: whole,
        reason: `The score "${shorten(scored)}" on line ${line} ${why}: kept without one.`,
      });
    }
    const known = score !== undefined && Number.isNaN(score) ? null : score;
    return ids.map((id) => ({ id, score: known, comment: cell("comment") }));
  });
}

/** What means a thousand times as much to one writer as to another: "1,234". */
const thousandsOrDecimals = /^[-+]?[1-9]\d{0,2},\d{3}\s*%?$/;

/**
 * A number with a decimal point or comma, maybe in percent; null for none, NaN for no number or one
 * that can be read in two ways.
 */
function readScore(text: string): number | null {
  if (text === "" || text === "-") return null;
  if (thousandsOrDecimals.test(text)) return Number.NaN;
  const plain = text.replace(/\s*%$/, "").replace(/^(-?\d+),(\d+)$/, "$1.$2");
  const score = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
  return Number.isFinite(score) ? score : Number.NaN;
}

function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}
