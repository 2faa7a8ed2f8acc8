import "./Paper.css";
import { Menu } from "@mantine/core";
import { IconListTree } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { ReportBanner } from "../../shared/model/banner.ts";
import type { ReportDocument, ReportLogo } from "../../shared/model/report-document.ts";
import { sectionTitle } from "../../shared/number-blocks.ts";
import { formatNoun } from "../ui/figures.ts";
import { MenuButton } from "../ui/Toolbar.tsx";
import { LogoImage } from "./LogoImage.tsx";
import { ReportPiece } from "./ReportBlocks.tsx";
import { cutIntoSheets, followSheet, paperSize, type PreviewSheet } from "./sheets.ts";

/** Between sheets, in pixels. */
const gap = 16;
const largest = 1.15;
const smallest = 0.4;

/** A report as it will look on paper, sheet by sheet, and its table of contents to jump by. */
export function ReportPreview({
  document,
  logo,
  isStale,
}: {
  readonly document: ReportDocument;
  /** Shown at once when it is chosen, before the document is there. */
  readonly logo: ReportLogo | null;
  readonly isStale: boolean;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { sheets, contents, sheetOf } = useMemo(() => cutIntoSheets(document), [document]);
  const room = useWidth(scroller);
  const paper = paperSize(document);
  const zoom = Math.max(smallest, Math.min(largest, (room - 2 * gap) / paper.width));

  // eslint-disable-next-line react-hooks/incompatible-library -- nothing that it gives is memoised here
  const rows = useVirtualizer({
    count: sheets.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => sheetHeight(sheets[at], paper) * zoom + gap,
    overscan: 1,
    getItemKey: (at) => sheets[at]?.key ?? at,
  });
  // Another width makes other heights, another choice other sheets; what is read stays in view.
  const read = useRef({ at: 0, sheets });
  const follow = useEffectEvent(() => {
    const { at: before, sheets: old } = read.current;
    rows.measure();
    rows.scrollToIndex(followSheet(old, before, sheets), { align: "start" });
  });
  useEffect(() => follow(), [zoom, sheets]);
  const jump = (anchor: string) => {
    const at = sheetOf.get(anchor);
    if (at !== undefined) rows.scrollToIndex(at, { align: "start" });
  };
  const items = rows.getVirtualItems();
  const current = rows.scrollOffset ?? 0;
  const at = Math.max(0, items.findLast(({ start }) => start <= current + 120)?.index ?? 0);
  useEffect(() => {
    read.current = { at, sheets };
  }, [at, sheets]);

  return (
    <section className="preview" aria-label="Preview" aria-busy={isStale}>
      <div className="preview-head">
        <b>Preview</b>
        <span className="muted">{`Sheet ${at + 1} of ${formatNoun(sheets.length, "sheet")}`}</span>
        <span className="preview-note muted">Pages of the PDF may break elsewhere</span>
        <MenuButton label="Contents" icon={<IconListTree size={16} stroke={1.75} aria-hidden />}>
          <div className="preview-contents">
            {contents.map(({ number, title, anchor, level }) => (
              <Menu.Item key={anchor} data-level={level} onClick={() => jump(anchor)}>
                <span className="preview-contents-number">{number}</span>
                {title}
              </Menu.Item>
            ))}
          </div>
        </MenuButton>
      </div>
      <div className="preview-columns">
        <div
          ref={scroller}
          className="preview-scroll"
          role="region"
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is scrolled by keys
          tabIndex={0}
          aria-label="Sheets"
        >
          <div className="preview-sheets" style={{ height: rows.getTotalSize() + gap }}>
            {items.map(({ index, key, start }) => {
              const sheet = sheets[index];
              return (
                sheet !== undefined && (
                  <div
                    key={key}
                    ref={rows.measureElement}
                    data-index={index}
                    className="preview-place"
                    style={{ transform: `translateY(${start + gap}px)` }}
                  >
                    <Sheet sheet={sheet} document={document} logo={logo} zoom={zoom} />
                  </div>
                )
              );
            })}
          </div>
        </div>
        <nav className="preview-outline" aria-label="Contents of the report">
          {contents.map(({ number, title, anchor, level }) => (
            <button
              key={anchor}
              type="button"
              data-level={level}
              data-current={sheetOf.get(anchor) === at || undefined}
              onClick={() => jump(anchor)}
            >
              <span className="preview-contents-number">{number}</span>
              {title}
            </button>
          ))}
        </nav>
      </div>
    </section>
  );
}

function sheetHeight(
  sheet: PreviewSheet | undefined,
  { width, height }: { readonly width: number; readonly height: number },
): number {
  return sheet?.isTurned === true && height > width ? (width * width) / height : height;
}

/** The width that an element has, as it changes. */
function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(700);
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

function Sheet({
  sheet,
  document,
  logo,
  zoom,
}: {
  readonly sheet: PreviewSheet;
  readonly document: ReportDocument;
  readonly logo: ReportLogo | null;
  readonly zoom: number;
}) {
  const { width, height } = paperSize(document);
  const isTurned = sheet.isTurned && height > width;
  // A turned sheet is shown as wide as the others.
  const size: CSSProperties = isTurned
    ? { width: height, minHeight: width, zoom: (zoom * width) / height }
    : { width, minHeight: height, zoom };
  return (
    <article className="paper" style={size}>
      <Banner banner={document.banner} />
      <div className="paper-body">
        {sheet.kind === "cover" && <Cover document={document} logo={logo} />}
        {sheet.kind === "contents" && (
          <>
            <h2>Contents</h2>
            <ol className="paper-contents plain">
              {sheet.lines.map(({ number, title, anchor, level }) => (
                <li key={anchor} data-level={level}>
                  <span>{number}</span>
                  {title}
                </li>
              ))}
            </ol>
          </>
        )}
        {sheet.kind === "blocks" && (
          <>
            <div className="paper-running">{document.title}</div>
            {sheet.isFirst && <h2>{sectionTitle(sheet.section)}</h2>}
            {sheet.pieces.map((piece) => (
              <ReportPiece key={`${piece.numbered.anchor} ${piece.from}`} piece={piece} />
            ))}
          </>
        )}
      </div>
      {sheet.kind !== "cover" && (
        <footer className="paper-foot">
          {document.footNotes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </footer>
      )}
      <Banner banner={document.banner} />
    </article>
  );
}

/** The marking: a bar for each scheme, as on the pages that are printed. */
function Banner({ banner }: { readonly banner: ReportBanner }) {
  if (banner.text === "") return null;
  const parts = banner.parts.length === 0 ? [banner] : banner.parts;
  return parts.map(({ text, colour, ink, align }) => (
    <div
      key={text}
      className="paper-banner"
      data-align={align}
      style={{ background: colour, color: ink }}
    >
      {text}
    </div>
  ));
}

function Cover({
  document: { title, subtitle, titleBlock, markingBlock },
  logo,
}: {
  readonly document: ReportDocument;
  readonly logo: ReportLogo | null;
}) {
  return (
    <div className="paper-cover">
      {logo !== null && <LogoImage logo={logo} />}
      <h2>{title}</h2>
      {subtitle !== "" && <p className="paper-subtitle">{subtitle}</p>}
      {titleBlock.length > 0 && (
        <dl>
          {titleBlock.map(({ label, text }, at) => (
            <div key={at}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {markingBlock.length > 0 && (
        <dl className="paper-marking">
          {markingBlock.map(({ label, text }, at) => (
            <div key={at}>
              <dt>{label}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
