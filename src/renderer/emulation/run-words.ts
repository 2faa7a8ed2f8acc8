const steps = [
  { below: 100, unit: "s", seconds: 1 },
  { below: 100 * 60, unit: "min", seconds: 60 },
  { below: 48 * 3600, unit: "h", seconds: 3600 },
  { below: Infinity, unit: "d", seconds: 86_400 },
] as const;

/** How long an alert took: "48 s", "6.5 min", "31 min", "5.2 h", "12 d". */
export function formatTimeToAlert(seconds: number): string {
  const step = steps.find(({ below }) => seconds < below) ?? steps[3];
  const value = seconds / step.seconds;
  const digits = step.unit === "s" || value >= 10 ? 0 : 1;
  return `${value.toFixed(digits)} ${step.unit}`;
}

/** The most letters that there is room for under a bar. */
const roomOfLabel = 15;

/**
 * Names as short as an axis takes them: without the words that another name begins with as well,
 * but for the last two, and from the end where that is still too long. "2017 Q1" of "Enterprise
 * Purple – 2017 Q1" beside "Enterprise Purple – 2017 Q3".
 */
export function shortenNames(names: readonly string[]): readonly string[] {
  const all = names.map((name) => name.split(/(?<=\s)/u));
  return all.map((words, index) => {
    let common = 0;
    for (const [other, theirs] of all.entries()) {
      if (other === index) continue;
      const differs = words.findIndex((word, place) => word !== theirs[place]);
      common = Math.max(common, differs === -1 ? words.length : differs);
    }
    const label = words.slice(Math.max(0, Math.min(common, words.length - 2))).join("");
    return label.length > roomOfLabel ? `…${label.slice(1 - roomOfLabel)}` : label;
  });
}

/** Names that tell runs apart: where several have the same, each with its number. */
export function namesOfRuns(
  runs: readonly { readonly id: number; readonly name: string }[],
): ReadonlyMap<number, string> {
  const times = new Map<string, number>();
  for (const { name } of runs) times.set(name, (times.get(name) ?? 0) + 1);
  return new Map(
    runs.map(({ id, name }) => [id, (times.get(name) ?? 0) > 1 ? `${name} (${String(id)})` : name]),
  );
}
