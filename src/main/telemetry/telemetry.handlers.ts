import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { ServedTelemetry, TelemetryChange } from "../../shared/model/telemetry.ts";
import { answerAssessment } from "../assessments/answer.ts";
import { listReleaseChoices } from "../assessments/assessments.store.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { HandlersOf, QueryContext } from "../backend/handler.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import { startPacing } from "../catalogue/pacer.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import { getEnvironment, getEnvironmentByName } from "../environments/environments.store.ts";
import type { NeedyGap } from "./advise.ts";
import { adviseTelemetry } from "./advise.ts";
import type { EnvironmentTelemetry } from "./collected.ts";
import { asIfCollected, TelemetryView } from "./collected.ts";
import { lookAtColumns } from "./gather-telemetry.reader.ts";
import { importTelemetry } from "./import-telemetry.handlers.ts";
import { listServed, listServedByStated, needsInScope } from "./served.ts";
import {
  addTelemetry,
  findTelemetryMapping,
  getTelemetry,
  listEnvironmentTelemetry,
  listTelemetry,
  removeTelemetry,
  restoreTelemetry,
  setTelemetry,
} from "./telemetry.store.ts";

/** Rows of a table that are shown while its columns are mapped. */
const shownRows = 20;

function ask({ db, root, now }: QueryContext, assessmentId: number) {
  const today = now().toISOString().slice(0, 10);
  const question = gatherQuestion(db, assessmentId, readLaterIds(root), today);
  const answer = answerAssessment(question);
  return { question, answer, open: answer.result.gaps.filter(({ status }) => status === "open") };
}

const isSaid = ({ sources }: EnvironmentTelemetry) => sources.length > 0;

function environmentsOf(
  telemetry: readonly EnvironmentTelemetry[],
): ServedTelemetry["environments"] {
  return telemetry.map(({ environment, sources }) => ({
    name: environment,
    sources: sources.length,
  }));
}

export const telemetryHandlers: HandlersOf<"telemetry"> = {
  list: ({ environmentId }, { db }) => listTelemetry(db, getEnvironment(db, environmentId).id),

  set: ({ environmentId, sources }, { db }): TelemetryChange => {
    const environment = getEnvironment(db, environmentId);
    const before = getTelemetry(
      db,
      sources.flatMap(({ id }) => id ?? []),
    );
    const added: number[] = [];
    for (const { id, entry } of sources) {
      // From now on it is somebody's own word, which no import changes.
      const source = { environmentId: environment.id, importId: null, entry };
      if (id === null) added.push(addTelemetry(db, source));
      else setTelemetry(db, { id, ...source });
    }
    return { added, before };
  },

  remove: ({ ids }, { db }): TelemetryChange => {
    const before = getTelemetry(db, ids);
    removeTelemetry(db, ids);
    return { added: [], before };
  },

  restore: ({ change }, { db }) => {
    removeTelemetry(db, change.added);
    restoreTelemetry(db, change.before);
    return null;
  },

  columns: async ({ paths, sheet }, { db }) => {
    const found = await lookAtColumns({
      paths,
      sheet,
      mapping: undefined,
      remembered: (columns) => findTelemetryMapping(db, columns),
    });
    if (found === null) return null;
    const { table, mapping, isComplete } = found;
    return {
      file: table.file,
      sheets: [...table.sheets],
      sheet: table.sheet,
      columns: [...table.columns],
      mapping,
      complete: isComplete,
      rows: table.rows
        .slice(0, shownRows)
        .map(({ cells }) => table.columns.map((_, at) => (cells[at] ?? "").slice(0, 200))),
    };
  },

  import: importTelemetry,

  served: async ({ assessmentId, environment }, context) => {
    const { db, breathe, progress } = context;
    if (assessmentId !== undefined) {
      const { question, answer, open } = ask(context, assessmentId);
      const { telemetry, assessment } = question;
      const gapsOf = (domain: Domain): ReadonlySet<TechniqueId> =>
        new Set(open.filter((gap) => gap.domain === domain).map(({ id }) => id));
      return {
        releases: answer.releases.map(({ knowledge: { domain, version } }) => ({
          domain,
          version,
        })),
        environments: environmentsOf(telemetry),
        sources: answer.releases.flatMap(({ knowledge, rules }) =>
          listServed({
            knowledge,
            view: rules.telemetry,
            isSaid: telemetry.some(isSaid),
            platforms: assessment.scope.platforms,
            gaps: gapsOf(knowledge.domain),
          }),
        ),
        stated: listServedByStated(
          answer.releases.map(({ knowledge }) => ({ knowledge, gaps: gapsOf(knowledge.domain) })),
          new TelemetryView(asIfCollected(telemetry), new Set(assessment.scope.platforms)),
        ),
      };
    }
    const telemetry = listEnvironmentTelemetry(db, [getEnvironmentByName(db, environment).name]);
    const view = new TelemetryView(telemetry, new Set());
    // Newest first: the first of each domain is the one.
    const newest = new Map<Domain, number>();
    for (const { domain, id } of listReleaseChoices(db)) {
      if (!newest.has(domain)) newest.set(domain, id);
    }
    const pace = startPacing({
      clock: () => performance.now(),
      breathe,
      report: (done, total) => progress({ phase: "Reading releases", done, total }),
    });
    const releases = [];
    const sources = [];
    const stated = [];
    for (const [at, id] of [...newest.values()].entries()) {
      const knowledge = loadKnowledge(db, id);
      const { domain, version } = knowledge;
      releases.push({ domain, version });
      sources.push(
        ...listServed({
          knowledge,
          view,
          isSaid: telemetry.some(isSaid),
          platforms: [],
          gaps: new Set(),
        }),
      );
      stated.push({ knowledge, gaps: new Set<TechniqueId>() });
      await pace(at + 1, newest.size);
    }
    return {
      releases,
      environments: environmentsOf(telemetry),
      sources,
      stated: listServedByStated(stated, new TelemetryView(asIfCollected(telemetry), new Set())),
    };
  },

  advise: ({ assessmentId, unit, worth, count }, context) => {
    const { question, answer, open } = ask(context, assessmentId);
    const { platforms } = question.assessment.scope;
    const releases = new Map(
      answer.releases.map((release) => [release.knowledge.domain, release] as const),
    );
    const gaps = open.flatMap((gap): NeedyGap[] => {
      const release = releases.get(gap.domain);
      if (release === undefined) return [];
      const { knowledge, rules } = release;
      const needs = needsInScope(knowledge.needs.get(gap.id) ?? [], platforms);
      const isCollected = rules.telemetry.standingOf(needs, gap.platforms) === "collected";
      return [{ gap, needs, isCollected }];
    });
    return adviseTelemetry({
      gaps,
      unit,
      worth,
      count,
      unsaid: question.telemetry
        .filter((one) => !isSaid(one))
        .map(({ environment }) => environment),
    });
  },
};
