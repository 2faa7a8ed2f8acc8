import type { Assessment, AssessmentSummary } from "../../shared/model/assessment.ts";
import type { Release } from "../../shared/model/catalogue.ts";
import type { ComparisonSide } from "../../shared/model/comparison-side.ts";
import type { SnapshotSummary } from "../../shared/model/snapshot.ts";

/** Something that can be set beside something else. */
export interface SideChoice {
  readonly side: ComparisonSide;
  readonly label: string;
}

/** Choices of one kind, under their title. */
export interface SideGroup {
  readonly title: string;
  readonly choices: readonly SideChoice[];
}

/** What there is to compare, the current assessment's own first. */
export interface SideSources {
  readonly current: Assessment | undefined;
  readonly assessments: readonly AssessmentSummary[];
  readonly snapshots: readonly SnapshotSummary[];
  readonly releases: readonly Release[];
}

/** Everything that can stand on a side, by kind. */
export function listSides(sources: SideSources): readonly SideGroup[] {
  const { current, assessments, snapshots } = sources;
  return [
    {
      title: "Assessments as they are now",
      choices: assessments.map(({ id, name }) => ({
        side: { kind: "assessment" as const, assessmentId: id },
        label: name,
      })),
    },
    {
      title: "Snapshots",
      choices: snapshots.map(({ id, name, assessmentName, createdAt }) => ({
        side: { kind: "snapshot" as const, snapshotId: id },
        label: `${name} (${assessmentName}, ${createdAt.slice(0, 10)})`,
      })),
    },
    ...(current === undefined || current.scope.environments.length < 2
      ? []
      : [
          {
            title: `Environments of ${current.name}`,
            choices: current.scope.environments.map((environment) => ({
              side: { kind: "environment" as const, assessmentId: current.id, environment },
              label: `${current.name}: ${environment} alone`,
            })),
          },
        ]),
    ...(current === undefined ? [] : onOtherReleases(current, sources.releases)),
  ].filter(({ choices }) => choices.length > 0);
}

function onOtherReleases(current: Assessment, releases: readonly Release[]): SideGroup[] {
  return [
    {
      title: `${current.name} on another release`,
      choices: releases
        .filter(({ domain, version }) =>
          current.scope.releases.some((own) => own.domain === domain && own.version !== version),
        )
        .map(({ domain, version }) => ({
          side: {
            kind: "rebased" as const,
            assessmentId: current.id,
            releases: [{ domain, version }],
          },
          label: `${current.name} on ${domain} ${version}`,
        })),
    },
  ];
}

/** A side as the value of a choice. */
export function keyOfSide(side: ComparisonSide): string {
  return JSON.stringify(side);
}

/**
 * What is set beside each other at first: the latest snapshot of the assessment and the assessment,
 * else two of its environments, else another assessment and this one.
 */
export function firstSides({
  current,
  assessments,
  snapshots,
}: SideSources): { readonly before: ComparisonSide; readonly after: ComparisonSide } | null {
  if (current === undefined) return null;
  const after: ComparisonSide = { kind: "assessment", assessmentId: current.id };
  const own = snapshots.find(({ assessmentId }) => assessmentId === current.id) ?? snapshots[0];
  if (own !== undefined) return { before: { kind: "snapshot", snapshotId: own.id }, after };
  const [first, second] = current.scope.environments;
  if (first !== undefined && second !== undefined) {
    const of = (environment: string): ComparisonSide => ({
      kind: "environment",
      assessmentId: current.id,
      environment,
    });
    return { before: of(first), after: of(second) };
  }
  const other = assessments.find(({ id }) => id !== current.id);
  return other === undefined
    ? null
    : { before: { kind: "assessment", assessmentId: other.id }, after };
}
