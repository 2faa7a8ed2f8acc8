import type { Domain } from "../../shared/model/attack-id.ts";
import type { Knowledge, KnownTechnique } from "../catalogue/knowledge.ts";
import type { TechniqueReader } from "../coverage/naming.ts";
import type { TestRules } from "./judge-tests.ts";

/** A release with the reader of IDs that stand for its techniques. */
export interface ReadRelease {
  readonly knowledge: Knowledge;
  readonly read: TechniqueReader;
}

/** By what test cases are read: releases, and what decides what a case says. */
export interface TestReading {
  readonly releases: readonly ReadRelease[];
  readonly rules: TestRules;
}

/** A technique of one of several releases. */
export interface FoundTechnique {
  readonly domain: Domain;
  readonly technique: KnownTechnique;
  /** With its parent's. */
  readonly name: string;
}

/** The technique that an ID of an environment stands for, in the first release that has it. */
export function lookUpTechnique(
  releases: readonly ReadRelease[],
  environmentId: number,
  written: string,
): FoundTechnique | null {
  if (written === "") return null;
  for (const { knowledge, read } of releases) {
    const { techniqueId } = read(environmentId, written);
    const technique = techniqueId === null ? undefined : knowledge.techniques.get(techniqueId);
    if (technique === undefined) continue;
    const { domain, techniques } = knowledge;
    return { domain, technique, name: nameWithParent(techniques, technique) };
  }
  return null;
}

function nameWithParent(
  techniques: Knowledge["techniques"],
  { name, parentId }: KnownTechnique,
): string {
  const parent = parentId === null ? undefined : techniques.get(parentId);
  return parent === undefined ? name : `${parent.name}: ${name}`;
}
