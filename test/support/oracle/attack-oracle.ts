/**
 * ATT&CK figures computed apart from the product, straight from the JSON of a bundle.
 *
 * Nothing here comes from src: the rules were written again from the text of the design, with plain
 * loops over the objects and whole numbers instead of floating point. Slow and simple on purpose;
 * where product and oracle disagree, one of the two has misread the design.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

interface RawObject {
  readonly type: string;
  readonly id: string;
  readonly name?: string;
  readonly revoked?: boolean;
  readonly x_mitre_deprecated?: boolean;
  readonly x_mitre_domains?: readonly string[];
  readonly x_mitre_is_subtechnique?: boolean;
  readonly x_mitre_platforms?: readonly string[];
  readonly x_mitre_shortname?: string;
  readonly tactic_refs?: readonly string[];
  readonly kill_chain_phases?: readonly { readonly phase_name: string }[];
  readonly external_references?: readonly {
    readonly source_name: string;
    readonly external_id?: string;
  }[];
  readonly relationship_type?: string;
  readonly source_ref?: string;
  readonly target_ref?: string;
  readonly x_mitre_analytic_refs?: readonly string[];
  readonly x_mitre_data_source_ref?: string;
  readonly x_mitre_data_sources?: readonly string[];
  readonly x_mitre_log_source_references?: readonly {
    readonly name: string;
    readonly channel?: string;
    readonly x_mitre_data_component_ref?: string;
  }[];
}

/** One domain of one bundle. */
export interface OracleRelease {
  readonly domain: string;
  /** Active objects of the domain, relationships apart, by STIX ID. */
  readonly active: ReadonlyMap<string, RawObject>;
  /** Relationships between two active objects, by the ATT&CK ID of the source. */
  readonly outgoing: ReadonlyMap<string, readonly Link[]>;
  /** The same by the ATT&CK ID of the target. */
  readonly incoming: ReadonlyMap<string, readonly Link[]>;
  /** What a revoked ATT&CK ID became, one step. */
  readonly replacements: ReadonlyMap<string, string>;
  /** Tactic short names in the matrix's order. */
  readonly tactics: readonly string[];
}

interface Link {
  readonly type: string;
  readonly from: RawObject;
  readonly to: RawObject;
}

/** By which ways a group's techniques are counted. */
type Way = "direct" | "withCampaigns" | "withSoftware";

type TechniquesByWay = Readonly<Record<Way, ReadonlySet<string>>>;

/** Reads one domain of a bundle, `.json` or `.json.gz`. */
export function readRelease(path: string, domain: string): OracleRelease {
  const bytes = readFileSync(path);
  const json = path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  // The oracle reads only files whose shape is known; a wrong shape shows as wrong counts.
  const { objects } = JSON.parse(json.toString("utf8")) as { objects: RawObject[] };
  const all = new Map(objects.map((object) => [object.id, object]));
  const isActive = (object: RawObject) =>
    object.revoked !== true && object.x_mitre_deprecated !== true;
  const active = new Map<string, RawObject>();
  for (const object of objects) {
    const isOfDomain = object.x_mitre_domains?.includes(domain) ?? false;
    if (object.type !== "relationship" && isActive(object) && isOfDomain) {
      active.set(object.id, object);
    }
  }
  const outgoing = new Map<string, Link[]>();
  const incoming = new Map<string, Link[]>();
  const addTo = (links: Map<string, Link[]>, id: string, link: Link) => {
    const known = links.get(id);
    if (known === undefined) links.set(id, [link]);
    else known.push(link);
  };
  const replacements = new Map<string, string>();
  for (const object of objects) {
    if (object.type !== "relationship" || !isActive(object)) continue;
    const { source_ref = "", target_ref = "", relationship_type: type = "" } = object;
    const from = active.get(source_ref);
    const to = active.get(target_ref);
    if (from !== undefined && to !== undefined) {
      addTo(outgoing, attackId(from), { type, from, to });
      addTo(incoming, attackId(to), { type, from, to });
    }
    if (type === "revoked-by") {
      const [old, successor] = [all.get(source_ref), all.get(target_ref)];
      if (old !== undefined && successor !== undefined) {
        replacements.set(attackId(old), attackId(successor));
      }
    }
  }
  const tactics: string[] = [];
  for (const matrix of active.values()) {
    if (matrix.type !== "x-mitre-matrix") continue;
    for (const reference of matrix.tactic_refs ?? []) {
      const shortname = active.get(reference)?.x_mitre_shortname;
      if (shortname !== undefined) tactics.push(shortname);
    }
  }
  return { domain, active, outgoing, incoming, replacements, tactics };
}

