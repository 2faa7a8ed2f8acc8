import "./MatchAlerts.css";
import { Button, Select } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import type { AlertMapping, AlertMatch, AlertMatches } from "../../shared/model/alert.ts";
import { unmatchedReason } from "../../shared/model/alert.ts";
import type { TestCase } from "../../shared/model/emulation.ts";
import { useApp } from "../app/app-state.ts";
import { fileNameOf } from "../app/file-names.ts";
import { MappingStep } from "../detections/MappingStep.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Progress } from "../ui/Progress.tsx";
import { showDone } from "../ui/toasts.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { problemOf, queryClient, useCommand, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { DateOrderSelect, ZoneSelect, ownZone } from "./ReadTimes.tsx";
import {
  alertFieldChoices,
  describeDelay,
  describeMatch,
  strengthWords,
  unmatchedWords,
} from "./alert-words.ts";

/** A suggestion with the test case that it is for. */
interface Row {
  readonly match: AlertMatch;
  readonly testCase: TestCase | undefined;
}

const noCases: readonly TestCase[] = [];
const idOf = ({ match }: Row): string => String(match.line);
const windows = [
  { value: "15", label: "15 minutes" },
  { value: "60", label: "1 hour" },
  { value: "240", label: "4 hours" },
  { value: "1440", label: "1 day" },
];

/** Lays the alerts that a SIEM exported beside the test cases of a run, to be confirmed. */
export function MatchAlertsDialog({
  runId,
  onClose,
}: {
  readonly runId: number;
  readonly onClose: () => void;
}) {
  const [path, setPath] = useState<string>();
  const choose = useAsk(setPath);
  return path === undefined ? (
    <Dialog opened title="Match alerts with this run?" onClose={onClose}>
      {choose.problem !== null && <ErrorNotice problem={problemOf(choose.problem)} />}
      <EmptyState action="Choose a file" onAction={choose.ask}>
        Choose the alerts that your SIEM exported: CSV, XLSX or JSON, with a time and a host, rule
        or technique each.
      </EmptyState>
    </Dialog>
  ) : (
    <Matching key={path} runId={runId} path={path} onClose={onClose} onOther={choose.ask} />
  );
}

/** Asks for the file of alerts; what goes wrong is shown where it was asked. */
function useAsk(take: (path: string) => void) {
  const [problem, setProblem] = useState<unknown>(null);
  const ask = () => {
    setProblem(null);
    workbench.shell
      .chooseFiles({})
      .then(([first]) => {
        if (first !== undefined) take(first);
      })
      .catch(setProblem);
  };
  return { ask, problem };
}

