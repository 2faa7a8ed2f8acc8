import "../ui/switch-style.ts";
import { Select, Switch } from "@mantine/core";
import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import { severity } from "../../shared/model/detection.ts";
import { Card } from "../ui/Page.tsx";
import { NumberField } from "./NumberField.tsx";

/** Severities, lowest first, as sentences write them. */
const severities = severity.options.map((value) => ({
  value,
  label: `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
}));

/** By which ways techniques come in, and what makes a detection count in full. */
export function CountingFields({
  settings,
  onChange,
}: {
  readonly settings: AssessmentSettings;
  readonly onChange: (change: Partial<AssessmentSettings>) => void;
}) {
  const { ways } = settings;
  return (
    <Card title="What counts">
      <div className="settings-fields">
        <Switch
          label="Techniques of campaigns attributed to a group"
          description="Direct use and your own additions always count."
          checked={ways.campaigns}
          onChange={(event) =>
            onChange({ ways: { ...ways, campaigns: event.currentTarget.checked } })
          }
        />
        <Switch
          label="Techniques of software that an actor itself uses"
          description="Software that only a campaign used is not counted."
          checked={ways.software}
          onChange={(event) =>
            onChange({ ways: { ...ways, software: event.currentTarget.checked } })
          }
        />
        <Switch
          label="A detection of the parent makes a sub-technique partial"
          checked={settings.parentOnly}
          onChange={(event) => onChange({ parentOnly: event.currentTarget.checked })}
        />
        <div className="settings-pair">
          <NumberField
            label="Rules for “Several rules”"
            description="Enabled detections in full"
            value={settings.threshold}
            min={2}
            decimals={0}
            onChange={(threshold) => onChange({ threshold })}
          />
          <Select
            label="Severity floor"
            description="Rules below it count in part"
            data={severities}
            value={settings.severityFloor}
            onChange={(value) => {
              const chosen = severity.safeParse(value);
              if (chosen.success) onChange({ severityFloor: chosen.data });
            }}
          />
        </div>
      </div>
    </Card>
  );
}
