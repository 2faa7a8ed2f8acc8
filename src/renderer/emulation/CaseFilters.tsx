import { Popover, Select } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { TestCase } from "../../shared/model/emulation.ts";
import { formatCount } from "../ui/figures.ts";
import { ChoiceMenu } from "../ui/Toolbar.tsx";
import { outcomes, outcomeWords } from "./outcome-words.ts";
import {
  type CaseFilter,
  countValues,
  type TestedTechniques,
  tacticsOf,
  type ValueCount,
} from "./run-cases.ts";

/** What a run's table is narrowed to besides its text: outcome, and what else test cases share. */
export function CaseFilters({
  cases,
  techniques,
  filter,
  onFilter,
}: {
  readonly cases: readonly TestCase[];
  readonly techniques: TestedTechniques;
  readonly filter: CaseFilter;
  readonly onFilter: (filter: CaseFilter) => void;
}) {
  const [opened, setOpened] = useState(false);
  const fields = ["technique", "tactic", "host", "assignee", "group"] as const;
  const active = fields.filter((field) => filter[field] !== null).length;
  return (
    <>
      <ChoiceMenu
        label="Outcome"
        value={filter.outcome ?? "all"}
        choices={[
          { value: "all", label: "All" },
          ...outcomes.map((value) => ({ value, label: outcomeWords[value] })),
          { value: "late", label: "Alert too late" },
        ]}
        onChange={(outcome) => onFilter({ ...filter, outcome: outcome === "all" ? null : outcome })}
      />
      <Popover
        width={300}
        position="bottom-start"
        trapFocus
        returnFocus
        opened={opened}
        onChange={setOpened}
      >
        <Popover.Target>
          <button
            type="button"
            className="toolbar-button"
            onClick={() => setOpened((before) => !before)}
          >
            <IconFilter size={15} stroke={1.75} aria-hidden="true" />
            <b>{active === 0 ? "Filters" : `Filters (${String(active)})`}</b>
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterFields cases={cases} techniques={techniques} filter={filter} onFilter={onFilter} />
        </Popover.Dropdown>
      </Popover>
    </>
  );
}

function FilterFields({
  cases,
  techniques,
  filter,
  onFilter,
}: {
  readonly cases: readonly TestCase[];
  readonly techniques: TestedTechniques;
  readonly filter: CaseFilter;
  readonly onFilter: (filter: CaseFilter) => void;
}) {
  const values = useMemo(
    () => ({
      technique: countValues(cases, ({ written }) => {
        const known = techniques.get(written);
        return known === undefined
          ? [{ id: written, name: written }]
          : [{ id: known.techniqueId, name: `${known.techniqueId} ${known.name}` }];
      }),
      tactic: countValues(cases, (testCase) => tacticsOf(testCase, techniques)),
      host: countValues(cases, ({ host }) => [{ id: host, name: host }]),
      assignee: countValues(cases, ({ assignee }) => [{ id: assignee, name: assignee }]),
      group: countValues(cases, ({ group }) => [{ id: group, name: group }]),
    }),
    [cases, techniques],
  );
  const words = {
    technique: "Technique",
    tactic: "Tactic",
    host: "Host",
    assignee: "Assignee",
    group: "Group",
  } as const;
  const labels = (counts: readonly ValueCount[]) =>
    counts.map(({ value, label, cases: count }) => ({
      value,
      label: `${label}, ${formatCount(count)}`,
    }));
  return (
    <div className="case-fields">
      {(["technique", "tactic", "host", "assignee", "group"] as const).map((field) => (
        <Select
          key={field}
          size="xs"
          label={words[field]}
          placeholder={values[field].length === 0 ? "None is set" : "Any"}
          disabled={values[field].length === 0}
          searchable
          clearable
          limit={60}
          nothingFoundMessage="No test case has that"
          comboboxProps={{ withinPortal: false }}
          data={labels(values[field])}
          value={filter[field]}
          onChange={(value) => onFilter({ ...filter, [field]: value })}
        />
      ))}
    </div>
  );
}
