import { Autocomplete, Button, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Asset, AssetChange, Criticality } from "../../shared/model/asset.ts";
import { criticality as criticalitySchema } from "../../shared/model/asset.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { criticalityChoices } from "./asset-words.ts";
import "./Assets.css";

/** What the fields of a dialog hold; undefined = several assets say several things. */
interface Draft {
  readonly name: string | undefined;
  readonly platform: string | undefined;
  readonly criticality: Criticality | null | undefined;
  readonly segment: string | undefined;
  readonly owner: string | undefined;
}

const nothing: Draft = { name: "", platform: "", criticality: null, segment: "", owner: "" };

/** The value that assets have in common. */
function shared<Value>(values: readonly Value[]): Value | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

function draftOf(assets: readonly Asset[]): Draft {
  return {
    name: shared(assets.map(({ name }) => name)),
    platform: shared(assets.map(({ platform }) => platform)),
    criticality: shared(assets.map(({ criticality }) => criticality)),
    segment: shared(assets.map(({ segment }) => segment)),
    owner: shared(assets.map(({ owner }) => owner)),
  };
}

/** What a draft changes, field by field. */
function changeOf(before: Draft, after: Draft): AssetChange {
  return {
    ...(after.name === before.name || after.name === undefined ? {} : { name: after.name }),
    ...(after.platform === before.platform || after.platform === undefined
      ? {}
      : { platform: after.platform }),
    ...(after.criticality === before.criticality || after.criticality === undefined
      ? {}
      : { criticality: after.criticality }),
    ...(after.segment === before.segment || after.segment === undefined
      ? {}
      : { segment: after.segment }),
    ...(after.owner === before.owner || after.owner === undefined ? {} : { owner: after.owner }),
  };
}

function AssetFields({
  draft,
  withName,
  onChange,
}: {
  readonly draft: Draft;
  readonly withName: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
}) {
  const known = useOperation("assets", "segments", {});
  const segments = [...new Set((known.data ?? []).map(({ segment }) => segment))];
  const differ = (value: unknown) => (value === undefined ? "They differ" : "");
  return (
    <div className="assets-fields">
      {withName && (
        <TextInput
          label="Name"
          data-autofocus
          maxLength={500}
          value={draft.name ?? ""}
          onChange={({ currentTarget: { value } }) => onChange({ name: value })}
        />
      )}
      <TextInput
        label="Platform"
        description="As your inventory writes it, such as Windows Server 2019; several after commas"
        placeholder={differ(draft.platform)}
        maxLength={500}
        value={draft.platform ?? ""}
        onChange={({ currentTarget: { value } }) => onChange({ platform: value })}
      />
      <Select
        label="Criticality"
        placeholder={draft.criticality === undefined ? "They differ" : "Nobody said"}
        data={criticalityChoices}
        value={draft.criticality ?? null}
        clearable
        clearButtonProps={{ "aria-label": "Clear criticality" }}
        onChange={(value) => {
          const read = criticalitySchema.safeParse(value);
          onChange({ criticality: read.success ? read.data : null });
        }}
      />
      <Autocomplete
        label="Segment"
        placeholder={differ(draft.segment)}
        maxLength={500}
        data={segments.filter((segment) => segment !== "")}
        value={draft.segment ?? ""}
        onChange={(segment) => onChange({ segment })}
      />
      <TextInput
        label="Owner"
        placeholder={differ(draft.owner)}
        maxLength={500}
        value={draft.owner ?? ""}
        onChange={({ currentTarget: { value } }) => onChange({ owner: value })}
      />
    </div>
  );
}

/** Asks for an asset that no file names. */
export function AddAssetDialog({
  environmentId,
  onClose,
}: {
  readonly environmentId: number;
  readonly onClose: () => void;
}) {
  const [draft, setDraft] = useState<Draft>(nothing);
  const add = useCommand("assets", "add");
  const remove = useCommand("assets", "remove");
  const name = draft.name?.trim() ?? "";
  return (
    <Dialog
      opened
      title="Add an asset?"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={name === ""}
            loading={add.isPending}
            onClick={() =>
              add.mutate(
                { environmentId, asset: { ...changeOf(nothing, draft), name } },
                {
                  onSuccess: ({ id }) => {
                    onClose();
                    showDone(`Added ${name}`, () => remove.mutate({ ids: [id] }));
                  },
                },
              )
            }
          >
            Add asset
          </Button>
        </>
      }
    >
      {add.error !== null && <ErrorNotice problem={problemOf(add.error)} />}
      <AssetFields
        draft={draft}
        withName
        onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
      />
    </Dialog>
  );
}

/** Edits one asset, or what many have in common. */
export function EditAssetsDialog({
  assets,
  onClose,
  onEdited,
}: {
  readonly assets: readonly Asset[];
  readonly onClose: () => void;
  /** The assets as they were. */
  readonly onEdited: (before: Asset[]) => void;
}) {
  const before = draftOf(assets);
  const [draft, setDraft] = useState<Draft>(before);
  const edit = useCommand("assets", "edit");
  const change = changeOf(before, draft);
  const isEmpty = Object.keys(change).length === 0;
  const [only] = assets;
  const isOne = assets.length === 1;
  return (
    <Dialog
      opened
      title={
        isOne ? `Edit ${only?.name ?? "asset"}?` : `Edit ${formatNoun(assets.length, "asset")}?`
      }
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            disabled={isEmpty || change.name?.trim() === ""}
            loading={edit.isPending}
            onClick={() =>
              edit.mutate({ ids: assets.map(({ id }) => id), change }, { onSuccess: onEdited })
            }
          >
            Save
          </Button>
        </>
      }
    >
      {edit.error !== null && <ErrorNotice problem={problemOf(edit.error)} />}
      <AssetFields
        draft={draft}
        withName={isOne}
        onChange={(next) => setDraft((last) => ({ ...last, ...next }))}
      />
      {only !== undefined && isOne && only.platforms.length === 0 && only.platform !== "" && (
        <p className="muted">“{only.platform}” names no platform of ATT&CK.</p>
      )}
    </Dialog>
  );
}
