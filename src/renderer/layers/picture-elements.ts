const namespace = "http://www.w3.org/2000/svg";

/** What pictures of layers are made of; nothing else gets into the window. */
const elements: ReadonlySet<string> = new Set([
  ...["svg", "g", "rect", "path", "polyline", "text", "title", "desc"],
]);
const attributes: ReadonlySet<string> = new Set([
  ...["viewBox", "x", "y", "width", "height", "rx", "d", "points", "transform", "opacity"],
  ...["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"],
  ...["font-size", "font-weight", "font-family", "text-anchor", "role", "aria-label"],
]);

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** A tag with its attributes, or the text before the next tag. */
const token = /<(\/?)([a-z]+)((?: [a-zA-Z-]+="[^"<]*")*)(\/?)>|([^<]+)/g;

/**
 * Builds the elements of a picture that `layers.draw` wrote, for showing it in the window.
 *
 * The window's policy lets no text become markup, so the picture's few elements are made one by
 * one. The kind of a part, such as `cell`, stands in `data-part`.
 */
export function buildPictureElements(svg: string): SVGSVGElement {
  const root = document.createElementNS(namespace, "svg");
  const open: SVGElement[] = [];
  const body = svg.slice(svg.indexOf("<svg"));
  for (const [, isEnd, name = "", list = "", isEmpty, text] of body.matchAll(token)) {
    const parent = open.at(-1);
    if (text !== undefined) {
      if (parent !== undefined && text.trim() !== "") parent.append(decode(text));
      continue;
    }
    if (isEnd === "/") {
      open.pop();
      continue;
    }
    if (!elements.has(name)) throw new Error(`A picture has no <${name}>.`);
    const element = parent === undefined ? root : document.createElementNS(namespace, name);
    for (const [, attribute = "", value = ""] of list.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)) {
      if (attribute === "class") element.setAttribute("data-part", value);
      else if (attributes.has(attribute)) element.setAttribute(attribute, decode(value));
    }
    parent?.append(element);
    if (isEmpty !== "/") open.push(element);
  }
  return root;
}

function decode(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? "");
}
