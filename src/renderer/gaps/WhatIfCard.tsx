import "../ui/number-input-style.ts";
import { Button, NumberInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ExpectedCoverage, Plan } from "../../shared/model/plan.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun, formatPercent } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { decisionKey } from "./gap-key.ts";
import { formatCost, formatDays } from "./plan.ts";

/** Shows some gaps alone, in words of what they have in common. */
export type ShowOnly = (words: string, keys: ReadonlySet<string>) => void;

/** What other numbers would bring: people and days, a percentage to reach, a budget. */
export function WhatIfCard({ plan, onShow }: { readonly plan: Plan; readonly onShow: ShowOnly }) {
  return (
    <Card title="What if">
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
        <Inline label="Engineers" value={engineers} min={0.5} step={0.5} onChange={setEngineers} />{" "}
        {engineers === 1 ? "engineer" : "engineers"} and{" "}
        <Inline label="Days" value={days} min={1} max={3650} step={5} whole onChange={setDays} />{" "}
        days:{" "}
        {result.data !== undefined && (
          <FromTo from={result.data.from} to={result.data.to} techniques />
        )}
      </p>
      {result.error !== null && <ErrorNotice problem={problemOf(result.error)} />}
      {result.data !== undefined && (
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
        <Inline label="Percent to reach" value={percent} min={0} max={100} onChange={setPercent} />{" "}
        % take?
      </p>
      {result.error !== null && <ErrorNotice problem={problemOf(result.error)} />}
      {result.data !== undefined && (
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
              {result.data.choices
                .map(
                  ({ engineers, days }) =>
                    `${formatDays(engineers)} ${engineers === 1 ? "engineer" : "engineers"}: ${days === null ? "no time is enough" : formatNoun(days, "day")}`,
                )
                .join(", ")}
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
  const result = useOperation(
    "plan",
    "best",
    { assessmentId: plan.assessmentId, personDays: asked ?? 0 },
    { enabled: asked !== undefined },
  );
  const isFresh = asked === budget && result.data !== undefined;
  return (
    <section aria-label="The best set for a budget">
      <p className="gaps-sentence">
        Best set for{" "}
        <Inline label="Person-days" value={budget} min={0} step={5} onChange={setBudget} />{" "}
        person-days{" "}
        <Button
          size="compact-xs"
          loading={asked === budget && result.isFetching}
          disabled={isFresh}
          onClick={() => setAsked(budget)}
        >
          Find
        </Button>
      </p>
      {result.error !== null && <ErrorNotice problem={problemOf(result.error)} />}
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

/** A number within a sentence. */
function Inline({
  label,
  value,
  min,
  max,
  step = 1,
  whole = false,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max?: number;
  readonly step?: number;
  readonly whole?: boolean;
  readonly onChange: (value: number) => void;
}) {
  return (
    <NumberInput
      size="xs"
      className="gaps-inline"
      aria-label={label}
      value={value}
      min={min}
      {...(max === undefined ? {} : { max })}
      step={step}
      allowDecimal={!whole}
      decimalScale={2}
      hideControls
      clampBehavior="strict"
      onChange={(next) => {
        if (typeof next === "number" && next >= min) onChange(next);
      }}
    />
  );
}
