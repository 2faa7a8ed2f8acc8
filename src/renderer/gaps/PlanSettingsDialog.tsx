import "../ui/number-input-style.ts";
import { ActionIcon, Button, NumberInput, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { PlanMoney, PlanSettings } from "../../shared/model/plan.ts";
import { NumberField } from "../settings/NumberField.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import "./DecisionDialog.css";

/** By what the windows are filled, and what days and log sources cost. */
export function PlanSettingsDialog({
  settings,
  logSources,
  onClose,
  onSave,
  onEffort,
}: {
  readonly settings: PlanSettings;
  /** Names of the log sources that the plan brings in, to choose from. */
  readonly logSources: readonly string[];
  readonly onClose: () => void;
  readonly onSave: (settings: Partial<PlanSettings>) => void;
  /** Opens where effort by reason is set. */
  readonly onEffort: () => void;
}) {
  const [draft, setDraft] = useState(settings);
  const set = (change: Partial<PlanSettings>) => setDraft((before) => ({ ...before, ...change }));
  const { money } = draft;
  const setMoney = (change: Partial<PlanMoney>) => set({ money: { ...money, ...change } });
  const capacity = (draft.engineers * draft.workingDays * draft.timeShare) / 100;
  const isNamed = [...money.logSources, ...money.tools].every(({ name }) => name.trim() !== "");
  const isChanged = JSON.stringify(draft) !== JSON.stringify(settings);
  return (
    <Dialog
      opened
      wide
      title="What is the plan made by?"
      onClose={onClose}
      foot={
        <>
          <span className="plan-settings-words muted">
            {Math.round(capacity * 100) / 100} person-days in each window
          </span>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={!isChanged || !isNamed || money.currency.trim() === ""}
            onClick={() => onSave(draft)}
          >
            Save
          </Button>
        </>
      }
    >
      <div className="decision-form">
        <h3 className="plan-settings-title">Capacity</h3>
        <div className="plan-settings-grid">
          <NumberField
            label="Engineers"
            value={draft.engineers}
            min={0.1}
            step={0.5}
            onChange={(engineers) => set({ engineers })}
          />
          <NumberField
            label="Working days in 30 days"
            value={draft.workingDays}
            min={0.5}
            max={30}
            onChange={(workingDays) => set({ workingDays })}
          />
          <NumberField
            label="Share of their time, %"
            value={draft.timeShare}
            min={1}
            max={100}
            step={5}
            onChange={(timeShare) => set({ timeShare })}
          />
          <TextInput
            type="date"
            label="Starts on (empty: today)"
            value={draft.startsOn ?? ""}
            onChange={({ currentTarget: { value } }) =>
              set({ startsOn: value === "" ? null : value })
            }
          />
          <NumberField
            label="Coverage aimed at, %"
            value={draft.target}
            min={0}
            max={100}
            onChange={(target) => set({ target })}
          />
          <NumberField
            label="A log source, days, paid once"
            value={draft.logSourceDays}
            min={0}
            step={0.5}
            onChange={(logSourceDays) => set({ logSourceDays })}
          />
        </div>
        <p>
          <button type="button" className="link" onClick={onEffort}>
            Days by reason
          </button>{" "}
          <span className="muted">stand in the assessment’s settings.</span>
        </p>
        <h3 className="plan-settings-title">Money</h3>
        <div className="plan-settings-grid">
          <NumberInput
            label="Price of a person-day (empty: none)"
            value={money.dayRate ?? ""}
            min={0}
            decimalScale={2}
            allowedDecimalSeparators={[".", ","]}
            onChange={(next) => setMoney({ dayRate: typeof next === "number" ? next : null })}
          />
          <TextInput
            label="Currency"
            maxLength={10}
            value={money.currency}
            onChange={({ currentTarget: { value } }) => setMoney({ currency: value })}
          />
          <span />
          <NumberField
            label="A log source, once"
            value={money.logSourceOneOff}
            min={0}
            onChange={(logSourceOneOff) => setMoney({ logSourceOneOff })}
          />
          <NumberField
            label="A log source, a year"
            value={money.logSourceYearly}
            min={0}
            onChange={(logSourceYearly) => setMoney({ logSourceYearly })}
          />
        </div>
        <CostList
          title="Log sources with a price of their own"
          suggestions={logSources}
          withDays
          costs={money.logSources}
          onChange={(next) =>
            setMoney({ logSources: next.map((cost) => ({ ...cost, days: cost.days ?? null })) })
          }
        />
        <CostList
          title="Tools that the plan needs"
          suggestions={[]}
          costs={money.tools}
          onChange={(next) =>
            setMoney({ tools: next.map(({ name, oneOff, yearly }) => ({ name, oneOff, yearly })) })
          }
        />
      </div>
    </Dialog>
  );
}

interface Cost {
  readonly name: string;
  readonly days?: number | null;
  readonly oneOff: number;
  readonly yearly: number;
}

function CostList({
  title,
  suggestions,
  withDays = false,
  costs,
  onChange,
}: {
  readonly title: string;
  readonly suggestions: readonly string[];
  readonly withDays?: boolean;
  readonly costs: readonly Cost[];
  readonly onChange: (costs: readonly Cost[]) => void;
}) {
  const listId = `${title.replace(/\W+/g, "-").toLowerCase()}-names`;
  const change = (index: number, part: Partial<Cost>) =>
    onChange(costs.map((cost, at) => (at === index ? { ...cost, ...part } : cost)));
  return (
    <div className="plan-costs" role="group" aria-label={title}>
      <div className="plan-costs-head">
        <span>{title}</span>
        <Button
          size="compact-xs"
          leftSection={<IconPlus size={13} aria-hidden="true" />}
          onClick={() => onChange([...costs, { name: "", days: null, oneOff: 0, yearly: 0 }])}
        >
          Add
        </Button>
      </div>
      <datalist id={listId}>
        {suggestions.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {costs.map((cost, index) => (
        <div key={index} className="plan-cost" data-days={withDays || undefined}>
          <TextInput
            size="xs"
            aria-label="Name"
            placeholder="Name"
            list={listId}
            value={cost.name}
            onChange={({ currentTarget: { value } }) => change(index, { name: value })}
          />
          {withDays && (
            <NumberInput
              size="xs"
              aria-label="Days"
              placeholder="Days"
              hideControls
              min={0}
              decimalScale={2}
              allowedDecimalSeparators={[".", ","]}
              value={cost.days ?? ""}
              onChange={(next) => change(index, { days: typeof next === "number" ? next : null })}
            />
          )}
          <NumberInput
            size="xs"
            aria-label="Once"
            placeholder="Once"
            hideControls
            min={0}
            value={cost.oneOff}
            onChange={(next) => change(index, { oneOff: typeof next === "number" ? next : 0 })}
          />
          <NumberInput
            size="xs"
            aria-label="A year"
            placeholder="A year"
            hideControls
            min={0}
            value={cost.yearly}
            onChange={(next) => change(index, { yearly: typeof next === "number" ? next : 0 })}
          />
          <ActionIcon
            aria-label={`Remove ${cost.name}`}
            onClick={() => onChange(costs.filter((_, at) => at !== index))}
          >
            <IconX size={15} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
    </div>
  );
}
