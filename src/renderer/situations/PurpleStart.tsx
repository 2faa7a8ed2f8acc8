import { Select } from "@mantine/core";
import { useState } from "react";
import type { PlanSource } from "../../shared/model/test-plan.ts";
import { useApp } from "../app/app-state.ts";
import { Notice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { useOperation } from "../use-operation.ts";
import { NoActors, SituationSteps } from "./SituationSteps.tsx";
import { situationWords } from "./situation-words.ts";
import type { StartProps } from "./start.ts";
import { useBegin } from "./use-begin.ts";
import { useReportStep } from "./use-report-step.tsx";

const tops = ["5", "10", "20", "50"] as const;
type From = "gaps" | "claims" | "actor";

/** From what matters to a day of tests, and to the report of it. */
export function PurpleStart({ assessment, onClose }: StartProps) {
  const { go, importFrom } = useApp();
  const { id, name: base, actors, scope } = assessment;
  const [from, setFrom] = useState<From>("gaps");
  const [top, setTop] = useState<(typeof tops)[number]>("10");
  const [actorId, setActorId] = useState(actors[0]?.id);
  const report = useReportStep({ name: null, title: `${base}: purple-team exercise` });
  const { title } = report;
  const { begin, busy, problem } = useBegin(onClose);
  const actor = actors.find((each) => each.id === actorId) ?? actors[0];
  const source: PlanSource =
    from === "actor" && actor !== undefined
      ? { kind: "actor", actor: { kind: actor.kind, domain: actor.domain, id: actor.id } }
      : { kind: from === "claims" ? "claims" : "gaps", top: Number(top) };
  const suggested = useOperation(
    "emulation",
    "suggest",
    {
      assessmentId: id,
      from: source,
      filter: { platforms: scope.platforms, offline: true, unelevated: false },
    },
    { keepPrevious: true },
  );
  const library = useOperation("emulation", "library", {});
  const rows = suggested.data?.suggestions ?? [];
  const withTest = rows.filter(({ tests }) => tests.length > 0).length;

  return (
    <SituationSteps
      title={situationWords.purple.title}
      verb="Plan the tests"
      busy={busy}
      problem={problem}
      onClose={onClose}
      onFinish={() =>
        begin(
          {
            situation: "purple",
            from: id,
            name: null,
            scope: null,
            actors: null,
            title,
            comparedWith: null,
            fundingOptions: [],
          },
          {
            open: () => go("emulation", { planFrom: source }),
            done: "Laid out the report of the exercise: it waits in Reports.",
          },
        )
      }
      steps={[
        {
          label: "What to test",
          content: (
            <>
              <NoActors assessment={assessment} onClose={onClose} />
              <SegmentedControl
                label="Test"
                value={from}
                choices={[
                  { value: "gaps", label: "Top gaps" },
                  { value: "claims", label: "What rules claim, untested" },
                  { value: "actor", label: "What an actor does", disabled: actors.length === 0 },
                ]}
                onChange={setFrom}
              />
              {from === "actor" ? (
                <Select
                  label="Actor"
                  allowDeselect={false}
                  data={actors.map((each) => ({ value: each.id, label: each.name }))}
                  value={actor?.id ?? null}
                  onChange={(value) =>
                    setActorId(actors.find((each) => each.id === value)?.id ?? actorId)
                  }
                />
              ) : (
                <Select
                  label="How many, by priority"
                  allowDeselect={false}
                  data={[...tops]}
                  value={top}
                  onChange={(value) => setTop(tops.find((each) => each === value) ?? top)}
                />
              )}
              {library.data?.length === 0 ? (
                <Notice tone="info">
                  The library holds no test yet; the plan can name techniques alone.{" "}
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      onClose();
                      importFrom("emulation");
                    }}
                  >
                    Import tests
                  </button>
                </Notice>
              ) : (
                suggested.data !== undefined && (
                  <p>
                    {formatNoun(rows.length, "technique")}, for {formatCount(withTest)} of which the
                    library has a test that fits.
                  </p>
                )
              )}
            </>
          ),
        },
        report.step(
          <>
            <p>
              The plan of tests opens next. Once they have run, the report of “{base}” says what was
              seen, and what rules claim that no test has shown.
            </p>
          </>,
        ),
      ]}
    />
  );
}
