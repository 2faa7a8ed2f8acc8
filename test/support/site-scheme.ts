import type { Marking, MarkingScheme } from "../../src/shared/model/marking.ts";
import { noMarking } from "../../src/shared/model/marking.ts";

/** A scheme of a site with one level, whose banner is the given text. */
export function siteScheme(text: string): MarkingScheme {
  return {
    id: "test-site",
    name: "Test site",
    levels: [{ id: "only", text, short: "T", colour: "#007A33" }],
    caveats: [],
    separators: { level: "//", caveats: "/" },
    block: [],
    align: "centre",
  };
}

/** The marking of {@link siteScheme}. */
export const siteMarking: Marking = { ...noMarking, scheme: "test-site", level: "only" };
