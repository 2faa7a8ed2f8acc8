import { workbench } from "../workbench.ts";
import { guessFile } from "./guess-file.ts";

/** Where files go once it is known what they hold. */
export interface FileDoors {
  readonly openWorkspace: (path: string) => void;
  readonly importBundles: (paths: readonly string[]) => void;
  readonly importLayers: (paths: readonly string[]) => void;
  readonly importDetections: (paths: readonly string[]) => void;
}

/**
 * Whether the detections' readers understand a file, and it is more than layers; if not, it goes to
 * the layers' or the bundles' reader.
 */
async function holdsDetections(path: string): Promise<boolean> {
  try {
    const { format } = await workbench.detections.preview({ paths: [path] });
    return format !== "navigator-layer";
  } catch {
    // Its own reader says what is wrong with it; here only the door matters.
    return false;
  }
}

async function holdsLayers(path: string): Promise<boolean> {
  try {
    return await workbench.layers.recognise({ path });
  } catch {
    return false;
  }
}

/** Sends files that were dropped or opened to where they belong. */
export async function routeFiles(paths: readonly string[], doors: FileDoors): Promise<void> {
  const workspace = paths.find((path) => guessFile(path) === "workspace");
  if (workspace !== undefined) {
    doors.openWorkspace(workspace);
    return;
  }
  const bundles: string[] = [];
  const layers: string[] = [];
  const detections: string[] = [];
  for (const path of paths) {
    const guess = guessFile(path);
    if (guess !== "unclear") (guess === "detections" ? detections : bundles).push(path);
    else if (await holdsDetections(path)) detections.push(path);
    else ((await holdsLayers(path)) ? layers : bundles).push(path);
  }
  if (bundles.length > 0) doors.importBundles(bundles);
  if (layers.length > 0) doors.importLayers(layers);
  if (detections.length > 0) doors.importDetections(detections);
}
