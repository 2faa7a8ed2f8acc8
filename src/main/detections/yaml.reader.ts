import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE } from "js-yaml";
import type { CST, ParsedNode } from "yaml";
import { Composer, isAlias, isMap, isScalar, isSeq, Parser, Scalar } from "yaml";
import { Problem } from "../../shared/problem.ts";
import type { Located } from "./record.ts";

/** A value of a YAML document; every scalar is text, as it is written. */
export type YamlValue = string | null | readonly YamlValue[] | YamlMap;
export type YamlMap = ReadonlyMap<string, YamlValue>;

/** One document of a YAML file: its value, or why it has none. */
export type YamlDocument = Located<YamlValue>;

/** Longest YAML file that is read, in characters: parsing one takes seconds, and nothing can wait. */
const longestFile = 1_000_000;
/** Deepest nesting of lists and maps. */
const deepest = 100;

/** Words of a plain scalar that stand for nothing. */
const nothing = /^(?:|~|null|Null|NULL)$/;

/** Tags of YAML's own types; any other asks the reader to build something. */
const plainTag = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq|timestamp)$/;

/**
 * Reads the documents of a YAML file into plain values.
 *
 * Anchors, aliases, merge keys, custom tags, keys that come twice and deep nesting make a document
 * faulty: they are how a small file becomes a large or another one. What cannot be read to its end
 * gives what came before, and a fault.
 *
 * Sound files are read by a parser that is twenty times as fast. Whatever it or this reader minds is
 * read by one that keeps every token, which says what is wrong, and where.
 */
export function readYaml(text: string): YamlDocument[] {
  return readSoundYaml(text) ?? readAnyYaml(text);
}

/** Reads any file; slowly. */
export function readAnyYaml(text: string): YamlDocument[] {
  const documents = composeAll(text);
  if (documents.every(({ fault }) => fault === null)) return documents;
  const indented = indentQuotedLines(text);
  if (indented === text) return documents;
  const again = composeAll(indented);
  return again.every(({ fault }) => fault === null) ? again : documents;
}

/**
 * What parsers read differently: a carriage return alone, a tab that begins a line, the end of a
 * document, and its beginning where that is indented.
 */
const readDifferently = /\r(?!\n)|^(?: *\t|\.\.\.| +---)/m;

/**
 * The documents of a file of nothing but maps and lists without anything that is refused; null of any
 * other file.
 */
export function readSoundYaml(text: string): YamlDocument[] | null {
  if (text.length > longestFile || readDifferently.test(text)) return null;
  let events;
  try {
    events = parseEvents(text, { maxDepth: deepest });
  } catch {
    return null;
  }
  const values = new ValueBuilder();
  const lines = new LineFinder(text);
  const documents: YamlDocument[] = [];
  for (const event of events) {
    if ("anchorStart" in event && event.anchorStart !== -1) return null;
    if ("tagStart" in event && event.tagStart !== -1) return null;
    switch (event.type) {
      case EVENT_ID.ALIAS:
        return null;
      case EVENT_ID.DOCUMENT:
        if (event.directives.length > 0) return null;
        break;
      case EVENT_ID.SEQUENCE:
      case EVENT_ID.MAPPING: {
        const isFirst = values.depth === 0;
        const value = values.begin(event.type === EVENT_ID.MAPPING);
        if (value === null || values.depth > deepest) return null;
        if (isFirst) documents.push({ line: lines.at(event.start), value, fault: null });
        break;
      }
      case EVENT_ID.SCALAR: {
        const isMissing = event.valueStart === -1;
        if (isMissing && values.wantsKey) return null;
        const scalar = isMissing ? "" : getScalarValue(text, event);
        const isNothing = event.style === SCALAR_STYLE.PLAIN && nothing.test(scalar);
        if (!values.add(isNothing ? null : scalar)) return null;
        break;
      }
      case EVENT_ID.POP:
        values.end();
    }
  }
  return documents.length === 0 ? null : documents;
}

/** Puts values into the lists and maps that are begun and not ended. */
class ValueBuilder {
  readonly #begun: (YamlValue[] | { readonly map: Map<string, YamlValue>; key?: string })[] = [];

  get depth(): number {
    return this.#begun.length;
  }

  /** Whether the next value is a key. */
  get wantsKey(): boolean {
    const last = this.#begun.at(-1);
    return last !== undefined && !Array.isArray(last) && last.key === undefined;
  }

  /** Adds a key or a value; false where it cannot be one, or would be a document. */
  add(value: YamlValue): boolean {
    const last = this.#begun.at(-1);
    if (last === undefined) return false;
    if (Array.isArray(last)) last.push(value);
    else if (last.key !== undefined) {
      last.map.set(last.key, value);
      delete last.key;
    } else {
      const key = value ?? "";
      if (typeof key !== "string" || key === "<<" || last.map.has(key)) return false;
      last.key = key;
    }
    return true;
  }

  /** Adds a map or a list that what follows is put into; null where there can be none. */
  begin(isMap: boolean): YamlValue[] | Map<string, YamlValue> | null {
    const value = isMap ? new Map<string, YamlValue>() : [];
    if (this.depth > 0 && !this.add(value)) return null;
    this.#begun.push(value instanceof Map ? { map: value } : value);
    return value;
  }

  /** Ends the last that was begun; the end of a document, where none is, as well. */
  end(): void {
    this.#begun.pop();
  }
}