/** The ATT&CK ID of an object, "" if it has none. */
function attackId(object: RawObject): string {
  for (const reference of object.external_references ?? []) {
    if (!/^mitre-(mobile-|ics-)?attack$/.test(reference.source_name)) continue;
    if (reference.external_id !== undefined) return reference.external_id;
  }
  return "";
}

interface OracleCounts {
  readonly tactics: number;
  readonly techniques: number;
  readonly subtechniques: number;
  readonly groups: number;
  readonly software: number;
  readonly campaigns: number;
  readonly mitigations: number;
  readonly dataSources: number;
  readonly dataComponents: number;
  readonly detectionStrategies: number;
  readonly analytics: number;
}

/** How many objects of each kind are neither revoked nor deprecated. */
export function countCatalogue(release: OracleRelease): OracleCounts {
  const count = (...types: string[]) =>
    [...release.active.values()].filter(({ type }) => types.includes(type)).length;
  const subtechniques = [...release.active.values()].filter(
    (object) => object.type === "attack-pattern" && object.x_mitre_is_subtechnique === true,
  ).length;
  return {
    tactics: count("x-mitre-tactic"),
    techniques: count("attack-pattern") - subtechniques,
    subtechniques,
    groups: count("intrusion-set"),
    software: count("malware", "tool"),
    campaigns: count("campaign"),
    mitigations: count("course-of-action"),
    dataSources: count("x-mitre-data-source"),
    dataComponents: count("x-mitre-data-component"),
    detectionStrategies: count("x-mitre-detection-strategy"),
    analytics: count("x-mitre-analytic"),
  };
}

/** ATT&CK IDs of the active groups, sorted. */
export function listGroups(release: OracleRelease): string[] {
  return [...release.active.values()]
    .filter(({ type }) => type === "intrusion-set")
    .map(attackId)
    .sort();
}

/** ATT&CK IDs of the active techniques and sub-techniques. */
export function listTechniques(release: OracleRelease): Set<string> {
  const techniques = [...release.active.values()].filter(({ type }) => type === "attack-pattern");
  return new Set(techniques.map(attackId));
}

/** The techniques that a group or campaign uses, by every way. */
export function techniquesOf(release: OracleRelease, actorId: string): TechniquesByWay {
  const used = (id: string) =>
    (release.outgoing.get(id) ?? []).filter(({ type }) => type === "uses").map(({ to }) => to);
  const usedTechniques = (id: string) =>
    used(id)
      .filter(({ type }) => type === "attack-pattern")
      .map(attackId);
  const campaigns = (release.incoming.get(actorId) ?? [])
    .filter(({ type }) => type === "attributed-to")
    .map(({ from }) => attackId(from));
  const software = used(actorId)
    .filter(({ type }) => type === "malware" || type === "tool")
    .map(attackId);
  const direct = new Set(usedTechniques(actorId));
  const withCampaigns = new Set([...direct, ...campaigns.flatMap(usedTechniques)]);
  const withSoftware = new Set([...withCampaigns, ...software.flatMap(usedTechniques)]);
  return { direct, withCampaigns, withSoftware };
}

interface OracleComparison {
  readonly union: readonly string[];
  readonly common: readonly string[];
  readonly unique: ReadonlyMap<string, readonly string[]>;
  readonly pairs: readonly { a: string; b: string; shared: number; jaccard: number }[];
}

