import {
  IconAlertTriangle,
  IconBooks,
  IconCalendarTime,
  IconFlask,
  IconHelpCircle,
  IconShieldQuestion,
  IconUpload,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AssessmentResult } from "../../shared/model/assessment.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { useApp } from "../app/app-state.ts";
import { daysSince, formatAge, formatDay, isDue } from "../app/times.ts";
import { useNow } from "../app/use-now.ts";
import { releaseName } from "../catalogue/authenticity.ts";
import { formatCount, formatNoun } from "../ui/figures.ts";
import { Card } from "../ui/Page.tsx";
import { useOperation } from "../use-operation.ts";

/** What stands in the way of trusting the figures, each with what to do about it. */
export function Attention({ answer }: { readonly answer: AssessmentResult }) {
  const { go, importCatalogue, importFrom } = useApp();
  const now = useNow();
  const releases = useOperation("catalogue", "list", {});
  const environments = useOperation("environments", "list", {});
  const inventory = useOperation("detections", "figures", {});
  const settings = useOperation("settings", "get", {});
  const assessment = useOperation("assessments", "get", { assessmentId: answer.assessmentId });
  const reviewOn = assessment.data?.reviewOn ?? null;
  const { coverage } = answer;
  const failedTests = answer.gaps.filter(({ reason }) => reason === "test-failed").length;

  const estates = (environments.data ?? []).filter((environment) =>
    answer.scope.environments.includes(environment.name),
  );
  const figures = (inventory.data ?? []).filter((each) =>
    estates.some((environment) => environment.id === each.environmentId),
  );
  const detections = figures.reduce((sum, each) => sum + each.detections, 0);
  const asked = (releases.data ?? []).filter((release) =>
    answer.catalogues.some(
      (catalogue) => catalogue.domain === release.domain && catalogue.version === release.version,
    ),
  );
  const starters = asked.filter((release) => release.authenticity === "starter");
  const doubtful = asked.filter((release) => release.authenticity === "altered");
  const limit = settings.data?.staleAfterDays ?? Infinity;
  const oldReleases = asked.filter(
    (release) => release.releasedOn !== null && daysSince(release.releasedOn, now) > limit,
  );
  const oldInventories = figures.filter(
    (each) => each.newestImport !== null && daysSince(each.newestImport, now) > limit,
  );

  return (
    <Card title="Needs your attention">
      <ul className="overview-attention plain">
        {inventory.data !== undefined && detections === 0 && (
          <Item
            tone="warning"
            icon={<IconUpload {...icon} />}
            strong="No detections yet."
            action="Import rules"
            onAction={() => importFrom("detections")}
          >
            Import a rule archive to see what you cover.
          </Item>
        )}
        {reviewOn !== null && isDue(reviewOn, now) && (
          <Item
            tone="warning"
            icon={<IconCalendarTime {...icon} />}
            strong={`The review was due on ${formatDay(reviewOn)}.`}
            action="Set the next day"
            onAction={() => go("settings", { section: "assessment" })}
          >
            Look at actors, rules and decisions again.
          </Item>
        )}
        {answer.catalogues.flatMap(({ domain }) =>
          estates.map((environment) => (
            <OtherReleaseIds
              key={`${domain} ${environment.name}`}
              assessmentId={answer.assessmentId}
              domain={domain}
              environment={environment.name}
            />
          )),
        )}
        {coverage.assumed > 0 && (
          <Item
            tone="warning"
            icon={<IconHelpCircle {...icon} />}
            strong={`${formatNoun(coverage.assumed, "technique")} of ${formatCount(coverage.techniques)} rest on an assumed state.`}
            action="Show rules with an assumed state"
            onAction={() => go("detections", { assumedState: true })}
          >
            The files could not say whether their rules run.
          </Item>
        )}
        {starters.length > 0 && (
          <Item
            tone="info"
            icon={<IconBooks {...icon} />}
            strong={`${starters.map(releaseName).join(", ")}: starter, facts only.`}
            action="Import ATT&CK bundle"
            onAction={importCatalogue}
          >
            Descriptions and procedure texts come with the official bundle.
          </Item>
        )}
        {doubtful.map((release) => (
          <Item
            key={release.id}
            tone="warning"
            icon={<IconShieldQuestion {...icon} />}
            strong={`${releaseName(release)} is altered.`}
            action="Show the release"
            onAction={() => go("catalogue", { releaseId: release.id })}
          >
            Its SHA-256 is not that of the published file.
          </Item>
        ))}
        {oldReleases.map((release) => (
          <Item
            key={release.id}
            tone="info"
            icon={<IconCalendarTime {...icon} />}
            strong={`${releaseName(release)} is old.`}
            action="Open catalogue"
            onAction={() => go("catalogue", { releaseId: release.id })}
          >
            Released {formatAge(release.releasedOn ?? release.importedAt, now)}; a newer bundle can
            stand beside it.
          </Item>
        ))}
        {oldInventories.map((each) => (
          <Item
            key={each.environmentId}
            tone="warning"
            icon={<IconCalendarTime {...icon} />}
            strong={`The inventory of ${estates.find((environment) => environment.id === each.environmentId)?.name ?? "an environment"} is old.`}
            action="Import rules"
            onAction={() => importFrom("detections")}
          >
            Its newest import was {formatAge(each.newestImport ?? "", now)}.
          </Item>
        ))}
        {failedTests > 0 && (
          <Item
            tone="warning"
            icon={<IconFlask {...icon} />}
            strong={`Tests of ${formatNoun(failedTests, "technique")} failed.`}
            action="Show these gaps"
            onAction={() => go("gaps", { reason: "test-failed" })}
          >
            What was expected of the defence was not seen.
          </Item>
        )}
        {coverage.tested === 0 && coverage.covered > 0 && (
          <Item tone="info" icon={<IconFlask {...icon} />} strong="Nothing is validated yet.">
            {formatNoun(coverage.covered, "technique")} count as covered on the strength of rules
            alone.
          </Item>
        )}
      </ul>
    </Card>
  );
}

