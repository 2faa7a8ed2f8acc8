import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type {
  Annotation,
  AnnotationMarks,
  AnnotationPlace,
  UnplacedAnnotation,
  UpgradeChoice,
  UpgradeMove,
  UpgradeOffer,
} from "../../shared/model/layer.ts";
import { Problem } from "../../shared/problem.ts";
import type { Knowledge, KnownTechnique } from "../catalogue/knowledge.ts";
import { offerFor } from "../detections/offers.ts";
import type { ReleaseChange } from "../detections/release-change.ts";
import { placeAnnotations } from "./place-layer.ts";

/** What of a release decides where the annotations of a layer go. */
export type UpgradeTarget = Pick<
  Knowledge,
  "domain" | "version" | "tactics" | "techniques" | "retired"
>;

/** A layer's annotations against another release, and how they came there. */
export interface UpgradedAnnotations {
  readonly annotations: readonly Annotation[];
  readonly moves: readonly UpgradeMove[];
}

/**
 * What of a layer finds no place in a release, and where each could go.
 *
 * `certain`: the technique became exactly one other, or a renamed or split tactic leads to tactics
 * that the technique has. `by-name` and `choice` are for the analyst; `none` leads nowhere.
 */
export function findUpgradeOffers(
  annotations: readonly Annotation[],
  target: UpgradeTarget,
  change: ReleaseChange,
): UpgradeOffer[] {
  const offers = new Map<string, UpgradeOffer>();
  for (const unplaced of placeAnnotations(annotations, target).unplaced) {
    const offer = offerOf(unplaced, target, change);
    const key = `${offer.techniqueId} ${offer.kind}`;
    const known = offers.get(key);
    offers.set(key, {
      ...offer,
      annotations: (known?.annotations ?? 0) + 1,
      tactics: [...new Set([...(known?.tactics ?? []), ...offer.tactics])],
    });
  }
  return [...offers.values()].sort((a, b) =>
    a.techniqueId < b.techniqueId ? -1 : a.techniqueId > b.techniqueId ? 1 : 0,
  );
}

function offerOf(
  unplaced: UnplacedAnnotation,
  target: UpgradeTarget,
  change: ReleaseChange,
): UpgradeOffer {
  const { techniqueId, tactic, reason, replacedBy } = unplaced;
  const tactics = tactic === null ? [] : [tactic];
  const technique = techniqueOf(techniqueId, target);
  if (technique !== undefined) {
    const isCertain = followTactic(tactic, technique, target, change).length > 0;
    return {
      techniqueId,
      reason,
      replacedBy,
      name: technique.name,
      annotations: 1,
      tactics,
      kind: isCertain ? "certain" : "choice",
      candidates: [{ techniqueId: technique.id, name: technique.name }],
      preselected: isCertain ? technique.id : null,
    };
  }
  const offer = offerFor(techniqueId, target, change);
  return {
    techniqueId,
    reason,
    replacedBy,
    name: offer?.writtenName ?? null,
    annotations: 1,
    tactics,
    kind: offer?.kind ?? "none",
    candidates: [...(offer?.candidates ?? [])],
    preselected: offer?.preselected ?? null,
  };
}

function techniqueOf(id: string, { techniques }: UpgradeTarget): KnownTechnique | undefined {
  // A map's key is looked up by its text; a text that is no ID is in none.
  return techniques.get(id as TechniqueId);
}

/** The tactics of a technique that a tactic of another release became, or came from. */
function followTactic(
  tactic: string | null,
  technique: KnownTechnique,
  target: UpgradeTarget,
  change: ReleaseChange,
): string[] {
  if (tactic === null || change.domain !== target.domain) return [];
  const later = change.tactics.get(tactic) ?? [];
  const earlier = [...change.tactics].flatMap(([from, to]) => (to.includes(tactic) ? [from] : []));
  return [...later, ...earlier].filter((each) => technique.tactics.includes(each));
}

