import { Button, Menu, Select, TextInput } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import type {
  OwnTemplate,
  ReportDraft,
  ReportTemplate,
} from "../../shared/model/report-template.ts";
import type { Problem } from "../../shared/problem.ts";
import { safeFileName } from "../app/file-names.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Badge } from "../ui/Tag.tsx";
import { showDone } from "../ui/toasts.tsx";
import { MenuButton } from "../ui/Toolbar.tsx";
import { problemOf } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { applyTemplate, differsFromTemplate, isOwn } from "./report-choices.ts";
import type { ReportDraftState } from "./use-report-draft.ts";

type NameQuestion = { readonly kind: "save" } | { readonly kind: "rename"; template: OwnTemplate };

/** The template that the report began from, whether it was left, and what can be done with it. */
export function TemplateBar({
  state,
  draft,
}: {
  readonly state: ReportDraftState;
  readonly draft: ReportDraft;
}) {
  const { templates, take } = state;
  const [asking, setAsking] = useState<NameQuestion>();
  const [problem, setProblem] = useState<Problem>();
  const template = templates.find(({ name }) => name === draft.template);
  const own = template !== undefined && isOwn(template) ? template : undefined;
  const isChanged = template !== undefined && differsFromTemplate(draft.content, template);

  const attempt = (work: () => Promise<void>) => {
    setProblem(undefined);
    work().catch((error: unknown) => setProblem(problemOf(error)));
  };
  const restore = (before: OwnTemplate) =>
    attempt(async () => {
      await workbench.reports.restoreTemplate({ template: before });
    });
  const choose = (name: string) => {
    const chosen = templates.find((each) => each.name === name);
    if (chosen === undefined) return;
    take(
      { template: name, content: applyTemplate(chosen.content, draft.content) },
      `the template “${name}”`,
    );
  };
  const save = (saved: OwnTemplate) =>
    attempt(async () => {
      const { before } = await workbench.reports.saveTemplate({
        id: saved.id,
        name: saved.name,
        content: draft.content,
      });
      showDone(`“${saved.name}” saved`, before === null ? undefined : () => restore(before));
    });
  const remove = (removed: OwnTemplate) =>
    attempt(async () => {
      const before = await workbench.reports.removeTemplate({ id: removed.id });
      showDone(`“${removed.name}” deleted; the report stays as it is`, () => restore(before));
    });
  const exportIt = () =>
    attempt(async () => {
      const path = await workbench.shell.chooseSaveFile({
        suggested: `${safeFileName(draft.template)} template.json`,
        extension: "json",
      });
      if (path === null) return;
      await workbench.reports.exportTemplate({
        name: draft.template,
        content: draft.content,
        path,
      });
      showDone(`Written to ${path}`);
    });
  const importIt = () =>
    attempt(async () => {
      const path = await workbench.shell.chooseTemplate({});
      if (path === null) return;
      const { name, content } = await workbench.reports.importTemplate({ path });
      take({ template: name, content }, `the template “${name}”`);
      showDone(`“${name}” imported`);
    });

  return (
    <div className="template-bar">
      <Select
        aria-label="Template"
        allowDeselect={false}
        data={templateChoices(templates, draft.template)}
        renderOption={({ option }) => <TemplateOption name={option.value} templates={templates} />}
        comboboxProps={{ width: 360, position: "bottom-start" }}
        value={draft.template}
        onChange={(name) => {
          if (name !== null) choose(name);
        }}
      />
      {template === undefined && <Badge>template deleted</Badge>}
      {isChanged && <Badge tone="warning">changed</Badge>}
      {isChanged && own !== undefined && (
        <Button size="xs" onClick={() => save(own)}>
          Save template
        </Button>
      )}
      <MenuButton label="Template">
        <Menu.Item onClick={() => setAsking({ kind: "save" })}>Save as…</Menu.Item>
        {own !== undefined && (
          <>
            <Menu.Item onClick={() => setAsking({ kind: "rename", template: own })}>
              Rename…
            </Menu.Item>
            <Menu.Item color="red" onClick={() => remove(own)}>
              Delete
            </Menu.Item>
          </>
        )}
        {isChanged && (
          <Menu.Item
            onClick={() => choose(draft.template)}
          >{`Back to “${draft.template}”`}</Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item onClick={exportIt}>Export to a file…</Menu.Item>
        <Menu.Item onClick={importIt}>Import from a file…</Menu.Item>
      </MenuButton>
      {problem !== undefined && <ErrorNotice problem={problem} />}
      {asking !== undefined && (
        <NameDialog
          question={asking}
          draft={draft}
          onClose={() => setAsking(undefined)}
          onNamed={(named, undo) => {
            setAsking(undefined);
            take({ ...draft, template: named.name }, `the name “${named.name}”`);
            showDone(`“${named.name}” saved`, undo);
          }}
        />
      )}
    </div>
  );
}

function templateChoices(templates: readonly ReportTemplate[], current: string) {
  const group = (own: boolean) =>
    templates
      .filter((template) => isOwn(template) === own)
      .map(({ name }) => ({ value: name, label: name }));
  const groups = [
    { group: "This workspace", items: group(true) },
    { group: "Casemate", items: group(false) },
  ].filter(({ items }) => items.length > 0);
  return templates.some(({ name }) => name === current)
    ? groups
    : [
        ...groups,
        { group: "Deleted", items: [{ value: current, label: current, disabled: true }] },
      ];
}

function TemplateOption({
  name,
  templates,
}: {
  readonly name: string;
  readonly templates: readonly ReportTemplate[];
}) {
  const about = templates.find((template) => template.name === name)?.about ?? "";
  return (
    <div>
      {name}
      {about !== "" && <div className="toolbar-note">{about}</div>}
    </div>
  );
}

/** Asks for the name of a template, and keeps it under that. */
function NameDialog({
  question,
  draft,
  onClose,
  onNamed,
}: {
  readonly question: NameQuestion;
  readonly draft: ReportDraft;
  readonly onClose: () => void;
  readonly onNamed: (template: OwnTemplate, undo: () => void) => void;
}) {
  const [name, setName] = useState(question.kind === "rename" ? question.template.name : "");
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    if (question.kind === "rename") {
      const { template } = question;
      const renamed = await workbench.reports.renameTemplate({ id: template.id, name });
      onNamed(renamed, () => void workbench.reports.restoreTemplate({ template }));
      return;
    }
    const { template } = await workbench.reports.saveTemplate({
      id: null,
      name,
      content: draft.content,
    });
    onNamed(template, () => void workbench.reports.removeTemplate({ id: template.id }));
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    setBusy(true);
    setProblem(undefined);
    keep()
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => setBusy(false));
  };
  return (
    <Dialog
      opened
      title={
        question.kind === "save"
          ? "Under which name is this report kept?"
          : `What should “${question.template.name}” be called?`
      }
      onClose={onClose}
    >
      <form className="dialog-fields" onSubmit={submit}>
        <TextInput
          label="Name"
          maxLength={200}
          required
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {problem !== undefined && <ErrorNotice problem={problem} />}
        <div className="dialog-foot">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={name.trim() === ""}>
            {question.kind === "save" ? "Save template" : "Rename"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
