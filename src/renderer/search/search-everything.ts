import { attackId, domain, techniqueId } from "../../shared/model/attack-id.ts";
import type { Release } from "../../shared/model/catalogue.ts";
import type { SearchHit } from "../../shared/model/workspace.ts";
import type { AppState } from "../app/app-state.ts";
import type { PaletteGroup, PaletteSearch } from "../frame/CommandPalette.tsx";
import { techniqueName } from "../ui/MonoId.tsx";
import { workbench } from "../workbench.ts";

const limit = 60;

/** The kinds of hit in the order of the results, with the words above them. */
const kinds: readonly (readonly [SearchHit["kind"], string])[] = [
  ["technique", "Techniques"],
  ["group", "Groups"],
  ["campaign", "Campaigns"],
  ["software", "Software"],
  ["detection", "Detections"],
  ["assessment", "Assessments"],
  ["layer", "Layers"],
  ["run", "Emulation runs"],
  ["testCase", "Test cases"],
  ["test", "Tests of the library"],
  ["tactic", "Tactics"],
  ["mitigation", "Mitigations"],
  ["detectionStrategy", "Detection strategies"],
  ["analytic", "Analytics"],
  ["dataComponent", "Data components"],
  ["dataSource", "Data sources"],
  ["logSource", "Log sources"],
  ["asset", "Assets"],
  ["matrix", "Matrices"],
];

/** What a hit needs of the application to open. */
export interface HitSurroundings {
  readonly app: Pick<AppState, "assessmentId" | "go" | "inspect" | "setAssessmentId">;
  readonly releases: readonly Release[];
  /** The releases that the current assessment asks. */
  readonly asked: readonly { readonly domain: string; readonly version: string }[];
}

/** The search behind Ctrl+K: everything in the workspace, grouped by kind. */
export function makeSearch(surroundings: HitSurroundings): PaletteSearch {
  const { app } = surroundings;
  return async (text) => {
    const hits = await workbench.search.everything({
      text,
      limit,
      ...(app.assessmentId === undefined ? {} : { assessmentId: app.assessmentId }),
    });
    return kinds.map(([kind, label]): PaletteGroup => ({
      label,
      hits: hits
        .filter((hit) => hit.kind === kind)
        .map((hit) => ({
          key: `${hit.kind} ${String(hit.releaseId ?? "")} ${hit.id}`,
          id: isNumbered(hit) ? "" : hit.id,
          name: `${techniqueName(hit)}${releaseNote(hit, surroundings)}`,
          snippet: hit.snippet,
          open: () => openHit(hit, surroundings),
        })),
    }));
  };
}

const ownKinds: ReadonlySet<SearchHit["kind"]> = new Set([
  ...(["detection", "assessment", "layer", "run", "testCase", "test"] as const),
]);

/** Whether a hit is known by a number that says nothing to people. */
function isNumbered({ kind }: SearchHit): boolean {
  return ownKinds.has(kind);
}

function releaseOf(hit: SearchHit, { releases }: HitSurroundings): Release | undefined {
  return releases.find((release) => release.id === hit.releaseId);
}

/** Names the release where the workspace holds several, which may all hold the same name. */
function releaseNote(hit: SearchHit, surroundings: HitSurroundings): string {
  const release = releaseOf(hit, surroundings);
  return release === undefined || surroundings.releases.length < 2
    ? ""
    : ` (${release.domain} ${release.version})`;
}

/** Opens the inspector, a profile, a detection or an object, as the assessment allows. */
function openHit(hit: SearchHit, surroundings: HitSurroundings): void {
  const { app, asked } = surroundings;
  const release = releaseOf(hit, surroundings);
  const isAsked =
    release !== undefined &&
    asked.some((each) => each.domain === release.domain && each.version === release.version);
  const isAnswerable = isAsked && app.assessmentId !== undefined;
  if (hit.kind === "detection") {
    app.go("detections", { detectionId: Number(hit.id) });
  } else if (hit.kind === "run") {
    app.go("emulation", { runId: Number(hit.id) });
  } else if (hit.kind === "testCase") {
    const inRun = hit.runId === null ? {} : { runId: hit.runId };
    app.go("emulation", { ...inRun, caseId: Number(hit.id) });
  } else if (hit.kind === "test") {
    app.go("emulation", { emulationTab: "tests", text: hit.name });
  } else if (hit.kind === "assessment") {
    app.setAssessmentId(Number(hit.id));
    app.go("overview");
  } else if (hit.kind === "layer") {
    const { data } = domain.safeParse(hit.domain);
    app.go("coverage", {
      layerId: Number(hit.id),
      ...(data === undefined ? {} : { domain: data }),
    });
  } else if (hit.kind === "technique" && isAnswerable) {
    app.inspect(release.domain, techniqueId.parse(hit.id));
  } else if (
    (hit.kind === "group" || hit.kind === "software" || hit.kind === "campaign") &&
    isAnswerable
  ) {
    app.go("actors", {
      actor: { kind: hit.kind, domain: release.domain, id: attackId.parse(hit.id) },
    });
  } else {
    app.go("catalogue", {
      ...(hit.releaseId === null ? {} : { releaseId: hit.releaseId }),
      objectKind: hit.kind,
      attackId: hit.id,
    });
  }
}
