import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { normaliseTechniqueId, techniqueId } from "../../shared/model/attack-id.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { NamedTechniques } from "../coverage/naming.ts";
import type { InventoryDetection } from "../coverage/standing.ts";
import { useColours } from "./layer-palette.ts";
import type { MadeLayer } from "./made-layer.ts";
import { aMadeLayer, anAnnotation, counted } from "./made-layer.ts";
import { describeFate } from "./technique-fate.ts";

/** Names of rules that a comment lists. */
const mostNamed = 20;

/** The detections of an environment, read against a release. */
export interface InventoryLayerInput {
  readonly knowledge: Knowledge;
  readonly environment: string;
  readonly inventory: readonly InventoryDetection[];
  readonly namings: NamedTechniques;
}

/**
 * How many detections name each technique, whether they run or not.
 *
 * What names no technique of the release comes back with its number of detections.
 */
export function makeInventoryLayer(input: InventoryLayerInput): MadeLayer {
  const { knowledge, environment, inventory, namings } = input;
  const annotations = [...namings.named]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, named]) => {
      const count = (state: InventoryDetection["state"]) =>
        named.reduce(
          (sum, { detection }) => (detection.state === state ? sum + detection.ruleCount : sum),
          0,
        );
      const names = named.map(({ detection }) => detection.name);
      const more = names.length - mostNamed;
      const facts = (["enabled", "disabled", "available"] as const).map((state) => ({
        name: `${state.charAt(0).toUpperCase()}${state.slice(1)}`,
        value: String(count(state)),
      }));
      return anAnnotation(id, {
        score: named.reduce((sum, { detection }) => sum + detection.ruleCount, 0),
        comment: [...names.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join(
          "\n",
        ),
        metadata: facts,
      });
    });
  const most = annotations.reduce((found, { score }) => Math.max(found, score ?? 0), 1);
  return {
    content: aMadeLayer({
      name: `Detections of ${environment}`,
      release: knowledge,
      origin: `Made from the detections of ${environment}`,
      description:
        `How many detections of ${environment} name each technique: ` +
        `enabled, disabled and available ones.`,
      scoreMeaning: "count",
      gradient: { colours: [...useColours], least: 0, most },
      legend: [
        { label: "1 detection", colour: useColours[0] },
        { label: counted(most, "detection"), colour: useColours[4] },
      ],
      metadata: [{ name: "Environment", value: environment }],
      annotations,
    }),
    rejected: listUnnamed(knowledge, inventory, namings),
  };
}

function listUnnamed(
  knowledge: Knowledge,
  inventory: readonly InventoryDetection[],
  { named }: NamedTechniques,
): MadeLayer["rejected"] {
  const counting = new Set<string>();
  for (const namings of named.values()) {
    for (const { detection, written } of namings) counting.add(`${detection.id} ${written}`);
  }
  const missed = new Map<string, number>();
  for (const { id, written: ids } of inventory) {
    for (const written of ids) {
      if (counting.has(`${id} ${written}`) || isKnown(knowledge, written)) continue;
      missed.set(written, (missed.get(written) ?? 0) + 1);
    }
  }
  return [...missed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([written, count]) => {
      const normalised = normaliseTechniqueId(written);
      const id: TechniqueId =
        normalised.form === "technique" ? normalised.id : techniqueId.parse(written);
      const fate = describeFate(id, knowledge) ?? "";
      return { text: written, reason: `Named by ${counted(count, "detection")}. ${fate}` };
    });
}

/** A second spelling of an ID that counts already is nothing missed. */
function isKnown({ techniques }: Knowledge, written: string): boolean {
  const normalised = normaliseTechniqueId(written);
  return normalised.form === "technique" && techniques.has(normalised.id);
}
