import "./OpenWorkspace.css";
import { Menu } from "@mantine/core";
import { useIsMutating } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { Situation } from "../../shared/model/situation.ts";
import type { Preferences, WorkspaceInfo } from "../../shared/model/workspace.ts";
import type { MenuCommand } from "../../shared/operation.ts";
import { AssessmentSwitcher } from "../frame/AssessmentSwitcher.tsx";
import type { PaletteCommand } from "../frame/CommandPalette.tsx";
import { Frame } from "../frame/Frame.tsx";
import { useRememberedWidth } from "../frame/use-remembered-width.ts";
import { type NavigationItem, screenWord } from "../frame/Navigation.tsx";
import { CatalogueImportStatus } from "../imports/CatalogueImportStatus.tsx";
import { DropZone } from "../imports/DropZone.tsx";
import { useFileImports } from "../imports/file-imports.ts";
import { ImportChooser, KindQuestion } from "../imports/ImportChooser.tsx";
import { ImportStatus } from "../imports/ImportStatus.tsx";
import { importKinds } from "../imports/import-kinds.ts";
import { isWorkspaceFile } from "../imports/workspace-file.ts";
import { MarkingQuestions } from "../markings/MarkingQuestions.tsx";
import { useRequiredMarking } from "../markings/use-marking.ts";
import { SearchPalette } from "../search/SearchPalette.tsx";
import { situations, situationWords } from "../situations/situation-words.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { loadable } from "../ui/loadable.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import {
  AppContext,
  type AppState,
  type Focus,
  type Inspected,
  type Screen,
  screens,
} from "./app-state.ts";
import { AssessmentDialogs, type AssessmentDialog } from "./AssessmentDialogs.tsx";
import { beginHistory, currentVisit, goTo, step, type Visit } from "./history.ts";
import { Inspector, screenComponents } from "./screen-components.ts";
import { useMenu } from "./use-menu.ts";
import type { Workspaces } from "./workspaces.ts";

const ImportDialog = loadable(
  async () => (await import("../imports/ImportDialog.tsx")).ImportDialog,
);

/** The navigation's entry of a visit: reports belong to what was imported. */
function useNavigationScreen(visit: Visit): NavigationItem["screen"] {
  const imports = useOperation("imports", "list", {});
  if (visit.screen !== "imports") return visit.screen;
  const report = imports.data?.find((each) => each.id === visit.focus?.importId);
  return importKinds[report?.kind ?? "detections"].home.screen;
}

