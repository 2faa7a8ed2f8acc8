import type { CasemateContract } from "../../shared/contract.ts";
import type { Domain } from "../../shared/model/attack-id.ts";
import { techniqueId } from "../../shared/model/attack-id.ts";
import type { ReleaseComparison } from "../../shared/model/release-comparison.ts";
import { Problem } from "../../shared/problem.ts";
import { answerAssessment } from "../assessments/answer.ts";
import { getReleaseChoice } from "../assessments/assessments.store.ts";
import { gatherQuestion } from "../assessments/gather.store.ts";
import type { HandlerOf, QueryContext } from "../backend/handler.ts";
import { readLaterIds } from "../coverage/later-ids.reader.ts";
import type { ComparedRelease, ObjectPair, TouchedAssessment } from "./compare-releases.ts";
import { compareReleases } from "./compare-releases.ts";
import {
  listDifferingObjects,
  listReleaseObjects,
  listReleaseRelationships,
} from "./release-objects.store.ts";

/** What comparing releases takes from the world. */
type ReleasesContext = Pick<QueryContext, "db" | "now" | "root">;

/** Two releases of a domain beside each other. */
export const compareTwoReleases: HandlerOf<CasemateContract["compare"]["releases"]> = async (
  { domain, before, after, assessmentId },
  context,
) => {
  await context.breathe();
  const touched = assessmentId === undefined ? null : gatherTouched(context, assessmentId, domain);
  await context.breathe();
  return compareStoredReleases(context, { domain, before, after }, touched);
};

/** Compares two releases of the workspace. Throws `not-found`, `bad-input` for one beside itself. */
export function compareStoredReleases(
  { db }: Pick<ReleasesContext, "db">,
  {
    domain,
    before,
    after,
  }: { readonly domain: Domain; readonly before: string; readonly after: string },
  touched: TouchedAssessment | null,
): ReleaseComparison {
  if (before === after) {
    throw new Problem("bad-input", `${domain} ${before} beside itself shows nothing.`, {
      remedy: "Name two releases.",
    });
  }
  const [first, second] = [before, after].map((version) => getReleaseChoice(db, domain, version));
  if (first === undefined || second === undefined) throw new Error("two were named");
  const read = ({ id, version }: typeof first): ComparedRelease => ({
    version,
    objects: listReleaseObjects(db, id),
    relationships: listReleaseRelationships(db, id),
  });
  const differing = new Map(
    listDifferingObjects(db, first.id, second.id).map(
      ({ stixId, ...pair }): [string, ObjectPair] => [
        stixId,
        { before: JSON.parse(pair.before.toString()), after: JSON.parse(pair.after.toString()) },
      ],
    ),
  );
  return compareReleases({
    domain,
    before: read(first),
    after: read(second),
    differing,
    touched,
  });
}

function gatherTouched(
  { db, root, now }: ReleasesContext,
  assessmentId: number,
  domain: Domain,
): TouchedAssessment | null {
  const today = now().toISOString().slice(0, 10);
  const answer = answerAssessment(gatherQuestion(db, assessmentId, readLaterIds(root), today));
  const release = answer.releases.find(({ knowledge }) => knowledge.domain === domain);
  if (release === undefined) return null;
  const { actors, techniques } = answer.result;
  const names = new Map(actors.map(({ id, name }) => [id, name]));
  const users = new Map(
    techniques
      .filter((technique) => technique.domain === domain)
      .map((technique) => [String(technique.id), technique.actors]),
  );
  const { named, namedByOtherId } = release.namings;
  return {
    chosen: new Set(actors.map(({ id }) => id)),
    usersOf: (id) => (users.get(id) ?? []).map((actor) => names.get(actor) ?? actor),
    rulesNaming: (id) => {
      const technique = techniqueId.parse(id);
      const namings = [...(named.get(technique) ?? []), ...(namedByOtherId.get(technique) ?? [])];
      return new Set(namings.map(({ detection }) => detection.id)).size;
    },
  };
}
