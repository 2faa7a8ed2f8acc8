import type { LayerContent } from "../../shared/model/layer.ts";
import type { Texts } from "../actors/actor-profile.ts";
import type { ActorUse } from "../layers/make-actor-layer.ts";
import { describeUses, listProcedureRows, makeActorLayer } from "../layers/make-actor-layer.ts";
import type { ModeFacts } from "../layers/make-mode-layer.ts";
import { makeModeLayer } from "../layers/make-mode-layer.ts";
import { markLayer } from "../layers/mark-layer.ts";
import type { PlacingRelease } from "../layers/place-layer.ts";
import { layerFileText, writeLayer } from "../layers/write-layer.ts";
import type { Answer, Question } from "./question.ts";
import type { DocumentLabels } from "./assessment-document.ts";
import { seeTechniques } from "./see-techniques.ts";

/** A file of layers for the ATT&CK Navigator. */
export interface LayerFile {
  readonly name: string;
  readonly text: string;
}

/** What layers are made from: an answer in words, release by release. */
export interface LayeredAnswer {
  readonly result: ModeFacts["result"];
  readonly releases: readonly LayeredRelease[];
}

/** An answer about one release, with the techniques of each chosen actor that the release has. */
export interface LayeredRelease extends Omit<ModeFacts, "result" | "knowledge"> {
  readonly knowledge: ModeFacts["knowledge"] & PlacingRelease;
  /** In the order of the chosen actors. */
  readonly uses: readonly (readonly ActorUse[] | undefined)[];
}

/** Rows of the relationships whose words the layers of an answer show. */
export function listLayerTextRows({ profiles }: Answer): number[] {
  return profiles.flatMap((ofActor) =>
    ofActor.flatMap(({ entries }) => listProcedureRows(entries.values())),
  );
}

/** An answer as layers are made from it. `texts` holds the rows of {@link listLayerTextRows}. */
export function layeredAnswer(answer: Answer, question: Question, texts: Texts): LayeredAnswer {
  const { result, releases, profiles } = answer;
  return {
    result,
    releases: releases.map(({ knowledge }) => {
      const { techniques, groups } = seeTechniques(answer, question, knowledge.domain);
      const uses = profiles.map((ofActor) => {
        const profile = ofActor.find(({ domain }) => domain === knowledge.domain);
        return profile && describeUses(profile.entries.values(), texts);
      });
      return { knowledge, techniques, groups, uses };
    }),
  };
}

/**
 * The layers of an assessment: coverage, gaps and each chosen actor's techniques, one file each.
 *
 * A file holds one layer for each release that has something to show.
 */
export function buildAssessmentLayers(
  { result, releases }: LayeredAnswer,
  { generatedAt, marking }: Pick<DocumentLabels, "generatedAt" | "marking">,
): LayerFile[] {
  const fileOf = (
    name: string,
    makeLayer: (release: LayeredRelease) => LayerContent | null,
  ): LayerFile => {
    const layers = releases.flatMap((release) => {
      const content = makeLayer(release);
      return content === null
        ? []
        : [
            writeLayer(
              markLayer(withTime(content, generatedAt), marking),
              release.knowledge,
              "each",
            ),
          ];
    });
    return { name: `layer-${name}.json`, text: layerFileText(layers) };
  };
  return [
    fileOf("coverage", (release) => makeModeLayer({ ...release, result }, "coverage")),
    fileOf("gaps", (release) => makeModeLayer({ ...release, result }, "gaps")),
    ...result.actors.map((actor, index) =>
      fileOf(fileNamePart(actor.id), (release) => {
        const uses = release.uses[index];
        return uses === undefined ? null : makeActorLayer({ ...release, result, actor, uses });
      }),
    ),
  ];
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
