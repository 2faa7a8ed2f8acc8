import type { ReportDocument, ReportSection } from "../../shared/model/report-document.ts";
import type { ReportFacts } from "../../shared/model/report-facts.ts";
import type { ReportContent, ReportSectionKind } from "../../shared/model/report-template.ts";
import { makePortions } from "./portions.ts";
import { pageRoom } from "./print-margins.ts";
import type { SectionInput, SectionKind } from "./section.ts";
import { actors } from "./sections/actors.ts";
import { comparison } from "./sections/comparison.ts";
import { coverage } from "./sections/coverage.ts";
import { emulation } from "./sections/emulation.ts";
import { environments } from "./sections/environments.ts";
import { funding } from "./sections/funding.ts";
import { gaps } from "./sections/gaps.ts";
import { indicators } from "./sections/indicators.ts";
import { introduction } from "./sections/introduction.ts";
import { matrix } from "./sections/matrix.ts";
import { method } from "./sections/method.ts";
import { overlap } from "./sections/overlap.ts";
import { plan } from "./sections/plan.ts";
import { profiles } from "./sections/profiles.ts";
import { settings } from "./sections/settings.ts";
import { sources } from "./sections/sources.ts";
import { summary } from "./sections/summary.ts";
import { techniques } from "./sections/techniques.ts";
import { dayWords } from "./words.ts";

/** The kinds of sections: a new one is a file and a line here. */
const sectionKinds: Readonly<Record<ReportSectionKind, SectionKind>> = {
  summary,
  introduction,
  actors,
  overlap,
  coverage,
  environments,
  matrix,
  gaps,
  plan,
  funding,
  emulation,
  indicators,
  comparison,
  method,
  settings,
  sources,
  techniques,
  profiles,
};

/** A report of some facts as somebody chose it. The same facts and choices give the same document. */
export function buildReport(facts: ReportFacts, content: ReportContent): ReportDocument {
  const { marking, assessment } = facts;
  const cover = {
    title: content.title === "" ? assessment.name : content.title,
    subtitle: content.subtitle,
    titleBlock: [
      ...content.titleBlock,
      { label: "Date", text: dayWords(facts.generatedAt) },
      ...(content.title === "" ? [] : [{ label: "Assessment", text: assessment.name }]),
      { label: "ATT&CK", text: releaseWords(facts) },
    ],
    logo: content.logo,
    banner: marking.banner,
    markingBlock: marking.block,
    paper: content.paper,
    orientation: content.orientation,
    footNotes: [
      `Covered: at least one enabled rule counts in full, and no test that holds failed. Source: ${releaseWords(facts)}.`,
      ...facts.notices,
    ],
  };
  const input: SectionInput = {
    facts,
    content,
    described: describedActors(facts, content),
    room: pageRoom(cover),
    portions: makePortions(facts, content),
  };
  return {
    ...cover,
    sections: content.sections.flatMap((kind) => sectionOf(kind, input)),
  };
}

function releaseWords({ result }: ReportFacts): string {
  return result.catalogues.map(({ domain, version }) => `${domain} ${version}`).join(", ");
}

function describedActors({ actors }: ReportFacts, { actors: chosen }: ReportContent) {
  if (chosen === null) return actors;
  const wanted = new Set(chosen.map(({ kind, id }) => `${kind} ${id}`));
  return actors.filter(({ kind, id }) => wanted.has(`${kind} ${id}`));
}

function sectionOf(kind: ReportSectionKind, input: SectionInput): ReportSection[] {
  const section = sectionKinds[kind];
  const blocks = section.build(input);
  if (blocks === null) return [];
  const { title, isAppendix } = section;
  const markings = section.markings?.(input.facts) ?? [];
  const marked = blocks.map((block) => input.portions.mark(block, markings));
  return [{ id: kind, title, isAppendix, blocks: marked }];
}
