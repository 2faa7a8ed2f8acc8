/** How many of some things there are of each kind. */
export function countsOf<Thing>(
  things: readonly Thing[],
  kindOf: (thing: Thing) => string,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(kindOf(thing), (counts.get(kindOf(thing)) ?? 0) + 1);
  return Object.fromEntries(counts);
}
