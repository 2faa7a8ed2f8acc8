import type { DetectionOrigin } from "../../shared/model/detection.ts";
import type { GoneDetection } from "../../shared/model/import-report.ts";

/** A detection that was in the inventory before an import. */
export interface EarlierDetection extends GoneDetection {
  readonly format: string;
  /** Where the import found it; null where its files do not hold it. */
  readonly now: string | null;
}

/** What an import looked at. */
export interface LookedAt {
  readonly paths: readonly string[];
  /** The one format that was asked for. */
  readonly format: DetectionOrigin | undefined;
  /** Places that could not be read. */
  readonly unreadable: readonly string[];
  /** Files, and sheets of workbooks, that rules came from. */
  readonly read: ReadonlySet<string>;
}

/**
 * The detections that an import's files held before and hold no longer, by place.
 *
 * A file stands for what it was where it lies, or where most of what lay beside it lies now: an
 * archive that was moved, renamed or unpacked elsewhere is the same one, and a few rules of it that
 * were copied elsewhere are not. What the import could not read, or passed over by the format or the
 * sheet that was asked for, is not gone.
 */
export function listGone(
  earlier: readonly EarlierDetection[],
  { paths, format, unreadable, read }: LookedAt,
): GoneDetection[] {
  const unseen = earlier.filter(({ now }) => now === null);
  if (unseen.length === 0) return [];
  const moved = findMoves(earlier);
  const isWithin = (file: string) => (root: string) =>
    file === root || file.startsWith(`${root}/`) || file.startsWith(`${root}\\`);
  const isMeant = (file: string, itsFormat: string): boolean => {
    // The name of a workbook's sheet follows its file's; the other sheets were not read.
    const place = itsFormat === "xlsx" ? file.replace(/ \([^()]*\)$/, "") : file;
    return (
      paths.some(isWithin(place)) &&
      (format === undefined || format === itsFormat) &&
      (itsFormat !== "xlsx" || read.has(file)) &&
      !unreadable.some(isWithin(place))
    );
  };
  const gone = unseen.flatMap(({ detectionId, key, name, file, format: itsFormat }) => {
    const there = placeAfter(file, moved);
    return isMeant(file, itsFormat) || (there !== null && isMeant(there, itsFormat))
      ? [{ detectionId, key, name, file }]
      : [];
  });
  const placeOf = ({ file, key }: GoneDetection) => `${file}\n${key}`;
  return gone.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** Files and folders that lie elsewhere now: the old place and the new one. */
type Moves = ReadonlyMap<string, string>;

function findMoves(earlier: readonly EarlierDetection[]): Moves {
  if (!earlier.some(({ file, now }) => now !== null && now !== file)) return new Map();
  const held = new Map<string, number>();
  const candidates = new Map<string, Map<string, number>>();
  for (const { file, now } of earlier) {
    for (const place of placesOf(file)) held.set(place, (held.get(place) ?? 0) + 1);
    if (now === null || now === file) continue;
    for (const [from, to] of movesOf(file, now)) {
      const known = candidates.get(from) ?? new Map<string, number>();
      candidates.set(from, known.set(to, (known.get(to) ?? 0) + 1));
    }
  }
  const moves = new Map<string, string>();
  for (const [from, targets] of candidates) {
    const total = held.get(from) ?? 0;
    for (const [to, rules] of targets) if (2 * rules > total) moves.set(from, to);
  }
  return moves;
}

/** A file and every folder and archive around it, the innermost first. */
function placesOf(file: string): string[] {
  const places: string[] = [];
  for (let place = file; place !== ""; place = parentOf(place)) places.push(place);
  return places;
}

function parentOf(place: string): string {
  return place.slice(0, Math.max(place.lastIndexOf("/"), place.lastIndexOf("\\"), 0));
}

/** What must have moved for a file to lie elsewhere: itself, or a folder around it. */
function movesOf(file: string, now: string): [from: string, to: string][] {
  const moves: [string, string][] = [[file, now]];
  let [from, to] = [file, now];
  while (lastPart(from) === lastPart(to)) {
    [from, to] = [parentOf(from), parentOf(to)];
    if (from === "" || to === "" || from === to) break;
    moves.push([from, to]);
  }
  return moves;
}

function lastPart(place: string): string {
  return place.slice(parentOf(place).length).replace(/^[/\\]/, "");
}

/** Where a file would lie now, by the innermost place around it that moved; null where none did. */
function placeAfter(file: string, moves: Moves): string | null {
  for (const place of placesOf(file)) {
    const to = moves.get(place);
    if (to !== undefined) return to + file.slice(place.length);
  }
  return null;
}
