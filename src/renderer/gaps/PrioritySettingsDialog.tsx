import { Button } from "@mantine/core";
import { useState } from "react";
import type { AssessmentResult, AssessmentSettings } from "../../shared/model/assessment.ts";
import type { RankedGap } from "../../shared/model/coverage.ts";
import { PriorityWeights } from "../settings/PriorityWeights.tsx";
import "../settings/Settings.css";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { priorityBands, priorityWords } from "../ui/levels.ts";
import { MonoId, TechniqueName } from "../ui/MonoId.tsx";
import { PriorityTag, Swatch } from "../ui/Tag.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { showDone } from "../ui/toasts.tsx";
import { gapKey } from "./gap-key.ts";

type Draft = Pick<AssessmentSettings, "priorityWeights" | "chokePoints">;

/** How many of the new order are shown. */
const shown = 12;

/**
 * By what gaps are ordered: the weights, the choke points, the formula and the bands, with the
 * order that a change would make before it is saved.
 */
export function PrioritySettingsDialog({
  answer,
  onClose,
}: {
  readonly answer: AssessmentResult;
  readonly onClose: () => void;
}) {
  const { assessmentId, settings } = answer;
  const saved: Draft = {
    priorityWeights: settings.priorityWeights,
    chokePoints: settings.chokePoints,
  };
  const [draft, setDraft] = useState<Draft>(saved);
  const defaults = useOperation("assessments", "defaults", {});
  const preview = useOperation(
    "gaps",
    "preview",
    { assessmentId, ...draft },
    { keepPrevious: true },
  );
  const setSettings = useCommand("assessments", "setSettings");
  const isChanged = !isSame(draft, saved);
  const isDefault = defaults.data !== undefined && isSame(draft, defaults.data);

  const save = () =>
    setSettings.mutate(
      { assessmentId, settings: { ...settings, ...draft } },
      {
        onSuccess: () => {
          onClose();
          showDone("Saved the weights of the priority.", () =>
            setSettings.mutate({ assessmentId, settings }),
          );
        },
      },
    );

  return (
    <Dialog
      opened
      wide
      title="What makes a gap urgent?"
      onClose={onClose}
      foot={
        <>
          <Button
            className="priority-reset"
            disabled={defaults.data === undefined || isDefault}
            onClick={() => {
              if (defaults.data === undefined) return;
              const { priorityWeights, chokePoints } = defaults.data;
              setDraft({ priorityWeights, chokePoints });
            }}
          >
            Reset to defaults
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={!isChanged}
            loading={setSettings.isPending}
            onClick={save}
          >
            Save
          </Button>
        </>
      }
    >
      <div className="decision-form">
        <p className="muted">
          Priority = 100 × the sum of weight × part ÷ the sum of the weights. Each part is 0 to 1; a
          part without data is left out of both sums. Only the proportions of the weights matter.
        </p>
        <PriorityWeights
          settings={draft}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        <p className="muted priority-bands">
          Bands by rank among the open gaps:
          {priorityBands.map((band, index) => (
            <span key={band} className="tag">
              <Swatch fill={`prio-${band}`} />
              {priorityWords[band]}, {["first 10 %", "to 30 %", "to 60 %", "the rest"][index]}
            </span>
          ))}
        </p>
        {setSettings.error !== null && <ErrorNotice problem={problemOf(setSettings.error)} />}
        {preview.error !== null && <ErrorNotice problem={problemOf(preview.error)} />}
        {preview.data !== undefined && (
          <NewOrder answer={answer} ranked={preview.data} isChanged={isChanged} />
        )}
      </div>
    </Dialog>
  );
}

function isSame(a: Draft, b: Draft): boolean {
  const text = ({ priorityWeights, chokePoints }: Draft) =>
    JSON.stringify([Object.entries(priorityWeights).sort(), chokePoints]);
  return text(a) === text(b);
}

/** The first gaps by the new weights, each with how far it moved. */
function NewOrder({
  answer,
  ranked,
  isChanged,
}: {
  readonly answer: AssessmentResult;
  readonly ranked: readonly RankedGap[];
  readonly isChanged: boolean;
}) {
  const before = new Map(answer.gaps.map((gap, index) => [gapKey(gap), { gap, index }]));
  const moved = ranked.filter((one, index) => before.get(gapKey(one))?.index !== index).length;
  const rebanded = ranked.filter((one) => before.get(gapKey(one))?.gap.band !== one.band).length;
  return (
    <section aria-label="Order by these weights">
      <p role="status">
        <b>
          {!isChanged
            ? "The order as it is"
            : moved === 0
              ? "The order stays as it is"
              : `${formatNoun(moved, "gap")} of ${String(ranked.length)} move, ${String(rebanded)} to another band`}
        </b>
      </p>
      <ol className="plain priority-order">
        {ranked.slice(0, shown).map((one, index) => {
          const known = before.get(gapKey(one));
          const by = known === undefined ? 0 : known.index - index;
          return (
            <li key={gapKey(one)}>
              <PriorityTag band={one.band} score={one.priority} />
              <MonoId>{one.id}</MonoId>
              {known !== undefined && (
                <TechniqueName name={known.gap.name} parentName={known.gap.parentName} />
              )}
              <span className="muted priority-moved">
                {by === 0 ? "" : by > 0 ? `up ${String(by)}` : `down ${String(-by)}`}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
