import { Problem } from "../../shared/problem.ts";

/** The fields of an operation's input that name files. */
export const pathFields: readonly string[] = ["path", "paths", "directory"];

/**
 * The files and folders that the user named to the shell: by a dialog, a drop, the command line or
 * an earlier session.
 *
 * The window can pass these on and no other, so that whatever runs in it cannot reach for files.
 */
export class GrantedPaths {
  readonly #granted = new Set<string>();
  readonly #toWrite = new Set<string>();

  grant<Path extends string | null>(path: Path): Path {
    if (path !== null) this.#granted.add(path);
    return path;
  }

  grantAll(paths: readonly string[]): string[] {
    return paths.map((path) => this.grant(path));
  }

  /** Grants a file that the user named to be written, and to be replaced if it is there. */
  grantToWrite(path: string): string {
    this.#toWrite.add(path);
    return this.grant(path);
  }

  /**
   * Takes the leave to write a file, which is given for one time: what the user only opened is never
   * written over. Throws `bad-input` where there is none.
   */
  takeToWrite(path: string): void {
    if (this.#toWrite.delete(path)) return;
    throw new Problem(
      "bad-input",
      `${path} was not chosen to be written. Choose where to save it.`,
    );
  }

  has(path: string): boolean {
    return this.#granted.has(path);
  }

  /** Throws `bad-input` where an operation's input names a file that the user did not. */
  check(input: unknown): void {
    if (typeof input !== "object" || input === null) return;
    for (const [field, value] of Object.entries(input)) {
      if (!pathFields.includes(field)) continue;
      const paths: readonly unknown[] = Array.isArray(value) ? value : [value];
      for (const path of paths) {
        if (typeof path === "string" && this.has(path)) continue;
        throw new Problem(
          "bad-input",
          `${String(path)} was not chosen in this window. Choose it with the file dialog and try again.`,
        );
      }
    }
  }
}
