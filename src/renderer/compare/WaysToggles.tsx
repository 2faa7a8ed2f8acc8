import type { Ways } from "../../shared/model/actor.ts";
import { ToggleButton } from "../ui/Toolbar.tsx";

/** By which ways techniques are taken in: direct uses always count. */
export function WaysToggles({
  ways,
  onChange,
}: {
  readonly ways: Ways;
  readonly onChange: (ways: Ways) => void;
}) {
  return (
    <>
      <ToggleButton
        pressed={ways.campaigns}
        onChange={(campaigns) => onChange({ ...ways, campaigns })}
      >
        Attributed campaigns
      </ToggleButton>
      <ToggleButton
        pressed={ways.software}
        onChange={(software) => onChange({ ...ways, software })}
      >
        Their software
      </ToggleButton>
    </>
  );
}
