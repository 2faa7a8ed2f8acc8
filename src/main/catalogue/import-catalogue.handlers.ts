import type { CatalogueImportReport } from "../../shared/model/import-report.ts";
import { domain as domainSchema } from "../../shared/model/attack-id.ts";
import type { Authenticity } from "../../shared/model/catalogue.ts";
import { Problem } from "../../shared/problem.ts";
import type { CommandContext } from "../backend/handler.ts";
import { addImportReport, setImportReport } from "../imports/import-report.store.ts";
import type { Bundle, Pace } from "./bundle.reader.ts";
import { readBundle, readBundleFiles, sameJson } from "./bundle.reader.ts";
import {
  claimedReleases,
  findParents,
  heldDomains,
  newestDay,
  noDomain,
  shareOut,
  tacticOrder,
  warnBrokenReferences,
  warnRevokedByCircles,
  warnSharedAttackIds,
} from "./bundle-plan.ts";
import type { DomainShare } from "./bundle-plan.ts";
import {
  addObjects,
  addOverlay,
  addRelease,
  removeOverlayRows,
  removeRelease,
} from "./catalogue-write.store.ts";
import type { StoredRelease } from "./catalogue.store.ts";
import {
  countActive,
  getOverlay,
  getRawObject,
  getStoredRelease,
  listObjectRows,
  listOverlays,
  listRawObjects,
  listStoredReleases,
  listTechniqueStixIds,
} from "./catalogue.store.ts";
import { findOverlayTarget } from "./overlay-target.store.ts";
import { startPacing } from "./pacer.ts";
import { readReleaseFacts } from "./release-facts.reader.ts";
import { identifyRelease } from "./release-identity.ts";
import { isShippedStarter } from "./starter.reader.ts";
import type { StixObject } from "./stix-object.ts";
import { bytesOf, readStixObject } from "./stix-object.ts";
import { WarningList } from "./warning-list.ts";
import { groupDigits } from "../../shared/group-digits.ts";

/** How an import is to decide where it cannot. */
export interface CatalogueImportOptions {
  readonly onConflict: "ask" | "replace" | "keep";
  /** Names the release where a bundle cannot say it. */
  readonly version?: string | undefined;
}

/** An import under way: when it began, and how its long parts let others in. */
interface Run {
  readonly context: CommandContext;
  readonly options: CatalogueImportOptions;
  readonly bundle: Bundle;
  readonly startedAt: string;
  readonly startedClock: number;
  readonly pace: (phase: string, unit: string) => Pace;
}

/** Imports bundles from files; one report for each domain of each file. */
export async function importCatalogues(
  context: CommandContext,
  paths: readonly string[],
  options: CatalogueImportOptions,
): Promise<CatalogueImportReport[]> {
  const reports: CatalogueImportReport[] = [];
  for (const path of paths) {
    for await (const file of readBundleFiles(path)) {
      if (file.kind === "skipped") {
        throw new Problem(
          "bad-archive",
          `${file.path} was not imported: it ${file.reason}. Unpack it and import what is in it.`,
          { file: file.path },
        );
      }
      reports.push(...(await importFile(context, file.path, file.bytes, options)));
    }
  }
  return reports;
}

async function importFile(
  context: CommandContext,
  path: string,
  bytes: Buffer,
  options: CatalogueImportOptions,
): Promise<CatalogueImportReport[]> {
  const startedAt = context.now().toISOString();
  const startedClock = performance.now();
  const pace = (phase: string, unit: string): Pace =>
    startPacing({
      clock: () => performance.now(),
      breathe: context.breathe,
      report: (done, total) => context.progress({ phase, done, total, unit, file: path }),
    });
  const bundle = await readBundle(bytes, path, pace("Reading", "bytes"));
  const run: Run = { context, options, bundle, startedAt, startedClock, pace };

  const held = heldDomains(bundle.objects);
  const target = findOverlayTarget(context.db, bundle, held, listStoredReleases(context.db));
  if (target !== undefined) return [await importOverlay(run, target)];
  const reports: CatalogueImportReport[] = [];
  const shares = shareOut(bundle.objects, held.length === 0 ? [noDomain] : held);
  for (const [index, share] of shares.entries()) {
    // What concerns the whole file is told with its first domain.
    const warnings = index === 0 ? bundle.warnings : new WarningList();
    const dropped = index === 0 ? bundle.read - bundle.objects.length : 0;
    reports.push(await importShare(run, share, held, warnings, dropped));
  }
  return reports;
}

