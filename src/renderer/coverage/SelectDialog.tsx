import { Button, Checkbox, Radio, Select, TextInput } from "@mantine/core";
import { useDeferredValue, useMemo, useState } from "react";
import type { Ways } from "../../shared/model/actor.ts";
import type { ObjectKind } from "../../shared/model/catalogue.ts";
import { findWords } from "../matrix/columns.ts";
import type { MatrixTechnique } from "../matrix/matrix-view.ts";
import { techniquesOf } from "../matrix/selection.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { problemOf, useOperation } from "../use-operation.ts";
import type { LegendPick } from "./matrix-model.ts";
import {
  isNamed,
  keysOfPicked,
  pickInto,
  type PickOptions,
  type PickWay,
} from "./pick-techniques.ts";

/** By what techniques are picked: words, an object of the catalogue, or what they have in common. */
type PickBy = "name" | "text" | "platform" | "legend" | PickKind;
type PickKind = Extract<
  ObjectKind,
  | "group"
  | "software"
  | "campaign"
  | "mitigation"
  | "dataComponent"
  | "dataSource"
  | "detectionStrategy"
  | "asset"
>;

const kinds: readonly { readonly value: PickKind; readonly label: string }[] = [
  { value: "group", label: "Group" },
  { value: "software", label: "Software" },
  { value: "campaign", label: "Campaign" },
  { value: "mitigation", label: "Mitigation" },
  { value: "dataComponent", label: "Data component" },
  { value: "dataSource", label: "Data source" },
  { value: "detectionStrategy", label: "Detection strategy" },
  { value: "asset", label: "Asset" },
];
const verbs: Readonly<Record<PickKind, string>> = {
  group: "that it uses",
  software: "that it uses",
  campaign: "that were used in it",
  mitigation: "that it mitigates",
  dataComponent: "that it helps to detect",
  dataSource: "that it helps to detect",
  detectionStrategy: "that it detects",
  asset: "that target it",
};
const ways: readonly { readonly value: PickWay; readonly label: string; readonly verb: string }[] =
  [
    { value: "replace", label: "Replace the selection", verb: "Select" },
    { value: "add", label: "Add", verb: "Add" },
    { value: "remove", label: "Remove", verb: "Remove" },
    { value: "intersect", label: "Keep what is in both", verb: "Keep" },
  ];

const nobody: ReadonlySet<string> = new Set();

function isKind(by: PickBy): by is PickKind {
  return kinds.some(({ value }) => value === by);
}

