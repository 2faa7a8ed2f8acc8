import "../ui/switch-style.ts";
import { Button, Switch, TextInput } from "@mantine/core";
import type { Preferences } from "../../shared/model/workspace.ts";
import { useApp } from "../app/app-state.ts";
import { useTyped } from "../layers/use-typed.ts";
import { formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { type Choice, SegmentedControl } from "../ui/Toolbar.tsx";

const themes: readonly Choice<Preferences["theme"]>[] = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "system", label: "As the system" },
];

/** What belongs to the person at this machine and to no workspace. */
export function PreferenceSettings() {
  const { preferences, setPreferences } = useApp();
  return (
    <Card title="Preferences">
      <div className="settings-fields">
        <div className="settings-line">
          <span>Theme</span>
          <SegmentedControl
            label="Theme"
            value={preferences.theme}
            choices={themes}
            onChange={(theme) => setPreferences({ theme })}
          />
        </div>
        <Switch
          label="Narrow navigation"
          description="Icons with tooltips instead of words; Ctrl+B switches as well."
          checked={preferences.navigationRail}
          onChange={(event) => setPreferences({ navigationRail: event.currentTarget.checked })}
        />
        <AnalystField />
        <Switch
          label="Go on to the next test case"
          description="After an outcome, to the next that is not assessed; G in a run switches as well."
          checked={preferences.goOn}
          onChange={(event) => setPreferences({ goOn: event.currentTarget.checked })}
        />
        <div className="settings-line">
          <span>
            {formatNoun(preferences.recent.length, "recent workspace")} on the start screen
          </span>
          <Button
            size="xs"
            disabled={preferences.recent.length === 0}
            onClick={() => setPreferences({ recent: [] })}
          >
            Clear the list
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** Whose name the changes of test cases carry. */
function AnalystField() {
  const { preferences, setPreferences } = useApp();
  const name = useTyped(preferences.analyst, (value) => setPreferences({ analyst: value.trim() }));
  return (
    <TextInput
      label="Your name"
      description="Every change of a test case is kept with it."
      maxLength={200}
      value={name.value}
      onChange={(event) => name.type(event.currentTarget.value)}
      onBlur={name.settle}
    />
  );
}
