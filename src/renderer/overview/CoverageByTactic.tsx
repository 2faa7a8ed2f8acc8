import { Button } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMemo } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { officialDomains } from "../../shared/model/attack-id.ts";
import type { TacticCoverage } from "../../shared/model/coverage.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatShare } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { BarLegend, LevelBar, levelParts } from "../ui/StackedBar.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { useTableExport } from "../use-table-export.ts";

const rowId = (tactic: TacticCoverage): string => `${tactic.domain} ${tactic.id}`;

/** One row for each tactic of the denominator, in the matrix's order; a row opens the matrix. */
export function CoverageByTactic({ answer }: { readonly answer: AssessmentResult }) {
  const { go } = useApp();
  const { exportTable, problem } = useTableExport("coverage-by-tactic");
  const { tactics } = answer;

  const columns = useMemo((): readonly DataColumn<TacticCoverage>[] => {
    const longest = Math.max(0, ...tactics.map((tactic) => tactic.techniques));
    const domains = new Set(tactics.map((tactic) => tactic.domain));
    return [
      {
        id: "tactic",
        header: "Tactic",
        value: (tactic) => tactic.name,
        searchText: (tactic) => tactic.id,
        width: 168,
        fixed: true,
      },
      ...(domains.size > 1
        ? [
            {
              id: "domain",
              header: "Domain",
              value: (tactic: TacticCoverage) =>
                officialDomains.get(tactic.domain) ?? tactic.domain,
              width: 96,
            },
          ]
        : []),
      {
        id: "techniques",
        header: "Techniques by level, bar length = techniques in scope",
        value: (tactic) => tactic.techniques,
        cell: (tactic) => <LevelBar counts={tactic.levels} max={longest} label={tactic.name} />,
        width: 160,
        grow: 1,
      },
      {
        id: "covered",
        header: "Covered",
        value: (tactic) => tactic.covered,
        cell: (tactic) => (
          <span>
            <b>{formatCount(tactic.covered)}</b>
            <span className="muted"> / {formatCount(tactic.techniques)}</span>
          </span>
        ),
        numeric: true,
        width: 84,
      },
      {
        id: "share",
        header: "Share",
        value: (tactic) => tactic.percent,
        cell: (tactic) => <b>{formatShare(tactic.covered, tactic.techniques)}</b>,
        numeric: true,
        width: 72,
      },
    ];
  }, [tactics]);
  const model = useDataTable({ rows: tactics, columns, rowId });
  const legend = levelParts(answer.coverage.levels);

  return (
    <Card
      title="Coverage by tactic"
      aside={
        <>
          <span>A technique counts under each of its tactics</span>
          <Button
            size="xs"
            leftSection={<IconDownload aria-hidden="true" />}
            onClick={() => exportTable({ columns: model.columns, rows: model.rows })}
          >
            Export
          </Button>
        </>
      }
      foot={<BarLegend parts={legend} />}
      flush
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <DataTable
        model={model}
        label="Coverage by tactic"
        rowHeight={32}
        bare
        empty="No tactic holds a technique of the chosen actors."
        onOpen={(tactic) => go("coverage", { domain: tactic.domain, tactic: tactic.shortname })}
      />
    </Card>
  );
}
