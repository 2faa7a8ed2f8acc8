import { ActionIcon, Button } from "@mantine/core";
import { IconCopy, IconX } from "@tabler/icons-react";
import type { Domain, TechniqueId } from "../../shared/model/attack-id.ts";
import type { RuleExplanation } from "../../shared/model/coverage.ts";
import type {
  DetectionChange,
  DetectionDetail,
  IdResolution,
} from "../../shared/model/detection.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card, Facts } from "../ui/Page.tsx";
import { Badge, LevelTag } from "../ui/Tag.tsx";
import { showDone } from "../ui/toasts.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import {
  classWords,
  countsWords,
  formatWords,
  isCounted,
  kindWords,
  maturityWords,
  resolutionWords,
  severityWords,
  standingWords,
  stateChoices,
} from "./detection-words.ts";
import { EditFields, FileSays } from "./EditFields.tsx";
import { MapTechnique } from "./MapTechnique.tsx";
import { ProofSection } from "./ProofSection.tsx";
import type { DetectionEditing } from "./use-detection-edits.ts";
import "./Detections.css";

/** Everything stored of one rule, beside the inventory. */
export function DetectionPanel({
  id,
  editing,
  onClose,
}: {
  readonly id: number;
  readonly editing: DetectionEditing;
  readonly onClose: () => void;
}) {
  const detection = useOperation("detections", "get", { id });
  return (
    <Card
      grow
      scroll
      title={detection.data?.name ?? "Detection"}
      aside={
        <ActionIcon aria-label="Close the rule" title="Close" onClick={onClose}>
          <IconX aria-hidden="true" />
        </ActionIcon>
      }
    >
      {detection.error !== null && <ErrorNotice problem={problemOf(detection.error)} />}
      {detection.isPending && <EmptyState>Reading the rule…</EmptyState>}
      {detection.data !== undefined && <Detail detection={detection.data} editing={editing} />}
    </Card>
  );
}

