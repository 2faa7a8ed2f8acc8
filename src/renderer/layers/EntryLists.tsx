import "./Layers.css";
import { ActionIcon, Menu, TextInput } from "@mantine/core";
import { IconCopy, IconDots, IconPlus } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { LayerFact, LayerLink } from "../../shared/model/layer.ts";
import { showDone } from "../ui/toasts.tsx";
import { workbench } from "../workbench.ts";
import type { Shared } from "./annotation-edit.ts";

/** Two texts beside each other; null is a divider. */
type Pair = { readonly first: string; readonly second: string } | null;

interface PairWords {
  readonly title: string;
  readonly first: string;
  readonly second: string;
  readonly entry: string;
}

/** Names and values with dividers between them, in their order. */
export function FactList({
  facts,
  onFacts,
  onAppend,
}: {
  readonly facts: Shared<readonly LayerFact[]>;
  readonly onFacts: (facts: readonly LayerFact[]) => void;
  /** Where cells have different lists: adds to each of them. */
  readonly onAppend?: (fact: LayerFact) => void;
}) {
  const factOf = (pair: Pair): LayerFact => pair && { name: pair.first, value: pair.second };
  return (
    <PairList
      words={{ title: "Metadata", first: "Name", second: "Value", entry: "Entry" }}
      pairs={
        facts === "several"
          ? facts
          : { one: facts.one.map((fact) => fact && { first: fact.name, second: fact.value }) }
      }
      onPairs={(pairs) => onFacts(pairs.map(factOf))}
      {...(onAppend === undefined ? {} : { onAppend: (pair: Pair) => onAppend(factOf(pair)) })}
    />
  );
}

/** Labels and addresses with dividers between them; an address is copied, never opened. */
export function LinkList({
  links,
  onLinks,
  onAppend,
}: {
  readonly links: Shared<readonly LayerLink[]>;
  readonly onLinks: (links: readonly LayerLink[]) => void;
  readonly onAppend?: (link: LayerLink) => void;
}) {
  const linkOf = (pair: Pair): LayerLink => pair && { label: pair.first, url: pair.second };
  return (
    <PairList
      words={{ title: "Links", first: "Label", second: "Address", entry: "Link" }}
      copies
      pairs={
        links === "several"
          ? links
          : { one: links.one.map((link) => link && { first: link.label, second: link.url }) }
      }
      onPairs={(pairs) => onLinks(pairs.map(linkOf))}
      {...(onAppend === undefined ? {} : { onAppend: (pair: Pair) => onAppend(linkOf(pair)) })}
    />
  );
}

function PairList({
  words,
  pairs,
  copies = false,
  onPairs,
  onAppend,
}: {
  readonly words: PairWords;
  readonly pairs: Shared<readonly Pair[]>;
  readonly copies?: boolean;
  readonly onPairs: (pairs: readonly Pair[]) => void;
  readonly onAppend?: (pair: Pair) => void;
}) {
  const titleId = useId();
  const [adding, setAdding] = useState(false);
  const list = pairs === "several" ? [] : pairs.one;
  const replace = (at: number, ...by: readonly Pair[]) =>
    onPairs([...list.slice(0, at), ...by, ...list.slice(at + 1)]);
  const move = (at: number, by: -1 | 1) => {
    const moved = [...list];
    const [entry] = moved.splice(at, 1);
    moved.splice(at + by, 0, entry ?? null);
    onPairs(moved);
  };
  const append = (pair: Pair) => {
    if (pairs === "several") onAppend?.(pair);
    else onPairs([...list, pair]);
  };

  return (
    <div className="pair-list" role="group" aria-labelledby={titleId}>
      <div className="pair-list-head">
        <span id={titleId} className="field-label">
          {words.title}
        </span>
        <span className="faint">
          {pairs === "several" ? "Several lists" : list.length === 0 ? "None" : list.length}
        </span>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`Add to ${words.title.toLowerCase()}`}>
              <IconPlus aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAdding(true)}>
              {pairs === "several" ? `${words.entry} for each cell` : words.entry}
            </Menu.Item>
            <Menu.Item onClick={() => append(null)}>Divider</Menu.Item>
            {pairs === "several" && (
              <Menu.Item color="red" onClick={() => onPairs([])}>
                Clear every list
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
      {list.map((pair, at) => (
        <PairRow
          // Rows have no identity of their own; a row begins anew when its text changes.
          key={`${String(at)} ${JSON.stringify(pair)}`}
          words={words}
          pair={pair}
          copies={copies}
          onPair={(changed) => replace(at, changed)}
          menu={
            <>
              {at > 0 && <Menu.Item onClick={() => move(at, -1)}>Move up</Menu.Item>}
              {at < list.length - 1 && <Menu.Item onClick={() => move(at, 1)}>Move down</Menu.Item>}
              <Menu.Item onClick={() => replace(at, pair, null)}>Divider below</Menu.Item>
              <Menu.Item color="red" onClick={() => replace(at)}>
                Remove
              </Menu.Item>
            </>
          }
        />
      ))}
      {adding && (
        <PairRow
          words={words}
          pair={{ first: "", second: "" }}
          copies={false}
          isNew
          onPair={(pair) => {
            setAdding(false);
            if (pair !== null && (pair.first !== "" || pair.second !== "")) append(pair);
          }}
        />
      )}
    </div>
  );
}

function PairRow({
  words,
  pair,
  copies,
  isNew = false,
  onPair,
  menu,
}: {
  readonly words: PairWords;
  readonly pair: Pair;
  readonly copies: boolean;
  readonly isNew?: boolean;
  readonly onPair: (pair: Pair) => void;
  readonly menu?: ReactNode;
}) {
  const [first, setFirst] = useState(pair?.first ?? "");
  const [second, setSecond] = useState(pair?.second ?? "");
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isNew) return;
    // The menu that asked for the row gives its own focus back first.
    const timer = setTimeout(() => row.current?.querySelector("input")?.focus(), 50);
    return () => clearTimeout(timer);
  }, [isNew]);
  const take = () => {
    if (isNew || first !== pair?.first || second !== pair.second) onPair({ first, second });
  };
  const field = (label: string, value: string, set: (value: string) => void) => (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={label}
      spellCheck={false}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter") take();
      }}
    />
  );
  return (
    // The fields are the controls; the row only notices that they are left.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={row}
      className="pair-row"
      role="group"
      aria-label={pair === null ? "Divider" : words.entry}
      onBlur={(event) => {
        // From one field of the row to the other is still the same entry.
        if (row.current?.contains(event.relatedTarget) !== true && pair !== null) take();
      }}
    >
      {pair === null ? (
        <hr aria-label="Divider" />
      ) : (
        <>
          {field(words.first, first, setFirst)}
          {field(words.second, second, setSecond)}
        </>
      )}
      {copies && pair !== null && (
        <ActionIcon
          size="sm"
          aria-label={`Copy the address of ${pair.first === "" ? "the link" : pair.first}`}
          onClick={() =>
            void workbench.shell
              .copyText({ text: pair.second })
              .then(() => showDone("Copied the address."))
          }
        >
          <IconCopy aria-hidden="true" />
        </ActionIcon>
      )}
      {menu !== undefined && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon
              size="sm"
              aria-label={`Change ${pair === null ? "the divider" : pair.first === "" ? "the entry" : pair.first}`}
            >
              <IconDots aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>{menu}</Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
