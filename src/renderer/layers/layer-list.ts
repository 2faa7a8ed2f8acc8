import type { LayerSummary } from "../../shared/model/layer.ts";

export type LayerOrder = "name" | "changed";

/** Layers that stand together under a word; the empty group comes first and has none. */
export interface LayerGroup {
  readonly name: string;
  readonly layers: readonly LayerSummary[];
}

/** The layers of a domain in their groups, and those of other domains apart. */
export interface LayerListModel {
  readonly groups: readonly LayerGroup[];
  readonly elsewhere: readonly LayerSummary[];
}

const byWords = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

const orders: Readonly<Record<LayerOrder, (a: LayerSummary, b: LayerSummary) => number>> = {
  name: (a, b) => byWords(a.name, b.name) || a.id - b.id,
  changed: (a, b) => byWords(b.updatedAt, a.updatedAt) || b.id - a.id,
};

/** Whether a layer's name, group, domain, release or origin holds every word that is looked for. */
export function matchesLayer(layer: LayerSummary, text: string): boolean {
  const words = text.toLocaleLowerCase("en").split(/\s+/u);
  const said = [layer.name, layer.group, layer.domain, layer.version, layer.origin]
    .join("\n")
    .toLocaleLowerCase("en");
  return words.every((word) => said.includes(word));
}

export function arrangeLayers(
  layers: readonly LayerSummary[],
  domain: string,
  text: string,
  order: LayerOrder,
): LayerListModel {
  const found = layers.filter((layer) => matchesLayer(layer, text)).sort(orders[order]);
  const groups = new Map<string, LayerSummary[]>();
  for (const layer of found) {
    if (layer.domain !== domain) continue;
    const group = groups.get(layer.group);
    if (group === undefined) groups.set(layer.group, [layer]);
    else group.push(layer);
  }
  return {
    groups: [...groups]
      .sort(([a], [b]) => byWords(a, b))
      .map(([name, members]) => ({ name, layers: members })),
    elsewhere: found.filter((layer) => layer.domain !== domain),
  };
}

/** A line of the list, as the keyboard walks it. */
export type LayerRow =
  | {
      readonly kind: "group";
      readonly key: string;
      readonly name: string;
      readonly count: number;
      readonly open: boolean;
    }
  | {
      readonly kind: "layer";
      readonly key: string;
      readonly layer: LayerSummary;
      readonly level: 1 | 2;
      readonly here: boolean;
    };

/** The key of the group that holds the layers of other domains. */
export const elsewhereKey = "elsewhere";

/** The lines of the list from top to bottom, without what closed groups hold. */
export function listRows(
  { groups, elsewhere }: LayerListModel,
  closed: ReadonlySet<string>,
): LayerRow[] {
  const rows: LayerRow[] = [];
  const add = (key: string, name: string, layers: readonly LayerSummary[], here: boolean) => {
    const open = !closed.has(key);
    rows.push({ kind: "group", key, name, count: layers.length, open });
    if (!open) return;
    for (const layer of layers) {
      rows.push({ kind: "layer", key: `layer ${String(layer.id)}`, layer, level: 2, here });
    }
  };
  for (const { name, layers } of groups) {
    if (name !== "") add(`group ${name}`, name, layers, true);
    else {
      for (const layer of layers) {
        rows.push({ kind: "layer", key: `layer ${String(layer.id)}`, layer, level: 1, here: true });
      }
    }
  }
  if (elsewhere.length > 0) add(elsewhereKey, "Other domains", elsewhere, false);
  return rows;
}
