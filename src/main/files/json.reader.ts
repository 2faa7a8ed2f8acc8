import { Problem } from "../../shared/problem.ts";
import { limits } from "./limits.ts";

/** A range of bytes, `end` behind the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What a walk over a JSON text found besides the elements that it gave. */
export interface ScannedJson {
  readonly kind: "object" | "array" | "other";
  /** The list that was asked for, its brackets included, or null where there is none. */
  readonly list: ByteRange | null;
  /** Where keys are that came before in the same object; readers differ in which value they take. */
  readonly duplicateKeys: readonly ByteRange[];
}

const space = 0x20;
const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Bytes of a string that need no second look. */
const isPlain = new Uint8Array(256).fill(1);
isPlain.fill(0, 0, space);
isPlain[quote] = 0;
isPlain[backslash] = 0;

const isSpace = new Uint8Array(256);
for (const character of " \t\n\r") isSpace[character.charCodeAt(0)] = 1;

const isDigit = new Uint8Array(256);
for (const character of "0123456789") isDigit[character.charCodeAt(0)] = 1;

const isHexDigit = new Uint8Array(256);
for (const character of "0123456789abcdefABCDEF") isHexDigit[character.charCodeAt(0)] = 1;

/** What may follow a backslash, `u` apart. */
const isEscape = new Uint8Array(256);
for (const character of '"\\/bfnrt') isEscape[character.charCodeAt(0)] = 1;

const literals = new Map(
  ["true", "false", "null"].map((word) => [word.charCodeAt(0), Buffer.from(word)]),
);

/** Up to here keys are compared each with each, above with a set. */
const fewKeys = 24;
const mostDuplicateKeys = 1000;

/**
 * Walks once over a JSON text and gives the byte range of every element of its list `listKey`.
 *
 * The text is UTF-8 that was checked. The walk checks the whole grammar, so that `JSON.parse` of any
 * range it gives succeeds, holds nesting to 200 levels and builds nothing: a consumer may parse
 * element by element and pause in between. Throws `bad-json` with line and column, and `too-deep`.
 */
export function* scanJsonList(
  text: Buffer,
  listKey: string,
  file: string,
): Generator<ByteRange, ScannedJson, undefined> {
  const scanner = new Scanner(text, file);
  let list: ByteRange | null = null;
  scanner.skipSpace();
  const first = scanner.byte();
  if (first === undefined) {
    throw new Problem("bad-json", `${file} is empty: there is no JSON in it. Copy it again.`, {
      file,
    });
  }
  if (first === openBrace) {
    for (let more = scanner.open(closeBrace); more; more = scanner.more(closeBrace)) {
      const isList = scanner.key() === listKey && scanner.byte() === openBracket;
      if (!isList) {
        scanner.value();
        continue;
      }
      if (list !== null) throw scanner.failure(`there are two lists "${listKey}"`);
      const start = scanner.offset;
      for (let next = scanner.open(closeBracket); next; next = scanner.more(closeBracket)) {
        yield scanner.value();
      }
      list = { start, end: scanner.offset };
    }
  } else scanner.value();
  scanner.skipSpace();
  if (scanner.offset < text.length) throw scanner.failure("there is more after the end");
  return {
    kind: first === openBrace ? "object" : first === openBracket ? "array" : "other",
    list,
    duplicateKeys: scanner.duplicateKeys,
  };
}

/**
 * Parses a whole JSON text from elsewhere after walking over it.
 *
 * Throws what {@link scanJsonList} throws.
 */
export function parseJson(text: Buffer, file: string): unknown {
  const scan = scanJsonList(text, "", file);
  while (scan.next().done !== true);
  return JSON.parse(text.toString());
}

/** Line and column, from 1, of a byte in a UTF-8 text; columns count characters. */
export function placeInText(text: Uint8Array, offset: number): { line: number; column: number } {
  let line = 1;
  let column = 1;
  for (let i = 0; i < offset && i < text.length; i++) {
    const byte = text[i] ?? 0;
    if (byte === 0x0a) {
      line++;
      column = 1;
    } else if ((byte & 0xc0) !== 0x80) column++;
  }
  return { line, column };
}