/** What actors have in common, what only one of them uses, and their overlap two by two. */
export function compareActors(
  release: OracleRelease,
  actorIds: readonly string[],
  way: Way,
): OracleComparison {
  const profiles = new Map(actorIds.map((id) => [id, techniquesOf(release, id)[way]]));
  const users = new Map<string, string[]>();
  for (const [actorId, techniques] of profiles) {
    for (const technique of techniques) {
      users.set(technique, [...(users.get(technique) ?? []), actorId]);
    }
  }
  const union = [...users.keys()].sort();
  const usedBy = (technique: string) => users.get(technique) ?? [];
  const pairs = [];
  for (const [index, a] of actorIds.entries()) {
    for (const b of actorIds.slice(index + 1)) {
      const shared = union.filter((id) => usedBy(id).includes(a) && usedBy(id).includes(b)).length;
      const either = union.filter((id) => usedBy(id).includes(a) || usedBy(id).includes(b)).length;
      pairs.push({ a, b, shared, jaccard: either === 0 ? 0 : shared / either });
    }
  }
  return {
    union,
    common: union.filter((id) => usedBy(id).length === actorIds.length),
    unique: new Map(
      actorIds.map((id) => [id, union.filter((technique) => usedBy(technique).join() === id)]),
    ),
    pairs,
  };
}

/** A detection as far as coverage depends on it. */
export interface OracleDetection {
  /** IDs of techniques known to the release. */
  readonly techniques: readonly string[];
  /** IDs of another release, revoked or newer; nothing counts by them. */
  readonly otherIds: readonly string[];
  readonly state: "enabled" | "disabled" | "available";
  /** Whether the state was said by the import and not by the file. */
  readonly isStateAssumed: boolean;
  readonly isExperimental: boolean;
  readonly severity?: "informational" | "low" | "medium" | "high" | "critical";
  /** Its own platforms; absent: any. */
  readonly platforms?: readonly string[];
  /** Data components one of which it needs; absent: nobody can tell. */
  readonly runsOn?: readonly string[];
}

/** A log source of the environment that is collected. */
export interface OracleLogSource {
  readonly name?: string;
  readonly channel?: string;
  readonly component?: string;
  /** Absent: any. */
  readonly platform?: string;
}

type OracleLevel = "none" | "telemetry" | "available" | "partial" | "detected" | "several";

type OracleReason =
  | "rule-blind"
  | "not-alerting"
  | "experimental-only"
  | "parent-only"
  | "sub-only"
  | "rule-disabled"
  | "available-not-deployed"
  | "other-release-id"
  | "no-rule"
  | "no-telemetry";

/** An asset, or so many alike. */
export interface OracleAsset {
  /** Absent: nobody knows, so that it tells nothing about any technique. */
  readonly platform?: string;
  /** Absent: medium. */
  readonly criticality?: "low" | "medium" | "high" | "critical";
  readonly environment?: string;
  readonly segment?: string;
  /** Default 1. */
  readonly count?: number;
}

const criticalityRank = { low: 1, medium: 2, high: 3, critical: 4 } as const;

interface OracleQuestion {
  readonly actors: readonly { readonly id: string; readonly weight: number }[];
  readonly way: Way;
  readonly detections: readonly OracleDetection[];
  /** Platforms in scope; absent: all. */
  readonly platforms?: readonly string[];
  /** How many detections in full make `several`; default 2. */
  readonly threshold?: number;
  /** The least severity that alerts; default low. */
  readonly severityFloor?: "informational" | "low" | "medium" | "high" | "critical";
  /** What there is to lose, wherever it stands; absent: nobody knows. */
  readonly assets?: readonly OracleAsset[];
  /** Environments and segments whose assets are asked about; absent: all. */
  readonly environments?: readonly string[];
  readonly segments?: readonly string[];
  /** For an ID of a newer release, the IDs of this one that it may stand for. */
  readonly predecessors?: ReadonlyMap<string, readonly string[]>;
  /** What is collected; absent: nobody has said. */
  readonly telemetry?: readonly OracleLogSource[];
}

interface OracleTechnique {
  readonly id: string;
  readonly tactics: readonly string[];
  readonly actors: readonly string[];
  readonly level: OracleLevel;
  readonly detections: number;
  readonly partialDetections: number;
  readonly availableDetections: number;
  readonly isBeforeCompromise: boolean;
}

