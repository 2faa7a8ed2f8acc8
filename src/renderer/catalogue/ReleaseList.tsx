import type { Release } from "../../shared/model/catalogue.ts";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { AuthenticityBadge } from "./AuthenticityBadge.tsx";
import { releaseName } from "./authenticity.ts";

/** The releases side by side; one is looked at. */
export function ReleaseList({
  releases,
  selectedId,
  onSelect,
}: {
  readonly releases: readonly Release[];
  readonly selectedId: number;
  readonly onSelect: (release: Release) => void;
}) {
  return (
    <Card title="Releases" flush>
      <ul className="catalogue-list plain">
        {releases.map((release) => (
          <li key={release.id}>
            <button
              type="button"
              aria-pressed={release.id === selectedId}
              onClick={() => onSelect(release)}
            >
              <span className="catalogue-list-name">
                <b>{releaseName(release)}</b>
                <AuthenticityBadge authenticity={release.authenticity} />
              </span>
              <span className="muted">
                {formatCount(release.counts.techniques + release.counts.subtechniques)} techniques,{" "}
                {formatNoun(release.counts.groups, "group")}
                {release.overlays.length > 0 &&
                  `, ${formatNoun(release.overlays.length, "overlay")}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
