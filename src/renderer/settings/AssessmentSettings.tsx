import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Marking } from "../../shared/model/marking.ts";
import type { Assessment } from "../../shared/model/assessment.ts";
import { useApp } from "../app/app-state.ts";
import { MarkingPicker } from "../markings/MarkingPicker.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import type { Problem } from "../../shared/problem.ts";
import { workbench } from "../workbench.ts";
import { CountingFields } from "./CountingFields.tsx";
import { PlanFields } from "./PlanFields.tsx";
import { PriorityFields } from "./PriorityFields.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { ScopeFields } from "./ScopeFields.tsx";
import { TestFields } from "./TestFields.tsx";

/** What the current assessment asks and how its answer is computed. */
export function AssessmentSettings() {
  const { assessmentId, createAssessment } = useApp();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const own = useOperation(
    "markings",
    "get",
    { kind: "assessment", id: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  if (assessmentId === undefined) {
    return (
      <EmptyState action="New assessment" onAction={createAssessment}>
        No assessment yet, so there is nothing to set.
      </EmptyState>
    );
  }
  if (assessment.error !== null) return <ErrorNotice problem={problemOf(assessment.error)} />;
  if (own.error !== null) return <ErrorNotice problem={problemOf(own.error)} />;
  if (assessment.data === undefined || own.data === undefined) return null;
  // Whatever changes the assessment elsewhere begins the form anew.
  return (
    <AssessmentForm
      key={`${String(assessment.data.id)} ${assessment.data.updatedAt} ${JSON.stringify(own.data)}`}
      assessment={assessment.data}
      marking={own.data}
    />
  );
}

type Draft = Pick<Assessment, "scope" | "settings" | "reviewOn"> & {
  readonly marking: Marking | null;
};

function differs(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) !== JSON.stringify(b);
}

function AssessmentForm({
  assessment,
  marking,
}: {
  readonly assessment: Assessment;
  /** Of its own. */
  readonly marking: Marking | null;
}) {
  const { scope, settings, reviewOn } = assessment;
  const saved: Draft = { scope, settings, reviewOn, marking };
  const [draft, setDraft] = useState<Draft>(saved);
  const [problem, setProblem] = useState<Problem>();
  const [saving, setSaving] = useState(false);
  const defaults = useOperation("assessments", "defaults", {});

  const store = async (next: Draft, before: Draft) => {
    const assessmentId = assessment.id;
    if (differs(next.scope, before.scope)) {
      await workbench.assessments.setScope({ assessmentId, scope: next.scope });
    }
    if (differs(next.settings, before.settings)) {
      await workbench.assessments.setSettings({ assessmentId, settings: next.settings });
    }
    if (next.reviewOn !== before.reviewOn) {
      await workbench.assessments.setReview({ assessmentId, reviewOn: next.reviewOn });
    }
    if (differs(next.marking, before.marking)) {
      const thing = { kind: "assessment", id: assessmentId } as const;
      await workbench.markings.set({ thing, marking: next.marking });
    }
  };
  const save = async () => {
    setProblem(undefined);
    setSaving(true);
    try {
      await store(draft, saved);
      showDone(`Saved the settings of “${assessment.name}”.`, () => {
        store(saved, draft).catch((error: unknown) => setProblem(problemOf(error)));
      });
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setSaving(false);
    }
  };

  const setSettings = (change: Partial<Draft["settings"]>) =>
    setDraft((before) => ({ ...before, settings: { ...before.settings, ...change } }));

  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <ScopeFields
        scope={draft.scope}
        onChange={(change) =>
          setDraft((before) => ({ ...before, scope: { ...before.scope, ...change } }))
        }
      />
      <Card title="Marking">
        <div className="settings-fields">
          <MarkingPicker
            value={draft.marking}
            inherited="As the workspace"
            onChange={(chosen) => setDraft((before) => ({ ...before, marking: chosen }))}
          />
        </div>
      </Card>
      <Card title="Review">
        <div className="settings-fields">
          <TextInput
            type="date"
            label="Look at this assessment again on"
            description="Empty: no day. Once it has come, the overview says so."
            value={draft.reviewOn ?? ""}
            onChange={({ currentTarget: { value } }) =>
              setDraft((before) => ({ ...before, reviewOn: value === "" ? null : value }))
            }
          />
        </div>
      </Card>
      <CountingFields settings={draft.settings} onChange={setSettings} />
      <TestFields settings={draft.settings} scope={draft.scope} onChange={setSettings} />
      <PriorityFields settings={draft.settings} onChange={setSettings} />
      <PlanFields settings={draft.settings} onChange={setSettings} />
      <SaveBar
        dirty={differs(draft, saved)}
        busy={saving}
        blocked={
          draft.scope.releases.length === 0
            ? "Choose at least one domain."
            : draft.scope.environments.length === 0
              ? "Choose at least one environment."
              : undefined
        }
        onSave={() => void save()}
        onDiscard={() => setDraft(saved)}
      >
        <Button
          disabled={defaults.data === undefined || !differs(draft.settings, defaults.data)}
          onClick={() => {
            if (defaults.data !== undefined) setSettings(defaults.data);
          }}
        >
          Defaults for all but the scope
        </Button>
      </SaveBar>
    </>
  );
}
