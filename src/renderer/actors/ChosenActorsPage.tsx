import { Button, Menu } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowLeft, IconFileImport, IconPlus, IconUserPlus } from "@tabler/icons-react";
import { useCallback, useMemo, useState } from "react";
import type {
  ActorKind,
  ActorRef,
  ActorSummary,
  ChosenActor,
  Ways,
} from "../../shared/model/actor.ts";
import type { Assessment } from "../../shared/model/assessment.ts";
import { useAnswer, useApp } from "../app/app-state.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { MenuButton, ToggleButton } from "../ui/Toolbar.tsx";
import { problemOf, queryClient, useCommand, useOperation } from "../use-operation.ts";
import { countWord } from "./actor-words.ts";
import { AddFromCatalogue, type CatalogueSearch } from "./AddFromCatalogue.tsx";
import { type ChosenActions, ChosenActors } from "./ChosenActors.tsx";
import { OverlapCard } from "./OverlapCard.tsx";
import { OwnProfileDialog } from "./OwnProfileDialog.tsx";
import { StarterNotice } from "./StarterNotice.tsx";
import "./Actors.css";

const allKinds: ActorKind[] = ["group", "campaign", "software", "own"];

/** Until the assessment is read: its own default. */
const defaultWays: Ways = { campaigns: true, software: false };

/**
 * Shows a chosen actor's new weight and reason before they are stored.
 *
 * Otherwise a second edit, made before the first is read back, would start from the old values and
 * take the first one back.
 */
function showAtOnce(assessmentId: number, actor: ChosenActor): void {
  const queryKey = ["assessments", "get", { assessmentId }];
  void queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData<Assessment>(
    queryKey,
    (assessment) =>
      assessment && {
        ...assessment,
        actors: assessment.actors.map((each) =>
          each.id === actor.id && each.kind === actor.kind ? actor : each,
        ),
      },
  );
}

