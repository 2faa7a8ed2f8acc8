import { useState } from "react";
import { noMarking } from "../../shared/model/marking.ts";
import type { WorkspaceSettings as Settings } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { formatMoment } from "../app/times.ts";
import { MarkingPicker } from "../markings/MarkingPicker.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount } from "../ui/figures.ts";
import { Card, Facts } from "../ui/Page.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { LoweringHistory } from "./LoweringHistory.tsx";
import { MarkingSchemes } from "./MarkingSchemes.tsx";
import { NumberField } from "./NumberField.tsx";
import { SaveBar } from "./SaveBar.tsx";

/** Marking, ages, and the file itself. */
export function WorkspaceSettings() {
  const settings = useOperation("settings", "get", {});
  if (settings.error !== null) return <ErrorNotice problem={problemOf(settings.error)} />;
  if (settings.data === undefined) return null;
  return <WorkspaceForm key={JSON.stringify(settings.data)} saved={settings.data} />;
}

function WorkspaceForm({ saved }: { readonly saved: Settings }) {
  const { workspace } = useApp();
  const store = useCommand("settings", "set");
  const [draft, setDraft] = useState(saved);
  const change = (part: Partial<Settings>) => setDraft((before) => ({ ...before, ...part }));
  return (
    <>
      {store.error !== null && <ErrorNotice problem={problemOf(store.error)} />}
      <Card title="Marking">
        <div className="settings-fields">
          <p className="muted">
            Of everything without a marking of its own: at the top and bottom of the window and of
            every page, and in every file that leaves.
          </p>
          <MarkingPicker
            value={draft.marking}
            onChange={(marking) => change({ marking: marking ?? noMarking })}
          />
        </div>
      </Card>
      <MarkingSchemes />
      <LoweringHistory />
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
