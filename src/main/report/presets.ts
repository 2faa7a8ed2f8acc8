import { situationReports } from "../situations/situation-contents.ts";
import type { ReportContent, ReportTemplate } from "../../shared/model/report-template.ts";

/** What a report holds until somebody chooses: everything that most readers ask for. */
export const defaultReportContent: ReportContent = {
  title: "",
  subtitle: "",
  titleBlock: [],
  introduction: "",
  logo: null,
  paper: "A4",
  orientation: "portrait",
  portionMarks: true,
  sections: [
    "summary",
    "introduction",
    "actors",
    "overlap",
    "coverage",
    "matrix",
    "environments",
    "gaps",
    "plan",
    "funding",
    "emulation",
    "indicators",
    "comparison",
    "method",
    "settings",
    "sources",
    "techniques",
  ],
  actors: null,
  depth: {
    gaps: 50,
    actorTechniques: true,
    procedures: false,
    rules: false,
    matrixModes: ["level"],
  },
  comparedWith: null,
  fundingOptions: [],
};

type Preset = ReportTemplate & { readonly id: null; readonly updatedAt: null };

function preset(
  name: string,
  about: string,
  change: Partial<Omit<ReportContent, "depth">>,
  depth: Partial<ReportContent["depth"]>,
): Preset {
  const content = {
    ...defaultReportContent,
    ...change,
    depth: { ...defaultReportContent.depth, ...depth },
  };
  return { id: null, name, about, content, updatedAt: null };
}

/** The templates that ship; the first is what a report begins with. */
export const reportPresets: readonly Preset[] = [
  preset(
    "Full assessment",
    "Everything for whoever works with it, with the techniques at the end",
    {},
    {},
  ),
  preset(
    "Executive summary",
    "Threats, coverage, the gaps that matter and what to fund, in a few pages",
    {
      sections: [
        "summary",
        "introduction",
        "coverage",
        "matrix",
        "gaps",
        "plan",
        "comparison",
        "sources",
      ],
    },
    { gaps: 10, actorTechniques: false },
  ),
  preset(
    "Gaps and plan",
    "What is to be built, in which order and why",
    {
      sections: [
        "summary",
        "coverage",
        "gaps",
        "plan",
        "emulation",
        "method",
        "settings",
        "sources",
      ],
    },
    { gaps: null, actorTechniques: false },
  ),
  preset(
    "Technical appendix",
    "Every technique with its rules and the procedures of the actors that use it",
    {
      sections: [
        "actors",
        "overlap",
        "coverage",
        "matrix",
        "gaps",
        "emulation",
        "indicators",
        "method",
        "settings",
        "sources",
        "techniques",
        "profiles",
      ],
    },
    {
      gaps: null,
      procedures: true,
      rules: true,
      matrixModes: ["level", "actors", "demand", "priority", "outcomes"],
    },
  ),
  // Those that guided starts end in.
  ...Object.values(situationReports).map(({ name, about, content, depth }) =>
    preset(name, about, content, depth),
  ),
];