function Matching({
  runId,
  path,
  onClose,
  onOther,
}: {
  readonly runId: number;
  readonly path: string;
  readonly onClose: () => void;
  readonly onOther: () => void;
}) {
  const { assessmentId, preferences } = useApp();
  const [sheet, setSheet] = useState<string>();
  const [mapping, setMapping] = useState<AlertMapping>();
  const [zone, setZone] = useState(ownZone);
  const [dayFirst, setDayFirst] = useState<boolean>();
  const [minutes, setMinutes] = useState("240");
  const [showsColumns, setShowsColumns] = useState(false);
  const found = useOperation(
    "emulation",
    "matchAlerts",
    {
      ...{ runIds: [runId], assessmentId: assessmentId ?? null, path, zone },
      windowMinutes: Number(minutes),
      ...(sheet === undefined ? {} : { sheet }),
      ...(mapping === undefined ? {} : { mapping }),
      ...(dayFirst === undefined ? {} : { dayFirst }),
    },
    { keepPrevious: true },
  );
  // A file may change between two visits; what was seen of it is forgotten with the dialog.
  useEffect(() => () => queryClient.removeQueries({ queryKey: ["emulation", "matchAlerts"] }), []);
  const cases = useOperation("emulation", "cases", { runId });
  const accept = useCommand("emulation", "acceptAlerts");
  const restore = useCommand("emulation", "restoreCases");
  const [decided, setDecided] = useState<ReadonlySet<string>>();
  const [moved, setMoved] = useState<ReadonlyMap<number, number>>(new Map());
  const matches = found.data?.matches;
  const certain = useMemo(
    () => new Set((matches ?? []).filter(isCertain).map(({ line }) => String(line))),
    [matches],
  );
  const checked = decided ?? certain;
  const accepted = (matches ?? []).filter(({ line, held }) => checked.has(String(line)) && !held);
  const { table, times } = found.data ?? {};
  const isClear = table?.missing === null && times?.orderUnclear === false;
  const who = preferences.analyst;
  const start = () => {
    // Of two alerts that were given to one test case the first in time stays.
    const byCase = new Map<number, AlertMatch>();
    for (const match of [...accepted].sort((a, b) => b.at.localeCompare(a.at))) {
      byCase.set(moved.get(match.line) ?? match.caseId, match);
    }
    const alerts = [...byCase].map(([caseId, { at, fired }]) => ({ caseId, at, fired }));
    accept.mutate(
      { alerts, who },
      {
        onSuccess: (before) => {
          showDone(`${formatNoun(before.length, "test case")} set by alerts`, () =>
            restore.mutate({ cases: before, removed: [], who }),
          );
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      opened
      wide
      title={`Match ${fileNameOf(path)} with this run?`}
      onClose={onClose}
      foot={
        <>
          <Button leftSection={<IconFileImport aria-hidden="true" />} onClick={onOther}>
            Other file
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            data-autofocus
            disabled={accepted.length === 0 || found.isPlaceholderData}
            loading={accept.isPending}
            onClick={start}
          >
            Accept {formatNoun(accepted.length, "alert")}
          </Button>
        </>
      }
    >
      <div className="match-alerts">
        {found.error !== null && <ErrorNotice problem={problemOf(found.error)} />}
        {accept.error !== null && <ErrorNotice problem={problemOf(accept.error)} />}
        {found.isPending && <Progress label="Reading alerts" done={0} total={null} />}
        {found.data !== undefined && table !== undefined && times !== undefined && (
          <>
            <div className="match-alerts-options">
              <Select
                label="Alerts count for"
                data={windows}
                value={minutes}
                allowDeselect={false}
                onChange={(value) => setMinutes(value ?? minutes)}
              />
              {(times.zoneless > 0 || zone !== ownZone) && (
                <ZoneSelect value={zone} onChange={setZone} />
              )}
              {(times.orderUnclear || dayFirst !== undefined) && (
                <DateOrderSelect value={dayFirst} onChange={setDayFirst} />
              )}
              <Button size="xs" onClick={() => setShowsColumns(!showsColumns)}>
                {showsColumns ? "Hide columns" : "Columns"}
              </Button>
            </div>
            {times.zoneless > 0 && (
              <p className="muted">
                {formatNoun(times.zoneless, "time")} without a zone, read as {times.zone}.
              </p>
            )}
            {times.orderUnclear && (
              <Notice tone="warning">
                Nothing in the file tells day from month. Say what 03/04 means.
              </Notice>
            )}
            {(showsColumns || table.missing !== null) && (
              <MappingStep
                table={table}
                mapping={table.mapping}
                fields={alertFieldChoices}
                missing={table.missing}
                isRemembered={false}
                onSheet={(next) => {
                  setSheet(next);
                  setMapping(undefined);
                }}
                onMapping={(next) => {
                  setMapping(next);
                  setDecided(undefined);
                }}
              />
            )}
            {isClear && (
              <Suggestions
                matches={found.data.matches}
                cases={cases.data ?? noCases}
                checked={checked}
                moved={moved}
                onCheck={setDecided}
                onMove={(line, caseId) => setMoved(new Map([...moved, [line, caseId]]))}
              />
            )}
            {isClear && <Unmatched found={found.data} />}
          </>
        )}
      </div>
    </Dialog>
  );
}

const isCertain = ({ strength, held }: AlertMatch): boolean => strength === "certain" && !held;

/** The suggestions, each to be accepted or left, and the test case of the one that is selected. */
function Suggestions({
  matches,
  cases,
  checked,
  moved,
  onCheck,
  onMove,
}: {
  readonly matches: readonly AlertMatch[];
  readonly cases: readonly TestCase[];
  readonly checked: ReadonlySet<string>;
  readonly moved: ReadonlyMap<number, number>;
  readonly onCheck: (checked: ReadonlySet<string>) => void;
  readonly onMove: (line: number, caseId: number) => void;
}) {
  const [selected, setSelected] = useState<string>();
  const rows = useMemo(() => {
    const byId = new Map(cases.map((one) => [one.id, one]));
    return matches.map((match) => ({
      match,
      testCase: byId.get(moved.get(match.line) ?? match.caseId),
    }));
  }, [matches, cases, moved]);
  const columns = useMemo(() => listColumns(), []);
  const model = useDataTable({ rows, columns, rowId: idOf });
  const current = rows.find((row) => idOf(row) === selected);
  const mark = (isMeant: (match: AlertMatch) => boolean) =>
    onCheck(new Set(matches.filter(isMeant).map(({ line }) => String(line))));
  const nameOf = (id: number) => {
    const one = cases.find((each) => each.id === id);
    const begun = one?.startAt ?? null;
    return `${one?.name ?? String(id)}${begun === null ? "" : `, ${clockOf(begun)}`}`;
  };
  return (
    <section aria-label="Suggestions">
      <div className="match-alerts-head">
        <h3>{formatNoun(matches.length, "match", "matches")}</h3>
        <Button size="xs" onClick={() => mark(isCertain)}>
          The certain ones
        </Button>
        <Button size="xs" onClick={() => mark(({ held }) => !held)}>
          All
        </Button>
        <Button size="xs" onClick={() => mark(() => false)}>
          None
        </Button>
      </div>
      <div
        className="match-alerts-table"
        style={{ blockSize: `min(34vh, ${String(Math.max(rows.length, 2) * 30 + 34)}px)` }}
      >
        <DataTable
          model={model}
          label="Suggested alerts"
          compact
          bare
          checked={checked}
          onCheck={onCheck}
          selectedId={selected ?? null}
          onSelect={(row) => setSelected(idOf(row))}
          empty="No alert fits a test case of this run."
        />
      </div>
      {current !== undefined && (
        <div className="match-alerts-current">
          <p>
            {describeMatch(current.match)}.{" "}
            {current.match.techniques.length > 0 && (
              <span className="mono muted">{current.match.techniques.join(", ")}</span>
            )}
          </p>
          {current.match.others.length > 0 && (
            <Select
              label="Test case of this alert"
              data={[current.match.caseId, ...current.match.others].map((id) => ({
                value: String(id),
                label: nameOf(id),
              }))}
              allowDeselect={false}
              value={String(moved.get(current.match.line) ?? current.match.caseId)}
              onChange={(value) => {
                if (value !== null) onMove(current.match.line, Number(value));
              }}
            />
          )}
        </div>
      )}
    </section>
  );
}

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const clockOf = (iso: string): string => clock.format(new Date(iso));

function listColumns(): DataColumn<Row>[] {
  return [
    {
      ...{ id: "test", header: "Test", width: 130, grow: 2, fixed: true },
      value: ({ testCase }) => testCase?.name ?? "",
    },
    {
      ...{ id: "technique", header: "Technique", width: 88, mono: true },
      value: ({ testCase }) => testCase?.written ?? "",
    },
    {
      ...{ id: "rule", header: "Rule", width: 130, grow: 2 },
      value: ({ match }) => match.rule,
    },
    {
      ...{ id: "after", header: "After", width: 66, numeric: true },
      value: ({ match }) => match.seconds,
      cell: ({ match }) => (
        <span className={match.late ? "match-alerts-late" : undefined} title={match.at}>
          {describeDelay(match.seconds)}
        </span>
      ),
    },
    {
      ...{ id: "strength", header: "Match", width: 66 },
      value: ({ match }) => (match.held ? "Known" : strengthWords[match.strength]),
    },
    {
      ...{ id: "why", header: "Why", width: 110, grow: 2 },
      value: ({ match }) => describeMatch(match),
    },
  ];
}

/** The alerts that belong to no test case, counted by why, with the first of them. */
function Unmatched({ found: { unmatched, untimed } }: { readonly found: AlertMatches }) {
  const reasons = unmatchedReason.options.filter((reason) => unmatched.counts[reason] > 0);
  const count = reasons.reduce((sum, reason) => sum + unmatched.counts[reason], 0);
  return (
    <>
      {untimed > 0 && (
        <p className="muted">
          {formatNoun(untimed, "test case")} without a time or not run: no alert is laid beside.
        </p>
      )}
      <details className="match-alerts-rest">
        <summary>
          {formatNoun(count, "alert")} of no test case
          {reasons.length > 0 &&
            `: ${reasons
              .map(
                (reason) =>
                  `${unmatchedWords[reason].toLowerCase()} ${formatCount(unmatched.counts[reason])}`,
              )
              .join(", ")}`}
        </summary>
        <ul>
          {unmatched.alerts.slice(0, 200).map((alert) => (
            <li key={alert.line}>
              <span className="muted">Row {formatCount(alert.line)}:</span> {alert.rule}
              {alert.host !== "" && `, ${alert.host}`}{" "}
              <span className="muted">({unmatchedWords[alert.reason].toLowerCase()})</span>
            </li>
          ))}
        </ul>
        {count > 200 && <p className="muted">And {formatCount(count - 200)} more.</p>}
      </details>
    </>
  );
}
