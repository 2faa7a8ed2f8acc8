import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../shared/problem.ts";
import type { DocumentLabels } from "./assessment-document.ts";
import { buildAssessmentDocument } from "./assessment-document.ts";
import type { LayerFile } from "./assessment-layers.ts";
import { buildAssessmentText } from "./assessment-text.ts";
import { buildGapsCsv } from "./gaps-csv.ts";
import type { Answer } from "./question.ts";

/**
 * Writes an assessment's answer into a folder, which is made if it is missing.
 *
 * Each file appears whole or not at all. Gives the names of the files. Throws `bad-input` where the
 * folder cannot be written to.
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
    ["gaps.csv", buildGapsCsv(result.gaps)],
    ...layers.map(({ name, text }) => [name, text] as const),
    // The table has no place for it, and ATT&CK content goes nowhere without it.
    ["NOTICE.txt", `${labels.notice}\n`],
  ];
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const [name, text] of files) await writeWhole(folder, name, text);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (code === "ENOSPC" || code === "EDQUOT") {
      throw new Problem("disk-full", "The disk is full; the export is not complete.", {
        file: folder,
      });
    }
    throw new Problem("bad-input", `The folder ${folder} cannot be written to (${code}).`, {
      file: folder,
      remedy: "Choose a folder that you may write to.",
    });
  }
  return files.map(([name]) => name);
}

function json(value: unknown, indent: string | number): string {
  return `${JSON.stringify(value, null, indent)}\n`;
}

async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  const temporary = join(folder, `.${name}.part`);
  try {
    const file = await open(temporary, "w", 0o600);
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
