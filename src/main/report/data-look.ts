import type { GlyphName } from "../../shared/glyph-shapes.ts";
import type { CoverageLevel, PriorityBand } from "../../shared/model/coverage.ts";
import type { Outcome } from "../../shared/model/emulation.ts";

/** How a datum looks on paper: the window's light palette, its glyph and its word. */
export interface DataLook {
  readonly word: string;
  /** `#rrggbb`, or none. */
  readonly fill: string;
  readonly edge: string;
  readonly ink: string;
  readonly glyph: GlyphName;
}

const ink = "#0b0f15";
const white = "#ffffff";
/** The edge of what has no fill. */
const strong = "#858e9b";

/** The levels of coverage. */
export const levelLook: Readonly<Record<CoverageLevel, DataLook>> = {
  none: { word: "None", fill: "#de8756", edge: "#cc6e36", ink, glyph: "none" },
  telemetry: { word: "Telemetry only", fill: "#ffd86e", edge: "#aa8503", ink, glyph: "telemetry" },
  available: { word: "Available", fill: "none", edge: strong, ink, glyph: "available" },
  partial: { word: "Partial", fill: "#f2f1e5", edge: "#89887d", ink, glyph: "partial" },
  detected: { word: "Detected", fill: "#c1e6fd", edge: "#678ea5", ink, glyph: "detected" },
  several: { word: "Several rules", fill: "#5eade5", edge: "#318eca", ink, glyph: "several" },
  validated: {
    word: "Validated",
    fill: "#1b5296",
    edge: "#1b5296",
    ink: white,
    glyph: "validated",
  },
  failed: { word: "Failed test", fill: "#980b40", edge: "#980b40", ink: white, glyph: "failed" },
};

/** The bands of priority. */
export const bandLook: Readonly<Record<PriorityBand, DataLook>> = {
  critical: { word: "Critical", fill: "#771142", edge: "#771142", ink: white, glyph: "critical" },
  high: { word: "High", fill: "#c93a5f", edge: "#c93a5f", ink: white, glyph: "high" },
  medium: { word: "Medium", fill: "#e39084", edge: "#ca7165", ink, glyph: "medium" },
  low: { word: "Low", fill: "#f7e4d9", edge: "#a2826e", ink, glyph: "low" },
};

/** What came of test cases. */
export const outcomeLook: Readonly<Record<Outcome, DataLook>> = {
  blocked: { word: "Blocked", fill: "#1b5296", edge: "#1b5296", ink: white, glyph: "blocked" },
  alerted: { word: "Alerted", fill: "#5eade5", edge: "#318eca", ink, glyph: "alerted" },
  logged: { word: "Logged only", fill: "#ffd86e", edge: "#aa8503", ink, glyph: "logged" },
  missed: { word: "Missed", fill: "#980b40", edge: "#980b40", ink: white, glyph: "missed" },
  "not-run": { word: "Not run", fill: "#d1d4da", edge: "#86898f", ink, glyph: "not-run" },
  error: { word: "Test error", fill: "#5b6270", edge: "#5b6270", ink: white, glyph: "error" },
  "not-assessed": {
    word: "Not assessed",
    fill: "none",
    edge: strong,
    ink,
    glyph: "not-assessed",
  },
};
