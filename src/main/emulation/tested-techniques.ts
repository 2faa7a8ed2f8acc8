import type { TestedTechnique } from "../../shared/model/run-effect.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import type { TechniqueReader } from "../coverage/naming.ts";
import { expectedFor } from "./judge-tests.ts";

/** A release with the reader of its IDs. */
export interface ReadableRelease {
  readonly knowledge: Knowledge;
  readonly read: TechniqueReader;
}

/** What written IDs mean, each in the first release that knows it; others are left out. */
export function readTestedTechniques(
  written: readonly string[],
  environmentId: number,
  releases: readonly ReadableRelease[],
  logOnlyTactics: ReadonlySet<string>,
): TestedTechnique[] {
  return written.flatMap((word) => {
    for (const { knowledge, read } of releases) {
      const { techniqueId } = read(environmentId, word);
      const technique = techniqueId === null ? undefined : knowledge.techniques.get(techniqueId);
      if (technique === undefined) continue;
      const { id, name, parentId, platforms, tactics } = technique;
      return [
        {
          written: word,
          domain: knowledge.domain,
          techniqueId: id,
          name,
          parentName: parentId === null ? null : (knowledge.techniques.get(parentId)?.name ?? null),
          tactics: tactics.flatMap((shortname) => {
            const place = knowledge.tactics.findIndex((one) => one.shortname === shortname);
            const tactic = knowledge.tactics[place];
            return tactic === undefined ? [] : [{ shortname, name: tactic.name, place }];
          }),
          platforms: [...platforms],
          expected: expectedFor(technique, logOnlyTactics),
        },
      ];
    }
    return [];
  });
}
