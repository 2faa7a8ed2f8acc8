import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import { attackId, techniqueId as techniqueIdSchema } from "../../shared/model/attack-id.ts";
import type { OwnTechnique } from "../../shared/model/actor.ts";
import type {
  AssessmentSettings,
  Scope,
  TechniqueDecision,
} from "../../shared/model/assessment.ts";
import type {
  RebaseChange,
  RebaseChoice,
  RebaseDoubt,
  RebaseOutcome,
  RebasedKind,
} from "../../shared/model/rebase.ts";
import { Problem } from "../../shared/problem.ts";
import { findKnownActor } from "../actors/profile.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { offerFor } from "../detections/offers.ts";
import type { ReleaseChange } from "../detections/release-change.ts";
import type { StoredPlan } from "../plan/stored-plan.ts";
import type { AskedActor } from "./question.ts";

/** A chosen actor with the analyst's word on it, the assessment's apart from the workspace's. */
export interface CopiedActor extends Omit<AskedActor, "own"> {
  /** Of an own actor: the techniques that it is made of. */
  readonly made: readonly OwnTechnique[];
  /** What the assessment says besides. */
  readonly words: readonly OwnTechnique[];
}

/** What an assessment consists of, as a copy takes it. */
export interface AssessmentParts {
  readonly scope: Scope;
  readonly settings: AssessmentSettings;
  readonly actors: readonly CopiedActor[];
  readonly decisions: readonly TechniqueDecision[];
  readonly plan: StoredPlan;
}

/** An actor of a release that counts no more. */
export interface RetiredActor {
  readonly id: string;
  readonly name: string;
  readonly status: "revoked" | "deprecated";
  /** The active actor that it became; null where none is named. */
  readonly replacedBy: { readonly id: string; readonly name: string } | null;
}

/** A release that takes the place of another one of its domain. */
export interface RebaseTarget {
  readonly from: Knowledge | undefined;
  readonly to: Knowledge;
  readonly retiredActors: ReadonlyMap<string, RetiredActor>;
}

/** An assessment on other releases, and how it came there. */
export interface RebasedAssessment {
  readonly parts: AssessmentParts;
  readonly outcome: RebaseOutcome;
}

/**
 * An assessment on other releases.
 *
 * Certain changes are made: what exactly one ID, tactic or actor became. What is in doubt stays as it
 * is, counts for nothing there, and is listed until a choice settles it. Throws `bad-input` for a
 * choice that is none.
 */
export function rebaseAssessment(
  parts: AssessmentParts,
  targets: readonly RebaseTarget[],
  change: ReleaseChange,
  choices: readonly RebaseChoice[],
): RebasedAssessment {
  const mover = new Mover(targets, change, choices);
  const settings = moveSettings(parts, mover);
  const actors = moveActors(parts.actors, mover);
  const decisions = moveKeyed(parts.decisions, mover, (decision) => [
    `a decision: ${decisionWords(decision)}`,
  ]);
  const marks = moveKeyed(parts.plan.marks, mover, () => ["what the plan fixes about it"]);
  const { baseline } = parts.plan;
  const moved: AssessmentParts = {
    scope: moveScope(parts.scope, mover),
    settings,
    actors,
    decisions,
    plan: {
      ...parts.plan,
      marks,
      baseline:
        baseline === null
          ? null
          : {
              ...baseline,
              items: moveKeyed(baseline.items, mover, () => ["what was agreed on"]),
            },
    },
  };
  mover.refuseIdleChoices();
  return {
    parts: moved,
    outcome: {
      changes: mover.changes(),
      doubts: mover.doubts(),
      notes: describeLostLogSources(parts.plan, targets),
    },
  };
}

function decisionWords({ status, takenIn }: TechniqueDecision): string {
  if (status === "open") return takenIn ? "taken in" : "open";
  return status === "not-applicable" ? "not applicable" : status;
}

interface Candidate {
  readonly id: string;
  readonly name: string;
}

/** What a name may become. */
interface Lead {
  readonly fromName: string | null;
  readonly kind: "certain" | "doubt";
  readonly reason: string;
  readonly candidates: readonly Candidate[];
  readonly preselected: string | null;
}

interface Met {
  readonly kind: RebasedKind;
  readonly domain: Domain;
  readonly from: string;
  readonly lead: Lead;
  readonly affects: Set<string>;
  readonly notes: Set<string>;
}

/** Moves names to other releases, and remembers what it met. */
class Mover {
  readonly #targets: ReadonlyMap<Domain, RebaseTarget>;
  readonly #change: ReleaseChange;
  readonly #choices: ReadonlyMap<string, RebaseChoice>;
  readonly #met = new Map<string, Met>();

