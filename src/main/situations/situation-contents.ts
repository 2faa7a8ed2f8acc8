import type { ReportContent } from "../../shared/model/report-template.ts";
import type { Situation } from "../../shared/model/situation.ts";

/** What the report of a situation holds, over what every report begins with. */
export interface SituationReport {
  /** Of the template that ships. */
  readonly name: string;
  /** What it is for, in a line. */
  readonly about: string;
  readonly content: Pick<ReportContent, "introduction" | "sections">;
  readonly depth: Partial<ReportContent["depth"]>;
}

/** The reports that guided starts end in. */
export const situationReports: Readonly<Record<Situation, SituationReport>> = {
  annual: {
    name: "Annual threat assessment",
    about: "Who matters this year, what of theirs would be seen, and what changed since last year",
    content: {
      introduction:
        "This assessment answers three questions once a year: which adversaries matter to us and why, what of theirs we would see, and what changed since it was last asked.",
      sections: [
        "summary",
        "introduction",
        "actors",
        "overlap",
        "coverage",
        "matrix",
        "comparison",
        "gaps",
        "plan",
        "emulation",
        "method",
        "settings",
        "sources",
        "techniques",
      ],
    },
    depth: { gaps: 20, actorTechniques: true, matrixModes: ["level", "actors"] },
  },
  cloud: {
    name: "Cloud migration",
    about: "What changes once cloud platforms are in scope: what is new, and what is lost",
    content: {
      introduction:
        "Moving to the cloud changes what adversaries can do and what we can see. This report sets the coverage of the platforms after the move beside that of today.",
      sections: [
        "summary",
        "introduction",
        "comparison",
        "coverage",
        "matrix",
        "gaps",
        "plan",
        "method",
        "settings",
        "sources",
      ],
    },
    depth: { gaps: 30 },
  },
  merger: {
    name: "Merger or acquisition",
    about: "Environments joined: who sees what, what only one sees, and the first hundred days",
    content: {
      introduction:
        "This report joins environments that become one: what both see, what only one of them sees, what nobody sees, and what to do in the first hundred days.",
      sections: [
        "summary",
        "introduction",
        "environments",
        "coverage",
        "matrix",
        "gaps",
        "plan",
        "method",
        "settings",
        "sources",
      ],
    },
    depth: { gaps: 30, rules: true },
  },
  budget: {
    name: "Budget justification",
    about: "Ways of paying side by side, what a point of coverage costs, and what stays open",
    content: {
      introduction:
        "This report sets ways of paying for detection beside each other: what each closes, what a point of coverage costs by it, and what it leaves open.",
      sections: [
        "summary",
        "introduction",
        "funding",
        "gaps",
        "plan",
        "method",
        "settings",
        "sources",
      ],
    },
    depth: { gaps: 20, matrixModes: [] },
  },
  ot: {
    name: "OT integration",
    about: "Office and plant in one: actors across both, and one list of gaps",
    content: {
      introduction:
        "This report looks at office and plant as one: adversaries come through the one to reach the other, and what is not seen stands in one list.",
      sections: [
        "summary",
        "introduction",
        "actors",
        "overlap",
        "coverage",
        "matrix",
        "gaps",
        "plan",
        "method",
        "settings",
        "sources",
        "techniques",
      ],
    },
    depth: { gaps: 30, matrixModes: ["level", "actors"] },
  },
  purple: {
    name: "Purple-team exercise",
    about: "What was tested, what of it was seen, and what the rules only claim",
    content: {
      introduction:
        "This report says what was tested, what of it the defence saw, and what rules claim to see that no test has shown.",
      sections: [
        "summary",
        "introduction",
        "emulation",
        "coverage",
        "matrix",
        "gaps",
        "indicators",
        "method",
        "settings",
        "sources",
      ],
    },
    depth: { gaps: 20, matrixModes: ["outcomes", "level"] },
  },
};
