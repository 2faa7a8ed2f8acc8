import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { AssessedTechnique, CoverageLevel, Gap } from "../../shared/model/coverage.ts";
import type { EmulationSequence, LibraryTest } from "../../shared/model/emulation-test.ts";
import type { Suggestion, TestFilter } from "../../shared/model/test-plan.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { Meaning } from "../coverage/naming.ts";
import { reasonWords } from "../gaps/reason-words.ts";
import { expectedFor } from "./judge-tests.ts";
import type { NamingTest } from "./suggest-tests.ts";
import { firstTactic, nameTests, offerTests } from "./suggest-tests.ts";

/** A release with what an assessment knows of its techniques. */
export interface SuggestingRelease {
  readonly knowledge: Knowledge;
  readonly read: (written: string) => Meaning;
  readonly levels: ReadonlyMap<TechniqueId, CoverageLevel>;
}

/** Everything that suggestions are made from. */
export interface SuggestionInput {
  readonly releases: readonly SuggestingRelease[];
  /** Null without an assessment. */
  readonly result: AssessmentResult | null;
  readonly logOnlyTactics: ReadonlySet<string>;
  readonly library: readonly LibraryTest[];
  readonly filter: TestFilter;
  /** Machines in scope by ATT&CK platform. */
  readonly machines: ReadonlyMap<string, number>;
}

/** A technique that is to be tested, and why. */
export interface Wanted {
  readonly domain: string;
  readonly techniqueId: TechniqueId;
  readonly why: string;
}

type Ranked = Pick<Gap, "reason" | "priority" | "nextAction">;

/** Makes suggestions over one picture of library, releases and assessment. */
export class Suggester {
  readonly #input: SuggestionInput;
  readonly #named: ReadonlyMap<string, ReadonlyMap<TechniqueId, readonly NamingTest[]>>;
  readonly #gaps: ReadonlyMap<string, Ranked>;

  constructor(input: SuggestionInput) {
    this.#input = input;
    this.#named = new Map(
      input.releases.map(({ knowledge, read }) => [
        knowledge.domain,
        nameTests(input.library, read),
      ]),
    );
    this.#gaps = new Map((input.result?.gaps ?? []).map((gap) => [`${gap.domain} ${gap.id}`, gap]));
  }

  /** The tests for techniques, in the order of these. What no release holds is left out. */
  forTechniques(wanted: readonly Wanted[]): Suggestion[] {
    const { filter, machines } = this.#input;
    return wanted.flatMap(({ domain, techniqueId, why }): Suggestion[] => {
      const about = this.#describe(domain, techniqueId);
      if (about === null) return [];
      const named = this.#named.get(domain)?.get(techniqueId) ?? [];
      return [{ ...about, why, ...offerTests(named, filter, machines), missing: null }];
    });
  }

  /** Tests of the library one by one, each under the first of its techniques that is known. */
  forTests(tests: readonly LibraryTest[], why: (index: number) => string): Suggestion[] {
    return tests.map((test, index) => this.#forTest(test, why(index)));
  }

  /** The steps of an adversary or a plan; those that the library does not hold are named. */
  forSequence({ source, name, tests }: EmulationSequence): Suggestion[] {
    const byKey = new Map(
      this.#input.library
        .filter((test) => test.source === source)
        .map((test) => [test.key.toLowerCase(), test]),
    );
    return tests.map((key, index): Suggestion => {
      const why = `Step ${index + 1} of ${tests.length} of ${name}.`;
      const test = byKey.get(key.toLowerCase());
      if (test !== undefined) return this.#forTest(test, why);
      return { ...unknownTechnique, name: key, why, missing: key };
    });
  }

  #forTest(test: LibraryTest, why: string): Suggestion {
    const { releases, filter, machines } = this.#input;
    for (const { knowledge, read } of releases) {
      for (const written of test.written) {
        const { techniqueId, mayStandFor } = read(written);
        const id = techniqueId ?? (mayStandFor.length === 1 ? mayStandFor[0] : undefined);
        const about = id === undefined ? null : this.#describe(knowledge.domain, id);
        if (about === null) continue;
        const offer = offerTests([{ test, written, isOther: false }], filter, machines);
        return { ...about, why, ...offer, missing: null };
      }
    }
    const written = test.written[0] ?? "";
    const offer = offerTests([{ test, written, isOther: false }], filter, machines);
    return { ...unknownTechnique, name: test.name, tactic: test.tactic, why, ...offer };
  }

  #describe(
    domain: string,
    id: TechniqueId,
  ): Omit<Suggestion, "why" | "tests" | "leftOut" | "missing"> | null {
    const release = this.#input.releases.find(({ knowledge }) => knowledge.domain === domain);
    const technique = release?.knowledge.techniques.get(id);
    if (release === undefined || technique === undefined) return null;
    const { name, parentId, tactics } = technique;
    const tactic = firstTactic(tactics, release.knowledge);
    const gap = this.#gaps.get(`${domain} ${id}`);
    return {
      domain: release.knowledge.domain,
      techniqueId: id,
      name,
      parentName:
        parentId === null ? null : (release.knowledge.techniques.get(parentId)?.name ?? null),
      tactic: tactic?.shortname ?? null,
      tacticName: tactic?.name ?? null,
      level: release.levels.get(id) ?? null,
      reason: gap?.reason ?? null,
      priority: gap?.priority ?? null,
      expected: expectedFor({ tactics }, this.#input.logOnlyTactics),
    };
  }
}

