import type { Domain } from "../../shared/model/attack-id.ts";
import type { EarlierActor, RecordImportReport } from "../../shared/model/import-report.ts";
import type {
  AcceptedId,
  ActorIndicator,
  IntelligenceOffer,
  IntelligencePreview,
} from "../../shared/model/intelligence.ts";
import type { MarkingScheme } from "../../shared/model/marking.ts";
import { bannerOf, isLower, raiseMarking } from "../../shared/markings.ts";
import { Problem } from "../../shared/problem.ts";
import { listOwnActors } from "../actors/actors.store.ts";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import type { HandlersOf } from "../backend/handler.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { startPacing } from "../catalogue/pacer.ts";
import type { ReadableDatabase } from "../database/database.ts";
import type { Resolver } from "../detections/classify.ts";
import { makeResolver } from "../detections/classify.ts";
import { hashOfInput } from "../detections/inputs.reader.ts";
import { readReleaseChange } from "../detections/official-facts.reader.ts";
import { offerFor } from "../detections/offers.ts";
import { otherDomains } from "../detections/reference-release.store.ts";
import { addImportReport, setImportReport } from "../imports/import-report.store.ts";
import { nothingRead, titleOfFiles } from "../imports/import-words.ts";
import { headRecordImport } from "../imports/record-report.ts";
import { listSchemes } from "../markings/required-marking.store.ts";
import type { ReadIntelligence } from "./intelligence-files.reader.ts";
import { readIntelligence } from "./intelligence-files.reader.ts";
import type { IntelligenceActor, IntelligenceItem } from "./intelligence.ts";
import { findActorOrigin, findImportedMarking, setImportedActor } from "./intelligence.store.ts";
import type { ResolvedActor } from "./resolve-actor.ts";
import { countIdsOf, namesOf, resolveActor } from "./resolve-actor.ts";

/** A release of one domain, ready to read IDs against. */
interface ReadyRelease {
  readonly knowledge: Knowledge;
  readonly resolve: Resolver;
  readonly names: ReturnType<typeof namesOf>;
}

/** The newest release of every domain of the workspace, Enterprise first. Throws `not-found`. */
function listReadyReleases(
  db: ReadableDatabase,
  root: string,
  accept: readonly AcceptedId[],
): ReadyRelease[] {
  const newest = new Map(
    listReleaseChoices(db)
      .toReversed()
      .map((choice) => [choice.domain, choice]),
  );
  const releases = [...newest.values()]
    .sort(
      (a, b) => Number(b.domain === "enterprise-attack") - Number(a.domain === "enterprise-attack"),
    )
    .map(({ id, domain }) => {
      const knowledge = loadKnowledge(db, id);
      const resolve = makeResolver({
        knowledge,
        change: readReleaseChange(root),
        isOfOtherDomain: otherDomains(db, root, domain),
        accepted: new Map(
          accept
            .filter((pair) => pair.domain === domain)
            .map(({ written, techniqueId }) => [written, techniqueId]),
        ),
      });
      return { knowledge, resolve, names: namesOf(knowledge) };
    });
  if (releases.length > 0) return releases;
  throw new Problem("not-found", "The workspace holds no catalogue to read techniques against.", {
    remedy: "Import an ATT&CK bundle first.",
  });
}

/**
 * The release of an actor: of the domain that it says, else of the one that knows most of its IDs;
 * undefined where the workspace holds none of that domain.
 */
function releaseFor(
  actor: IntelligenceActor,
  releases: readonly ReadyRelease[],
  asked: Domain | undefined,
): ReadyRelease | undefined {
  const domain = asked ?? actor.domain;
  const [best] = releases
    .filter(({ knowledge }) => domain === null || knowledge.domain === domain)
    .map((release) => ({ release, ids: countIdsOf(actor, release.knowledge) }))
    .sort((a, b) => b.ids - a.ids);
  return best?.release;
}

interface Against {
  readonly release: ReadyRelease;
  readonly resolved: ResolvedActor;
}

/** What files say, read against the workspace's releases. */
interface Reading {
  readonly against: readonly Against[];
  /** What is in no profile, or not as it stands. */
  readonly items: readonly IntelligenceItem[];
  readonly repeated: number;
}

