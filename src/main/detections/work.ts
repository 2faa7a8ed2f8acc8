import type { IdResolution, WorkItem, WorkKind } from "../../shared/model/detection.ts";

/** What a rule's IDs and tactics leave to do; null where every ID counts. */
function findWork(
  techniques: readonly IdResolution[],
  tactics: readonly string[],
): WorkKind | null {
  if (techniques.length === 0) return tactics.length === 0 ? "untagged" : "tactic-only";
  const has = (...statuses: readonly IdResolution["status"][]) =>
    techniques.some(({ status }) => statuses.includes(status));
  if (has("newer", "revoked")) return "other-release";
  if (has("unknown", "malformed", "other-domain")) return "unknown-id";
  if (has("deprecated")) return "deprecated";
  // An accepted ID is work that was done.
  return has("accepted") ? "other-release" : null;
}

/** A rule's IDs and tactics, as its file has them and as they count now. */
interface RuleNames {
  readonly file: readonly IdResolution[];
  readonly now: readonly IdResolution[];
  readonly tactics: readonly string[];
  readonly setAside: boolean;
}

/**
 * A rule's place on the work list.
 *
 * What the file leaves to do stays an item when it is done, so that progress can be told; an ID that
 * the analyst wrote and that counts for nothing is an item as well.
 */
export function workOf({ file, now, tactics, setAside }: RuleNames): WorkItem | null {
  const left = findWork(now, tactics);
  const kind = left ?? findWork(file, tactics);
  if (kind === null) return null;
  const isOpen =
    now.length === 0 ? left !== null : now.some(({ techniqueId }) => techniqueId === null);
  return { kind, isDone: setAside || !isOpen };
}
