/*
 * Text of a bundle as tokens, so that it can be shown complete and inert.
 *
 * The transform, in full. What is listed here is taken as form and shown as form; every other
 * character of the source is text and is shown as it is, pseudo-tags such as <username> and
 * <script> included.
 *
 *   blank lines                    end a paragraph
 *   a single line end, <br>        line break
 *   # to ###### and a space        heading
 *   -, * or • and a space          list item; 1. or 1) and a space: item with its number as text
 *   <code>…</code>, `…`            code
 *   **…**, <b>…</b>                bold
 *   [words](address on attack.mitre.org with an ATT&CK ID)   link to that object, the words stay
 *   (Citation: name)               citation of that name
 *   hidden characters              a visible mark with the code point: bidi controls, zero width,
 *                                  C0 and C1 controls, soft hyphen, lone surrogates, tags
 *
 * A token keeps the source of its form in `open` and `close`: reading `open`, the content and
 * `close` of every token in order gives back the source exactly (`sourceOf`).
 */

/** Plain characters. */
export interface TextToken {
  readonly kind: "text";
  readonly text: string;
}

/** A character that nobody would see: shown as `label`, such as `U+202E`. */
export interface MarkToken {
  readonly kind: "mark";
  readonly text: string;
  readonly label: string;
  /** What it is, in words. */
  readonly name: string;
}

/** A line break; `open` is its source. */
export interface BreakToken {
  readonly kind: "break";
  readonly open: string;
}

interface SpanToken {
  readonly open: string;
  readonly children: readonly InlineToken[];
  readonly close: string;
}

/** Code or bold. */
export interface StyleToken extends SpanToken {
  readonly kind: "code" | "strong";
}

/** A link to an object of ATT&CK, by its ID. */
export interface LinkToken extends SpanToken {
  readonly kind: "link";
  readonly attackId: string;
}

/** A citation; `name` is the source name of a reference. */
export interface CitationToken extends SpanToken {
  readonly kind: "citation";
  readonly name: string;
}

export type InlineToken =
  TextToken | MarkToken | BreakToken | StyleToken | LinkToken | CitationToken;

/** A paragraph, a heading, or one item of a list. */
export interface Block {
  readonly kind: "paragraph" | "heading" | "item";
  /** Depth of a list item by its indentation, from 0; level of a heading, from 1. */
  readonly depth: number;
  /** The number of a numbered item as written, such as `2.`; empty for a bullet. */
  readonly marker: string;
  readonly open: string;
  readonly children: readonly InlineToken[];
  readonly close: string;
}

/** How far ahead the end of code or bold is looked for; keeps hostile text linear. */
const reach = 4000;

/** How far ahead the end of a link or a citation is looked for; the longest of ATT&CK 18.1 has 114. */
const shortReach = 500;

const hiddenNames: readonly (readonly [from: number, to: number, name: string])[] = [
  [0x00, 0x00, "NUL"],
  [0x01, 0x08, "control character"],
  [0x0b, 0x0c, "control character"],
  [0x0d, 0x0d, "carriage return"],
  [0x0e, 0x1f, "control character"],
  [0x7f, 0x9f, "control character"],
  [0xad, 0xad, "soft hyphen"],
  [0x61c, 0x61c, "bidirectional control"],
  [0x180e, 0x180e, "zero-width character"],
  [0x200b, 0x200d, "zero-width character"],
  [0x200e, 0x200f, "bidirectional control"],
  [0x2028, 0x2029, "line or paragraph separator"],
  [0x202a, 0x202e, "bidirectional control"],
  [0x2060, 0x2065, "zero-width character"],
  [0x2066, 0x2069, "bidirectional control"],
  [0x206a, 0x206f, "deprecated format control"],
  [0xd800, 0xdfff, "lone surrogate"],
  [0xfeff, 0xfeff, "zero-width character"],
  [0xfff9, 0xfffb, "annotation control"],
  [0xe0000, 0xe007f, "tag character"],
];

/** The words for a character that would not be seen, or undefined for all others. */
export function hiddenCharacterName(codePoint: number): string | undefined {
  if (codePoint >= 0x20 && codePoint < 0x7f) return undefined;
  return hiddenNames.find(([from, to]) => codePoint >= from && codePoint <= to)?.[2];
}

