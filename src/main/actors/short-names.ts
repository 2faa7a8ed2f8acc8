/**
 * The shortest text that tells each name from the others: as few of its first words as suffice.
 *
 * Names that are equal to the last word stay whole.
 */
export function shortestUniqueNames(names: readonly string[]): string[] {
  const words = names.map((name) => name.trim().split(/\s+/));
  const start = (index: number, count: number) => words[index]?.slice(0, count).join(" ") ?? "";
  return names.map((name, index) => {
    const all = words[index]?.length ?? 0;
    for (let count = 1; count < all; count += 1) {
      const short = start(index, count);
      const isUnique = names.every(
        (_, other) => other === index || start(other, count).toLowerCase() !== short.toLowerCase(),
      );
      if (isUnique) return short;
    }
    return name;
  });
}