/** The window over an open workspace: the frame, the screens, the inspector, search and imports. */
export function OpenWorkspace({
  workspace,
  workspaces,
  preferences,
  setPreferences,
  begins,
  onBegun,
  showAbout,
  showKeys,
}: {
  readonly workspace: WorkspaceInfo;
  readonly workspaces: Workspaces;
  readonly preferences: Preferences;
  readonly setPreferences: (change: Partial<Preferences>) => void;
  /** The situation that the workspace was opened for, and who hears that its start is open. */
  readonly begins: Situation | undefined;
  readonly onBegun: () => void;
  readonly showAbout: () => void;
  readonly showKeys: () => void;
}) {
  const [history, setHistory] = useState(() =>
    begins === undefined
      ? beginHistory("overview")
      : beginHistory("reports", { reportsTab: "situations", situation: begins }),
  );
  useEffect(onBegun, [onBegun]);
  const [inspected, setInspected] = useState<Inspected | null>(null);
  const [assessmentDialog, setAssessmentDialog] = useState<AssessmentDialog>();
  const [palette, setPalette] = useState(false);
  const [choosingImport, setChoosingImport] = useState(false);
  const { assessmentId, setAssessmentId } = useCurrentAssessment();
  const visit = currentVisit(history);
  const writing = useIsMutating() > 0;

  const marking = useRequiredMarking(assessmentId);
  const assessments = useOperation("assessments", "list", {});

  const go = (screen: Screen, focus?: Focus) => setHistory((before) => goTo(before, screen, focus));

  const imports = useFileImports(assessmentId, (importId) => go("imports", { importId }));

  // The callbacks below change with every render; what they close over must not be read stale,
  // while screens must not render anew for it.
  const latest = useRef({ imports, setPreferences, setAssessmentId });
  useEffect(() => {
    latest.current = { imports, setPreferences, setAssessmentId };
  });
  const app = useMemo(
    (): AppState => ({
      workspace,
      assessmentId,
      setAssessmentId: (id) => latest.current.setAssessmentId(id),
      screen: visit.screen,
      focus: visit.focus,
      go: (screen, focus) => setHistory((before) => goTo(before, screen, focus)),
      inspected,
      inspect: (domain, techniqueId) =>
        setInspected(techniqueId === null ? null : { domain, techniqueId }),
      preferences,
      setPreferences: (change) => latest.current.setPreferences(change),
      importFrom: (kind, options) => latest.current.imports.choose(kind, options),
      importCatalogue: () => latest.current.imports.choose("catalogue"),
      importLayers: () => latest.current.imports.choose("layers"),
      addStarter: () => latest.current.imports.startStarter(),
      createAssessment: () => setAssessmentDialog({ kind: "create" }),
    }),
    [workspace, assessmentId, visit, inspected, preferences],
  );

  const onMenu = (command: MenuCommand) => {
    if (command === "import") setChoosingImport(true);
    else if (command === "search") setPalette(true);
    else if (command === "navigation.toggle") {
      setPreferences({ navigationRail: !preferences.navigationRail });
    }
  };
  useMenu(onMenu, (paths) => {
    // The window around this one opens workspaces.
    if (!paths.some(isWorkspaceFile)) imports.take(paths);
  });
  useScreenKeys(go, (by) => setHistory((before) => step(before, by)));

  const commands = listCommands({
    go,
    importAnything: () => setChoosingImport(true),
    createAssessment: () => setAssessmentDialog({ kind: "create" }),
    workspaces,
    showKeys,
    showAbout,
  });

  const current = assessments.data?.find((assessment) => assessment.id === assessmentId);
  const [inspectorWidth, setInspectorWidth] = useRememberedWidth(
    preferences.inspectorWidth,
    (width) => setPreferences({ inspectorWidth: width }),
  );
  const Shown = screenComponents[visit.screen];

  return (
    <AppContext value={app}>
      <Frame
        marking={marking?.banner ?? null}
        navigation={useNavigationItems(assessmentId)}
        screen={useNavigationScreen(visit)}
        onNavigate={(screen) => {
          const known = screens.find((each) => each === screen);
          if (known !== undefined) go(known);
        }}
        rail={preferences.navigationRail}
        onRail={(navigationRail) => setPreferences({ navigationRail })}
        wide={visit.screen === "coverage"}
        fileName={workspace.fileName}
        status={
          imports.catalogue.running || imports.works.some(({ work }) => work.running)
            ? "Importing…"
            : writing
              ? "Saving…"
              : "All changes saved"
        }
        switcher={
          <AssessmentSwitcher
            assessments={assessments.data ?? []}
            currentId={assessmentId ?? null}
            onSwitch={setAssessmentId}
            onCreate={() => setAssessmentDialog({ kind: "create" })}
          >
            {current !== undefined && (
              <>
                <Menu.Item
                  onClick={() => setAssessmentDialog({ kind: "rename", assessment: current })}
                >
                  Rename…
                </Menu.Item>
                <Menu.Item
                  onClick={() => setAssessmentDialog({ kind: "copy", assessment: current })}
                >
                  Copy…
                </Menu.Item>
                <Menu.Item
                  onClick={() => setAssessmentDialog({ kind: "rebase", assessment: current })}
                >
                  On another release…
                </Menu.Item>
                <Menu.Item onClick={() => go("settings", { section: "assessment" })}>
                  Scope and settings…
                </Menu.Item>
                <Menu.Item
                  color="red"
                  onClick={() => setAssessmentDialog({ kind: "remove", assessment: current })}
                >
                  Delete…
                </Menu.Item>
              </>
            )}
          </AssessmentSwitcher>
        }
        theme={preferences.theme}
        onTheme={(theme) => setPreferences({ theme })}
        help={
          <>
            <Menu.Item onClick={showKeys}>Keyboard</Menu.Item>
            <Menu.Item onClick={showAbout}>About Casemate</Menu.Item>
          </>
        }
        onSearch={() => setPalette(true)}
        onHistory={() => go("imports")}
        inspector={
          inspected === null
            ? null
            : {
                label: `Technique ${inspected.techniqueId}`,
                content: (
                  <Inspector
                    key={`${inspected.domain} ${inspected.techniqueId}`}
                    domain={inspected.domain}
                    techniqueId={inspected.techniqueId}
                  />
                ),
                width: inspectorWidth,
                onWidth: setInspectorWidth,
                onClose: () => setInspected(null),
              }
        }
      >
        <div className="app-page">
          <CatalogueImportStatus work={imports.catalogue} />
          {imports.works.map(({ label, work }) => (
            <ImportStatus key={label} label={label} work={work} />
          ))}
          {assessments.error !== null && (
            <div className="app-problem">
              <ErrorNotice problem={problemOf(assessments.error)} />
            </div>
          )}
          <div className="app-screen">
            <Shown key={visit.number} />
          </div>
        </div>
      </Frame>
      <MarkingQuestions />
      <SearchPalette opened={palette} onClose={() => setPalette(false)} commands={commands} />
      <ImportChooser
        opened={choosingImport}
        onClose={() => setChoosingImport(false)}
        onChoose={(kind) => imports.choose(kind)}
      />
      {imports.question !== undefined && (
        <KindQuestion
          key={imports.question.paths.join(" ")}
          question={imports.question}
          onAnswer={imports.answer}
        />
      )}
      {imports.asking !== undefined && (
        <ImportDialog
          key={imports.asking.number}
          step={imports.asking}
          assessmentId={assessmentId}
          onDone={imports.finish}
        />
      )}
      <AssessmentDialogs
        dialog={assessmentDialog}
        onClose={() => setAssessmentDialog(undefined)}
        onCreated={(id) => {
          setAssessmentId(id);
          go("actors");
        }}
        onCopied={setAssessmentId}
      />
      <DropZone
        words="Drop to import: what the files hold is found out. A workspace is opened."
        onDrop={(paths) => {
          const workspaceFile = paths.find(isWorkspaceFile);
          if (workspaceFile === undefined) imports.take(paths);
          else workspaces.open(workspaceFile);
        }}
      />
    </AppContext>
  );
}