async function importShare(
  run: Run,
  share: DomainShare<StixObject>,
  held: readonly string[],
  warnings: WarningList,
  dropped: number,
): Promise<CatalogueImportReport> {
  const { bundle, context, pace } = run;
  const { db } = context;
  const { domain } = share;
  const objects = share.objects.filter(({ inDomain }) => inDomain).map(({ object }) => object);
  const ids = new Set(objects.map(({ stixId }) => stixId));
  const isThere = (id: string) => ids.has(id);
  const parents = findParents(objects, techniqueIds(objects), isThere, warnings);
  checkObjects(objects, isThere, warnings);
  if (domain === noDomain) {
    warnings.add(
      "no-matrix",
      null,
      null,
      "The bundle holds no matrix, so it is no release of a domain. Import the release that it " +
        "extends first, and this after it, to have it as an overlay.",
    );
  }
  const day = newestDay(objects);
  const identity = identifyRelease(
    {
      domain,
      sha256: bundle.sha256,
      fileName: bundle.fileName,
      claims: claimedReleases(bundle.objects, domain, held),
      isStarter:
        bundle.objects.some(({ facts }) => facts.kind === "starter") &&
        isShippedStarter(context.root, bundle.sha256),
      // Dates tell releases of ATT&CK apart, and without a matrix it is none.
      newestDay: domain === noDomain ? null : day,
      userVersion: run.options.version,
    },
    readReleaseFacts(context.root),
    warnings,
  );

  const releases = listStoredReleases(db).filter((release) => release.domain === domain);
  const count = share.objects.length;
  const tell = (
    release: { readonly id: number; readonly version: string; readonly authenticity: Authenticity },
    outcome: "imported" | "replaced" | "unchanged" | "kept",
  ) => {
    const isNew = outcome === "imported" || outcome === "replaced";
    return storeReport(run, {
      release: { ...release, domain },
      overlayId: null,
      replaced: outcome === "replaced",
      objects: {
        read: count + dropped,
        imported: isNew ? count : 0,
        unchanged: outcome === "unchanged" ? count : 0,
        skipped: dropped + (outcome === "kept" ? count : 0),
      },
      byType: countTypes(share.objects.map(({ object }) => object)),
      warnings,
    });
  };

  const same = releases.find(({ sha256 }) => sha256 === bundle.sha256);
  if (same !== undefined) return tell(same, "unchanged");
  const other = releases.find(({ version }) => version === identity.version);
  if (other !== undefined && !mayReplace(run, other, identity)) {
    warnings.add(
      "kept-release",
      null,
      null,
      `${domain} ${identity.version} was there already from another file, and was kept.`,
    );
    return tell(other, "kept");
  }

  const overlays = other === undefined ? [] : takeOverlays(run, other);
  if (other !== undefined) await removeRelease(db, other.id, pace("Replacing", "objects"));
  const releaseId = addRelease(db, {
    domain,
    version: identity.version,
    stixVersion: bundle.stixVersion,
    sha256: bundle.sha256,
    authenticity: identity.authenticity,
    fileName: bundle.fileName,
    importedAt: run.startedAt,
    newestModified: day,
    hasDescriptions: objects.some(({ attackId, description }) => attackId !== null && description),
    bundle: bundle.header,
  });
  await addObjects(
    db,
    {
      releaseId,
      overlayId: null,
      objects: share.objects,
      existing: new Map(),
      parents,
      tacticOrder: tacticOrder(objects),
    },
    pace("Writing", "objects"),
  );
  for (const overlay of overlays) await putOverlayBack(run, releaseId, overlay);
  return tell({ id: releaseId, ...identity }, other === undefined ? "imported" : "replaced");
}

/** Whether a file may take the place of another one of its release: the starter's anything may. */
function mayReplace(
  run: Run,
  other: StoredRelease,
  identity: { readonly version: string; readonly authenticity: Authenticity },
): boolean {
  if (other.authenticity === "starter" && identity.authenticity !== "starter") return true;
  switch (run.options.onConflict) {
    case "replace":
      return true;
    case "keep":
      return false;
    case "ask":
      throw new Problem(
        "needs-decision",
        `${run.bundle.path} is ${other.domain} ${other.version}, which is in the workspace ` +
          `already from a different file (${other.fileName}, ${other.authenticity}). ` +
          "Choose whether to replace it or to keep it. Assessments stay either way.",
        { file: run.bundle.path },
      );
  }
}