class Scanner {
  offset = 0;
  readonly duplicateKeys: ByteRange[] = [];
  readonly #bytes: Buffer;
  readonly #file: string;
  #depth = 0;
  /** What closes each open array or object, by depth. */
  readonly #closers = new Uint8Array(limits.jsonDepth + 1);
  /** Where the keys of each open object begin in the three lists below, by depth. */
  readonly #firstKeys = new Int32Array(limits.jsonDepth + 1);
  #keyCount = 0;
  readonly #keyHashes: number[] = [];
  readonly #keyStarts: number[] = [];
  readonly #keyEnds: number[] = [];

  constructor(bytes: Buffer, file: string) {
    this.#bytes = bytes;
    this.#file = file;
  }

  byte(): number | undefined {
    return this.#bytes[this.offset];
  }

  skipSpace(): void {
    const bytes = this.#bytes;
    let i = this.offset;
    while (isSpace[bytes[i] ?? 0] === 1) i++;
    this.offset = i;
  }

  /** Walks over one value, on whose first byte the scanner stands. */
  value(): ByteRange {
    const start = this.offset;
    const base = this.#depth;
    // Without recursion: the depth is the text's, the call stack is not.
    for (;;) {
      const byte = this.byte();
      if (byte === openBrace || byte === openBracket) {
        const closer = byte === openBrace ? closeBrace : closeBracket;
        if (this.open(closer)) {
          if (closer === closeBrace) this.#skipKey();
          continue;
        }
      } else if (byte === quote) this.#string();
      else this.#scalar(byte);
      let closer;
      do {
        if (this.#depth === base) return { start, end: this.offset };
        closer = this.#closers[this.#depth] ?? 0;
      } while (!this.more(closer));
      if (closer === closeBrace) this.#skipKey();
    }
  }

  /** Enters an array or object; false where it is empty, and was left again. */
  open(closer: number): boolean {
    if (this.#depth === limits.jsonDepth) {
      const { line } = placeInText(this.#bytes, this.offset);
      throw new Problem(
        "too-deep",
        `${this.#file} nests arrays and objects deeper than ${String(limits.jsonDepth)} levels ` +
          `(line ${String(line)}). No catalogue needs that; the file may be made to do harm.`,
        { file: this.#file, line },
      );
    }
    this.#depth++;
    this.#closers[this.#depth] = closer;
    this.#firstKeys[this.#depth] = this.#keyCount;
    this.offset++;
    this.skipSpace();
    if (this.byte() !== closer) return true;
    this.#close();
    return false;
  }

  /** After a value: on to the next one, or out of the array or object (false). */
  more(closer: number): boolean {
    this.skipSpace();
    const byte = this.byte();
    if (byte === comma) {
      this.offset++;
      this.skipSpace();
      return true;
    }
    if (byte !== closer) throw this.failure(`"," or "${String.fromCharCode(closer)}" was expected`);
    this.#close();
    return false;
  }

  /** Takes a key and its colon, and gives the key. */
  key(): string {
    const start = this.offset;
    this.#skipKey();
    return this.#keyText(start, this.#keyEnds[this.#keyCount - 1] ?? start);
  }

  failure(what: string): Problem {
    const { line, column } = placeInText(this.#bytes, this.offset);
    const found =
      this.offset >= this.#bytes.length
        ? "the text ends there, so the file may be incomplete: copy it again"
        : "it may have been edited or damaged: take it from where it was published";
    return new Problem(
      "bad-json",
      `${this.#file} is not valid JSON: ${what} at line ${String(line)}, column ${String(column)}; ` +
        `${found}.`,
      { file: this.#file, line },
    );
  }

  #close(): void {
    this.offset++;
    const first = this.#firstKeys[this.#depth] ?? 0;
    if (this.#keyCount - first > 1) this.#findDuplicateKeys(first);
    this.#keyCount = first;
    this.#depth--;
  }

  #skipKey(): void {
    if (this.byte() !== quote) throw this.failure("a property name in double quotes was expected");
    const start = this.offset;
    this.#string();
    const end = this.offset;
    this.#keyHashes[this.#keyCount] = this.#hashKey(start, end);
    this.#keyStarts[this.#keyCount] = start;
    this.#keyEnds[this.#keyCount] = end;
    this.#keyCount++;
    this.skipSpace();
    if (this.byte() !== colon) throw this.failure('":" was expected');
    this.offset++;
    this.skipSpace();
  }

  /** A number that is equal for equal keys, however they are written. */
  #hashKey(start: number, end: number): number {
    const bytes = this.#bytes;
    let hash = 0;
    for (let i = start + 1; i < end - 1; i++) {
      const byte = bytes[i] ?? 0;
      if (byte === backslash) return this.#hashText(this.#keyText(start, end));
      hash = (Math.imul(hash, 31) + byte) & 0x3fffffff;
    }
    return hash;
  }

  #hashText(text: string): number {
    let hash = 0;
    for (const byte of Buffer.from(text)) hash = (Math.imul(hash, 31) + byte) & 0x3fffffff;
    return hash;
  }

  #findDuplicateKeys(first: number): void {
    const count = this.#keyCount;
    if (count - first > fewKeys) {
      const seen = new Set<string>();
      for (let i = first; i < count; i++) {
        const text = this.#keyTextAt(i);
        if (seen.has(text)) this.#addDuplicateKey(i);
        seen.add(text);
      }
      return;
    }
    const hashes = this.#keyHashes;
    for (let i = first + 1; i < count; i++) {
      for (let j = first; j < i; j++) {
        if (hashes[i] === hashes[j] && this.#keyTextAt(i) === this.#keyTextAt(j)) {
          this.#addDuplicateKey(i);
          break;
        }
      }
    }
  }

  #addDuplicateKey(index: number): void {
    if (this.duplicateKeys.length === mostDuplicateKeys) return;
    this.duplicateKeys.push({
      start: this.#keyStarts[index] ?? 0,
      end: this.#keyEnds[index] ?? 0,
    });
  }

