import { paragraph } from "../blocks.ts";
import type { SectionKind } from "../section.ts";

/** What the author of the report says before it, in paragraphs parted by empty lines. */
export const introduction: SectionKind = {
  title: "Introduction",
  isAppendix: false,
  build: ({ content }) => {
    const paragraphs = content.introduction
      .split(/\n[ \t]*(?:\r?\n)+/)
      .map((text) => text.trim())
      .filter((text) => text !== "");
    return paragraphs.length === 0 ? null : paragraphs.map((text) => paragraph(text));
  },
};
