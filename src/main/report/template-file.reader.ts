import type { ReportTemplateFile } from "../../shared/model/report-template.ts";
import { reportTemplateFile } from "../../shared/model/report-template.ts";
import { Problem } from "../../shared/problem.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { parseJson } from "../files/json.reader.ts";
import { decodeUtf8 } from "../files/text.reader.ts";
import { checkLogo } from "./logo.ts";

/** A logo and a long introduction fit in; nothing else of a template is large. */
const mostBytes = 10_000_000;

/**
 * Reads a template that another workspace wrote.
 *
 * Throws `too-large`, `bad-json`, or `bad-format` with the place in the file.
 */
export async function readTemplateFile(path: string): Promise<ReportTemplateFile> {
  for await (const input of readFiles([path], (name) => name.endsWith(".json"))) {
    if (input.kind === "file") return readTemplate(input.path, input.bytes);
  }
  throw new Problem("bad-format", `${path} holds no report template.`, {
    file: path,
    remedy: "Choose the JSON file that another workspace exported.",
  });
}

function readTemplate(file: string, bytes: Buffer): ReportTemplateFile {
  if (bytes.length > mostBytes) {
    throw new Problem("too-large", `${file} is larger than 10 MB, and no report template is.`, {
      file,
    });
  }
  const read = reportTemplateFile.safeParse(parseJson(decodeUtf8(bytes, file).utf8, file));
  if (!read.success) {
    const issue = read.error.issues[0];
    const place = issue?.path.join(".") ?? "";
    throw new Problem(
      "bad-format",
      `${file} is no report template of this version: ${place === "" ? "the top" : place}: ` +
        `${issue?.message ?? "wrong shape"}. Nothing was imported.`,
      { file, path: place, remedy: "Export the template again, or mend the file there." },
    );
  }
  const { logo } = read.data.content;
  if (logo !== null) checkLogo(Buffer.from(logo.base64, "base64"), logo.mediaType, file);
  return { ...read.data, content: { ...read.data.content, comparedWith: null } };
}
