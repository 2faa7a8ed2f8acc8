import type { ScoreMeaning, UnplacedAnnotation } from "../../shared/model/layer.ts";

/** What the scores of a layer may mean, as a choice. */
export const scoreMeanings: readonly {
  readonly value: ScoreMeaning;
  readonly label: string;
  readonly note: string;
}[] = [
  { value: "unknown", label: "Not said", note: "Nobody knows, or it does not matter" },
  { value: "presence", label: "It is there", note: "Any score means yes" },
  { value: "count", label: "A count", note: "Of rules, tests, actors or reports" },
  { value: "quality", label: "A quality", note: "0 to 5, as DeTT&CT scores detections" },
  { value: "percent", label: "A percentage", note: "0 to 100" },
];

/** Why an annotation has no place, in words; `version` is the release of its layer. */
export function unplacedWords(
  { reason, tactic, replacedBy }: Pick<UnplacedAnnotation, "reason" | "tactic" | "replacedBy">,
  version: string,
): string {
  switch (reason) {
    case "revoked":
      return replacedBy === null ? `Revoked in ${version}` : `Revoked, became ${replacedBy}`;
    case "deprecated":
      return `Deprecated in ${version}`;
    case "unknown":
      return `Not in ${version}`;
    case "malformed":
      return "Not a technique ID";
    case "not-in-tactic":
      return `No longer under ${tactic ?? "that tactic"}`;
    case "unknown-tactic":
      return `${version} has no tactic ${tactic ?? ""}`.trimEnd();
  }
}
