import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../../shared/problem.ts";
import type { DocumentLabels } from "./assessment-document.ts";
import { buildAssessmentDocument } from "./assessment-document.ts";
import { buildActorLayers, buildCoverageLayers, buildGapLayers } from "./assessment-layers.ts";
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
  answer: Answer,
  labels: DocumentLabels,
): Promise<string[]> {
  const { result } = answer;
  const files: readonly (readonly [name: string, text: string])[] = [
    ["assessment.json", json(buildAssessmentDocument(result, labels), 2)],
    ["assessment.txt", buildAssessmentText(result, labels)],
    ["gaps.csv", buildGapsCsv(result.gaps)],
    ["layer-coverage.json", json(buildCoverageLayers(answer, labels), "\t")],
    ["layer-gaps.json", json(buildGapLayers(answer, labels), "\t")],
    ...result.actors.map(
      ({ id }, index) =>
        [
          `layer-${fileNamePart(id)}.json`,
          json(buildActorLayers(answer, index, labels), "\t"),
        ] as const,
    ),
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

/** An ID as a part of a file's name: an ID of a hostile bundle may hold anything. */
function fileNamePart(id: string): string {
  return id
    .replace(/[^A-Za-z0-9.-]+/g, "_")
    .replace(/^\.+/, "_")
    .slice(0, 64);
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
