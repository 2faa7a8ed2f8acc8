import type {
  MarkedThings,
  Marking,
  MarkingChoice,
  MarkingScheme,
  RequiredMarking,
  WrittenMarking,
} from "../../shared/model/marking.ts";
import { bannerOf, isLower, joinMarkings, writeMarking } from "../../shared/markings.ts";
import type { ComparedWith } from "../../shared/model/report-template.ts";
import { Problem } from "../../shared/problem.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { getSettings } from "../settings/settings.store.ts";
import type { NamedMarking } from "./markings.store.ts";
import {
  findLowering,
  listMarkedThings,
  listPartsOfAssessment,
  listSiteSchemes,
  listThings,
} from "./markings.store.ts";
import { getSnapshotFacts } from "../snapshots/snapshots.store.ts";
import { readShippedSchemes } from "./shipped-schemes.reader.ts";

/** Where markings and their schemes are kept. */
export interface MarkingSource {
  readonly db: ReadableDatabase;
  /** The folder that holds `resources`. */
  readonly root: string;
}

/** The marking schemes: those that ship, then the site's. */
export function listSchemes({ db, root }: MarkingSource): MarkingScheme[] {
  return [...readShippedSchemes(root), ...listSiteSchemes(db)];
}

/** Those, and the schemes that snapshots from elsewhere bring along. */
export function listSchemesFor(
  source: MarkingSource,
  { snapshotIds = [] }: MarkedThings,
): MarkingScheme[] {
  const known = listSchemes(source);
  const brought = snapshotIds.flatMap((id) => getSnapshotFacts(source.db, id).marking.schemes);
  return [
    ...new Map([...brought, ...known].map((scheme) => [scheme.id, scheme])).values(),
  ].toSorted((a, b) => known.indexOf(a) - known.indexOf(b));
}

const kindWords: Readonly<Record<NamedMarking["kind"], string>> = {
  assessment: "Assessment",
  run: "Run",
  layer: "Layer",
  "own-actor": "Own actor",
};

/** A part of a whole, by its name, with what it asks for. */
interface Part {
  readonly what: string;
  readonly marking: Marking;
}

function partOf({ kind, name, marking }: NamedMarking): Part[] {
  return marking === null ? [] : [{ what: `${kindWords[kind]} "${name}"`, marking }];
}

/**
 * What a file that is made of things must carry: never less than the highest of them.
 *
 * A thing's own marking stands in place of the workspace's of the same scheme; the workspace's other
 * schemes stay. Throws `not-found` for things that are gone.
 */
export function getRequiredMarking(source: MarkingSource, things: MarkedThings): RequiredMarking {
  const schemes = listSchemesFor(source, things);
  const parts = gatherParts(source, things);
  return {
    ...writeMarking(
      schemes,
      parts.map(({ marking }) => marking),
    ),
    parts: parts.flatMap(({ what, marking }) => {
      const { text } = bannerOf(schemes, [marking]);
      return text === "" ? [] : [{ what, text }];
    }),
  };
}

/**
 * What marks an answer itself: an assessment without its parts, a snapshot as it was frozen. Throws
 * `not-found`.
 */
export function getOwnMarkings(source: MarkingSource, of: ComparedWith): Marking[] {
  if (of.kind === "snapshot") {
    const { markings, own } = getSnapshotFacts(source.db, of.snapshotId).marking;
    return own ?? markings;
  }
  const { db } = source;
  const parts = standFor(listThings(db, "assessment", [of.assessmentId]), workspacePart(db));
  return joinMarkings(
    listSchemes(source),
    parts.map(({ marking }) => marking),
  );
}

function workspacePart(db: ReadableDatabase): Part {
  return { what: "The workspace", marking: getSettings(db).marking };
}

/** A thing's own marking stands in place of the workspace's of the same scheme. */
function standFor(things: readonly NamedMarking[], workspace: Part): Part[] {
  return things.flatMap((thing) => {
    const own = partOf(thing);
    return own.some(({ marking }) => marking.scheme === workspace.marking.scheme)
      ? own
      : [workspace, ...own];
  });
}

function gatherParts({ db }: MarkingSource, things: MarkedThings): Part[] {
  const { assessmentIds = [], runIds = [], layerIds = [], ownActorIds = [] } = things;
  const { snapshotIds = [] } = things;
  const workspace = workspacePart(db);
  const assessments = listThings(db, "assessment", assessmentIds);
  const others = [
    ...listThings(db, "run", runIds),
    ...listThings(db, "layer", layerIds),
    ...listThings(db, "own-actor", ownActorIds),
  ];
  const isAlone = assessments.length === 0 && snapshotIds.length === 0;
  const parts = [
    ...standFor(assessments, workspace),
    ...assessmentIds.flatMap((id) => listPartsOfAssessment(db, id).flatMap(partOf)),
    ...snapshotIds.flatMap((id) => {
      const { assessment, marking } = getSnapshotFacts(db, id);
      const what = `Snapshot of "${assessment.name}"`;
      return marking.markings.map((each): Part => ({ what, marking: each }));
    }),
    // Beside an assessment, things without a marking are its parts and take its marking.
    ...(isAlone ? standFor(others, workspace) : others.flatMap(partOf)),
    ...(things.everything === true ? [workspace, ...listMarkedThings(db).flatMap(partOf)] : []),
  ];
  const found = parts.length === 0 && snapshotIds.length === 0 ? [workspace] : parts;
  return [...new Map(found.map((part) => [JSON.stringify(part), part])).values()];
}

/**
 * What an export writes: what its things require, or what was chosen in its place.
 *
 * Throws `needs-decision` for a marking that is lower without a recorded lowering, and `bad-input`
 * for a lowering of something else.
 */
export function getExportMarking(
  source: MarkingSource,
  things: MarkedThings,
  choice: MarkingChoice | undefined,
): WrittenMarking {
  const required = getRequiredMarking(source, things);
  if (choice === undefined) return required;
  const schemes = listSchemesFor(source, things);
  if ("loweringId" in choice) {
    const lowering = findLowering(source.db, choice.loweringId);
    if (
      lowering?.required !== required.banner.text ||
      JSON.stringify(lowering.things) !== JSON.stringify(things)
    ) {
      throw new Problem(
        "bad-input",
        `The lowering was given for something else: this must carry "${required.banner.text}".`,
        { remedy: "Give the reason anew for what leaves now." },
      );
    }
    return writeMarking(schemes, lowering.markings);
  }
  const chosen = writeMarking(schemes, choice.markings);
  if (isLower(schemes, choice.markings, required.markings)) throw tooLow(chosen, required);
  return chosen;
}

function tooLow(chosen: WrittenMarking, { banner, parts }: RequiredMarking): Problem {
  const because = parts.slice(0, 3).map(({ what, text }) => `${what} is ${text}`);
  return new Problem(
    "needs-decision",
    `"${chosen.banner.text}" is lower than "${banner.text}", which this must carry: ` +
      `${because.join("; ")}. Nothing was written.`,
    { remedy: "Mark it as high, or lower it with a reason, which is recorded." },
  );
}
