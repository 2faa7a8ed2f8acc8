import { Button } from "@mantine/core";
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { TelemetrySource } from "../../shared/model/telemetry.ts";
import type { Environment } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatShare } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { CollectNext } from "./CollectNext.tsx";
import { NeededSources } from "./NeededSources.tsx";
import { SourceDialog } from "./SourceDialog.tsx";
import { StatedSources } from "./StatedSources.tsx";
import { countsAsCollected } from "./telemetry-words.ts";
import "./Telemetry.css";

const noSources: readonly TelemetrySource[] = [];
type View = "stated" | "needed" | "next";

/** The log sources that an environment collects, what the catalogue needs, and what to collect next. */
export function LogSourcesTab({ environment }: { readonly environment: Environment }) {
  const { assessmentId, importFrom } = useApp();
  const list = useOperation("telemetry", "list", { environmentId: environment.id });
  const served = useOperation(
    "telemetry",
    "served",
    assessmentId === undefined ? { environment: environment.name } : { assessmentId },
    { keepPrevious: true },
  );
  const [view, setView] = useState<View>("stated");
  const [editing, setEditing] = useState<TelemetrySource | "new">();
  const sources = list.data ?? noSources;
  const collected = sources.filter(({ entry }) => countsAsCollected(entry)).length;
  const components = served.data?.sources.filter(({ unit }) => unit === "data-component") ?? [];
  const isPart = components.filter((one) => one.collected === "all" || one.collected === "some");
  const techniques = new Set(served.data?.sources.flatMap((one) => one.techniques));
  const waiting = new Set(served.data?.sources.flatMap(({ opens }) => opens));
  const gaps = new Set(served.data?.sources.flatMap((one) => one.gaps));
  const error = list.error ?? served.error ?? null;

  return (
    <>
      {error !== null && <ErrorNotice problem={problemOf(error)} />}
      <FigureRow
        label="Log sources in figures"
        figures={[
          {
            label: "Collected",
            value: formatCount(collected),
            note: `of ${formatCount(sources.length)} stated for ${environment.name}`,
            onOpen: () => setView("stated"),
          },
          {
            label: "Data components",
            value: formatCount(isPart.length),
            note: `of ${formatCount(components.length)} that the catalogue needs, at least in part`,
            onOpen: () => setView("needed"),
          },
          {
            label: "Techniques that name a log source",
            value: formatCount(techniques.size),
          },
          {
            label: "Open gaps without telemetry",
            value: assessmentId === undefined ? "–" : formatCount(waiting.size),
            note:
              assessmentId === undefined
                ? "needs an assessment"
                : `${formatShare(waiting.size, gaps.size)} of ${formatCount(gaps.size)} open gaps that name a log source`,
            onOpen: () => setView("next"),
          },
        ]}
      />
      <div className="telemetry-tools">
        <SegmentedControl
          label="What to show"
          value={view}
          choices={[
            { value: "stated", label: "Stated" },
            { value: "needed", label: "What the catalogue needs" },
            { value: "next", label: "What to collect next" },
          ]}
          onChange={setView}
        />
        <div className="telemetry-actions">
          <Button
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => setEditing("new")}
          >
            Add log source
          </Button>
          <Button
            variant="filled"
            leftSection={<IconFileImport size={16} aria-hidden="true" />}
            onClick={() => importFrom("telemetry", { environment: environment.name })}
          >
            Import log sources
          </Button>
        </div>
      </div>
      {view === "stated" &&
        (sources.length === 0 ? (
          <Card grow>
            {list.isPending ? (
              <EmptyState>Reading the log sources…</EmptyState>
            ) : (
              <EmptyState action="Choose from the catalogue" onAction={() => setView("needed")}>
                {`Nobody has said which log sources ${environment.name} collects. Until somebody does, no gap is said to lack telemetry and no rule is called blind.`}
              </EmptyState>
            )}
          </Card>
        ) : (
          <StatedSources
            environment={environment}
            sources={sources}
            served={served.data}
            onEdit={setEditing}
          />
        ))}
      {view === "needed" && <NeededSources environment={environment} served={served.data} />}
      {view === "next" && <CollectNext environment={environment} />}
      {editing !== undefined && (
        <SourceDialog
          environment={environment}
          source={editing === "new" ? undefined : editing}
          served={served.data}
          onClose={() => setEditing(undefined)}
        />
      )}
    </>
  );
}
