import type { Hundredths } from "./days.ts";

/** A gap to place. Order is rank: the first is the most urgent. */
export interface Task {
  readonly key: string;
  readonly work: Hundredths;
  readonly logSource: string | null;
  /**
   * The window that the analyst put it into: an index, the number of windows for beyond, -1 for
   * done before the first; null = to be placed.
   */
  readonly fixed: number | null;
}

/** The windows to fill, one after another. */
export interface Windows {
  readonly capacities: readonly Hundredths[];
  /** The first that is not over: work that nobody fixed goes no earlier. */
  readonly firstOpen: number;
  /**
   * Log sources that the analyst put into a window: an index, the number of windows for beyond, -1
   * for done before the first.
   */
  readonly fixedSources?: ReadonlyMap<string, number>;
}

/** Where something begins and ends, as indexes; the number of windows is beyond. */
export interface Placement {
  readonly starts: number;
  readonly ends: number;
}

/** Filled windows. */
export interface Filled {
  readonly items: ReadonlyMap<string, Placement>;
  /** Of the log sources that are brought in; what is beyond is not among them. */
  readonly logSources: ReadonlyMap<string, Placement>;
  /** What each window holds. */
  readonly loads: readonly Hundredths[];
}

/**
 * Fills windows with gaps by rank, each as early as its effort fits.
 *
 * What is fixed stands first and may go over a capacity; nothing else does. A log source is paid by
 * the first gap that it opens and is there no later than any gap that waits for it. A piece of
 * work lies within one window, unless it is larger than every one of them: then it goes through as
 * many as it needs. A gap whose log source or work finds no place is beyond, and pays for nothing.
 */
export function fillWindows(
  tasks: readonly Task[],
  { capacities, firstOpen, fixedSources = new Map() }: Windows,
  daysOf: (logSource: string) => Hundredths,
): Filled {
  const beyond = capacities.length;
  const items = new Map<string, Placement>();
  const logSources = new Map<string, Placement>();
  const loads = capacities.map(() => 0);
  const free = (window: number) => Math.max(0, (capacities[window] ?? 0) - (loads[window] ?? 0));
  const largest = Math.max(0, ...capacities.slice(firstOpen));

  function load(window: number, size: Hundredths): void {
    loads[window] = (loads[window] ?? 0) + size;
  }

  /** Finds where a piece fits, no earlier than one window and no later than another. */
  function fit(size: Hundredths, from: number, until: number): Fit | undefined {
    if (from > until) return undefined;
    if (size <= largest) {
      for (let window = from; window <= until; window += 1) {
        if (free(window) >= size) return { starts: window, ends: window, parts: [[window, size]] };
      }
      return undefined;
    }
    const parts: [number, Hundredths][] = [];
    let left = size;
    for (let window = from; window <= until; window += 1) {
      const part = Math.min(left, free(window));
      if (part === 0) continue;
      parts.push([window, part]);
      left -= part;
      if (left === 0) return { starts: parts[0]?.[0] ?? window, ends: window, parts };
    }
    return undefined;
  }

  function take({ parts }: Fit): void {
    for (const [window, size] of parts) load(window, size);
  }

  const fixed = tasks.filter((task) => task.fixed !== null);
  const earliest = new Map<string, number>();
  for (const { key, work, logSource, fixed: at } of fixed) {
    if (at === null) continue;
    const window = Math.max(at, 0);
    items.set(key, { starts: window, ends: window });
    if (at >= 0 && at < beyond) load(at, work);
    if (logSource === null || at >= beyond) continue;
    earliest.set(logSource, Math.min(at, earliest.get(logSource) ?? at));
  }
  const late = new Set<string>();
  for (const { logSource } of tasks) {
    const at = logSource === null ? undefined : fixedSources.get(logSource);
    if (logSource === null || at === undefined) continue;
    if (at >= beyond && !earliest.has(logSource)) late.add(logSource);
    // A fixed gap has its log source, whatever day is set for that.
    else earliest.set(logSource, Math.min(at, earliest.get(logSource) ?? at));
  }
  // The log sources that fixed gaps wait for, those first that are needed first.
  for (const [name, until] of [...earliest].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))) {
    if (until >= 0 && fixedSources.has(name)) {
      load(until, daysOf(name));
      logSources.set(name, { starts: until, ends: until });
      continue;
    }
    if (until < 0) {
      logSources.set(name, { starts: 0, ends: 0 });
      continue;
    }
    const size = daysOf(name);
    const found = fit(size, firstOpen, until);
    if (found === undefined) load(until, size);
    else take(found);
    logSources.set(name, found ?? { starts: until, ends: until });
  }

  for (const { key, work, logSource, fixed: at } of tasks) {
    if (at !== null) continue;
    if (logSource !== null && late.has(logSource)) {
      items.set(key, { starts: beyond, ends: beyond });
      continue;
    }
    const isPaid = logSource === null || logSources.has(logSource);
    const source = isPaid ? undefined : fit(daysOf(logSource), firstOpen, beyond - 1);
    if (!isPaid && source === undefined) {
      items.set(key, { starts: beyond, ends: beyond });
      continue;
    }
    const there = logSource === null ? 0 : (logSources.get(logSource) ?? source)?.ends;
    // The log source takes its place first: what it leaves is what its rule may have.
    if (source !== undefined) take(source);
    const found = fit(work, Math.max(firstOpen, there ?? 0), beyond - 1);
    if (found === undefined) {
      for (const [window, size] of source?.parts ?? []) load(window, -size);
      items.set(key, { starts: beyond, ends: beyond });
      continue;
    }
    take(found);
    if (source !== undefined && logSource !== null) logSources.set(logSource, source);
    items.set(key, { starts: found.starts, ends: found.ends });
  }
  return { items, logSources, loads };
}

interface Fit extends Placement {
  readonly parts: readonly (readonly [window: number, size: Hundredths])[];
}
