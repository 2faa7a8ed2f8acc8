import "../ui/pills-style.ts";
import { MultiSelect } from "@mantine/core";
import { useState } from "react";
import type { PlatformChange } from "../../shared/model/situation.ts";
import { offerPresets } from "../../shared/platform-presets.ts";
import { PlatformPresets } from "../settings/PlatformPresets.tsx";
import { usePlatforms } from "../settings/use-platforms.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun, formatOf } from "../ui/figures.ts";
import { techniqueName } from "../ui/MonoId.tsx";
import { SegmentedControl } from "../ui/Toolbar.tsx";
import { problemOf, useOperation } from "../use-operation.ts";
import { NoActors, SituationSteps } from "./SituationSteps.tsx";
import { situationWords } from "./situation-words.ts";
import type { StartProps } from "./start.ts";
import { useBegin } from "./use-begin.ts";
import { useReportStep } from "./use-report-step.tsx";

type After = "cloud" | "beside";

/** The same question once cloud platforms are in scope. */
export function CloudStart({ assessment, onClose }: StartProps) {
  const { id, name: base, scope } = assessment;
  const known = useOperation("catalogue", "list", {});
  const platforms = usePlatforms(
    (known.data ?? []).filter((release) =>
      scope.releases.some(
        ({ domain, version }) => domain === release.domain && version === release.version,
      ),
    ),
  );
  const [after, setAfter] = useState<After>(scope.platforms.length === 0 ? "cloud" : "beside");
  const [picked, setPicked] = useState<readonly string[]>();
  const { begin, busy, problem } = useBegin(onClose);

  const cloud = offerPresets(platforms)
    .filter((preset) => preset.id === "cloud" || preset.id === "containers")
    .flatMap((preset) => preset.platforms)
    .toSorted();
  const prefilled =
    after === "cloud" ? cloud : [...new Set([...scope.platforms, ...cloud])].toSorted();
  const chosen = picked ?? prefilled;
  const report = useReportStep({ name: `${base}, cloud`, title: `${base}: cloud migration` });
  const { name, title } = report;
  const change = useOperation(
    "compare",
    "platforms",
    { assessmentId: id, platforms: [...chosen] },
    { enabled: chosen.length > 0, keepPrevious: true },
  );

  return (
    <SituationSteps
      title={situationWords.cloud.title}
      verb="Make it and open the report"
      busy={busy}
      problem={problem}
      onClose={onClose}
      onFinish={() =>
        begin(
          {
            situation: "cloud",
            from: id,
            name,
            scope: { ...scope, platforms: [...chosen] },
            actors: null,
            title,
            comparedWith: { kind: "assessment", assessmentId: id },
            fundingOptions: [],
          },
          { done: `Made “${name}” and laid out its report.` },
        )
      }
      steps={[
        {
          label: "Platforms",
          blocked: chosen.length === 0 ? "Choose at least one platform." : undefined,
          content: (
            <>
              <NoActors assessment={assessment} onClose={onClose} />
              <SegmentedControl
                label="After the move"
                value={after}
                choices={[
                  { value: "cloud", label: "In the cloud alone" },
                  { value: "beside", label: "Beside what there is" },
                ]}
                onChange={(value) => {
                  setAfter(value);
                  setPicked(undefined);
                }}
              />
              <PlatformPresets platforms={platforms} chosen={chosen} onChange={setPicked} />
              <MultiSelect
                label="Platforms in scope after the move"
                description={`Now: ${scope.platforms.length === 0 ? "every platform" : scope.platforms.join(", ")}.`}
                data={platforms}
                value={[...chosen]}
                searchable
                onChange={setPicked}
              />
            </>
          ),
        },
        {
          label: "What changes",
          content: (
            <>
              {change.error !== null && <ErrorNotice problem={problemOf(change.error)} />}
              {change.data !== undefined && <Changes change={change.data} />}
            </>
          ),
        },
        report.step(
          <>
            <p>
              The report sets it beside “{base}”: what is new, what is lost, and because of what.
            </p>
          </>,
        ),
      ]}
    />
  );
}

/** What becomes of the answer, before anything is made. */
function Changes({ change }: { readonly change: PlatformChange }) {
  const { before, after, entered, left, uncovered, lostRules, wonRules, logSources } = change;
  const named = (techniques: PlatformChange["entered"]) =>
    techniques.map((one) => `${one.id} ${techniqueName(one)}`);
  const lists = [
    {
      title: formatNoun(entered.length, "technique comes in", "techniques come in"),
      items: named(entered),
    },
    {
      title: formatNoun(left.length, "technique leaves", "techniques leave"),
      items: named(left),
    },
    {
      title: formatNoun(
        uncovered.length,
        "technique is no longer covered",
        "techniques are no longer covered",
      ),
      items: named(uncovered),
    },
    {
      title: `${formatNoun(lostRules.length, "rule no longer counts", "rules no longer count")}${wonRules.length === 0 ? "" : `, ${formatCount(wonRules.length)} begin to`}`,
      items: lostRules.map((rule) => rule.name),
    },
    {
      title: formatNoun(logSources.length, "log source to bring in", "log sources to bring in"),
      items: logSources.map((one) => `${one.name}, for ${formatNoun(one.gaps, "gap")}`),
    },
  ];
  const unchanged = lists.filter(({ items }) => items.length === 0);
  return (
    <>
      <p>
        Covered: <b>{formatOf(before.covered, before.techniques)}</b> now,{" "}
        <b>{formatOf(after.covered, after.techniques)}</b> after the move.
      </p>
      <div className="situation-changes">
        {lists
          .filter(({ items }) => items.length > 0)
          .map((list) => (
            <Listed key={list.title} {...list} />
          ))}
        {unchanged.length > 0 && (
          <p className="situation-unchanged">{unchanged.map(({ title }) => title).join("; ")}.</p>
        )}
      </div>
    </>
  );
}

const mostListed = 200;

function Listed({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {items.slice(0, mostListed).map((item, index) => (
          // Rules of one name may be several.
          <li key={`${item} ${String(index)}`}>{item}</li>
        ))}
        {items.length > mostListed && (
          <li>{formatCount(items.length - mostListed)} more, which the report lists</li>
        )}
      </ul>
    </section>
  );
}
