import { Button } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ActorRef } from "../../shared/model/actor.ts";
import { domain as domainSchema } from "../../shared/model/attack-id.ts";
import type { ObjectSummary } from "../../shared/model/catalogue.ts";
import { useApp } from "../app/app-state.ts";
import { orderReleases } from "../catalogue/release-order.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { FilterField } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { SituationSteps } from "./SituationSteps.tsx";
import { situationWords } from "./situation-words.ts";
import type { StartProps } from "./start.ts";
import { useBegin } from "./use-begin.ts";
import { useReportStep } from "./use-report-step.tsx";

const ics = domainSchema.parse("ics-attack");
const enterprise = domainSchema.parse("enterprise-attack");
const noGroups: readonly ObjectSummary[] = [];

const columns: readonly DataColumn<ObjectSummary>[] = [
  { id: "id", header: "ID", width: 80, mono: true, value: ({ attackId }) => attackId },
  { id: "name", header: "Group", fixed: true, width: 160, grow: 1, value: ({ name }) => name },
  {
    id: "aliases",
    header: "Also called",
    width: 240,
    grow: 2,
    value: ({ aliases, name }) => aliases.filter((alias) => alias !== name).join(", ") || null,
  },
];
const rowId = ({ attackId }: ObjectSummary): string => attackId ?? "";

/** Office and plant in one assessment. */
export function OtStart({ assessment, onClose }: StartProps) {
  const { addStarter } = useApp();
  const { id, name: base, scope, actors } = assessment;
  const known = useOperation("catalogue", "list", {});
  const releases = orderReleases(known.data ?? []);
  const own = (domain: string) => scope.releases.find((release) => release.domain === domain);
  const newest = (domain: string) => releases.find((release) => release.domain === domain);
  const plant = releases.find(
    ({ domain, version }) => domain === ics && version === (own(ics) ?? newest(ics))?.version,
  );
  const office = own(enterprise) ?? newest(enterprise);
  const groups = useOperation(
    "catalogue",
    "browse",
    { releaseId: plant?.id ?? 0, kind: "group", text: "", withInactive: false },
    { enabled: plant !== undefined },
  );
  const rows = groups.data ?? noGroups;
  const [checked, setChecked] = useState<ReadonlySet<string>>();
  const { begin, busy, problem } = useBegin(onClose);
  const model = useDataTable({ rows, columns, rowId });
  const all = useMemo(() => new Set(rows.map(rowId)), [rows]);
  const chosen = checked ?? all;
  const already = new Set<string>(actors.map((actor) => actor.id));
  const added = rows.filter(
    (group) => chosen.has(rowId(group)) && !already.has(group.attackId ?? ""),
  );
  const report = useReportStep({
    name: `${base}, office and plant`,
    title: `${base}: office and plant`,
  });
  const { name, title } = report;
  const isMissing = plant === undefined || office === undefined;

  const finish = () => {
    if (plant === undefined || office === undefined) return;
    const others = scope.releases.filter(({ domain }) => domain !== ics && domain !== enterprise);
    begin(
      {
        situation: "ot",
        from: id,
        name,
        scope: {
          ...scope,
          releases: [
            { domain: enterprise, version: office.version },
            { domain: ics, version: plant.version },
            ...others,
          ],
        },
        actors: [
          ...actors.map(({ kind, domain, id: actorId, weight, reason }) => ({
            actor: { kind, domain, id: actorId },
            weight,
            reason,
          })),
          ...added.flatMap(({ attackId }) => {
            if (attackId === null) return [];
            const actor: ActorRef = { kind: "group", domain: ics, id: attackId };
            return [{ actor, weight: 1, reason: "ATT&CK knows it to act against plants." }];
          }),
        ],
        title,
        comparedWith: null,
        fundingOptions: [],
      },
      { done: `Made “${name}” and laid out its report.` },
    );
  };

  return (
    <SituationSteps
      title={situationWords.ot.title}
      verb="Make it and open the report"
      busy={busy}
      problem={problem}
      onClose={onClose}
      onFinish={finish}
      steps={[
        {
          label: "Domains",
          blocked: isMissing ? "It takes a release of Enterprise and one of ICS." : undefined,
          content: (
            <>
              {known.error !== null && <ErrorNotice problem={problemOf(known.error)} />}
              <ul className="situation-outcome plain">
                <li>Enterprise: {office === undefined ? "none" : office.version}</li>
                <li>ICS: {plant === undefined ? "none" : plant.version}</li>
              </ul>
              {isMissing && (
                <Notice
                  tone="info"
                  actions={<Button onClick={addStarter}>Add the starter catalogue</Button>}
                >
                  A release is missing. The starter catalogue brings every domain that has none.
                </Notice>
              )}
              <p className="muted">
                One assessment asks about both, and a group that acts in both counts once. Every
                technique stands under the tactics of its own domain, and all gaps in one list.
              </p>
              {scope.platforms.length > 0 && (
                <p className="muted">
                  Platforms in scope: {scope.platforms.join(", ")}. ICS names no platform for its
                  techniques, so that all of them stay in scope.
                </p>
              )}
            </>
          ),
        },
        {
          label: "Actors",
          content: (
            <>
              {groups.error !== null && <ErrorNotice problem={problemOf(groups.error)} />}
              <p>
                {formatNoun(actors.length, "actor is", "actors are")} chosen already;{" "}
                {formatNoun(added.length, "group")} that act against plants come in.
              </p>
              <FilterField
                label="Find a group"
                placeholder="Find a group"
                value={model.filter}
                onChange={model.setFilter}
              />
              <div className="situation-list">
                <DataTable
                  model={model}
                  compact
                  bare
                  label="Groups that act against plants"
                  checked={chosen}
                  onCheck={setChecked}
                  empty="The release of ICS knows no group."
                />
              </div>
            </>
          ),
        },
        report.step(
          <>
            <p>
              The report shows both matrices, the actors across both, and one list of gaps by
              priority.
            </p>
          </>,
        ),
      ]}
    />
  );
}
