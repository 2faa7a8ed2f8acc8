import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { layerVariableAt } from "../../shared/layer-variable.ts";
import type { ExpressionIssue, LayerCombination, LayerSummary } from "../../shared/model/layer.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { showDone } from "../ui/toasts.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { ActionDialog } from "./ActionDialog.tsx";
import type { LayerDialog } from "./layer-dialog.ts";
import { GroupField } from "./MoveDialog.tsx";
import { RejectedList } from "./RejectedList.tsx";

/** Where everything but the scores comes from, with its words. */
const parts = [
  ["gradientFrom", "Gradient", "Fits the scores"],
  ["coloursFrom", "Colours", "None"],
  ["commentsFrom", "Comments", "None"],
  ["metadataFrom", "Metadata", "None"],
  ["linksFrom", "Links", "None"],
  ["statesFrom", "States", "All enabled"],
  ["filtersFrom", "Platforms", "All"],
  ["legendFrom", "Legend", "None"],
] as const satisfies readonly (readonly [keyof LayerCombination, string, string])[];
type Part = (typeof parts)[number][0];

const examples: readonly { readonly expression: string; readonly words: string }[] = [
  { expression: "a + b", words: "Sum" },
  { expression: "(a - b) * 100", words: "Difference" },
  { expression: "a > b ? 1 : 0", words: "Where a is above b" },
  { expression: "min(a, b)", words: "The lower" },
  { expression: "max(a, b)", words: "The higher" },
  { expression: "a and b", words: "In both" },
  { expression: "a and not b", words: "Only in a" },
];

