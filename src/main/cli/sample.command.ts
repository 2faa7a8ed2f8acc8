import { Command, Option } from "commander";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Problem } from "../../shared/problem.ts";
import { summariseAnswer } from "./assess.command.ts";
import { jsonOption, parseTime } from "./options.ts";
import { printJson, printLines } from "./print.ts";
import { withWorkbench } from "./session.ts";

interface SampleOptions {
  readonly out: string;
  readonly now?: Date;
  readonly json?: true;
}

/** `casemate sample --out DIR`: the sample assessment on the starter catalogue. */
export function sampleCommand(): Command {
  return new Command("sample")
    .description("run the sample assessment on the starter catalogue")
    .requiredOption("--out <folder>", "where the answer and the workspace are written")
    .addOption(new Option("--now <time>", "date of the answer").argParser(parseTime))
    .addOption(jsonOption())
    .action(async ({ out, now, json }: SampleOptions) => {
      const folder = mkdtempSync(join(tmpdir(), "casemate-sample-"));
      try {
        await withWorkbench({ now }, async ({ client, long }) => {
          await client.workspace.createSample({ path: join(folder, "sample.casemate") }, long);
          const [assessment] = await client.assessments.list({});
          if (assessment === undefined) {
            throw new Problem("internal", "The sample workspace holds no assessment.");
          }
          const assessmentId = assessment.id;
          const directory = resolve(out);
          const { files } = await client.assessments.export({
            assessmentId,
            directory,
            ...(now === undefined ? {} : { now: now.toISOString() }),
          });
          await client.workspace.saveCopy({
            path: join(directory, "sample.casemate"),
            replace: true,
          });
          const answer = await client.assessments.answer({ assessmentId });
          const written = [...files, "sample.casemate"];
          if (json) printJson({ out, files: written, ...answer });
          else printLines(summariseAnswer(answer, out, written));
        });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
}
