import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { AssessmentResult, TechniqueDecision } from "../../shared/model/assessment.ts";
import type { GapStatus } from "../../shared/model/coverage.ts";
import { useApp } from "../app/app-state.ts";
import { formatDay, isDue } from "../app/times.ts";
import { useNow } from "../app/use-now.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatNoun } from "../ui/figures.ts";
import { TechniqueName, techniqueName } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import { Badge } from "../ui/Tag.tsx";
import { type DataColumn, type TableOrder, useDataTable } from "../ui/table-model.ts";
import { useTableExport } from "../use-table-export.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import type { Decisions } from "./decisions.ts";
import { decisionKey } from "./gap-key.ts";
import { statusWords } from "./reason-words.ts";

interface Row extends TechniqueDecision {
  readonly name: string;
  readonly parentName: string | null;
  readonly hasExpired: boolean;
}

const dayMilliseconds = 86_400_000;
const byExpiry: readonly TableOrder[] = [
  { column: "until", descending: false },
  { column: "id", descending: false },
];

/** Everything that was decided about techniques, what runs out first on top. */
export function DecisionsTable({
  answer,
  decisions,
}: {
  readonly answer: AssessmentResult;
  readonly decisions: Decisions;
}) {
  const { inspect } = useApp();
  const now = useNow();
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(
    () => listRows(answer, decisions.byKey, now),
    [answer, decisions.byKey, now],
  );
  const model = useDataTable({ rows, columns, rowId: decisionKey, order: byExpiry });
  const { exportTable, problem } = useTableExport("decisions");
  const selected = model.rows.filter((row) => checked.has(decisionKey(row)));
  return (
    <Card
      flush
      grow
      title={selected.length === 0 ? "Decisions" : `${String(selected.length)} selected`}
      aside={
        selected.length === 0 ? (
          <TableTools model={model} filterLabel="Find a decision" onExport={exportTable} />
        ) : (
          <>
            <Button
              size="xs"
              onClick={() => {
                setChecked(new Set());
                decisions.change(
                  {
                    decisions: [],
                    withdrawn: selected.map(({ domain, techniqueId }) => ({ domain, techniqueId })),
                  },
                  `${formatNoun(selected.length, "decision")} withdrawn`,
                );
              }}
            >
              Withdraw
            </Button>
            <Button size="xs" onClick={() => setChecked(new Set())}>
              Clear selection
            </Button>
          </>
        )
      }
    >
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <DataTable
        model={model}
        label="Decisions"
        checked={checked}
        onCheck={setChecked}
        onOpen={({ domain, techniqueId }) => inspect(domain, techniqueId)}
        empty={
          <EmptyState>
            Nothing decided yet. A gap can be accepted, mitigated or not applicable, with the
            reason.
          </EmptyState>
        }
      />
    </Card>
  );
}

function listRows({ techniques }: AssessmentResult, byKey: Decisions["byKey"], now: number): Row[] {
  const names = new Map(techniques.map((one) => [`${one.domain} ${one.id}`, one]));
  return [...(byKey?.values() ?? [])]
    .filter(({ status }) => status !== "open")
    .map((decision) => {
      const known = names.get(decisionKey(decision));
      return {
        ...decision,
        name: known?.name ?? "not in scope",
        parentName: known?.parentName ?? null,
        hasExpired: decision.expires !== null && isDue(decision.expires, now - dayMilliseconds),
      };
    });
}

const statusCell: Readonly<Record<Exclude<GapStatus, "open">, "plain" | "ok" | "accent">> = {
  accepted: "plain",
  mitigated: "ok",
  "not-applicable": "plain",
};

const columns: readonly DataColumn<Row>[] = [
  {
    id: "id",
    header: "ID",
    width: 88,
    fixed: true,
    mono: true,
    value: ({ techniqueId }) => techniqueId,
  },
  {
    id: "name",
    header: "Technique",
    width: 160,
    grow: 2,
    fixed: true,
    value: (row) => techniqueName(row),
    cell: (row) => <TechniqueName name={row.name} parentName={row.parentName} />,
  },
  {
    id: "status",
    header: "Decision",
    width: 120,
    value: ({ status }) => statusWords[status],
    cell: ({ status }) => (
      <Badge tone={status === "open" ? "plain" : statusCell[status]}>{statusWords[status]}</Badge>
    ),
  },
  {
    id: "reason",
    header: "Reason or control",
    width: 180,
    grow: 3,
    value: ({ reason }) => reason,
  },
  { id: "who", header: "Decided by", width: 120, grow: 1, value: ({ who }) => who || null },
  {
    id: "until",
    header: "Until",
    width: 150,
    value: ({ expires }) => expires,
    cell: ({ expires, hasExpired }) =>
      expires === null ? (
        <span className="faint">no expiry</span>
      ) : hasExpired ? (
        <span className="gaps-slip">{formatDay(expires)}, over</span>
      ) : (
        formatDay(expires)
      ),
  },
  { id: "domain", header: "Domain", width: 130, hidden: true, value: ({ domain }) => domain },
];
