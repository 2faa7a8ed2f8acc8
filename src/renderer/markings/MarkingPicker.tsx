import "./MarkingPicker.css";
import "../ui/pills-style.ts";
import { MultiSelect, Select, TagsInput, TextInput } from "@mantine/core";
import { noMarking, type Marking, type MarkingScheme } from "../../shared/model/marking.ts";
import { bannerOf } from "../../shared/markings.ts";
import { Marking as Banner } from "../frame/Marking.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { problemOf, useOperation } from "../use-operation.ts";

/** Stands for no marking of one's own among the schemes. */
const standing = "";

/**
 * Chooses a marking: scheme, level, caveats and what the block says, with the banner that it makes.
 *
 * `inherited` offers to have none of one's own, in words such as "As the workspace".
 */
export function MarkingPicker({
  value,
  onChange,
  inherited,
}: {
  readonly value: Marking | null;
  readonly onChange: (value: Marking | null) => void;
  readonly inherited?: string;
}) {
  const known = useOperation("markings", "schemes", {});
  if (known.error !== null) return <ErrorNotice problem={problemOf(known.error)} />;
  if (known.data === undefined) return null;
  const schemes = known.data.map(({ scheme }) => scheme);
  const scheme = schemes.find(({ id }) => id === value?.scheme);
  const banner = value === null ? null : bannerOf(schemes, [value]);
  const choose = (id: string | null) => {
    const chosen = schemes.find((each) => each.id === id);
    const lowest = chosen?.levels[0];
    onChange(
      chosen === undefined || lowest === undefined
        ? null
        : { ...noMarking, scheme: chosen.id, level: lowest.id },
    );
  };
  return (
    <div className="marking-picker">
      <div className="marking-picker-pair">
        <Select
          label="Marking scheme"
          data={[
            ...(inherited === undefined ? [] : [{ value: standing, label: inherited }]),
            ...schemes.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={value?.scheme ?? standing}
          allowDeselect={false}
          onChange={choose}
        />
        {value !== null && scheme !== undefined && scheme.levels.length > 1 && (
          <Select
            label="Level"
            data={scheme.levels.map(({ id, text }) => ({ value: id, label: text }))}
            value={value.level}
            allowDeselect={false}
            onChange={(level) => {
              if (level !== null) onChange({ ...value, level });
            }}
          />
        )}
      </div>
      {value !== null && scheme !== undefined && (
        <>
          <CaveatFields scheme={scheme} value={value} onChange={onChange} />
          <BlockFields scheme={scheme} value={value} onChange={onChange} />
          {banner !== null && banner.text !== "" && (
            <div className="marking-picker-banner" aria-hidden="true">
              <Banner banner={banner} />
            </div>
          )}
        </>
      )}
    </div>
  );
}

interface FieldsProps {
  readonly scheme: MarkingScheme;
  readonly value: Marking;
  readonly onChange: (value: Marking) => void;
}

function CaveatFields({ scheme, value, onChange }: FieldsProps) {
  if (scheme.caveats.length === 0) return null;
  const chosen = new Set(value.caveats.map(({ id }) => id));
  const namesOf = (id: string) => value.caveats.find((caveat) => caveat.id === id)?.names ?? [];
  const setNames = (id: string, names: readonly string[]) =>
    onChange({
      ...value,
      caveats: value.caveats.map((caveat) =>
        caveat.id === id ? { id, names: names.map((name) => name.slice(0, 60)) } : caveat,
      ),
    });
  return (
    <>
      <MultiSelect
        label="Caveats"
        placeholder={chosen.size === 0 ? "None" : ""}
        data={scheme.caveats.map(({ id, text }) => ({ value: id, label: text }))}
        value={[...chosen]}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Clear caveats" }}
        onChange={(ids) => {
          const caveats = scheme.caveats
            .filter(({ id }) => ids.includes(id))
            .map(({ id }) => ({ id, names: [...namesOf(id)] }));
          onChange({ ...value, caveats });
        }}
      />
      {scheme.caveats
        .filter(({ id, names }) => names !== undefined && chosen.has(id))
        .map(({ id, text }) => (
          <TagsInput
            key={id}
            label={`${text} whom`}
            description="Enter after each name. A release without names counts for nothing."
            maxTags={100}
            value={[...namesOf(id)]}
            onChange={(names) => setNames(id, names)}
          />
        ))}
    </>
  );
}

function BlockFields({ scheme, value, onChange }: FieldsProps) {
  if (scheme.block.length === 0) return null;
  const textOf = (id: string) => value.block.find((line) => line.id === id)?.text ?? "";
  const setText = (id: string, text: string) => {
    const texts = new Map(scheme.block.map((line) => [line.id, textOf(line.id)]));
    texts.set(id, text);
    onChange({
      ...value,
      block: [...texts].flatMap(([line, words]) =>
        words === "" ? [] : [{ id: line, text: words }],
      ),
    });
  };
  return (
    <details className="marking-picker-block">
      <summary>{`Block on the first page: ${scheme.block.map(({ label }) => label).join(", ")}`}</summary>
      <div className="marking-picker-pair">
        {scheme.block.map(({ id, label }) => (
          <TextInput
            key={id}
            label={label}
            maxLength={2000}
            value={textOf(id)}
            onChange={(event) => setText(id, event.currentTarget.value)}
          />
        ))}
      </div>
    </details>
  );
}
