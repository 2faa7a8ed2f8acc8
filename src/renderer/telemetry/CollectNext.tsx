import { Button } from "@mantine/core";
import { useState } from "react";
import type { GapWorth, TelemetryAdvice, TelemetryUnit } from "../../shared/model/telemetry.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun, formatShare } from "../ui/figures.ts";
import { MonoId } from "../ui/MonoId.tsx";
import { Card } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { ChoiceMenu, Toolbar } from "../ui/Toolbar.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { entryFor, titleOf, unitWords, worthWords } from "./telemetry-words.ts";

const counts = [1, 2, 3, 5, 8, 12, 20] as const;
/** Gaps of a log source that are listed before the rest is counted. */
const shownGaps = 8;

/** Which N log sources, newly collected, would make how much of the weighted gaps detectable. */
export function CollectNext({ environment }: { readonly environment: Environment }) {
  const { assessmentId, go, inspect } = useApp();
  const [unit, setUnit] = useState<TelemetryUnit>("log-source");
  const [worth, setWorth] = useState<GapWorth>("actor-use");
  const [count, setCount] = useState(5);
  const advice = useOperation(
    "telemetry",
    "advise",
    { assessmentId: assessmentId ?? 0, unit, worth, count },
    { enabled: assessmentId !== undefined, keepPrevious: true },
  );
  const set = useCommand("telemetry", "set");
  const restore = useCommand("telemetry", "restore");
  const error = advice.error ?? set.error ?? restore.error ?? null;
  const data = advice.data;

  if (assessmentId === undefined) {
    return (
      <Card grow>
        <EmptyState action="Choose actors" onAction={() => go("actors")}>
          Gaps belong to an assessment. Choose one to see what to collect next.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="advice">
      <Card
        grow
        scroll
        title="What to collect next"
        aside={
          <Toolbar>
            <ChoiceMenu
              label="By"
              value={unit}
              choices={(["log-source", "channel", "data-component"] as const).map((value) => ({
                value,
                label: unitWords[value],
              }))}
              onChange={setUnit}
            />
            <ChoiceMenu
              label="How many"
              value={String(count)}
              choices={counts.map((value) => ({ value: String(value), label: String(value) }))}
              onChange={(next) => setCount(Number(next))}
            />
            <ChoiceMenu
              label="Weigh gaps by"
              value={worth}
              choices={(["actor-use", "priority", "gaps"] as const).map((value) => ({
                value,
                label: worthWords[value],
              }))}
              onChange={setWorth}
            />
          </Toolbar>
        }
      >
        {error !== null && <ErrorNotice problem={problemOf(error)} />}
        {data === undefined ? (
          <EmptyState>Looking for the best log sources…</EmptyState>
        ) : data.waiting === 0 ? (
          <NothingToCollect advice={data} onGaps={() => go("gaps")} />
        ) : (
          <>
            <p>{answerOf(data)}</p>
            {data.unsaid.length > 0 && (
              <p className="muted">
                Nobody has said what {data.unsaid.join(", ")} collects: taken as if it collected
                nothing.
              </p>
            )}
            {data.steps.length > 0 && (
              <table className="advice-table">
                <thead>
                  <tr>
                    <th scope="col">Collect</th>
                    <th scope="col" className="number">
                      Opens
                    </th>
                    <th scope="col" className="number">
                      Of open gaps
                    </th>
                    <th scope="col">Gaps</th>
                    <th scope="col">
                      <span className="visually-hidden">Mark collected</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {data.steps.map((step) => (
                    <tr key={`${step.domain} ${step.name} ${step.channel ?? ""}`}>
                      <th scope="row">
                        {titleOf({ name: step.name, channel: step.channel, dataComponent: null })}
                      </th>
                      <td className="number">{formatNoun(step.opens.length, "gap")}</td>
                      <td className="number">{formatShare(step.worth, data.totalWorth)}</td>
                      <td>
                        <span className="advice-gaps">
                          {step.opens.slice(0, shownGaps).map((gap) => (
                            <button
                              key={gap.id}
                              type="button"
                              className="link"
                              title={gap.name}
                              onClick={() => inspect(step.domain, gap.id)}
                            >
                              <MonoId>{gap.id}</MonoId>
                            </button>
                          ))}
                          {step.opens.length > shownGaps && (
                            <span className="muted">
                              and {formatCount(step.opens.length - shownGaps)} more
                            </span>
                          )}
                        </span>
                      </td>
                      <td>
                        <Button
                          size="xs"
                          aria-label={`Mark collected: ${step.name}`}
                          onClick={() =>
                            set.mutate(
                              {
                                environmentId: environment.id,
                                sources: [
                                  { id: null, entry: entryFor({ ...step, unit, platforms: [] }) },
                                ],
                              },
                              {
                                onSuccess: (change) =>
                                  showDone(`${step.name} marked collected`, () =>
                                    restore.mutate({ change }),
                                  ),
                              },
                            )
                          }
                        >
                          Mark collected
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        )}
      </Card>
      {data !== undefined && data.curve.length > 0 && <Curve advice={data} />}
    </div>
  );
}

/** Why nothing that could be collected makes a gap detectable, and where to go on. */
function NothingToCollect({
  advice: { gaps, named, unsaid },
  onGaps,
}: {
  readonly advice: TelemetryAdvice;
  readonly onGaps: () => void;
}) {
  if (gaps === 0) return <EmptyState>No gap is open, so nothing needs to be collected.</EmptyState>;
  const nameless = gaps - named;
  const others =
    nameless === 0
      ? ""
      : ` For ${formatCount(nameless)} further open gaps the catalogue names none.`;
  const stated =
    unsaid.length === 0 ? "" : ` Nobody has said what ${unsaid.join(", ")} collects, though.`;
  return (
    <EmptyState action="Show the gaps" onAction={onGaps}>
      {named === 0
        ? `The catalogue names no log source for any of the ${formatCount(gaps)} open gaps.`
        : `No gap waits for a log source: each of the ${formatCount(named)} open gaps that name one has at least one of them collected. What they lack is a rule.${others}${stated}`}
    </EmptyState>
  );
}

/** The answer in one sentence. */
function answerOf({ waiting, gaps, curve, totalWorth, unit }: TelemetryAdvice): string {
  const last = curve.at(-1);
  if (last === undefined) return "Nothing that could be collected opens a gap.";
  const noun = unit === "data-component" ? "data component" : "log source";
  const proof = last.proven
    ? "No other choice of as many does better."
    : `The best that was found; no choice of as many reaches more than ${formatShare(last.atMost, totalWorth)}.`;
  return `${formatNoun(last.count, noun)}, newly collected, would make ${formatCount(last.gaps)} of ${formatCount(waiting)} gaps without telemetry detectable, ${formatShare(last.worth, totalWorth)} of the weight of all ${formatCount(gaps)} open gaps. ${proof}`;
}

/** What each further log source adds, as a table with bars. */
function Curve({
  advice: { curve, totalWorth, waitingWorth },
}: {
  readonly advice: TelemetryAdvice;
}) {
  return (
    <Card grow scroll title="How far each further one leads">
      <table className="advice-table">
        <thead>
          <tr>
            <th scope="col" className="number">
              Collected
            </th>
            <th scope="col" className="number">
              Gaps
            </th>
            <th scope="col" className="number">
              Weight
            </th>
            <th scope="col">
              <span className="visually-hidden">As a bar</span>
            </th>
            <th scope="col">Found</th>
          </tr>
        </thead>
        <tbody>
          {curve.map((point) => (
            <tr key={point.count}>
              <td className="number">{point.count}</td>
              <td className="number">{point.gaps}</td>
              <td className="number">{formatShare(point.worth, totalWorth)}</td>
              <td>
                <svg
                  className="advice-bar"
                  viewBox="0 0 100 8"
                  preserveAspectRatio="none"
                  aria-hidden="true"
                >
                  <rect width="100" height="8" fill="var(--sunken)" />
                  <rect
                    width={waitingWorth === 0 ? 0 : (100 * point.worth) / waitingWorth}
                    height="8"
                    fill="var(--cov-several)"
                  />
                </svg>
              </td>
              <td className="muted">
                {point.proven ? "best" : `at most ${formatShare(point.atMost, totalWorth)}`}
                {point.greedyWorth < point.worth &&
                  `; one by one ${formatShare(point.greedyWorth, totalWorth)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">Weight is the share of all open gaps, by the measure chosen.</p>
    </Card>
  );
}
