import { Button, Checkbox, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import type { ActorCoverage } from "../../shared/model/coverage.ts";
import type { ReportDocument } from "../../shared/model/report-document.ts";
import type { ReportContent } from "../../shared/model/report-template.ts";
import type { Problem } from "../../shared/problem.ts";
import { useAnswer } from "../app/app-state.ts";
import { useTyped } from "../layers/use-typed.ts";
import { NumberField } from "../settings/NumberField.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatNoun } from "../ui/figures.ts";
import { MultiChoiceMenu, SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { ComparedWithField } from "./ComparedWithField.tsx";
import { FundingFields } from "./FundingFields.tsx";
import { LogoImage } from "./LogoImage.tsx";
import { SectionsList } from "./SectionsList.tsx";
import { matrixModeWords } from "./section-words.ts";
import { TitleBlockFields } from "./TitleBlockFields.tsx";
import type { ChangeContent } from "./use-report-draft.ts";

/** Everything that is chosen about a report. */
export function ReportChoices({
  assessmentId,
  name,
  content,
  report,
  change,
}: {
  readonly assessmentId: number;
  /** Of the assessment: the title where none is typed. */
  readonly name: string;
  readonly content: ReportContent;
  /** As it is made now; undefined while it is made anew. */
  readonly report: ReportDocument | undefined;
  readonly change: ChangeContent;
}) {
  const answer = useAnswer();
  return (
    <section className="report-choices" aria-label="What the report holds">
      <Group title="Sections" aside={formatNoun(content.sections.length, "section")}>
        <SectionsList sections={content.sections} report={report} change={change} />
      </Group>
      <Group title="Cover">
        <TypedText
          label="Title"
          placeholder={name}
          maxLength={500}
          value={content.title}
          onText={(title, stretch) => change({ title }, "the title", stretch)}
        />
        <TypedText
          label="Subtitle"
          placeholder="Threat model and detection coverage"
          maxLength={500}
          value={content.subtitle}
          onText={(subtitle, stretch) => change({ subtitle }, "the subtitle", stretch)}
        />
        <TitleBlockFields lines={content.titleBlock} change={change} />
        <LogoField content={content} change={change} />
      </Group>
      <Group title="Introduction">
        <TypedText
          isLong
          label="Text"
          placeholder="Empty lines part paragraphs."
          maxLength={100_000}
          value={content.introduction}
          onText={(introduction, stretch) => change({ introduction }, "the introduction", stretch)}
        />
      </Group>
      <Group title="Depth">
        <ActorsField
          chosen={answer.data?.actors ?? []}
          actors={content.actors}
          onActors={(actors) => change({ actors }, "the actors that are described")}
        />
        <DepthFields depth={content.depth} change={change} />
      </Group>
      <Group title="Comparison">
        <ComparedWithField
          assessmentId={assessmentId}
          comparedWith={content.comparedWith}
          onChange={(comparedWith) => change({ comparedWith }, "what it is compared with")}
        />
      </Group>
      <Group title="Funding options">
        <FundingFields options={content.fundingOptions} change={change} />
      </Group>
      <Group title="Paper">
        <div className="report-paper">
          <SegmentedControl
            label="Paper"
            value={content.paper}
            choices={[
              { value: "A4", label: "A4" },
              { value: "Letter", label: "Letter" },
            ]}
            onChange={(paper) => change({ paper }, "the paper")}
          />
          <SegmentedControl
            label="Orientation"
            value={content.orientation}
            choices={[
              { value: "portrait", label: "Portrait" },
              { value: "landscape", label: "Landscape" },
            ]}
            onChange={(orientation) => change({ orientation }, "the orientation")}
          />
        </div>
        <Checkbox
          label="Portion marks"
          description="Before every paragraph, table and figure"
          checked={content.portionMarks}
          onChange={(event) =>
            change({ portionMarks: event.currentTarget.checked }, "portion marks")
          }
        />
      </Group>
    </section>
  );
}

function Group({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="report-group" role="group" aria-labelledby={id}>
      <div className="report-group-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <span className="muted">{aside}</span>}
      </div>
      {children}
    </div>
  );
}

/** A text that is kept while it is typed. */
function TypedText({
  label,
  placeholder,
  maxLength,
  value,
  isLong = false,
  onText,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly maxLength: number;
  readonly value: string;
  readonly isLong?: boolean;
  readonly onText: (text: string, stretch: string) => void;
}) {
  const typed = useTyped(value, onText);
  const field = {
    label,
    placeholder,
    maxLength,
    value: typed.value,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      typed.type(event.currentTarget.value),
    onBlur: typed.settle,
  };
  return isLong ? (
    <Textarea autosize minRows={3} maxRows={14} {...field} />
  ) : (
    <TextInput {...field} />
  );
}

function LogoField({
  content: { logo },
  change,
}: {
  readonly content: ReportContent;
  readonly change: ChangeContent;
}) {
  const [problem, setProblem] = useState<Problem>();
  const choose = async () => {
    setProblem(undefined);
    try {
      const path = await workbench.shell.chooseLogo({});
      if (path !== null) change({ logo: await workbench.reports.readLogo({ path }) }, "the logo");
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <div className="report-logo" role="group" aria-label="Logo">
      {logo !== null && <LogoImage logo={logo} />}
      <div className="report-logo-actions">
        <Button size="xs" onClick={() => void choose()}>
          {logo === null ? "Choose a logo…" : "Another logo…"}
        </Button>
        {logo !== null && (
          <Button size="xs" onClick={() => change({ logo: null }, "the logo")}>
            Take the logo out
          </Button>
        )}
        {logo === null && <span className="muted">PNG, JPEG or SVG</span>}
      </div>
      {problem !== undefined && <ErrorNotice problem={problem} />}
    </div>
  );
}

/** Which of the chosen actors are described; figures are always over all of them. */
function ActorsField({
  chosen,
  actors,
  onActors,
}: {
  readonly chosen: readonly ActorCoverage[];
  readonly actors: ReportContent["actors"];
  readonly onActors: (actors: ReportContent["actors"]) => void;
}) {
  const labelOf = ({ name, id, domain }: ActorCoverage) =>
    chosen.some((other) => other.name === name && (other.id !== id || other.domain !== domain))
      ? `${name} (${id}, ${domain.replace(/-attack$/, "")})`
      : name;
  const isDescribed = ({ id, domain }: ActorCoverage) =>
    actors === null || actors.some((ref) => ref.id === id && ref.domain === domain);
  return (
    <div>
      <MultiChoiceMenu
        label="Actors described"
        values={chosen.map(labelOf)}
        chosen={actors === null ? [] : chosen.filter(isDescribed).map(labelOf)}
        onChange={(labels) =>
          onActors(
            labels.length === 0
              ? null
              : chosen
                  .filter((actor) => labels.includes(labelOf(actor)))
                  .map(({ kind, domain, id }) => ({ kind, domain, id })),
          )
        }
      />
    </div>
  );
}

const usualGaps = 20;

function DepthFields({
  depth,
  change,
}: {
  readonly depth: ReportContent["depth"];
  readonly change: ChangeContent;
}) {
  const set = (part: Partial<ReportContent["depth"]>, label: string) =>
    change({ depth: { ...depth, ...part } }, label);
  const switches = [
    ["actorTechniques", "Techniques of each actor"],
    ["procedures", "Procedure texts"],
    ["rules", "Rules behind the levels"],
  ] as const;
  return (
    <>
      <div className="report-gaps">
        <Checkbox
          label="All gaps"
          checked={depth.gaps === null}
          onChange={(event) =>
            set({ gaps: event.currentTarget.checked ? null : usualGaps }, "how many gaps")
          }
        />
        {depth.gaps !== null && (
          <NumberField
            label="Gaps in full"
            min={1}
            max={100_000}
            decimals={0}
            value={depth.gaps}
            onChange={(gaps) => set({ gaps }, "how many gaps")}
          />
        )}
      </div>
      {switches.map(([key, word]) => (
        <Checkbox
          key={key}
          label={word}
          checked={depth[key]}
          onChange={(event) => set({ [key]: event.currentTarget.checked }, word.toLowerCase())}
        />
      ))}
      <Checkbox.Group
        label="Matrix pictures"
        value={depth.matrixModes}
        onChange={(modes) =>
          set(
            {
              matrixModes: matrixModeWords.flatMap(([mode]) =>
                modes.includes(mode) ? [mode] : [],
              ),
            },
            "the matrix pictures",
          )
        }
      >
        <div className="report-modes">
          {matrixModeWords.map(([mode, word]) => (
            <Checkbox key={mode} value={mode} label={word} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}