interface OracleGap {
  readonly id: string;
  readonly level: OracleLevel;
  readonly reason: OracleReason;
  /** One decimal, as text: "73.4". */
  readonly priority: string;
  /** Criticality-weighted share of the assets on its platforms; null where nobody knows. */
  readonly exposure: { readonly of: number; readonly worth: number } | null;
  /** Assets on its platforms and in scope. */
  readonly assetsOn: number;
  readonly band: "critical" | "high" | "medium" | "low";
  readonly effortDays: number;
}

interface OracleAnswer {
  /** The denominator and, apart, what comes before compromise; sorted by ID. */
  readonly techniques: readonly OracleTechnique[];
  readonly total: number;
  readonly covered: number;
  readonly levels: Readonly<Record<OracleLevel, number>>;
  readonly beforeCompromise: { readonly techniques: number; readonly covered: number };
  readonly parents: { readonly techniques: number; readonly covered: number };
  readonly potential: number;
  /** Σ actor use of covered ÷ Σ actor use, 0 to 1. */
  readonly weighted: number;
  readonly perActor: ReadonlyMap<string, { techniques: number; inScope: number; covered: number }>;
  readonly perTactic: ReadonlyMap<string, { techniques: number; covered: number }>;
  /** By priority, then by ID. */
  readonly gaps: readonly OracleGap[];
}

const severities = ["informational", "low", "medium", "high", "critical"] as const;
const chokePoints = ["T1003", "T1021", "T1059"];
const enterpriseRanks = new Map([
  ["initial-access", 1],
  ["execution", 2],
  ["persistence", 3],
  ["privilege-escalation", 4],
  ["defense-evasion", 5],
  ["stealth", 5],
  ["defense-impairment", 5],
  ["credential-access", 6],
  ["discovery", 7],
  ["lateral-movement", 8],
  ["collection", 9],
  ["exfiltration", 10],
  ["command-and-control", 11],
  ["impact", 12],
]);
const effortByReason: Readonly<Record<OracleReason, number>> = {
  "rule-blind": 2 + 8,
  "not-alerting": 1,
  "experimental-only": 1,
  "parent-only": 2,
  "sub-only": 2,
  "rule-disabled": 0.5,
  "available-not-deployed": 0.5,
  "other-release-id": 0,
  "no-rule": 2,
  "no-telemetry": 2 + 8,
};

const isCovered = (level: OracleLevel) => level === "detected" || level === "several";
const parentId = (id: string) => id.split(".")[0] ?? id;

interface OracleNeed {
  readonly names: readonly string[];
  readonly channel: string | undefined;
  readonly components: readonly string[];
  readonly platforms: readonly string[];
}

/** What a technique needs collected: its analytics' log sources; before 18, its data components. */
function needsOf(release: OracleRelease, technique: RawObject): OracleNeed[] {
  const needs: OracleNeed[] = [];
  for (const { type, from } of release.incoming.get(attackId(technique)) ?? []) {
    if (type !== "detects") continue;
    if (from.type === "x-mitre-data-component") {
      const source = release.active.get(from.x_mitre_data_source_ref ?? "")?.name;
      const name = from.name ?? "";
      const written = source === undefined ? [name] : [name, source, `${source}: ${name}`];
      needs.push({ names: [], channel: undefined, components: written, platforms: [] });
    }
    for (const reference of from.x_mitre_analytic_refs ?? []) {
      const analytic = release.active.get(reference);
      for (const log of analytic?.x_mitre_log_source_references ?? []) {
        const component = release.active.get(log.x_mitre_data_component_ref ?? "")?.name;
        needs.push({
          names: [log.name],
          channel: log.channel === "None" ? undefined : log.channel,
          components: component === undefined ? [] : [component],
          platforms: analytic?.x_mitre_platforms ?? [],
        });
      }
    }
  }
  return needs;
}

/** Event codes and words of a channel, one by one. */
const wordsOf = (channel: string) =>
  channel
    .toLowerCase()
    .split(",")
    .map((word) => word.trim().replace("eventcode=", ""));

