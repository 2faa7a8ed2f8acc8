/**
 * The Sigma archive read apart from the product: tag lines by regular expression, no YAML.
 */
import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import {
  listTechniques,
  replacementOf,
  type OracleDetection,
  type OracleRelease,
} from "./attack-oracle.ts";

/** A rule as its lines say. */
interface OracleSigmaRule {
  readonly file: string;
  /** Technique IDs, upper case, each once. */
  readonly techniqueIds: readonly string[];
  readonly hasOtherAttackTag: boolean;
  readonly isExperimental: boolean;
  readonly severity: NonNullable<OracleDetection["severity"]>;
}

/** Reads every rule of a zip. */
export function readSigmaRules(path: string): OracleSigmaRule[] {
  const rules: OracleSigmaRule[] = [];
  for (const [file, bytes] of Object.entries(unzipSync(readFileSync(path)))) {
    if (!file.endsWith(".yml")) continue;
    const techniqueIds = new Set<string>();
    let hasOtherAttackTag = false;
    let isExperimental = false;
    let severity = "";
    for (const line of strFromU8(bytes).split(/\r?\n/)) {
      const tag = /^\s+-\s+["']?attack\.([^\s"'#]+)/i.exec(line)?.[1];
      if (tag !== undefined) {
        if (/^t\d/i.test(tag)) techniqueIds.add(tag.toUpperCase());
        else hasOtherAttackTag = true;
      }
      if (/^status:\s*experimental\b/.test(line)) isExperimental = true;
      severity = /^level:\s*(\w+)/.exec(line)?.[1] ?? severity;
    }
    rules.push({
      file,
      techniqueIds: [...techniqueIds],
      hasOtherAttackTag,
      isExperimental,
      // Every rule of the archive has one of the five; anything else would show in the counts.
      severity: severity as OracleSigmaRule["severity"],
    });
  }
  return rules;
}

interface OracleSigmaClasses {
  readonly read: number;
  readonly mapped: number;
  readonly mappedFully: number;
  readonly mappedInPart: number;
  readonly newerOnly: number;
  readonly otherOnly: number;
  readonly tacticOnly: number;
  readonly untagged: number;
  readonly experimental: number;
  /** Distinct technique IDs and rule-technique pairs, whether known or not. */
  readonly distinctIds: number;
  readonly pairs: number;
  /** Newer ID to number of rules. */
  readonly newer: ReadonlyMap<string, number>;
  /** Revoked ID to number of rules. */
  readonly revoked: ReadonlyMap<string, number>;
  /** Known ID to number of rules. */
  readonly techniques: ReadonlyMap<string, number>;
}

/** Sorts the rules by what a release makes of their IDs; `newerIds` are those of a later one. */
export function classifySigmaRules(
  rules: readonly OracleSigmaRule[],
  release: OracleRelease,
  newerIds: ReadonlySet<string>,
): OracleSigmaClasses {
  const known = listTechniques(release);
  const newer = new Map<string, number>();
  const revoked = new Map<string, number>();
  const techniques = new Map<string, number>();
  const distinct = new Set<string>();
  let [mappedFully, mappedInPart, newerOnly, otherOnly] = [0, 0, 0, 0];
  let [tacticOnly, untagged, pairs] = [0, 0, 0];
  for (const rule of rules) {
    for (const id of rule.techniqueIds) {
      distinct.add(id);
      pairs += 1;
      const tally = known.has(id)
        ? techniques
        : newerIds.has(id)
          ? newer
          : replacementOf(release, id) !== undefined
            ? revoked
            : undefined;
      tally?.set(id, (tally.get(id) ?? 0) + 1);
    }
    const knownIds = rule.techniqueIds.filter((id) => known.has(id));
    if (rule.techniqueIds.length === 0 && rule.hasOtherAttackTag) tacticOnly += 1;
    else if (rule.techniqueIds.length === 0) untagged += 1;
    else if (knownIds.length === rule.techniqueIds.length) mappedFully += 1;
    else if (knownIds.length > 0) mappedInPart += 1;
    else if (rule.techniqueIds.every((id) => newerIds.has(id))) newerOnly += 1;
    else otherOnly += 1;
  }
  return {
    read: rules.length,
    mapped: mappedFully + mappedInPart,
    mappedFully,
    mappedInPart,
    newerOnly,
    otherOnly,
    tacticOnly,
    untagged,
    experimental: rules.filter((rule) => rule.isExperimental).length,
    distinctIds: distinct.size,
    pairs,
    newer,
    revoked,
    techniques,
  };
}

/** The rules as detections whose state the import assumes. */
export function sigmaDetections(
  rules: readonly OracleSigmaRule[],
  release: OracleRelease,
  state: OracleDetection["state"],
): OracleDetection[] {
  const known = listTechniques(release);
  return rules.map((rule) => ({
    techniques: rule.techniqueIds.filter((id) => known.has(id)),
    otherIds: rule.techniqueIds.filter((id) => !known.has(id)),
    state,
    isStateAssumed: true,
    isExperimental: rule.isExperimental,
    severity: rule.severity,
  }));
}
