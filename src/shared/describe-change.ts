import type { ObjectChange } from "./model/release-comparison.ts";

/** What changed about an object, in sentences. */
export function describeChange(change: ObjectChange): string {
  const { formerName, fields, tactics, platforms, becomes, version } = change;
  const list = (what: string, { added, removed }: { added: string[]; removed: string[] }) =>
    `${what}: ${[...added.map((each) => `+ ${each}`), ...removed.map((each) => `- ${each}`)].join(", ")}.`;
  return [
    ...(formerName === null ? [] : [`Was called ${formerName}.`]),
    ...(becomes === null ? [] : [`Became ${becomes.id ?? ""} ${becomes.name}.`]),
    ...(tactics === null ? [] : [list("Tactics", tactics)]),
    ...(platforms === null ? [] : [list("Platforms", platforms)]),
    ...(fields.length === 0 ? [] : [`Changed: ${fields.join(", ")}.`]),
    ...(version.step === "none"
      ? []
      : [`Version ${version.before ?? "?"} to ${version.after ?? "?"}.`]),
  ].join(" ");
}
