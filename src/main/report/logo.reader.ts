import type { ReportLogo } from "../../shared/model/report-document.ts";
import { Problem } from "../../shared/problem.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { checkLogo } from "./logo.ts";

/** Reads a picture for the cover. Throws what {@link checkLogo} throws, and `bad-file`. */
export async function readLogo(path: string): Promise<ReportLogo> {
  for await (const input of readFiles([path], () => false)) {
    if (input.kind !== "file") continue;
    const mediaType = checkLogo(input.bytes, undefined, path);
    return { mediaType, base64: input.bytes.toString("base64") };
  }
  throw new Problem("bad-format", `${path} holds no logo: it is a folder or an archive.`, {
    file: path,
    remedy: "Choose a PNG, JPEG or SVG file.",
  });
}