/** Reads what files say against the workspace's releases. Throws `bad-format`, `not-found`. */
function readAgainst(
  db: ReadableDatabase,
  root: string,
  paths: readonly string[],
  { actors, items, unreadable }: ReadIntelligence,
  asked: Domain | undefined,
  accept: readonly AcceptedId[],
): Reading {
  if (actors.length === 0 && items.length === 0) {
    const otherwise =
      `${paths.join(", ")}: no actor, software or report was found. ` +
      "Casemate reads STIX reports and DeTT&CT groups.";
    throw nothingRead(paths, unreadable, otherwise);
  }
  const told = [...items];
  const folded = foldActors(actors, listSchemes({ db, root }));
  for (const { name, file } of folded.repeated) {
    const message = "stands there twice";
    const effect = "taken as one, with the techniques of both";
    told.push({ class: "duplicates", what: name, file, message, effect });
  }
  const releases = folded.actors.length === 0 ? [] : listReadyReleases(db, root, accept);
  const against: Against[] = [];
  for (const actor of folded.actors) {
    const release = releaseFor(actor, releases, asked);
    if (release === undefined) {
      const message = `speaks of ${asked ?? actor.domain ?? ""}, of which no release is here`;
      const effect = "no profile: import that domain's ATT&CK bundle, then this file again";
      told.push({ class: "skipped", what: actor.name, file: actor.file, message, effect });
    } else {
      const resolved = resolveActor(actor, release.resolve, release.names);
      told.push(...resolved.items);
      if (resolved.techniques.length > 0) against.push({ release, resolved });
      else {
        const { name: what, file } = actor;
        const message = "names nothing that is a technique";
        told.push({ class: "skipped", what, file, message, effect: "no profile" });
      }
    }
  }
  return { against, items: told, repeated: folded.repeated.length };
}

/** What the IDs of other releases may stand for, each once. */
function offersOf(root: string, actors: readonly Against[]): IntelligenceOffer[] {
  const change = readReleaseChange(root);
  const offers = new Map<string, IntelligenceOffer>();
  for (const { release, resolved } of actors) {
    const { knowledge } = release;
    for (const written of resolved.otherIds) {
      const key = `${knowledge.domain}\n${written}`;
      const known = offers.get(key);
      const offer = known ?? offerFor(written, knowledge, change);
      if (offer === null) continue;
      offers.set(key, {
        ...offer,
        candidates: [...offer.candidates],
        domain: knowledge.domain,
        actors: (known?.actors ?? 0) + 1,
      });
    }
  }
  return [...offers.values()].sort((a, b) => (a.written < b.written ? -1 : 1));
}

function indicatorsOf({ techniques }: ResolvedActor): ActorIndicator[] {
  return techniques.flatMap(({ id, indicators }) =>
    indicators.map((indicator) => ({ techniqueId: id, ...indicator })),
  );
}

/**
 * Actors of one import, each name, source and domain once: techniques of repeated ones are united, and
 * marked as high as any.
 */
function foldActors(
  actors: readonly IntelligenceActor[],
  schemes: readonly MarkingScheme[],
): {
  readonly actors: readonly IntelligenceActor[];
  readonly repeated: readonly IntelligenceActor[];
} {
  const folded = new Map<string, IntelligenceActor>();
  const repeated: IntelligenceActor[] = [];
  for (const actor of actors) {
    const key = JSON.stringify([actor.name, actor.source, actor.domain]);
    const known = folded.get(key);
    if (known === undefined) folded.set(key, actor);
    else {
      repeated.push(actor);
      const marking = raiseMarking(schemes, known.marking, actor.marking);
      const techniques = [...known.techniques, ...actor.techniques];
      folded.set(key, { ...known, marking, techniques });
    }
  }
  return { actors: [...folded.values()], repeated };
}