  constructor(
    targets: readonly RebaseTarget[],
    change: ReleaseChange,
    choices: readonly RebaseChoice[],
  ) {
    this.#targets = new Map(targets.map((target) => [target.to.domain, target]));
    this.#change = change;
    this.#choices = new Map(choices.map((choice) => [keyOf(choice), choice]));
  }

  get targets(): readonly RebaseTarget[] {
    return [...this.#targets.values()];
  }

  target(domain: Domain): RebaseTarget | undefined {
    return this.#targets.get(domain);
  }

  /** What a technique ID becomes: itself where the release has it, or nobody said otherwise. */
  technique(domain: Domain, id: TechniqueId, affects: readonly string[]): readonly TechniqueId[] {
    const target = this.#targets.get(domain);
    if (target === undefined || target.to.techniques.has(id)) return [id];
    return this.#move("technique", domain, id, affects, () =>
      this.#leadOfTechnique(id, target),
    ).map((each) => techniqueIdSchema.parse(each));
  }

  tactic(domain: Domain, shortname: string, affects: readonly string[]): readonly string[] {
    const target = this.#targets.get(domain);
    if (target === undefined) return [shortname];
    return this.#move("tactic", domain, shortname, affects, () =>
      leadOfTactic(shortname, target, this.#change),
    );
  }

  platform(domain: Domain, name: string, affects: readonly string[]): readonly string[] {
    const target = this.#targets.get(domain);
    if (target === undefined) return [name];
    return this.#move("platform", domain, name, affects, () => leadOfPlatform(name, target));
  }

  actor(domain: Domain, id: string, affects: readonly string[]): readonly string[] {
    const target = this.#targets.get(domain);
    if (target === undefined) return [id];
    return this.#move("actor", domain, id, affects, () => leadOfActor(id, target));
  }

  /** Remembers something that came of a move. */
  note(kind: RebasedKind, domain: Domain, from: string, sentence: string): void {
    this.#met.get(keyOf({ kind, domain, from }))?.notes.add(sentence);
  }