/** The actors of the assessment, what they share, and the catalogue to choose more from. */
export function ChosenActorsPage({
  assessmentId,
  search,
  onSearch,
  onOpen,
}: {
  readonly assessmentId: number;
  readonly search: CatalogueSearch;
  readonly onSearch: (search: CatalogueSearch) => void;
  readonly onOpen: (actor: ActorRef) => void;
}) {
  const app = useApp();
  const [browsing, setBrowsing] = useState(search.text !== "");
  const [making, setMaking] = useState(false);
  const [text] = useDebouncedValue(search.text, 200);

  const assessment = useOperation("assessments", "get", { assessmentId });
  const answer = useAnswer();
  const comparison = useOperation(
    "compare",
    "actors",
    { assessmentId, who: { kind: "chosen" } },
    { keepPrevious: true },
  );
  const everyone = useOperation("actors", "list", { assessmentId, text: "", kinds: allKinds });
  const found = useOperation(
    "actors",
    "list",
    { assessmentId, text, kinds: allKinds },
    { keepPrevious: true },
  );
  const context = useOperation("actors", "context", {});
  const { mutate: mutateChoose, ...choose } = useCommand("actors", "choose");
  const { mutate: mutateUnchoose, ...unchoose } = useCommand("actors", "unchoose");
  const setSettings = useCommand("assessments", "setSettings");

  const { go } = app;
  const actions = useMemo((): ChosenActions & { readonly add: (actor: ActorSummary) => void } => {
    const chooseActor = (actor: ChosenActor) => {
      const { kind, domain, id, weight, reason } = actor;
      showAtOnce(assessmentId, actor);
      mutateChoose(
        { assessmentId, actor: { kind, domain, id }, weight, reason },
        { onError: () => void queryClient.invalidateQueries({ queryKey: ["assessments"] }) },
      );
    };
    return {
      add: ({ kind, domain, id, name }) => {
        const actor = { kind, domain, id };
        mutateChoose(
          { assessmentId, actor, weight: 1, reason: "" },
          {
            onSuccess: () =>
              showDone(`${name} chosen`, () => mutateUnchoose({ assessmentId, actor })),
          },
        );
      },
      open: ({ kind, domain, id }) => onOpen({ kind, domain, id }),
      choose: chooseActor,
      unchoose: (actor) => {
        const { kind, domain, id, name } = actor;
        mutateUnchoose(
          { assessmentId, actor: { kind, domain, id } },
          { onSuccess: () => showDone(`${name} removed`, () => chooseActor(actor)) },
        );
      },
      showCoverage: (actor) => go("coverage", { usedBy: actor.id, domain: actor.domain }),
    };
  }, [assessmentId, go, mutateChoose, mutateUnchoose, onOpen]);

  const failure = [assessment, answer, comparison, everyone, choose, unchoose, setSettings].find(
    (each) => each.error !== null,
  )?.error;
  const chosen = assessment.data?.actors;
  const settings = assessment.data?.settings;
  const ways: Ways = settings?.ways ?? defaultWays;
  const union = comparison.data?.union.length ?? 0;
  const common = comparison.data?.common.length ?? 0;

  const setWays = (change: Partial<Ways>) => {
    if (settings === undefined) return;
    setSettings.mutate({
      assessmentId,
      settings: { ...settings, ways: { ...settings.ways, ...change } },
    });
  };

  const nobody = chosen?.length === 0;
  // The list stays as wide as it was when the first actor is chosen: others often follow.
  const add = useCallback(
    (actor: ActorSummary) => {
      if (nobody) setBrowsing(true);
      actions.add(actor);
    },
    [nobody, actions],
  );
  const wide = browsing || nobody;
  const catalogue = (
    <AddFromCatalogue
      key={wide ? "wide" : "beside"}
      actors={found.data ?? []}
      loading={found.isPending}
      problem={found.error === null ? undefined : problemOf(found.error)}
      context={context.data}
      ways={ways}
      union={union}
      search={search}
      onSearch={onSearch}
      wide={wide}
      onOpen={actions.open}
      onChoose={add}
    />
  );

  return (
    <Page
      fill
      header={
        <PageHeader
          title="Actors"
          answer={<Answer chosen={chosen?.length} union={union} common={common} />}
          actions={
            <>
              <span
                className="toolbar-button toggle-button always-on"
                data-pressed="true"
                title="Direct uses always count"
              >
                <span className="toggle-button-box" aria-hidden="true" />
                Direct use
              </span>
              <ToggleButton
                pressed={ways.campaigns}
                onChange={(campaigns) => setWays({ campaigns })}
              >
                Attributed campaigns
              </ToggleButton>
              <ToggleButton pressed={ways.software} onChange={(software) => setWays({ software })}>
                Their software
              </ToggleButton>
              <MenuButton
                label="Import"
                icon={<IconFileImport size={16} stroke={1.75} aria-hidden="true" />}
              >
                <Menu.Item onClick={() => app.importFrom("intelligence")}>
                  Reports as own actors…
                  <div className="toolbar-note">STIX reports and DeTT&amp;CT groups</div>
                </Menu.Item>
                <Menu.Item onClick={() => app.importFrom("sectors")}>
                  Sectors and countries (MISP galaxy)…
                  <div className="toolbar-note">over the facts in use</div>
                </Menu.Item>
              </MenuButton>
              <Button
                leftSection={<IconUserPlus aria-hidden="true" />}
                onClick={() => setMaking(true)}
              >
                Own profile
              </Button>
              {nobody ? null : browsing ? (
                <Button
                  leftSection={<IconArrowLeft aria-hidden="true" />}
                  onClick={() => setBrowsing(false)}
                >
                  Back to the overlap
                </Button>
              ) : (
                <Button
                  variant="filled"
                  leftSection={<IconPlus aria-hidden="true" />}
                  onClick={() => setBrowsing(true)}
                >
                  Add actor
                </Button>
              )}
            </>
          }
        />
      }
    >
      {failure !== undefined && failure !== null && <ErrorNotice problem={problemOf(failure)} />}
      <StarterNotice assessment={assessment.data} />
      {nobody ? (
        <Notice tone="accent">
          No actor chosen. Coverage needs at least one: choose from the list.
        </Notice>
      ) : (
        <ChosenActors
          chosen={chosen ?? []}
          coverage={answer.data?.actors ?? []}
          summaries={everyone.data ?? []}
          ways={ways}
          actions={actions}
        />
      )}
      {wide ? (
        <div className="actors-columns" data-single>
          {catalogue}
        </div>
      ) : (
        <div className="actors-columns">
          {comparison.data === undefined ? (
            <Card title="Overlap of the chosen actors" grow>
              <EmptyState>Comparing…</EmptyState>
            </Card>
          ) : (
            <OverlapCard comparison={comparison.data} />
          )}
          {catalogue}
        </div>
      )}
      {making && (
        <OwnProfileDialog
          assessmentId={assessmentId}
          domains={assessment.data?.scope.releases.map(({ domain }) => domain) ?? []}
          onClose={() => setMaking(false)}
          onOpen={onOpen}
        />
      )}
    </Page>
  );
}

function Answer({
  chosen,
  union,
  common,
}: {
  readonly chosen: number | undefined;
  readonly union: number;
  readonly common: number;
}) {
  if (chosen === undefined || chosen === 0) return "Who could come, and how they work";
  if (chosen === 1) return `Uses ${formatNoun(union, "technique")}`;
  const all = chosen === 2 ? "both" : `all ${countWord(chosen)}`;
  return `Together they use ${formatNoun(union, "technique")}; ${formatCount(common)} ${common === 1 ? "is" : "are"} common to ${all}`;
}
