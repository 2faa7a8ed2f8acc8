import { ActionIcon, Button } from "@mantine/core";
import { IconCopy, IconX } from "@tabler/icons-react";
import type {
  DetectionDetail,
  DetectionState,
  IdResolution,
} from "../../shared/model/detection.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Card, Facts } from "../ui/Page.tsx";
import { Badge } from "../ui/Tag.tsx";
import { showDone } from "../ui/toasts.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import {
  classWords,
  formatWords,
  isCounted,
  kindWords,
  maturityWords,
  resolutionWords,
  severityWords,
  stateChoices,
} from "./detection-words.ts";
import "./Detections.css";

/** Everything stored of one rule, beside the inventory. */
export function DetectionPanel({
  id,
  busy,
  onState,
  onClose,
}: {
  readonly id: number;
  readonly busy: boolean;
  readonly onState: (id: number, state: DetectionState) => void;
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
      {detection.data !== undefined && (
        <Detail detection={detection.data} busy={busy} onState={(state) => onState(id, state)} />
      )}
    </Card>
  );
}

function Detail({
  detection,
  busy,
  onState,
}: {
  readonly detection: DetectionDetail;
  readonly busy: boolean;
  readonly onState: (state: DetectionState) => void;
}) {
  const { go, inspect, assessmentId } = useApp();
  const assessment = useOperation(
    "assessments",
    "get",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const copy = useCommand("shell", "copyText");
  const kind = kindWords(detection);
  // A technique ID is of one domain; the first of the assessment's is where it is looked up.
  const domain = assessment.data?.scope.releases[0]?.domain;
  const text = (value: string | null) => value ?? <span className="faint">Not said</span>;

  return (
    <div className="detection-detail">
      <div className="detection-state">
        <SegmentedControl
          label="State"
          value={detection.state}
          choices={stateChoices.map((choice) => ({ ...choice, disabled: busy }))}
          onChange={onState}
        />
        {detection.stateAssumed && (
          <span className="muted">Assumed at import: the file could not say.</span>
        )}
      </div>
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
                  domain === undefined ? undefined : (techniqueId) => inspect(domain, techniqueId)
                }
              />
            ))}
          </ul>
        )}
      </section>
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
              word: "Raises an alert",
              value: detection.alerting ? "Yes" : "No, so it counts in part",
            },
            {
              word: "Quality",
              value: text(detection.quality === null ? null : `${String(detection.quality)} of 5`),
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
            { word: "Owner", value: text(detection.owner) },
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

function Resolution({
  resolution,
  onInspect,
}: {
  readonly resolution: IdResolution;
  readonly onInspect: ((techniqueId: NonNullable<IdResolution["techniqueId"]>) => void) | undefined;
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
    </li>
  );
}
