import { useCallback, useEffect, useLayoutEffect, useState } from "react";
import type { Situation } from "../../shared/model/situation.ts";
import type { Preferences } from "../../shared/model/workspace.ts";
import type { MenuCommand } from "../../shared/operation.ts";
import { DropZone } from "../imports/DropZone.tsx";
import { isWorkspaceFile } from "../imports/workspace-file.ts";
import { StartScreen } from "../start/StartScreen.tsx";
import { loadable } from "../ui/loadable.tsx";
import { ThemeProvider } from "../ui/ThemeProvider.tsx";
import { followChanges, queryClient, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { screenComponents } from "./screen-components.ts";
import { useMenu } from "./use-menu.ts";
import type { WindowDialog } from "./WindowDialogs.tsx";
import { useWorkspaces, type Workspaces } from "./workspaces.ts";

// The start screen needs neither, and is there the sooner.
const OpenWorkspace = loadable(async () => (await import("./OpenWorkspace.tsx")).OpenWorkspace);
const WindowDialogs = loadable(async () => (await import("./WindowDialogs.tsx")).WindowDialogs);

/**
 * Loads what an open workspace shows first, while its file is being opened, and then the screen that
 * is drawn most.
 */
async function loadFirstScreens(): Promise<void> {
  await Promise.all([OpenWorkspace.load(), screenComponents.overview.load()]);
  requestIdleCallback(() => void screenComponents.coverage.load());
}

const mostRecent = 8;

const preferencesKey = ["shell", "preferences", {}];

/** Changes preferences on screen at once and in the settings file behind it. */
function changePreferences(change: Partial<Preferences>): void {
  const current = queryClient.getQueryData<Preferences>(preferencesKey);
  if (current === undefined) return;
  const next = { ...current, ...change };
  queryClient.setQueryData(preferencesKey, next);
  workbench.shell.setPreferences(next).catch(() => {
    // What could not be remembered is shown as it is remembered.
    void queryClient.invalidateQueries({ queryKey: preferencesKey });
  });
}

function rememberOpened(path: string): void {
  const recent = queryClient.getQueryData<Preferences>(preferencesKey)?.recent ?? [];
  changePreferences({
    recent: [path, ...recent.filter((other) => other !== path)].slice(0, mostRecent),
  });
}

/** The application: the start screen, or the open workspace. */
export function App() {
  useLayoutEffect(followChanges, []);
  const preferences = useOperation("shell", "preferences", {});
  const workspaces = useWorkspaces(rememberOpened);
  return (
    <ThemeProvider choice={preferences.data?.theme ?? "system"}>
      {preferences.data !== undefined && (
        <Window workspaces={workspaces} preferences={preferences.data} />
      )}
    </ThemeProvider>
  );
}

function Window({
  workspaces,
  preferences,
}: {
  readonly workspaces: Workspaces;
  readonly preferences: Preferences;
}) {
  const [dialog, setDialog] = useState<WindowDialog>();
  const [situation, setSituation] = useState<Situation>();
  const forgetSituation = useCallback(() => setSituation(undefined), []);
  const isOpening = workspaces.opening !== undefined;
  useEffect(() => {
    if (isOpening) void loadFirstScreens();
  }, [isOpening]);
  const workspace = (workspaces.opening === undefined ? workspaces.current : null) ?? undefined;

  const onCommand = (command: MenuCommand) => {
    switch (command) {
      case "workspace.new":
        workspaces.create(true);
        break;
      case "workspace.open":
        workspaces.open();
        break;
      case "workspace.saveCopy":
        if (workspace !== undefined) workspaces.saveCopy();
        break;
      case "workspace.close":
        if (workspace !== undefined) workspaces.close();
        break;
      case "help.about":
        setDialog({ kind: "about" });
        break;
      case "help.keys":
        setDialog({ kind: "keys" });
        break;
      // The open workspace listens to the rest.
      case "import":
      case "search":
      case "navigation.toggle":
    }
  };
  const onFiles = (paths: readonly string[]) => {
    const path = paths.find(isWorkspaceFile);
    if (path !== undefined) {
      workspaces.open(path);
    } else if (workspace === undefined) setDialog({ kind: "homeless", paths });
  };
  useMenu(onCommand, onFiles);

  const { problem } = workspaces;
  // The start screen shows a failure beside its cause; over an open workspace it is a dialog.
  const shown =
    dialog ??
    (workspace !== undefined && problem !== undefined
      ? ({ kind: "problem", problem } as const)
      : undefined);
  const closeDialog = () => {
    if (dialog === undefined) workspaces.clearProblem();
    setDialog(undefined);
  };
  return (
    <>
      <title>{workspace === undefined ? "Casemate" : `${workspace.fileName} – Casemate`}</title>
      {workspace !== undefined ? (
        <OpenWorkspace
          key={`${workspace.path} ${workspace.createdAt}`}
          workspace={workspace}
          workspaces={workspaces}
          preferences={preferences}
          setPreferences={changePreferences}
          begins={situation}
          onBegun={forgetSituation}
          showAbout={() => setDialog({ kind: "about" })}
          showKeys={() => setDialog({ kind: "keys" })}
        />
      ) : (
        <>
          <StartScreen
            workspaces={workspaces}
            preferences={preferences}
            setPreferences={changePreferences}
            situation={situation}
            onSituation={setSituation}
          />
          <DropZone words="Drop a .casemate file to open it" onDrop={onFiles} />
        </>
      )}
      {shown !== undefined && (
        <WindowDialogs dialog={shown} isOpen={workspace !== undefined} onClose={closeDialog} />
      )}
    </>
  );
}
