import { Problem } from "../../shared/problem.ts";
import { limits } from "../files/limits.ts";
import type { Located } from "./record.ts";

/** One JSON object or array of a text that may hold several; undefined where it is faulty. */
export type JsonValue = Located<unknown>;

/**
 * Reads the JSON objects and arrays that stand in a text one after another.
 *
 * Takes one value, a value a line, values over several lines, and values with commas or spaces
 * between them, as tools join them into one cell. Where nesting is too deep the rest is a fault.
 */
export function readJsonValues(text: string): JsonValue[] {
  const values: JsonValue[] = [];
  try {
    for (const value of scanJsonValues(text)) values.push(value);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const line = error.place?.line ?? null;
    values.push({ line, value: undefined, fault: error.message });
  }
  return values;
}

function* scanJsonValues(text: string): Generator<JsonValue, void, undefined> {
  let line = 1;
  let counted = 0;
  let at = 0;
  while (at < text.length) {
    const start = nextStart(text, at);
    if (start === -1) return;
    for (; counted < start; counted += 1) if (text.charCodeAt(counted) === newline) line += 1;
    const end = endOfValue(text, start, line);
    if (end === -1) {
      yield { line, value: undefined, fault: "breaks off before its end" };
      return;
    }
    yield parse(text.slice(start, end), line);
    at = end;
  }
}

const newline = 0x0a;
const quote = 0x22;
const backslash = 0x5c;

function parse(slice: string, line: number): JsonValue {
  try {
    return { line, value: JSON.parse(slice) as unknown, fault: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : "is not JSON";
    return { line, value: undefined, fault: reason.slice(0, 200) };
  }
}

function nextStart(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) return at;
  }
  return -1;
}

/** The place after the bracket that closes the value at `start`; -1 where none does. */
function endOfValue(text: string, start: number, line: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limits.jsonDepth) {
        throw new Problem("too-deep", `is nested deeper than ${limits.jsonDepth} levels`, { line });
      }
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** The place of the quote that closes the string at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return text.length;
}
