import type { LayerContent } from "../../shared/model/layer.ts";

const name = "Marking";

/** A layer with its marking as the first of its facts, in place of one that it came with. */
export function markLayer(content: LayerContent, marking: string | null): LayerContent {
  if (marking === null) return content;
  const others = content.properties.metadata.filter((fact) => fact?.name !== name);
  const metadata = [{ name, value: marking }, ...others];
  return { ...content, properties: { ...content.properties, metadata } };
}
