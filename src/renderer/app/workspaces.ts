import { useRef, useState } from "react";
import type { CallOptions } from "../../shared/client.ts";
import type { WorkspaceInfo } from "../../shared/model/workspace.ts";
import type { Progress } from "../../shared/operation.ts";
import type { Problem } from "../../shared/problem.ts";
import { problemOf, queryClient, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { fileNameOf } from "./file-names.ts";

/** Opening or making a workspace, while it lasts. */
export interface Opening {
  readonly label: string;
  readonly progress: Progress | undefined;
  readonly cancel: () => void;
}

/** The open workspace and all that can be done with workspace files. */
export interface Workspaces {
  /** Null where none is open, undefined until that is known. */
  readonly current: WorkspaceInfo | null | undefined;
  readonly opening: Opening | undefined;
  readonly problem: Problem | undefined;
  readonly clearProblem: () => void;
  readonly openSample: () => void;
  readonly create: (starter: boolean) => void;
  /** Asks for a file where no path is given. */
  readonly open: (path?: string) => void;
  readonly close: () => void;
  readonly saveCopy: () => void;
}

/**
 * Opens, makes and closes workspaces.
 *
 * While one is being opened none is on screen, and what screens have read is forgotten with the
 * workspace it came from: nothing is ever shown across two of them. `onOpened` hears of every path
 * that was opened, to be remembered.
 */
export function useWorkspaces(onOpened: (path: string) => void): Workspaces {
  const current = useOperation("workspace", "current", {});
  const [opening, setOpening] = useState<{ label: string; progress?: Progress }>();
  const [problem, setProblem] = useState<Problem>();
  const controller = useRef<AbortController>(undefined);

  const attempt = (work: () => Promise<unknown>) => {
    setProblem(undefined);
    work().catch((error: unknown) => {
      const failure = problemOf(error);
      if (failure.code !== "cancelled") setProblem(failure);
    });
  };

  const enter = async (label: string, work: (options: CallOptions) => Promise<WorkspaceInfo>) => {
    controller.current = new AbortController();
    setOpening({ label });
    try {
      const opened = await work({
        onProgress: (progress) => setOpening({ label, progress }),
        signal: controller.current.signal,
      });
      queryClient.removeQueries({
        predicate: ({ queryKey }) => queryKey[0] !== "shell" && queryKey[0] !== "workspace",
      });
      queryClient.setQueryData(["workspace", "current", {}], opened);
      onOpened(opened.path);
    } finally {
      setOpening(undefined);
    }
  };

  return {
    current: current.data,
    opening:
      opening === undefined
        ? undefined
        : {
            label: opening.label,
            progress: opening.progress,
            cancel: () => controller.current?.abort(),
          },
    problem: problem ?? (current.error === null ? undefined : problemOf(current.error)),
    clearProblem: () => setProblem(undefined),
    openSample: () =>
      attempt(async () => {
        const path = await workbench.shell.samplePath({});
        await enter("Making the sample assessment", async (options) => {
          try {
            return await workbench.workspace.createSample({ path }, options);
          } catch (error) {
            // It was made before: what was done with it since is kept.
            if (problemOf(error).code !== "workspace-exists") throw error;
            return workbench.workspace.open({ path });
          }
        });
      }),
    create: (starter) =>
      attempt(async () => {
        const path = await workbench.shell.chooseNewWorkspace({ suggested: "Assessment.casemate" });
        if (path === null) return;
        await enter(`Making ${fileNameOf(path)}`, (options) =>
          workbench.workspace.create({ path, starter }, options),
        );
      }),
    open: (given) =>
      attempt(async () => {
        const path = given ?? (await workbench.shell.chooseWorkspace({}));
        if (path === null) return;
        await enter(`Opening ${fileNameOf(path)}`, (options) =>
          workbench.workspace.open({ path }, options),
        );
      }),
    close: () => attempt(() => workbench.workspace.close({})),
    saveCopy: () =>
      attempt(async () => {
        const name = current.data?.fileName.replace(/\.casemate$/, "") ?? "Workspace";
        const path = await workbench.shell.chooseSaveFile({
          suggested: `${name} copy.casemate`,
          extension: "casemate",
        });
        if (path === null) return;
        await workbench.workspace.saveCopy({ path, replace: true });
        // Toasts stand over an open workspace; the start screen does without them.
        const { showDone } = await import("../ui/toasts.tsx");
        showDone(`Saved a copy as ${fileNameOf(path)}.`);
      }),
  };
}
