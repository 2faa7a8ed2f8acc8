import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../shared/problem.ts";
import { writeWholeFile } from "../files/whole-file.writer.ts";
import type { DocumentLabels } from "./assessment-document.ts";
import { buildAssessmentDocument } from "./assessment-document.ts";
import type { LayerFile } from "./assessment-layers.ts";
import { buildAssessmentText } from "./assessment-text.ts";
import { buildGapsCsv } from "./gaps-csv.ts";
import type { Answer } from "./question.ts";

/**
 * Writes an assessment's answer into a folder, which is made if it is missing.
 *
 * Each file appears whole or not at all. Gives the names of the files. Throws `disk-full`, or
 * `bad-input` where the folder cannot be written to.
 */
export async function writeAssessment(
  folder: string,
  { result }: Answer,
  layers: readonly LayerFile[],
  labels: DocumentLabels,
): Promise<string[]> {
  const files: readonly (readonly [name: string, text: string])[] = [
    ["assessment.json", json(buildAssessmentDocument(result, labels), 2)],
    ["assessment.txt", buildAssessmentText(result, labels)],
    ["gaps.csv", buildGapsCsv(result.gaps, labels.marking)],
    ...layers.map(({ name, text }) => [name, text] as const),
    // The table has no place for it, and ATT&CK content goes nowhere without it.
    ["NOTICE.txt", `${labels.notice}\n`],
  ];
  await makeFolder(folder);
  for (const [name, text] of files) await writeWholeFile(join(folder, name), text);
  return files.map(([name]) => name);
}

function json(value: unknown, indent: string | number): string {
  return `${JSON.stringify(value, null, indent)}\n`;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new Problem("bad-input", `The folder ${folder} cannot be made (${code}).`, {
      file: folder,
      remedy: "Choose a folder that you may write to.",
    });
  }
}
