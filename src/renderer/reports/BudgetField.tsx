import "../ui/number-input-style.ts";
import { NumberInput } from "@mantine/core";
import type { FundingOption } from "../../shared/model/report-template.ts";

/** What an option may cost at most, in the plan's currency; empty = time alone decides. */
export function BudgetField({
  label,
  bare = false,
  disabled = false,
  option,
  onOption,
}: {
  readonly label: string;
  /** In a table, under its head. */
  readonly bare?: boolean;
  readonly disabled?: boolean;
  readonly option: FundingOption;
  readonly onOption: (option: FundingOption) => void;
}) {
  return (
    <NumberInput
      {...(bare ? { size: "xs", "aria-label": label } : { label })}
      placeholder="No limit"
      hideControls
      min={0}
      max={1_000_000_000}
      allowNegative={false}
      allowedDecimalSeparators={[".", ","]}
      disabled={disabled}
      value={option.budget ?? ""}
      onChange={(value) => onOption(withBudget(option, value))}
    />
  );
}

function withBudget({ budget: _, ...others }: FundingOption, value: number | string) {
  const budget = typeof value === "number" ? value : Number(value);
  return value === "" || Number.isNaN(budget) ? others : { ...others, budget };
}
