import "./TokenText.css";
import { Fragment, memo, type ReactNode, useMemo } from "react";
import type { Reference } from "../../shared/model/catalogue.ts";
import {
  type Block,
  citedNames,
  type InlineToken,
  tokeniseText,
} from "../../shared/text-tokens.ts";

interface Surroundings {
  readonly onOpenObject: ((attackId: string) => void) | undefined;
  readonly cited: readonly string[];
}

function renderInline(tokens: readonly InlineToken[], around: Surroundings): ReactNode {
  return tokens.map((token, index) => (
    <Fragment key={index}>{renderToken(token, around)}</Fragment>
  ));
}

function renderToken(token: InlineToken, around: Surroundings): ReactNode {
  switch (token.kind) {
    case "text":
      return token.text;
    case "mark":
      return (
        <span className="text-mark" title={token.name}>
          {token.label}
        </span>
      );
    case "break":
      return <br />;
    case "code":
      return <code>{renderInline(token.children, around)}</code>;
    case "strong":
      return <strong>{renderInline(token.children, around)}</strong>;
    case "link": {
      const { attackId } = token;
      const { onOpenObject } = around;
      const words = renderInline(token.children, around);
      if (onOpenObject === undefined) return <span title={attackId}>{words}</span>;
      return (
        <button
          type="button"
          className="link"
          title={attackId}
          onClick={() => onOpenObject(attackId)}
        >
          {words}
        </button>
      );
    }
    case "citation":
      return (
        <sup className="text-citation" title={token.name}>
          [{around.cited.indexOf(token.name) + 1}]
        </sup>
      );
  }
}

function renderBlock(block: Block, around: Surroundings): ReactNode {
  const content = renderInline(block.children, around);
  switch (block.kind) {
    case "paragraph":
      return <p>{content}</p>;
    case "heading":
      return <p className="text-heading">{content}</p>;
    case "item":
      return (
        <p className="text-item" data-depth={block.depth} data-bullet={block.marker === ""}>
          {block.marker !== "" && <span className="text-item-number">{block.marker}</span>}
          <span>{content}</span>
        </p>
      );
  }
}

/**
 * Text of a bundle, complete and inert: React text nodes and a closed set of elements.
 * Links to ATT&CK objects are buttons; other addresses stay text. Citations become numbers, with
 * the cited sources listed below. The transform is written in text-tokens.ts.
 */
export const TokenText = memo(function TokenText({
  text,
  references = [],
  onOpenObject,
}: {
  readonly text: string;
  readonly references?: readonly Reference[];
  readonly onOpenObject?: (attackId: string) => void;
}) {
  const blocks = useMemo(() => tokeniseText(text), [text]);
  const cited = useMemo(() => citedNames(blocks), [blocks]);
  const around: Surroundings = { onOpenObject, cited };
  return (
    <div className="token-text">
      {blocks.map((block, index) => (
        <Fragment key={index}>{renderBlock(block, around)}</Fragment>
      ))}
      {cited.length > 0 && (
        <details className="text-sources">
          <summary>{cited.length === 1 ? "1 source" : `${String(cited.length)} sources`}</summary>
          <ol>
            {cited.map((name) => (
              <CitedSource
                key={name}
                name={name}
                reference={references.find((reference) => reference.source === name)}
              />
            ))}
          </ol>
        </details>
      )}
    </div>
  );
});

/** A cited source: its description where the bundle has one, its address as text to copy. */
function CitedSource({
  name,
  reference,
}: {
  readonly name: string;
  readonly reference: Reference | undefined;
}) {
  return (
    <li>
      <span className="text-source-name">{name}</span>
      {typeof reference?.description === "string" && <span> {reference.description}</span>}
      {typeof reference?.url === "string" && (
        <span className="text-source-address"> {reference.url}</span>
      )}
    </li>
  );
}