/** Splits characters into text and visible marks. */
export function tokeniseCharacters(text: string): (TextToken | MarkToken)[] {
  const tokens: (TextToken | MarkToken)[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    const width = code > 0xffff ? 2 : 1;
    const name = hiddenCharacterName(code);
    if (name !== undefined) {
      if (at > start) tokens.push({ kind: "text", text: text.slice(start, at) });
      const label = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
      tokens.push({ kind: "mark", text: text.slice(at, at + width), label, name });
      start = at + width;
    }
    at += width;
  }
  if (start < text.length) tokens.push({ kind: "text", text: text.slice(start) });
  return tokens;
}

/** A form found at a place: the token and where reading goes on. */
interface Found {
  readonly token: InlineToken;
  readonly end: number;
}

function indexWithin(text: string, wanted: string, from: number, within = reach): number {
  const end = text.slice(from, from + within).indexOf(wanted);
  return end === -1 ? -1 : from + end;
}

function span(
  text: string,
  at: number,
  open: string,
  close: string,
  kind: "code" | "strong",
): Found | null {
  if (!text.startsWith(open, at)) return null;
  const from = at + open.length;
  const to = indexWithin(text, close, from);
  if (to <= from) return null;
  const inner = text.slice(from, to);
  const children = kind === "code" ? tokeniseCharacters(inner) : tokeniseInline(inner);
  return { token: { kind, open, children, close }, end: to + close.length };
}

const attackAddress = /^https?:\/\/attack\.mitre\.org\/[a-z]+\/([A-Z]{1,3}\d{4})(?:\/(\d{3}))?\/?$/;

function link(text: string, at: number): Found | null {
  const middle = indexWithin(text, "](", at + 1, shortReach);
  if (middle <= at + 1) return null;
  const words = text.slice(at + 1, middle);
  if (words.includes("[") || words.includes("\n")) return null;
  const end = indexWithin(text, ")", middle + 2, shortReach);
  if (end === -1) return null;
  const [, id, sub] = attackAddress.exec(text.slice(middle + 2, end)) ?? [];
  if (id === undefined) return null;
  return {
    token: {
      kind: "link",
      attackId: sub === undefined ? id : `${id}.${sub}`,
      open: "[",
      children: tokeniseInline(words),
      close: text.slice(middle, end + 1),
    },
    end: end + 1,
  };
}

const citationOpen = "(Citation: ";

function citation(text: string, at: number): Found | null {
  if (!text.startsWith(citationOpen, at)) return null;
  const from = at + citationOpen.length;
  let depth = 1;
  for (let end = from; end < Math.min(text.length, from + shortReach); end += 1) {
    const character = text[end];
    if (character === "\n") return null;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth > 0) continue;
    const name = text.slice(from, end);
    if (name === "") return null;
    return {
      token: {
        kind: "citation",
        name: name.trim(),
        open: citationOpen,
        children: tokeniseCharacters(name),
        close: ")",
      },
      end: end + 1,
    };
  }
  return null;
}

function formAt(text: string, at: number): Found | null {
  switch (text[at]) {
    case "\n":
      return { token: { kind: "break", open: "\n" }, end: at + 1 };
    case "\r":
      return text[at + 1] === "\n" ? { token: { kind: "break", open: "\r\n" }, end: at + 2 } : null;
    case "<": {
      const lineBreak = /^<br ?\/?>/.exec(text.slice(at, at + 6))?.[0];
      if (lineBreak !== undefined) {
        return { token: { kind: "break", open: lineBreak }, end: at + lineBreak.length };
      }
      return span(text, at, "<code>", "</code>", "code") ?? span(text, at, "<b>", "</b>", "strong");
    }
    case "`":
      return span(text, at, "`", "`", "code");
    case "*":
      return span(text, at, "**", "**", "strong");
    case "[":
      return link(text, at);
    case "(":
      return citation(text, at);
    default:
      return null;
  }
}

