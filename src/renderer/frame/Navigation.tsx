import { Tooltip } from "@mantine/core";
import {
  IconBooks,
  IconFileText,
  IconFlask2,
  IconGitCompare,
  IconGridDots,
  IconLayoutDashboard,
  IconRadar2,
  IconSettings,
  IconTargetArrow,
  IconUsersGroup,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { formatCount } from "../ui/figures.ts";

/** The screens, by the names of the navigation. */
export type Screen =
  | "overview"
  | "catalogue"
  | "actors"
  | "detections"
  | "coverage"
  | "gaps"
  | "emulation"
  | "compare"
  | "reports"
  | "settings";

/** A screen's entry in the navigation. */
export interface NavigationItem {
  readonly screen: Screen;
  /** Shown at the right: "3", "3,141". */
  readonly count?: number;
}

type Icon = ComponentType<{ size: number; stroke: number; "aria-hidden": "true" }>;

const screens: Readonly<Record<Screen, { readonly word: string; readonly icon: Icon }>> = {
  overview: { word: "Overview", icon: IconLayoutDashboard },
  catalogue: { word: "Catalogue", icon: IconBooks },
  actors: { word: "Actors", icon: IconUsersGroup },
  detections: { word: "Detections", icon: IconRadar2 },
  coverage: { word: "Coverage", icon: IconGridDots },
  gaps: { word: "Gaps & plan", icon: IconTargetArrow },
  emulation: { word: "Emulation", icon: IconFlask2 },
  compare: { word: "Compare", icon: IconGitCompare },
  reports: { word: "Reports", icon: IconFileText },
  settings: { word: "Settings", icon: IconSettings },
};

/** The word of a screen, as the navigation and the palette write it. */
export function screenWord(screen: Screen): string {
  return screens[screen].word;
}

/** Groups, top to bottom, with a line between them; settings stand at the foot. */
const groups: readonly (readonly Screen[])[] = [
  ["overview", "catalogue", "actors", "detections"],
  ["coverage", "gaps", "emulation", "compare"],
  ["reports"],
];

function Entry({
  item,
  current,
  rail,
  onNavigate,
}: {
  readonly item: NavigationItem;
  readonly current: boolean;
  readonly rail: boolean;
  readonly onNavigate: (screen: Screen) => void;
}) {
  const { word, icon: ScreenIcon } = screens[item.screen];
  return (
    <Tooltip label={word} position="right" disabled={!rail} openDelay={100}>
      <button
        type="button"
        className="navigation-item"
        aria-current={current ? "page" : undefined}
        aria-label={rail ? word : undefined}
        onClick={() => onNavigate(item.screen)}
      >
        <ScreenIcon size={16} stroke={1.75} aria-hidden="true" />
        {!rail && <span className="navigation-word">{word}</span>}
        {!rail && item.count !== undefined && (
          <span className="navigation-count">{formatCount(item.count)}</span>
        )}
      </button>
    </Tooltip>
  );
}

/** The left navigation: 208 px with words and counts, or a 56 px rail with tooltips. */
export function Navigation({
  items,
  current,
  rail,
  fileName,
  status,
  onNavigate,
}: {
  readonly items: readonly NavigationItem[];
  readonly current: Screen;
  readonly rail: boolean;
  readonly fileName: string;
  readonly status: string;
  readonly onNavigate: (screen: Screen) => void;
}) {
  const entries = (screensOfGroup: readonly Screen[]) =>
    screensOfGroup
      .map((screen) => items.find((item) => item.screen === screen))
      .filter((item) => item !== undefined)
      .map((item) => (
        <Entry
          key={item.screen}
          item={item}
          current={item.screen === current}
          rail={rail}
          onNavigate={onNavigate}
        />
      ));
  return (
    <nav className="navigation" aria-label="Screens" data-rail={rail || undefined}>
      <div className="navigation-groups">
        {groups.map((group) => {
          const shown = entries(group);
          return (
            shown.length > 0 && (
              <div key={group[0]} className="navigation-group">
                {shown}
              </div>
            )
          );
        })}
      </div>
      {entries(["settings"])}
      {!rail && fileName !== "" && (
        <div className="navigation-status" role="status">
          <b title={fileName}>{fileName}</b>
          {status}
        </div>
      )}
    </nav>
  );
}
