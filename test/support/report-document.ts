import type { ReportBanner } from "../../src/shared/model/banner.ts";
import type {
  ReportBlock,
  ReportCell,
  ReportDocument,
  ReportTable,
} from "../../src/shared/model/report-document.ts";
import { coverageLevel, priorityBand } from "../../src/shared/model/coverage.ts";
import { outcome } from "../../src/shared/model/emulation.ts";

/** What a test wants of a report's document. */
export interface DocumentOptions extends Partial<ReportDocument> {
  /** Rows of each appendix' table. */
  readonly rows?: number;
  readonly appendices?: number;
}

const words =
  "adversary uses remote services to move laterally and hides its traffic in what is usual for the network so that nobody looks twice".split(
    " ",
  );

/** As many words, always the same for a seed. */
export function someWords(count: number, seed: number): string {
  return Array.from({ length: count }, (_, at) => words[(at * 7 + seed * 3) % words.length]).join(
    " ",
  );
}

/** A table whose every row carries its own number in each cell of words, to be found again. */
export function aLongTable(id: string, rows: number): ReportTable {
  return {
    kind: "table",
    id,
    caption: `Techniques of ${id}.`,
    columns: [
      { id: "id", label: "ID", align: "start", width: 12 },
      { id: "name", label: "Technique", align: "start", width: 26 },
      { id: "level", label: "Level", align: "start", width: 18 },
      { id: "text", label: "Procedure", align: "start", width: 34 },
      { id: "rules", label: "Rules", align: "end", width: 10 },
    ],
    rows: Array.from({ length: rows }, (_, row): ReportCell[] => [
      { kind: "id", text: `T${1000 + row}` },
      `${id}Name${row}`,
      { kind: "level", level: coverageLevel.options[row % 8] ?? "none" },
      `${id}Begin${row} ${someWords(4 + (row % 23), row)} ${id}End${row}`,
      row,
    ]),
    note: `Rules of ${id} that name the technique.`,
    empty: "No technique.",
    portion: "U",
  };
}

