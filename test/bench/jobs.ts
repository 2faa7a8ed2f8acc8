/*
 * The jobs that the benchmark measures, one a process: `jobs.ts NAME PARAMETER…`.
 */
import { parse as parseCsv } from "csv-parse/sync";
import { loadAll, FAILSAFE_SCHEMA } from "js-yaml";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findApplicationRoot } from "../../src/main/application-root.reader.ts";
import { findGapsOfEveryGroup } from "../../src/main/assessments/answer.ts";
import { gatherQuestion } from "../../src/main/assessments/gather.store.ts";
import { startWorkbench } from "../../src/main/backend/start-workbench.ts";
import { clientOf } from "../../src/main/backend/workbench.ts";
import { catalogueHandlers } from "../../src/main/catalogue/catalogue.handlers.ts";
import { readLaterIds } from "../../src/main/coverage/later-ids.reader.ts";
import type { SqlValue, WritableDatabase } from "../../src/main/database/database.ts";
import {
  closeWorkspaceFile,
  createWorkspaceFile,
  openWorkspaceFile,
} from "../../src/main/workspace/workspace-file.store.ts";
import type { Measurement } from "./measure.ts";

const options = {
  root: findApplicationRoot(import.meta.url),
  nativeBinding: undefined,
  now: () => new Date("2026-11-21T12:00:00.000Z"),
};
const folder = mkdtempSync(join(tmpdir(), "casemate-bench-"));

async function timed<T>(work: () => T | Promise<T>): Promise<[T, number]> {
  const start = performance.now();
  const value = await work();
  return [value, performance.now() - start];
}

/** Reading the file and parsing it: the floor of any import. */
async function parse(file: string): Promise<Partial<Measurement>> {
  const [bundle, milliseconds] = await timed(
    () => JSON.parse(readFileSync(file, "utf8")) as { objects: unknown[] },
  );
  return { milliseconds, parts: { objects: bundle.objects.length } };
}

/** The product's import into a new workspace. */
async function importBundle(file: string): Promise<Partial<Measurement>> {
  const workbench = startWorkbench(options);
  const client = clientOf(workbench);
  await client.workspace.create({ path: join(folder, "import.casemate"), starter: false });
  const [reports, milliseconds] = await timed(() =>
    client.catalogue.import({ paths: [file], onConflict: "ask" }),
  );
  await workbench.close();
  return { milliseconds, parts: { imported: reports[0]?.objects.imported ?? 0 } };
}

interface Recorded {
  readonly sql: string;
  readonly rows: SqlValue[][];
}

/**
 * Parsing, and a bare insert of the very rows that the import writes.
 *
 * The rows are taken down beforehand, from an import into another file; reading what it wrote back
 * is answered meanwhile as ever. Blobs are copied, so that the insert does not profit from the
 * source's memory.
 */
async function bareInsert(file: string): Promise<Partial<Measurement>> {
  const source = createWorkspaceFile(join(folder, "source.casemate"), options);
  const recorded: Recorded[] = [];
  let last: Recorded | undefined;
  const take = (sql: string, parameters: SqlValue[]) => {
    if (last?.sql !== sql) {
      last = { sql, rows: [] };
      recorded.push(last);
    }
    last.rows.push(
      parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value)),
    );
  };
  const real = source.writer.writable;
  const recording: WritableDatabase = {
    ...real,
    run: (sql, ...parameters) => {
      take(sql, parameters);
      return real.run(sql, ...parameters);
    },
    prepare: (sql) => {
      const statement = real.prepare(sql);
      return {
        run: (...parameters) => {
          take(sql, parameters);
          return statement.run(...parameters);
        },
      };
    },
  };
  source.writer.begin();
  await catalogueHandlers.import(
    { paths: [file], onConflict: "ask" },
    {
      db: recording,
      root: options.root,
      now: options.now,
      progress: () => undefined,
      breathe: () => Promise.resolve(),
      print: () => Promise.reject(new Error("Nothing is printed here.")),
    },
  );
  source.writer.commit();
  closeWorkspaceFile(source);

  const [, parseMilliseconds] = await timed(
    () => JSON.parse(readFileSync(file, "utf8")) as unknown,
  );
  const target = createWorkspaceFile(join(folder, "target.casemate"), options);
  let rows = 0;
  const [, insertMilliseconds] = await timed(() => {
    target.writer.begin();
    for (const { sql, rows: batch } of recorded) {
      const statement = target.writer.writable.prepare(sql);
      for (const row of batch) statement.run(...row);
      rows += batch.length;
    }
    target.writer.commit();
  });
  closeWorkspaceFile(target);
  return {
    milliseconds: parseMilliseconds + insertMilliseconds,
    parts: { parse: parseMilliseconds, insert: insertMilliseconds, rows },
  };
}