const icon = { size: 18, stroke: 1.75, "aria-hidden": true } as const;

function Item({
  tone,
  icon: picture,
  strong,
  action,
  onAction,
  children,
}: {
  readonly tone: "warning" | "info";
  readonly icon: ReactNode;
  readonly strong: string;
  readonly action?: string;
  readonly onAction?: () => void;
  readonly children: ReactNode;
}) {
  return (
    <li data-tone={tone}>
      {picture}
      <p>
        <b>{strong}</b> {children}
        {action !== undefined && (
          <>
            {" "}
            <button type="button" className="link" onClick={onAction}>
              {action}
            </button>
          </>
        )}
      </p>
    </li>
  );
}

/** IDs of another release in an environment's inventory, and what accepting their map would do. */
function OtherReleaseIds({
  assessmentId,
  domain,
  environment,
}: {
  readonly assessmentId: number;
  readonly domain: Domain;
  readonly environment: string;
}) {
  const { go } = useApp();
  const offers = useOperation("detections", "offers", { assessmentId, domain, environment });
  const imports = useOperation("imports", "list", {});
  if (offers.data === undefined) return null;
  const { coveredNow, coveredWithAll, denominator, version } = offers.data;
  const waiting = offers.data.offers.filter(
    (offer) => offer.accepted === null && offer.kind !== "none",
  );
  if (waiting.length === 0) return null;
  const pairs = waiting.reduce((sum, offer) => sum + offer.detections, 0);
  const gained = coveredNow === null || coveredWithAll === null ? 0 : coveredWithAll - coveredNow;
  const newest = imports.data
    ?.filter((each) => each.kind === "detections")
    .reduce<number | undefined>((last, each) => Math.max(last ?? 0, each.id), undefined);
  return (
    <Item
      tone="warning"
      icon={<IconAlertTriangle {...icon} />}
      strong={`${formatNoun(pairs, "mention")} of ${formatNoun(waiting.length, "ID")} from another release than ${version} do not count.`}
      action={newest === undefined ? "Open detections" : "Open import report"}
      onAction={() =>
        newest === undefined
          ? go("detections")
          : go("imports", { importId: newest, importClass: "newer-only" })
      }
    >
      {gained > 0 && coveredNow !== null && coveredWithAll !== null && denominator !== null
        ? `Coverage rises from ${formatCount(coveredNow)} to ${formatCount(coveredWithAll)} of ${formatCount(denominator)} if you accept the map.`
        : "Accepting the map changes no figure of this assessment."}
    </Item>
  );
}
