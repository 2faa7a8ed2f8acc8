/**
 * The shortest start of each name that no other name begins with, such as `F`, `A` and `L`.
 *
 * Names that another begins with, or equals, stay whole.
 */
export function shortestUniqueNames(names: readonly string[]): string[] {
  const folded = names.map((name) => name.toLowerCase());
  return names.map((name, index) => {
    for (let length = 1; length < name.length; length += 1) {
      const start = name.slice(0, length);
      if (start.endsWith(" ")) continue;
      const isUnique = folded.every(
        (other, position) => position === index || !other.startsWith(start.toLowerCase()),
      );
      if (isUnique) return start;
    }
    return name;
  });
}
