import type { LayerContent } from "../../shared/model/layer.ts";
import type { Texts } from "../actors/actor-profile.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { listProcedureRows, makeActorLayer } from "../layers/make-actor-layer.ts";
import type { ModeInput } from "../layers/make-mode-layer.ts";
import { makeModeLayer } from "../layers/make-mode-layer.ts";
import { markLayer } from "../layers/mark-layer.ts";
import { layerFileText, writeLayer } from "../layers/write-layer.ts";
import type { Answer, Question } from "./question.ts";
import type { DocumentLabels } from "./assessment-document.ts";
import { seeTechniques } from "./see-techniques.ts";

/** A file of layers for the ATT&CK Navigator. */
export interface LayerFile {
  readonly name: string;
  readonly text: string;
}

/** Rows of the relationships whose words the layers of an answer show. */
export function listLayerTextRows({ profiles }: Answer): number[] {
  return profiles.flatMap((ofActor) =>
    ofActor.flatMap(({ entries }) => listProcedureRows(entries)),
  );
}

/**
 * The layers of an assessment: coverage, gaps and each chosen actor's techniques, one file each.
 *
 * A file holds one layer for each release that has something to show.
 */
export function buildAssessmentLayers(
  answer: Answer,
  question: Question,
  texts: Texts,
  { generatedAt, marking }: Pick<DocumentLabels, "generatedAt" | "marking">,
): LayerFile[] {
  const { result, releases, profiles } = answer;
  const inputs = releases.map(({ knowledge }): ModeInput => {
    const { techniques, groups } = seeTechniques(answer, question, knowledge.domain);
    return { result, knowledge, techniques, groups };
  });
  const fileOf = (
    name: string,
    makeLayer: (input: ModeInput) => LayerContent | null,
  ): LayerFile => {
    const layers = inputs.flatMap((input) => {
      const content = makeLayer(input);
      return content === null
        ? []
        : [writeLayer(markLayer(withTime(content, generatedAt), marking), input.knowledge, "each")];
    });
    return { name: `layer-${name}.json`, text: layerFileText(layers) };
  };
  return [
    fileOf("coverage", (input) => makeModeLayer(input, "coverage")),
    fileOf("gaps", (input) => makeModeLayer(input, "gaps")),
    ...result.actors.map((actor, index) =>
      fileOf(fileNamePart(actor.id), (input) => {
        const entries = entriesOf(profiles[index], input.knowledge);
        return entries === undefined ? null : makeActorLayer({ ...input, actor, entries, texts });
      }),
    ),
  ];
}

function entriesOf(profiles: Answer["profiles"][number] | undefined, { domain }: Knowledge) {
  return profiles?.find((profile) => profile.domain === domain)?.entries;
}

function withTime(content: LayerContent, generatedAt: string): LayerContent {
  const { properties } = content;
  const metadata = [{ name: "Generated", value: generatedAt }, ...properties.metadata];
  return { ...content, properties: { ...properties, metadata } };
}

/** An ID as a part of a file's name: an ID of a hostile bundle may hold anything. */
function fileNamePart(id: string): string {
  return id
    .replace(/[^A-Za-z0-9.-]+/g, "_")
    .replace(/^\.+/, "_")
    .slice(0, 64);
}
