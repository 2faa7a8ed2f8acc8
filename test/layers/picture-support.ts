import { SaxesParser } from "saxes";
import { blankMarks, defaultProperties } from "../../src/main/layers/blank-layer.ts";
import type { MatrixRelease } from "../../src/main/layers/layer-matrix.ts";
import { attackId, domain, techniqueId } from "../../src/shared/model/attack-id.ts";
import type { Annotation, LayerContent, LayerProperties } from "../../src/shared/model/layer.ts";

export const enterprise = domain.parse("enterprise-attack");

/** An annotation that says only what it is given. */
export function annotate(id: string, marks: Partial<Annotation> = {}): Annotation {
  return { ...blankMarks, techniqueId: id, tactic: null, ...marks };
}

export function contentOf(
  annotations: readonly Annotation[],
  properties: Partial<LayerProperties> = {},
  head: Partial<LayerContent> = {},
): LayerContent {
  return {
    name: "Test layer",
    domain: enterprise,
    version: "18.1",
    scoreMeaning: "unknown",
    origin: "A test",
    ...head,
    properties: { ...defaultProperties, ...properties },
    annotations: [...annotations],
  };
}

/**
 * Two tactics: First with T1001 Alpha (.001 One, .002 Two, .003 Three) and T1002 Beta; Second with
 * T1002 Beta and T1003 Gamma. T1009 is revoked by T1001.
 */
export const smallRelease: MatrixRelease = (() => {
  const technique = (id: string, name: string, tactics: string[], platforms = ["Windows"]) => ({
    id: techniqueId.parse(id),
    objectId: 1,
    name,
    parentId: id.includes(".") ? techniqueId.parse(id.slice(0, 5)) : null,
    tactics,
    platforms,
    overlay: null,
  });
  const techniques = [
    technique("T1001", "Alpha", ["first"]),
    technique("T1001.001", "One", ["first"]),
    technique("T1001.002", "Two", ["first"]),
    technique("T1001.003", "Three", ["first"]),
    technique("T1002", "Beta", ["first", "second"], ["Linux"]),
    technique("T1003", "Gamma", ["second"], ["Linux", "Windows"]),
  ];
  return {
    domain: enterprise,
    version: "18.1",
    tactics: [
      { attackId: attackId.parse("TA0001"), shortname: "first", name: "First" },
      { attackId: attackId.parse("TA0002"), shortname: "second", name: "Second" },
    ],
    techniques: new Map(techniques.map((each) => [each.id, each])),
    retired: new Map([
      [
        techniqueId.parse("T1009"),
        {
          id: techniqueId.parse("T1009"),
          name: "Old",
          status: "revoked",
          replacedBy: techniqueId.parse("T1001"),
        },
      ],
    ]),
  };
})();

/** An element of a parsed document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Parses XML with a parser that knows nothing of the product; throws where it is not well-formed. */
export function parseXml(xml: string): Element {
  const parser = new SaxesParser();
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Element = { name, attributes: { ...attributes }, children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(xml).close();
  const [document] = root.children;
  if (document === undefined) throw new Error("The document is empty.");
  return document;
}

/** Every element below one, itself included. */
export function allElements(element: Element): Element[] {
  return [element, ...element.children.flatMap(allElements)];
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A cell as it was drawn, in the picture's own coordinates. */
export interface DrawnCell {
  readonly title: string;
  readonly box: Box;
  readonly fill: string;
  readonly edge: string;
  readonly isDashed: boolean;
  readonly texts: readonly {
    readonly text: string;
    readonly fill: string;
    readonly isMono: boolean;
  }[];
  /** Rectangles inside: the strip of sub-techniques. */
  readonly strip: readonly string[];
  readonly hasGlyph: boolean;
}

const numberOf = (element: Element, name: string) => Number(element.attributes[name] ?? "0");

/** The cells of a drawn picture. */
export function cellsOf(svg: Element): DrawnCell[] {
  const matrix = svg.children.find(({ attributes }) => attributes["transform"] !== undefined);
  const [, x = "", y = "", scale = ""] =
    /^translate\((\S+) (\S+)\) scale\((\S+)\)$/.exec(matrix?.attributes["transform"] ?? "") ?? [];
  return (matrix?.children ?? [])
    .filter(({ attributes }) => attributes["class"] === "cell")
    .map((cell) => {
      const [rect, ...strip] = cell.children.filter(({ name }) => name === "rect");
      if (rect === undefined) throw new Error("A cell without a rectangle.");
      return {
        title: cell.children.find(({ name }) => name === "title")?.text ?? "",
        box: {
          x: Number(x) + numberOf(rect, "x") * Number(scale),
          y: Number(y) + numberOf(rect, "y") * Number(scale),
          width: numberOf(rect, "width") * Number(scale),
          height: numberOf(rect, "height") * Number(scale),
        },
        fill: rect.attributes["fill"] ?? "",
        edge: rect.attributes["stroke"] ?? "",
        isDashed: rect.attributes["stroke-dasharray"] !== undefined,
        texts: cell.children
          .filter(({ name }) => name === "text")
          .map(({ text, attributes }) => ({
            text,
            fill: attributes["fill"] ?? "",
            isMono: attributes["font-family"] !== undefined,
          })),
        strip: strip.map(({ attributes }) => attributes["fill"] ?? ""),
        hasGlyph: cell.children.some(({ name }) => name === "g"),
      };
    });
}

/** Contrast of two colours by the definition of WCAG 2.2, written for the tests. */
export function contrastRatio(one: string, other: string): number {
  const [light, dark] = [one, other]
    .map((colour) => {
      const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
        const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
      });
      return r * 0.2126 + g * 0.7152 + b * 0.0722;
    })
    .sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}
