import { parse, TomlError } from "smol-toml";
import type { Located } from "./record.ts";

/** The one value of a TOML file, a table; undefined where it is faulty. */
export type TomlValue = Located<unknown>;

/** Longest TOML file that is read, in characters: parsing cannot pause. */
const longestFile = 1_000_000;
/** Deepest nesting of tables and lists. */
const deepest = 100;

/**
 * Reads a TOML file into plain values: tables without prototype, lists, texts, numbers, truth
 * values, and dates as `Date`.
 */
export function readToml(text: string): TomlValue {
  if (text.length > longestFile) {
    return { line: null, value: undefined, fault: `holds more than ${longestFile} characters` };
  }
  try {
    const value: unknown = parse(text, { maxDepth: deepest, integersAsBigInt: "asNeeded" });
    const fault = isTooDeep(value) ? `nests tables deeper than ${deepest} levels` : null;
    return { line: 1, value: fault === null ? value : undefined, fault };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // Behind the first line stands the text around the fault.
    const [fault = ""] = error.message.split("\n");
    return { line: error.line, value: undefined, fault: fault.slice(0, 300) };
  }
}

/** Searched with a list of what is left to do: dotted keys nest without brackets. */
function isTooDeep(value: unknown): boolean {
  const left: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    if (typeof next.value !== "object" || next.value === null) continue;
    if (next.depth > deepest) return true;
    for (const part of Object.values(next.value)) left.push({ value: part, depth: next.depth + 1 });
  }
  return false;
}
