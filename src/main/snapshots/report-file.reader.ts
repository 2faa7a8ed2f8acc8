import { z } from "zod";
import type { ReportFacts } from "../../shared/model/report-facts.ts";
import { reportFacts } from "../../shared/model/report-facts.ts";
import { Problem } from "../../shared/problem.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { parseJson } from "../files/json.reader.ts";
import { decodeUtf8 } from "../files/text.reader.ts";

/** A report of hundreds of actors with every procedure stays well below. */
const mostBytes = 200_000_000;

const anyReport = z.object({ schema: z.string().regex(/^casemate-report\/\d{1,9}$/) });

/**
 * Reads the JSON of a report that any workspace wrote.
 *
 * Throws `too-large`, `bad-json`, or `bad-format` with the place in the file.
 */
export async function readReportFile(path: string): Promise<ReportFacts> {
  for await (const input of readFiles([path], (name) => name.endsWith(".json"))) {
    if (input.kind === "file") return readReport(input.path, input.bytes);
  }
  throw new Problem("bad-format", `${path} holds no JSON of a report.`, {
    file: path,
    remedy: "Choose the JSON file of a report, or of a snapshot that was exported.",
  });
}

function readReport(file: string, bytes: Buffer): ReportFacts {
  if (bytes.length > mostBytes) {
    throw new Problem("too-large", `${file} is larger than 200 MB, and no report is.`, { file });
  }
  const json = parseJson(decodeUtf8(bytes, file).utf8, file);
  const head = anyReport.safeParse(json);
  if (!head.success) {
    throw new Problem("bad-format", `${file} is no report of Casemate. Nothing was imported.`, {
      file,
      path: "schema",
      remedy: "Choose the JSON file of a report, or of a snapshot that was exported.",
    });
  }
  const { schema } = head.data;
  if (schema !== "casemate-report/1") {
    throw new Problem(
      "bad-format",
      `${file} was made by a newer version (${schema}; this one reads casemate-report/1). Nothing was imported.`,
      {
        file,
        path: "schema",
        remedy: "Update Casemate here, or export it there from an older one.",
      },
    );
  }
  const read = reportFacts.safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const place = issue?.path.join(".") ?? "";
  throw new Problem(
    "bad-format",
    `${file} is no whole report: ${place === "" ? "the top" : place}: ${issue?.message ?? "wrong shape"}. Nothing was imported.`,
    { file, path: place, remedy: "Export the report again, or mend the file there." },
  );
}
