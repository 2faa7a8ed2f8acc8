import type { ReportBlock, ReportCell } from "../../shared/model/report-document.ts";
import type { FactsActor, FactsRelease, ReportFacts } from "../../shared/model/report-facts.ts";
import type { ReportContent } from "../../shared/model/report-template.ts";
import type { CoverageLevel } from "../../shared/model/coverage.ts";
import type { Sheet } from "./print-margins.ts";
import type { Marking } from "../../shared/model/marking.ts";
import type { Portions } from "./portions.ts";

/** What a section is made from. */
export interface SectionInput {
  readonly facts: ReportFacts;
  readonly content: ReportContent;
  /** Actors that are described; figures are always over all that are chosen. */
  readonly described: readonly FactsActor[];
  /** What a page has room for. */
  readonly room: Sheet;
  readonly portions: Portions;
}

/** A kind of section: its title, and its blocks; null where it has nothing to stand for. */
export interface SectionKind {
  readonly title: string;
  readonly isAppendix: boolean;
  readonly build: (input: SectionInput) => ReportBlock[] | null;
  /** What marks all of it beside the assessment; nothing where it is left out. */
  readonly markings?: (facts: ReportFacts) => readonly Marking[];
}

/** The domain behind a name, where the assessment asks about several. */
export function withDomain(name: string, domain: string, { result }: ReportFacts): string {
  return result.scope.releases.length > 1 ? `${name} (${domain.replace(/-attack$/, "")})` : name;
}

/** The names of tactics by short name, in a release. */
export function tacticNames(
  { releases }: ReportFacts,
  domain: string,
): ReadonlyMap<string, string> {
  const release = releases.find((one) => one.domain === domain);
  return new Map(release?.tactics.map(({ shortname, name }) => [shortname, name]) ?? []);
}

/** Names of chosen actors by their IDs. */
export function actorNames({ result }: ReportFacts, ids: readonly string[]): string[] {
  const names = new Map<string, string>(result.actors.map(({ id, name }) => [id, name]));
  return ids.map((id) => names.get(id) ?? id);
}

/** The techniques of an actor that count. */
export function listProfile({ techniques }: FactsActor): FactsActor["techniques"] {
  return techniques.filter(({ excluded }) => excluded === null);
}

/** The level of a technique as a cell, whoever uses it; empty where no release has it. */
export function levelCell({ releases }: ReportFacts, domain: string, id: string): ReportCell {
  const release = releases.find((one) => one.domain === domain);
  const level = release === undefined ? undefined : levelsOf(release).get(id);
  return level === undefined ? null : { kind: "level", level };
}

const levelsByRelease = new WeakMap<FactsRelease, ReadonlyMap<string, CoverageLevel>>();

/** Levels of a release by ATT&CK ID: made once, since every table asks for hundreds of them. */
function levelsOf(release: FactsRelease): ReadonlyMap<string, CoverageLevel> {
  const known = levelsByRelease.get(release);
  if (known !== undefined) return known;
  const levels = new Map<string, CoverageLevel>(
    release.techniques.map(({ id, level }) => [id, level]),
  );
  levelsByRelease.set(release, levels);
  return levels;
}