/** Reading every rule of a folder and parsing it, with nothing kept: the floor of their import. */
async function parseRules(rules: string): Promise<Partial<Measurement>> {
  const [documents, milliseconds] = await timed(() => {
    let count = 0;
    for (const path of readdirSync(rules, { recursive: true, encoding: "utf8" })) {
      if (!path.endsWith(".yml")) continue;
      count += loadAll(readFileSync(join(rules, path), "utf8"), { schema: FAILSAFE_SCHEMA }).length;
    }
    return count;
  });
  return { milliseconds, parts: { documents } };
}

/** The product's look at many rules, and their import into a workspace with the starter catalogue. */
async function importRules(...paths: string[]): Promise<Partial<Measurement>> {
  const workbench = startWorkbench(options);
  const client = clientOf(workbench);
  await client.workspace.create({ path: join(folder, "rules.casemate"), starter: true });
  const [, preview] = await timed(() => client.detections.preview({ paths }));
  const [{ imported }, milliseconds] = await timed(() =>
    client.detections.import({ paths, state: "enabled" }),
  );
  const [listed, list] = await timed(() => client.detections.list({ environmentId: 1 }));
  await workbench.close();
  return { milliseconds, parts: { imported, preview, list, listed: listed.length } };
}

/** Opening a workspace with its checks, until it can answer. */
async function openWorkspace(path: string): Promise<Partial<Measurement>> {
  const [workspace, milliseconds] = await timed(() => openWorkspaceFile(path, options));
  closeWorkspaceFile(workspace);
  return { milliseconds };
}

/**
 * Gaps of every group at once, with everything in memory, against the bare SQL that counts every
 * group's uncovered techniques.
 */
async function gapsOfEveryGroup(path: string): Promise<Partial<Measurement>> {
  const workspace = openWorkspaceFile(path, options);
  const db = workspace.reader.readable;
  const question = gatherQuestion(db, 1, readLaterIds(options.root), "2026-11-21");
  findGapsOfEveryGroup(question);
  const repetitions = 10;
  const [groups, milliseconds] = await timed(() => {
    let count = 0;
    for (let turn = 0; turn < repetitions; turn += 1) count = findGapsOfEveryGroup(question).size;
    return count;
  });
  db.all(uncoveredByGroup);
  const [rows, bare] = await timed(() => {
    let count = 0;
    for (let turn = 0; turn < repetitions; turn += 1) count = db.all(uncoveredByGroup).length;
    return count;
  });
  closeWorkspaceFile(workspace);
  return {
    milliseconds: milliseconds / repetitions,
    parts: { groups, rows, bareSql: bare / repetitions },
  };
}

/** The plan of a large assessment, and the best set for a year of two people. */
async function plan(path: string): Promise<Partial<Measurement>> {
  const workbench = startWorkbench(options);
  const client = clientOf(workbench);
  await client.workspace.open({ path });
  const [{ id: assessmentId } = { id: 0 }] = await client.assessments.list({});
  const ask = () => client.plan.get({ assessmentId });
  const [first, cold] = await timed(ask);
  const [, milliseconds] = await timed(ask);
  let longest = 0;
  let last = performance.now();
  let searching = true;
  const watch = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (searching) setImmediate(watch);
  };
  const [found, best] = await timed(async () => {
    const answer = client.plan.best({ assessmentId, personDays: 240 });
    setImmediate(watch);
    return answer.finally(() => (searching = false));
  });
  await workbench.close();
  return {
    milliseconds,
    parts: {
      cold,
      best,
      longest,
      gaps: first.items.length,
      logSources: new Set(first.items.flatMap(({ logSources }) => logSources)).size,
      weighted: found.to.weightedPercent ?? Number.NaN,
      bound: found.bestPossible ?? Number.NaN,
    },
  };
}

