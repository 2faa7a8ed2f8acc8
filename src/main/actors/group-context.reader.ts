import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ActorContext } from "../../shared/model/actor.ts";

const facts = z.object({
  source: z.string(),
  date: z.string(),
  groups: z.record(
    z.string(),
    z.object({
      source: z.object({ value: z.string() }),
      countries: z.array(z.string()).default([]),
      sectors: z.array(z.string()).default([]),
      motives: z.array(z.string()).default([]),
    }),
  ),
});

/** Sectors, countries and motives of groups, by ATT&CK ID; a group without data is not in it. */
export type GroupContext = ReadonlyMap<string, ActorContext>;

const read = new Map<string, GroupContext>();

/** The shipped facts about groups, each with where it is from. Read once. */
export function readGroupContext(root: string): GroupContext {
  const known = read.get(root);
  if (known !== undefined) return known;
  const path = join(root, "resources", "facts", "group-context.json");
  const parsed = facts.parse(JSON.parse(readFileSync(path, "utf8")));
  const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
  const context = new Map(
    Object.entries(parsed.groups).map(([id, { source, countries, sectors, motives }]) => {
      const from = `${parsed.source}, ${parsed.date}: ${source.value}`;
      const sourced = (values: readonly string[]) =>
        values.map((value) => ({ value, source: from }));
      const names = countries.map((code) =>
        /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code,
      );
      return [
        id,
        { sectors: sourced(sectors), countries: sourced(names), motives: sourced(motives) },
      ];
    }),
  );
  read.set(root, context);
  return context;
}

/** A group without data. */
export const noContext: ActorContext = { sectors: [], countries: [], motives: [] };
