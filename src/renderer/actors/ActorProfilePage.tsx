import { Button } from "@mantine/core";
import { IconBan, IconFlask2, IconPlus, IconShieldLock, IconTrash } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type {
  ActorProfile,
  ActorRef,
  ChosenActor,
  OwnTechnique,
  ProfileTechnique,
  Way,
} from "../../shared/model/actor.ts";
import type { AssessedTechnique } from "../../shared/model/coverage.ts";
import { thingsOfActors } from "../../shared/marked-source.ts";
import { useAnswer, useApp } from "../app/app-state.ts";
import { MarkingDialog } from "../markings/MarkingDialog.tsx";
import { withAssessment } from "../markings/use-marking.ts";
import { DataTable, TableTools } from "../ui/DataTable.tsx";
import { ConfirmDialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun, formatOf } from "../ui/figures.ts";
import { TechniqueName, techniqueName } from "../ui/MonoId.tsx";
import { Card, Page, PageHeader } from "../ui/Page.tsx";
import { Badge, LevelTag } from "../ui/Tag.tsx";
import { type DataColumn, useDataTable } from "../ui/table-model.ts";
import { showDone } from "../ui/toasts.tsx";
import { ChoiceMenu } from "../ui/Toolbar.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { useTableExport } from "../use-table-export.ts";
import { levelWords } from "../ui/levels.ts";
import { actorKindWords, wayWords } from "./actor-words.ts";
import { ProfilePanel } from "./ProfilePanel.tsx";
import { waysOf } from "./profile-ways.ts";
import { StarterNotice } from "./StarterNotice.tsx";
import { type EntryTechnique, TechniqueEntryDialog } from "./TechniqueEntryDialog.tsx";
import "./Actors.css";

/** A technique of the profile with its standing in the assessment. */
interface ProfileRow {
  readonly technique: ProfileTechnique;
  readonly assessed: AssessedTechnique | undefined;
}

type Shown = Way | "all" | "excluded";

const shownChoices = [
  { value: "all", label: "All" },
  { value: "direct", label: "Direct" },
  { value: "campaign", label: "Campaign" },
  { value: "software", label: "Software" },
  { value: "own", label: "Own" },
  { value: "excluded", label: "Excluded" },
] as const satisfies readonly { readonly value: Shown; readonly label: string }[];

function profileColumns(
  tacticNames: ReadonlyMap<string, string>,
): readonly DataColumn<ProfileRow>[] {
  const tacticsOf = ({ technique }: ProfileRow) =>
    technique.tactics.map((tactic) => tacticNames.get(tactic) ?? tactic).join(", ");
  return [
    {
      id: "id",
      header: "ID",
      width: 92,
      fixed: true,
      mono: true,
      value: ({ technique }) => technique.id,
    },
    {
      id: "name",
      header: "Technique",
      width: 190,
      grow: 3,
      fixed: true,
      value: ({ technique }) => techniqueName(technique),
      cell: ({ technique }) => (
        <span className={technique.excluded === null ? undefined : "excluded-name"}>
          <TechniqueName name={technique.name} parentName={technique.parentName} />
        </span>
      ),
    },
    {
      id: "tactics",
      header: "Tactics",
      width: 120,
      grow: 1,
      value: tacticsOf,
      cell: (row) => <span className="muted">{tacticsOf(row)}</span>,
    },
    {
      id: "platforms",
      header: "Platforms",
      width: 140,
      hidden: true,
      value: ({ technique }) => technique.platforms.join(", "),
    },
    {
      id: "ways",
      header: "Came by",
      width: 150,
      value: ({ technique }) =>
        technique.excluded === null
          ? waysOf(technique)
              .map((way) => wayWords[way])
              .join(", ")
          : "Excluded",
      searchText: ({ technique }) => technique.via.map((via) => `${via.id} ${via.name}`).join(" "),
      cell: ({ technique }) =>
        technique.excluded === null ? (
          <span className="way-badges">
            {waysOf(technique).map((way) => (
              <Badge key={way}>{wayWords[way]}</Badge>
            ))}
          </span>
        ) : (
          <Badge tone="warning">Excluded</Badge>
        ),
    },
    {
      id: "level",
      header: "Level",
      width: 118,
      value: ({ assessed }) => (assessed === undefined ? null : levelWords[assessed.level]),
      cell: ({ assessed }) =>
        assessed === undefined ? (
          <span className="faint">–</span>
        ) : (
          <LevelTag level={assessed.level} />
        ),
    },
    {
      id: "detections",
      header: "Rules",
      width: 66,
      numeric: true,
      value: ({ assessed }) => assessed?.detections ?? null,
    },
  ];
}

