import "./PlatformPresets.css";
import { isPresetChosen, offerPresets, togglePreset } from "../../shared/platform-presets.ts";
import { ToggleButton } from "../ui/Toolbar.tsx";

/** Platforms that people speak of as one, each taken in or out by one press. */
export function PlatformPresets({
  platforms,
  chosen,
  onChange,
}: {
  /** Those of the chosen releases. */
  readonly platforms: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (platforms: string[]) => void;
}) {
  const presets = offerPresets(platforms);
  if (presets.length === 0) return null;
  return (
    <fieldset className="platform-presets">
      <legend>Platforms by what they belong to</legend>
      <div>
        {presets.map((preset) => (
          <ToggleButton
            key={preset.id}
            pressed={isPresetChosen(preset, chosen)}
            onChange={() => onChange(togglePreset(preset, chosen))}
          >
            <span title={preset.platforms.join(", ")}>{preset.word}</span>
          </ToggleButton>
        ))}
      </div>
    </fieldset>
  );
}
