import "../ui/number-input-style.ts";
import { Button, NativeSelect, NumberInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { PlanStatus, PlanWindow } from "../../shared/model/plan-mark.ts";
import type { PlanChange, PlanItem } from "../../shared/model/plan.ts";
import { planStatus, planWindow } from "../../shared/model/plan-mark.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { techniqueName } from "../ui/MonoId.tsx";
import "./DecisionDialog.css";
import { windowWords, workWords } from "./reason-words.ts";

type Fields = Omit<PlanChange, "domain" | "techniqueId">;

/** Stands for values that differ between the items. */
const differing = "";

/** What of an item can be fixed, for one item or several; several keep what is left as it is. */
export function PlanItemDialog({
  items,
  onClose,
  onSave,
}: {
  readonly items: readonly PlanItem[];
  readonly onClose: () => void;
  readonly onSave: (fields: Fields) => void;
}) {
  const shared = <Value,>(of: (item: PlanItem) => Value): Value | undefined => {
    const [first] = items;
    if (first === undefined) return undefined;
    return items.every((item) => of(item) === of(first)) ? of(first) : undefined;
  };
  const before = {
    window: shared((item): PlanWindow | "priority" =>
      item.windowFixed ? item.window : "priority",
    ),
    status: shared(({ status }) => status),
    owner: shared(({ owner }) => owner),
    dueOn: shared(({ dueOn, dueFixed }) => (dueFixed ? (dueOn ?? "") : "")),
    doneOn: shared(({ doneOn }) => doneOn ?? ""),
    effortDays: shared(({ effortDays, effortFixed }) => (effortFixed ? effortDays : null)),
    note: shared(({ note }) => note),
  };
  const [window, setWindow] = useState<string>(before.window ?? differing);
  const [status, setStatus] = useState<string>(before.status ?? differing);
  const [owner, setOwner] = useState(before.owner ?? "");
  const [dueOn, setDueOn] = useState(before.dueOn ?? "");
  const [doneOn, setDoneOn] = useState(before.doneOn ?? "");
  const [effortDays, setEffortDays] = useState<number | "">(before.effortDays ?? "");
  const [note, setNote] = useState(before.note ?? "");
  const [only] = items.length === 1 ? items : [];

  const fields: Fields = {
    ...(window === (before.window ?? differing)
      ? {}
      : { window: planWindow.options.find((each) => each === window) ?? null }),
    ...statusField(status, before.status),
    ...(owner === (before.owner ?? "") ? {} : { owner: owner.trim() }),
    ...(dueOn === (before.dueOn ?? "") ? {} : { dueOn: dueOn === "" ? null : dueOn }),
    ...(status !== "done" || doneOn === (before.doneOn ?? "")
      ? {}
      : { doneOn: doneOn === "" ? null : doneOn }),
    ...(effortDays === (before.effortDays ?? "")
      ? {}
      : { effortDays: effortDays === "" ? null : effortDays }),
    ...(note === (before.note ?? "") ? {} : { note }),
  };
  const isChanged = Object.keys(fields).length > 0;
  const isSeveral = items.length > 1;
  const stays = (value: unknown) =>
    isSeveral && value === undefined ? "several, kept" : undefined;
  const placeholder = (value: unknown) => {
    const words = stays(value);
    return words === undefined ? {} : { placeholder: words };
  };
  return (
    <Dialog
      opened
      title={
        only === undefined
          ? `What is planned for these ${String(items.length)} gaps?`
          : `What is planned for ${only.techniqueId}?`
      }
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" disabled={!isChanged} onClick={() => onSave(fields)}>
            Save
          </Button>
        </>
      }
    >
      <div className="decision-form">
        {only !== undefined && <p className="muted">{techniqueName(only)}</p>}
        <div className="decision-pair">
          <NativeSelect
            label="Window"
            value={window}
            onChange={(event) => setWindow(event.currentTarget.value)}
            data={[
              ...(before.window === undefined
                ? [{ value: differing, label: "several, kept" }]
                : []),
              {
                value: "priority",
                label:
                  only === undefined || only.windowFixed
                    ? "By priority"
                    : `By priority: ${windowWords[only.window]}`,
              },
              ...planWindow.options.map((value) => ({ value, label: windowWords[value] })),
            ]}
          />
          <TextInput
            type="date"
            label="Due (empty: end of the window)"
            value={dueOn}
            onChange={(event) => setDueOn(event.currentTarget.value)}
          />
          <NativeSelect
            label="Status"
            value={status}
            onChange={(event) => setStatus(event.currentTarget.value)}
            data={[
              ...(before.status === undefined
                ? [{ value: differing, label: "several, kept" }]
                : []),
              ...planStatus.options.map((value) => ({ value, label: workWords[value] })),
            ]}
          />
          {status === "done" ? (
            <TextInput
              type="date"
              label="Done on (empty: today)"
              value={doneOn}
              onChange={(event) => setDoneOn(event.currentTarget.value)}
            />
          ) : (
            <NumberInput
              label="Own effort, days (empty: by reason)"
              value={effortDays}
              min={0}
              step={0.5}
              decimalScale={2}
              allowedDecimalSeparators={[".", ","]}
              {...placeholder(before.effortDays)}
              onChange={(next) => setEffortDays(typeof next === "number" ? next : "")}
            />
          )}
        </div>
        <TextInput
          label="Owner"
          maxLength={200}
          value={owner}
          data-autofocus
          {...placeholder(before.owner)}
          onChange={(event) => setOwner(event.currentTarget.value)}
        />
        <Textarea
          label="Note"
          maxLength={10_000}
          autosize
          minRows={2}
          maxRows={8}
          value={note}
          {...placeholder(before.note)}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
    </Dialog>
  );
}

function statusField(status: string, before: PlanStatus | undefined): Fields {
  const chosen = planStatus.options.find((each) => each === status);
  return chosen === undefined || chosen === before ? {} : { status: chosen };
}