/** Makes one layer of several by an expression over their scores. */
export function CombineDialog({
  chosen,
  layers,
  domain,
  version,
  shownLayerId,
  onShow,
  onDialog,
  onClose,
}: {
  /** What to begin with; may be none. */
  readonly chosen: readonly LayerSummary[];
  readonly layers: readonly LayerSummary[];
  readonly domain: string;
  readonly version: string;
  readonly shownLayerId: number | null;
  readonly onShow: (layerId: number | null) => void;
  readonly onDialog: (dialog: LayerDialog) => void;
  readonly onClose: () => void;
}) {
  const [operands, setOperands] = useState<readonly (number | null)[]>(() =>
    firstOperands(chosen, layers, domain, version),
  );
  const [expression, setExpression] = useState("a + b");
  const [from, setFrom] = useState<Readonly<Partial<Record<Part, string>>>>({});
  const [name, setName] = useState("");
  const [group, setGroup] = useState("");
  const [made, setMade] = useState<Awaited<ReturnType<typeof workbench.layers.combine>>>();

  const variables = operands.map((_operand, at) => layerVariableAt(at));
  const issue = useOperation(
    "layers",
    "check",
    { expression, variables },
    { keepPrevious: true, enabled: expression.trim() !== "" },
  );
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const named = operands.map((id) => (id === null ? undefined : byId.get(id)));
  const [first] = named;
  const other = named.find(
    (layer) =>
      layer !== undefined &&
      first !== undefined &&
      (layer.domain !== first.domain || layer.version !== first.version),
  );
  const isReady =
    expression.trim() !== "" &&
    issue.data === null &&
    other === undefined &&
    operands.every((id) => id !== null);

  const combine = async () => {
    const pick = (part: Part) => {
      const variable = from[part];
      return variable !== undefined && variables.includes(variable) ? variable : null;
    };
    const result = await workbench.layers.combine({
      expression,
      layers: operands.flatMap((layerId, at) =>
        layerId === null ? [] : [{ variable: layerVariableAt(at), layerId }],
      ),
      gradientFrom: pick("gradientFrom"),
      coloursFrom: pick("coloursFrom"),
      commentsFrom: pick("commentsFrom"),
      linksFrom: pick("linksFrom"),
      metadataFrom: pick("metadataFrom"),
      statesFrom: pick("statesFrom"),
      filtersFrom: pick("filtersFrom"),
      legendFrom: pick("legendFrom"),
      name: name.trim() === "" ? expression.trim().slice(0, 200) : name.trim(),
      group: group.trim(),
    });
    if (result.layer.domain === domain) onShow(result.layer.id);
    if (result.rejected.length > 0) {
      setMade(result);
      return;
    }
    showDone(
      `${result.layer.name} made with ${formatNoun(result.layer.annotations, "annotation")}.`,
    );
    onClose();
  };

  if (made !== undefined) {
    return (
      <Dialog
        opened
        title={`${made.layer.name}: not every score is a number`}
        onClose={onClose}
        foot={
          <Button variant="filled" data-autofocus onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="dialog-fields">
          <p>
            {`${formatNoun(made.layer.annotations, "annotation")} made. These are left without a score:`}
          </p>
          <RejectedList rejected={made.rejected} />
        </div>
      </Dialog>
    );
  }
  return (
    <ActionDialog
      wide
      title="How should the layers become one?"
      verb="Combine layers"
      disabled={!isReady}
      act={combine}
      onClose={onClose}
    >
      <div className="operands">
        {operands.map((id, at) => (
          <div key={layerVariableAt(at)} className="operand">
            <span className="operand-variable mono">{layerVariableAt(at)}</span>
            <Select
              aria-label={`Layer ${layerVariableAt(at)}`}
              placeholder="Choose a layer"
              searchable
              data={choicesOf(layers)}
              value={id === null ? null : String(id)}
              onChange={(value) =>
                setOperands(
                  operands.map((before, index) =>
                    index === at ? (value === null ? null : Number(value)) : before,
                  ),
                )
              }
            />
            <ActionIcon
              aria-label={`Take ${layerVariableAt(at)} out`}
              disabled={operands.length === 1}
              onClick={() => setOperands(operands.filter((_each, index) => index !== at))}
            >
              <IconX aria-hidden="true" />
            </ActionIcon>
          </div>
        ))}
        <Button
          size="xs"
          leftSection={<IconPlus aria-hidden="true" />}
          onClick={() => setOperands([...operands, null])}
        >
          Another layer
        </Button>
      </div>
      {other !== undefined && first !== undefined && (
        <Notice
          tone="warning"
          actions={
            other.domain === first.domain && (
              <Button
                size="xs"
                onClick={() => onDialog({ kind: "upgrade", layer: other, version: first.version })}
              >
                Upgrade…
              </Button>
            )
          }
        >
          {`“${other.name}” is of ${other.domain} ${other.version}, “${first.name}” of ${first.domain} ${first.version}. Layers are combined within one domain and release.`}
        </Notice>
      )}
      <ExpressionField
        expression={expression}
        issue={expression.trim() === "" ? null : (issue.data ?? null)}
        onExpression={setExpression}
      />
      <div className="examples" role="group" aria-label="Examples">
        {examples.map((example) => (
          <button
            key={example.expression}
            type="button"
            className="example"
            title={example.words}
            disabled={operands.length < 2}
            onClick={() => setExpression(example.expression)}
          >
            <span className="mono">{example.expression}</span>
          </button>
        ))}
      </div>
      <p className="muted">
        A layer without a score for a technique counts as 0 where another one has a score. Numbers,
        + − * / % ^, comparisons, and, or, not, ? : and functions such as min, max, round, sqrt.
      </p>
      <fieldset className="from-parts">
        <legend className="field-label">The rest comes from</legend>
        {parts.map(([part, label, none]) => (
          <Select
            key={part}
            label={label}
            size="xs"
            data={[
              { value: "", label: none },
              ...named.map((layer, at) => ({
                value: layerVariableAt(at),
                label: `${layerVariableAt(at)}: ${layer?.name ?? "not chosen"}`,
              })),
            ]}
            value={from[part] ?? ""}
            onChange={(value) => setFrom({ ...from, [part]: value ?? "" })}
          />
        ))}
      </fieldset>
      <div className="dialog-pair">
        <TextInput
          label="Name"
          placeholder={expression}
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <GroupField group={group} layers={layers} onGroup={setGroup} />
      </div>
      {issue.error !== null && <ErrorNotice problem={problemOf(issue.error)} />}
    </ActionDialog>
  );

  /** The layers to begin with: the chosen ones, else the shown one, and place for a second. */
  function firstOperands(
    picked: readonly LayerSummary[],
    all: readonly LayerSummary[],
    ofDomain: string,
    ofVersion: string,
  ): readonly (number | null)[] {
    const ids = picked.map(({ id }) => id);
    if (ids.length === 0 && shownLayerId !== null) ids.push(shownLayerId);
    const like = picked[0] ?? all.find(({ id }) => id === ids[0]);
    const next = all.find(
      (each) =>
        !ids.includes(each.id) &&
        each.domain === (like?.domain ?? ofDomain) &&
        each.version === (like?.version ?? ofVersion),
    );
    return ids.length > 1 ? ids : [ids[0] ?? null, next?.id ?? null];
  }
}

/** The layers under their groups, as a choice. */
function choicesOf(layers: readonly LayerSummary[]) {
  return layers.map((layer) => ({
    value: String(layer.id),
    label: `${layer.group === "" ? "" : `${layer.group} › `}${layer.name}, ${layer.version}`,
  }));
}

/** The expression with the wrong part marked below it. */
function ExpressionField({
  expression,
  issue,
  onExpression,
}: {
  readonly expression: string;
  readonly issue: ExpressionIssue | null;
  readonly onExpression: (expression: string) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const wrong = issue === null ? null : partsOf(expression, issue);
  return (
    <div className="expression">
      <TextInput
        ref={field}
        label="Score"
        data-autofocus
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: "mono" }}
        aria-invalid={issue !== null}
        error={issue?.message}
        maxLength={10_000}
        value={expression}
        onChange={(event) => onExpression(event.currentTarget.value)}
      />
      {wrong !== null && issue !== null && (
        <button
          type="button"
          className="expression-wrong mono"
          title={`Go to character ${String(issue.from + 1)}`}
          onClick={() => {
            field.current?.focus();
            field.current?.setSelectionRange(issue.from, issue.from + issue.length);
          }}
        >
          {wrong.before}
          <mark>{wrong.marked}</mark>
          {wrong.after}
        </button>
      )}
    </div>
  );
}

/** The text before, in and after what is wrong; the end of the text is shown as a place of its own. */
function partsOf(expression: string, { from, length }: ExpressionIssue) {
  const marked = expression.slice(from, from + length);
  return {
    before: expression.slice(0, from),
    marked: marked === "" ? "␣" : marked,
    after: expression.slice(from + length),
  };
}
