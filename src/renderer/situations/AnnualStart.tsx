import { Button, Checkbox, Select } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { ActorSummary } from "../../shared/model/actor.ts";
import type { Problem } from "../../shared/problem.ts";
import type { ComparedWith } from "../../shared/model/report-template.ts";
import { useReportImport } from "../reports/use-report-import.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { FilterField } from "../ui/Toolbar.tsx";
import { formatDay } from "../app/times.ts";
import { useNow } from "../app/use-now.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { rankActors, reasonOf } from "./rank-actors.ts";
import { SituationSteps } from "./SituationSteps.tsx";
import { situationWords } from "./situation-words.ts";
import { nameForYear, type StartProps } from "./start.ts";
import { useBegin } from "./use-begin.ts";
import { useReportStep } from "./use-report-step.tsx";

const noActors: readonly ActorSummary[] = [];
const counts = ["5", "10", "15", "20"] as const;
const rowId = ({ kind, id }: ActorSummary): string => `${kind} ${id}`;

/** The threats of a year, beside those of the last. */
export function AnnualStart({ assessment, onClose }: StartProps) {
  const { id, name: base, actors: chosenBefore } = assessment;
  const now = useNow();
  const year = String(new Date(now).getUTCFullYear());
  const list = useOperation("assessments", "list", {});
  const snapshots = useOperation("snapshots", "list", {});
  const context = useOperation("actors", "context", {});
  const actors = useOperation("actors", "list", { assessmentId: id, text: "", kinds: [] });
  const [sector, setSector] = useState<string | null>(null);
  const [count, setCount] = useState<(typeof counts)[number]>("10");
  const [checked, setChecked] = useState<ReadonlySet<string>>();
  const [before, setBefore] = useState<string>();
  const [freezes, setFreezes] = useState(true);
  const { begin, busy, problem } = useBegin(onClose);
  const [failure, setFailure] = useState<Problem>();
  const importing = useReportImport();
  const importLastYear = () => {
    setFailure(undefined);
    importing
      .start()
      .then((taken) => {
        if (taken !== undefined) setBefore(`snapshot ${String(taken.id)}`);
      })
      .catch((error: unknown) => setFailure(problemOf(error)));
  };

  const rows = useMemo(() => rankActors(actors.data ?? noActors, sector), [actors.data, sector]);
  const columns = useMemo(() => listColumns(sector), [sector]);
  const model = useDataTable({ rows, columns, rowId });
  const suggested = useMemo(() => {
    const chosen = rows.filter((actor) => actor.chosen);
    const further =
      sector === null
        ? []
        : rows
            .filter((actor) => !actor.chosen && targets(actor, sector))
            .slice(0, Math.max(0, Number(count) - chosen.length));
    return new Set([...chosen, ...further].map(rowId));
  }, [rows, sector, count]);
  const picked = checked ?? suggested;
  const chosen = rows.filter((actor) => picked.has(rowId(actor)));
  const others = (list.data ?? []).filter((each) => each.id !== id);
  const frozen = (snapshots.data ?? [])
    .toSorted((a, b) => Number(b.assessmentId === id) - Number(a.assessmentId === id))
    .map((each) => ({
      value: `snapshot ${String(each.id)}`,
      // What a file was imported under says its day already.
      label: each.name.includes(each.createdAt.slice(0, 10))
        ? each.name
        : `${each.name}, ${formatDay(each.createdAt)}`,
    }));
  const choices = [
    ...frozen,
    { value: `assessment ${String(id)}`, label: `“${base}” as it is now` },
    ...others.map((each) => ({ value: `assessment ${String(each.id)}`, label: each.name })),
    { value: "none", label: "Nothing: this is the first" },
  ];
  // Last year as it was then; without a snapshot of it, what there is now.
  const ownSnapshot = (snapshots.data ?? []).find((each) => each.assessmentId === id);
  const lastYear =
    before ??
    (ownSnapshot === undefined ? `assessment ${String(id)}` : `snapshot ${String(ownSnapshot.id)}`);
  const forYear = nameForYear(base, year);
  const report = useReportStep({ name: forYear, title: `${forYear}: threat assessment` });
  const { name, title } = report;

  const finish = () => {
    const wasChosen = new Map(chosenBefore.map((actor) => [`${actor.kind} ${actor.id}`, actor]));
    begin(
      {
        situation: "annual",
        from: id,
        name,
        scope: null,
        actors: chosen.map((actor) => {
          const { kind, domain, id: actorId } = actor;
          const known = wasChosen.get(rowId(actor));
          return {
            actor: { kind, domain: known?.domain ?? domain, id: actorId },
            weight: known?.weight ?? 1,
            reason: known?.reason || reasonOf(actor, sector),
          };
        }),
        title,
        comparedWith: comparedWithOf(lastYear),
        fundingOptions: [],
      },
      {
        done: `Made “${name}” and laid out its report${freezes ? ", with a snapshot for next year" : ""}.`,
        ...(freezes
          ? {
              conclude: async ({ assessmentId }) => {
                const { id: snapshotId } = await workbench.snapshots.take({
                  assessmentId,
                  name,
                  note: `Threat assessment ${year}`,
                });
                return () => workbench.snapshots.remove({ id: snapshotId });
              },
            }
          : {}),
      },
    );
  };

  return (
    <SituationSteps
      title={situationWords.annual.title}
      verb="Make it and open the report"
      busy={busy}
      problem={problem ?? failure}
      onClose={onClose}
      onFinish={finish}
      steps={[
        {
          label: "Threats",
          blocked: chosen.length === 0 ? "Choose at least one actor." : undefined,
          content: (
            <>
              {actors.error !== null && <ErrorNotice problem={problemOf(actors.error)} />}
              <div className="situation-row">
                <Select
                  label="Our sector"
                  placeholder="Any"
                  searchable
                  clearable
                  clearButtonProps={{ "aria-label": "Any sector" }}
                  data={(context.data?.sectors ?? []).map(({ value }) => value)}
                  value={sector}
                  onChange={(value) => {
                    setSector(value);
                    setChecked(undefined);
                  }}
                />
                <Select
                  label="How many actors"
                  allowDeselect={false}
                  data={[...counts]}
                  value={count}
                  onChange={(value) => {
                    setCount(counts.find((each) => each === value) ?? count);
                    setChecked(undefined);
                  }}
                />
                <FilterField
                  label="Find an actor"
                  placeholder="Find an actor"
                  value={model.filter}
                  onChange={model.setFilter}
                />
              </div>
              <div className="situation-list">
                <DataTable
                  model={model}
                  compact
                  bare
                  label="Actors of this year"
                  checked={picked}
                  onCheck={setChecked}
                  empty="The releases know no actor."
                />
              </div>
              <p className="muted">
                {formatNoun(chosen.length, "actor")} chosen. Those of last year stay, with their
                weight and reason;{" "}
                {sector === null
                  ? "choose a sector to have others suggested."
                  : `others are suggested that are known to target ${sector}, those first that use most techniques.`}
              </p>
            </>
          ),
        },
        {
          label: "Last year",
          content: (
            <>
              <Select
                label="Set it beside"
                description="What changed, and because of what: our detections, ATT&CK, the threat or tests."
                allowDeselect={false}
                data={choices}
                value={lastYear}
                onChange={(value) => setBefore(value ?? undefined)}
              />
              <div className="situation-beside">
                <Button
                  leftSection={<IconFileImport aria-hidden="true" />}
                  loading={importing.running}
                  onClick={importLastYear}
                >
                  Import last year’s report…
                </Button>
                <span className="muted">
                  The JSON of a report, of this machine or another. It comes in as a snapshot.
                </span>
              </div>
              {importing.state}
            </>
          ),
        },
        report.step(
          <>
            <p>
              {formatNoun(chosen.length, "actor")}, each with its reason; the gaps and the plan; and
              what changed since last year.
            </p>
            <Checkbox
              label="Take a snapshot, to set next year beside"
              checked={freezes}
              onChange={({ currentTarget: { checked: takes } }) => setFreezes(takes)}
            />
          </>,
        ),
      ]}
    />
  );
}