/** Tokens of one block's text. */
export function tokeniseInline(text: string): InlineToken[] {
  const tokens: InlineToken[] = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const found = formAt(text, at);
    if (found === null) {
      at += 1;
      continue;
    }
    if (at > start) tokens.push(...tokeniseCharacters(text.slice(start, at)));
    tokens.push(found.token);
    at = found.end;
    start = at;
  }
  if (start < text.length) tokens.push(...tokeniseCharacters(text.slice(start)));
  return tokens;
}

interface Line {
  readonly text: string;
  readonly end: string;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf("\n", at);
    if (newline === -1) {
      lines.push({ text: text.slice(at), end: "" });
      break;
    }
    const end = newline > at && text[newline - 1] === "\r" ? "\r\n" : "\n";
    lines.push({ text: text.slice(at, newline + 1 - end.length), end });
    at = newline + 1;
  }
  return lines;
}

const itemForm = /^([ \t]*)(?:[-*•]|(\d{1,3}[.)]))[ \t]+(?=\S)/;
const headingForm = /^(#{1,6}) +(?=\S)/;

interface OpenBlock {
  kind: Block["kind"];
  depth: number;
  marker: string;
  open: string;
  body: string;
  close: string;
}

function startOf(line: Line): OpenBlock {
  const heading = headingForm.exec(line.text);
  if (heading !== null) {
    const [open, hashes = ""] = heading;
    const body = line.text.slice(open.length);
    return { kind: "heading", depth: hashes.length, marker: "", open, body, close: line.end };
  }
  const item = itemForm.exec(line.text);
  if (item !== null) {
    const [open, indent = "", marker = ""] = item;
    const depth = Math.min(4, Math.floor(indent.replaceAll("\t", "    ").length / 2));
    const body = line.text.slice(open.length);
    return { kind: "item", depth, marker, open, body, close: line.end };
  }
  return { kind: "paragraph", depth: 0, marker: "", open: "", body: line.text, close: line.end };
}

/** Whether a line goes on with the block before it. */
function continues(block: OpenBlock, line: Line): boolean {
  if (block.kind === "heading" || startOf(line).kind !== "paragraph") return false;
  return block.kind === "paragraph" || /^[ \t]{2}/.test(line.text);
}

/** Tokens of a whole text: paragraphs, headings and list items in order. */
export function tokeniseText(text: string): Block[] {
  const blocks: OpenBlock[] = [];
  let leading = "";
  let apart = true;
  for (const line of linesOf(text)) {
    const last = blocks.at(-1);
    if (line.text.trim() === "" && hasNoMark(line.text)) {
      if (last === undefined) leading += line.text + line.end;
      else last.close += line.text + line.end;
      apart = true;
      continue;
    }
    if (last !== undefined && !apart && continues(last, line)) {
      last.body += last.close + line.text;
      last.close = line.end;
    } else {
      const next = startOf(line);
      if (last === undefined) next.open = leading + next.open;
      blocks.push(next);
    }
    apart = false;
  }
  if (blocks.length === 0 && leading !== "") {
    return [{ kind: "paragraph", depth: 0, marker: "", open: leading, children: [], close: "" }];
  }
  return blocks.map(({ body, ...block }) => ({ ...block, children: tokeniseInline(body) }));
}

/** Whether a blank line is blank in truth: `trim` also takes what is shown as a mark. */
function hasNoMark(text: string): boolean {
  return !tokeniseCharacters(text).some((token) => token.kind === "mark");
}

function inlineSource(tokens: readonly InlineToken[]): string {
  return tokens
    .map((token) => {
      switch (token.kind) {
        case "text":
        case "mark":
          return token.text;
        case "break":
          return token.open;
        case "code":
        case "strong":
        case "link":
        case "citation":
          return token.open + inlineSource(token.children) + token.close;
      }
    })
    .join("");
}

/** The source that blocks were read from, character by character. */
export function sourceOf(blocks: readonly Block[]): string {
  return blocks.map((block) => block.open + inlineSource(block.children) + block.close).join("");
}

/** The names that a text cites, each once, in order of appearance. */
export function citedNames(blocks: readonly Block[]): string[] {
  const names = new Set<string>();
  const visit = (tokens: readonly InlineToken[]): void => {
    for (const token of tokens) {
      if (token.kind === "citation") names.add(token.name);
      else if ("children" in token) visit(token.children);
    }
  };
  for (const block of blocks) visit(block.children);
  return [...names];
}
