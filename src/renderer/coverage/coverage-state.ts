import type { WorkspaceInfo } from "../../shared/model/workspace.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { type MatrixFolds, nothingFolded } from "../matrix/matrix-display.ts";
import { plainSelection, type SelectionOptions } from "../matrix/selection.ts";
import type { CoverageMode, DifferenceChoice } from "./modes.ts";
import type { Subset } from "./matrix-model.ts";

/** What somebody set on the matrix of one domain: kept while other screens are shown. */
export interface DomainState {
  readonly subset: Subset;
  /** The subset of the modes that speak of layers and other assessments. */
  readonly layerSubset: Subset;
  readonly platforms: readonly string[];
  /** Cell keys. */
  readonly selected: ReadonlySet<string>;
  readonly hiddenTactics: readonly string[];
  readonly folds: MatrixFolds;
  readonly difference: DifferenceChoice;
}

/** What somebody set on the matrix, whatever its domain. */
export interface ScreenState {
  readonly mode: CoverageMode;
  readonly selecting: SelectionOptions;
  readonly layersOpen: boolean;
  readonly domain: Domain | null;
}

const freshDomain: DomainState = {
  subset: "chosen",
  layerSubset: "all",
  platforms: [],
  selected: new Set(),
  hiddenTactics: [],
  folds: nothingFolded,
  difference: { kind: "layers", first: null, second: null },
};
const freshScreen: ScreenState = {
  mode: "level",
  selecting: plainSelection,
  layersOpen: false,
  domain: null,
};

/** The state of the workspace that is open; another workspace starts anew. */
const remembered: {
  workspace: string | null;
  screen: ScreenState;
  readonly domains: Map<string, DomainState>;
} = { workspace: null, screen: freshScreen, domains: new Map() };

function open({ path, createdAt }: WorkspaceInfo): void {
  const workspace = `${createdAt} ${path}`;
  if (remembered.workspace === workspace) return;
  remembered.workspace = workspace;
  remembered.screen = freshScreen;
  remembered.domains.clear();
}

/** What was set on the matrix of a workspace. */
export function recallScreen(workspace: WorkspaceInfo): ScreenState {
  open(workspace);
  return remembered.screen;
}

/** What was set on the matrix of an assessment's domain. */
export function recallDomain(
  workspace: WorkspaceInfo,
  assessmentId: number,
  domain: Domain,
): DomainState {
  open(workspace);
  return remembered.domains.get(`${String(assessmentId)} ${domain}`) ?? freshDomain;
}

export function rememberScreen(workspace: WorkspaceInfo, change: Partial<ScreenState>): void {
  open(workspace);
  remembered.screen = { ...remembered.screen, ...change };
}

export function rememberDomain(
  workspace: WorkspaceInfo,
  assessmentId: number,
  domain: Domain,
  state: DomainState,
): void {
  open(workspace);
  remembered.domains.set(`${String(assessmentId)} ${domain}`, state);
}
