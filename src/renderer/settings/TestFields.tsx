import "../ui/pills-style.ts";
import { MultiSelect } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import type { AssessmentSettings, Scope } from "../../shared/model/assessment.ts";
import { Card } from "../ui/Page.tsx";
import { useOperation } from "../use-operation.ts";
import { workbench } from "../workbench.ts";
import { NumberField } from "./NumberField.tsx";

/** Tactics of the scope's releases, each once, in the matrix's order. */
function useTactics(scope: Scope): readonly { readonly value: string; readonly label: string }[] {
  const releases = useOperation("catalogue", "list", {});
  const chosen = (releases.data ?? []).filter(({ domain, version }) =>
    scope.releases.some((each) => each.domain === domain && each.version === version),
  );
  return useQueries({
    queries: chosen.map(({ id }) => ({
      queryKey: ["catalogue", "matrix", { releaseId: id }],
      queryFn: () => workbench.catalogue.matrix({ releaseId: id }),
    })),
    combine: (results) => [
      ...new Map(
        results
          .flatMap((result) => result.data?.tactics ?? [])
          .map(({ shortname, name }) => [shortname, { value: shortname, label: name }]),
      ).values(),
    ],
  });
}

/** What emulation tests are held to, and for how long what they showed holds. */
export function TestFields({
  settings,
  scope,
  onChange,
}: {
  readonly settings: AssessmentSettings;
  readonly scope: Scope;
  readonly onChange: (change: Partial<AssessmentSettings>) => void;
}) {
  const tactics = useTactics(scope);
  const unknown = settings.logOnlyTactics.filter(
    (shortname) => !tactics.some(({ value }) => value === shortname),
  );
  return (
    <Card title="Emulation tests">
      <div className="settings-fields">
        <div className="settings-pair">
          <NumberField
            label="Alert SLA, minutes"
            description="A later alert counts as logged"
            value={settings.alertSlaMinutes}
            min={0.1}
            max={1_000_000}
            decimals={1}
            onChange={(alertSlaMinutes) => onChange({ alertSlaMinutes })}
          />
          <NumberField
            label="Validity, days"
            description="After them a validation, and a detection’s proof, is stale"
            value={settings.validityDays}
            min={1}
            max={100_000}
            decimals={0}
            onChange={(validityDays) => onChange({ validityDays })}
          />
        </div>
        <MultiSelect
          label="Tactics of which a trace is enough"
          description="A technique all of whose tactics are among these is expected to leave a trace in the log; every other is expected to raise an alert, unless its test case says otherwise."
          placeholder={settings.logOnlyTactics.length === 0 ? "None: always an alert" : ""}
          data={[...tactics, ...unknown.map((value) => ({ value, label: value }))]}
          value={settings.logOnlyTactics}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Clear tactics" }}
          onChange={(logOnlyTactics) => onChange({ logOnlyTactics })}
        />
      </div>
    </Card>
  );
}