/** The assessment that is being worked on; at first the one that was changed last. */
function useCurrentAssessment(): {
  readonly assessmentId: number | undefined;
  readonly setAssessmentId: (id: number | undefined) => void;
} {
  const assessments = useOperation("assessments", "list", {});
  const [chosen, setChosen] = useState<number>();
  const isThere = assessments.data?.some((assessment) => assessment.id === chosen) === true;
  if (assessments.data !== undefined && !assessments.isFetching && !isThere) {
    const newest = assessments.data.reduce<(typeof assessments.data)[number] | undefined>(
      (last, each) => (last === undefined || each.updatedAt > last.updatedAt ? each : last),
      undefined,
    );
    if (newest?.id !== chosen) setChosen(newest?.id);
  }
  return { assessmentId: isThere ? chosen : undefined, setAssessmentId: setChosen };
}

function useNavigationItems(assessmentId: number | undefined): readonly NavigationItem[] {
  const inventory = useOperation("detections", "figures", {});
  const answer = useOperation(
    "assessments",
    "answer",
    { assessmentId: assessmentId ?? 0 },
    { enabled: assessmentId !== undefined },
  );
  const detections = inventory.data?.reduce((sum, each) => sum + each.detections, 0);
  return [
    { screen: "overview" },
    { screen: "catalogue" },
    {
      screen: "actors",
      ...(answer.data === undefined ? {} : { count: answer.data.actors.length }),
    },
    { screen: "detections", ...(detections === undefined ? {} : { count: detections }) },
    { screen: "coverage" },
    { screen: "gaps", ...(answer.data === undefined ? {} : { count: answer.data.gaps.length }) },
    { screen: "emulation" },
    { screen: "compare" },
    { screen: "reports" },
    { screen: "settings" },
  ];
}

