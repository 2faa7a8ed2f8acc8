import { useMemo } from "react";
import type { EnvironmentComparison, TakeOver } from "../../shared/model/environment-comparison.ts";
import { formatDay } from "../app/times.ts";
import { formatDays } from "../gaps/plan.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun, formatOf } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { useTableExport } from "../use-table-export.ts";
import { ruleStateWords } from "./environment-words.ts";

const rowId = ({ from, to, key, name }: TakeOver): string => JSON.stringify([from, to, key, name]);

/** The first days of what became one: windows, and the rules that are taken over before any is built. */
export function FirstDays({ comparison }: { readonly comparison: EnvironmentComparison }) {
  const { firstDays, environments, blindTakeOvers } = comparison;
  const columns = useMemo(() => takeOverColumns(comparison), [comparison]);
  const model = useDataTable({ rows: firstDays.takeOvers, columns, rowId });
  const { exportTable, problem } = useTableExport("environments-take-overs");
  return (
    <>
      <p className="environments-sentence">
        {firstDays.sentence}
        {blindTakeOvers > 0 &&
          ` ${formatNoun(blindTakeOvers, "rule")} more would see nothing on the other side, which does not collect what ${blindTakeOvers === 1 ? "it needs" : "they need"}.`}
      </p>
      <Card title="Windows" flush>
        <table className="environments-figures">
          <thead>
            <tr>
              <th scope="col">Days</th>
              <th scope="col">Until</th>
              <th scope="col">Person-days</th>
              <th scope="col">Rules taken over</th>
              <th scope="col">Gaps closed</th>
              <th scope="col">Log sources</th>
              {environments.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">Together</th>
            </tr>
          </thead>
          <tbody>
            {firstDays.windows.map((window, index) => (
              <tr key={window.from}>
                <th scope="row">
                  {String(index * 30 + 1)}–{String(Math.min((index + 1) * 30, firstDays.days))}
                </th>
                <td>{formatDay(window.until)}</td>
                <td>
                  {formatDays(window.plannedDays)} of {formatDays(window.capacityDays)}
                </td>
                <td>{formatCount(window.takeOvers)}</td>
                <td>{formatCount(window.gaps)}</td>
                <td>{formatCount(window.logSources)}</td>
                {window.environments.map(({ covered }, at) => (
                  <td key={environments[at]?.name}>
                    {formatOf(covered, window.expected.techniques)}
                  </td>
                ))}
                <td>{formatOf(window.expected.covered, window.expected.techniques)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Card>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <TableTools model={model} filterLabel="Filter rules to take over" onExport={exportTable} />
      <Card flush grow>
        <DataTable
          model={model}
          label="Rules to take over"
          empty="Nothing runs in one environment that would close a gap in another."
        />
      </Card>
    </>
  );
}

function takeOverColumns({
  environments,
  firstDays,
}: EnvironmentComparison): readonly DataColumn<TakeOver>[] {
  const nameOf = (at: number) => environments[at]?.name ?? "";
  return [
    { id: "name", header: "Rule", fixed: true, width: 240, grow: 3, value: ({ name }) => name },
    { id: "from", header: "Runs in", width: 130, value: ({ from }) => nameOf(from) },
    { id: "to", header: "Take it over to", width: 130, value: ({ to }) => nameOf(to) },
    {
      id: "state",
      header: "There now",
      width: 100,
      value: ({ state }) => (state === null ? null : ruleStateWords[state]),
    },
    {
      id: "closes",
      header: "Closes",
      width: 84,
      numeric: true,
      value: ({ closes }) => closes.length,
    },
    {
      id: "techniques",
      header: "Techniques",
      width: 180,
      grow: 1,
      value: ({ closes }) => closes.map(({ techniqueId }) => techniqueId).join(", "),
    },
    { id: "days", header: "Person-days", width: 96, numeric: true, value: ({ days }) => days },
    {
      id: "window",
      header: "By day",
      width: 80,
      numeric: true,
      value: ({ window }) => (window === null ? null : Math.min((window + 1) * 30, firstDays.days)),
    },
  ];
}
