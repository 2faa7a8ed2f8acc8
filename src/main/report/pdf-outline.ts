import { Problem } from "../../shared/problem.ts";

/**
 * The pages, counted from 1, to which the outline of a PDF leads, in the order of its entries.
 *
 * It reads what Chromium has just written: plain objects and a table of where each begins. Throws
 * `internal` where that is not what it is given.
 */
export function outlinePages(pdf: Uint8Array): number[] {
  const file = new PdfObjects(pdf);
  const pageOf = new Map(listPages(file, file.root("Pages"), 0).map((id, at) => [id, at + 1]));
  const outlines = file.find(file.catalog, "Outlines");
  if (outlines === undefined) return [];
  const pages: number[] = [];
  const collect = (first: number | undefined) => {
    for (let at = first; at !== undefined; at = file.find(at, "Next")) {
      const [, target = ""] = /\/Dest \[(\d+) 0 R/.exec(file.text(at)) ?? [];
      const page = pageOf.get(Number(target));
      if (page === undefined || pages.length > mostEntries) throw unreadable();
      pages.push(page);
      collect(file.find(at, "First"));
    }
  };
  collect(file.find(outlines, "First"));
  return pages;
}

const mostEntries = 1_000_000;
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
  return new Problem("internal", "The printed document has no outline that can be read.");
}