/** Ctrl+1 to Ctrl+9 open the first nine screens, Ctrl and a comma the settings, Alt and the arrows go back and forward. */
function useScreenKeys(go: (screen: Screen) => void, walk: (by: -1 | 1) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const control = event.ctrlKey || event.metaKey;
    if (control && !event.altKey && !event.shiftKey && /^[1-9,]$/.test(event.key)) {
      const screen = event.key === "," ? "settings" : screens[Number(event.key) - 1];
      if (screen === undefined) return;
      event.preventDefault();
      go(screen);
    } else if (event.altKey && !control && !event.shiftKey) {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      walk(event.key === "ArrowLeft" ? -1 : 1);
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

/** The keys of a screen; one that belongs to what was imported has none. */
function keysOf(screen: Screen, index: number): { readonly keys?: string } {
  if (screen === "settings") return { keys: "Ctrl ," };
  return index < 9 ? { keys: `Ctrl ${String(index + 1)}` } : {};
}

function listCommands({
  go,
  importAnything,
  createAssessment,
  workspaces,
  showKeys,
  showAbout,
}: {
  readonly go: (screen: Screen, focus?: Focus) => void;
  readonly importAnything: () => void;
  readonly createAssessment: () => void;
  readonly workspaces: Workspaces;
  readonly showKeys: () => void;
  readonly showAbout: () => void;
}): readonly PaletteCommand[] {
  return [
    ...screens.map((screen, index) => ({
      id: screen,
      label: `Go to ${screen === "imports" ? "Imports" : screenWord(screen)}`,
      ...keysOf(screen, index),
      run: () => go(screen),
    })),
    { id: "plan", label: "Plan", run: () => go("gaps", { gapsView: "board" }) },
    { id: "export-plan", label: "Export plan…", run: () => go("gaps", { exportPlan: true }) },
    {
      id: "export-report",
      label: "Export report…",
      run: () => go("reports", { exportReport: true }),
    },
    {
      id: "take-snapshot",
      label: "Take snapshot…",
      run: () => go("reports", { reportsTab: "snapshots", takeSnapshot: true }),
    },
    {
      id: "priority",
      label: "Priority settings…",
      run: () => go("gaps", { gapsDialog: "priority" }),
    },
    ...situations.map((situation) => ({
      id: `start-${situation}`,
      label: `Start: ${situationWords[situation].title}…`,
      run: () => go("reports", { reportsTab: "situations", situation }),
    })),
    { id: "import", label: "Import…", keys: "Ctrl I", run: importAnything },
    { id: "new-assessment", label: "New assessment", run: createAssessment },
    {
      id: "new-workspace",
      label: "New workspace…",
      keys: "Ctrl N",
      run: () => workspaces.create(true),
    },
    {
      id: "open-workspace",
      label: "Open workspace…",
      keys: "Ctrl O",
      run: () => workspaces.open(),
    },
    { id: "save-copy", label: "Save a copy…", keys: "Ctrl Shift S", run: workspaces.saveCopy },
    { id: "close-workspace", label: "Close workspace", keys: "Ctrl W", run: workspaces.close },
    { id: "keys", label: "Keyboard", keys: "F1", run: showKeys },
    { id: "about", label: "About Casemate", run: showAbout },
  ];
}
