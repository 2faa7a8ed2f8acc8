import type { Call, Subscribe } from "./operation.ts";

/** The two channels between the window and the shell: calls with their replies, and events. */
export const channels = { send: "send", event: "event" } as const;

/** The one call that the bridge makes for itself: it says which file the user dropped. */
export const dropOperation = "bridge.drop";

/** The name under which the window finds the bridge. */
export const bridgeName = "casemate";

/** All that the window knows of the world outside it. */
export interface Bridge<DroppedFile = unknown> {
  /** Gives the reply as JSON text: the bridge copies a text whole, and objects part by part. */
  readonly send: (call: Call) => Promise<string>;
  readonly subscribe: Subscribe;
  /** The path of a file that the user dropped on the window; empty for one that is on no disk. */
  readonly pathOf: (file: DroppedFile) => Promise<string>;
}
