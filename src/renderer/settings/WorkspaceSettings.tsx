import { Menu, TextInput } from "@mantine/core";
import { useState } from "react";
import type { WorkspaceSettings as Settings } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { formatMoment } from "../app/times.ts";
import { Marking } from "../frame/Marking.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount } from "../ui/figures.ts";
import { Card, Facts } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { MenuButton } from "../ui/Toolbar.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { markingSchemes } from "./marking-schemes.ts";
import { NumberField } from "./NumberField.tsx";
import { SaveBar } from "./SaveBar.tsx";

/** Marking, ages, and the file itself. */
export function WorkspaceSettings() {
  const settings = useOperation("settings", "get", {});
  if (settings.error !== null) return <ErrorNotice problem={problemOf(settings.error)} />;
  if (settings.data === undefined) return null;
  return <WorkspaceForm key={JSON.stringify(settings.data)} saved={settings.data} />;
}

const colourForm = /^#[0-9a-f]{6}$/i;

function WorkspaceForm({ saved }: { readonly saved: Settings }) {
  const { workspace } = useApp();
  const store = useCommand("settings", "set");
  const [draft, setDraft] = useState(saved);
  const change = (part: Partial<Settings>) => setDraft((before) => ({ ...before, ...part }));
  const hasColour = colourForm.test(draft.markingColour);
  return (
    <>
      {store.error !== null && <ErrorNotice problem={problemOf(store.error)} />}
      <Card
        title="Marking"
        aside={
          <MenuButton label="Take a usual one">
            {markingSchemes.map((scheme) => (
              <Menu.Item
                key={scheme.text}
                onClick={() => change({ markingText: scheme.text, markingColour: scheme.colour })}
              >
                <span className="settings-scheme">
                  <span style={{ background: scheme.colour }} aria-hidden="true" />
                  {scheme.text}
                </span>
              </Menu.Item>
            ))}
          </MenuButton>
        }
      >
        <div className="settings-fields">
          <p className="muted">
            Stands at the top and bottom of the window and of every page of a report. Empty shows
            none.
          </p>
          <div className="settings-pair">
            <TextInput
              label="Text"
              maxLength={200}
              value={draft.markingText}
              onChange={(event) => change({ markingText: event.currentTarget.value })}
            />
            <TextInput
              label="Colour, as #RRGGBB"
              maxLength={7}
              value={draft.markingColour}
              error={hasColour ? undefined : "Six hexadecimal digits after #, such as #007A33."}
              onChange={(event) => change({ markingColour: event.currentTarget.value })}
            />
          </div>
          {hasColour && draft.markingText !== "" && (
            <div aria-hidden="true">
              <Marking marking={{ text: draft.markingText, colour: draft.markingColour }} />
            </div>
          )}
        </div>
      </Card>
      <Card title="Ages">
        <div className="settings-fields">
          <NumberField
            label="Days after which catalogue and inventory are called old"
            value={draft.staleAfterDays}
            min={1}
            decimals={0}
            onChange={(staleAfterDays) => change({ staleAfterDays })}
          />
        </div>
      </Card>
      <Card title="This workspace">
        <Facts
          facts={[
            { word: "File", value: <span className="mono">{workspace.path}</span> },
            { word: "Created", value: formatMoment(workspace.createdAt) },
            { word: "Size", value: `${formatCount(Math.ceil(workspace.sizeBytes / 1024))} KB` },
            { word: "Schema", value: String(workspace.schemaVersion) },
            ...(workspace.backup === null
              ? []
              : [
                  {
                    word: "Copy before the update",
                    value: <span className="mono">{workspace.backup}</span>,
                  },
                ]),
            {
              word: "Encryption",
              value: "None: workspaces are not encrypted. Keep the file on an encrypted disk.",
            },
          ]}
        />
      </Card>
      <SaveBar
        dirty={JSON.stringify(draft) !== JSON.stringify(saved)}
        busy={store.isPending}
        blocked={hasColour ? undefined : "The colour is not complete."}
        onDiscard={() => setDraft(saved)}
        onSave={() =>
          store.mutate(draft, {
            onSuccess: () =>
              showDone("Saved the settings of the workspace.", () => store.mutate(saved)),
          })
        }
      />
    </>
  );
}
