import { glyphShapes } from "../../shared/glyph-shapes.ts";
import type { Picture, PicturePart, Shape } from "./picture.ts";
import { fontStacks } from "./picture-text.ts";

/**
 * Writes a picture as SVG 1.1.
 *
 * Text is text, nothing refers outside of the file, nothing acts; the same picture gives the same
 * bytes.
 */
export function writeSvg(picture: Picture): string {
  const { width, height, matrix } = picture;
  const mono = fontStacks.mono;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="${number(width)}" height="${number(height)}" viewBox="0 0 ${number(width)} ${number(height)}" role="img" aria-label="${escape(picture.name)}" font-family="${escape(fontStacks[picture.font])}" fill="none">`,
    `<title>${escape(picture.name)}</title>`,
    `<desc>${escape(picture.summary)}</desc>`,
    `<rect width="${number(width)}" height="${number(height)}" fill="${picture.ground}"/>`,
    ...picture.page.map((part) => writePart(part, mono)),
    `<g transform="translate(${number(matrix.x)} ${number(matrix.y)}) scale(${number(matrix.scale)})">`,
    ...matrix.parts.map((part) => writePart(part, mono)),
    `</g>`,
    `</svg>`,
    ``,
  ].join("\n");
}

function writePart({ kind, words, shapes }: PicturePart, mono: string): string {
  const title = words === null ? "" : `<title>${escape(words)}</title>`;
  return `<g class="${kind}">${title}${shapes.map((shape) => writeShape(shape, mono)).join("")}</g>`;
}

function writeShape(shape: Shape, mono: string): string {
  const [x, y] = [number(shape.x), number(shape.y)];
  switch (shape.kind) {
    case "rect": {
      const { width, height, radius, fill, edge, edgeWidth, isDashed } = shape;
      const round = radius === 0 ? "" : ` rx="${number(radius)}"`;
      if (edge === null) {
        return `<rect x="${x}" y="${y}" width="${number(width)}" height="${number(height)}"${round} fill="${fill}"/>`;
      }
      // The line stands inside, so that neighbours never touch.
      const half = edgeWidth / 2;
      const dash = isDashed ? ` stroke-dasharray="3 2"` : "";
      return `<rect x="${number(shape.x + half)}" y="${number(shape.y + half)}" width="${number(Math.max(0, width - edgeWidth))}" height="${number(Math.max(0, height - edgeWidth))}"${round} fill="${fill}" stroke="${edge}" stroke-width="${number(edgeWidth)}"${dash}/>`;
    }
    case "text": {
      const { size, text, anchor, weight, isMono, ink } = shape;
      const attributes = [
        ...(anchor === "start" ? [] : [` text-anchor="${anchor}"`]),
        ...(weight === 400 ? [] : [` font-weight="${weight}"`]),
        ...(isMono ? [` font-family="${escape(mono)}"`] : []),
      ].join("");
      return `<text x="${x}" y="${y}" font-size="${number(size)}" fill="${ink}"${attributes}>${escape(text)}</text>`;
    }
    case "line": {
      const points = shape.points.map(
        ([across, down]) => `${number(shape.x + across)},${number(shape.y + down)}`,
      );
      return `<polyline points="${points.join(" ")}" stroke="${shape.ink}" stroke-width="${number(shape.width)}" stroke-linejoin="round"/>`;
    }
    case "glyph": {
      const { name, size, ink } = shape;
      const paths = glyphShapes[name].map(({ d, line, dash, opacity }) => {
        const paint =
          line === undefined
            ? ` fill="${ink}"`
            : ` stroke="${ink}" stroke-width="${number(line)}" stroke-linecap="round" stroke-linejoin="round"`;
        const dashes = dash === undefined ? "" : ` stroke-dasharray="${dash}"`;
        const light = opacity === undefined ? "" : ` opacity="${number(opacity)}"`;
        return `<path d="${d}"${paint}${dashes}${light}/>`;
      });
      return `<g transform="translate(${x} ${y}) scale(${number(size / 16)})">${paths.join("")}</g>`;
    }
  }
}

function number(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? "");
}
