import "./PictureDialog.css";
import { Button, Checkbox, Menu, Select, TextInput } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import type { LayerSource } from "../../shared/model/layer.ts";
import {
  defaultPictureOptions,
  type DrawnPicture,
  type PictureFormat,
  type PictureOptions,
  tableOptions,
  type TableShape,
} from "../../shared/model/picture.ts";
import { thingsOf } from "../../shared/marked-source.ts";
import type { Problem } from "../../shared/problem.ts";
import { safeFileName } from "../app/file-names.ts";
import { formatDay } from "../app/times.ts";
import { useNow } from "../app/use-now.ts";
import { chooseMarking, ExportMarking, type MarkingDraft } from "../markings/ExportMarking.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { buildPictureElements } from "./picture-elements.ts";

const sheetChoices = [
  { value: "fit", label: "As large as needed" },
  ...["A4", "A3", "A2", "Letter", "Tabloid"].map((value) => ({ value, label: value })),
];
const orientationChoices = [
  { value: "landscape", label: "Landscape" },
  { value: "portrait", label: "Portrait" },
];
const fontChoices = [
  { value: "sans", label: "Sans serif" },
  { value: "serif", label: "Serif" },
  { value: "mono", label: "Monospaced" },
];
const fontScaleChoices = [
  { value: "0.85", label: "Small" },
  { value: "1", label: "Normal" },
  { value: "1.25", label: "Large" },
  { value: "1.6", label: "Very large" },
];
const themeChoices = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];
const subtechniqueChoices = [
  { value: "none", label: "As strips" },
  { value: "annotated", label: "Annotated" },
  { value: "all", label: "All" },
];
const scaleChoices = [
  { value: "1", label: "As drawn" },
  { value: "2", label: "Twice" },
  { value: "3", label: "Three times" },
  { value: "4", label: "Four times" },
];
const switches = [
  ["header", "Title and figures"],
  ["legend", "Legend"],
  ["values", "Values"],
  ["ids", "IDs"],
  ["names", "Names"],
] as const satisfies readonly (readonly [keyof PictureOptions, string])[];

/** What of the window's view a picture starts with. */
export type PictureStart = Partial<
  Pick<PictureOptions, "subtechniques" | "hiddenTactics" | "theme">
>;