/**
 * Moves annotations to a release: what is certain, and what was chosen.
 *
 * What has a place stays there; what leads nowhere, or was not decided, stays as it is. A moved
 * annotation keeps its tactic where its new technique has it, else takes the tactics that the old
 * one became, else joins those of the same old technique that kept theirs, else stands under every
 * tactic. Where two meet, the one at the place stays: it takes the score and
 * colour that it lacks, and the other's comment (with its old ID and score), metadata and links. One
 * for every tactic is at the place of each that has none of its own.
 * Throws `bad-input` for a choice that is none.
 */
export function upgradeAnnotations(
  annotations: readonly Annotation[],
  target: UpgradeTarget,
  change: ReleaseChange,
  choices: readonly UpgradeChoice[],
): UpgradedAnnotations {
  const chosen = readChoices(annotations, target, change, choices);
  const unplaced = new Map<string, UnplacedAnnotation>(
    placeAnnotations(annotations, target).unplaced.map((each) => [keyOf(each), each]),
  );
  /** What stands where, with the order of its place in the layer. */
  const standing = new Map<string, { annotation: Annotation; order: number }>();
  const moving: { annotation: Annotation; technique: KnownTechnique; order: number }[] = [];
  for (const [order, annotation] of annotations.entries()) {
    const why = unplaced.get(keyOf(annotation));
    const technique = why === undefined ? undefined : goalOf(why, target, change, chosen);
    if (technique === undefined) standing.set(keyOf(annotation), { annotation, order });
    else moving.push({ annotation, technique, order });
  }
  /** The tactics that each technique keeps, by its old ID. */
  const kept = new Map<string, Set<string>>();
  for (const { annotation, technique } of moving) {
    const tactics = kept.get(annotation.techniqueId) ?? new Set();
    kept.set(annotation.techniqueId, tactics);
    for (const tactic of keptTactics(annotation, technique, target, change)) tactics.add(tactic);
  }
  const moves = moving.map(({ annotation, technique, order }): UpgradeMove => {
    const own = keptTactics(annotation, technique, target, change);
    const joins = annotation.tactic === null ? [] : (kept.get(annotation.techniqueId) ?? []);
    const tactics = own.length > 0 ? own : [...joins];
    const to = placesOf(technique, tactics, standing);
    let met = false;
    for (const place of to) {
      const there = standing.get(keyOf(place));
      // What is said of one tactic hides what is said of all, which must stay to be seen.
      const seen = there ?? standing.get(keyOf({ ...place, tactic: null }));
      met ||= seen !== undefined;
      const joined = seen === undefined ? annotation : meet(seen.annotation, annotation);
      if (joined === seen?.annotation) continue;
      standing.set(keyOf(place), {
        annotation: { ...joined, ...place },
        order: seen?.order ?? order,
      });
    }
    return { from: placeOf(annotation), to, met };
  });
  return {
    annotations: [...standing.values()]
      .sort((a, b) => a.order - b.order)
      .map(({ annotation }) => annotation),
    moves,
  };
}

/** Choices by the ID that they are about; each must be about one that has to move. */
function readChoices(
  annotations: readonly Annotation[],
  target: UpgradeTarget,
  change: ReleaseChange,
  choices: readonly UpgradeChoice[],
): ReadonlyMap<string, KnownTechnique> {
  const open = new Set(
    findUpgradeOffers(annotations, target, change).map(({ techniqueId }) => techniqueId),
  );
  return new Map(
    choices.map(({ from, to }) => {
      const technique = target.techniques.get(to);
      if (!open.has(from)) {
        throw new Problem(
          "bad-input",
          `${from} needs no decision: every annotation of it has a place in ${target.domain} ` +
            `${target.version}, or the layer has none.`,
          { candidates: [...open] },
        );
      }
      if (technique === undefined) {
        throw new Problem(
          "bad-input",
          `${from} cannot become ${to}: ${target.domain} ${target.version} has no such active ` +
            "technique.",
        );
      }
      return [from, technique];
    }),
  );
}

/** The technique that an annotation without a place goes to; none while that is not decided. */
function goalOf(
  unplaced: UnplacedAnnotation,
  target: UpgradeTarget,
  change: ReleaseChange,
  chosen: ReadonlyMap<string, KnownTechnique>,
): KnownTechnique | undefined {
  const { kind, preselected } = offerOf(unplaced, target, change);
  const certain = kind === "certain" ? preselected : null;
  return (
    chosen.get(unplaced.techniqueId) ??
    (certain === null ? undefined : target.techniques.get(certain))
  );
}