function targets({ context }: ActorSummary, sector: string): boolean {
  return context.sectors.some(({ value }) => value === sector);
}

function comparedWithOf(value: string): ComparedWith | null {
  const [kind, number] = value.split(" ");
  if (kind === "assessment") return { kind, assessmentId: Number(number) };
  if (kind === "snapshot") return { kind, snapshotId: Number(number) };
  return null;
}

function listColumns(sector: string | null): readonly DataColumn<ActorSummary>[] {
  return [
    { id: "name", header: "Actor", fixed: true, width: 150, grow: 1, value: ({ name }) => name },
    {
      id: "why",
      header: "Why",
      width: 260,
      grow: 2,
      value: (actor) =>
        actor.chosen ? "Chosen last year" : reasonOf(actor, sector) || "No fact says so",
      cell: (actor) => {
        const reason = actor.chosen ? "" : reasonOf(actor, sector);
        if (reason === "") return actor.chosen ? "Chosen last year" : "No fact says so";
        return <span title={reason}>Known to target {sector}</span>;
      },
    },
    {
      id: "techniques",
      header: "Techniques",
      width: 92,
      numeric: true,
      value: ({ counts: { withCampaigns } }) => withCampaigns,
    },
    { id: "added", header: "New ones", width: 84, numeric: true, value: ({ added }) => added },
  ];
}