function rowId({ technique }: ProfileRow): string {
  return technique.id;
}

/** The profile of one actor: every technique with the ways by which it came, and what it cites. */
export function ActorProfilePage({
  assessmentId,
  actor,
  onOpen,
  onBack,
}: {
  readonly assessmentId: number;
  readonly actor: ActorRef;
  readonly onOpen: (actor: ActorRef) => void;
  readonly onBack: () => void;
}) {
  const profile = useOperation("actors", "profile", { assessmentId, actor });
  const path = (
    <>
      <button type="button" className="link" onClick={onBack}>
        Actors
      </button>{" "}
      › Profile
    </>
  );
  if (profile.data === undefined) {
    return (
      <Page fill header={<PageHeader title={actor.id} path={path} />}>
        {profile.error === null ? (
          <EmptyState>Reading the profile…</EmptyState>
        ) : (
          <div>
            <ErrorNotice problem={problemOf(profile.error)} />
          </div>
        )}
      </Page>
    );
  }
  return (
    <LoadedProfile
      assessmentId={assessmentId}
      actor={actor}
      profile={profile.data}
      path={path}
      onOpen={onOpen}
      onBack={onBack}
    />
  );
}

function LoadedProfile({
  assessmentId,
  actor,
  profile,
  path,
  onOpen,
  onBack,
}: {
  readonly assessmentId: number;
  readonly actor: ActorRef;
  readonly profile: ActorProfile;
  readonly path: React.ReactNode;
  readonly onOpen: (actor: ActorRef) => void;
  readonly onBack: () => void;
}) {
  const app = useApp();
  const answer = useAnswer();
  const assessment = useOperation("assessments", "get", { assessmentId });
  const { exportTable, problem } = useTableExport(
    `profile-${profile.id}`,
    withAssessment(assessmentId, thingsOfActors([profile])),
  );
  const [shown, setShown] = useState<Shown>("all");
  const [selected, setSelected] = useState<string | null>(null);
  const [entry, setEntry] = useState<OwnTechnique["action"]>();
  const [deleting, setDeleting] = useState(false);
  const [marking, setMarking] = useState(false);
  const choose = useCommand("actors", "choose");
  const unchoose = useCommand("actors", "unchoose");
  const origin = useOperation(
    "intelligence",
    "origin",
    { actor },
    { enabled: profile.kind === "own" },
  );
  const setTechnique = useCommand("actors", "setTechnique");
  const clearTechnique = useCommand("actors", "clearTechnique");
  const removeOwn = useCommand("actors", "removeOwn");

  const rows = useMemo(() => {
    const assessed = new Map(answer.data?.techniques.map((each) => [each.id, each]));
    return profile.techniques.map((technique): ProfileRow => ({
      technique,
      assessed: assessed.get(technique.id),
    }));
  }, [profile.techniques, answer.data]);
  const visible = useMemo(
    () =>
      rows.filter(({ technique }) => {
        if (shown === "all") return true;
        if (shown === "excluded") return technique.excluded !== null;
        return technique.via.some((via) => via.kind === shown);
      }),
    [rows, shown],
  );
  const tactics = answer.data?.tactics;
  const columns = useMemo(
    () => profileColumns(new Map(tactics?.map(({ shortname, name }) => [shortname, name]))),
    [tactics],
  );
  const model = useDataTable({
    rows: visible,
    columns,
    rowId,
    order: [{ column: "id", descending: false }],
  });

  const chosen: ChosenActor | undefined = assessment.data?.actors.find(
    (each) => each.id === profile.id && each.kind === profile.kind,
  );
  const coverage = answer.data?.actors.find(
    (each) => each.id === profile.id && each.kind === profile.kind,
  );
  const technique = rows.find(({ technique: each }) => each.id === selected)?.technique;
  const failure = [answer, assessment, choose, unchoose, clearTechnique, removeOwn].find(
    (each) => each.error !== null,
  )?.error;
  const counts = profile.counts;

  return (
    <Page
      fill
      header={
        <PageHeader
          path={path}
          title={profile.name}
          answer={
            <>
              <span className="mono-id">{profile.id}</span> {actorKindWords[profile.kind]}
              {profile.kind === "own"
                ? `, ${formatNoun(profile.techniques.length, "technique")}`
                : `, ${formatNoun(counts.direct, "technique")} by direct use, ${formatCount(counts.withCampaigns)} with campaigns, ${formatCount(counts.withSoftware)} with software`}
              {coverage !== undefined &&
                `; covered ${formatOf(coverage.covered, coverage.inScope)} in scope`}
            </>
          }
          actions={
            <>
              {profile.kind === "own" && (
                <>
                  <Button
                    leftSection={<IconShieldLock aria-hidden="true" />}
                    onClick={() => setMarking(true)}
                  >
                    Marking
                  </Button>
                  <Button
                    leftSection={<IconTrash aria-hidden="true" />}
                    onClick={() => setDeleting(true)}
                  >
                    Delete profile
                  </Button>
                </>
              )}
              <Button
                leftSection={<IconFlask2 aria-hidden="true" />}
                onClick={() => app.go("emulation", { planFrom: { kind: "actor", actor } })}
              >
                Plan tests
              </Button>
              {chosen !== undefined && (
                <Button
                  leftSection={<IconPlus aria-hidden="true" />}
                  onClick={() => setEntry("add")}
                >
                  Add technique
                </Button>
              )}
              {chosen === undefined ? (
                <Button
                  variant="filled"
                  leftSection={<IconPlus aria-hidden="true" />}
                  loading={choose.isPending}
                  onClick={() => choose.mutate({ assessmentId, actor, weight: 1, reason: "" })}
                >
                  Choose actor
                </Button>
              ) : (
                <Button
                  leftSection={<IconBan aria-hidden="true" />}
                  onClick={() =>
                    unchoose.mutate(
                      { assessmentId, actor },
                      {
                        onSuccess: () =>
                          showDone(`${profile.name} removed`, () =>
                            choose.mutate({
                              assessmentId,
                              actor,
                              weight: chosen.weight,
                              reason: chosen.reason,
                            }),
                          ),
                      },
                    )
                  }
                >
                  Remove from assessment
                </Button>
              )}
            </>
          }
        />
      }
    >
      {failure !== undefined && failure !== null && <ErrorNotice problem={problemOf(failure)} />}
      {problem !== undefined && <ErrorNotice problem={problem} />}
      <StarterNotice assessment={assessment.data} />
      <div className="profile-columns">
        <Card
          flush
          grow
          title="Techniques"
          badge={<Badge>{formatCount(profile.techniques.length)}</Badge>}
          aside={
            <TableTools model={model} filterLabel="Filter techniques" onExport={exportTable}>
              <ChoiceMenu
                label="Came by"
                value={shown}
                choices={shownChoices}
                onChange={setShown}
              />
            </TableTools>
          }
        >
          <DataTable
            model={model}
            label={`Techniques of ${profile.name}`}
            selectedId={selected}
            onSelect={({ technique: each }) => setSelected(each.id)}
            onOpen={({ technique: each }) => app.inspect(profile.domain, each.id)}
            empty={
              shown === "all" ? (
                <EmptyState>
                  The catalogue names no technique of this actor by the chosen ways.
                </EmptyState>
              ) : (
                <EmptyState action="Show all" onAction={() => setShown("all")}>
                  No technique came that way.
                </EmptyState>
              )
            }
          />
        </Card>
        <ProfilePanel
          profile={profile}
          origin={origin.data}
          onOpenImport={(importId) => app.go("imports", { importId })}
          technique={technique}
          editable={chosen !== undefined}
          onInspect={(id) => app.inspect(profile.domain, id)}
          onOpenActor={onOpen}
          onOpenObject={(attackId) => app.go("catalogue", { attackId })}
          onExclude={() => setEntry("exclude")}
          onClear={(techniqueId) =>
            clearTechnique.mutate(
              { assessmentId, actor, techniqueId },
              { onSuccess: () => showDone(`Your entry on ${techniqueId} was withdrawn`) },
            )
          }
          onCloseTechnique={() => setSelected(null)}
        />
      </div>
      {entry !== undefined && (
        <EntryDialog
          action={entry}
          profile={profile}
          assessment={assessment.data?.scope.releases.find(
            (each) => each.domain === profile.domain,
          )}
          technique={technique}
          busy={setTechnique.isPending}
          error={setTechnique.error}
          onClose={() => {
            setTechnique.reset();
            setEntry(undefined);
          }}
          onKeep={(own) =>
            setTechnique.mutate(
              { assessmentId, actor, technique: own },
              {
                onSuccess: () => {
                  setEntry(undefined);
                  setSelected(own.techniqueId);
                  showDone(
                    own.action === "add"
                      ? `${own.techniqueId} added`
                      : `${own.techniqueId} excluded`,
                    () =>
                      clearTechnique.mutate({ assessmentId, actor, techniqueId: own.techniqueId }),
                  );
                },
              },
            )
          }
        />
      )}
      {marking && (
        <MarkingDialog
          thing={{ kind: "own-actor", id: Number(profile.id.replace("OWN-", "")) }}
          name={profile.name}
          onClose={() => setMarking(false)}
        />
      )}
      <ConfirmDialog
        opened={deleting}
        title={`Delete the profile ${profile.name}?`}
        verb="Delete profile"
        destructive
        busy={removeOwn.isPending}
        onCancel={() => setDeleting(false)}
        onConfirm={() => removeOwn.mutate({ actor }, { onSuccess: onBack })}
      >
        It leaves every assessment that chose it. This cannot be undone.
      </ConfirmDialog>
    </Page>
  );
}

