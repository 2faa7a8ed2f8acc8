import { protocol, type Session } from "electron";
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { contentSecurityPolicy, noncePlaceholder } from "./content-security-policy.ts";

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

/**
 * Serves the files of a folder as they are listed now, by their whole address and by nothing else.
 *
 * An address is looked up in that list, never turned into a path.
 */
export function serveFiles(session: Session, folder: string): void {
  const files = listFiles(folder);
  session.protocol.handle(scheme, async (request) => {
    const file = request.method === "GET" ? files.get(request.url) : undefined;
    const type = file === undefined ? undefined : contentTypes.get(extname(file));
    if (file === undefined || type === undefined) return new Response(null, { status: 404 });
    const nonce = randomBytes(18).toString("base64");
    const content = await readFile(file);
    const body = file.endsWith(".html")
      ? content.toString("utf8").replaceAll(noncePlaceholder, nonce)
      : new Uint8Array(content);
    return new Response(body, {
      headers: {
        "content-type": type,
        "content-security-policy": contentSecurityPolicy(nonce),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      },
    });
  });
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