/** Answers an assessment of one domain without emulation. */
export function assess(release: OracleRelease, question: OracleQuestion): OracleAnswer {
  const { actors, way, detections, platforms, threshold = 2, severityFloor = "low" } = question;
  const { telemetry } = question;
  const techniques = new Map<string, RawObject>();
  for (const object of release.active.values()) {
    if (object.type === "attack-pattern") techniques.set(attackId(object), object);
  }
  const subtechniquesOf = new Map<string, string[]>();
  const parentOf = new Map<string, string>();
  for (const [child, links] of release.outgoing) {
    for (const { type, to } of links) {
      if (type !== "subtechnique-of") continue;
      const parent = attackId(to);
      parentOf.set(child, parent);
      subtechniquesOf.set(parent, [...(subtechniquesOf.get(parent) ?? []), child]);
    }
  }
  const detectionsNaming = new Map<string, OracleDetection[]>();
  for (const detection of detections) {
    for (const id of new Set(detection.techniques)) {
      const named = detectionsNaming.get(id);
      if (named === undefined) detectionsNaming.set(id, [detection]);
      else named.push(detection);
    }
  }

  const platformsOf = (id: string) => techniques.get(id)?.x_mitre_platforms ?? [];
  const isBeforeCompromise = (id: string) => platformsOf(id).join() === "PRE";
  const isInScope = (id: string) =>
    platforms === undefined ||
    // "None" is no platform: what runs on none cannot be on a wrong one.
    platformsOf(id).join() === "None" ||
    platformsOf(id).some((platform) => platforms.includes(platform));

  const isOnPlatform = (own: string | undefined, asked: readonly string[]) => {
    if (own === undefined) return true;
    const isAsked = asked.length === 0 || asked.includes(own);
    return isAsked && (platforms === undefined || platforms.includes(own));
  };
  /** Whether a log source that a technique needs is collected. */
  const isCollected = (id: string): boolean => {
    const technique = techniques.get(id);
    if (technique === undefined || telemetry === undefined) return false;
    return needsOf(release, technique).some((need) =>
      telemetry.some((log) => {
        const { name, channel, component, platform } = log;
        if (name !== undefined && need.names.includes(name) && isOnPlatform(platform, [])) {
          if (channel === undefined || need.channel === undefined) return true;
          const wanted = wordsOf(need.channel);
          if (wordsOf(channel).some((word) => wanted.includes(word))) return true;
        }
        const asked = need.platforms.length > 0 ? need.platforms : platformsOf(id);
        // ICS names no platform: it writes "None".
        const real = asked.filter((one) => one !== "None");
        return (
          component !== undefined &&
          // Inventories from before 18 may state "Data source: Data component".
          need.components.some(
            (one) => one === component || `${component}\n`.endsWith(`: ${one}\n`),
          ) &&
          isOnPlatform(platform, real)
        );
      }),
    );
  };
  /** Whether what a detection runs on is told and not collected. */
  const isBlind = ({ runsOn, platforms: own = [] }: OracleDetection): boolean =>
    telemetry !== undefined &&
    runsOn !== undefined &&
    !telemetry.some(
      ({ component, platform }) =>
        component !== undefined && runsOn.includes(component) && isOnPlatform(platform, own),
    );

  /** The detections of a technique that count, by how they count. */
  const detectionsOf = (id: string, areAvailableEnabled: boolean) => {
    const found = {
      ...{ full: 0, blind: 0, notAlerting: 0, experimental: 0, available: 0, disabled: 0 },
    };
    for (const detection of detectionsNaming.get(id) ?? []) {
      const { platforms: own, severity } = detection;
      if (platforms !== undefined && own !== undefined) {
        const fits = (platform: string) =>
          platforms.includes(platform) &&
          (platformsOf(id).includes(platform) || platformsOf(id).join() === "None");
        if (!own.some(fits)) continue;
      }
      const isBelowFloor =
        severity !== undefined && severities.indexOf(severity) < severities.indexOf(severityFloor);
      const isEnabled =
        detection.state === "enabled" || (areAvailableEnabled && detection.state === "available");
      if (detection.state === "disabled") found.disabled += 1;
      else if (!isEnabled) found.available += 1;
      else if (isBlind(detection)) found.blind += 1;
      else if (isBelowFloor) found.notAlerting += 1;
      else if (detection.isExperimental && detection.isStateAssumed) found.experimental += 1;
      else found.full += 1;
    }
    return found;
  };
  const judge = (id: string, areAvailableEnabled: boolean) => {
    const own = detectionsOf(id, areAvailableEnabled);
    const partial = own.blind + own.notAlerting + own.experimental;
    const parent = parentOf.get(id);
    const ofParent = parent === undefined ? undefined : detectionsOf(parent, areAvailableEnabled);
    const hasParent =
      ofParent !== undefined &&
      ofParent.full + ofParent.blind + ofParent.notAlerting + ofParent.experimental > 0;
    const hasSub = (subtechniquesOf.get(id) ?? []).some(
      (child) => detectionsOf(child, areAvailableEnabled).full > 0,
    );
    let level: OracleLevel = "none";
    if (own.full >= threshold && own.full > 0) level = "several";
    else if (own.full > 0) level = "detected";
    else if (partial > 0 || hasParent || hasSub) level = "partial";
    else if (own.available > 0) level = "available";
    else if (isCollected(id)) level = "telemetry";
    return { level, own, partial, hasParent, hasSub };
  };

  const profiles = actors.map(({ id, weight }) => ({
    id,
    weight,
    techniques: techniquesOf(release, id)[way],
  }));
  const union = new Set<string>();
  for (const profile of profiles) for (const id of profile.techniques) union.add(id);
  const usersOf = (id: string) => profiles.filter((profile) => profile.techniques.has(id));
  const sorted = [...union].sort();
  const before = sorted.filter(isBeforeCompromise);
  const denominator = sorted.filter((id) => !isBeforeCompromise(id) && isInScope(id));

  const judged = new Map(sorted.map((id) => [id, judge(id, false)]));
  const levelOf = (id: string) => judged.get(id)?.level ?? "none";
  const coveredAmong = (ids: readonly string[]) =>
    ids.filter((id) => isCovered(levelOf(id))).length;
  const levels = { none: 0, telemetry: 0, available: 0, partial: 0, detected: 0, several: 0 };
  for (const id of denominator) levels[levelOf(id)] += 1;

  const usedParents = new Map<string, string[]>();
  for (const id of denominator) {
    const parent = parentOf.get(id) ?? id;
    usedParents.set(parent, [...(usedParents.get(parent) ?? []), id]);
  }
  let coveredParents = 0;
  for (const [parent, used] of usedParents) {
    const deciding = used.includes(parent) ? [parent] : used;
    if (deciding.every((id) => isCovered(levelOf(id)))) coveredParents += 1;
  }

  const useOf = (id: string) =>
    usersOf(id).reduce((sum, profile) => sum + profile.weight, 0) /
    profiles.reduce((sum, profile) => sum + profile.weight, 0);
  const totalUse = denominator.reduce((sum, id) => sum + useOf(id), 0);
  const coveredUse = denominator
    .filter((id) => isCovered(levelOf(id)))
    .reduce((sum, id) => sum + useOf(id), 0);

  const tacticsOf = (id: string) => {
    const own = techniques.get(id)?.kill_chain_phases?.map((phase) => phase.phase_name) ?? [];
    return release.tactics.filter((tactic) => own.includes(tactic));
  };
  const perTactic = new Map<string, { techniques: number; covered: number }>();
  for (const tactic of release.tactics) {
    const ofTactic = denominator.filter((id) => tacticsOf(id).includes(tactic));
    if (ofTactic.length > 0) {
      perTactic.set(tactic, { techniques: ofTactic.length, covered: coveredAmong(ofTactic) });
    }
  }

  return {
    techniques: [...denominator, ...before].sort().map((id) => ({
      id,
      tactics: tacticsOf(id),
      actors: usersOf(id).map((profile) => profile.id),
      level: levelOf(id),
      detections: judged.get(id)?.own.full ?? 0,
      partialDetections: judged.get(id)?.partial ?? 0,
      availableDetections: judged.get(id)?.own.available ?? 0,
      isBeforeCompromise: isBeforeCompromise(id),
    })),
    total: denominator.length,
    covered: coveredAmong(denominator),
    levels,
    beforeCompromise: { techniques: before.length, covered: coveredAmong(before) },
    parents: { techniques: usedParents.size, covered: coveredParents },
    potential: denominator.filter((id) => isCovered(judge(id, true).level)).length,
    weighted: totalUse === 0 ? 0 : coveredUse / totalUse,
    perActor: new Map(
      profiles.map((profile) => {
        const inScope = denominator.filter((id) => profile.techniques.has(id));
        return [
          profile.id,
          {
            techniques: profile.techniques.size,
            inScope: inScope.length,
            covered: coveredAmong(inScope),
          },
        ];
      }),
    ),
    perTactic,
    gaps: rankGaps(),
  };

  function rankGaps(): OracleGap[] {
    const gapIds = denominator.filter((id) => !isCovered(levelOf(id)));
    const prevalence = prevalenceOfTechniques(release, way);
    const gaps = gapIds.map((id) => ({
      id,
      level: levelOf(id),
      reason: reasonOf(id),
      tenths: priorityInTenths(id, prevalence),
    }));
    gaps.sort((a, b) => b.tenths - a.tenths || (a.id < b.id ? -1 : 1));
    return gaps.map(({ id, level, reason, tenths }, index) => {
      const isAmongFirst = (tenthsOfAll: number) =>
        index < Math.ceil((gaps.length * tenthsOfAll) / 10);
      const band = isAmongFirst(1)
        ? "critical"
        : isAmongFirst(3)
          ? "high"
          : isAmongFirst(6)
            ? "medium"
            : "low";
      const priority = `${Math.floor(tenths / 10).toFixed(0)}.${(tenths % 10).toFixed(0)}`;
      const part = exposurePart(id);
      const exposure = part === null ? null : { of: Number(part.n), worth: Number(part.d) };
      const assetsOn = assetsInScope()
        .filter(({ platform = "" }) => platformsOf(id).includes(platform))
        .reduce((sum, { count = 1 }) => sum + count, 0);
      const effortDays = effortByReason[reason];
      return { id, level, reason, priority, exposure, assetsOn, band, effortDays };
    });
  }

  function reasonOf(id: string): OracleReason {
    const { own, hasParent, hasSub } = judged.get(id) ?? judge(id, false);
    if (own.blind > 0) return "rule-blind";
    if (own.notAlerting > 0) return "not-alerting";
    if (own.experimental > 0) return "experimental-only";
    if (hasParent) return "parent-only";
    if (hasSub) return "sub-only";
    if (own.disabled > 0) return "rule-disabled";
    if (own.available > 0) return "available-not-deployed";
    const isNamedByOtherId = detections.some((detection) =>
      detection.otherIds.some(
        (other) =>
          replacementOf(release, other) === id ||
          (question.predecessors?.get(other) ?? []).includes(id),
      ),
    );
    if (isNamedByOtherId) return "other-release-id";
    const technique = techniques.get(id);
    const hasNeeds = technique !== undefined && needsOf(release, technique).length > 0;
    return telemetry !== undefined && hasNeeds && !isCollected(id) ? "no-telemetry" : "no-rule";
  }

  function priorityInTenths(id: string, prevalence: ReadonlyMap<string, Fraction>): number {
    const weights = profiles.map((profile) => fractionOf(profile.weight));
    const used = usersOf(id).map((profile) => fractionOf(profile.weight));
    const actorUse = divide(used.reduce(add, zero), weights.reduce(add, zero));
    const chokePoint = chokePoints.includes(parentId(id)) ? one : zero;
    const tactic = tacticsOf(id).map(tacticPart).reduce(greatest, zero);
    const exposure = exposurePart(id);
    const sum = [
      times(exposure ?? zero, 10),
      times(actorUse, 35),
      times(chokePoint, 15),
      times(prevalence.get(id) ?? zero, 15),
      times(tactic, 15),
    ].reduce(add, zero);
    // 100 for a hundred, 10 for the decimal; 80 is the weight of the four parts that always have
    // data, and assets add 10.
    const scaled = divide(times(sum, 1000), { n: exposure === null ? 80n : 90n, d: 1n });
    return Number((2n * scaled.n + scaled.d) / (2n * scaled.d));
  }

  /** Of what the assets are worth together, the part that stands on the technique's platforms. */
  function exposurePart(id: string): Fraction | null {
    const own = techniques.get(id)?.x_mitre_platforms ?? [];
    let worth = 0;
    let struck = 0;
    for (const { platform = "", criticality = "medium", count = 1 } of assetsInScope()) {
      worth += count * criticalityRank[criticality];
      if (own.includes(platform)) struck += count * criticalityRank[criticality];
    }
    return worth === 0 ? null : { n: BigInt(struck), d: BigInt(worth) };
  }

  /** Assets of the asked environments, segments and platforms. */
  function assetsInScope(): OracleAsset[] {
    const isAsked = (asked: readonly string[] | undefined, own: string | undefined) =>
      asked === undefined || (own !== undefined && asked.includes(own));
    return (question.assets ?? []).filter(
      ({ platform, environment, segment }) =>
        platform !== undefined &&
        isAsked(question.platforms, platform) &&
        isAsked(question.environments, environment) &&
        isAsked(question.segments, segment),
    );
  }

  function tacticPart(shortname: string): Fraction {
    if (release.domain === "enterprise-attack") {
      if (shortname === "reconnaissance" || shortname === "resource-development") return zero;
      const rank = enterpriseRanks.get(shortname);
      return rank === undefined ? { n: 1n, d: 2n } : { n: BigInt(13 - rank), d: 12n };
    }
    const count = release.tactics.length;
    return { n: BigInt(count - release.tactics.indexOf(shortname)), d: BigInt(count) };
  }
}