/** The tactics of a technique that an annotation's own is, or leads to. */
function keptTactics(
  { tactic }: AnnotationPlace,
  technique: KnownTechnique,
  target: UpgradeTarget,
  change: ReleaseChange,
): string[] {
  if (tactic !== null && technique.tactics.includes(tactic)) return [tactic];
  return followTactic(tactic, technique, target, change);
}

/**
 * Where a moved annotation goes: to its tactics, or to every one of the technique. Then also to each
 * that has an annotation of its own, which would hide it, and to nothing else where all have one.
 */
function placesOf(
  { id, tactics: all }: KnownTechnique,
  tactics: readonly string[],
  standing: ReadonlyMap<string, unknown>,
): AnnotationPlace[] {
  const at = (tactic: string | null): AnnotationPlace => ({ techniqueId: id, tactic });
  if (tactics.length > 0) return tactics.map(at);
  const taken = all.filter((tactic) => standing.has(keyOf(at(tactic))));
  return [...(taken.length > 0 && taken.length === all.length ? [] : [at(null)]), ...taken.map(at)];
}

function keyOf({ techniqueId, tactic }: AnnotationPlace): string {
  return `${techniqueId}\u0000${tactic ?? ""}`;
}

function placeOf({ techniqueId, tactic }: Annotation): AnnotationPlace {
  return { techniqueId, tactic };
}

/** Two annotations at one place: the one that stands there, with what the other says beside it. */
function meet(there: Annotation, moved: Annotation): Annotation {
  if (marksText(there) === marksText(moved)) return there;
  return {
    ...there,
    score: there.score ?? moved.score,
    colour: there.colour === "" ? moved.colour : there.colour,
    comment: [there.comment, noteOf(there, moved)].filter((text) => text !== "").join("\n"),
    metadata: joined(there.metadata, moved.metadata),
    links: joined(there.links, moved.links),
    showSubtechniques: there.showSubtechniques || moved.showSubtechniques,
    extra: joinedExtra(there.extra, moved.extra),
  };
}

function marksText({ score, colour, comment, enabled, metadata, links, extra }: AnnotationMarks) {
  return JSON.stringify([score, colour, comment, enabled, metadata, links, extra]);
}

/** What the other said that would be lost: `T1562.001 (score 3, disabled): its comment`. */
function noteOf(there: Annotation, moved: Annotation): string {
  const facts = [
    ...(moved.score === null || there.score === null || moved.score === there.score
      ? []
      : [`score ${moved.score}`]),
    ...(moved.enabled === there.enabled ? [] : [moved.enabled ? "enabled" : "disabled"]),
    ...(moved.colour === "" || there.colour === "" || moved.colour === there.colour
      ? []
      : [`colour ${moved.colour}`]),
  ];
  const says = moved.comment === there.comment ? "" : moved.comment;
  if (facts.length === 0 && says === "") return "";
  const head =
    facts.length === 0 ? moved.techniqueId : `${moved.techniqueId} (${facts.join(", ")})`;
  return says === "" ? head : `${head}: ${says}`;
}

/** Both lists with a divider between them; entries that are there already come once. */
function joined<Entry extends object>(
  there: readonly (Entry | null)[],
  moved: readonly (Entry | null)[],
): (Entry | null)[] {
  const known = new Set(there.map((entry) => JSON.stringify(entry)));
  const more = moved.filter((entry) => entry === null || !known.has(JSON.stringify(entry)));
  if (more.every((entry) => entry === null)) return [...there];
  return there.length === 0 ? more : [...there, null, ...more];
}

/** Fields that nobody knows: of both; where both have one, the one at the place. */
function joinedExtra(there: string | null, moved: string | null): string | null {
  if (there === null || moved === null) return there ?? moved;
  const fields = new Map([...propertiesOf(moved), ...propertiesOf(there)]);
  return `{${[...fields].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
}

function propertiesOf(json: string): [string, unknown][] {
  const value: unknown = JSON.parse(json);
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
