import "./Changes.css";
import { Button, Select } from "@mantine/core";
import { IconArrowsLeftRight, IconFileExport, IconStack2 } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { compareVersions } from "../../shared/compare-versions.ts";
import { type Domain, techniqueId } from "../../shared/model/attack-id.ts";
import type { Release } from "../../shared/model/catalogue.ts";
import type {
  ComparedKind,
  ObjectChange,
  ObjectFate,
  ReleaseComparison,
} from "../../shared/model/release-comparison.ts";
import { objectFate } from "../../shared/model/release-comparison.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { useMarkedThings } from "../markings/use-marking.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import type { DataColumn } from "../ui/table-model.ts";
import { ChoiceMenu, SegmentedControl, ToggleButton } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { fateWords, kindWord, kindWords } from "./change-words.ts";
import { ComparedTable } from "./ComparedTable.tsx";
import { useSaved } from "./use-saved.ts";

/** Domains of which there are two releases, each with its versions, the newest first. */
function comparableDomains(releases: readonly Release[]): ReadonlyMap<Domain, readonly string[]> {
  const versions = new Map<Domain, string[]>();
  for (const { domain, version } of releases) {
    versions.set(domain, [...(versions.get(domain) ?? []), version]);
  }
  return new Map(
    [...versions]
      .filter(([, list]) => list.length > 1)
      .map(([domain, list]) => [domain, list.sort((a, b) => compareVersions(b, a))]),
  );
}

/** Two releases of ATT&CK beside each other. */
export function CompareReleasesTab() {
  const { go } = useApp();
  const releases = useOperation("catalogue", "list", {});
  const domains = useMemo(() => comparableDomains(releases.data ?? []), [releases.data]);
  const [domain] = domains.keys();
  if (releases.error !== null) return <ErrorNotice problem={problemOf(releases.error)} />;
  if (releases.data === undefined) return null;
  if (domain === undefined) {
    return (
      <EmptyState action="Open the catalogue" onAction={() => go("catalogue")}>
        It takes two releases of a domain to compare. Import another one.
      </EmptyState>
    );
  }
  return <Chosen domains={domains} first={domain} />;
}

function Chosen({
  domains,
  first,
}: {
  readonly domains: ReadonlyMap<Domain, readonly string[]>;
  readonly first: Domain;
}) {
  const { assessmentId } = useApp();
  const { saveJson, makeLayer, problem } = useSaved();
  const things = useMarkedThings();
  const [wanted, setDomain] = useState(first);
  const domain = domains.has(wanted) ? wanted : first;
  const versions = domains.get(domain) ?? [];
  const [pair, setPair] = useState<{ readonly before: string; readonly after: string }>();
  const isThere =
    pair !== undefined && versions.includes(pair.before) && versions.includes(pair.after);
  const { before, after } = isThere
    ? pair
    : { before: versions[1] ?? "", after: versions[0] ?? "" };
  const comparison = useOperation(
    "compare",
    "releases",
    { domain, before, after, ...(assessmentId === undefined ? {} : { assessmentId }) },
    { enabled: before !== after, keepPrevious: true },
  );
  const version = (label: string, value: string, set: (version: string) => void) => (
    <Select
      size="xs"
      label={label}
      data={[...versions]}
      value={value}
      allowDeselect={false}
      onChange={(chosen) => {
        if (chosen !== null) set(chosen);
      }}
    />
  );
  return (
    <div className="compare-page">
      {comparison.error !== null && <ErrorNotice problem={problemOf(comparison.error)} />}
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <div className="changes-sides">
        {domains.size > 1 && (
          <Select
            size="xs"
            label="Domain"
            data={[...domains.keys()]}
            value={domain}
            allowDeselect={false}
            onChange={(chosen) => {
              const known = [...domains.keys()].find((each) => each === chosen);
              if (known !== undefined) setDomain(known);
            }}
          />
        )}
        {version("Before", before, (chosen) => setPair({ before: chosen, after }))}
        {version("After", after, (chosen) => setPair({ before, after: chosen }))}
        <Button
          size="xs"
          leftSection={<IconArrowsLeftRight aria-hidden="true" />}
          onClick={() => setPair({ before: after, after: before })}
        >
          Swap
        </Button>
        {comparison.data !== undefined && (
          <>
            <Button
              size="xs"
              leftSection={<IconFileExport aria-hidden="true" />}
              onClick={() => saveJson(`${domain}-${before}-to-${after}`, comparison.data, things)}
            >
              Export as JSON
            </Button>
            <Button
              size="xs"
              leftSection={<IconStack2 aria-hidden="true" />}
              onClick={() => makeLayer({ kind: "release-change", domain, before, after })}
            >
              Make a layer
            </Button>
          </>
        )}
      </div>
      {before === after ? (
        <EmptyState>Choose two releases.</EmptyState>
      ) : (
        comparison.data !== undefined && <Changed key={domain} comparison={comparison.data} />
      )}
    </div>
  );
}

