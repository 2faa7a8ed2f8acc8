import { useEffect, useRef } from "react";
import type {
  LevelPart,
  ReportBlock,
  ReportCell,
  ReportPicture,
  ReportTable,
} from "../../shared/model/report-document.ts";
import type { NumberedBlock } from "../../shared/number-blocks.ts";
import { OutcomeTag } from "../emulation/OutcomeTag.tsx";
import { buildPictureElements } from "../layers/picture-elements.ts";
import { formatCount, formatPercent } from "../ui/figures.ts";
import { levels, levelWords } from "../ui/levels.ts";
import { BarLegend, type BarPart, StackedBar } from "../ui/StackedBar.tsx";
import { LevelTag, PriorityTag, Swatch } from "../ui/Tag.tsx";
import type { SheetPiece } from "./sheets.ts";

/** A block of a report as it looks on paper; of a table the rows that stand on this sheet. */
export function ReportPiece({ piece }: { readonly piece: SheetPiece }) {
  const { numbered, from, to } = piece;
  const { block } = numbered;
  return block.kind === "table" ? (
    <PaperTable table={block} number={numbered.number} from={from} to={to} />
  ) : (
    <PaperBlock block={block} numbered={numbered} />
  );
}

function Portion({ portion }: { readonly portion: string | null }) {
  return portion === null || portion === "" ? null : (
    <span className="paper-portion">{`(${portion}) `}</span>
  );
}

function PaperBlock({
  block,
  numbered: { number },
}: {
  readonly block: Exclude<ReportBlock, ReportTable>;
  readonly numbered: NumberedBlock;
}) {
  switch (block.kind) {
    case "heading": {
      const Heading = block.level === 2 ? "h3" : "h4";
      return (
        <Heading>
          <Portion portion={block.portion} />
          <span className="paper-number">{number}</span>
          {block.text}
        </Heading>
      );
    }
    case "paragraph":
      return (
        <p data-tone={block.tone}>
          <Portion portion={block.portion} />
          {block.text}
        </p>
      );
    case "list":
      return (
        <ul>
          {block.items.map((item, at) => (
            <li key={at}>
              <Portion portion={block.portion} />
              {item}
            </li>
          ))}
        </ul>
      );
    case "figures":
      return (
        <ul className="paper-figures plain">
          {block.figures.map(({ value, label, level }) => (
            <li key={label}>
              <b>{value}</b>
              <span>
                {level !== null && <Swatch fill={`cov-${level}`} />}
                {label}
              </span>
            </li>
          ))}
        </ul>
      );
    case "facts":
      return (
        <dl>
          {block.rows.map(({ label, text }, at) => (
            <div key={at}>
              <dt>{label}</dt>
              <dd>
                <Portion portion={block.portion} />
                {text}
              </dd>
            </div>
          ))}
        </dl>
      );
    case "picture":
      return <PaperPicture picture={block} number={number} />;
  }
}

function PaperPicture({
  picture,
  number,
}: {
  readonly picture: ReportPicture;
  readonly number: string;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const { svg, alt, caption, portion } = picture;
  useEffect(() => {
    const drawn = buildPictureElements(svg);
    // The words are the frame's: a picture of a matrix would be read cell by cell.
    drawn.setAttribute("aria-hidden", "true");
    frame.current?.replaceChildren(drawn);
  }, [svg]);
  return (
    <figure>
      <div
        ref={frame}
        className="paper-picture"
        role="img"
        aria-label={alt}
        style={{ aspectRatio: `${picture.width} / ${picture.height}`, maxWidth: picture.width }}
      />
      <figcaption>
        <Portion portion={portion} />
        <b>{`${number}. `}</b>
        {caption}
      </figcaption>
    </figure>
  );
}

/** The parts of a bar of levels, in the order of all bars. */
function barParts(parts: readonly LevelPart[]): readonly BarPart[] {
  return levels.map((level) => ({
    fill: `cov-${level}`,
    word: levelWords[level],
    count: parts.reduce((sum, part) => sum + (part.level === level ? part.count : 0), 0),
  }));
}

function sumOf(cell: ReportCell | undefined): number {
  return typeof cell === "object" && cell?.kind === "levels"
    ? cell.parts.reduce((sum, { count }) => sum + count, 0)
    : 0;
}

function PaperTable({
  table: { caption, columns, rows, note, empty, portion, rowPortions },
  number,
  from,
  to,
}: {
  readonly table: ReportTable;
  readonly number: string;
  readonly from: number;
  readonly to: number;
}) {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  const legend = barParts(
    rows.flatMap((row) =>
      row.flatMap((cell) =>
        typeof cell === "object" && cell?.kind === "levels" ? cell.parts : [],
      ),
    ),
  );
  return (
    <div className="paper-table">
      <table>
        <caption>
          <Portion portion={portion} />
          <b>{`${number}. `}</b>
          {from === 0 ? caption : `${caption} (continued)`}
        </caption>
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width: `${(width * 100) / total}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map(({ id, label, align }) => (
              <th key={id} scope="col" data-align={align}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(from, to).map((row, at) => (
            <tr key={from + at}>
              {columns.map(({ id, align }, column) => (
                <td key={id} data-align={align}>
                  {column === 0 && <Portion portion={rowPortions?.[from + at] ?? null} />}
                  <PaperCell cell={row[column]} />
                </td>
              ))}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="paper-empty">
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {to === rows.length && (
        <>
          {rows.some((row) => row.some((cell) => sumOf(cell) > 0)) && <BarLegend parts={legend} />}
          {note !== null && <p data-tone="note">{note}</p>}
        </>
      )}
    </div>
  );
}

function PaperCell({ cell }: { readonly cell: ReportCell | undefined }) {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return formatCount(cell);
  switch (cell.kind) {
    case "id":
      return <span className="mono-id">{cell.text}</span>;
    case "strong":
      return <b>{cell.text}</b>;
    case "percent":
      return <b>{cell.value === null ? "–" : formatPercent(cell.value)}</b>;
    case "level":
      return <LevelTag level={cell.level} />;
    case "priority":
      return <PriorityTag band={cell.band} score={cell.value} />;
    case "outcome":
      return <OutcomeTag outcome={cell.outcome} />;
    case "levels":
      return <StackedBar parts={barParts(cell.parts)} height={11} />;
  }
}
