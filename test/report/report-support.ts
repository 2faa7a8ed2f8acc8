import type {
  ReportBlock,
  ReportCell,
  ReportDocument,
} from "../../src/shared/model/report-document.ts";
import type { ReportFacts } from "../../src/shared/model/report-facts.ts";
import { attackId } from "../../src/shared/model/attack-id.ts";
import { enterprise } from "../analysis/builders.ts";
import { openFilledWorkbench } from "../detections/filled-workbench.ts";
import { openWorkbench } from "../support/workbench.ts";

export const sigma = "../shared/data/sigma/sigma-rules.zip";

/** The facts of the sample assessment, opened in a workspace of its own. */
export async function openSampleFacts(): Promise<ReportFacts> {
  const { client } = await openWorkbench({ sample: true });
  const [assessment] = await client.assessments.list({});
  if (assessment === undefined) throw new Error("the sample has an assessment");
  return client.reports.facts({ assessmentId: assessment.id });
}

/** The facts of an assessment of some groups on the starter catalogue. */
export async function openFacts({
  groups,
  withSigma = false,
}: {
  readonly groups: readonly string[];
  readonly withSigma?: boolean;
}): Promise<ReportFacts> {
  const { client } = await openFilledWorkbench();
  if (withSigma) await client.detections.import({ paths: [sigma], state: "enabled" });
  const { id: assessmentId } = await client.assessments.create({ name: "Ours" });
  for (const id of groups) {
    await client.actors.choose({
      assessmentId,
      actor: { kind: "group", domain: enterprise, id: attackId.parse(id) },
      weight: 1,
      reason: "",
    });
  }
  return client.reports.facts({ assessmentId });
}

/** The blocks of a section. */
export function blocksOf({ sections }: ReportDocument, id: string): ReportBlock[] {
  const section = sections.find((one) => one.id === id);
  if (section === undefined) throw new Error(`the report has no section ${id}`);
  return section.blocks;
}

/** A table of a section. */
export function tableOf(document: ReportDocument, section: string, id: string) {
  const found = blocksOf(document, section).find(
    (block) => block.kind === "table" && block.id === id,
  );
  if (found?.kind !== "table") throw new Error(`${section} has no table ${id}`);
  return found;
}

/** Every word of a report, block by block. */
export function textOf({ sections }: ReportDocument): string {
  return sections
    .flatMap(({ title, blocks }) => [title, ...blocks.map((block) => JSON.stringify(block))])
    .join("\n");
}

/** The text of a cell that holds an ID. */
export function idIn(cell: ReportCell | undefined): string {
  if (typeof cell !== "object" || cell?.kind !== "id") throw new Error("the cell holds no ID");
  return cell.text;
}
