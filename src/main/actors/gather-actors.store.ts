import { Problem } from "../../shared/problem.ts";
import { getReleaseChoice, listReleaseChoices } from "../assessments/assessments.store.ts";
import type { Knowledge } from "../catalogue/knowledge.ts";
import { loadKnowledge } from "../catalogue/knowledge.store.ts";
import type { ReadableDatabase } from "../database/database.ts";
import { listOwnActors } from "./actors.store.ts";
import type { NamedActor } from "./find-actor.ts";
import { listNamedActors } from "./find-actor.ts";

/** Every actor that can be chosen in some releases: the catalogue's, and own ones of the domains. */
export function listChoosable(db: ReadableDatabase, releases: readonly Knowledge[]): NamedActor[] {
  const own = listOwnActors(db)
    .filter(({ domain }) => releases.some((knowledge) => knowledge.domain === domain))
    .map((actor) => ({ ...actor, aliases: [] }));
  return [...listNamedActors(releases), ...own];
}

/**
 * The releases to look for an actor in: the one asked for, or the newest of every domain.
 *
 * Enterprise comes first, since most actors and most of their techniques are there.
 */
export function listReleasesToSearch(
  db: ReadableDatabase,
  domain: string | undefined,
  version: string | undefined,
): Knowledge[] {
  const choices = listReleaseChoices(db);
  const domains =
    domain === undefined ? [...new Set(choices.map((choice) => choice.domain))] : [domain];
  const found = domains
    .sort((a, b) => Number(b === "enterprise-attack") - Number(a === "enterprise-attack"))
    .filter(
      (name) =>
        domain !== undefined ||
        version === undefined ||
        choices.some((choice) => choice.domain === name && choice.version === version),
    )
    .map((name) => loadKnowledge(db, getReleaseChoice(db, name, version).id));
  if (found.length === 0) {
    throw new Problem("not-found", "The workspace holds no catalogue to look in.", {
      remedy: "Import an ATT&CK bundle first.",
    });
  }
  return found;
}