function Changed({ comparison }: { readonly comparison: ReleaseComparison }) {
  const { assessmentId } = useApp();
  const [view, setView] = useState<"objects" | "uses">("objects");
  const [fate, setFate] = useState<ObjectFate | "all" | "renamed" | "moved">("all");
  const [kind, setKind] = useState<ComparedKind | "all">("all");
  const [touching, setTouching] = useState(false);
  const touched = comparison.objects.filter(({ touches }) => touches !== null).length;
  return (
    <>
      <Figures comparison={comparison} onFate={setFate} />
      <Card title="By kind of object" flush>
        <Totals comparison={comparison} onKind={setKind} />
      </Card>
      <div className="compare-filters">
        <SegmentedControl
          label="Show"
          value={view}
          choices={[
            { value: "objects", label: "Objects" },
            { value: "uses", label: "Who uses what" },
          ]}
          onChange={setView}
        />
        {view === "objects" && (
          <>
            <ChoiceMenu
              label="Kind"
              value={kind}
              choices={[
                { value: "all", label: "All" },
                ...comparison.totals.map((each) => ({
                  value: each.kind,
                  label: kindWords[each.kind],
                })),
              ]}
              onChange={setKind}
            />
            <ChoiceMenu
              label="Change"
              value={fate}
              choices={[
                { value: "all", label: "All" },
                ...objectFate.options.map((each) => ({ value: each, label: fateWords[each] })),
                { value: "renamed", label: "Renamed" },
                { value: "moved", label: "Moved between tactics" },
              ]}
              onChange={setFate}
            />
          </>
        )}
        {assessmentId !== undefined && (
          <ToggleButton pressed={touching} onChange={setTouching}>
            {`Touches this assessment (${formatCount(touched)})`}
          </ToggleButton>
        )}
      </div>
      {view === "objects" ? (
        <Objects comparison={comparison} fate={fate} kind={kind} touching={touching} />
      ) : (
        <Uses comparison={comparison} touching={touching} />
      )}
    </>
  );
}

function Figures({
  comparison: { totals },
  onFate,
}: {
  readonly comparison: ReleaseComparison;
  readonly onFate: (fate: ObjectFate | "renamed" | "moved") => void;
}) {
  const sum = (figure: ObjectFate | "renamed" | "moved") =>
    totals.reduce((total, each) => total + each[figure], 0);
  return (
    <FigureRow
      label="The releases in figures"
      figures={(["added", "changed", "renamed", "moved", "revoked", "deprecated"] as const).map(
        (figure) => ({
          label:
            figure === "renamed"
              ? "Renamed"
              : figure === "moved"
                ? "Moved between tactics"
                : fateWords[figure],
          value: formatCount(sum(figure)),
          note: sum(figure) === 1 ? "object" : "objects",
          onOpen: () => onFate(figure),
        }),
      )}
    />
  );
}

