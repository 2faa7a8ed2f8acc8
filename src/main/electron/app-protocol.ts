import { protocol, type Session } from "electron";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import {
  contentSecurityPolicy,
  noncePlaceholder,
  printSecurityPolicy,
} from "./content-security-policy.ts";

/** The scheme of the window's own files; no other is served. */
export const scheme = "app";

/** The window's address. */
export const startAddress = `${scheme}://casemate/index.html`;

const contentTypes: ReadonlyMap<string, string> = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript; charset=utf-8"],
  [".css", "text/css; charset=utf-8"],
  [".woff2", "font/woff2"],
  [".svg", "image/svg+xml"],
  [".png", "image/png"],
]);

/** Makes the scheme a secure origin of its own. Before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/** A picture from memory, for an image element of the window. */
export interface ShownPicture {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Takes a picture, and gives the address under which the window can show it. */
export type ShowPicture = (picture: ShownPicture) => string;

/** How many pictures are kept: the window shows one at a time. */
const mostPictures = 8;

/**
 * Serves the files of a folder as they are listed now, by their whole address and by nothing else,
 * and pictures that are given to be shown.
 *
 * An address is looked up in these lists, never turned into a path.
 */
export function serveFiles(session: Session, folder: string): ShowPicture {
  const files = listFiles(folder);
  const pictures = new Map<string, ShownPicture>();
  session.protocol.handle(scheme, (request) => {
    const picture = request.method === "GET" ? pictures.get(request.url) : undefined;
    if (picture !== undefined) {
      // Where it is no image but a page of its own, it may do nothing at all.
      return new Response(picture.bytes, {
        headers: headers(picture.mediaType, "default-src 'none'; sandbox"),
      });
    }
    const file = request.method === "GET" ? files.get(request.url) : undefined;
    const type = file === undefined ? undefined : contentTypes.get(extname(file));
    if (file === undefined || type === undefined) return new Response(null, { status: 404 });
    const nonce = randomBytes(18).toString("base64");
    // At once: a window asks for dozens of small files, and each wait is longer than the reading.
    const content = readFileSync(file);
    const body = file.endsWith(".html")
      ? content.toString("utf8").replaceAll(noncePlaceholder, nonce)
      : new Uint8Array(content);
    return new Response(body, { headers: headers(type, contentSecurityPolicy(nonce)) });
  });
  return (picture) => {
    const name = createHash("sha256").update(picture.mediaType).update(picture.bytes).digest("hex");
    const address = `${scheme}://casemate/picture/${name}`;
    pictures.delete(address);
    pictures.set(address, picture);
    for (const oldest of [...pictures.keys()].slice(0, -mostPictures)) pictures.delete(oldest);
    return address;
  };
}

/** A page to print: what stands in its body, how it looks, and its title; all as markup. */
export interface PrintedPage {
  readonly title: string;
  readonly styles: string;
  readonly body: string;
}

/** Takes a page to print, and gives the address under which it is served once. */
export type Publish = (page: PrintedPage) => string;

/**
 * Serves pages to print from memory, each once under an address that cannot be guessed, and the
 * fonts of a folder beside them; nothing else.
 */
export function serveDocuments(session: Session, folder: string): Publish {
  const fonts = new Map(
    [...listFiles(folder)].filter(([address]) => extname(address) === ".woff2"),
  );
  const fontFaces = listFontFaces(folder);
  const pages = new Map<string, PrintedPage>();
  session.protocol.handle(scheme, async (request) => {
    const nothing = new Response(null, { status: 404 });
    if (request.method !== "GET") return nothing;
    const font = fonts.get(request.url);
    if (font !== undefined) {
      const content = new Uint8Array(await readFile(font));
      return new Response(content, { headers: headers("font/woff2", printSecurityPolicy("")) });
    }
    const page = pages.get(request.url);
    if (page === undefined) return nothing;
    pages.delete(request.url);
    const nonce = randomBytes(18).toString("base64");
    const html =
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${page.title}</title>` +
      `<style nonce="${nonce}">${await fontFaces}${page.styles}</style></head>` +
      `<body>${page.body}</body></html>`;
    const type = "text/html; charset=utf-8";
    return new Response(html, { headers: headers(type, printSecurityPolicy(nonce)) });
  });
  return (page) => {
    const address = `${scheme}://casemate/print/${randomBytes(32).toString("hex")}`;
    pages.set(address, page);
    return address;
  };
}

/** The window's own declarations of its fonts, with whole addresses. */
async function listFontFaces(folder: string): Promise<string> {
  const styles = [...listFiles(folder)].filter(([, file]) => extname(file) === ".css");
  const faces = await Promise.all(
    styles.map(async ([address, file]) => {
      const text = await readFile(file, "utf8");
      return (text.match(/@font-face\s*\{[^}]*\}/g) ?? []).map((face) =>
        face.replace(
          /url\((["']?)([^"')]+)\1\)/g,
          (_, _quote: string, path: string) => `url("${new URL(path, address).href}")`,
        ),
      );
    }),
  );
  return faces.flat().join("\n");
}

function headers(type: string, policy: string): Record<string, string> {
  return {
    "content-type": type,
    "content-security-policy": policy,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  };
}

/** Address to file, for every file of a folder. */
function listFiles(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        const address = relative(folder, file).split(sep).map(encodeURIComponent).join("/");
        return [`${scheme}://casemate/${address}`, file];
      }),
  );
}
