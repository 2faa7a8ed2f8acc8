import "../ui/pills-style.ts";
import { Button, MultiSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { environmentSetWords } from "../../shared/environment-set.ts";
import type { EnvironmentComparison } from "../../shared/model/environment-comparison.ts";
import { joinNames } from "../actors/actor-words.ts";
import { useApp } from "../app/app-state.ts";
import { ErrorNotice, Notice } from "../ui/ErrorNotice.tsx";
import { formatCount, formatNoun, formatOf } from "../ui/figures.ts";
import { problemOf, useCommand, useOperation } from "../use-operation.ts";
import { NoActors, SituationSteps } from "./SituationSteps.tsx";
import { situationWords } from "./situation-words.ts";
import type { StartProps } from "./start.ts";
import { useBegin } from "./use-begin.ts";
import { useReportStep } from "./use-report-step.tsx";

/** Environments that become one. */
export function MergerStart({ assessment, onClose }: StartProps) {
  const { importFrom } = useApp();
  const { id, scope } = assessment;
  const known = useOperation("environments", "list", {});
  const create = useCommand("environments", "create");
  const [added, setAdded] = useState("");
  const [picked, setPicked] = useState<readonly string[]>();
  const { begin, busy, problem } = useBegin(onClose);

  const environments = known.data ?? [];
  const names = environments.map(({ name }) => name);
  const prefilled = scope.environments.length > 1 ? scope.environments : names;
  const chosen = names.filter((name) => (picked ?? prefilled).includes(name));
  const empty = environments.filter(
    ({ name, detections }) => chosen.includes(name) && detections === 0,
  );
  const report = useReportStep({
    name: joinNames(chosen),
    title: `${joinNames(chosen)}: what we see together`,
  });
  const { name, title } = report;
  const comparison = useOperation(
    "compare",
    "environments",
    { assessmentId: id, environments: chosen },
    { enabled: chosen.length > 1, keepPrevious: true },
  );
  const add = () =>
    create.mutate(
      { name: added.trim() },
      {
        onSuccess: (environment) => {
          setPicked([...chosen, environment.name]);
          setAdded("");
        },
      },
    );

  return (
    <SituationSteps
      title={situationWords.merger.title}
      verb="Make it and open the report"
      busy={busy}
      problem={problem}
      onClose={onClose}
      onFinish={() =>
        begin(
          {
            situation: "merger",
            from: id,
            name,
            scope: { ...scope, environments: chosen },
            actors: null,
            title,
            comparedWith: null,
            fundingOptions: [],
          },
          { done: `Made “${name}” and laid out its report.` },
        )
      }
      steps={[
        {
          label: "Environments",
          blocked: chosen.length < 2 ? "It takes two environments." : undefined,
          content: (
            <>
              <NoActors assessment={assessment} onClose={onClose} />
              <MultiSelect
                label="Environments that become one"
                data={names}
                value={chosen}
                onChange={setPicked}
              />
              <ul className="situation-outcome plain">
                {environments
                  .filter((each) => chosen.includes(each.name))
                  .map((each) => (
                    <li key={each.id}>
                      {each.name}: {formatNoun(each.detections, "rule")},{" "}
                      {formatNoun(each.logSources, "log source")},{" "}
                      {formatNoun(each.assets, "asset")}
                    </li>
                  ))}
              </ul>
              <div className="situation-row">
                <TextInput
                  label="Another environment"
                  placeholder="Name of the other company"
                  maxLength={200}
                  value={added}
                  onChange={({ currentTarget: { value } }) => setAdded(value)}
                  onKeyDown={(event) => {
                    // Enter adds what was typed; it goes on where nothing was.
                    if (event.key !== "Enter" || added.trim() === "") return;
                    event.preventDefault();
                    add();
                  }}
                />
                <Button loading={create.isPending} disabled={added.trim() === ""} onClick={add}>
                  Add environment
                </Button>
              </div>
              {create.error !== null && <ErrorNotice problem={problemOf(create.error)} />}
              {empty.map((each) => (
                <Notice key={each.id} tone="info">
                  {each.name} has no rules yet.{" "}
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      onClose();
                      importFrom("detections", { environment: each.name });
                    }}
                  >
                    Import its rules
                  </button>
                </Notice>
              ))}
            </>
          ),
        },
        {
          label: "What they see",
          content: (
            <>
              {comparison.error !== null && <ErrorNotice problem={problemOf(comparison.error)} />}
              {comparison.data !== undefined && <Seen comparison={comparison.data} />}
            </>
          ),
        },
        report.step(
          <>
            <p>
              The report joins the inventories: what both see, what only one sees, what nobody sees,
              and the first hundred days.
            </p>
          </>,
        ),
      ]}
    />
  );
}

function Seen({ comparison }: { readonly comparison: EnvironmentComparison }) {
  const { joined, environments, coverageSets, ruleSets, firstDays } = comparison;
  return (
    <>
      <p>
        Together <b>{formatOf(joined.covered, joined.techniques)}</b> are covered;{" "}
        {environments
          .map(
            ({ name, coverage }) =>
              `${name} alone ${formatOf(coverage.covered, coverage.techniques)}`,
          )
          .join("; ")}
        .
      </p>
      <div className="situation-changes">
        <section>
          <h3>Techniques covered by</h3>
          <ul>
            {coverageSets.toReversed().map(({ environments: set, techniques }) => (
              <li key={set.join(" ")}>
                {environmentSetWords(comparison, set)}: {formatCount(techniques)}
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h3>Rules in</h3>
          <ul>
            {ruleSets.toReversed().map(({ environments: set, rules, enabled }) => (
              <li key={set.join(" ")}>
                {environmentSetWords(comparison, set)}: {formatCount(rules)}
                {rules > 0 && `, ${formatCount(enabled)} enabled`}
              </li>
            ))}
          </ul>
        </section>
      </div>
      <p>{firstDays.sentence}</p>
    </>
  );
}
