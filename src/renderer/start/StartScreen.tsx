import "./StartScreen.css";
import { Button, Checkbox } from "@mantine/core";
import {
  IconFilePlus,
  IconFolderOpen,
  IconLockOpen,
  IconPlayerPlay,
  IconX,
} from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { Situation } from "../../shared/model/situation.ts";
import type { Preferences } from "../../shared/model/workspace.ts";
import { fileNameOf, folderOf } from "../app/file-names.ts";
import type { Workspaces } from "../app/workspaces.ts";
import { Logo } from "../frame/Logo.tsx";
import { SituationIcon } from "../situations/situation-icons.tsx";
import { situations, situationWords } from "../situations/situation-words.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";

/**
 * What the window shows while no workspace is open: the sample, a new one, an existing one, and the
 * situations, one of which may be what it is opened for.
 */
export function StartScreen({
  workspaces,
  preferences,
  setPreferences,
  situation,
  onSituation,
}: {
  readonly workspaces: Workspaces;
  readonly preferences: Preferences;
  readonly setPreferences: (change: Partial<Preferences>) => void;
  /** Whose guided start opens with the workspace. */
  readonly situation: Situation | undefined;
  readonly onSituation: (situation: Situation | undefined) => void;
}) {
  const [starter, setStarter] = useState(true);
  const { opening, problem } = workspaces;
  return (
    <main className="start">
      <div className="start-column">
        <header className="start-header">
          <Logo />
          <div>
            <h1>Casemate</h1>
            <p>
              Which adversaries matter to you, what of theirs you would see, and what to build next.
              Everything comes in as files and stays on this machine.
            </p>
          </div>
        </header>

        {problem !== undefined && <ErrorNotice problem={problem} />}

        {opening === undefined ? (
          <div className="start-body" data-recent={preferences.recent.length > 0}>
            <div className="start-choices">
              {situation !== undefined && (
                <Chosen situation={situation} onTakeBack={() => onSituation(undefined)} />
              )}
              <ul className="start-ways plain">
                <Way
                  icon={<IconPlayerPlay stroke={1.75} aria-hidden="true" />}
                  title="Look around with the sample"
                  action={
                    <Button variant="filled" onClick={workspaces.openSample}>
                      Open the sample assessment
                    </Button>
                  }
                >
                  A fictional financial-services company, its detection inventory, and FIN7, APT38
                  and Lazarus Group on the starter catalogue.
                </Way>
                <Way
                  icon={<IconFilePlus stroke={1.75} aria-hidden="true" />}
                  title="Begin a workspace"
                  action={
                    <Button onClick={() => workspaces.create(starter)}>New workspace…</Button>
                  }
                >
                  One .casemate file for everything of one engagement.
                  <Checkbox
                    checked={starter}
                    onChange={(event) => setStarter(event.currentTarget.checked)}
                    label="With the starter catalogue: ATT&CK 18.1, facts only"
                    description="IDs, names, tactics, platforms and relationships of Enterprise, Mobile and ICS. Descriptions and procedure texts come with the official bundles."
                  />
                </Way>
                <Way
                  icon={<IconFolderOpen stroke={1.75} aria-hidden="true" />}
                  title="Open a workspace"
                  action={<Button onClick={() => workspaces.open()}>Open workspace…</Button>}
                >
                  Or drop a .casemate file anywhere on this window.
                </Way>
              </ul>
              {situation === undefined && <Situations onChoose={onSituation} />}
            </div>
            {preferences.recent.length > 0 && (
              <Recent
                paths={preferences.recent}
                onOpen={(path) => workspaces.open(path)}
                onForget={(path) =>
                  setPreferences({ recent: preferences.recent.filter((other) => other !== path) })
                }
              />
            )}
          </div>
        ) : (
          <div className="start-opening">
            <Progress
              label={opening.progress?.phase ?? opening.label}
              done={opening.progress?.done ?? 0}
              total={opening.progress?.total ?? null}
              {...(opening.progress?.file === undefined ? {} : { detail: opening.progress.file })}
              onCancel={opening.cancel}
            />
          </div>
        )}

        <NotEncrypted
          read={preferences.noticeRead}
          onRead={() => setPreferences({ noticeRead: true })}
        />
      </div>
    </main>
  );
}

/** The situations, for those who come with one. */
function Situations({ onChoose }: { readonly onChoose: (situation: Situation) => void }) {
  return (
    <section className="start-situations" aria-labelledby="start-situations">
      <h2 id="start-situations">Start from a situation</h2>
      <ul className="plain">
        {situations.map((situation) => {
          const { title, question } = situationWords[situation];
          return (
            <li key={situation}>
              <button type="button" title={question} onClick={() => onChoose(situation)}>
                <SituationIcon situation={situation} size={18} />
                {title}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The situation that was chosen: what is left to say is in which workspace it begins. */
function Chosen({
  situation,
  onTakeBack,
}: {
  readonly situation: Situation;
  readonly onTakeBack: () => void;
}) {
  const { title, question } = situationWords[situation];
  return (
    <div className="start-chosen" role="status">
      <SituationIcon situation={situation} />
      <div>
        <h2>{title}</h2>
        <p>
          {question} Choose the workspace it begins in; its guided start opens there and ends in its
          report.
        </p>
      </div>
      <Button size="xs" data-autofocus onClick={onTakeBack}>
        Something else
      </Button>
    </div>
  );
}

function Way({
  icon,
  title,
  action,
  children,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly action: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <li className="start-way">
      <span className="start-way-icon">{icon}</span>
      <div className="start-way-words">
        <h2>{title}</h2>
        <div className="muted">{children}</div>
      </div>
      {action}
    </li>
  );
}

function Recent({
  paths,
  onOpen,
  onForget,
}: {
  readonly paths: readonly string[];
  readonly onOpen: (path: string) => void;
  readonly onForget: (path: string) => void;
}) {
  return (
    <section className="start-recent" aria-labelledby="recent-workspaces">
      <h2 id="recent-workspaces">Recent</h2>
      <ul className="plain">
        {paths.map((path) => (
          <li key={path}>
            <button
              type="button"
              className="start-recent-open"
              title={path}
              onClick={() => onOpen(path)}
            >
              <b>{fileNameOf(path)}</b>
              <span className="faint">{folderOf(path)}</span>
            </button>
            <button
              type="button"
              className="start-recent-forget"
              aria-label={`Take ${fileNameOf(path)} off this list`}
              title="Take off this list; the file stays"
              onClick={() => onForget(path)}
            >
              <IconX size={14} stroke={1.75} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Said plainly at the first start, and in one line ever after. */
function NotEncrypted({ read, onRead }: { readonly read: boolean; readonly onRead: () => void }) {
  return (
    <aside className="start-notice" data-read={read}>
      <IconLockOpen size={18} stroke={1.75} aria-hidden="true" />
      {read ? (
        <p>Workspaces are not encrypted: keep them on an encrypted disk.</p>
      ) : (
        <>
          <div>
            <p>
              <b>Workspaces are not encrypted.</b> A .casemate file shows its whole content, your
              gaps among it, to anyone who can read the file. Keep workspaces and their copies on an
              encrypted disk and give them the handling that their marking asks for.
            </p>
          </div>
          <Button size="xs" onClick={onRead}>
            Understood
          </Button>
        </>
      )}
    </aside>
  );
}
