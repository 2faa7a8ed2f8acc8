import type { Bridge } from "../../../src/shared/bridge.ts";

declare global {
  interface Window {
    /** What the preload script puts into the page. */
    readonly casemate: Bridge<File>;
  }
}