/** Draws a layer as it will be saved, and saves it as a picture or a table. */
export function PictureDialog({
  source,
  title,
  opened,
  start = {},
  onClose,
}: {
  readonly source: LayerSource;
  readonly title: string;
  readonly opened: boolean;
  readonly start?: PictureStart;
  readonly onClose: () => void;
}) {
  const [options, setOptions] = useState<PictureOptions>({ ...defaultPictureOptions, ...start });
  const [scale, setScale] = useState(2);
  const [busy, setBusy] = useState<PictureFormat | "table">();
  const [problem, setProblem] = useState<Problem>();
  const today = formatDay(new Date(useNow()).toISOString());
  const [marking, setMarking] = useState<MarkingDraft | null>(null);
  const things = thingsOf(source);
  const drawing = useOperation(
    "layers",
    "draw",
    { source, options },
    { enabled: opened, keepPrevious: true },
  );
  const picture = drawing.data;
  const change = (part: Partial<PictureOptions>) =>
    setOptions((before) => ({ ...before, ...part }));
  const failure = problem ?? (drawing.error === null ? undefined : problemOf(drawing.error));
  const suggested = safeFileName(options.title === "" ? title : options.title);

  const attempt = async (what: PictureFormat | "table", work: () => Promise<string | null>) => {
    setBusy(what);
    setProblem(undefined);
    try {
      const path = await work();
      if (path !== null) showDone(`Saved as ${path}`);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(undefined);
    }
  };
  const savePicture = (format: PictureFormat, drawn: DrawnPicture) =>
    void attempt(format, async () => {
      const marked = await chooseMarking(marking, things, `Picture of ${title}`);
      const isAsDrawn = marked.marked === undefined;
      const { svg, width, height } = isAsDrawn
        ? drawn
        : await workbench.layers.draw({ source, options, ...marked });
      return workbench.shell.savePicture({ svg, width, height, format, suggested, scale });
    });
  const saveTable = (shape: TableShape, extension: "xlsx" | "csv") =>
    void attempt("table", async () => {
      const path = await workbench.shell.chooseSaveFile({
        suggested: `${suggested}.${extension}`,
        extension,
      });
      if (path === null) return null;
      const written = await workbench.layers.exportTable({
        source,
        path,
        shape,
        options: tableOptions.parse(options),
        ...(await chooseMarking(marking, things, `Table of ${title}`)),
      });
      return written.path;
    });
  const isReady = picture !== undefined && !drawing.isPlaceholderData && drawing.error === null;

  return (
    <Dialog
      opened={opened}
      wide
      title={`How should “${title}” be saved?`}
      onClose={onClose}
      foot={
        <div className="picture-foot">
          <Menu position="top-start">
            <Menu.Target>
              <Button leftSection={<IconTable size={16} />} loading={busy === "table"}>
                Table
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => saveTable("matrix", "xlsx")}>
                Workbook in the shape of the matrix (XLSX)
              </Menu.Item>
              <Menu.Item onClick={() => saveTable("list", "xlsx")}>
                Workbook with every technique (XLSX)
              </Menu.Item>
              <Menu.Item onClick={() => saveTable("list", "csv")}>
                List of every technique (CSV)
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <span className="picture-foot-rest" />
          {(["png", "pdf", "svg"] as const).map((format) => (
            <Button
              key={format}
              variant={format === "svg" ? "filled" : "default"}
              disabled={!isReady || (busy !== undefined && busy !== format)}
              loading={busy === format}
              onClick={() => picture !== undefined && savePicture(format, picture)}
            >
              {`Save ${format.toUpperCase()}`}
            </Button>
          ))}
        </div>
      }
    >
      <div className="picture-dialog">
        <Preview picture={picture} isStale={drawing.isPlaceholderData} />
        {failure !== undefined && <ErrorNotice problem={failure} />}
        {picture?.warnings.map((warning) => (
          <Notice key={warning} tone="warning">
            {warning}
          </Notice>
        ))}
        <div className="picture-fields">
          <Choice
            label="Sheet"
            value={options.sheet}
            choices={sheetChoices}
            onChange={(sheet) => change({ sheet })}
          />
          <Choice
            label="Orientation"
            value={options.orientation}
            choices={orientationChoices}
            onChange={(orientation) => change({ orientation })}
          />
          <Choice
            label="Sub-techniques"
            value={options.subtechniques}
            choices={subtechniqueChoices}
            onChange={(subtechniques) => change({ subtechniques })}
          />
          <Choice
            label="Colours"
            value={options.theme}
            choices={themeChoices}
            onChange={(theme) => change({ theme })}
          />
          <Choice
            label="Type"
            value={options.font}
            choices={fontChoices}
            onChange={(font) => change({ font })}
          />
          <Choice
            label="Size of type"
            value={String(options.fontScale)}
            choices={fontScaleChoices}
            onChange={(factor) => change({ fontScale: Number(factor) })}
          />
          <Choice
            label="Pixels of PNG"
            value={String(scale)}
            choices={scaleChoices}
            onChange={(factor) => setScale(Number(factor))}
          />
          <TextInput
            label="Title"
            placeholder={title}
            maxLength={500}
            value={options.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
        </div>
        <div className="picture-switches">
          {switches.map(([key, word]) => (
            <Checkbox
              key={key}
              label={word}
              checked={options[key]}
              onChange={(event) => change({ [key]: event.currentTarget.checked })}
            />
          ))}
          <Checkbox
            label="Date"
            checked={options.date !== ""}
            onChange={(event) => change({ date: event.currentTarget.checked ? today : "" })}
          />
          <Checkbox
            label="Annotated techniques alone"
            checked={!options.unannotated}
            onChange={(event) => change({ unannotated: !event.currentTarget.checked })}
          />
        </div>
        <ExportMarking things={things} draft={marking} onChange={setMarking} />
      </div>
    </Dialog>
  );
}

/** A field with a few values, of which one is always chosen. */
function Choice<Value extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}) {
  return (
    <Select
      label={label}
      allowDeselect={false}
      data={choices}
      value={value}
      onChange={(chosen) => {
        // The choices are the values that the field can take.
        if (chosen !== null) onChange(chosen as Value);
      }}
    />
  );
}

/** The picture as it will be saved, as large as there is room. */
function Preview({
  picture,
  isStale,
}: {
  readonly picture: DrawnPicture | undefined;
  readonly isStale: boolean;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const svg = picture?.svg;
  useEffect(() => {
    frame.current?.replaceChildren(...(svg === undefined ? [] : [buildPictureElements(svg)]));
  }, [svg]);
  return <div ref={frame} className="picture-preview" data-stale={isStale} aria-busy={isStale} />;
}
