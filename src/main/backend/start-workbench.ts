import Database from "better-sqlite3";
import { rmSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { Problem } from "../../shared/problem.ts";
import type { OpenWorkspace, WorkspaceOptions } from "../workspace/workspace-file.store.ts";
import {
  closeWorkspaceFile,
  createWorkspaceFile,
  describeWorkspace,
  openWorkspaceFile,
  saveCopy,
  settleWorkspaceFile,
} from "../workspace/workspace-file.store.ts";
import type { Printer } from "./printer.ts";
import { noPrinter } from "./printer.ts";
import { handlers } from "./registry.ts";
import type { OpenFile } from "./workbench.ts";
import { Workbench } from "./workbench.ts";

/** Starts a workbench over real files: the same for the desktop, the command line and tests. */
export function startWorkbench(options: WorkspaceOptions, print: Printer = noPrinter): Workbench {
  const pause = async () => {
    await setImmediate();
  };
  return new Workbench(
    {
      root: options.root,
      now: options.now,
      pause,
      print,
      create: (path) => openFileOf(createWorkspaceFile(path, options)),
      open: (path) => openFileOf(openWorkspaceFile(path, options)),
      discard: (path) => {
        for (const ending of ["", "-wal", "-shm"]) rmSync(`${path}${ending}`, { force: true });
      },
      explain: explainFailure,
    },
    handlers,
  );
}

function openFileOf(workspace: OpenWorkspace): OpenFile {
  const { reader, writer } = workspace;
  return {
    readable: reader.readable,
    writable: writer.writable,
    begin: () => writer.begin(),
    commit: () => writer.commit(),
    rollback: () => writer.rollback(),
    settle: () => settleWorkspaceFile(workspace),
    describe: () => describeWorkspace(workspace),
    saveCopy: (path, replace) => saveCopy(workspace, path, replace),
    close: () => closeWorkspaceFile(workspace),
  };
}

/** Puts a failure of SQLite or the file system into words; anything else is our own mistake. */
function explainFailure(error: unknown): Problem {
  const code =
    error instanceof Database.SqliteError || (error instanceof Error && "code" in error)
      ? String(error.code)
      : "";
  if (code.startsWith("SQLITE_FULL") || code === "ENOSPC" || code === "EDQUOT") {
    return new Problem("disk-full", "The disk is full. Nothing was changed; free some space.");
  }
  if (code.startsWith("SQLITE_BUSY")) {
    return new Problem(
      "workspace-in-use",
      "Another program is writing to this workspace. Nothing was changed; try again.",
    );
  }
  if (code.startsWith("SQLITE_CORRUPT") || code.startsWith("SQLITE_NOTADB")) {
    return new Problem(
      "workspace-damaged",
      "The workspace file is damaged. Nothing was changed; open a backup or an earlier copy.",
    );
  }
  if (code.startsWith("SQLITE_READONLY") || code === "EROFS" || code === "EACCES") {
    return new Problem("bad-file", `The file cannot be written to (${code}).`);
  }
  if (code.startsWith("SQLITE_IOERR") || code === "EIO") {
    return new Problem("bad-file", `The disk reported an error (${code}). Nothing was changed.`);
  }
  const words = error instanceof Error ? error.message : String(error);
  return new Problem("internal", `Something went wrong inside Casemate: ${words}`);
}
