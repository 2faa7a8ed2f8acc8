import "./Report.css";
import {
  IconAlertTriangle,
  IconArrowsSplit2,
  IconCalendarUp,
  IconCheck,
  IconCopy,
  IconEqual,
  IconFileMinus,
  IconFileOff,
  IconFiles,
  IconFlask,
  IconHash,
  IconHelpHexagon,
  IconPencil,
  IconPlayerPause,
  IconRefresh,
  IconTag,
  IconTagOff,
} from "@tabler/icons-react";
import { useMemo, useState } from "react";
import type { DetectionImportReport } from "../../shared/model/import-report.ts";
import { type Focus, useAnswer, useApp } from "../app/app-state.ts";
import { FigureRow } from "../ui/FigureRow.tsx";
import { formatCount, formatNoun, formatPercent } from "../ui/figures.ts";
import { BarLegend, type BarPart, StackedBar } from "../ui/StackedBar.tsx";
import { ClassItems } from "./ClassItems.tsx";
import { type ClassIcon, ClassList, type ClassTone } from "./ClassList.tsx";
import { type ReportClass, type ReportClassKey, reportClasses } from "./report-classes.ts";

const icons: Readonly<Record<ReportClassKey, ClassIcon>> = {
  "mapped-fully": IconCheck,
  "mapped-in-part": IconArrowsSplit2,
  "newer-only": IconCalendarUp,
  "other-only": IconHelpHexagon,
  "tactic-only": IconTag,
  untagged: IconTagOff,
  experimental: IconFlask,
  disabled: IconPlayerPause,
  ids: IconHash,
  revoked: IconRefresh,
  unmapped: IconTagOff,
  changed: IconPencil,
  gone: IconFileMinus,
  unchanged: IconEqual,
  kept: IconPencil,
  duplicates: IconCopy,
  unreadable: IconFileOff,
  ignored: IconFiles,
  warnings: IconAlertTriangle,
};

const tones: Readonly<Partial<Record<ReportClassKey, ClassTone>>> = {
  "mapped-fully": "ok",
  "mapped-in-part": "warning",
  "newer-only": "warning",
  "other-only": "warning",
  experimental: "info",
  gone: "warning",
  unreadable: "error",
  warnings: "warning",
};

/** The class that a report opens on: the one that waits for a decision, or the first with items. */
function firstClassOf(classes: readonly ReportClass[]): ReportClassKey {
  const waiting = classes.find((each) => each.key === "newer-only" && each.count > 0);
  return (waiting ?? classes.find((each) => each.count > 0))?.key ?? "mapped-fully";
}

/** What became of the rules of an import: figures, the classes, and the items of one class. */
export function DetectionReport({
  report,
  firstClass,
}: {
  readonly report: DetectionImportReport;
  readonly firstClass: Focus["importClass"];
}) {
  const { go } = useApp();
  const answer = useAnswer();
  const classes = useMemo(() => reportClasses(report), [report]);
  const [selected, setSelected] = useState<ReportClassKey>(firstClass ?? firstClassOf(classes));
  const shown = classes.find((each) => each.key === selected) ?? classes[0];

  const mapped = report.mappedFully + report.mappedInPart;
  const heldBack = report.newerOnly + report.otherOnly;
  const noTechnique = report.tacticOnly + report.untagged;
  const pairs = report.techniques.reduce((sum, each) => sum + each.detections, 0);
  const parts: readonly BarPart[] = [
    { fill: "cov-several", word: "Mapped", count: report.mappedFully },
    { fill: "cov-detected", word: "Mapped in part", count: report.mappedInPart },
    { fill: "cov-telemetry", word: "Later release", count: report.newerOnly },
    { fill: "cov-none", word: "Other IDs", count: report.otherOnly },
    { fill: "out-not-run", word: "No technique", count: noTechnique },
  ];
  const coverage = answer.data?.coverage;
  const percent = coverage?.percent ?? null;
  return (
    <>
      <FigureRow
        label="Rules"
        figures={[
          {
            label: "Read",
            value: formatCount(report.read),
            note: `${formatCount(report.imported)} new, ${formatCount(report.updated)} updated`,
            onOpen: () => go("detections"),
          },
          {
            label:
              report.assumedState === "available" ? "Name a technique" : "Count towards coverage",
            value: formatCount(mapped),
            note: `${formatNoun(pairs, "rule-technique pair")}, ${formatNoun(report.techniques.length, "ID")}`,
            onOpen: () => setSelected("mapped-fully"),
          },
          {
            label: "Held back",
            value: formatCount(heldBack),
            note: "IDs that the catalogue does not hold",
            onOpen: () => setSelected("newer-only"),
          },
          {
            label: "No technique",
            value: formatCount(noTechnique),
            note: `${formatCount(report.tacticOnly)} tactic only, ${formatCount(report.untagged)} no tag`,
            onOpen: () => setSelected("tactic-only"),
          },
          {
            label: "Coverage now",
            value: percent === null ? "–" : formatPercent(percent),
            note:
              coverage === undefined
                ? "no assessment yet"
                : `${formatCount(coverage.covered)} of ${formatCount(coverage.techniques)} in this assessment`,
            ...(coverage === undefined ? {} : { onOpen: () => go("coverage") }),
          },
        ]}
      >
        <StackedBar parts={parts} height={14} label="Rules" />
        <BarLegend parts={parts} withCounts />
      </FigureRow>
      <div className="report-columns">
        <ClassList
          title="What happened to the rules"
          classes={classes}
          icons={icons}
          tones={tones}
          selected={selected}
          onSelect={setSelected}
        />
        {shown !== undefined && <ClassItems key={shown.key} report={report} shown={shown} />}
      </div>
    </>
  );
}
