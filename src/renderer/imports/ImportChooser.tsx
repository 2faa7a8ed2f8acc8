import "./ImportChooser.css";
import {
  IconBooks,
  IconCalendarCheck,
  IconDatabase,
  IconFiles,
  IconFlask2,
  IconRadar2,
  IconServer,
  IconSpy,
  IconStack2,
  IconWorld,
} from "@tabler/icons-react";
import { Button } from "@mantine/core";
import type { ComponentType } from "react";
import { type ImportKind, importKind } from "../../shared/model/import-report.ts";
import { fileNameOf } from "../app/file-names.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import type { ImportQuestion } from "./file-doors.ts";

interface Choice {
  readonly icon: ComponentType<{ size: number; stroke: number; "aria-hidden": "true" }>;
  readonly word: string;
  readonly note: string;
}

const choices: Readonly<Record<ImportKind | "any", Choice>> = {
  any: {
    icon: IconFiles,
    word: "Files of any kind",
    note: "What they hold is found out, as it is of files that are dropped on the window",
  },
  catalogue: {
    icon: IconBooks,
    word: "ATT&CK bundles",
    note: "STIX 2.0 and 2.1 as .json, .json.gz or .zip: Enterprise, Mobile, ICS, own overlays",
  },
  detections: {
    icon: IconRadar2,
    word: "Detections",
    note: "Rules of Sigma, Splunk, Elastic and Sentinel, DeTT&CT techniques, tables as .csv or .xlsx: files, folders, archives, mixed",
  },
  telemetry: {
    icon: IconDatabase,
    word: "Log sources",
    note: "What is collected: DeTT&CT data sources, or a table as .csv or .xlsx",
  },
  assets: {
    icon: IconServer,
    word: "Assets",
    note: "What there is to protect: a table as .csv or .xlsx",
  },
  layers: {
    icon: IconStack2,
    word: "Navigator layers",
    note: "ATT&CK Navigator layers of every version as .json, .json.gz or .zip, one or many in a file",
  },
  intelligence: {
    icon: IconSpy,
    word: "Intelligence reports",
    note: "STIX reports and DeTT&CT groups, as own actors",
  },
  sectors: {
    icon: IconWorld,
    word: "Sectors and countries",
    note: "The threat-actor cluster of the MISP galaxy",
  },
  emulation: {
    icon: IconFlask2,
    word: "Tests and results",
    note: "Atomic Red Team, Caldera and CTID plans; logs of Invoke-AtomicRedTeam, ATTiRe, Caldera and VECTR",
  },
  plan: {
    icon: IconCalendarCheck,
    word: "Status of the plan",
    note: "A tracker\u2019s .csv, or our own .csv or .xlsx",
  },
};

/** Asks what is to be imported, before there are files. */
export function ImportChooser({
  opened,
  onClose,
  onChoose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onChoose: (kind: ImportKind | "any") => void;
}) {
  return (
    <Dialog opened={opened} wide title="What do you want to import?" onClose={onClose}>
      <Choices
        kinds={["any", ...importKind.options]}
        likely="any"
        onChoose={(kind) => {
          onClose();
          onChoose(kind);
        }}
      />
    </Dialog>
  );
}

/** Asks what files hold of which the content does not tell; the likeliest kind stands first. */
export function KindQuestion({
  question,
  onAnswer,
}: {
  readonly question: ImportQuestion;
  /** Null leaves the files out. */
  readonly onAnswer: (kind: ImportKind | null) => void;
}) {
  const { paths, kinds, hasLikely, reason } = question;
  const [first = ""] = paths;
  const what = paths.length === 1 ? fileNameOf(first) : `these ${formatNoun(paths.length, "file")}`;
  if (kinds.length === 0) {
    return (
      <Dialog
        opened
        title={`${fileNameOf(first)} cannot be imported`}
        onClose={() => onAnswer(null)}
        foot={
          <Button data-autofocus onClick={() => onAnswer(null)}>
            Leave it out
          </Button>
        }
      >
        <Notice tone="warning">{reason}</Notice>
      </Dialog>
    );
  }
  return (
    <Dialog
      opened
      title={`What ${paths.length === 1 ? "is" : "are"} ${what}?`}
      onClose={() => onAnswer(null)}
    >
      {reason !== null && <Notice tone="warning">{reason}</Notice>}
      <p className="muted import-chooser-hint">
        {paths.length > 1 && `${paths.map(fileNameOf).join(", ")}. `}
        {hasLikely
          ? "Its content fits both. Choose, or close this to leave it out."
          : "Nothing in it tells what it holds. Choose, or close this to leave it out."}
      </p>
      <Choices
        kinds={kinds}
        likely={hasLikely ? kinds[0] : undefined}
        onChoose={(kind) => onAnswer(kind)}
      />
    </Dialog>
  );
}

function Choices<Kind extends ImportKind | "any">({
  kinds,
  likely,
  onChoose,
}: {
  readonly kinds: readonly Kind[];
  /** The choice that has the focus. */
  readonly likely: Kind | undefined;
  readonly onChoose: (kind: Kind) => void;
}) {
  return (
    <div className="import-chooser" data-many={kinds.length > 4 || undefined}>
      {kinds.map((kind) => {
        const { icon: Icon, word, note } = choices[kind];
        return (
          <button
            key={kind}
            type="button"
            {...(kind === likely ? { "data-autofocus": true } : {})}
            onClick={() => onChoose(kind)}
          >
            <Icon size={20} stroke={1.75} aria-hidden="true" />
            <span>
              <b>{word}</b>
              <span className="muted">{note}</span>
            </span>
          </button>
        );
      })}
    </div>
  );
}
