import "../ui/number-input-style.ts";
import { Button, NumberInput } from "@mantine/core";
import { Fragment, type ReactNode, useState } from "react";
import type { ExpectedCoverage, Plan } from "../../shared/model/plan.ts";
import { useApp } from "../app/app-state.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun, formatPercent } from "../ui/figures.ts";
import { type NumberEntryOptions, useNumberEntry } from "../ui/number-entry.ts";
import { Card } from "../ui/Page.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { decisionKey } from "./gap-key.ts";
import { formatCost, formatDays } from "./plan.ts";

/** Shows some gaps alone, in words of what they have in common. */
export type ShowOnly = (words: string, keys: ReadonlySet<string>) => void;

/** What other numbers would bring: people and days, a percentage to reach, a budget. */
export function WhatIfCard({ plan, onShow }: { readonly plan: Plan; readonly onShow: ShowOnly }) {
  const { go } = useApp();
  return (
    <Card
      title="What if"
      aside={
        <button
          type="button"
          className="link"
          onClick={() => go("reports", { reportsTab: "situations", situation: "budget" })}
        >
          Ways of paying side by side…
        </button>
      }
    >
      <div className="gaps-what-if">
        <PeopleAndDays plan={plan} onShow={onShow} />
        <Target plan={plan} />
        <Best plan={plan} onShow={onShow} />
      </div>
    </Card>
  );
}

function PeopleAndDays({ plan, onShow }: { readonly plan: Plan; readonly onShow: ShowOnly }) {
  const [engineers, setEngineers] = useState(plan.settings.engineers);
  const [days, setDays] = useState(60);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const mark = (name: string) => (isWrong: boolean) =>
    setWrong(
      (now) => new Set([...[...now].filter((one) => one !== name), ...(isWrong ? [name] : [])]),
    );
  const result = useOperation(
    "plan",
    "whatIf",
    { assessmentId: plan.assessmentId, engineers, days },
    { keepPrevious: true },
  );
  return (
    <section aria-label="With more or fewer people">
      <p className="gaps-sentence">
        With{" "}
        <Inline
          label="Engineers"
          value={engineers}
          {...limits.engineers}
          step={0.5}
          onChange={setEngineers}
          onWrong={mark("engineers")}
        />{" "}
        {engineers === 1 ? "engineer" : "engineers"} and{" "}
        <Inline
          label="Days"
          value={days}
          {...limits.days}
          step={5}
          whole
          onChange={setDays}
          onWrong={mark("days")}
        />{" "}
        days:{" "}
        {result.data !== undefined && wrong.size === 0 && (
          <FromTo from={result.data.from} to={result.data.to} techniques />
        )}
      </p>
      {result.error !== null && <ErrorNotice problem={problemOf(result.error)} />}
      {wrong.has("engineers") && <Limits of="engineers" />}
      {wrong.has("days") && <Limits of="days" />}
      {result.data !== undefined && wrong.size === 0 && (
        <p className="muted">
          <ShowLink
            words={`with ${formatDays(engineers)} × ${String(days)} days`}
            items={result.data.items}
            onShow={onShow}
          />
          , {formatDays(result.data.usedDays)} of {formatDays(result.data.capacityDays)} person-days
          <Cost cost={formatCost(result.data.cost, plan.settings.money.currency)} />
        </p>
      )}
    </section>
  );
}

