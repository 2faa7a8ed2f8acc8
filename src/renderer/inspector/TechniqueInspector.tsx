import { ActionIcon } from "@mantine/core";
import { IconBook2, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { TechniqueInspection } from "../../shared/model/coverage.ts";
import { wayWords } from "../actors/actor-words.ts";
import { useAnswer, useApp } from "../app/app-state.ts";
import { InspectorHead, InspectorSection, NextAction } from "../frame/InspectorPanel.tsx";
import { DemandDots } from "../ui/ActorChips.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { MonoId } from "../ui/MonoId.tsx";
import { Badge, LevelTag, PriorityTag } from "../ui/Tag.tsx";
import { TokenText } from "../ui/TokenText.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { EvidenceList } from "./EvidenceList.tsx";
import { GapDecision } from "./GapDecision.tsx";
import "./Inspector.css";
import { LayerSection } from "./LayerSection.tsx";
import { LogSources } from "./LogSources.tsx";
import { PlanSection } from "./PlanSection.tsx";
import { TestsSection } from "./TestsSection.tsx";

/** Everything that the current assessment and its catalogue say of one technique. */
export function TechniqueInspector({
  domain,
  techniqueId,
}: {
  readonly domain: Domain;
  readonly techniqueId: TechniqueId;
}) {
  const { assessmentId } = useApp();
  const inspection = useOperation(
    "coverage",
    "inspect",
    { assessmentId: assessmentId ?? 0, domain, techniqueId },
    { enabled: assessmentId !== undefined, keepPrevious: true },
  );
  if (inspection.data !== undefined) return <Inspection inspection={inspection.data} />;
  return (
    <>
      <InspectorHead path={domain} id={techniqueId} name="" />
      {inspection.error === null ? (
        <EmptyState>
          {assessmentId === undefined
            ? "No assessment yet. Make one to see who uses this technique and what we see of it."
            : "Reading the technique…"}
        </EmptyState>
      ) : (
        <ErrorNotice problem={problemOf(inspection.error)} />
      )}
    </>
  );
}

function Inspection({ inspection }: { readonly inspection: TechniqueInspection }) {
  const { go, inspect } = useApp();
  const answer = useAnswer();
  const copy = useCommand("shell", "copyText");
  const imports = useOperation("imports", "list", {});
  const inventoryImport = imports.data?.find(({ kind }) => kind === "detections")?.id;
  const { domain, assessed, gap } = inspection;
  const chosen = answer.data?.actors.length ?? 0;
  const failed = inspection.testCases.find(({ standing }) => standing === "unmet");
  const nextStep =
    gap?.reason === "other-release-id" && inventoryImport !== undefined
      ? {
          verb: "See the map",
          onDo: () => go("imports", { importId: inventoryImport, importClass: "newer-only" }),
        }
      : gap?.reason === "test-failed" && failed !== undefined
        ? {
            verb: "Open the test case",
            onDo: () => go("emulation", { runId: failed.runId, caseId: failed.caseId }),
          }
        : {
            verb: "Open gap",
            onDo: () => go("gaps", { domain, techniqueId: inspection.id }),
          };
  const openObject = (attackId: string) => go("catalogue", { attackId, domain });
  const releaseHasText = inspection.description !== null;
  return (
    <>
      <InspectorHead
        path={
          <>
            {inspection.tactics.map(({ name }) => name).join(", ")}
            {inspection.parentId !== null && (
              <>
                {" › "}
                <button
                  type="button"
                  className="link"
                  onClick={() => inspect(domain, inspection.parentId)}
                >
                  {inspection.parentName ?? inspection.parentId}
                </button>
              </>
            )}
          </>
        }
        id={inspection.id}
        name={inspection.name}
        actions={
          <>
            <ActionIcon
              aria-label="Open in the catalogue"
              title="Open in the catalogue"
              onClick={() => openObject(inspection.id)}
            >
              <IconBook2 size={17} stroke={1.75} aria-hidden="true" />
            </ActionIcon>
            <ActionIcon
              aria-label="Copy ID and name"
              title="Copy ID and name"
              onClick={() => {
                copy.mutate(
                  { text: `${inspection.id} ${fullName(inspection)}` },
                  { onSuccess: () => showDone(`${inspection.id} copied`) },
                );
              }}
            >
              <IconCopy size={17} stroke={1.75} aria-hidden="true" />
            </ActionIcon>
          </>
        }
      >
        {assessed === null ? (
          <span className="muted">Not used by a chosen actor, or out of scope</span>
        ) : (
          <>
            <LevelTag level={assessed.level} />
            {gap !== null && <PriorityTag band={gap.band} score={gap.priority} withWord />}
            <span className="tag">
              <DemandDots count={assessed.actors.length} of={chosen} />
              {assessed.actors.length} of {formatNoun(chosen, "actor")}
            </span>
            {assessed.beforeCompromise && <Badge>Before compromise</Badge>}
            {assessed.notApplicable && <Badge>Not applicable</Badge>}
            {assessed.assumed && <Badge tone="warning">Assumed state</Badge>}
          </>
        )}
      </InspectorHead>

      <LayerSection inspection={inspection} />

      <InspectorSection title="Why this level">
        <p>{inspection.why}</p>
        {gap !== null && <NextAction {...nextStep}>{lowerFirst(gap.nextAction)}</NextAction>}
        {assessed !== null && <GapDecision inspection={inspection} />}
      </InspectorSection>

      <InspectorSection
        title="Used by"
        count={`${formatCount(inspection.usedBy.length)} of ${formatCount(chosen)} chosen, ${formatCount(inspection.groupsUsing)} of ${formatNoun(inspection.groups, "group")}`}
        empty={inspection.usedBy.length === 0 ? "No chosen actor uses it." : undefined}
      >
        {inspection.usedBy.map((user) => (
          <div key={user.actorId} className="inspector-item">
            {user.via.map((via, index) => (
              <div key={index} className="inspector-procedure">
                <div className="inspector-item-head">
                  <b>{user.actorName}</b>
                  <MonoId>{user.actorId}</MonoId>
                  {via.kind !== "direct" && (
                    <span className="muted">
                      by {via.name} {via.kind === "own" ? "" : <MonoId>{via.id}</MonoId>}
                    </span>
                  )}
                  <Badge>{wayWords[via.kind]}</Badge>
                </div>
                {via.procedure !== null && (
                  <TokenText
                    text={via.procedure}
                    references={via.references}
                    onOpenObject={openObject}
                  />
                )}
              </div>
            ))}
          </div>
        ))}
      </InspectorSection>

      <EvidenceList inspection={inspection} />

      <InspectorSection
        title="Analytics and log sources"
        count={formatNoun(
          inspection.strategies.reduce((sum, { logSources }) => sum + logSources.length, 0),
          "log source",
        )}
        empty={
          inspection.strategies.length === 0
            ? "The catalogue names no detection strategy or data component for it."
            : undefined
        }
      >
        <LogSources strategies={inspection.strategies} />
      </InspectorSection>

      <TestsSection inspection={inspection} />

      <PlanSection domain={domain} techniqueId={inspection.id} isGap={gap !== null} />

      {inspection.subtechniques.length > 0 && (
        <InspectorSection
          title="Sub-techniques"
          count={formatCount(inspection.subtechniques.length)}
        >
          <ul className="plain inspector-lines">
            {inspection.subtechniques.map((sub) => (
              <li key={sub.id}>
                <button type="button" className="link" onClick={() => inspect(domain, sub.id)}>
                  {sub.name}
                </button>
                <MonoId>{sub.id}</MonoId>
                {sub.level !== null && <LevelTag level={sub.level} />}
              </li>
            ))}
          </ul>
        </InspectorSection>
      )}

      <InspectorSection
        title="Description"
        empty={
          releaseHasText
            ? undefined
            : "This catalogue holds facts only. Descriptions come with the official bundle."
        }
      >
        {inspection.description !== null && (
          <TokenText
            text={inspection.description}
            references={inspection.references}
            onOpenObject={openObject}
          />
        )}
        <p className="inspector-platforms">
          <span className="muted">Platforms</span>{" "}
          {inspection.platforms.length === 0 ? "not stated" : inspection.platforms.join(", ")}
        </p>
      </InspectorSection>

      <InspectorSection
        title="Mitigations"
        count={formatCount(inspection.mitigations.length)}
        empty={inspection.mitigations.length === 0 ? "The catalogue names none." : undefined}
      >
        {inspection.mitigations.map((mitigation) => (
          <Titled
            key={mitigation.id}
            title={
              <button type="button" className="link" onClick={() => openObject(mitigation.id)}>
                {mitigation.name}
              </button>
            }
            id={mitigation.id}
          >
            {mitigation.description !== null && (
              <TokenText text={mitigation.description} onOpenObject={openObject} />
            )}
          </Titled>
        ))}
      </InspectorSection>
      <p className="inspector-source">
        {domain} {inspection.version}
      </p>
    </>
  );
}

function Titled({
  title,
  id,
  children,
}: {
  readonly title: ReactNode;
  readonly id: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="inspector-item">
      <div className="inspector-item-head">
        {title}
        <MonoId>{id}</MonoId>
      </div>
      {children}
    </div>
  );
}

function fullName({ name, parentName }: TechniqueInspection): string {
  return parentName === null ? name : `${parentName}: ${name}`;
}

/** A sentence after "Next:"; an ID or product name at its start keeps its capitals. */
function lowerFirst(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence)
    ? sentence.charAt(0).toLowerCase() + sentence.slice(1)
    : sentence;
}
