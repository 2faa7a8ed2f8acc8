import type { MatrixMode } from "../../../shared/model/layer.ts";
import { officialDomains } from "../../../shared/model/attack-id.ts";
import { defaultPictureOptions } from "../../../shared/model/picture.ts";
import type { ReportBlock } from "../../../shared/model/report-document.ts";
import type { FactsRelease, ReportFacts } from "../../../shared/model/report-facts.ts";
import type { ReportContent } from "../../../shared/model/report-template.ts";
import { makeModeLayer } from "../../layers/make-mode-layer.ts";
import type { Picture } from "../../layers/picture.ts";
import { drawLayer } from "../../layers/picture.ts";
import { writeSvg } from "../../layers/picture-svg.ts";
import { lead, paragraph } from "../blocks.ts";
import { drawableRelease } from "../matrix-release.ts";
import type { SectionKind } from "../section.ts";
import { counted, digits } from "../words.ts";

type ReportMode = ReportContent["depth"]["matrixModes"][number];

/** Modes of the matrix as reports name them. */
const modes: Readonly<Record<ReportMode, { readonly mode: MatrixMode; readonly title: string }>> = {
  level: { mode: "coverage", title: "coverage levels" },
  actors: { mode: "actors", title: "use by the chosen actors" },
  demand: { mode: "demand-supply", title: "demand against supply" },
  priority: { mode: "gaps", title: "gaps by priority" },
  outcomes: { mode: "outcomes", title: "outcomes of emulation" },
};

/**
 * Room for a picture on a turned page, in CSS pixels: the lines around it are the writer's. The first
 * shares its page with the section's title and a sentence.
 */
const area = { width: 970, height: 450 };

/** The matrix as whole pages, a picture for each mode and release. */
export const matrix: SectionKind = {
  title: "The matrix",
  isAppendix: false,
  build: ({ facts, content }) => {
    const chosen = content.depth.matrixModes;
    if (chosen.length === 0) return null;
    if (facts.result.techniques.length === 0) {
      return [lead("The chosen actors use no technique in scope: there is nothing to draw.")];
    }
    return [
      lead(
        `${counted(facts.result.techniques.length, "technique")} in scope, each under all of its tactics, those before compromise too. Each colour stands with a shape or a letter that the legend explains.`,
      ),
      ...facts.releases.flatMap((release) =>
        chosen.flatMap((mode) => picturesOf(facts, release, mode)),
      ),
    ];
  },
};

/** A mode of a release on as few pages as let its names be read. */
function picturesOf(facts: ReportFacts, release: FactsRelease, mode: ReportMode): ReportBlock[] {
  const { mode: layerMode, title } = modes[mode];
  const drawable = drawableRelease(release);
  const content = makeModeLayer(
    {
      result: facts.result,
      knowledge: drawable,
      techniques: release.techniques,
      groups: release.groups,
    },
    layerMode,
  );
  const name = `${officialDomains.get(release.domain) ?? release.domain} ATT&CK ${release.version}`;
  const annotated = new Set(content.annotations.map(({ techniqueId }) => techniqueId));
  if (annotated.size === 0) return [paragraph(`${name}, ${title}: there is nothing to show.`)];
  const used = release.tactics.map(({ shortname }) => ({
    shortname,
    cells: release.techniques.filter(
      ({ id, tactics }) => annotated.has(id) && tactics.includes(shortname),
    ).length,
  }));
  const drawn = drawReadable(used, (hidden) =>
    drawLayer({
      content,
      release: drawable,
      options: {
        ...defaultPictureOptions,
        sheet: "A4",
        header: false,
        unannotated: false,
        hiddenTactics: [...hidden],
      },
      banner: null,
      notice: "",
      area,
    }),
  );
  return drawn.map((picture, index): ReportBlock => {
    const part = drawn.length === 1 ? "" : `, part ${index + 1} of ${drawn.length}`;
    return {
      kind: "picture",
      id: `matrix-${release.domain}-${mode}${drawn.length === 1 ? "" : `-${index + 1}`}`,
      caption: `${name}: ${title}, ${counted(annotated.size, "technique")}${part}.`,
      alt: `The matrix of ${name} with ${digits(annotated.size)} techniques${part}: ${content.properties.description}`,
      svg: writeSvg(picture),
      width: picture.width,
      height: picture.height,
      isWholePage: true,
      portion: null,
    };
  });
}

/** Below this share of the window's size names are too small for paper. */
const smallestScale = 0.45;
const mostPages = 6;

/** Draws tactics on one page, or on the fewest pages on which their names can be read. */
function drawReadable(
  tactics: readonly { readonly shortname: string; readonly cells: number }[],
  draw: (hidden: readonly string[]) => Picture,
): Picture[] {
  const held = tactics.filter(({ cells }) => cells > 0);
  for (let pages = 1; ; pages += 1) {
    const pictures = partTactics(held, pages).map((shown) => {
      const names = new Set(shown);
      return draw(
        tactics.map(({ shortname }) => shortname).filter((shortname) => !names.has(shortname)),
      );
    });
    const isReadable = pictures.every(({ matrix: { scale } }) => scale >= smallestScale);
    if (isReadable || pages >= Math.min(mostPages, held.length)) return pictures;
  }
}

/** Tactics in as many runs as asked, each with about as many cells as the others. */
function partTactics(
  tactics: readonly { readonly shortname: string; readonly cells: number }[],
  parts: number,
): string[][] {
  const all = tactics.reduce((sum, { cells }) => sum + cells, 0);
  const runs: string[][] = [];
  let held = 0;
  for (const { shortname, cells } of tactics) {
    // The run in which the middle of its cells falls.
    const run = Math.min(parts - 1, Math.floor(((held + cells / 2) * parts) / Math.max(1, all)));
    (runs[run] ??= []).push(shortname);
    held += cells;
  }
  return runs.filter((run) => run.length > 0);
}
