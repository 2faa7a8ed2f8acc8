import { app, clipboard, dialog, type BrowserWindow, type OpenDialogOptions } from "electron";
import { rename, rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import type { contract } from "../../shared/contract.ts";
import type { Preferences } from "../../shared/model/workspace.ts";
import type { InputOf, OutputOf } from "../../shared/operation.ts";
import { Problem } from "../../shared/problem.ts";
import type { ShowPicture } from "./app-protocol.ts";
import type { GrantedPaths } from "./granted-paths.ts";
import type { PageSize, PrintWindow } from "./print-window.ts";

type Shell = typeof contract.shell;

/** An answer to every operation of the contract that is the shell's own. */
export type ShellOperations = {
  readonly [Verb in keyof Shell]: (
    input: InputOf<Shell[Verb]>,
  ) => OutputOf<Shell[Verb]> | Promise<OutputOf<Shell[Verb]>>;
};

/** What the operations need of the rest of the shell. */
export interface ShellParts {
  readonly window: () => BrowserWindow;
  readonly granted: GrantedPaths;
  readonly printing: PrintWindow;
  readonly showPicture: ShowPicture;
  readonly preferences: () => Preferences;
  readonly setPreferences: (preferences: Preferences) => Preferences;
}

const workspaceFilter = { name: "Casemate workspace", extensions: ["casemate"] };
const everything = { name: "All files", extensions: ["*"] };

/** Dialogs, preferences and the clipboard: what only the desktop shell can do. */
export function shellOperations(parts: ShellParts): ShellOperations {
  const { granted } = parts;

  const chooseToOpen = async (options: OpenDialogOptions): Promise<string[]> => {
    const properties = [...(options.properties ?? []), "dontAddToRecent" as const];
    const answer = await dialog.showOpenDialog(parts.window(), { ...options, properties });
    return answer.canceled ? [] : granted.grantAll(answer.filePaths);
  };

  const chooseToSave = async (title: string, suggested: string, extension: string) => {
    const answer = await dialog.showSaveDialog(parts.window(), {
      title,
      defaultPath: join(app.getPath("documents"), suggested),
      filters:
        extension === "casemate"
          ? [workspaceFilter]
          : [{ name: extension.toUpperCase(), extensions: [extension] }, everything],
      properties: ["createDirectory", "showOverwriteConfirmation", "dontAddToRecent"],
    });
    if (answer.canceled || answer.filePath === "") return null;
    const path = answer.filePath;
    return granted.grantToWrite(extname(path) === "" ? `${path}.${extension}` : path);
  };

  return {
    preferences: () => parts.preferences(),
    setPreferences: (preferences) => parts.setPreferences(preferences),
    chooseNewWorkspace: ({ suggested }) => chooseToSave("New workspace", suggested, "casemate"),
    chooseWorkspace: async () => {
      const [path] = await chooseToOpen({
        title: "Open workspace",
        filters: [workspaceFilter, everything],
        properties: ["openFile"],
      });
      return path ?? null;
    },
    chooseFiles: () =>
      chooseToOpen({
        title: "Import files",
        filters: [everything],
        properties: ["openFile", "multiSelections"],
      }),
    chooseEvidence: () =>
      chooseToOpen({
        title: "Add evidence",
        filters: [everything],
        properties: ["openFile", "multiSelections"],
      }),
    chooseBundles: () =>
      chooseToOpen({
        title: "Import ATT&CK bundles",
        filters: [{ name: "STIX bundles", extensions: ["json", "gz", "zip"] }, everything],
        properties: ["openFile", "multiSelections"],
      }),
    chooseDetections: ({ folder }) =>
      chooseToOpen(
        folder
          ? { title: "Import a folder of detections", properties: ["openDirectory"] }
          : {
              title: "Import detections",
              filters: [
                {
                  name: "Detections",
                  extensions: [
                    ...["csv", "tsv", "xlsx", "json", "ndjson", "toml", "conf", "yml", "yaml"],
                    ...["zip", "gz"],
                  ],
                },
                everything,
              ],
              properties: ["openFile", "multiSelections"],
            },
      ),
    chooseAssets: () =>
      chooseToOpen({
        title: "Import assets",
        filters: [
          { name: "Tables of assets", extensions: ["csv", "tsv", "txt", "xlsx", "zip", "gz"] },
          everything,
        ],
        properties: ["openFile", "multiSelections"],
      }),
    chooseLayers: () =>
      chooseToOpen({
        title: "Import Navigator layers",
        filters: [{ name: "Navigator layers", extensions: ["json", "gz", "zip"] }, everything],
        properties: ["openFile", "multiSelections"],
      }),
    chooseIntelligence: () =>
      chooseToOpen({
        title: "Import reports as own actors",
        filters: [
          {
            name: "STIX reports and DeTT&CT groups",
            extensions: ["json", "yml", "yaml", "gz", "zip"],
          },
          everything,
        ],
        properties: ["openFile", "multiSelections"],
      }),
    chooseEmulation: () =>
      chooseToOpen({
        title: "Import tests and results",
        filters: [
          {
            name: "Tests and results",
            extensions: ["csv", "tsv", "xlsx", "json", "yml", "yaml", "gz", "zip", "casemate-run"],
          },
          everything,
        ],
        properties: ["openFile", "multiSelections"],
      }),
    chooseSectors: async () => {
      const [path] = await chooseToOpen({
        title: "Import sectors and countries",
        filters: [
          { name: "MISP galaxy threat-actor cluster", extensions: ["json", "gz", "zip"] },
          everything,
        ],
        properties: ["openFile"],
      });
      return path ?? null;
    },
    choosePlanStatus: async () => {
      const [path] = await chooseToOpen({
        title: "Import status of the plan",
        filters: [{ name: "Tables", extensions: ["csv", "tsv", "xlsx"] }, everything],
        properties: ["openFile"],
      });
      return path ?? null;
    },
    chooseLogo: async () => {
      const [path] = await chooseToOpen({
        title: "Choose a logo",
        filters: [{ name: "Pictures", extensions: ["png", "jpg", "jpeg", "svg"] }, everything],
        properties: ["openFile"],
      });
      return path ?? null;
    },
    chooseTemplate: async () => {
      const [path] = await chooseToOpen({
        title: "Import a report template",
        filters: [{ name: "Report templates", extensions: ["json"] }, everything],
        properties: ["openFile"],
      });
      return path ?? null;
    },
    chooseReport: async () => {
      const [path] = await chooseToOpen({
        title: "Import a report as a snapshot",
        filters: [{ name: "Reports as JSON", extensions: ["json"] }, everything],
        properties: ["openFile"],
      });
      return path ?? null;
    },
    showLogo: ({ logo: { mediaType, base64 } }) =>
      parts.showPicture({ mediaType, bytes: new Uint8Array(Buffer.from(base64, "base64")) }),
    chooseSaveFile: ({ suggested, extension }) => chooseToSave("Save", suggested, extension),
    chooseFolder: async () => {
      const [path] = await chooseToOpen({
        title: "Choose a folder",
        properties: ["openDirectory", "createDirectory"],
      });
      return path ?? null;
    },
    samplePath: () => granted.grant(join(app.getPath("userData"), "Sample assessment.casemate")),
    about: () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
      dataFolder: app.getPath("userData"),
    }),
    setFullScreen: ({ on }) => {
      parts.window().setFullScreen(on);
      return null;
    },
    copyText: async ({ text }) => {
      // Newer Electrons return a promise here, older ones nothing.
      await clipboard.writeText(text);
      return null;
    },
    writePdf: async ({ path, document }) => {
      granted.takeToWrite(path);
      await writeWhole(path, await parts.printing.document(document));
      return null;
    },
    writeText: async ({ path, text }) => {
      granted.takeToWrite(path);
      await writeWhole(path, text);
      return null;
    },
    savePicture: async ({ svg, width, height, format, suggested, scale }) => {
      const path = await chooseToSave("Save the picture", `${suggested}.${format}`, format);
      if (path === null) return null;
      const title = /<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? "";
      const body = svg.replace(/^<\?xml[^>]*\?>/, "");
      const page = (size: PageSize) => ({
        title,
        body,
        styles: `html,body{margin:0;overflow:hidden}svg{display:block;width:${size.width}px;height:${size.height}px}`,
      });
      switch (format) {
        case "svg":
          await writeWhole(path, svg);
          break;
        case "png": {
          const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
          await writeWhole(path, await parts.printing.png(page(size), size));
          break;
        }
        case "pdf":
          await writeWhole(
            path,
            await parts.printing.pdf(page({ width, height }), { width, height }),
          );
          break;
      }
      return path;
    },
  };
}

/** Writes a file whole, or leaves what was there as it was. */
async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}.unfinished`;
  try {
    await writeFile(unfinished, content, { mode: 0o600, flush: true });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw code === "ENOSPC" || code === "EDQUOT"
      ? new Problem("disk-full", "The disk is full. Nothing was written; free some space.")
      : new Problem("bad-file", `The file cannot be written to (${code}).`, { file: path });
  }
}
