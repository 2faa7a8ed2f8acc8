import { useLayoutEffect, useState } from "react";
import type { Preferences } from "../../shared/model/workspace.ts";
import type { MenuCommand } from "../../shared/operation.ts";
import { DropZone } from "../imports/DropZone.tsx";
import { guessFile } from "../imports/guess-file.ts";
import { About } from "../settings/About.tsx";
import { StartScreen } from "../start/StartScreen.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { ThemeProvider } from "../ui/ThemeProvider.tsx";
import { followChanges, queryClient, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { fileNameOf } from "./file-names.ts";
import { KeysDialog } from "./KeysDialog.tsx";
import { OpenWorkspace } from "./OpenWorkspace.tsx";
import { useMenu } from "./use-menu.ts";
import { useWorkspaces, type Workspaces } from "./workspaces.ts";

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
  const [dialog, setDialog] = useState<"about" | "keys">();
  const [homeless, setHomeless] = useState<readonly string[]>([]);
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
        setDialog("about");
        break;
      case "help.keys":
        setDialog("keys");
        break;
      // The open workspace listens to the rest.
      case "import":
      case "search":
      case "navigation.toggle":
    }
  };
  const onFiles = (paths: readonly string[]) => {
    const path = paths.find((each) => guessFile(each) === "workspace");
    if (path !== undefined) workspaces.open(path);
    else if (workspace === undefined) setHomeless(paths);
  };
  useMenu(onCommand, onFiles);

  const closeDialog = () => setDialog(undefined);
  return (
    <>
      <title>{workspace === undefined ? "Casemate" : `${workspace.fileName} – Casemate`}</title>
      {workspace !== undefined ? (
        <>
          <OpenWorkspace
            key={`${workspace.path} ${workspace.createdAt}`}
            workspace={workspace}
            workspaces={workspaces}
            preferences={preferences}
            setPreferences={changePreferences}
            showAbout={() => setDialog("about")}
            showKeys={() => setDialog("keys")}
          />
          <Dialog
            opened={workspaces.problem !== undefined}
            title="That did not work"
            onClose={workspaces.clearProblem}
          >
            {workspaces.problem !== undefined && <ErrorNotice problem={workspaces.problem} />}
          </Dialog>
        </>
      ) : (
        workspaces.current !== undefined && (
          <>
            <StartScreen
              workspaces={workspaces}
              preferences={preferences}
              setPreferences={changePreferences}
            />
            <DropZone words="Drop a .casemate file to open it" onDrop={onFiles} />
          </>
        )
      )}
      <Dialog
        opened={homeless.length > 0}
        title="Open a workspace first"
        onClose={() => setHomeless([])}
      >
        <p>
          {homeless.map(fileNameOf).join(", ")} can be imported into a workspace. Open one or make a
          new one, then drop the file again.
        </p>
      </Dialog>
      <Dialog opened={dialog === "about"} title="Casemate" wide onClose={closeDialog}>
        <About withNotices={workspace !== undefined} />
      </Dialog>
      <KeysDialog opened={dialog === "keys"} onClose={closeDialog} />
    </>
  );
}