/** Reading a table of results and parsing it: the floor of its import. */
async function parseResults(file: string): Promise<Partial<Measurement>> {
  const [rows, milliseconds] = await timed(
    () => parseCsv(readFileSync(file, "utf8")) as unknown[][],
  );
  return { milliseconds, parts: { rows: rows.length - 1 } };
}

/** What is done with a run of many test cases, each beside the bare work that it cannot do without. */
async function manyCases(file: string, alerts: string): Promise<Partial<Measurement>> {
  const workbench = startWorkbench(options);
  const { emulation, workspace } = clientOf(workbench);
  await workspace.create({ path: join(folder, "cases.casemate"), starter: true });
  const [, milliseconds] = await timed(() => emulation.import({ paths: [file] }));
  const [again, reimport] = await timed(() => emulation.import({ paths: [file] }));
  const [runs, list] = await timed(() => emulation.runs({}));
  const runId = runs[0]?.id ?? 0;
  const [cases, open] = await timed(() => emulation.cases({ runId }));
  const [, json] = await timed(() => JSON.parse(JSON.stringify(cases)) as unknown);
  const ids = cases.map(({ id }) => id);
  const edit = (some: number[]) =>
    emulation.editCases({ ids: some, change: { outcome: "alerted" }, who: "bench" });
  await edit(ids.slice(0, 1));
  const [, one] = await timed(() => edit(ids.slice(1, 2)));
  const [, all] = await timed(() => edit(ids));
  const [found, match] = await timed(() =>
    emulation.matchAlerts({ runIds: [runId], assessmentId: null, path: alerts }),
  );
  const [, trends] = await timed(() => emulation.trends({ runIds: [runId], withUntimed: false }));
  await workbench.close();
  return {
    milliseconds,
    parts: {
      trends,
      ...{ reimport, list, open, json, one, all, match },
      ...{ cases: cases.length, unchanged: again.unchanged, matches: found.matches.length },
    },
  };
}

const uncoveredByGroup = `
  WITH covered AS (
    SELECT DISTINCT detection_technique.written AS attack_id
    FROM detection JOIN detection_technique ON detection_technique.detection_id = detection.id
    WHERE detection.state = 'enabled'
  ), used AS (
    SELECT relationship.source_id AS group_id, relationship.target_id AS technique_id
    FROM relationship JOIN object ON object.id = relationship.source_id
    WHERE relationship.type = 'uses' AND object.type = 'intrusion-set'
    UNION
    SELECT attributed.target_id, relationship.target_id
    FROM relationship AS attributed
    JOIN relationship ON relationship.source_id = attributed.source_id AND relationship.type = 'uses'
    WHERE attributed.type = 'attributed-to'
  )
  SELECT used.group_id, count(*) AS gaps
  FROM used
  JOIN object ON object.id = used.technique_id AND object.type = 'attack-pattern'
    AND object.revoked = 0 AND object.deprecated = 0
  WHERE object.attack_id NOT IN (SELECT attack_id FROM covered)
  GROUP BY used.group_id`;

const jobs: Readonly<Record<string, (...parameters: string[]) => Promise<Partial<Measurement>>>> = {
  parse,
  parseRules,
  importRules,
  importBundle,
  bareInsert,
  openWorkspace,
  gapsOfEveryGroup,
  plan,
  parseResults,
  manyCases,
};

const [name = "", ...parameters] = process.argv.slice(2);
const job = jobs[name];
if (job === undefined) throw new Error(`There is no job ${name}.`);
try {
  const figures = await job(...parameters);
  process.send?.({
    milliseconds: 0,
    parts: {},
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    ...figures,
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.disconnect();
