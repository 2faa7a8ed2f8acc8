import "./CommandPalette.css";
import { Modal } from "@mantine/core";
import { IconArrowRight, IconSearch } from "@tabler/icons-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { KeyHint, MonoId } from "../ui/MonoId.tsx";

/** A thing that the palette can do: "Go to Coverage", "Import bundle". */
export interface PaletteCommand {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** One hit of the search. */
export interface PaletteHit {
  readonly key: string;
  /** ATT&CK ID, or empty. */
  readonly id: string;
  readonly name: string;
  /** Text around what matched, with the match between `start` and `end`. */
  readonly snippet: { readonly text: string; readonly start: number; readonly end: number } | null;
  readonly open: () => void;
}

/** Hits of one kind: "Techniques", "Groups", "Detections". */
export interface PaletteGroup {
  readonly label: string;
  readonly hits: readonly PaletteHit[];
}

/** Hits of the newest text; the signal of an older search is aborted. */
export type PaletteSearch = (text: string, signal: AbortSignal) => Promise<readonly PaletteGroup[]>;

interface Entry {
  readonly key: string;
  readonly run: () => void;
  readonly content: ReactNode;
}

const wait = 60;

/**
 * Search everything and do everything, by Ctrl+K: commands and grouped hits, arrows and Enter.
 */
export function CommandPalette({
  opened,
  onClose,
  search,
  commands,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly search: PaletteSearch;
  readonly commands: readonly PaletteCommand[];
}) {
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={640}
      lockScroll={false}
      // At once: what is typed right after Ctrl+K belongs into the field.
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content className="palette" aria-label="Search everything">
        {opened && <PaletteBody onClose={onClose} search={search} commands={commands} />}
      </Modal.Content>
    </Modal.Root>
  );
}

function PaletteBody({
  onClose,
  search,
  commands,
}: {
  readonly onClose: () => void;
  readonly search: PaletteSearch;
  readonly commands: readonly PaletteCommand[];
}) {
  const [text, setText] = useState("");
  const [found, setFound] = useState<{ text: string; groups: readonly PaletteGroup[] }>({
    text: "",
    groups: [],
  });
  const [failed, setFailed] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const wanted = text.trim();

  useLayoutEffect(() => field.current?.focus(), []);

  useEffect(() => {
    if (wanted === "") return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      search(wanted, controller.signal).then(
        (groups) => {
          if (controller.signal.aborted) return;
          setFound({ text: wanted, groups });
          setFailed(null);
        },
        (reason: unknown) => {
          if (controller.signal.aborted) return;
          setFailed(reason instanceof Error ? reason.message : "The search failed.");
        },
      );
    }, wait);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [wanted, search]);

  const lower = wanted.toLocaleLowerCase("en");
  const doable = commands.filter((command) =>
    command.label.toLocaleLowerCase("en").includes(lower),
  );
  const groups = wanted === "" ? [] : found.groups.filter((group) => group.hits.length > 0);
  const sections: { readonly label: string; readonly entries: readonly Entry[] }[] = [
    ...groups.map((group) => ({
      label: group.label,
      entries: group.hits.map((hit) => ({
        key: hit.key,
        run: hit.open,
        content: <HitWords hit={hit} />,
      })),
    })),
    {
      label: "Commands",
      entries: doable.map((command) => ({
        key: `command-${command.id}`,
        run: command.run,
        content: (
          <>
            <IconArrowRight size={15} stroke={1.75} aria-hidden="true" />
            <span className="palette-name">{command.label}</span>
            {command.keys !== undefined && <KeyHint>{command.keys}</KeyHint>}
          </>
        ),
      })),
    },
  ].filter((section) => section.entries.length > 0);
  const entries = sections.flatMap((section) => section.entries);
  const reached = Math.min(active, entries.length - 1);

  const run = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const move = (to: number): void => {
    setActive(to);
    list.current?.querySelectorAll('[role="option"]').item(to).scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = entries.length - 1;
    if (event.key === "ArrowDown") move(reached >= last ? 0 : reached + 1);
    else if (event.key === "ArrowUp") move(reached <= 0 ? last : reached - 1);
    else if (event.key === "Enter") run(entries[reached]);
    else return;
    event.preventDefault();
  };

  const searching = wanted !== "" && found.text !== wanted && failed === null;
  let index = -1;
  return (
    <>
      <div className="palette-field">
        <IconSearch size={17} stroke={1.75} aria-hidden="true" />
        <input
          ref={field}
          data-autofocus
          role="combobox"
          aria-expanded={entries.length > 0}
          aria-controls={listId}
          aria-activedescendant={reached < 0 ? undefined : `${listId}-${String(reached)}`}
          aria-label="Search everything"
          placeholder="Name, ID, alias or text"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <KeyHint>Esc</KeyHint>
      </div>
      <div ref={list} id={listId} role="listbox" aria-label="Results" className="palette-list">
        {sections.map((section) => (
          <div key={section.label} role="group" aria-label={section.label}>
            <div className="palette-label" aria-hidden="true">
              {section.label}
            </div>
            {section.entries.map((entry) => {
              index += 1;
              const here = index;
              return (
                // The keys of the list are those of the field above it.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                <div
                  key={entry.key}
                  id={`${listId}-${String(here)}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={here === reached}
                  className="palette-entry"
                  onPointerMove={() => setActive(here)}
                  onClick={() => run(entry)}
                >
                  {entry.content}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      <p className="palette-state" role="status">
        {failed ??
          (wanted === "" || searching
            ? "Techniques, groups, software, campaigns, detections and their texts"
            : groups.length === 0
              ? `Nothing matches “${wanted}”.`
              : "Enter opens, arrows move")}
      </p>
    </>
  );
}

function HitWords({ hit }: { readonly hit: PaletteHit }) {
  const { snippet } = hit;
  return (
    <>
      <span className="palette-id">{hit.id !== "" && <MonoId>{hit.id}</MonoId>}</span>
      <span className="palette-words">
        <span className="palette-name">{hit.name}</span>
        {snippet !== null && (
          <span className="palette-snippet">
            {snippet.text.slice(0, snippet.start)}
            <mark>{snippet.text.slice(snippet.start, snippet.end)}</mark>
            {snippet.text.slice(snippet.end)}
          </span>
        )}
      </span>
    </>
  );
}
