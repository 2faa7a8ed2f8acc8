import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type {
  ClaimedTechnique,
  ClaimStanding,
  CoverageClaims,
} from "../../shared/model/test-meaning.ts";
import { useApp } from "../app/app-state.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { formatNoun, formatOf } from "../ui/figures.ts";
import { type BarPart, BarLegend } from "../ui/StackedBar.tsx";
import type { Fill } from "../ui/levels.ts";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { Swatch } from "../ui/Tag.tsx";
import { ChartCard } from "./ChartCard.tsx";
import { StackedBarsChart } from "./StackedBarsChart.tsx";

const standings = [
  { standing: "validated", word: "Validated", fill: "cov-validated" },
  { standing: "partly", word: "Some tests met", fill: "cov-partial" },
  { standing: "claimed", word: "Claimed, not tested", fill: "cov-detected" },
  { standing: "unclaimed", word: "Neither", fill: "cov-none" },
  { standing: "failed", word: "Failed test", fill: "cov-failed" },
] as const satisfies readonly {
  readonly standing: ClaimStanding;
  readonly word: string;
  readonly fill: Fill;
}[];

function partsOf(counts: CoverageClaims["all"]): readonly BarPart[] {
  return standings.map(({ standing, word, fill }) => ({
    fill,
    word,
    count: counts.standings[standing],
  }));
}

interface TacticClaims {
  readonly key: string;
  readonly name: string;
  readonly counts: CoverageClaims["all"];
  readonly holds: (technique: ClaimedTechnique) => boolean;
}

interface Opened {
  readonly title: string;
  readonly techniques: readonly ClaimedTechnique[];
}

/** What rules claim against what tests say, by tactic; each part opens to its techniques. */
export function ClaimsCard({ claims }: { readonly claims: CoverageClaims }) {
  const [opened, setOpened] = useState<Opened>();
  const rows = useMemo(
    () =>
      claims.tactics.map(({ domain, shortname, name, ...counts }): TacticClaims => ({
        key: `${domain} ${shortname}`,
        name,
        counts,
        holds: (one) => one.domain === domain && one.tactics.includes(shortname),
      })),
    [claims],
  );
  const columns = useMemo(() => listColumns(), []);
  const bars = useMemo(
    () => rows.map(({ key, name, counts }) => ({ key, name, label: name, parts: partsOf(counts) })),
    [rows],
  );
  const open = (title: string, holds: (technique: ClaimedTechnique) => boolean) =>
    setOpened({ title, techniques: claims.techniques.filter(holds) });
  const { techniques, claimed, tested } = claims.all;
  return (
    <>
      <ChartCard
        title="Coverage claimed against validated"
        note={
          <>
            Of the {formatNoun(techniques, "technique")} of the assessment, by all runs of its
            environments: rules claim {formatOf(claimed, techniques)}; tests that hold decide{" "}
            {formatOf(tested, techniques)}. A technique counts under each of its tactics.
          </>
        }
        empty={
          rows.length === 0
            ? "No actor is chosen, so the assessment counts no technique."
            : undefined
        }
        rows={rows}
        columns={columns}
        rowId={rowId}
        exportName="claimed-against-validated"
        onOpen={({ name, holds }) => open(name, holds)}
      >
        <StackedBarsChart
          label="Coverage claimed against validated, by tactic"
          unit="technique"
          bars={bars}
          onOpen={({ key, name }, { fill, word }) => {
            const row = rows.find((one) => one.key === key);
            const standing = standings.find((one) => one.fill === fill)?.standing;
            if (row === undefined) return;
            open(
              `${name}, ${word.toLowerCase()}`,
              (one) => row.holds(one) && one.standing === standing,
            );
          }}
        />
        <BarLegend parts={partsOf(claims.all)} />
      </ChartCard>
      {opened !== undefined && (
        <TechniquesDialog {...opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}

const rowId = ({ key }: TacticClaims): string => key;

function listColumns(): readonly DataColumn<TacticClaims>[] {
  const column = (
    id: string,
    header: string,
    value: (counts: CoverageClaims["all"]) => number,
  ): DataColumn<TacticClaims> => ({
    id,
    header,
    width: 62,
    grow: 1,
    numeric: true,
    value: ({ counts }) => value(counts),
  });
  return [
    { id: "name", header: "Tactic", fixed: true, width: 120, grow: 2, value: ({ name }) => name },
    column("techniques", "Techniques", (counts) => counts.techniques),
    column("with rules", "With rules", (counts) => counts.claimed),
    column("tested", "Tested", (counts) => counts.tested),
    ...standings.map(({ standing, word }) =>
      column(standing, word, (counts) => counts.standings[standing]),
    ),
  ];
}

/** The techniques behind a part of the chart; each opens in the inspector, with its tests. */
function TechniquesDialog({
  title,
  techniques,
  onClose,
}: Opened & { readonly onClose: () => void }) {
  const { inspect } = useApp();
  const columns = useMemo(() => techniqueColumns(), []);
  const model = useDataTable({ rows: techniques, columns, rowId: techniqueRowId });
  return (
    <Dialog
      opened
      wide
      title={`${title}: ${formatNoun(techniques.length, "technique")}`}
      onClose={onClose}
      foot={
        <Button data-autofocus onClick={onClose}>
          Close
        </Button>
      }
    >
      <div className="cases-list">
        <DataTable
          model={model}
          label={title}
          compact
          onOpen={({ domain, id }) => {
            onClose();
            inspect(domain, id);
          }}
          empty="No technique."
        />
      </div>
    </Dialog>
  );
}

const techniqueRowId = ({ domain, id }: ClaimedTechnique): string => `${domain} ${id}`;

function techniqueColumns(): readonly DataColumn<ClaimedTechnique>[] {
  const number = (
    header: string,
    value: (technique: ClaimedTechnique) => number,
  ): DataColumn<ClaimedTechnique> => ({ id: header, header, width: 72, numeric: true, value });
  return [
    { id: "id", header: "ID", width: 86, mono: true, value: ({ id }) => id },
    { id: "name", header: "Technique", width: 150, grow: 2, value: ({ name }) => name },
    {
      id: "standing",
      header: "Standing",
      width: 150,
      value: ({ standing }) => standings.find((one) => one.standing === standing)?.word ?? standing,
      cell: ({ standing }) => {
        const look = standings.find((one) => one.standing === standing);
        return look === undefined ? null : (
          <span className="tag">
            <Swatch fill={look.fill} />
            {look.word}
          </span>
        );
      },
    },
    number("Met", ({ met }) => met),
    number("Not met", ({ unmet }) => unmet),
    number("Prevented", ({ prevented }) => prevented),
    number("Stale", ({ stale }) => stale),
  ];
}
