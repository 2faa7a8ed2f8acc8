import type { ReportContent, ReportTemplateFile } from "../../shared/model/report-template.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";

/**
 * Writes a report's choices for another workspace, whole or not at all.
 *
 * What the report is compared with stays behind: it is a thing of this workspace.
 */
export async function writeTemplateFile(
  path: string,
  name: string,
  content: ReportContent,
): Promise<void> {
  const file: ReportTemplateFile = {
    schema: "casemate-report-template/1",
    name,
    content: { ...content, comparedWith: null },
  };
  await writeWholeFile(path, `${JSON.stringify(file, null, 2)}\n`);
}