const unknownTechnique: Omit<Suggestion, "name" | "why"> = {
  domain: null,
  techniqueId: null,
  parentName: null,
  tactic: null,
  tacticName: null,
  level: null,
  reason: null,
  priority: null,
  expected: "alert",
  tests: [],
  leftOut: { platform: 0, network: 0, elevation: 0 },
  missing: null,
};

/** The open gaps, by priority; the first `top`, or all. */
export function wantGaps({ gaps }: AssessmentResult, top: number | null): Wanted[] {
  const open = gaps.filter(({ status }) => status === "open");
  return open.slice(0, top ?? open.length).map((gap, index) => ({
    domain: gap.domain,
    techniqueId: gap.id,
    why: `Gap ${index + 1} of ${open.length}, priority ${gap.priority.toFixed(1)}. ${whyGap(gap)}`,
  }));
}

/** What to expect of a test of a gap, by why it is one. */
export function whyGap({ reason }: Pick<Gap, "reason">): string {
  const words = reasonWords[reason];
  switch (reason) {
    case "test-failed":
      return `${words}: repeat it once the defence was mended.`;
    case "no-telemetry":
      return `${words}: nothing would see it, so a miss is to be expected. It shows what is at stake.`;
    case "no-rule":
    case "rule-disabled":
    case "available-not-deployed":
    case "other-release-id":
      return `${words}: no alert is to be expected; it shows whether a trace is left.`;
    case "rule-blind":
    case "not-alerting":
    case "experimental-only":
    case "claimed-only":
    case "parent-only":
    case "sub-only":
      return `${words}: it shows whether what is there sees it.`;
  }
}

/**
 * Techniques that rules in full claim to see and that no test proves now: those never tested first,
 * then by the number of chosen actors that use them, then by ATT&CK ID.
 */
export function wantClaims({ techniques }: AssessmentResult, top: number | null): Wanted[] {
  const claims = techniques
    .filter(
      ({ level, inDenominator, tests }) =>
        inDenominator &&
        (level === "detected" || level === "several") &&
        (tests === undefined || tests.met + tests.unmet === 0),
    )
    .sort(
      (a, b) =>
        Number(wasProven(a)) - Number(wasProven(b)) ||
        b.actors.length - a.actors.length ||
        (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    );
  return claims.slice(0, top ?? claims.length).map((technique) => ({
    domain: technique.domain,
    techniqueId: technique.id,
    why: whyClaim(technique),
  }));
}

function wasProven({ tests }: AssessedTechnique): boolean {
  return (tests?.lastMetAt ?? null) !== null;
}

function whyClaim({ detections, tests }: AssessedTechnique): string {
  const rules = `${detections} ${detections === 1 ? "rule claims" : "rules claim"} to see it`;
  const last = tests?.lastMetAt ?? null;
  return last === null
    ? `${rules}; no test has shown that.`
    : `${rules}; a test showed it on ${last.slice(0, 10)}, which is too long ago.`;
}

/** An actor's techniques in the order of the matrix's tactics, then by ATT&CK ID. */
export function wantProfile(
  profiles: readonly {
    readonly knowledge: Knowledge;
    readonly techniques: readonly TechniqueId[];
  }[],
  actor: string,
): Wanted[] {
  return profiles.flatMap(({ knowledge, techniques }) =>
    techniques
      .flatMap((id) => {
        const technique = knowledge.techniques.get(id);
        if (technique === undefined) return [];
        const tactic = firstTactic(technique.tactics, knowledge);
        return [{ id, place: tactic?.place ?? knowledge.tactics.length, tactic }];
      })
      .sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1))
      .map(({ id, tactic }) => ({
        domain: knowledge.domain,
        techniqueId: id,
        why: tactic === null ? `${actor} uses it.` : `${actor} uses it for ${tactic.name}.`,
      })),
  );
}
