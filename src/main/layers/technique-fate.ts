import type { TechniqueId } from "../../shared/model/attack-id.ts";
import { attackIdKinds } from "../../shared/model/attack-id.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";

/** Why an ID is no active technique of a release, in a sentence; null where it is one. */
export function describeFate(
  id: TechniqueId,
  { techniques, retired, domain, version }: Knowledge,
): string | null {
  if (techniques.has(id)) return null;
  const known = retired.get(id);
  if (known === undefined) {
    return attackIdKinds.technique.form.test(id)
      ? `${domain} ${version} has no such technique.`
      : "This is no technique ID, such as T1059.001.";
  }
  if (known.status === "deprecated") return `Deprecated in ${domain} ${version}.`;
  return known.replacedBy === null
    ? `Revoked in ${domain} ${version}.`
    : `Revoked in ${domain} ${version}: it became ${known.replacedBy}.`;
}
