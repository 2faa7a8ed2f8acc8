import "../ui/pills-style.ts";
import { Menu, MultiSelect } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { thingsOfActors } from "../../shared/marked-source.ts";
import type { ActorKind, ActorSummary, Ways } from "../../shared/model/actor.ts";
import type { ActorComparison, ComparedActors } from "../../shared/model/actor-comparison.ts";
import { useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { MarkedThingsContext, withAssessment } from "../markings/use-marking.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { MenuButton, SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { ActorComparisonView } from "./ActorComparisonView.tsx";
import { useComparisonExports } from "./use-comparison-exports.ts";
import { WaysToggles } from "./WaysToggles.tsx";
import "./CompareActors.css";

const allKinds: ActorKind[] = ["group", "campaign", "software", "own"];
const noActors: readonly ActorSummary[] = [];

/** Actors beside each other: those that are chosen, any others, or every group. */
export function CompareActorsTab() {
  const { assessmentId, createAssessment } = useApp();
  if (assessmentId === undefined) {
    return (
      <Card grow>
        <EmptyState action="New assessment" onAction={createAssessment}>
          Actors are compared in an assessment, and there is none yet.
        </EmptyState>
      </Card>
    );
  }
  return <ComparedActorsPage key={assessmentId} assessmentId={assessmentId} />;
}

function ComparedActorsPage({ assessmentId }: { readonly assessmentId: number }) {
  const { go } = useApp();
  const [kind, setKind] = useState<ComparedActors["kind"]>("chosen");
  const [picked, setPicked] = useState<readonly string[]>();
  const [ways, setWays] = useState<Ways>();
  const assessment = useOperation("assessments", "get", { assessmentId });
  const everyone = useOperation(
    "actors",
    "list",
    { assessmentId, text: "", kinds: allKinds },
    { enabled: kind === "named" },
  );
  const chosen = assessment.data?.actors;
  const usedWays = ways ?? assessment.data?.settings.ways;
  const names = picked ?? chosen?.map(({ id }) => id) ?? [];
  const who: ComparedActors = kind === "named" ? { kind, names: [...names] } : { kind };
  const comparison = useOperation(
    "compare",
    "actors",
    { assessmentId, who, ...(ways === undefined ? {} : { ways }) },
    { keepPrevious: true },
  );
  const failure = assessment.error ?? everyone.error ?? comparison.error;
  const choices = useMemo(
    () =>
      (everyone.data ?? noActors).map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
    [everyone.data],
  );
  return (
    <>
      {failure !== null && <ErrorNotice problem={problemOf(failure)} />}
      <div className="compare-tools">
        <SegmentedControl
          label="Compare"
          value={kind}
          choices={[
            { value: "chosen", label: "Chosen actors" },
            { value: "named", label: "Pick actors" },
            { value: "groups", label: "All groups" },
          ]}
          onChange={setKind}
        />
        {kind === "named" && (
          <MultiSelect
            size="xs"
            className="compare-picker"
            aria-label="Actors to compare"
            placeholder={names.length === 0 ? "Name or ATT&CK ID" : ""}
            searchable
            clearable
            limit={60}
            data={choices}
            value={everyone.data === undefined ? [] : [...names]}
            onChange={setPicked}
          />
        )}
        {usedWays !== undefined && <WaysToggles ways={usedWays} onChange={setWays} />}
        <div className="compare-tools-end">
          {comparison.data !== undefined && <ExportMenu comparison={comparison.data} />}
        </div>
      </div>
      {comparison.data === undefined ? (
        <Card grow>
          <EmptyState>{comparison.isPending ? "Comparing…" : "Nothing to compare."}</EmptyState>
        </Card>
      ) : comparison.data.actors.length === 0 ? (
        <Card grow>
          {kind === "chosen" ? (
            <EmptyState action="Choose actors" onAction={() => go("actors")}>
              No actor is chosen. Choose some, or compare all groups.
            </EmptyState>
          ) : (
            <EmptyState>Pick two actors or more to compare them.</EmptyState>
          )}
        </Card>
      ) : (
        <MarkedThingsContext
          value={withAssessment(assessmentId, thingsOfActors(comparison.data.actors))}
        >
          <ActorComparisonView
            key={comparison.data.actors.map(({ id }) => id).join(" ")}
            comparison={comparison.data}
          />
        </MarkedThingsContext>
      )}
    </>
  );
}

function ExportMenu({ comparison }: { readonly comparison: ActorComparison }) {
  const { saveJson, makeLayers, problem } = useComparisonExports(comparison);
  const { assessmentId } = useApp();
  const things = withAssessment(assessmentId, thingsOfActors(comparison.actors));
  const scores = useMemo(() => {
    const found = new Map<string, number>();
    for (const { actors, techniques } of comparison.intersections) {
      for (const id of techniques) found.set(id, actors.length);
    }
    return found;
  }, [comparison]);
  return (
    <>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <MenuButton label="Export" icon={<IconDownload size={16} stroke={1.75} aria-hidden="true" />}>
        <Menu.Item onClick={() => saveJson("actor-comparison", comparison, things)}>
          The comparison as JSON…
          <div className="toolbar-note">every set, pair and step; tables export as CSV</div>
        </Menu.Item>
        <Menu.Item
          onClick={() =>
            makeLayers(
              `Used by how many of ${formatNoun(comparison.actors.length, "actor")}`,
              comparison.union,
              (id) => scores.get(id) ?? 0,
            )
          }
        >
          A layer of how many use each
          <div className="toolbar-note">in Coverage, with the layers</div>
        </Menu.Item>
      </MenuButton>
    </>
  );
}