  /** Remembers a change that is no move: an actor of another name. */
  rename(domain: Domain, id: string, fromName: string, name: string): void {
    this.#met.set(keyOf({ kind: "actor", domain, from: id }), {
      kind: "actor",
      domain,
      from: id,
      lead: {
        fromName,
        kind: "certain",
        reason: "",
        candidates: [{ id, name }],
        preselected: id,
      },
      affects: new Set(["its name"]),
      notes: new Set(),
    });
  }

  #move(
    kind: RebasedKind,
    domain: Domain,
    from: string,
    affects: readonly string[],
    lead: () => Lead,
  ): readonly string[] {
    const key = keyOf({ kind, domain, from });
    const met = this.#met.get(key) ?? {
      kind,
      domain,
      from,
      lead: lead(),
      affects: new Set(),
      notes: new Set(),
    };
    this.#met.set(key, met);
    for (const one of affects) met.affects.add(one);
    return this.#goalsOf(met) ?? [from];
  }

  /** Where a name goes; null while that is in doubt. */
  #goalsOf({ lead, ...met }: Met): readonly string[] | null {
    const choice = this.#choices.get(keyOf(met));
    if (choice !== undefined) {
      const offered = new Map(lead.candidates.map(({ id }) => [id, id]));
      const stranger = choice.to.find((id) => !offered.has(id) && !this.#isThere(met, id));
      if (stranger !== undefined) {
        throw new Problem(
          "bad-input",
          `${met.from} cannot become ${stranger}: ${releaseOf(met.domain, this.#targets)} has no such ${met.kind}.`,
          { candidates: lead.candidates.map(({ id, name }) => `${id} ${name}`.trim()) },
        );
      }
      return choice.to;
    }
    return lead.kind === "certain" && lead.preselected !== null ? [lead.preselected] : null;
  }

  /** Whether a release has something of that name. */
  #isThere({ kind, domain }: Pick<Met, "domain" | "kind">, id: string): boolean {
    const to = this.#targets.get(domain)?.to;
    if (to === undefined) return false;
    switch (kind) {
      case "technique":
        return to.techniques.has(techniqueIdSchema.parse(id));
      case "tactic":
        return to.tactics.some(({ shortname }) => shortname === id);
      case "platform":
        return platformsOf(to).has(id);
      case "actor":
        return findKnownActor(to, attackId.parse(id)) !== undefined;
    }
  }

  #nameOf({ kind, domain }: Pick<Met, "domain" | "kind">, id: string): string {
    const to = this.#targets.get(domain)?.to;
    switch (kind) {
      case "technique":
        return to?.techniques.get(techniqueIdSchema.parse(id))?.name ?? id;
      case "tactic":
        return to?.tactics.find(({ shortname }) => shortname === id)?.name ?? id;
      case "platform":
        return id;
      case "actor":
        return (to === undefined ? undefined : findKnownActor(to, attackId.parse(id)))?.name ?? id;
    }
  }

  #leadOfTechnique(id: TechniqueId, { from, to }: RebaseTarget): Lead {
    const offer = offerFor(id, to, this.#change);
    const fromName = from?.techniques.get(id)?.name ?? offer?.writtenName ?? null;
    const isCertain = offer?.kind === "certain";
    return {
      fromName,
      kind: isCertain ? "certain" : "doubt",
      reason:
        offer === null || offer.candidates.length === 0
          ? `${titleOf(to)} has no active technique of that ID, and names none that it became.`
          : `${titleOf(to)} has no active technique of that ID; ${offer.candidates.length} may stand for it.`,
      candidates: (offer?.candidates ?? []).map(({ techniqueId, name }) => ({
        id: techniqueId,
        name,
      })),
      preselected: offer?.preselected ?? null,
    };
  }

  /** Throws `bad-input` for a choice about something that needs none. */
  refuseIdleChoices(): void {
    for (const [key, { from, kind, domain }] of this.#choices) {
      if (this.#met.has(key)) continue;
      throw new Problem(
        "bad-input",
        `The ${kind} ${from} of ${domain} needs no decision: the release has it, or the assessment does not name it.`,
        { candidates: this.doubts().map((doubt) => `${doubt.kind} ${doubt.from}`) },
      );
    }
  }

  changes(): RebaseChange[] {
    return this.#sorted().flatMap((met): RebaseChange[] => {
      const goals = this.#goalsOf(met);
      if (goals === null) return [];
      const { kind, domain, from, lead, affects, notes } = met;
      return [
        {
          kind,
          domain,
          from,
          fromName: lead.fromName,
          to: goals.map((id) => ({ id, name: this.#nameOf(met, id) })),
          why: this.#choices.has(keyOf(met)) ? "chosen" : "certain",
          affects: [...affects],
          notes: [...notes],
        },
      ];
    });
  }

  doubts(): RebaseDoubt[] {
    return this.#sorted().flatMap((met): RebaseDoubt[] => {
      if (this.#goalsOf(met) !== null) return [];
      const { kind, domain, from, lead, affects } = met;
      const { fromName, reason, candidates, preselected } = lead;
      return [
        {
          kind,
          domain,
          from,
          fromName,
          reason,
          candidates: [...candidates],
          preselected,
          affects: [...affects],
        },
      ];
    });
  }

  #sorted(): Met[] {
    return [...this.#met.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }
}

function keyOf({ kind, domain, from }: Pick<Met, "domain" | "from" | "kind">): string {
  return JSON.stringify([kind, domain, from]);
}

function titleOf({ domain, version }: Pick<Knowledge, "domain" | "version">): string {
  return `${domain} ${version}`;
}

function releaseOf(domain: Domain, targets: ReadonlyMap<Domain, RebaseTarget>): string {
  const to = targets.get(domain)?.to;
  return to === undefined ? domain : titleOf(to);
}

function platformsOf({ techniques }: Knowledge): Set<string> {
  return new Set([...techniques.values()].flatMap(({ platforms }) => platforms));
}

function leadOfTactic(shortname: string, { from, to }: RebaseTarget, change: ReleaseChange): Lead {
  const later = change.domain === to.domain ? (change.tactics.get(shortname) ?? []) : [];
  const candidates = later.flatMap((id) => {
    const tactic = to.tactics.find((one) => one.shortname === id);
    return tactic === undefined ? [] : [{ id, name: tactic.name }];
  });
  const [only] = candidates;
  return {
    fromName: from?.tactics.find((tactic) => tactic.shortname === shortname)?.name ?? null,
    kind: candidates.length === 1 ? "certain" : "doubt",
    reason:
      candidates.length === 0
        ? `${titleOf(to)} has no tactic of that name.`
        : `${titleOf(to)} has split it into ${candidates.map(({ name }) => name).join(" and ")}.`,
    candidates,
    preselected: candidates.length === 1 && only !== undefined ? only.id : null,
  };
}

/**
 * What may have become of a platform that a release no longer names.
 *
 * No release says it: told from the platforms that techniques have which lost it, the most frequent
 * first. Never certain.
 */
function leadOfPlatform(name: string, { from, to }: RebaseTarget): Lead {
  const counts = new Map<string, number>();
  let lost = 0;
  for (const { id, platforms } of from?.techniques.values() ?? []) {
    if (!platforms.includes(name)) continue;
    const now = to.techniques.get(id);
    if (now === undefined) continue;
    lost += 1;
    for (const other of now.platforms) {
      if (!platforms.includes(other)) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
  }
  const ordered = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  const candidates = ordered.map(([id]) => ({ id, name: id }));
  const [first] = ordered;
  return {
    fromName: null,
    kind: "doubt",
    reason:
      candidates.length === 0
        ? `No technique of ${titleOf(to)} names it: what only it brought into scope is left out.`
        : `No technique of ${titleOf(to)} names it; of ${lost} that did, ${first?.[1] ?? 0} name ${first?.[0] ?? ""} now.`,
    candidates,
    preselected: first !== undefined && first[1] * 2 > lost ? first[0] : null,
  };
}

function leadOfActor(id: string, { from, to, retiredActors }: RebaseTarget): Lead {
  const retired = retiredActors.get(id);
  const known = from === undefined ? undefined : findKnownActor(from, attackId.parse(id));
  const fromName = known?.name ?? retired?.name ?? null;
  const became = retired?.replacedBy ?? null;
  if (became !== null) {
    return {
      fromName,
      kind: "certain",
      reason: "",
      candidates: [became],
      preselected: became.id,
    };
  }
  return {
    fromName,
    kind: "doubt",
    reason:
      retired === undefined
        ? `${titleOf(to)} has no actor of that ID: it stays chosen and has no technique there.`
        : `It is ${retired.status} in ${titleOf(to)}, which names none that it became: it stays chosen and has no technique there.`,
    candidates: [],
    preselected: null,
  };
}

function moveSettings({ settings, scope }: AssessmentParts, mover: Mover): AssessmentSettings {
  const domains = scope.releases.map(({ domain }) => domain);
  const chokePoints = settings.chokePoints.flatMap((id) => {
    const domain = domains.find((one) => {
      const from = mover.target(one)?.from;
      return from?.techniques.has(id) === true || from?.retired.has(id) === true;
    });
    // The list ships with IDs of every domain: what an assessment never had is none of its own.
    return domain === undefined ? [id] : mover.technique(domain, id, ["a choke point"]);
  });
  const logOnlyTactics = settings.logOnlyTactics.flatMap((shortname) => {
    const has = (knowledge: Knowledge | undefined) =>
      knowledge?.tactics.some((tactic) => tactic.shortname === shortname) === true;
    const target = mover.targets.find(({ from }) => has(from));
    return target === undefined || has(target.to)
      ? [shortname]
      : mover.tactic(target.to.domain, shortname, ["a tactic of which a log is enough"]);
  });
  return {
    ...settings,
    chokePoints: [...new Set(chokePoints)],
    logOnlyTactics: [...new Set(logOnlyTactics)],
  };
}

function moveScope(scope: Scope, mover: Mover): Scope {
  const platforms = scope.platforms.flatMap((name) => {
    const having = mover.targets.filter(
      ({ from }) => from !== undefined && platformsOf(from).has(name),
    );
    const lost = having.find(({ to }) => !platformsOf(to).has(name));
    const isStillThere = having.some(({ to }) => platformsOf(to).has(name));
    if (lost === undefined || isStillThere) return [name];
    return mover.platform(lost.to.domain, name, ["a platform in scope"]);
  });
  return {
    ...scope,
    releases: scope.releases.map(({ domain, version }) => ({
      domain,
      version: mover.target(domain)?.to.version ?? version,
    })),
    platforms: [...new Set(platforms)],
  };
}

function moveActors(actors: readonly CopiedActor[], mover: Mover): CopiedActor[] {
  const chosen = new Set<string>(actors.map(({ id }) => id));
  const taken = new Set<string>();
  return actors.flatMap((actor): CopiedActor[] => {
    const moved = moveActor(actor, mover);
    if (moved === null) return [];
    const isOther = moved.id !== actor.id;
    if (isOther && (chosen.has(moved.id) || taken.has(moved.id))) {
      mover.note(
        "actor",
        actor.domain,
        actor.id,
        `${moved.name} is chosen already and keeps its own weight and words.`,
      );
      return [];
    }
    taken.add(moved.id);
    return [{ ...moved, words: moveWords(moved, mover) }];
  });
}

function moveActor(actor: CopiedActor, mover: Mover): CopiedActor | null {
  if (actor.kind === "own") return actor;
  const { domain, id } = actor;
  const there = mover.targets
    .map(({ to }) => findKnownActor(to, id))
    .find((known) => known !== undefined);
  if (there !== undefined) {
    if (there.name === actor.name) return actor;
    mover.rename(domain, id, actor.name, there.name);
    return { ...actor, name: there.name };
  }
  const [goal] = mover.actor(domain, id, ["a chosen actor"]);
  if (goal === undefined) return null;
  const to = mover.target(domain)?.to;
  const became = to === undefined ? undefined : findKnownActor(to, attackId.parse(goal));
  if (became === undefined) return actor;
  return { ...actor, id: became.id, kind: became.kind, name: became.name };
}

/**
 * The analyst's word on an actor's techniques.
 *
 * What an own actor is made of belongs to the workspace and stays: what became another ID is added
 * here, in this assessment.
 */
function moveWords({ domain, name, made, words }: CopiedActor, mover: Mover): OwnTechnique[] {
  const affects = [`the profile of ${name}`];
  const moved = new Map<TechniqueId, OwnTechnique>();
  const put = (word: OwnTechnique, id: TechniqueId) => {
    if (id !== word.techniqueId && moved.has(id)) {
      mover.note(
        "technique",
        domain,
        word.techniqueId,
        `In the profile of ${name} there is a word on ${id} already, which stays.`,
      );
      return;
    }
    moved.set(id, id === word.techniqueId ? word : { ...word, techniqueId: id });
  };
  const stays = (word: OwnTechnique) =>
    mover.technique(domain, word.techniqueId, affects).includes(word.techniqueId);
  // What stands where it was goes first: what is moved gives way to it.
  for (const word of words) if (stays(word)) put(word, word.techniqueId);
  for (const word of words) {
    if (stays(word)) continue;
    for (const id of mover.technique(domain, word.techniqueId, affects)) put(word, id);
  }
  const own = new Set(made.map(({ techniqueId }) => techniqueId));
  for (const word of made) {
    if (stays(word)) continue;
    for (const id of mover.technique(domain, word.techniqueId, affects)) {
      if (!own.has(id) && !moved.has(id)) moved.set(id, { ...word, techniqueId: id });
    }
  }
  return [...moved.values()].sort((a, b) => (a.techniqueId < b.techniqueId ? -1 : 1));
}

interface Keyed {
  readonly domain: Domain;
  readonly techniqueId: TechniqueId;
}

/** Moves what is said of techniques; what stands at its goal already stays there. */
function moveKeyed<Row extends Keyed>(
  rows: readonly Row[],
  mover: Mover,
  affects: (row: Row) => readonly string[],
): Row[] {
  const placed = new Map<string, Row>();
  const key = (domain: Domain, id: TechniqueId) => `${domain} ${id}`;
  const moving: { readonly row: Row; readonly goals: readonly TechniqueId[] }[] = [];
  for (const row of rows) {
    const { domain, techniqueId } = row;
    const goals = mover.technique(domain, techniqueId, affects(row));
    if (goals.includes(techniqueId)) placed.set(key(domain, techniqueId), row);
    else moving.push({ row, goals });
  }
  for (const { row, goals } of moving) {
    for (const techniqueId of goals) {
      const place = key(row.domain, techniqueId);
      if (placed.has(place)) {
        mover.note(
          "technique",
          row.domain,
          row.techniqueId,
          `For ${techniqueId} there is ${affects(row).join(" and ")} already, or another of its kind, which stays.`,
        );
      } else placed.set(place, { ...row, techniqueId });
    }
  }
  return [...placed.values()].sort((a, b) =>
    key(a.domain, a.techniqueId) < key(b.domain, b.techniqueId) ? -1 : 1,
  );
}

/** Log sources that the plan has a word on, and that no technique of the releases needs. */
function describeLostLogSources(
  { logSourceMarks }: StoredPlan,
  targets: readonly RebaseTarget[],
): string[] {
  const namesIn = (pick: (target: RebaseTarget) => Knowledge | undefined) =>
    new Set(
      targets.flatMap((target) =>
        [...(pick(target)?.needs.values() ?? [])].flatMap((needs) => needs.map(({ name }) => name)),
      ),
    );
  const [earlier, later] = [namesIn(({ from }) => from), namesIn(({ to }) => to)];
  const lost = logSourceMarks.filter(({ name }) => earlier.has(name) && !later.has(name));
  return lost.map(
    ({ name }) =>
      `The plan has a word on the log source ${name}, which no technique of the new release needs: it opens nothing there.`,
  );
}
