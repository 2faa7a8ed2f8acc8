import type { Maturity } from "../../shared/model/detection.ts";

/** What a rule's status, or the mark before its name, says of its maturity. */
export function sentinelMaturity(status: string | null, name: string): Maturity | null {
  if (/^\s*[[(]deprecated[\])]/i.test(name)) return "deprecated";
  switch (status?.toLowerCase()) {
    case "deprecated":
      return "deprecated";
    case "preview":
    case "experimental":
      return "experimental";
    default:
      return null;
  }
}
