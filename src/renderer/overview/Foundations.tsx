import type { AssessmentResult } from "../../shared/model/assessment.ts";
import { useApp } from "../app/app-state.ts";
import { formatAge, formatDay, isDue } from "../app/times.ts";
import { useNow } from "../app/use-now.ts";
import { AuthenticityBadge } from "../catalogue/AuthenticityBadge.tsx";
import { releaseName } from "../catalogue/authenticity.ts";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { useOperation } from "../use-operation.ts";

/** What the figures rest on: catalogue and inventory with their ages, and every assumption. */
export function Foundations({ answer }: { readonly answer: AssessmentResult }) {
  const { go } = useApp();
  const now = useNow();
  const releases = useOperation("catalogue", "list", {});
  const environments = useOperation("environments", "list", {});
  const inventory = useOperation("detections", "figures", {});
  const assessment = useOperation("assessments", "get", { assessmentId: answer.assessmentId });
  const reviewOn = assessment.data?.reviewOn ?? null;

  const asked = answer.catalogues.flatMap((catalogue) => {
    const release = releases.data?.find(
      (each) => each.domain === catalogue.domain && each.version === catalogue.version,
    );
    return release === undefined ? [] : [release];
  });
  const estates = (environments.data ?? []).filter((environment) =>
    answer.scope.environments.includes(environment.name),
  );
  return (
    <Card title="What this rests on">
      <ul className="overview-foundations plain">
        {asked.map((release) => (
          <li key={release.id}>
            <button
              type="button"
              className="link"
              onClick={() => go("catalogue", { releaseId: release.id })}
            >
              {releaseName(release)}
            </button>
            <AuthenticityBadge authenticity={release.authenticity} />
            <span className="muted">
              {release.releasedOn === null
                ? "release date unknown"
                : `released ${formatDay(release.releasedOn)}, ${formatAge(release.releasedOn, now)}`}
              {`; imported ${formatAge(release.importedAt, now)}`}
            </span>
          </li>
        ))}
        {estates.map((environment) => {
          const figures = inventory.data?.find((each) => each.environmentId === environment.id);
          return (
            <li key={environment.name}>
              <button type="button" className="link" onClick={() => go("detections")}>
                {environment.name}
              </button>
              <span className="muted">
                {figures === undefined || figures.detections === 0
                  ? "no detections yet"
                  : `${formatNoun(figures.detections, "detection")}: ${formatCount(figures.enabled)} enabled, ` +
                    `${formatCount(figures.disabled)} disabled, ${formatCount(figures.available)} available` +
                    (figures.newestImport === null
                      ? ""
                      : `; newest import ${formatAge(figures.newestImport, now)}`)}
              </span>
            </li>
          );
        })}
      </ul>
      {reviewOn !== null && (
        <p className="overview-review muted">
          {isDue(reviewOn, now) ? "Review was due on" : "Next review on"} {formatDay(reviewOn)}
        </p>
      )}
      {answer.assumptions.length > 0 && (
        <>
          <h3 className="overview-assumed">Assumed</h3>
          <ul className="overview-assumptions">
            {answer.assumptions.map((assumption) => (
              <li key={assumption}>{assumption}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
