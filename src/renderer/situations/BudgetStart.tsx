import "../ui/number-input-style.ts";
import { ActionIcon, Button, NumberInput, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { CoveragePrice, FundingComparison } from "../../shared/model/funding.ts";
import type { Plan } from "../../shared/model/plan.ts";
import type { FundingOption } from "../../shared/model/report-template.ts";
import { formatDays } from "../gaps/plan.ts";
import { BudgetField } from "../reports/BudgetField.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatPercent } from "../ui/figures.ts";
import { useNumberEntry } from "../ui/number-entry.ts";
import { Progress } from "../ui/Progress.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { NoActors, SituationSteps } from "./SituationSteps.tsx";
import { situationWords } from "./situation-words.ts";
import type { StartProps } from "./start.ts";
import { useBegin } from "./use-begin.ts";
import { useReportStep } from "./use-report-step.tsx";

/** Ways of paying for the plan, side by side. */
export function BudgetStart(props: StartProps) {
  const plan = useOperation("plan", "get", { assessmentId: props.assessment.id });
  const title = situationWords.budget.title;
  if (plan.data === undefined) {
    return (
      <SituationSteps
        title={title}
        verb="Next"
        busy={plan.error === null}
        problem={plan.error === null ? undefined : problemOf(plan.error)}
        onClose={props.onClose}
        onFinish={props.onClose}
        steps={[{ label: "Options", content: null, blocked: "Reading the plan." }]}
      />
    );
  }
  return <BudgetSteps {...props} plan={plan.data} />;
}

const mostOptions = 6;

/** As many people as there are, half of them, and twice as many. */
function usualOptions(engineers: number): readonly FundingOption[] {
  const half = Math.max(0.5, Math.round(engineers) / 2);
  return [
    { name: "Less", engineers: half, days: 90 },
    { name: "As planned", engineers, days: 90 },
    { name: "More", engineers: engineers * 2, days: 90 },
  ];
}

function BudgetSteps({ assessment, onClose, plan }: StartProps & { readonly plan: Plan }) {
  const { id, name: base } = assessment;
  const { money, engineers } = plan.settings;
  const [options, setOptions] = useState(() => usualOptions(engineers));
  const [dayRate, setDayRate] = useState(money.dayRate ?? 0);
  const [currency, setCurrency] = useState(money.currency);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const report = useReportStep({ name: null, title: `${base}: what to fund` });
  const { title } = report;
  const { begin, busy, problem } = useBegin(onClose);
  const mark = (field: string) => (isWrong: boolean) =>
    setWrong((now) => {
      const next = new Set(now);
      if (isWrong) next.add(field);
      else next.delete(field);
      return next;
    });
  const set = (at: number, change: Partial<FundingOption>) =>
    setOptions((now) => now.map((one, index) => (index === at ? { ...one, ...change } : one)));

  const nextMoney = {
    ...money,
    dayRate: dayRate === 0 ? null : dayRate,
    currency: currency.trim() === "" ? money.currency : currency.trim(),
  };
  const isPriced = nextMoney.dayRate !== money.dayRate || nextMoney.currency !== money.currency;
  const prepare = async () => {
    if (!isPriced) return () => Promise.resolve();
    const before = await workbench.plan.setSettings({
      assessmentId: id,
      settings: { money: nextMoney },
    });
    return () => workbench.plan.setSettings({ assessmentId: id, settings: before });
  };
  const blocked = options.some(({ name }) => name.trim() === "")
    ? "Give every option a name."
    : wrong.size > 0
      ? "A number is out of its limits."
      : undefined;

  return (
    <SituationSteps
      title={situationWords.budget.title}
      verb="Open the report"
      busy={busy}
      problem={problem}
      onClose={onClose}
      onFinish={() =>
        begin(
          {
            situation: "budget",
            from: id,
            name: null,
            scope: null,
            actors: null,
            title,
            comparedWith: null,
            fundingOptions: [...options],
          },
          {
            prepare,
            done: `Laid out the report of “${base}”${isPriced ? ", and set what a day costs" : ""}.`,
          },
        )
      }
      steps={[
        {
          label: "Ways of paying",
          blocked,
          content: (
            <>
              <NoActors assessment={assessment} onClose={onClose} />
              <div className="situation-row">
                <NumberField
                  label="A person-day costs"
                  description="0: days alone are reckoned"
                  value={dayRate}
                  min={0}
                  max={1_000_000}
                  step={50}
                  onChange={setDayRate}
                  onWrong={mark("rate")}
                />
                <TextInput
                  label="Currency"
                  description="As the plan writes it"
                  maxLength={10}
                  value={currency}
                  onChange={({ currentTarget: { value } }) => setCurrency(value)}
                />
              </div>
              <table className="situation-options">
                <thead>
                  <tr>
                    <th scope="col">Option</th>
                    <th scope="col">Engineers</th>
                    <th scope="col">Days</th>
                    <th scope="col">{currency} at most</th>
                    <th scope="col">
                      <span className="visually-hidden">Remove</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {options.map((option, at) => (
                    <tr key={at}>
                      <th scope="row">
                        <TextInput
                          size="xs"
                          aria-label={`Name of option ${String(at + 1)}`}
                          maxLength={200}
                          value={option.name}
                          onChange={({ currentTarget: { value } }) => set(at, { name: value })}
                        />
                      </th>
                      <td>
                        <NumberField
                          label={`Engineers of option ${String(at + 1)}`}
                          bare
                          value={option.engineers}
                          min={0.1}
                          max={100_000}
                          step={0.5}
                          onChange={(value) => set(at, { engineers: value })}
                          onWrong={mark(`engineers ${String(at)}`)}
                        />
                      </td>
                      <td>
                        <NumberField
                          label={`Days of option ${String(at + 1)}`}
                          bare
                          whole
                          value={option.days}
                          min={1}
                          max={3650}
                          step={30}
                          onChange={(value) => set(at, { days: value })}
                          onWrong={mark(`days ${String(at)}`)}
                        />
                      </td>
                      <td>
                        <BudgetField
                          label={`Budget of option ${String(at + 1)}`}
                          bare
                          disabled={dayRate === 0}
                          option={option}
                          onOption={(next) => setOptions((now) => now.with(at, next))}
                        />
                      </td>
                      <td>
                        <ActionIcon
                          variant="subtle"
                          aria-label={`Remove option ${String(at + 1)}`}
                          disabled={options.length === 1}
                          onClick={() =>
                            setOptions((now) => now.filter((_, index) => index !== at))
                          }
                        >
                          <IconTrash size={16} stroke={1.75} aria-hidden="true" />
                        </ActionIcon>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <div>
                <Button
                  size="xs"
                  leftSection={<IconPlus aria-hidden="true" />}
                  disabled={options.length === mostOptions}
                  onClick={() =>
                    setOptions((now) => [
                      ...now,
                      { name: `Option ${String(now.length + 1)}`, engineers, days: 90 },
                    ])
                  }
                >
                  Add an option
                </Button>
              </div>
            </>
          ),
        },
        {
          label: "Side by side",
          content: <SideBySide assessmentId={id} options={options} money={nextMoney} />,
        },
        report.step(
          <>
            <p>
              The report is of “{base}” as it is. It sets the options side by side: what each
              closes, what a point of coverage costs by it, and what stays open.
            </p>
            {isPriced && (
              <p>
                The plan of “{base}” will reckon with{" "}
                {nextMoney.dayRate === null
                  ? "days alone"
                  : `${nextMoney.currency} ${formatCount(nextMoney.dayRate)} for a person-day`}
                . Undo takes that back.
              </p>
            )}
          </>,
        ),
      ]}
    />
  );
}

function NumberField({
  label,
  description,
  bare = false,
  step,
  ...entry
}: Parameters<typeof useNumberEntry>[0] & {
  readonly label: string;
  readonly description?: string;
  /** In a table, under its head. */
  readonly bare?: boolean;
  readonly step: number;
}) {
  const field = useNumberEntry(entry);
  return (
    <NumberInput
      {...(bare ? { size: "xs", "aria-label": label, hideControls: true } : { label })}
      {...(description === undefined ? {} : { description })}
      step={step}
      {...field}
      error={field.error ? "Out of its limits" : undefined}
    />
  );
}

/** What each option brings, before anything is written. */
function SideBySide({
  assessmentId,
  options,
  money,
}: {
  readonly assessmentId: number;
  readonly options: readonly FundingOption[];
  readonly money: Plan["settings"]["money"];
}) {
  const funding = useOperation("plan", "options", { assessmentId, options: [...options], money });
  if (funding.error !== null) return <ErrorNotice problem={problemOf(funding.error)} />;
  if (funding.data === undefined) {
    return <Progress label="Reckoning the options" done={0} total={null} />;
  }
  return <Options funding={funding.data} />;
}

function Options({ funding }: { readonly funding: FundingComparison }) {
  const { currency, options, from, dayRate } = funding;
  const percent = (value: number | null) => (value === null ? "–" : formatPercent(value));
  const perPoint = ({ costPerPoint, daysPerPoint }: CoveragePrice) =>
    costPerPoint !== null
      ? `${currency} ${formatCount(Math.round(costPerPoint))}`
      : daysPerPoint !== null
        ? `${formatDays(daysPerPoint)} days`
        : "–";
  return (
    <>
      <p>
        Now <b>{percent(from.percent)}</b> of {formatCount(from.techniques)} techniques are covered.
      </p>
      <table className="situation-options">
        <thead>
          <tr>
            <th scope="col">Option</th>
            <th scope="col">Covered after</th>
            <th scope="col">Gaps closed</th>
            <th scope="col">Person-days</th>
            {dayRate !== null && <th scope="col">Cost</th>}
            <th scope="col">A point costs</th>
            <th scope="col">The next point</th>
            <th scope="col">Best choice</th>
            <th scope="col">Stay open</th>
          </tr>
        </thead>
        <tbody>
          {options.map(({ option, to, closes, price, step, best, left }, index) => (
            <tr key={index}>
              <th scope="row">{option.name}</th>
              <td>{percent(to.percent)}</td>
              <td>{formatCount(closes.length)}</td>
              <td>{formatDays(price.personDays)}</td>
              {dayRate !== null && (
                <td>
                  {price.total === null
                    ? "–"
                    : `${currency} ${formatCount(Math.round(price.total))}`}
                </td>
              )}
              <td>{perPoint(price)}</td>
              <td title="Of what it adds to the option above">
                {step === null ? "–" : perPoint(step)}
              </td>
              <td title="The gaps that bring the most for the same days, whatever their rank">
                {percent(best.to.percent)}
              </td>
              <td>{formatCount(left.gaps)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        Gaps are closed by priority; the cost of a point holds work, what is bought, and its first
        year.
      </p>
    </>
  );
}