/** The dialog over every technique of the actor's release. */
function EntryDialog({
  action,
  profile,
  assessment,
  technique,
  busy,
  error,
  onKeep,
  onClose,
}: {
  readonly action: OwnTechnique["action"];
  readonly profile: ActorProfile;
  readonly assessment: { readonly version: string } | undefined;
  readonly technique: ProfileTechnique | undefined;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onKeep: (technique: OwnTechnique) => void;
  readonly onClose: () => void;
}) {
  const releases = useOperation("catalogue", "list", {});
  const release = releases.data?.find(
    (each) => each.domain === profile.domain && each.version === assessment?.version,
  );
  const matrix = useOperation(
    "catalogue",
    "matrix",
    { releaseId: release?.id ?? 0 },
    { enabled: release !== undefined && action === "add" },
  );
  const techniques = useMemo((): readonly EntryTechnique[] => {
    const all = matrix.data?.techniques ?? [];
    const names = new Map(all.map((each) => [each.id, each.name]));
    return all.map(({ id, name, parentId }) => ({
      id,
      name,
      parentName: parentId === null ? null : (names.get(parentId) ?? null),
    }));
  }, [matrix.data]);
  return (
    <TechniqueEntryDialog
      actorName={profile.name}
      action={action}
      techniques={techniques}
      fixed={action === "exclude" && technique !== undefined ? technique : null}
      today={new Date().toISOString().slice(0, 10)}
      busy={busy}
      problem={error === null ? undefined : problemOf(error)}
      onKeep={onKeep}
      onClose={onClose}
    />
  );
}
