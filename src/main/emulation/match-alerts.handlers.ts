import type { CasemateContract } from "../../shared/contract.ts";
import type { AlertMatch, AlertMatches, UnmatchedReason } from "../../shared/model/alert.ts";
import type { FiredDetection, TestCase, TestCaseField } from "../../shared/model/emulation.ts";
import { normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import { getAssessment } from "../assessments/assessments.store.ts";
import { defaultSettings } from "../assessments/default-settings.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import { listInventory } from "../coverage/inventory.store.ts";
import type { AlertRow } from "./alert-rows.ts";
import { readAlertRows } from "./alert-rows.ts";
import { missingOfAlerts, recogniseAlertColumns } from "./alert-columns.ts";
import { readAlertTable } from "./alert-tables.reader.ts";
import type { AlertableCase, SeenAlert } from "./match-alerts.ts";
import { matchAlertsInSteps, readHosts } from "./match-alerts.ts";
import { ruleKey } from "./rule-names.ts";
import { getRun } from "./runs.store.ts";
import { prepareReleaseIds } from "./technique-readers.handlers.ts";
import { getTestCases, listTestCases, setTestCase } from "./test-cases.store.ts";

/** Rows of a table that a preview shows, and alerts without a test case that are listed. */
const previewRows = 20;
const mostUnmatched = 1000;
/** How far from the start of a test its alert may lie if nobody says. */
const usualSkewSeconds = 120;
const usualWindowMinutes = 240;

/** Says which alerts of a SIEM belong to which test cases of some runs; nothing is written. */
export const findAlertMatches: HandlerOf<CasemateContract["emulation"]["matchAlerts"]> = async (
  request,
  context,
) => {
  const { db, progress, breathe } = context;
  progress({ phase: "Reading alerts" });
  const table = await readAlertTable(request.path, request.sheet);
  await breathe();
  const mapping = request.mapping ?? recogniseAlertColumns(table.columns);
  const missing = missingOfAlerts(mapping, table.columns);
  const { rows, times } = readAlertRows(table, mapping, request);
  await breathe();
  progress({ phase: "Matching alerts" });
  const runs = request.runIds.map((id) => getRun(db, id));
  const environments = [...new Set(runs.map(({ environment }) => environment))];
  const rules = listRules(context, environments);
  const releases = prepareReleaseIds(context, environments);
  const read: ReadId = (environmentId, written) => {
    for (const release of releases) {
      const { techniqueId } = release.read(environmentId, written);
      if (techniqueId !== null) return techniqueId;
    }
    return null;
  };
  const environmentOf = new Map(runs.map(({ id, environmentId }) => [id, environmentId]));
  const idOf = ({ runId, written }: TestCase) => {
    const known = read(environmentOf.get(runId) ?? 0, written);
    return known ?? (written === "" ? null : plainId(written));
  };
  const all = runs.flatMap(({ id }) => listTestCases(db, id));
  const cases = all.filter(
    ({ startAt, endAt, outcome }) => (startAt ?? endAt) !== null && outcome !== "not-run",
  );
  const see = (row: AlertRow): SeenAlert => {
    const ids = new Set(row.techniques.flatMap((id) => techniquesOf(id, environmentOf, read)));
    for (const rule of rules.get(ruleKey(row.rule)) ?? []) {
      for (const written of rule.written) ids.add(read(rule.environmentId, written) ?? written);
    }
    return { at: row.at, hosts: readHosts(row.host), techniques: [...ids] };
  };
  const seen: SeenAlert[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % 1000 === 0) await breathe();
    seen.push(see(row));
  }
  const steps = matchAlertsInSteps(
    missing === null ? seen : [],
    cases.map((one) => alertableOf(one, idOf(one))),
    {
      skew: (request.skewSeconds ?? usualSkewSeconds) * 1000,
      window: (request.windowMinutes ?? usualWindowMinutes) * 60_000,
    },
  );
  let step = steps.next();
  while (step.done !== true) {
    progress({ phase: "Matching alerts", done: step.value, total: rows.length });
    await breathe();
    step = steps.next();
  }
  const { matches, unmatched } = step.value;
  const { alertSlaMinutes } =
    request.assessmentId === null
      ? defaultSettings
      : getAssessment(db, request.assessmentId).settings;
  const described = matches.flatMap((match): AlertMatch[] => {
    const [testCase, row] = [cases[match.testCase], rows[match.alert]];
    const start = testCase?.startAt ?? testCase?.endAt;
    if (testCase === undefined || row === undefined || row.at === null || start === undefined) {
      return [];
    }
    if (start === null) return [];
    const seconds = (row.at - Date.parse(start)) / 1000;
    const own = new Set(row.techniques.flatMap((id) => techniquesOf(id, environmentOf, read)));
    const technique = idOf(testCase);
    return [
      {
        ...{ caseId: testCase.id, runId: testCase.runId, line: row.line },
        ...{ rule: row.rule, host: row.host, severity: row.severity },
        at: new Date(row.at).toISOString(),
        techniques: [...(seen[match.alert]?.techniques ?? [])],
        fired: firedBy(row, rules, environmentOf.get(testCase.runId)),
        ...{ strength: match.strength, sameHost: match.sameHost, relation: match.relation },
        byRule:
          match.relation !== "unsaid" &&
          technique !== null &&
          ![...own].some((id) => isRelated(id, technique)),
        seconds,
        late: seconds > alertSlaMinutes * 60,
        ...{ contradicts: match.contradicts, held: match.held, further: match.further },
        others: match.others.flatMap((place) => cases[place]?.id ?? []),
      },
    ];
  });
  return {
    table: {
      ...{ file: table.file, sheets: [...table.sheets], sheet: table.sheet, mapping, missing },
      columns: [...table.columns],
      rows: table.rows.slice(0, previewRows).map(({ cells }) => [...cells]),
      rowCount: table.rows.length,
    },
    times,
    matches: described,
    unmatched: describeUnmatched(rows, seen, unmatched),
    cases: all.length,
    untimed: all.length - cases.length,
  };
};

