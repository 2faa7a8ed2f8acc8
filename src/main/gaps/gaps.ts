import type { AttackId, Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { Gap, GapReason, GapStatus, PriorityBand } from "../../shared/model/coverage.ts";
import type { NeededLogSource } from "../../shared/model/catalogue.ts";
import type { Exposure } from "../assets/exposure.ts";
import type { JudgedTechnique } from "../coverage/coverage.ts";
import type { Fraction } from "../coverage/exact.ts";
import { isCovered } from "../coverage/level.ts";
import type { Naming } from "../coverage/naming.ts";
import { nextActionFor } from "./next-action.ts";
import type { PriorityRules, ReleaseParts } from "./priority.ts";
import { prioritise } from "./priority.ts";
import { reasonOf } from "./reason.ts";

/** A technique of the denominator, with all that its gap is worded from. */
export interface AskedTechnique {
  readonly judged: JudgedTechnique;
  readonly domain: Domain;
  readonly parentName: string | null;
  readonly actors: readonly AttackId[];
  readonly actorUse: Fraction | null;
  readonly status: GapStatus;
  readonly release: ReleaseParts;
  /** Log sources that its analytics name, those that are collected first. */
  readonly needs: readonly NeededLogSource[];
  /** In words, what its rules need that can see nothing. */
  readonly blindNeeds: readonly string[];
  readonly byOtherId: readonly Naming[];
  /** Null where no asset is known. */
  readonly exposure: Exposure | null;
}

/** What of the settings decides about gaps. */
export interface GapRules {
  readonly priority: PriorityRules;
  readonly effortByReason: ReadonlyMap<GapReason, number>;
  readonly logSourceDays: number;
  /** Person-days that were set for a gap's own work, in place of those by reason. */
  readonly ownEffort: (domain: Domain, id: TechniqueId) => number | null;
}

/** Reasons whose gap waits for a log source, paid once for all the gaps that it opens. */
export function waitsForLogSource(reason: GapReason): boolean {
  return reason === "no-telemetry" || reason === "rule-blind";
}

/**
 * The gaps among techniques of a denominator, by priority and then by ATT&CK ID.
 *
 * Bands go by rank among the open gaps; a gap that is not open gets the band of its place.
 */
export function findGaps(techniques: readonly AskedTechnique[], rules: GapRules): Gap[] {
  const gaps = techniques
    .filter(({ judged }) => !isCovered(judged.level))
    .map((asked) => gapOf(asked, rules));
  gaps.sort((a, b) => b.priority - a.priority || compareIds(a, b));
  const open = gaps.filter(({ status }) => status === "open").length;
  let rank = 0;
  return gaps.map((gap) => {
    const band = bandOf(rank, open);
    if (gap.status === "open") rank += 1;
    return { ...gap, band };
  });
}

function compareIds(a: Gap, b: Gap): number {
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.domain < b.domain ? -1 : 1;
}

/** The band of the gap before which `rank` of `open` gaps stand. */
function bandOf(rank: number, open: number): PriorityBand {
  if (rank < Math.ceil(open / 10)) return "critical";
  if (rank < Math.ceil((3 * open) / 10)) return "high";
  if (rank < Math.ceil((6 * open) / 10)) return "medium";
  return "low";
}

function gapOf(asked: AskedTechnique, rules: GapRules): Gap {
  const { judged, domain, parentName, actors, actorUse, status, release, needs, exposure } = asked;
  const { technique, level, tally, part } = judged;
  const reason = reasonOf(judged);
  const { priority, parts } = prioritise(
    { technique, level, actorUse, release, exposure: exposure?.share ?? null },
    rules.priority,
  );
  const work = rules.ownEffort(domain, technique.id) ?? rules.effortByReason.get(reason) ?? 0;
  return {
    id: technique.id,
    name: technique.name,
    parentName,
    domain,
    tactics: [...technique.tactics],
    platforms: [...technique.platforms],
    actors: [...actors],
    level,
    detections: tally.full + tally.counted + part + tally.available + tally.disabled,
    reason,
    status,
    priority,
    band: "low",
    parts,
    exposedAssets: exposure?.assets ?? null,
    effortDays: work + (waitsForLogSource(reason) ? rules.logSourceDays : 0),
    nextAction: nextActionFor({
      judged,
      reason,
      needs,
      blindNeeds: asked.blindNeeds,
      byOtherId: asked.byOtherId,
    }),
  };
}
