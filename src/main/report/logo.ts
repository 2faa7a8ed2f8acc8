import type { ReportLogo } from "../../shared/model/report-document.ts";
import { Problem } from "../../shared/problem.ts";

/** Of the file; base64 makes four characters of three bytes. */
export const mostLogoBytes = 1_500_000;
/** Pixels of a side: ten times what a cover shows at the finest print. */
const mostPixels = 10_000;

type MediaType = ReportLogo["mediaType"];

/**
 * Checks a picture for the cover, and tells its type by its content.
 *
 * An SVG file is only ever shown as an image, in which nothing runs and nothing is fetched. Throws
 * `too-large`, or `bad-format` where it is no picture of these types, or not of the `expected` one.
 */
export function checkLogo(
  bytes: Uint8Array,
  expected: MediaType | undefined,
  file: string,
): MediaType {
  if (bytes.length > mostLogoBytes) {
    throw new Problem(
      "too-large",
      `${file}: a logo is at most 1.5 MB, and this one has ${(bytes.length / 1e6).toFixed(1)} MB. ` +
        "Save it smaller, or as SVG.",
      { file },
    );
  }
  const mediaType = typeOf(bytes);
  if (mediaType === undefined || (expected !== undefined && mediaType !== expected)) {
    throw new Problem("bad-format", `${file} holds no logo: it is neither PNG, JPEG nor SVG.`, {
      file,
      remedy: "Choose a picture of one of these types.",
    });
  }
  const size = mediaType === "image/svg+xml" ? undefined : sizeOf(bytes, mediaType);
  if (size !== undefined && (Math.max(...size) > mostPixels || Math.min(...size) < 1)) {
    throw new Problem(
      "too-large",
      `${file}: a logo has at most ${mostPixels} pixels to a side, and this one says that it has ` +
        `${size.join(" by ")}. Save it smaller.`,
      { file },
    );
  }
  return mediaType;
}

function typeOf(bytes: Uint8Array): MediaType | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (head.subarray(0, 8).equals(Buffer.from("89504e470d0a1a0a", "hex"))) return "image/png";
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "image/jpeg";
  const text = head.toString("utf8");
  // What declares entities may grow without end when it is read.
  if (text.includes("\uFFFD") || /<!ENTITY/i.test(text)) return undefined;
  return isSvg(text) ? "image/svg+xml" : undefined;
}

/** Whether the first element of an XML text is `svg`. */
function isSvg(text: string): boolean {
  let rest = text.replace(/^\uFEFF/, "").trimStart();
  for (;;) {
    const end = rest.startsWith("<?") ? "?>" : rest.startsWith("<!--") ? "-->" : ">";
    if (!rest.startsWith("<?") && !rest.startsWith("<!")) return /^<(?:svg:)?svg[\s/>]/.test(rest);
    const at = rest.indexOf(end);
    if (at === -1) return false;
    rest = rest.slice(at + end.length).trimStart();
  }
}

/** Width and height in pixels, as the file says; undefined where it does not get so far. */
function sizeOf(bytes: Uint8Array, type: MediaType): [number, number] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (type === "image/png") {
    return bytes.length < 24 ? undefined : [view.getUint32(16), view.getUint32(20)];
  }
  // JPEG: from segment to segment, up to the one that begins the frame.
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
