/**
 * An order in which those alike stand beside each other: the rows of a heat map.
 *
 * Joins the two most alike clusters until one is left; clusters are as alike as their members on
 * average. Where two are joined, each is turned so that the ends that meet are the most alike.
 * Among equals the first counts, so the same input has the same order.
 */
export function orderByLikeness(
  count: number,
  likeness: (a: number, b: number) => number,
): number[] {
  const between = new Float64Array(count * count);
  for (let a = 0; a < count; a += 1) {
    for (let b = 0; b < count; b += 1) if (a !== b) between[a * count + b] = likeness(a, b);
  }
  const clusters = new Map<number, readonly number[]>(
    Array.from({ length: count }, (_, index) => [index, [index]]),
  );
  // The nearest other cluster of each, kept up to date: looking at every pair each time is slow.
  const nearest = new Map<number, number>();
  const findNearest = (of: number) => {
    let best = -1;
    for (const other of clusters.keys()) {
      if (other === of) continue;
      if (best === -1 || at(between, of * count + other) > at(between, of * count + best)) {
        best = other;
      }
    }
    nearest.set(of, best);
  };
  for (const index of clusters.keys()) findNearest(index);
  while (clusters.size > 1) {
    const [first, second] = mostAlike(nearest, between, count);
    const left = clusters.get(first) ?? [];
    const right = clusters.get(second) ?? [];
    clusters.set(first, joinEnds(left, right, likeness));
    clusters.delete(second);
    nearest.delete(second);
    for (const other of clusters.keys()) {
      if (other === first) continue;
      const mean =
        (at(between, first * count + other) * left.length +
          at(between, second * count + other) * right.length) /
        (left.length + right.length);
      between[first * count + other] = mean;
      between[other * count + first] = mean;
    }
    for (const other of clusters.keys()) {
      const known = nearest.get(other);
      const isTouched = other === first || known === first || known === second;
      const isNearer =
        known !== undefined &&
        other !== first &&
        at(between, other * count + first) > at(between, other * count + known);
      if (isTouched) findNearest(other);
      else if (isNearer) nearest.set(other, first);
    }
  }
  return [...([...clusters.values()][0] ?? [])];
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}

/** The two clusters that are most alike, the earlier one first. */
function mostAlike(
  nearest: ReadonlyMap<number, number>,
  between: Float64Array,
  count: number,
): [number, number] {
  let best: [number, number] = [-1, -1];
  let most = -1;
  for (const [one, other] of nearest) {
    const alike = at(between, one * count + other);
    if (alike > most) [best, most] = [[one, other], alike];
  }
  const [one, other] = best;
  return one < other ? [one, other] : [other, one];
}

/** Two orders as one, each turned so that the ends that meet are the most alike. */
function joinEnds(
  left: readonly number[],
  right: readonly number[],
  likeness: (a: number, b: number) => number,
): number[] {
  let best: number[] = [];
  let most = -1;
  for (const before of [left, left.toReversed()]) {
    for (const after of [right, right.toReversed()]) {
      const alike = likeness(before.at(-1) ?? 0, after[0] ?? 0);
      if (alike > most) [best, most] = [[...before, ...after], alike];
    }
  }
  return best;
}