const picture = (width: number, height: number, text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
  `<rect width="${width}" height="${height}" fill="#ecebfb"/><rect x="10" y="10" width="${width - 20}" height="${height - 20}" fill="none" stroke="#4b45c6" stroke-width="4"/>` +
  `<text x="30" y="60" font-size="24" fill="#12161c">${text}</text></svg>`;

/** Every kind of block and of cell. */
export function everyBlock(): ReportBlock[] {
  return [
    {
      kind: "paragraph",
      tone: "lead",
      portion: "U",
      text: "We detect 122 of the 165 techniques that FIN7, APT38 and Lazarus Group are known to use: 74 %. A further 24 are covered in part, and 19 not at all.",
    },
    {
      kind: "figures",
      figures: [
        { value: "74 %", label: "122 of 165 covered", level: null },
        { value: "104", label: "Several rules", level: "several" },
        { value: "18", label: "Detected", level: "detected" },
        { value: "24", label: "Partial", level: "partial" },
        { value: "19", label: "None", level: "none" },
      ],
    },
    { kind: "heading", level: 2, id: "by-tactic", text: "By tactic", portion: "U" },
    {
      kind: "paragraph",
      tone: "body",
      portion: "U",
      text: "Two thirds of the holes lie before the intrusion or in hiding it.\nWhat happens inside our network is <b>well</b> covered & seen.",
    },
    {
      kind: "table",
      id: "tactics",
      caption: "Coverage by tactic. A technique counts under each of its tactics.",
      columns: [
        { id: "tactic", label: "Tactic", align: "start", width: 28 },
        { id: "levels", label: "Techniques by level", align: "start", width: 42 },
        { id: "covered", label: "Covered", align: "end", width: 10 },
        { id: "all", label: "In scope", align: "end", width: 10 },
        { id: "share", label: "Share", align: "end", width: 10 },
      ],
      rows: ["Reconnaissance", "Resource Development", "Initial Access", "Execution"].map(
        (tactic, at): ReportCell[] => [
          tactic,
          {
            kind: "levels",
            parts: coverageLevel.options.map((level, place) => ({
              level,
              count: (at * 5 + place * 3) % 7,
            })),
          },
          at * 700,
          1250 + at,
          { kind: "percent", value: at === 3 ? null : 40.5 + at },
        ],
      ),
      note: "Covered: at least one enabled rule that is not experimental.",
      empty: "No tactic.",
      portion: "U",
    },
    { kind: "heading", level: 3, id: "priorities", text: "What to build first", portion: null },
    {
      kind: "table",
      id: "gaps",
      caption: "The gaps of highest priority.",
      columns: [
        { id: "priority", label: "Priority", align: "start", width: 14 },
        { id: "id", label: "ID", align: "start", width: 16 },
        { id: "name", label: "Technique", align: "start", width: 40 },
        { id: "outcome", label: "Outcome", align: "start", width: 30 },
      ],
      rows: outcome.options.map((each, at): ReportCell[] => [
        { kind: "priority", band: priorityBand.options[at % 4] ?? "low", value: 80.25 - at },
        { kind: "id", text: `T1583.00${at + 1}` },
        at === 0 ? { kind: "strong", text: "=1+1 Domains" } : at === 1 ? null : `Name ${at}`,
        { kind: "outcome", outcome: each },
      ]),
      note: null,
      empty: "No gap.",
      portion: "U",
    },
    {
      kind: "table",
      id: "empty",
      caption: "What nobody tested.",
      columns: [{ id: "name", label: "Technique", align: "start", width: 1 }],
      rows: [],
      note: null,
      empty: "Everything was tested.",
      portion: null,
    },
    { kind: "list", items: ["First assumption", "Second assumption"], portion: "S" },
    {
      kind: "facts",
      rows: [
        { label: "Catalogue", text: "Enterprise ATT&CK 18.1" },
        { label: "Environments", text: "Amber Quay" },
      ],
      portion: "U",
    },
    { kind: "paragraph", tone: "note", portion: null, text: "Figures of 21 November 2026." },
    {
      kind: "picture",
      id: "small",
      caption: "A small chart.",
      alt: "Bars that rise from left to right.",
      svg: picture(500, 200, "Small chart text"),
      width: 500,
      height: 200,
      isWholePage: false,
      portion: "U",
    },
  ];
}

/** A marking of one scheme. */
export function aBanner(text: string, align: "centre" | "right" = "centre"): ReportBanner {
  const part = { text, colour: "#007a33", ink: "#ffffff", align };
  return { ...part, parts: text === "" ? [] : [part] };
}

/** A document with every kind of block, a matrix on a turned sheet and appendices. */
export function aReportDocument(options: DocumentOptions = {}): ReportDocument {
  const { rows = 40, appendices = 1, ...given } = options;
  return {
    title: "Amber Quay, Q4: threat model and detection coverage",
    subtitle: "Snapshot of 21 November 2026",
    titleBlock: [
      { label: "Prepared for", text: "Amber Quay board" },
      { label: "Prepared by", text: "Detection engineering" },
    ],
    logo: null,
    banner: aBanner("EXERCISE - UNCLASSIFIED"),
    markingBlock: [{ label: "Classified by", text: "A. Analyst" }],
    paper: "A4",
    orientation: "portrait",
    footNotes: [
      "Covered: at least one enabled rule that is not experimental, and no failed test. Source: enterprise-attack 18.1.",
      "© The MITRE Corporation. ATT&CK content reproduced and distributed with the permission of The MITRE Corporation.",
    ],
    sections: [
      { id: "coverage", title: "Detection coverage", isAppendix: false, blocks: everyBlock() },
      {
        id: "matrix",
        title: "The matrix",
        isAppendix: false,
        blocks: [
          {
            kind: "picture",
            id: "matrix",
            caption: "Coverage of Enterprise 18.1.",
            alt: "A matrix of fourteen tactics.",
            svg: picture(1600, 900, "Matrix text"),
            width: 1600,
            height: 900,
            isWholePage: true,
            portion: "U",
          },
        ],
      },
      ...Array.from({ length: appendices }, (_, at) => ({
        id: `appendix-${at}`,
        title: `Every technique ${at}`,
        isAppendix: true,
        blocks: [
          {
            kind: "heading" as const,
            level: 2 as const,
            id: `list-${at}`,
            text: `List ${at}`,
            portion: null,
          },
          aLongTable(`tab${at}x`, rows),
        ],
      })),
    ],
    ...given,
  };
}