/** Sets what confirmed alerts say of their test cases, and gives these as they were. */
export const acceptAlerts: HandlerOf<CasemateContract["emulation"]["acceptAlerts"]> = (
  { alerts, who },
  { db, now },
) => {
  const hand = { who, at: now().toISOString() };
  const byCase = new Map(alerts.map((alert) => [alert.caseId, alert]));
  const before = getTestCases(db, [...byCase.keys()]);
  for (const known of before) {
    const alert = byCase.get(known.id);
    if (alert === undefined) continue;
    const said =
      known.outcome === "blocked"
        ? ({ seen: "alert" } as const)
        : ({ outcome: "alerted", seen: null } as const);
    const change = { ...said, alertAt: alert.at, timed: true, fired: alert.fired };
    const fields = ["outcome", "seen", "alertAt", "timed", "fired"] satisfies TestCaseField[];
    const edited = [...new Set<TestCaseField>([...known.edited, ...fields])];
    setTestCase(db, known, { ...known, ...change }, edited, hand);
  }
  return before;
};

/** The technique that an environment means by an ID; null where no release counts it. */
type ReadId = (environmentId: number, written: string) => string | null;

interface NamedRule {
  readonly id: number;
  readonly environmentId: number;
  readonly name: string;
  readonly written: readonly string[];
}

/** The rules of some environments by their names. */
function listRules({ db }: QueryContext, environments: readonly string[]) {
  const rules = new Map<string, NamedRule[]>();
  for (const { id, environmentId, name, written } of listInventory(db, environments)) {
    const key = ruleKey(name);
    const known = rules.get(key);
    const rule = { id, environmentId, name, written };
    if (known === undefined) rules.set(key, [rule]);
    else known.push(rule);
  }
  return rules;
}

function firedBy(
  { rule }: AlertRow,
  rules: ReadonlyMap<string, readonly NamedRule[]>,
  environmentId: number | undefined,
): FiredDetection | null {
  if (rule === "") return null;
  const own = (rules.get(ruleKey(rule)) ?? []).filter((one) => one.environmentId === environmentId);
  const [only] = own;
  return own.length === 1 && only !== undefined
    ? { id: only.id, name: only.name.slice(0, 500) }
    : { id: null, name: rule.slice(0, 500) };
}

/** What an ID that an alert names means in the environments of the runs. */
function techniquesOf(
  written: string,
  environments: ReadonlyMap<number, number>,
  read: ReadId,
): readonly string[] {
  const known = [...new Set(environments.values())].flatMap((id) => read(id, written) ?? []);
  return known.length === 0 ? [written] : known;
}

function plainId(written: string): string | null {
  const normal = normaliseTechniqueId(written);
  return normal.form === "technique" ? normal.id : null;
}

const isRelated = (a: string, b: string) =>
  a === b || a === b.split(".")[0] || a.split(".")[0] === b;

function alertableOf(
  { id, startAt, endAt, host, outcome, alertAt, timed, ownFields }: TestCase,
  technique: string | null,
): AlertableCase {
  const address = ownFields.find(({ name }) => /^ip ?address$/i.test(name))?.value ?? "";
  return {
    id,
    start: Date.parse(startAt ?? endAt ?? ""),
    hosts: [...new Set([...readHosts(host), ...readHosts(address)])],
    technique,
    outcome,
    // VECTR fills the time in for what was never detected.
    alertAt: alertAt === null || !timed ? null : Date.parse(alertAt),
  };
}

function describeUnmatched(
  rows: readonly AlertRow[],
  seen: readonly SeenAlert[],
  unmatched: ReadonlyMap<number, UnmatchedReason>,
): AlertMatches["unmatched"] {
  const counts = { "no-time": 0, "other-host": 0, "other-time": 0, "other-technique": 0 };
  const alerts: AlertMatches["unmatched"]["alerts"] = [];
  for (const [place, reason] of unmatched) {
    counts[reason] += 1;
    const row = rows[place];
    if (row === undefined || alerts.length >= mostUnmatched) continue;
    alerts.push({
      ...{ line: row.line, rule: row.rule, host: row.host, reason },
      at: row.at === null ? null : new Date(row.at).toISOString(),
      techniques: [...(seen[place]?.techniques ?? [])],
    });
  }
  return { counts, alerts };
}
