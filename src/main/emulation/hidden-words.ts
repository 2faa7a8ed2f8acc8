import { hideAddresses } from "./find-addresses.ts";

/** What stands where a value was taken out of a text. */
export const hiddenMark = "[hidden]";

/** Names that short are looked for as whole words alone: they stand inside of others by chance. */
const shortName = 2;
/** Text as long as this may be base64 that somebody encoded. */
const encoded = /[A-Za-z0-9+/_-]{16,}={0,2}/g;

/** Values are grouped by their first characters: few, and for longer values more. */
const heads = [12, shortName + 1] as const;

interface HiddenWord {
  readonly folded: string;
  readonly replacement: string;
}

/** Values that begin alike: by themselves, and their lengths, the longest first. */
interface Group {
  readonly replacements: Map<string, string>;
  readonly lengths: number[];
}

/**
 * Values that a text must not hold, each with what stands in its place.
 *
 * They are found whatever their case, the longest first, and inside of base64 too, of which the
 * whole is taken out then.
 */
export class HiddenWords {
  readonly #replacements = new Map<string, string>();
  readonly #groups = new Map<string, Group>();
  /** Marks the pairs of characters that a value begins with, to pass over all others. */
  readonly #begins = new Uint8Array(65_536);
  readonly #short = new Map<string, string>();
  readonly #hidesAddresses: boolean;
  /** Places that were replaced so far. */
  replaced = 0;

  constructor(hidesAddresses: boolean) {
    this.#hidesAddresses = hidesAddresses;
  }

  /** Adds a value; the first replacement of a value holds. */
  add(value: string, replacement: string): void {
    const name = value.trim();
    const folded = fold(name);
    if (name === "" || this.#replacements.has(folded)) return;
    this.#replacements.set(folded, replacement);
    if (name.length <= shortName) {
      this.#short.set(name, replacement);
      return;
    }
    const length = heads.find((head) => folded.length >= head) ?? folded.length;
    const head = folded.slice(0, length);
    const known = this.#groups.get(head);
    const group: Group = known ?? { replacements: new Map(), lengths: [] };
    this.#groups.set(head, group);
    group.replacements.set(folded, replacement);
    if (!group.lengths.includes(folded.length)) {
      group.lengths.push(folded.length);
      group.lengths.sort((a, b) => b - a);
    }
    this.#begins[pairAt(folded, 0)] = 1;
  }

  /** What stands for a whole value; undefined where it is not hidden. */
  replacementOf(value: string): string | undefined {
    return this.#replacements.get(fold(value.trim()));
  }

  /** Whether a text holds a value in the open; short names are not looked for. */
  has(text: string): boolean {
    const folded = fold(text);
    for (let at = 0; at < folded.length; at += 1) {
      if (this.#at(folded, at) !== undefined) return true;
    }
    return false;
  }

  /** A text without the values. */
  hide(text: string): string {
    if (text === "") return "";
    const open = this.#hideShort(this.#hideLong(this.#hideEncoded(text)));
    if (!this.#hidesAddresses) return open;
    const { text: hidden, count } = hideAddresses(open);
    this.replaced += count;
    return hidden;
  }

  /** The longest value that stands at a place. */
  #at(folded: string, at: number): HiddenWord | undefined {
    if (this.#begins[pairAt(folded, at)] === 0) return undefined;
    for (const head of heads) {
      const group = this.#groups.get(folded.slice(at, at + head));
      for (const length of group?.lengths ?? []) {
        const part = folded.slice(at, at + length);
        const replacement = group?.replacements.get(part);
        if (replacement !== undefined) return { folded: part, replacement };
      }
    }
    return undefined;
  }

  #hideLong(text: string): string {
    const folded = fold(text);
    const parts: string[] = [];
    let from = 0;
    for (let at = 0; at < folded.length; at += 1) {
      const word = this.#at(folded, at);
      if (word === undefined) continue;
      parts.push(text.slice(from, at), word.replacement);
      this.replaced += 1;
      from = at + word.folded.length;
      at = from - 1;
    }
    return parts.length === 0 ? text : `${parts.join("")}${text.slice(from)}`;
  }

  #hideShort(text: string): string {
    if (this.#short.size === 0) return text;
    return text.replace(/[\p{L}\p{N}_]+/gu, (word) => {
      const replacement = this.#short.get(word);
      if (replacement !== undefined) this.replaced += 1;
      return replacement ?? word;
    });
  }

  #hideEncoded(text: string): string {
    return text.replace(encoded, (code) => {
      const bytes = Buffer.from(code, "base64");
      const isTelling = (["utf8", "utf16le"] as const).some((encoding) =>
        this.has(bytes.toString(encoding)),
      );
      if (isTelling) this.replaced += 1;
      return isTelling ? hiddenMark : code;
    });
  }
}

/** Two characters at a place as a number of 16 bits; several pairs may have the same. */
function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 257 + text.charCodeAt(at + 1)) & 0xffff;
}

/** Lower case, unit by unit, so that places stay where they are. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return small.length === character.length ? small : character;
  }).join("");
}