  #keyTextAt(index: number): string {
    return this.#keyText(this.#keyStarts[index] ?? 0, this.#keyEnds[index] ?? 0);
  }

  #keyText(start: number, end: number): string {
    // A JSON string with its quotes, whose grammar was checked.
    return JSON.parse(this.#bytes.toString("utf8", start, end)) as string;
  }

  #string(): void {
    const bytes = this.#bytes;
    let i = this.offset + 1;
    for (;;) {
      while (isPlain[bytes[i] ?? 0] === 1) i++;
      const byte = bytes[i];
      if (byte === quote) break;
      this.offset = i;
      if (byte === undefined) throw this.failure("a text is not closed");
      if (byte !== backslash) throw this.failure("a text holds a control character");
      const next = bytes[i + 1] ?? 0;
      if (isEscape[next] === 1) i += 2;
      else if (next === 0x75 && this.#areHexDigits(i + 2)) i += 6;
      else throw this.failure("a text holds an unknown escape");
    }
    this.offset = i + 1;
  }

  #areHexDigits(from: number): boolean {
    for (let i = from; i < from + 4; i++) if (isHexDigit[this.#bytes[i] ?? 0] !== 1) return false;
    return true;
  }

  #scalar(byte: number | undefined): void {
    const word = byte === undefined ? undefined : literals.get(byte);
    if (word === undefined) this.#number();
    else {
      for (let i = 0; i < word.length; i++) {
        if (this.#bytes[this.offset + i] !== word[i]) throw this.failure("a value was expected");
      }
      this.offset += word.length;
    }
  }

  #number(): void {
    const bytes = this.#bytes;
    let i = this.offset;
    if (bytes[i] === 0x2d) i++;
    if (bytes[i] === 0x30) i++;
    else i = this.#digits(i);
    if (bytes[i] === 0x2e) i = this.#digits(i + 1);
    if (bytes[i] === 0x65 || bytes[i] === 0x45) {
      i++;
      if (bytes[i] === 0x2b || bytes[i] === 0x2d) i++;
      i = this.#digits(i);
    }
    this.offset = i;
  }

  /** Over at least one digit from here. */
  #digits(from: number): number {
    let i = from;
    while (isDigit[this.#bytes[i] ?? 0] === 1) i++;
    if (i === from) throw this.failure("a value was expected");
    return i;
  }
}
