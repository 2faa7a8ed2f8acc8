import { ActionIcon, Button, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { FundingOption, ReportContent } from "../../shared/model/report-template.ts";
import { useTyped } from "../layers/use-typed.ts";
import { NumberField } from "../settings/NumberField.tsx";
import { BudgetField } from "./BudgetField.tsx";
import type { ChangeContent } from "./use-report-draft.ts";

const most = 6;

/** Ways of paying for the closing of gaps, which the report sets side by side. */
export function FundingFields({
  options,
  change,
}: {
  readonly options: readonly FundingOption[];
  readonly change: ChangeContent;
}) {
  const set = (
    next: (options: ReportContent["fundingOptions"]) => FundingOption[],
    label: string,
    stretch?: string,
  ) => change(({ fundingOptions }) => ({ fundingOptions: next(fundingOptions) }), label, stretch);
  const add = () => {
    const last = options.at(-1);
    // Each further option asks for one person more.
    const engineers = (last?.engineers ?? 0) + 1;
    const name = `Option ${"ABCDEF".charAt(options.length)}`;
    set((before) => [...before, { name, engineers, days: last?.days ?? 90 }], `“${name}”`);
  };
  return (
    <div className="funding" role="group" aria-label="Funding options">
      {options.map((option, at) => (
        <OptionFields
          key={at}
          option={option}
          number={at + 1}
          onOption={(part, stretch) =>
            set(
              (before) => before.map((each, place) => (place === at ? { ...each, ...part } : each)),
              "a funding option",
              stretch,
            )
          }
          onBudget={(next) =>
            set((before) => before.with(at, next), "a funding option", `budget ${String(at)}`)
          }
          onRemove={() => set((before) => before.toSpliced(at, 1), "a funding option")}
        />
      ))}
      {options.length < most && (
        <Button size="xs" leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={add}>
          Add an option
        </Button>
      )}
    </div>
  );
}

function OptionFields({
  option,
  number,
  onOption,
  onBudget,
  onRemove,
}: {
  readonly option: FundingOption;
  readonly number: number;
  readonly onOption: (part: Partial<FundingOption>, stretch?: string) => void;
  readonly onBudget: (option: FundingOption) => void;
  readonly onRemove: () => void;
}) {
  const name = useTyped(option.name, (value, stretch) => onOption({ name: value }, stretch));
  return (
    <div className="funding-option" role="group" aria-label={`Option ${number}`}>
      <TextInput
        label="Name"
        maxLength={500}
        value={name.value}
        onChange={(event) => name.type(event.currentTarget.value)}
        onBlur={name.settle}
      />
      <NumberField
        label="Engineers"
        min={0.1}
        max={100_000}
        decimals={1}
        value={option.engineers}
        onChange={(engineers) => onOption({ engineers })}
      />
      <NumberField
        label="Days"
        min={1}
        max={3650}
        decimals={0}
        value={option.days}
        onChange={(days) => onOption({ days })}
      />
      <BudgetField label="At most" option={option} onOption={onBudget} />
      <ActionIcon aria-label={`Remove option ${number}`} title="Remove" onClick={onRemove}>
        <IconX aria-hidden="true" />
      </ActionIcon>
    </div>
  );
}
