import type { ReportBlock } from "../../shared/model/report-document.ts";
import type { InlineToken } from "../../shared/text-tokens.ts";
import { tokeniseText } from "../../shared/text-tokens.ts";
import { paragraph } from "./blocks.ts";

/**
 * Text of a bundle as blocks of plain text, whole: forms become words, citations `[name]`, and
 * characters that nobody would see their code point.
 */
export function plainBlocks(text: string): ReportBlock[] {
  const blocks: ReportBlock[] = [];
  let items: string[] = [];
  const endList = () => {
    if (items.length > 0) blocks.push({ kind: "list", items, portion: null });
    items = [];
  };
  for (const { kind, marker, children } of tokeniseText(text)) {
    const words = wordsOf(children).trim();
    if (words === "") continue;
    if (kind === "item") items.push(marker === "" ? words : `${marker} ${words}`);
    else {
      endList();
      blocks.push(paragraph(words));
    }
  }
  endList();
  return blocks;
}

/** The same in one line. */
export function plainWords(text: string): string {
  return tokeniseText(text)
    .map(({ marker, children }) =>
      `${marker === "" ? "" : `${marker} `}${wordsOf(children)}`.trim(),
    )
    .filter((words) => words !== "")
    .join(" ");
}

function wordsOf(tokens: readonly InlineToken[]): string {
  return tokens
    .map((token) => {
      switch (token.kind) {
        case "text":
          return token.text.replace(/[\t\r\n]+/g, " ");
        case "mark":
          return `[${token.label}]`;
        case "break":
          return " ";
        case "code":
        case "strong":
        case "link":
          return wordsOf(token.children);
        case "citation":
          return ` [${token.name}]`;
      }
    })
    .join("")
    .replace(/ {2,}/g, " ");
}
