import { hideAddresses } from "./find-addresses.ts";

/** What stands where a value was taken out of a text. */
export const hiddenMark = "[hidden]";

/** Names that short are looked for as whole words alone: they stand inside of others by chance. */
const shortName = 2;
/** Text as long as this may be base64 that somebody encoded. */
const encoded = /[A-Za-z0-9+/_-]{16,}={0,2}/g;

interface HiddenWord {
  readonly folded: string;
  readonly replacement: string;
}

/**
 * Values that a text must not hold, each with what stands in its place.
 *
 * They are found whatever their case, the longest first, and inside of base64 too, of which the
 * whole is taken out then.
 */
export class HiddenWords {
  readonly #replacements = new Map<string, string>();
  readonly #byHead = new Map<string, HiddenWord[]>();
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
    const head = folded.slice(0, shortName + 1);
    const words = this.#byHead.get(head) ?? [];
    this.#byHead.set(head, words);
    words.push({ folded, replacement });
    words.sort((a, b) => b.folded.length - a.folded.length);
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

  #at(folded: string, at: number): HiddenWord | undefined {
    return this.#byHead
      .get(folded.slice(at, at + shortName + 1))
      ?.find((word) => folded.startsWith(word.folded, at));
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

/** Lower case, unit by unit, so that places stay where they are. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const small = character.toLowerCase();
    return small.length === character.length ? small : character;
  }).join("");
}
