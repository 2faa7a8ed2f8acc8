import "../situations/Situations.css";
import { Button } from "@mantine/core";
import { IconAlertCircle, IconCheck } from "@tabler/icons-react";
import { type ComponentType, useState } from "react";
import type { Situation } from "../../shared/model/situation.ts";
import { useApp } from "../app/app-state.ts";
import { CreateAssessment } from "../app/AssessmentDialogs.tsx";
import { SituationIcon } from "../situations/situation-icons.tsx";
import { situations, situationWords } from "../situations/situation-words.ts";
import type { StartProps } from "../situations/start.ts";
import { type Need, useNeeds } from "../situations/use-needs.ts";
import { loadable } from "../ui/loadable.tsx";
import { useOperation } from "../use-operation.ts";

const starts: Readonly<Record<Situation, ComponentType<StartProps>>> = {
  annual: loadable(async () => (await import("../situations/AnnualStart.tsx")).AnnualStart),
  cloud: loadable(async () => (await import("../situations/CloudStart.tsx")).CloudStart),
  merger: loadable(async () => (await import("../situations/MergerStart.tsx")).MergerStart),
  budget: loadable(async () => (await import("../situations/BudgetStart.tsx")).BudgetStart),
  ot: loadable(async () => (await import("../situations/OtStart.tsx")).OtStart),
  purple: loadable(async () => (await import("../situations/PurpleStart.tsx")).PurpleStart),
};

/** Guided starts, each of which ends in its report. */
export function SituationsTab() {
  const { assessmentId, setAssessmentId, focus } = useApp();
  const [open, setOpen] = useState<Situation | undefined>(focus?.situation);
  const [isMade, setMade] = useState(false);
  const assessments = useOperation("assessments", "list", {});
  const needs = useNeeds();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const Start = open === undefined ? undefined : starts[open];
  return (
    <>
      <div className="situations">
        {situations.map((situation) => {
          const { title, question, gives } = situationWords[situation];
          return (
            <section key={situation} className="situation" aria-labelledby={`start-${situation}`}>
              <div className="situation-head">
                <SituationIcon situation={situation} />
                <div>
                  <h2 id={`start-${situation}`}>{title}</h2>
                  <p>{question}</p>
                </div>
                <Button aria-label={`Start: ${title}`} onClick={() => setOpen(situation)}>
                  Start
                </Button>
              </div>
              <div className="situation-lists">
                <div>
                  <h3>What it needs</h3>
                  <ul className="plain">
                    {needs[situation].map((need) => (
                      <NeedLine key={need.words} need={need} />
                    ))}
                  </ul>
                </div>
                <div>
                  <h3>What you get</h3>
                  <ul className="plain situation-gives">
                    {gives.map((one) => (
                      <li key={one}>{one}</li>
                    ))}
                  </ul>
                </div>
              </div>
            </section>
          );
        })}
      </div>
      {open !== undefined && !isMade && assessments.data?.length === 0 && (
        <CreateAssessment
          // The start that was asked for opens over what is made.
          onClose={() => setOpen(undefined)}
          onCreated={(id) => {
            setMade(true);
            setOpen(open);
            setAssessmentId(id);
          }}
        />
      )}
      {Start !== undefined && assessment.data !== undefined && (
        <Start assessment={assessment.data} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

function NeedLine({ need: { words, isThere } }: { readonly need: Need }) {
  return (
    <li data-missing={!isThere || undefined}>
      {isThere ? (
        <IconCheck size={14} stroke={2} aria-hidden="true" />
      ) : (
        <IconAlertCircle size={14} stroke={2} aria-hidden="true" />
      )}
      <span>{words}</span>
    </li>
  );
}
