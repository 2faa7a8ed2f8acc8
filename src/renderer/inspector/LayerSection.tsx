import { ActionIcon } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import type { TechniqueInspection } from "../../shared/model/coverage.ts";
import type { Annotation } from "../../shared/model/layer.ts";
import { InspectorSection } from "../frame/InspectorPanel.tsx";
import { useShownLayer } from "../layers/shown-layers.ts";
import { showDone } from "../ui/toasts.tsx";
import { useCommand, useOperation } from "../use-operation.ts";

/** What the layer that the matrix shows says of a technique, in full; nothing where it is silent. */
export function LayerSection({
  inspection: { domain, id, tactics },
}: {
  readonly inspection: TechniqueInspection;
}) {
  const [layerId] = useShownLayer(domain, undefined);
  const layer = useOperation(
    "layers",
    "get",
    { layerId: layerId ?? 0 },
    { enabled: layerId !== null },
  );
  const said = layer.data?.annotations.filter(({ techniqueId }) => techniqueId === id) ?? [];
  if (layer.data === undefined || said.length === 0) return null;
  return (
    <InspectorSection title="Layer" count={layer.data.name}>
      {said.map((annotation) => (
        <Said
          key={annotation.tactic ?? ""}
          annotation={annotation}
          tactic={
            tactics.find(({ shortname }) => shortname === annotation.tactic)?.name ??
            annotation.tactic
          }
        />
      ))}
    </InspectorSection>
  );
}

function Said({
  annotation: { score, enabled, comment, metadata, links },
  tactic,
}: {
  readonly annotation: Annotation;
  /** Its name; null = under every tactic. */
  readonly tactic: string | null;
}) {
  const copy = useCommand("shell", "copyText");
  const head = [
    ...(tactic === null ? [] : [tactic]),
    score === null ? "Unscored" : `Score ${String(score)}`,
    ...(enabled ? [] : ["Disabled"]),
  ];
  return (
    <div className="inspector-item">
      <div>{head.join(", ")}</div>
      {comment !== "" && <p className="inspector-comment">{comment}</p>}
      <dl className="facts">
        {metadata.map((fact, index) =>
          fact === null ? null : (
            <div key={index}>
              <dt>{fact.name}</dt>
              <dd>{fact.value}</dd>
            </div>
          ),
        )}
      </dl>
      <ul className="plain inspector-links">
        {links.map((link, index) =>
          link === null ? null : (
            <li key={index}>
              <span>
                {link.label} <span className="muted">{link.url}</span>
              </span>
              <ActionIcon
                size="sm"
                aria-label={`Copy the address of ${link.label === "" ? "the link" : link.label}`}
                onClick={() =>
                  copy.mutate(
                    { text: link.url },
                    { onSuccess: () => showDone("Copied the address.") },
                  )
                }
              >
                <IconCopy aria-hidden="true" />
              </ActionIcon>
            </li>
          ),
        )}
      </ul>
    </div>
  );
}
