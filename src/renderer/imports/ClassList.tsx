import "./Report.css";
import type { ComponentType } from "react";
import { formatCount } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";

/** One class of a report: how many, why they are in it, and what that means. */
export interface ClassOf<Key extends string> {
  readonly key: Key;
  readonly word: string;
  readonly count: number;
  readonly cause: string;
  readonly effect: string;
}

export type ClassIcon = ComponentType<{ size: number; stroke: number; "aria-hidden": "true" }>;
export type ClassTone = "ok" | "warning" | "error" | "info";

/** The classes of a report, of which one is open; those without items stay, on one line. */
export function ClassList<Key extends string>({
  title,
  classes,
  icons,
  tones,
  selected,
  onSelect,
}: {
  readonly title: string;
  readonly classes: readonly ClassOf<Key>[];
  readonly icons: Readonly<Record<Key, ClassIcon>>;
  readonly tones: Readonly<Partial<Record<Key, ClassTone>>>;
  readonly selected: Key;
  readonly onSelect: (key: Key) => void;
}) {
  return (
    <Card title={title} flush grow>
      <ul className="report-classes plain">
        {classes.map((each) => (
          <li key={each.key}>
            <ClassEntry
              entry={each}
              icon={icons[each.key]}
              tone={each.count === 0 ? undefined : tones[each.key]}
              selected={each.key === selected}
              onSelect={() => onSelect(each.key)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ClassEntry({
  entry,
  icon: Icon,
  tone,
  selected,
  onSelect,
}: {
  readonly entry: ClassOf<string>;
  readonly icon: ClassIcon;
  readonly tone: ClassTone | undefined;
  readonly selected: boolean;
  readonly onSelect: () => void;
}) {
  return (
    <button
      type="button"
      className="report-class"
      aria-pressed={selected}
      data-tone={tone}
      onClick={onSelect}
    >
      <Icon size={17} stroke={1.75} aria-hidden="true" />
      <span className="report-class-words">
        <b>{entry.word}</b>
        {entry.count > 0 && (
          <>
            <span className="muted">{entry.cause}</span>
            <span>{entry.effect}</span>
          </>
        )}
      </span>
      <b className="report-class-count">{formatCount(entry.count)}</b>
    </button>
  );
}
