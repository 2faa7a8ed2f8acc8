import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { preferences } from "../../shared/model/workspace.ts";

const windowState = z.object({
  x: z.number().int().optional(),
  y: z.number().int().optional(),
  width: z.number().int().min(400).catch(1440),
  height: z.number().int().min(300).catch(900),
  maximised: z.boolean().catch(false),
  zoom: z.number().min(0.25).max(5).catch(1),
});
export type WindowState = z.infer<typeof windowState>;

const defaults = {
  window: { width: 1440, height: 900, maximised: false, zoom: 1 },
  preferences: {
    theme: "system" as const,
    navigationRail: false,
    inspectorWidth: 368,
    noticeRead: false,
    recent: [],
    analyst: "",
    goOn: true,
    matrix: null,
  },
};

const settings = z
  .object({
    window: windowState.catch(defaults.window),
    preferences: preferences.catch(defaults.preferences),
  })
  .catch(defaults);
export type Settings = z.infer<typeof settings>;

/**
 * What is remembered about this machine's window and its user: one JSON file, readable by its owner.
 *
 * A part of it that cannot be read takes its default; a workspace never depends on it.
 */
export class SettingsFile {
  readonly #path: string;
  #current: Settings;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#current = settings.parse(readJson(path));
  }

  get current(): Settings {
    return this.#current;
  }

  /** Replaces the named parts and writes the file whole, or leaves it as it was. */
  update(parts: Partial<Settings>): void {
    this.#current = { ...this.#current, ...parts };
    const unfinished = `${this.#path}.unfinished`;
    writeFileSync(unfinished, `${JSON.stringify(this.#current, null, 2)}\n`, { mode: 0o600 });
    chmodSync(unfinished, 0o600);
    renameSync(unfinished, this.#path);
  }
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
