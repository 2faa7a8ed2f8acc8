import { useMemo } from "react";
import type { TechniqueId } from "../../shared/model/attack-id.ts";
import type { ComparedTechnique } from "../../shared/model/actor-comparison.ts";
import { TechniqueButton } from "../actors/TechniqueButton.tsx";
import { useApp } from "../app/app-state.ts";
import { formatNoun } from "../ui/figures.ts";
import { LevelTag } from "../ui/Tag.tsx";
import { countNotCovered, orderByNeed, type TechniquesById } from "./overlap.ts";
import "./Overlap.css";

/** What we have against a technique, beside its level. */
function noteOn({ coverage }: ComparedTechnique): string {
  if (coverage === null) return "out of scope";
  if (coverage.beforeCompromise) return "before compromise";
  if (coverage.notApplicable) return "not applicable";
  return coverage.detections > 0 ? formatNoun(coverage.detections, "rule") : "";
}

/** A technique as a line: it opens the inspector, and says how well it is covered. */
export function TechniqueLine({
  technique,
  note = noteOn(technique),
}: {
  readonly technique: ComparedTechnique;
  readonly note?: string;
}) {
  const { inspect } = useApp();
  const { domain, id, name, parentName, coverage } = technique;
  return (
    <li className="overlap-line-item">
      <TechniqueButton
        id={id}
        name={name}
        parentName={parentName}
        onOpen={() => inspect(domain, id)}
      />
      <span className="muted">{note}</span>
      {coverage !== null && <LevelTag level={coverage.level} />}
    </li>
  );
}

/** The techniques that a number stands for: what is not covered first. */
export function TechniqueSet({
  ids,
  who,
  techniques,
}: {
  readonly ids: readonly TechniqueId[];
  /** Whose they are: "FIN7 alone". */
  readonly who: string;
  readonly techniques: TechniquesById;
}) {
  const ordered = useMemo(
    () => orderByNeed(ids, techniques).flatMap((id) => techniques.get(id) ?? []),
    [ids, techniques],
  );
  const notCovered = countNotCovered(ids, techniques);
  const open = ordered.slice(0, notCovered);
  const rest = ordered.slice(notCovered);
  const line = (technique: ComparedTechnique) => (
    <TechniqueLine key={technique.id} technique={technique} />
  );
  return (
    // A scrolling region has to be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overlap-list" tabIndex={0} role="region" aria-label="Techniques of the set">
      {open.length > 0 && (
        <>
          <h3>
            {who}, not covered: {formatNoun(open.length, "technique")}
          </h3>
          <ul className="plain">{open.map(line)}</ul>
        </>
      )}
      {ids.length === 0 && <p className="muted">{who}: no technique.</p>}
      {rest.length > 0 && (
        <>
          <h3>
            {open.length === 0 ? `${who}, covered` : "Covered"} or outside the headline:{" "}
            {formatNoun(rest.length, "technique")}
          </h3>
          <ul className="plain">{rest.map(line)}</ul>
        </>
      )}
    </div>
  );
}