function Target({ plan }: { readonly plan: Plan }) {
  const [percent, setPercent] = useState(plan.settings.target);
  const [isWrong, setWrong] = useState(false);
  const result = useOperation(
    "plan",
    "target",
    { assessmentId: plan.assessmentId, percent },
    { keepPrevious: true },
  );
  return (
    <section aria-label="What a percentage takes">
      <p className="gaps-sentence">
        What would{" "}
        <Inline
          label="Percent to reach"
          value={percent}
          {...limits.percent}
          onChange={setPercent}
          onWrong={setWrong}
        />{" "}
        % take?
      </p>
      {result.error !== null && <ErrorNotice problem={problemOf(result.error)} />}
      {isWrong && <Limits of="percent" />}
      {result.data !== undefined && !isWrong && (
        <>
          <p>
            {result.data.gaps === 0 && result.data.isReachable ? (
              <>Nothing: {percentWords(result.data.from)} are covered already.</>
            ) : (
              <>
                {!result.data.isReachable && (
                  <>
                    More than closing every gap of the plan, which brings{" "}
                    <b>{percentWords(result.data.reachable)}</b>:{" "}
                  </>
                )}
                <b>{formatNoun(result.data.gaps, "gap")}</b>,{" "}
                <b>{formatDays(result.data.personDays)} person-days</b>
                <Cost cost={formatCost(result.data.cost, plan.settings.money.currency)} />
              </>
            )}
          </p>
          {result.data.gaps > 0 && (
            <p className="muted">
              {result.data.choices.map(({ engineers, days }, at) => (
                <Fragment key={engineers}>
                  {at > 0 && ", "}
                  <span className="gaps-choice">
                    {formatDays(engineers)} {engineers === 1 ? "engineer" : "engineers"}:{" "}
                    {days === null ? "no time is enough" : formatNoun(days, "day")}
                  </span>
                </Fragment>
              ))}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Best({ plan, onShow }: { readonly plan: Plan; readonly onShow: ShowOnly }) {
  const { engineers, workingDays, timeShare } = plan.settings;
  const [budget, setBudget] = useState(
    Math.max(1, Math.round((engineers * workingDays * timeShare) / 100)),
  );
  const [asked, setAsked] = useState<number>();
  const [isWrong, setWrong] = useState(false);
  const result = useOperation(
    "plan",
    "best",
    { assessmentId: plan.assessmentId, personDays: asked ?? 0 },
    { enabled: asked !== undefined },
  );
  const isFresh = asked === budget && result.data !== undefined && !isWrong;
  return (
    <section aria-label="The best set for a budget">
      <p className="gaps-sentence">
        Best set for{" "}
        <Inline
          label="Person-days"
          value={budget}
          {...limits.budget}
          step={5}
          onChange={setBudget}
          onWrong={setWrong}
        />{" "}
        person-days{" "}
        <Button
          size="compact-xs"
          loading={asked === budget && result.isFetching}
          disabled={isFresh || isWrong}
          onClick={() => setAsked(budget)}
        >
          Find
        </Button>
      </p>
      {result.error !== null && <ErrorNotice problem={problemOf(result.error)} />}
      {isWrong && <Limits of="budget" />}
      {isFresh && (
        <p>
          <ShowLink
            words={`best for ${formatDays(budget)} days`}
            items={result.data.items}
            onShow={onShow}
          />
          , {formatDays(result.data.usedDays)} person-days:{" "}
          <FromTo from={weighted(result.data.from)} to={weighted(result.data.to)} /> weighted
          <Cost cost={formatCost(result.data.cost, plan.settings.money.currency)} />.{" "}
          <span className="muted">
            Most coverage per day first would reach {percentWords(weighted(result.data.greedy))}.{" "}
            {result.data.isProven
              ? "No other set is better."
              : `The best that was found; none reaches more than ${result.data.bestPossible === null ? "that" : formatPercent(result.data.bestPossible)}.`}
          </span>
        </p>
      )}
    </section>
  );
}

/** Expected coverage read by its weighted percentage. */
function weighted(expected: ExpectedCoverage): ExpectedCoverage {
  return { ...expected, percent: expected.weightedPercent };
}

function percentWords({ percent }: Pick<ExpectedCoverage, "percent">): string {
  return percent === null ? "–" : formatPercent(percent);
}

function FromTo({
  from,
  to,
  techniques = false,
}: {
  readonly from: ExpectedCoverage;
  readonly to: ExpectedCoverage;
  readonly techniques?: boolean;
}) {
  return (
    <>
      <b>{percentWords(from)}</b> → <b>{percentWords(to)}</b>
      {techniques && ` of ${formatNoun(to.techniques, "technique")}`}
    </>
  );
}

function Cost({ cost }: { readonly cost: string | undefined }): ReactNode {
  return cost === undefined ? null : <>, {cost}</>;
}

function ShowLink({
  words,
  items,
  onShow,
}: {
  readonly words: string;
  readonly items: readonly Parameters<typeof decisionKey>[0][];
  readonly onShow: ShowOnly;
}) {
  if (items.length === 0) return <>No gap</>;
  return (
    <button
      type="button"
      className="link"
      onClick={() => onShow(words, new Set(items.map(decisionKey)))}
    >
      {formatNoun(items.length, "gap")}
    </button>
  );
}

/** What can be asked; beyond it there is no answer. */
const limits = {
  engineers: { min: 0.1, max: 100_000 },
  days: { min: 1, max: 3650 },
  percent: { min: 0, max: 100 },
  budget: { min: 0, max: 1_000_000 },
} as const;

const limitWords: Readonly<Record<keyof typeof limits, string>> = {
  engineers: "Engineers: a number from",
  days: "Days: a whole number from",
  percent: "Percent: a number from",
  budget: "Person-days: a number from",
};

function Limits({ of }: { readonly of: keyof typeof limits }) {
  const { min, max } = limits[of];
  return (
    <p className="gaps-slip" role="status">
      {limitWords[of]} {formatDays(min)} to {formatDays(max)}.
    </p>
  );
}

/** A number within a sentence. */
function Inline({
  label,
  step = 1,
  ...options
}: NumberEntryOptions & { readonly label: string; readonly step?: number }) {
  const entry = useNumberEntry(options);
  return (
    <NumberInput
      size="xs"
      className="gaps-inline"
      aria-label={label}
      step={step}
      decimalScale={2}
      hideControls
      {...entry}
    />
  );
}
