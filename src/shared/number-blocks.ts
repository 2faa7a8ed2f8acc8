import type { ReportBlock, ReportDocument, ReportSection } from "./model/report-document.ts";

/** A block with what it is called: "2.1" of a heading, "Table 3" and "Figure 1", else nothing. */
export interface NumberedBlock {
  readonly block: ReportBlock;
  readonly number: string;
  /** Where links lead: unique in the document. */
  readonly anchor: string;
}

/** A section with its number, or its letter where it is an appendix. */
export interface NumberedSection {
  readonly section: ReportSection;
  readonly number: string;
  readonly anchor: string;
  readonly blocks: readonly NumberedBlock[];
}

/** A line of the table of contents. */
export interface ContentsLine {
  readonly number: string;
  readonly title: string;
  /** Null = it is not portion-marked. */
  readonly portion: string | null;
  readonly anchor: string;
  /** 1 for sections, 2 for their first headings. */
  readonly level: 1 | 2;
}

/** Sections and headings counted, tables and pictures numbered through the whole document. */
export function numberSections({ sections }: Pick<ReportDocument, "sections">): NumberedSection[] {
  let [chapters, appendices, tables, figures] = [0, 0, 0, 0];
  return sections.map((section) => {
    const number = section.isAppendix ? letterOf((appendices += 1)) : String((chapters += 1));
    const anchor = `s${number}`;
    let [second, third] = [0, 0];
    const blocks = section.blocks.map((block, at): NumberedBlock => {
      const where = `${anchor}-${at + 1}`;
      switch (block.kind) {
        case "heading":
          if (block.level === 2) [second, third] = [second + 1, 0];
          else third += 1;
          return {
            block,
            number: block.level === 2 ? `${number}.${second}` : `${number}.${second}.${third}`,
            anchor: where,
          };
        case "table":
          return { block, number: `Table ${(tables += 1)}`, anchor: where };
        case "picture":
          return { block, number: `Figure ${(figures += 1)}`, anchor: where };
        case "paragraph":
        case "list":
        case "figures":
        case "facts":
          return { block, number: "", anchor: where };
      }
    });
    return { section, number, anchor, blocks };
  });
}

/** What a title is written as: appendices say that they are. */
export function sectionTitle({ section, number }: NumberedSection): string {
  return section.isAppendix ? `Appendix ${number}: ${section.title}` : `${number} ${section.title}`;
}

/** The lines of the table of contents, in the order of the headings. */
export function listContents(sections: readonly NumberedSection[]): ContentsLine[] {
  return sections.flatMap(({ section, number, anchor, blocks }): ContentsLine[] => [
    { number, title: section.title, portion: null, anchor, level: 1 },
    ...blocks.flatMap(({ block, number: own, anchor: where }): ContentsLine[] =>
      block.kind === "heading" && block.level === 2
        ? [{ number: own, title: block.text, portion: block.portion, anchor: where, level: 2 }]
        : [],
    ),
  ]);
}

/** A, B … Z, AA, AB … */
function letterOf(place: number): string {
  const letter = String.fromCharCode(65 + ((place - 1) % 26));
  return place <= 26 ? letter : letterOf(Math.floor((place - 1) / 26)) + letter;
}
