import { Problem } from "../../shared/problem.ts";

/** How many pages a PDF has, and on which of them the places stand that something in it links to. */
export interface PdfPlaces {
  readonly pages: number;
  /** Pages, counted from 1, by the names of places. */
  readonly places: ReadonlyMap<string, number>;
}

/**
 * The pages of a PDF and its named places.
 *
 * It reads what Chromium has just written: plain objects and a table of where each begins. Throws
 * `internal` where that is not what it is given.
 */
export function listPlaces(pdf: Uint8Array): PdfPlaces {
  const file = new PdfObjects(pdf);
  const pages = listPages(file, file.root("Pages"), 0);
  const pageOf = new Map(pages.map((id, at) => [id, at + 1]));
  const named = file.find(file.catalog, "Dests");
  const places = new Map<string, number>();
  if (named !== undefined) {
    for (const [, name = "", id] of file.text(named).matchAll(/\/([\w-]+) \[(\d+) 0 R/g)) {
      const page = pageOf.get(Number(id));
      if (page === undefined) throw unreadable();
      places.set(name, page);
    }
  }
  return { pages: pages.length, places };
}

const deepest = 100;

/** The pages below a node of the page tree, in their order. */
function listPages(file: PdfObjects, node: number, depth: number): number[] {
  const [, kids] = /\/Kids \[([^\]]*)\]/.exec(file.text(node)) ?? [];
  if (kids === undefined) return [node];
  if (depth > deepest) throw unreadable();
  return [...kids.matchAll(/(\d+) 0 R/g)].flatMap(([, id]) =>
    listPages(file, Number(id), depth + 1),
  );
}

/** The objects of a PDF by their numbers, as text. */
class PdfObjects {
  readonly #text: string;
  readonly #offsets: readonly number[];
  readonly catalog: number;

  constructor(pdf: Uint8Array) {
    // A byte is a character: offsets stay what they are.
    this.#text = new TextDecoder("latin1").decode(pdf);
    const [, start] = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(this.#text.slice(-200)) ?? [];
    const table = this.#text.slice(Number(start ?? NaN));
    const [head, first, count] = /^xref\s+(\d+) (\d+)\s+/.exec(table) ?? [];
    if (head === undefined || first !== "0") throw unreadable();
    const entries = table.slice(head.length, head.length + Number(count) * entryLength);
    this.#offsets = Array.from({ length: Number(count) }, (_, at) =>
      Number(entries.slice(at * entryLength, at * entryLength + 10)),
    );
    const [, catalog] = /\/Root (\d+) 0 R/.exec(table.slice(table.lastIndexOf("trailer"))) ?? [];
    if (catalog === undefined) throw unreadable();
    this.catalog = Number(catalog);
  }

  /** An object's text, without the content of its stream. */
  text(id: number): string {
    const from = this.#offsets[id];
    if (from === undefined || !this.#text.startsWith(`${id} 0 obj`, from)) throw unreadable();
    const [object = ""] = this.#text
      .slice(from, this.#text.indexOf("endobj", from))
      .split("stream", 1);
    return object;
  }

  /** The object to which a field of another refers. */
  find(id: number, field: string): number | undefined {
    const [, target] = new RegExp(`/${field} (\\d+) 0 R`).exec(this.text(id)) ?? [];
    return target === undefined ? undefined : Number(target);
  }

  root(field: string): number {
    const found = this.find(this.catalog, field);
    if (found === undefined) throw unreadable();
    return found;
  }
}

/** Bytes of a line of the table. */
const entryLength = 20;

function unreadable(): Problem {
  return new Problem("internal", "The printed document has no pages that can be read.");
}
