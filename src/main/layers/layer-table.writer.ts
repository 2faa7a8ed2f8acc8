import { unzipSync, zipSync } from "fflate";
import writeWorkbook, {
  type Feature,
  type Image,
  type Row,
  type Sheet as XlsxSheet,
} from "write-excel-file/node";
import { csvCell, guardCell } from "../../shared/csv-cell.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import type { LayerTables, SheetCell } from "./layer-table.ts";

/** What the library takes as the content of a file inside a workbook. */
type FileContent = Image["content"];

/** What a zip file dates its entries with at the earliest: the same content gives the same bytes. */
const zipEpoch = new Date(1980, 0, 1);

/** Writes the first of the tables as CSV where the path ends so, else all of them as XLSX. */
export async function writeLayerTables(path: string, tables: LayerTables): Promise<void> {
  const content = /\.csv$/i.test(path) ? csvOf(tables) : await workbookOf(tables);
  await writeWholeFile(path, content);
}

/** The first table, its marking as first and last line, with a byte order mark for spreadsheets. */
function csvOf({ sheets: [{ rows }], marking }: LayerTables): string {
  const width = Math.max(1, ...rows.map((row) => row.length));
  const line =
    marking === null ? [] : [[marking, ...Array.from({ length: width - 1 }, () => null)]];
  const values = rows.map((row) => row.map((cell) => cell?.value ?? null));
  const first = values[0]?.[0] === marking ? [] : line;
  const lines = [...first, ...values, ...line].map((row) => `${row.map(csvCell).join(",")}\r\n`);
  return `\uFEFF${lines.join("")}`;
}

/** Tables as the bytes of an XLSX workbook: the same tables give the same bytes. */
export async function workbookOf({ sheets, marking }: LayerTables): Promise<Uint8Array> {
  const written = sheets.map((sheet): XlsxSheet<FileContent> => ({
    sheet: sheet.name,
    data: sheet.rows.map((row): Row => row.map(xlsxCell)),
    columns: sheet.widths.map((width) => ({ width })),
    stickyRowsCount: sheet.stickyRows,
    stickyColumnsCount: sheet.stickyColumns,
    orientation: "landscape",
    showGridLines: false,
  }));
  const features = marking === null ? [] : [printedMarking(marking)];
  const bytes = await writeWorkbook(written, { features }).toBuffer();
  return zipSync(unzipSync(bytes), { mtime: zipEpoch });
}

function xlsxCell(cell: SheetCell | null): Row[number] {
  if (cell === null) return null;
  const { value, fill, ink, edge, span, indent = 0 } = cell;
  return {
    ...(typeof value === "number"
      ? { value, type: Number }
      : value === null || value === ""
        ? {}
        : // As text, so that typing into the cell does not make it a number or a formula.
          { value: guardCell(value), type: String, format: "@" }),
    alignVertical: "top",
    wrap: true,
    ...(cell.isBold === true ? { fontWeight: "bold" } : {}),
    ...(cell.isStruck === true ? { textDecoration: { strikethrough: true } } : {}),
    ...(cell.isMuted === true
      ? { textColor: "#4a5462" }
      : ink === undefined
        ? {}
        : { textColor: ink }),
    ...(fill === undefined || fill === null ? {} : { backgroundColor: fill }),
    ...(edge === undefined ? {} : { borderColor: edge, borderStyle: "thin" }),
    ...(indent === 0 ? {} : { indent: indent * 2 }),
    ...(span === undefined || span === 1 ? {} : { columnSpan: span }),
  };
}

/** A marking as head and foot of every printed page. */
function printedMarking(marking: string): Feature<FileContent> {
  // A spreadsheet reads & as a code and 255 characters at most.
  const text = `&C&B${marking.replaceAll("&", "&&").slice(0, 240)}`;
  const xml = text
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
  return {
    files: {
      transform: {
        "xl/worksheets/sheet{id}.xml": {
          transform: (content) =>
            content.replace(
              /<pageSetup[^>]*\/>/,
              (setup) =>
                `${setup}<headerFooter><oddHeader>${xml}</oddHeader><oddFooter>${xml}</oddFooter></headerFooter>`,
            ),
        },
      },
    },
  };
}