function composeAll(text: string): YamlDocument[] {
  const documents: YamlDocument[] = [];
  try {
    for (const document of composeYaml(text)) documents.push(document);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    documents.push({ line: error.place?.line ?? null, value: null, fault: error.message });
  }
  return documents;
}

function* composeYaml(text: string): Generator<YamlDocument, void, undefined> {
  if (text.length > longestFile) {
    throw new Problem("too-large", `holds more than ${longestFile} characters. Split it.`);
  }
  const lines = new LineFinder(text);
  const composer = new Composer({
    // Scalars stay text: a rule's ID or date must not turn into a number on the way.
    schema: "failsafe",
    // The library compares every key with every other; `toMap` sees a repeated key at once.
    uniqueKeys: false,
    prettyErrors: false,
  });
  for (const document of composer.compose(refuseDepth(new Parser().parse(text), lines))) {
    const error = document.errors[0];
    if (error !== undefined) {
      yield { line: lines.at(error.pos[0]), value: null, fault: sentence(error.message) };
      continue;
    }
    const node = document.contents;
    const line = lines.at(node?.range[0] ?? document.range[0]);
    try {
      yield { line, value: toValue(node), fault: null };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      yield { line: lines.at(error.offset), value: null, fault: error.message };
    }
  }
}

/**
 * Indents the lines on which a quoted text of a map goes on.
 *
 * The grammar wants them deeper than their key; the reader that most rule repositories are tested
 * with does not, so real files have them at the margin. Their spaces mean nothing within quotes, and
 * every line stays where it is.
 */
function indentQuotedLines(text: string): string {
  let quote = "";
  let depth = 0;
  return text
    .split("\n")
    .map((line) => {
      let rest = line;
      if (quote === "") {
        const [opening, before = "", mark = ""] =
          /^([ ]*(?:- )*)[\w.-]+:[ ]+(['"])/.exec(line) ?? [];
        if (opening === undefined) return line;
        quote = mark;
        depth = before.length;
        rest = line.slice(opening.length);
      }
      const isGoingOn = rest === line;
      if (isClosedIn(rest, quote)) quote = "";
      if (!isGoingOn || line.trim() === "") return line;
      return line.length - line.trimStart().length > depth ? line : " ".repeat(depth + 1) + line;
    })
    .join("\n");
}

/** Whether a quoted text ends in a line; a doubled `'` and an escaped `"` do not end it. */
function isClosedIn(line: string, quote: string): boolean {
  for (let at = 0; at < line.length; at += 1) {
    if (quote === '"' && line[at] === "\\") at += 1;
    else if (line[at] === quote) {
      if (quote === '"' || line[at + 1] !== quote) return true;
      at += 1;
    }
  }
  return false;
}

/** Something in a document that is not read, and where. */
class Fault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

function toValue(node: ParsedNode | null): YamlValue {
  if (node === null) return null;
  const offset = node.range[0];
  if (isAlias(node)) throw new Fault("aliases (*name) are not read", offset);
  if (node.anchor !== undefined) throw new Fault("anchors (&name) are not read", offset);
  if (node.tag !== undefined && !plainTag.test(node.tag)) {
    throw new Fault(`the tag ${node.tag.slice(0, 80)} is not read`, offset);
  }
  if (isScalar(node)) {
    const text = String(node.value);
    return node.type === Scalar.PLAIN && nothing.test(text) ? null : text;
  }
  if (isSeq<ParsedNode>(node)) return node.items.map(toValue);
  if (isMap<ParsedNode, ParsedNode | null>(node)) return toMap(node.items);
  return null;
}

function toMap(
  items: readonly { readonly key: ParsedNode; readonly value: ParsedNode | null }[],
): YamlMap {
  const map = new Map<string, YamlValue>();
  for (const { key, value } of items) {
    const name = toValue(key) ?? "";
    if (typeof name !== "string") throw new Fault("a key is not a text", key.range[0]);
    if (name === "<<") throw new Fault("merge keys (<<) are not read", key.range[0]);
    if (map.has(name)) throw new Fault(`the key "${name}" is there twice`, key.range[0]);
    map.set(name, toValue(value));
  }
  return map;
}

/**
 * Passes documents on whose nesting is safe to walk.
 *
 * The tree is searched with a list of what is left to do, since a walk that calls itself is what deep
 * nesting breaks.
 */
function* refuseDepth(
  tokens: Iterable<CST.Token>,
  lines: LineFinder,
): Generator<CST.Token, void, undefined> {
  for (const token of tokens) {
    const left: { token: CST.Token; depth: number }[] = [{ token, depth: 0 }];
    for (let next = left.pop(); next !== undefined; next = left.pop()) {
      const { token: current, depth } = next;
      if (depth > deepest) {
        throw new Problem("too-deep", `lists and maps are nested deeper than ${deepest} levels`, {
          line: lines.at(current.offset),
        });
      }
      if (current.type === "document") {
        if (current.value !== undefined) left.push({ token: current.value, depth });
      } else if ("items" in current) {
        for (const item of current.items) {
          if (item.key) left.push({ token: item.key, depth: depth + 1 });
          if (item.value !== undefined) left.push({ token: item.value, depth: depth + 1 });
        }
      }
    }
    yield token;
  }
}

/** Finds the line of a place in a text; the starts of lines are listed when first asked for. */
class LineFinder {
  readonly #text: string;
  #starts: number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): number {
    this.#starts ??= startsOfLines(this.#text);
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

function startsOfLines(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function sentence(message: string): string {
  return message.replace(/\s+/g, " ").slice(0, 300);
}