async function importOverlay(run: Run, release: StoredRelease): Promise<CatalogueImportReport> {
  const { bundle, context, pace } = run;
  const { db } = context;
  const warnings = bundle.warnings;
  const dropped = bundle.read - bundle.objects.length;
  const tell = (
    overlayId: number | null,
    outcome: { imported: number; unchanged: number; skipped: number; replaced: boolean },
    importId?: number,
  ) =>
    storeReport(
      run,
      {
        release,
        overlayId,
        isOverlay: true,
        replaced: outcome.replaced,
        objects: {
          read: bundle.read,
          imported: outcome.imported,
          unchanged: outcome.unchanged,
          skipped: outcome.skipped + dropped,
        },
        byType: countTypes(bundle.objects),
        warnings,
      },
      importId,
    );
  const count = bundle.objects.length;
  const overlays = listOverlays(db, release.id);
  const same = overlays.find(({ sha256 }) => sha256 === bundle.sha256);
  if (same !== undefined) {
    return tell(same.id, { imported: 0, unchanged: count, skipped: 0, replaced: false });
  }
  const name = overlayName(bundle);
  const other = overlays.find((overlay) => overlay.name === name);
  if (other !== undefined) {
    if (run.options.onConflict === "ask") {
      throw new Problem(
        "needs-decision",
        `An overlay "${name}" is there already on ${release.domain} ${release.version} from a ` +
          "different file. Choose whether to replace it or to keep it.",
        { file: bundle.path },
      );
    }
    if (run.options.onConflict === "keep") {
      warnings.add("kept-overlay", null, null, `The overlay "${name}" was there and was kept.`);
      return tell(other.id, { imported: 0, unchanged: 0, skipped: count, replaced: false });
    }
    await removeOverlayRows(db, other.id, pace("Replacing", "objects"));
  }

  const rows = listObjectRows(db, release.id);
  const own: StixObject[] = [];
  let unchanged = 0;
  for (const object of bundle.objects) {
    const row = rows.get(object.stixId);
    if (row === undefined) own.push(object);
    else if (sameJson(getRawObject(db, row), bytesOf(object.source))) unchanged++;
    else {
      warnings.add(
        "kept-object",
        object.stixId,
        `objects[${String(object.position)}]`,
        `${object.stixId} is in the release with other content; the release's own was kept.`,
      );
    }
  }
  const importId = reserveReport(run, release);
  const overlayId = addOverlay(db, {
    releaseId: release.id,
    name,
    fileName: bundle.fileName,
    sha256: bundle.sha256,
    importedAt: run.startedAt,
    importId,
  });
  await writeOverlay(run, release, overlayId, own, rows, warnings);
  const skipped = count - own.length - unchanged;
  const replaced = other !== undefined;
  return tell(overlayId, { imported: own.length, unchanged, skipped, replaced }, importId);
}

async function writeOverlay(
  run: Run,
  release: StoredRelease,
  overlayId: number,
  objects: readonly StixObject[],
  existing: ReadonlyMap<string, number>,
  warnings: WarningList,
): Promise<void> {
  const { db } = run.context;
  const members = objects.map((object) => ({
    object,
    inDomain: object.domains?.includes(release.domain) ?? true,
  }));
  const inside = members.filter(({ inDomain }) => inDomain).map(({ object }) => object);
  const ids = new Set(inside.map(({ stixId }) => stixId));
  const isThere = (id: string) => ids.has(id) || existing.has(id);
  const known = new Map([...listTechniqueStixIds(db, release.id), ...techniqueIds(inside)]);
  checkObjects(inside, isThere, warnings);
  await addObjects(
    db,
    {
      releaseId: release.id,
      overlayId,
      objects: members,
      existing,
      parents: findParents(inside, known, isThere, warnings),
      tacticOrder: new Map(),
    },
    run.pace("Writing", "objects"),
  );
}

/** An overlay on its way from a release to the one that takes its place. */
interface TakenOverlay {
  readonly name: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly importedAt: string;
  readonly importId: number;
  readonly objects: readonly StixObject[];
}

function takeOverlays(run: Run, release: StoredRelease): TakenOverlay[] {
  const { db } = run.context;
  return listOverlays(db, release.id).map((overlay) => {
    const objects: StixObject[] = [];
    const stored = listRawObjects(db, release.id, overlay.id, 0, overlay.objects);
    for (const { raw, position } of stored) {
      // Its warnings were told when the overlay was imported.
      const value: unknown = JSON.parse(raw.toString());
      const source = { text: raw, start: 0, end: raw.length };
      const object = readStixObject(value, source, position, new WarningList());
      if (object !== null) objects.push(object);
    }
    return { ...overlay, importId: getOverlay(db, overlay.id).importId, objects };
  });
}

