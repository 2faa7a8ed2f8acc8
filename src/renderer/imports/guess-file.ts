/** What a file that was dropped or opened may be, by its name's ending alone. */
export type FileGuess = "workspace" | "bundle" | "detections" | "unclear";

const guesses: readonly (readonly [RegExp, FileGuess])[] = [
  [/\.casemate$/i, "workspace"],
  [/\.gz$/i, "bundle"],
  [/\.(csv|xlsx|conf|ya?ml|toml|ndjson)$/i, "detections"],
  [/\.(json|zip)$/i, "unclear"],
];

/**
 * Which door a file goes to.
 *
 * Bundles, layers and detections all come as JSON and ZIP: what those hold only a look inside says. What
 * has no known ending is a folder of rules, or a file that the detections' readers will name.
 */
export function guessFile(path: string): FileGuess {
  return guesses.find(([ending]) => ending.test(path))?.[1] ?? "detections";
}