/** Picks techniques by name, text, an object of the catalogue, platform or legend. */
export function SelectDialog({
  releaseId,
  release,
  techniques,
  platforms,
  legend,
  visible,
  selected,
  assessmentWays,
  withSubtechniques,
  onSelect,
  onClose,
}: {
  readonly releaseId: number;
  /** `enterprise-attack 18.1`. */
  readonly release: string;
  /** Of the whole view. */
  readonly techniques: readonly MatrixTechnique[];
  readonly platforms: readonly string[];
  readonly legend: readonly LegendPick[];
  /** Keys of the cells on the grid. */
  readonly visible: ReadonlySet<string>;
  readonly selected: ReadonlySet<string>;
  readonly assessmentWays: Ways;
  readonly withSubtechniques: boolean;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onClose: () => void;
}) {
  const [by, setBy] = useState<PickBy>("name");
  const [text, setText] = useState("");
  const [stixId, setStixId] = useState<string | null>(null);
  const [common, setCommon] = useState<string | null>(null);
  const [groupWays, setGroupWays] = useState(assessmentWays);
  const [way, setWay] = useState<PickWay>(selected.size === 0 ? "replace" : "add");
  const [options, setOptions] = useState<PickOptions>({ withSubtechniques, visibleOnly: false });
  const searched = useDeferredValue(text.trim());

  const kind = isKind(by) ? by : null;
  const objects = useOperation(
    "catalogue",
    "browse",
    { releaseId, kind: kind ?? "group", text: "", withInactive: false },
    { enabled: kind !== null },
  );
  const ofObject = useOperation(
    "catalogue",
    "techniquesOf",
    { releaseId, stixId: stixId ?? "", ways: groupWays },
    { enabled: kind !== null && stixId !== null },
  );
  const byText = useOperation(
    "catalogue",
    "techniquesByText",
    { releaseId, text: searched },
    { enabled: by === "text" && searched !== "" },
  );

  const ids = useMemo((): ReadonlySet<string> => {
    switch (by) {
      case "name": {
        const words = findWords(searched);
        if (words.length === 0) return nobody;
        return new Set(
          techniques.filter((technique) => isNamed(technique, words)).map(({ id }) => id),
        );
      }
      case "text":
        return searched === "" ? nobody : new Set<string>(byText.data);
      case "platform":
        return new Set(
          techniques
            .filter(({ platforms: own }) => common !== null && own.includes(common))
            .map(({ id }) => id),
        );
      case "legend":
        return legend.find(({ key }) => key === common)?.ids ?? nobody;
      default:
        return stixId === null ? nobody : new Set<string>(ofObject.data);
    }
  }, [by, searched, techniques, byText.data, common, legend, stixId, ofObject.data]);
  const picked = useMemo(
    () => keysOfPicked(ids, techniques, visible, options),
    [ids, techniques, visible, options],
  );
  const next = useMemo(() => pickInto(selected, picked, way), [selected, picked, way]);
  const pickedIds = techniquesOf(picked);
  const onGrid = techniquesOf([...picked].filter((key) => visible.has(key))).size;
  const left = techniquesOf(next).size;
  const verb = ways.find(({ value }) => value === way)?.verb ?? "Select";
  const failed = objects.error ?? ofObject.error ?? byText.error;
  const isAsked =
    by === "name" || by === "text"
      ? searched !== ""
      : by === "platform" || by === "legend"
        ? common !== null
        : stixId !== null;
  const isReading = ofObject.isLoading || byText.isLoading;

  const choose = (value: string | null): void => {
    const options = ["name", "text", "platform", "legend", ...kinds.map((each) => each.value)];
    const known = options.find((each) => each === value);
    if (known === undefined) return;
    // The value is one of those offered.
    setBy(known as PickBy);
    setStixId(null);
    setCommon(null);
  };

  return (
    <Dialog
      opened
      wide
      title="Which techniques?"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="filled"
            type="submit"
            form="select-techniques"
            disabled={!isAsked || isReading || (pickedIds.size === 0 && way !== "intersect")}
          >
            {verb} {formatNoun(way === "intersect" ? left : pickedIds.size, "technique")}
          </Button>
        </>
      }
    >
      <form
        id="select-techniques"
        className="select-dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isAsked || isReading) return;
          onSelect(next);
          onClose();
        }}
      >
        <div className="select-by">
          <Select
            label="By"
            w={200}
            allowDeselect={false}
            value={by}
            data={[
              { value: "name", label: "ID or name" },
              { value: "text", label: "Full text" },
              { group: "Of the catalogue", items: kinds.map((each) => ({ ...each })) },
              {
                group: "In common",
                items: [
                  { value: "platform", label: "Platform" },
                  { value: "legend", label: "Entry of the legend" },
                ],
              },
            ]}
            onChange={choose}
          />
          {(by === "name" || by === "text") && (
            <TextInput
              className="select-what"
              label={by === "name" ? "Words of the ID or name" : "Words of the description"}
              placeholder={by === "name" ? "T1059 or shell" : "scheduled task"}
              value={text}
              data-autofocus
              spellCheck={false}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          {kind !== null && (
            <Select
              className="select-what"
              key={kind}
              label={kinds.find(({ value }) => value === kind)?.label ?? ""}
              placeholder={
                objects.data?.length === 0
                  ? `${release} names none`
                  : `One of ${formatCount(objects.data?.length ?? 0)}, by name or ID`
              }
              searchable
              selectFirstOptionOnChange
              limit={200}
              value={stixId}
              data={(objects.data ?? []).map((object) => ({
                value: object.stixId,
                label:
                  object.attackId === null ? object.name : `${object.name} (${object.attackId})`,
              }))}
              nothingFoundMessage="Nothing of this name"
              onChange={setStixId}
              maxDropdownHeight={280}
            />
          )}
          {(by === "platform" || by === "legend") && (
            <Select
              className="select-what"
              key={by}
              label={by === "platform" ? "Platform" : "Entry of the legend"}
              placeholder="Choose"
              searchable
              value={common}
              data={
                by === "platform"
                  ? [...platforms]
                  : legend.map(({ key, word }) => ({ value: key, label: word }))
              }
              onChange={setCommon}
              maxDropdownHeight={280}
            />
          )}
        </div>
        {by === "group" && (
          <div className="select-options" role="group" aria-label="Ways">
            <Checkbox
              label="With campaigns attributed to it"
              checked={groupWays.campaigns}
              onChange={(event) =>
                setGroupWays({ ...groupWays, campaigns: event.currentTarget.checked })
              }
            />
            <Checkbox
              label="With software that it uses"
              checked={groupWays.software}
              onChange={(event) =>
                setGroupWays({ ...groupWays, software: event.currentTarget.checked })
              }
            />
          </div>
        )}
        {failed !== null && <ErrorNotice problem={problemOf(failed)} />}
        <div className="select-options">
          <Checkbox
            label="With their sub-techniques"
            checked={options.withSubtechniques}
            onChange={(event) =>
              setOptions({ ...options, withSubtechniques: event.currentTarget.checked })
            }
          />
          <Checkbox
            label="Only what the matrix shows now"
            checked={options.visibleOnly}
            onChange={(event) =>
              setOptions({ ...options, visibleOnly: event.currentTarget.checked })
            }
          />
        </div>
        <Radio.Group
          label="What becomes of the selection"
          value={way}
          onChange={(value) => {
            const known = ways.find((each) => each.value === value);
            if (known !== undefined) setWay(known.value);
          }}
        >
          <div className="select-options">
            {ways.map(({ value, label }) => (
              <Radio
                key={value}
                value={value}
                label={label}
                disabled={selected.size === 0 && value !== "replace"}
              />
            ))}
          </div>
        </Radio.Group>
        <p className="select-preview" role="status">
          {!isAsked
            ? "Nothing picked yet."
            : isReading
              ? "Reading…"
              : `${formatNoun(pickedIds.size, "technique")}${kind === null ? "" : ` ${verbs[kind]}`}, ${formatCount(onGrid)} on the matrix now. Then ${formatCount(left)} are selected.`}
        </p>
      </form>
    </Dialog>
  );
}
