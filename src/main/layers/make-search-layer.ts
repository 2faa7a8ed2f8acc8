import type { LayerContent } from "../../shared/model/layer.ts";
import type { Texts } from "../actors/actor-profile.ts";
import { attackNotice } from "../assessments/attack-notice.ts";
import type { Knowledge, KnownTechnique } from "../catalogue/knowledge.ts";
import { cutSnippet, wordsOf } from "../search/text-query.ts";
import { presenceColour } from "./layer-palette.ts";
import { aMadeLayer, anAnnotation } from "./made-layer.ts";

/** The techniques whose words hold a text, each with the words around it. */
export function makeSearchLayer(
  knowledge: Knowledge,
  text: string,
  found: readonly KnownTechnique[],
  texts: Texts,
): LayerContent {
  const wanted = text.trim();
  return aMadeLayer({
    name: `Search: ${wanted}`,
    release: knowledge,
    origin: `Made from a search for "${wanted}"`,
    description: `Techniques whose name, ID or description holds "${wanted}".`,
    scoreMeaning: "presence",
    gradient: { colours: ["#ffffff", presenceColour], least: 0, most: 1 },
    legend: [{ label: `Holds "${wanted}"`, colour: presenceColour }],
    metadata: [{ name: "Notice", value: attackNotice }],
    annotations: found.map(({ id, objectId, name }) => {
      const description = texts.get(objectId)?.description ?? null;
      return anAnnotation(id, {
        score: 1,
        comment: description === null ? name : cutSnippet(description, wordsOf(wanted)).text,
      });
    }),
  });
}