function Totals({
  comparison: { totals, relationships, before, after },
  onKind,
}: {
  readonly comparison: ReleaseComparison;
  readonly onKind: (kind: ComparedKind) => void;
}) {
  return (
    <table className="changes-totals">
      <thead>
        <tr>
          <th scope="col">Kind</th>
          <th scope="col">{`In ${before}`}</th>
          <th scope="col">{`In ${after}`}</th>
          <th scope="col">New</th>
          <th scope="col">Changed</th>
          <th scope="col">Major, minor version</th>
          <th scope="col">Revoked</th>
          <th scope="col">Deprecated</th>
          <th scope="col">Active again</th>
          <th scope="col">Gone</th>
        </tr>
      </thead>
      <tbody>
        {totals.map((each) => (
          <tr key={each.kind}>
            <th scope="row">
              <button type="button" className="link" onClick={() => onKind(each.kind)}>
                {kindWords[each.kind]}
              </button>
            </th>
            <td>{formatCount(each.before)}</td>
            <td>{formatCount(each.after)}</td>
            <td>{formatCount(each.added)}</td>
            <td>{formatCount(each.changed)}</td>
            <td>{`${formatCount(each.major)}, ${formatCount(each.minor)}`}</td>
            <td>{formatCount(each.revoked)}</td>
            <td>{formatCount(each.deprecated)}</td>
            <td>{formatCount(each.restored)}</td>
            <td>{formatCount(each.removed)}</td>
          </tr>
        ))}
        {relationships.map(({ type, ...each }) => (
          <tr key={type}>
            <th scope="row" className="muted">{`Relationships: ${type}`}</th>
            <td>{formatCount(each.before)}</td>
            <td>{formatCount(each.after)}</td>
            <td>{formatCount(each.added)}</td>
            <td colSpan={5} />
            <td>{formatCount(each.removed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function describe({ formerName, fields, tactics, platforms, becomes }: ObjectChange): string {
  const list = (word: string, change: { added: string[]; removed: string[] } | null) =>
    change === null
      ? []
      : [
          `${word} ${[...change.added.map((each) => `+${each}`), ...change.removed.map((each) => `−${each}`)].join(", ")}`,
        ];
  const told = new Set([
    ...(formerName === null ? [] : ["name"]),
    ...(tactics === null ? [] : ["tactics"]),
    ...(platforms === null ? [] : ["platforms"]),
  ]);
  const others = fields.filter((field) => !told.has(field));
  return [
    ...(formerName === null ? [] : [`was ${formerName}`]),
    ...(becomes === null ? [] : [`became ${becomes.id ?? ""} ${becomes.name}`]),
    ...list("tactics", tactics),
    ...list("platforms", platforms),
    ...(others.length === 0 ? [] : [others.join(", ")]),
  ].join("; ");
}

const versionText = ({ version: { before, after } }: ObjectChange): string | null =>
  before === after ? after : `${before ?? "–"} → ${after ?? "–"}`;

const touchText = ({ touches }: ObjectChange): string | null =>
  touches === null
    ? null
    : [
        ...(touches.chosen ? ["A chosen actor"] : []),
        ...(touches.actors.length === 0 ? [] : [`Used by ${touches.actors.join(", ")}`]),
        ...(touches.rules === 0 ? [] : [`named by ${formatNoun(touches.rules, "rule")}`]),
      ].join("; ");

const objectColumns: readonly DataColumn<ObjectChange>[] = [
  { id: "fate", header: "Change", width: 104, value: ({ fate }) => fateWords[fate] },
  { id: "kind", header: "Kind", width: 130, value: ({ kind }) => kindWord(kind) },
  { id: "id", header: "ID", width: 92, mono: true, value: ({ id }) => id },
  { id: "name", header: "Name", fixed: true, width: 200, grow: 2, value: ({ name }) => name },
  { id: "what", header: "What", width: 240, grow: 3, value: describe },
  { id: "version", header: "Version", width: 96, value: versionText },
  { id: "touches", header: "Touches", width: 160, grow: 1, value: touchText },
];

function Objects({
  comparison,
  fate,
  kind,
  touching,
}: {
  readonly comparison: ReleaseComparison;
  readonly fate: ObjectFate | "all" | "renamed" | "moved";
  readonly kind: ComparedKind | "all";
  readonly touching: boolean;
}) {
  const { inspect, assessmentId } = useApp();
  const rows = useMemo(
    () =>
      comparison.objects.filter(
        (change) =>
          (kind === "all" || change.kind === kind) &&
          (!touching || change.touches !== null) &&
          (fate === "all" ||
            change.fate === fate ||
            (fate === "renamed" && change.fate === "changed" && change.formerName !== null) ||
            (fate === "moved" && change.tactics !== null)),
      ),
    [comparison, fate, kind, touching],
  );
  return (
    <ComparedTable
      file={`${comparison.domain}-${comparison.before}-to-${comparison.after}`}
      filterLabel="Filter objects"
      rows={rows}
      columns={objectColumns}
      rowId={({ stixId }) => stixId}
      label="Changed objects"
      {...(assessmentId === undefined
        ? {}
        : {
            onOpen: ({ kind: of, id }: ObjectChange) => {
              if ((of === "technique" || of === "subtechnique") && id !== null) {
                inspect(comparison.domain, techniqueId.parse(id));
              }
            },
          })}
      empty="No object changed in this way."
    />
  );
}

type Using = ReleaseComparison["uses"][number];

const useColumns: readonly DataColumn<Using>[] = [
  { id: "id", header: "ID", width: 84, mono: true, value: ({ id }) => id },
  { id: "name", header: "Actor", fixed: true, width: 180, grow: 1, value: ({ name }) => name },
  { id: "more", header: "Uses more", width: 96, numeric: true, value: ({ added }) => added.length },
  {
    id: "fewer",
    header: "No longer",
    width: 96,
    numeric: true,
    value: ({ removed }) => removed.length,
  },
  {
    id: "added",
    header: "Techniques more",
    width: 220,
    grow: 3,
    mono: true,
    value: ({ added }) => added.join(", "),
  },
  {
    id: "removed",
    header: "Techniques no longer",
    width: 160,
    grow: 2,
    mono: true,
    value: ({ removed }) => removed.join(", "),
  },
];

function Uses({
  comparison,
  touching,
}: {
  readonly comparison: ReleaseComparison;
  readonly touching: boolean;
}) {
  const rows = useMemo(
    () => comparison.uses.filter(({ chosen }) => !touching || chosen),
    [comparison, touching],
  );
  return (
    <ComparedTable
      file={`${comparison.domain}-uses`}
      filterLabel="Filter actors"
      rows={rows}
      columns={useColumns}
      rowId={({ kind, id }) => `${kind} ${id}`}
      label="Who uses what"
      empty="No actor is said to use anything else."
    />
  );
}