/** What an ID became at the end of its chain, undefined if it was not revoked. */
export function replacementOf(release: OracleRelease, id: string): string | undefined {
  let current = release.replacements.get(id);
  for (const seen = new Set<string>(); current !== undefined && !seen.has(current);) {
    seen.add(current);
    const next = release.replacements.get(current);
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

/** For each technique used by a group, the share of such techniques used by no more groups. */
function prevalenceOfTechniques(release: OracleRelease, way: Way): Map<string, Fraction> {
  const groups = new Map<string, number>();
  for (const group of listGroups(release)) {
    for (const id of techniquesOf(release, group)[way]) groups.set(id, (groups.get(id) ?? 0) + 1);
  }
  const counts = [...groups.values()];
  return new Map(
    [...groups].map(([id, count]) => [
      id,
      { n: BigInt(counts.filter((other) => other <= count).length), d: BigInt(counts.length) },
    ]),
  );
}

/** An exact number: rounding half up must not depend on floating point. */
interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

const zero: Fraction = { n: 0n, d: 1n };
const one: Fraction = { n: 1n, d: 1n };

function fractionOf(decimal: number): Fraction {
  const [whole = "0", decimals = ""] = decimal.toString().split(".");
  return { n: BigInt(whole + decimals), d: 10n ** BigInt(decimals.length) };
}

function add(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

function times(a: Fraction, factor: number): Fraction {
  return { n: a.n * BigInt(factor), d: a.d };
}

function divide(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d, d: a.d * b.n };
}

function greatest(a: Fraction, b: Fraction): Fraction {
  return a.n * b.d >= b.n * a.d ? a : b;
}

/** What a later release did to technique IDs. */
interface OracleLaterRelease {
  /** IDs that the later release added. */
  readonly newIds: ReadonlySet<string>;
  /** Later ID to the earlier IDs that became it. */
  readonly predecessors: ReadonlyMap<string, readonly string[]>;
}

/** Reads the table of what became of 18.1's techniques in 19. */
export function readLaterRelease(path: string): OracleLaterRelease {
  // The table is the project's own test data; its shape is known.
  const table = JSON.parse(readFileSync(path, "utf8")) as {
    revoked_by_v19: Record<string, { to: string }>;
    new_in_v19: Record<string, string>;
  };
  const predecessors = new Map<string, string[]>();
  for (const [from, { to }] of Object.entries(table.revoked_by_v19)) {
    predecessors.set(to, [...(predecessors.get(to) ?? []), from]);
  }
  return { newIds: new Set(Object.keys(table.new_in_v19)), predecessors };
}
