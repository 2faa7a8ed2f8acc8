import type { AssetSegment } from "../../shared/model/asset.ts";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { gapReason } from "../../shared/model/coverage.ts";
import { planWindow } from "../../shared/model/plan-mark.ts";
import { priorityBands, priorityWords } from "../ui/levels.ts";
import { type Choice, ChoiceMenu, MultiChoiceMenu } from "../ui/Toolbar.tsx";
import type { GapFilter, GapRow, RowStatus } from "./gap-rows.ts";
import { nobody, rowStatus, rowStatusWords } from "./gap-rows.ts";
import { reasonWords, windowWords } from "./reason-words.ts";

const any = { value: "any", label: "Any" } as const;

const statusOrder: readonly RowStatus[] = [
  "planned",
  "in-progress",
  "done",
  "dropped",
  "accepted",
  "mitigated",
];

/** What narrows the gaps down, side by side; each choice that would find nothing is left out. */
export function GapFilters({
  answer,
  rows,
  segments,
  filter,
  onChange,
}: {
  readonly answer: AssessmentResult;
  /** All rows, before the filter. */
  readonly rows: readonly GapRow[];
  /** Segments of the assessment's assets. */
  readonly segments: readonly AssetSegment[];
  readonly filter: GapFilter;
  readonly onChange: (change: Partial<GapFilter>) => void;
}) {
  const tactics = new Map(answer.tactics.map(({ shortname, name }) => [shortname, name]));
  const owners = [...new Set(rows.map(({ item }) => item?.owner ?? ""))]
    .filter((owner) => owner !== "")
    .sort();
  const ownerChoices: readonly Choice<string>[] = [
    any,
    ...owners.map((owner) => ({ value: owner, label: owner })),
    { value: nobody, label: "Nobody yet" },
  ];
  const segmentNames = [...new Set(segments.map(({ segment }) => segment))]
    .filter((name) => name !== "")
    .sort();
  const held = <Value,>(all: readonly Value[], of: (row: GapRow) => Value | undefined): Value[] => {
    const there = new Set(rows.map(of));
    return all.filter((value) => there.has(value));
  };
  return (
    <div className="gaps-filters" role="group" aria-label="Filters">
      <ChoiceMenu
        label="Actor"
        value={filter.actor}
        onChange={(actor) => onChange({ actor })}
        choices={[
          any,
          ...answer.actors.map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
      />
      <ChoiceMenu
        label="Tactic"
        value={filter.tactic}
        onChange={(tactic) => onChange({ tactic })}
        choices={[any, ...[...tactics].map(([value, label]) => ({ value, label }))]}
      />
      <ChoiceMenu
        label="Reason"
        value={filter.reason}
        onChange={(reason) => onChange({ reason })}
        choices={[
          any,
          ...held(gapReason.options, ({ reason }) => reason).map((value) => ({
            value,
            label: reasonWords[value],
          })),
        ]}
      />
      <ChoiceMenu
        label="Priority"
        value={filter.band}
        onChange={(band) => onChange({ band })}
        choices={[any, ...priorityBands.map((value) => ({ value, label: priorityWords[value] }))]}
      />
      <ChoiceMenu
        label="Window"
        value={filter.window}
        onChange={(window) => onChange({ window })}
        choices={[
          any,
          ...planWindow.options.map((value) => ({ value, label: windowWords[value] })),
        ]}
      />
      <ChoiceMenu
        label="Status"
        value={filter.status}
        onChange={(status) => onChange({ status })}
        choices={[
          any,
          ...held(statusOrder, rowStatus).map((value) => ({
            value,
            label: rowStatusWords[value],
          })),
        ]}
      />
      {owners.length > 0 && (
        <ChoiceMenu
          label="Owner"
          value={filter.owner}
          onChange={(owner) => onChange({ owner })}
          choices={ownerChoices}
        />
      )}
      <MultiChoiceMenu
        label="Platforms"
        values={[...new Set(answer.gaps.flatMap((gap) => gap.platforms))].sort()}
        chosen={filter.platforms}
        onChange={(platforms) => onChange({ platforms })}
      />
      {segmentNames.length > 0 && (
        <ChoiceMenu
          label="Segment"
          value={filter.segment}
          onChange={(segment) => onChange({ segment })}
          choices={[any, ...segmentNames.map((name) => ({ value: name, label: name }))]}
        />
      )}
    </div>
  );
}
