import { plainWords } from "../plain-text.ts";
import { heading, lead, note, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { levelCell } from "../section.ts";
import { counted, dayWords, idCell, joinWords } from "../words.ts";

/** Indicators of imported intelligence, and the techniques that they point to. */
export const indicators: SectionKind = {
  title: "Indicators",
  isAppendix: false,
  build: ({ facts, described, portions }) => {
    const told = described.flatMap((actor) =>
      actor.origin === null || actor.origin.indicators.length === 0
        ? []
        : [{ actor, origin: actor.origin, indicators: actor.origin.indicators }],
    );
    const all = told.flatMap((one) => one.indicators);
    if (all.length === 0) {
      return [
        lead(
          "No chosen actor comes with indicators: they arrive with reports of intelligence that are imported as own actors.",
        ),
      ];
    }
    const techniques = new Set(all.map(({ techniqueId }) => techniqueId));
    return [
      lead(
        `${counted(all.length, "indicator")} of ${joinWords(told.map(({ actor }) => actor.name))} ${all.length === 1 ? "points" : "point"} to ${counted(techniques.size, "technique")}.`,
      ),
      note(
        "An indicator tells of one trace at one time. Coverage is measured by techniques, which outlast it.",
      ),
      ...told.flatMap(({ actor, origin, indicators: of }, index) => [
        ...portions.only(actor.marking, [
          heading(2, `indicators-${index + 1}`, `${actor.name} (${actor.id})`),
        ]),
        ...portions.beside(
          [actor.marking],
          [
            table({
              id: `indicators-${index + 1}-table`,
              caption: `Indicators from ${origin.source}.`,
              columns: [
                ["technique", "Technique", 13],
                ["name", "Indicator", 25],
                ["pattern", "Pattern", 34],
                ["from", "Valid from", 13],
                ["level", "Our level", 15],
              ],
              rows: of.map(({ techniqueId, name, pattern, validFrom }) => [
                idCell(techniqueId),
                plainWords(name),
                plainWords(pattern),
                validFrom === null ? "" : dayWords(validFrom),
                levelCell(facts, actor.domain, techniqueId),
              ]),
              empty: "It has no indicators.",
            }),
          ],
        ),
      ]),
    ];
  },
};