export const intelligenceHandlers: HandlersOf<"intelligence"> = {
  preview: async ({ paths, domain }, { db, root }): Promise<IntelligencePreview> => {
    const read = await readIntelligence(paths);
    const { against, items } = readAgainst(db, root, paths, read, domain, []);
    const schemes = listSchemes({ db, root });
    return {
      actors: against.map(({ release, resolved }) => {
        const { name, source, file, marking } = resolved.actor;
        const counting = resolved.techniques.filter(({ counts }) => counts).length;
        return {
          name,
          source,
          file,
          domain: release.knowledge.domain,
          version: release.knowledge.version,
          marking: marking === null ? null : bannerOf(schemes, [marking]).text,
          techniques: counting,
          others: resolved.techniques.length - counting,
          indicators: indicatorsOf(resolved).length,
        };
      }),
      offers: offersOf(root, against),
      items: items.map((item) => ({ ...item, line: null })),
      unreadable: [...read.unreadable],
    };
  },

  import: async ({ paths, domain, confidence, accept }, { db, root, now, breathe, progress }) => {
    const begun = performance.now();
    const startedAt = now().toISOString();
    const step = startPacing({
      clock: () => performance.now(),
      breathe,
      report: (done) => progress({ phase: "Reading intelligence", done, unit: "files" }),
    });
    const read = await readIntelligence(paths, (files) => step(files, -1));
    const { against, items: told, repeated } = readAgainst(db, root, paths, read, domain, accept);
    const skipped = told.filter((item) => item.class === "skipped").length;
    const frame = {
      kind: "intelligence" as const,
      files: [...paths],
      sha256: await hashOfInput(paths),
      startedAt,
      milliseconds: 0,
      environment: null,
      format: read.formats.join(", "),
      read: against.length + repeated + skipped,
      added: 0,
      changed: 0,
      unchanged: 0,
      duplicates: repeated,
      skipped,
      unreadable: [...read.unreadable],
      ignoredFiles: read.ignoredFiles,
      warnings: [],
    };
    const title = titleOfFiles(paths);
    const begin = { ...frame, items: [] };
    const id = addImportReport(db, begin, headRecordImport(begin, title));
    const counts = { added: 0, changed: 0, unchanged: 0 };
    const stored = [];
    const earlierActors: EarlierActor[] = [];
    const items: RecordImportReport["items"] = [];
    const schemes = listSchemes({ db, root });
    for (const { release, resolved } of against) {
      const { actor, techniques } = resolved;
      const named = {
        domain: release.knowledge.domain,
        name: actor.name.slice(0, 200),
        source: actor.source.slice(0, 500),
      };
      const before = findImportedMarking(db, named);
      const marking = raiseMarking(schemes, before, actor.marking);
      const { ref, outcome, earlier } = setImportedActor(db, id, {
        ...named,
        marking,
        confidence: actor.confidence ?? confidence,
        createdAt: startedAt,
        description: actor.description,
        techniques: techniques.map((technique) => ({
          techniqueId: technique.id,
          text: technique.text,
        })),
        indicators: indicatorsOf(resolved),
      });
      counts[outcome] += 1;
      if (earlier !== null) earlierActors.push(earlier);
      stored.push({ ...ref, name: actor.name });
      const counting = techniques.filter((technique) => technique.counts).length;
      items.push({
        class: outcome,
        what: actor.name,
        file: actor.file,
        line: null,
        message:
          `${counting} techniques of ${release.knowledge.domain} ${release.knowledge.version}, ` +
          `${indicatorsOf(resolved).length} indicators` +
          (actor.marking === null ? "" : `, ${bannerOf(schemes, [actor.marking]).text}`),
        effect: null,
      });
      if (
        marking !== null &&
        actor.marking !== null &&
        isLower(schemes, [marking], [actor.marking])
      ) {
        items.push({
          class: "marking",
          what: actor.name,
          file: actor.file,
          line: null,
          message: `comes as ${bannerOf(schemes, [actor.marking]).text}, and is marked ${bannerOf(schemes, [marking]).text} here`,
          effect: "stays as it is marked here",
        });
      }
    }
    items.push(...told.map((item) => ({ ...item, line: null })));
    const report = {
      ...frame,
      ...counts,
      items,
      earlierActors,
      milliseconds: Math.round(performance.now() - begun),
    };
    setImportReport(db, id, report, headRecordImport(report, title));
    return { report: { ...report, id }, actors: stored };
  },

  origin: ({ actor }, { db }) => {
    const origin = findActorOrigin(db, actor.id);
    if (origin === undefined) throw new Problem("not-found", `There is no own actor ${actor.id}.`);
    const releases = listReleaseChoices(db)
      .filter((choice) => choice.domain === actor.domain)
      .map((choice) => loadKnowledge(db, choice.id));
    const made = listOwnActors(db).find(({ id }) => id === actor.id)?.techniques ?? [];
    return {
      ...origin,
      otherIds: made
        .map(({ techniqueId }) => techniqueId)
        .filter((id) => !releases.some(({ techniques }) => techniques.has(id))),
    };
  },
};
