import "./Page.css";
import { type ReactNode, useId } from "react";

/**
 * A screen: title row, then content.
 * `fill` gives the content the height that is left (tables scroll inside); else the page scrolls.
 */
export function Page({
  header,
  fill = false,
  children,
}: {
  readonly header: ReactNode;
  readonly fill?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className="page" data-fill-height={fill || undefined}>
      {header}
      {children}
    </div>
  );
}

/** The title row: path, h1, the one-line answer below it, and actions at the right. */
export function PageHeader({
  title,
  answer,
  path,
  aside,
  actions,
}: {
  readonly title: string;
  readonly answer?: ReactNode;
  /** Where this page hangs: "Detections › Imports". */
  readonly path?: ReactNode;
  readonly aside?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="page-header">
      <div className="page-header-words">
        {path !== undefined && <div className="page-header-path">{path}</div>}
        <h1>{title}</h1>
        {answer !== undefined && <p className="page-header-answer">{answer}</p>}
      </div>
      {aside !== undefined && <div className="page-header-aside">{aside}</div>}
      {actions !== undefined && <div className="page-header-actions">{actions}</div>}
    </header>
  );
}

/**
 * A card: a 40 px header, content, and a foot. Cards are not nested.
 * `flush` content touches the edges (tables, lists); `scroll` content scrolls inside.
 */
export function Card({
  title,
  badge,
  aside,
  foot,
  flush = false,
  scroll = false,
  grow = false,
  children,
}: {
  readonly title?: ReactNode;
  readonly badge?: ReactNode;
  readonly aside?: ReactNode;
  readonly foot?: ReactNode;
  readonly flush?: boolean;
  readonly scroll?: boolean;
  readonly grow?: boolean;
  readonly children: ReactNode;
}) {
  const heading = useId();
  return (
    <section
      className="card"
      data-grow={grow || undefined}
      {...(title === undefined ? {} : { "aria-labelledby": heading })}
    >
      {title !== undefined && (
        <div className="card-header">
          <h2 id={heading}>{title}</h2>
          {badge}
          {aside !== undefined && <div className="card-aside">{aside}</div>}
        </div>
      )}
      <div
        className="card-content"
        data-flush={flush || undefined}
        data-scroll={scroll || undefined}
      >
        {children}
      </div>
      {foot !== undefined && <div className="card-foot">{foot}</div>}
    </section>
  );
}

/** Words and values in two columns: "Owner: Endpoint detection". */
export function Facts({
  facts,
}: {
  readonly facts: readonly { readonly word: string; readonly value: ReactNode }[];
}) {
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.word}>
          <dt>{fact.word}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