function Detail({
  detection,
  editing,
}: {
  readonly detection: DetectionDetail;
  readonly editing: DetectionEditing;
}) {
  const { go, inspect, assessmentId } = useApp();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const standing = useOperation(
    "coverage",
    "standing",
    { assessmentId: assessmentId ?? 0, detectionId: detection.id },
    { enabled: assessmentId !== undefined },
  );
  const copy = useCommand("shell", "copyText");
  const kind = kindWords(detection);
  // A technique ID is of one domain; the first of the assessment's is where it is looked up.
  const domain = assessment.data?.scope.releases[0]?.domain;
  const text = (value: string | null) => value ?? <span className="faint">Not said</span>;
  const set = (change: DetectionChange, label: string) =>
    void editing.edit([detection.id], change, label);

  return (
    <div className="detection-detail">
      <div className="detection-state">
        <SegmentedControl
          label="State"
          value={detection.state}
          choices={stateChoices.map((choice) => ({ ...choice, disabled: editing.busy }))}
          onChange={(state) => set({ state }, `${detection.name} set to ${state}`)}
        />
        {detection.stateAssumed && (
          <span className="muted">Assumed at import: the file could not say.</span>
        )}
        <FileSays detection={detection} field="state" editing={editing} />
      </div>
      {standing.error !== null && <ErrorNotice problem={problemOf(standing.error)} />}
      {standing.data !== undefined && (
        <Counts
          assessment={assessment.data?.name ?? "this assessment"}
          explanation={standing.data}
          onInspect={inspect}
        />
      )}
      {assessmentId !== undefined && (
        <ProofSection assessmentId={assessmentId} detectionId={detection.id} />
      )}
      <section>
        <h3>Techniques</h3>
        {detection.techniques.length === 0 ? (
          <p className="muted">
            {detection.tactics.length === 0
              ? "It names neither technique nor tactic, so it does not count for coverage."
              : `It names a tactic only (${detection.tactics.join(", ")}), so it does not count for coverage.`}
          </p>
        ) : (
          <ul className="plain resolution-list">
            {detection.techniques.map((resolution) => (
              <Resolution
                key={resolution.written}
                resolution={resolution}
                onInspect={
                  domain === undefined
                    ? undefined
                    : (techniqueId) => inspect(resolution.domain ?? domain, techniqueId)
                }
                onRemove={() =>
                  set(
                    { removeTechniques: [resolution.written] },
                    `${resolution.written} taken off ${detection.name}`,
                  )
                }
              />
            ))}
          </ul>
        )}
        <FileSays detection={detection} field="techniques" editing={editing} />
        <MapTechnique detection={detection} editing={editing} />
      </section>
      <EditFields detection={detection} editing={editing} />
      {detection.description !== null && (
        <section>
          <h3>Description</h3>
          <p className="detection-text">{detection.description}</p>
        </section>
      )}
      <section>
        <h3>Rule</h3>
        <Facts
          facts={[
            { word: "Class", value: classWords[detection.class] },
            ...(kind === null ? [] : [{ word: "Record", value: kind }]),
            {
              word: "Severity",
              value: text(detection.severity === null ? null : severityWords[detection.severity]),
            },
            {
              word: "Maturity",
              value: text(detection.maturity === null ? null : maturityWords[detection.maturity]),
            },
            {
              word: "Platforms",
              value:
                detection.platforms.length === 0
                  ? "Unknown: counts for any"
                  : detection.platforms.join(", "),
            },
            { word: "Log source", value: text(detection.logSource) },
            { word: "Tactics", value: text(detection.tactics.join(", ") || null) },
            { word: "Modified", value: text(detection.modified) },
            {
              word: "Link",
              value:
                detection.link === null ? (
                  text(null)
                ) : (
                  <>
                    {detection.link}{" "}
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      leftSection={<IconCopy aria-hidden="true" />}
                      onClick={() =>
                        copy.mutate(
                          { text: detection.link ?? "" },
                          { onSuccess: () => showDone("Link copied") },
                        )
                      }
                    >
                      Copy
                    </Button>
                  </>
                ),
            },
          ]}
        />
      </section>
      <section>
        <h3>Where it comes from</h3>
        <Facts
          facts={[
            { word: "Tool", value: formatWords[detection.format] },
            {
              word: "File",
              value: `${detection.file}${detection.line === null ? "" : `, line ${String(detection.line)}`}`,
            },
            { word: "Rule ID", value: <span className="mono">{detection.key}</span> },
            {
              word: "Import",
              value: (
                <button
                  type="button"
                  className="link"
                  onClick={() => go("imports", { importId: detection.importId })}
                >
                  Open the report
                </button>
              ),
            },
          ]}
        />
      </section>
      <section>
        <h3>
          Own fields <span className="muted">{detection.ownFields.length}</span>
        </h3>
        {detection.ownFields.length === 0 ? (
          <p className="muted">The file holds no further fields.</p>
        ) : (
          <dl className="own-fields">
            {detection.ownFields.map(({ name, value }, index) => (
              <div key={`${name} ${String(index)}`}>
                <dt>{name}</dt>
                <dd className="mono">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </div>
  );
}

/** How the rule counts in the current assessment, and why. */
function Counts({
  assessment,
  explanation: { counts, partReason, why, techniques, detectionId },
  onInspect,
}: {
  readonly assessment: string;
  readonly explanation: RuleExplanation;
  readonly onInspect: (domain: Domain, techniqueId: TechniqueId) => void;
}) {
  return (
    <section>
      <h3>
        In {assessment}{" "}
        <Badge tone={counts === "full" ? "ok" : "plain"}>
          {standingWords({ detectionId, counts, partReason })}
        </Badge>
      </h3>
      {why.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {techniques.length > 0 && (
        <ul className="plain resolution-list">
          {techniques.map((each) => (
            <li key={`${each.domain} ${each.techniqueId} ${each.written}`}>
              <button
                type="button"
                className="link mono"
                onClick={() => onInspect(each.domain, each.techniqueId)}
              >
                {each.techniqueId}
              </button>
              <span>
                {each.name}
                {each.written !== each.techniqueId && `, written ${each.written}`}
              </span>
              {each.counts !== counts && <Badge>{countsWords[each.counts]}</Badge>}
              <LevelTag level={each.level} />
              <span className="muted">
                {each.actors === 0
                  ? "used by no chosen actor"
                  : `used by ${formatNoun(each.actors, "chosen actor")}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Resolution({
  resolution,
  onInspect,
  onRemove,
}: {
  readonly resolution: IdResolution;
  readonly onInspect: ((techniqueId: NonNullable<IdResolution["techniqueId"]>) => void) | undefined;
  readonly onRemove: () => void;
}) {
  const { techniqueId } = resolution;
  return (
    <li>
      {techniqueId === null || onInspect === undefined ? (
        <span className="mono">{resolution.written}</span>
      ) : (
        <button type="button" className="link mono" onClick={() => onInspect(techniqueId)}>
          {resolution.written}
        </button>
      )}
      <span className={isCounted(resolution) ? undefined : "muted"}>
        {resolutionWords(resolution).replace(`${resolution.written} `, "")}
      </span>
      {resolution.status === "accepted" && <Badge tone="accent">Map accepted</Badge>}
      {!isCounted(resolution) && <Badge tone="warning">Not counted</Badge>}
      <ActionIcon
        size="sm"
        aria-label={`Unmap ${resolution.written}`}
        title="Unmap"
        onClick={onRemove}
      >
        <IconX aria-hidden="true" />
      </ActionIcon>
    </li>
  );
}
