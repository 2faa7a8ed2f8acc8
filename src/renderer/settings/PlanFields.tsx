import type { AssessmentSettings } from "../../shared/model/assessment.ts";
import { reasonWords } from "../gaps/reason-words.ts";
import { Card } from "../ui/Page.tsx";
import { NumberField } from "./NumberField.tsx";

/** Effort by reason, and what the investment sentence reckons with. */
export function PlanFields({
  settings,
  onChange,
}: {
  readonly settings: AssessmentSettings;
  readonly onChange: (change: Partial<AssessmentSettings>) => void;
}) {
  return (
    <Card title="Effort and investment" aside="Person-days">
      <div className="settings-fields">
        <div className="settings-grid">
          {settings.effort.map(({ reason, days }) => (
            <NumberField
              key={reason}
              label={reasonWords[reason]}
              value={days}
              min={0}
              step={0.5}
              onChange={(next) =>
                onChange({
                  effort: settings.effort.map((each) =>
                    each.reason === reason ? { reason, days: next } : each,
                  ),
                })
              }
            />
          ))}
          <NumberField
            label="A log source, paid once"
            value={settings.logSourceDays}
            min={0}
            step={0.5}
            onChange={(logSourceDays) => onChange({ logSourceDays })}
          />
        </div>
        <div className="settings-pair">
          <NumberField
            label="Coverage aimed at, %"
            value={settings.target}
            min={0}
            max={100}
            onChange={(target) => onChange({ target })}
          />
          <NumberField
            label="Engineers"
            value={settings.engineers}
            min={0.1}
            step={0.5}
            onChange={(engineers) => onChange({ engineers })}
          />
        </div>
      </div>
    </Card>
  );
}