async function putOverlayBack(run: Run, releaseId: number, overlay: TakenOverlay): Promise<void> {
  const { db } = run.context;
  const existing = listObjectRows(db, releaseId);
  const overlayId = addOverlay(db, { ...overlay, releaseId });
  const own = overlay.objects.filter(({ stixId }) => !existing.has(stixId));
  const release = getStoredRelease(db, releaseId);
  await writeOverlay(run, release, overlayId, own, existing, new WarningList());
}

/** The name of its collection, else of its file. */
function overlayName(bundle: Bundle): string {
  const collection = bundle.objects.find(({ facts }) => facts.kind === "collection");
  return collection?.name ?? bundle.fileName.replace(/\.json(\.gz)?$/i, "");
}

function checkObjects(
  objects: readonly StixObject[],
  isThere: (stixId: string) => boolean,
  warnings: WarningList,
): void {
  warnBrokenReferences(objects, isThere, warnings);
  warnRevokedByCircles(objects, warnings);
  warnSharedAttackIds(objects, warnings);
}

/** STIX IDs of techniques by ATT&CK ID, active ones before retired ones. */
function techniqueIds(objects: readonly StixObject[]): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { facts, attackId, stixId, revoked, deprecated } of objects) {
    if (facts.kind !== "technique" || attackId === null) continue;
    if (!ids.has(attackId) || !(revoked || deprecated)) ids.set(attackId, stixId);
  }
  return ids;
}

function countTypes(objects: readonly StixObject[]): { type: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { type } of objects) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

interface Outcome {
  readonly release: {
    readonly id: number;
    readonly domain: string;
    readonly version: string;
    readonly authenticity: Authenticity;
  };
  readonly overlayId: number | null;
  readonly isOverlay?: boolean;
  readonly replaced: boolean;
  readonly objects: CatalogueImportReport["objects"];
  readonly byType: CatalogueImportReport["byType"];
  readonly warnings: WarningList;
}

/** A place for the report of an overlay, which points to it. */
function reserveReport(run: Run, release: StoredRelease): number {
  const outcome = {
    release,
    overlayId: null,
    isOverlay: true,
    replaced: false,
    objects: { read: 0, imported: 0, unchanged: 0, skipped: 0 },
    byType: [],
    warnings: new WarningList(),
  };
  return storeReport(run, outcome).id;
}

function storeReport(run: Run, outcome: Outcome, importId?: number): CatalogueImportReport {
  const { bundle, context } = run;
  const { release, objects, warnings } = outcome;
  const isOverlay = outcome.isOverlay === true;
  const report = {
    kind: "catalogue" as const,
    file: bundle.path,
    sha256: bundle.sha256,
    startedAt: run.startedAt,
    milliseconds: Math.round(performance.now() - run.startedClock),
    domain: domainSchema.parse(release.domain),
    version: release.version,
    // An overlay is nobody's official release, whatever it extends.
    authenticity: isOverlay ? ("inferred" as const) : release.authenticity,
    as: isOverlay ? ("overlay" as const) : ("release" as const),
    replaced: outcome.replaced,
    objects,
    byType: outcome.byType,
    counts: countActive(context.db, release.id, outcome.overlayId),
    warnings: warnings.first,
    warningCount: warnings.count,
  };
  const what = isOverlay ? `Overlay on ${release.domain}` : release.domain;
  const heading = {
    title: `${what} ${release.version}`,
    summary: summarise(report),
    undoable: isOverlay && objects.imported > 0,
  };
  if (importId === undefined) {
    return { ...report, id: addImportReport(context.db, report, heading) };
  }
  setImportReport(context.db, importId, report, heading);
  return { ...report, id: importId };
}

function summarise(report: Omit<CatalogueImportReport, "id">): string {
  const { imported, unchanged, skipped } = report.objects;
  const parts = [
    ...(imported > 0 ? [`${groupDigits(imported)} objects imported`] : []),
    ...(unchanged > 0 ? [`${groupDigits(unchanged)} unchanged`] : []),
    ...(skipped > 0 ? [`${groupDigits(skipped)} skipped`] : []),
    ...(report.warningCount > 0 ? [`${groupDigits(report.warningCount)} warnings`] : []),
  ];
  return parts.join(", ");
}
