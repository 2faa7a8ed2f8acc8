/** Who belongs to a set of environments, in words: "Both", "Only Main", "Main and Harbour". */
export function environmentSetWords(
  { environments }: { readonly environments: readonly { readonly name: string }[] },
  set: readonly number[],
): string {
  if (set.length === 0) return "Nobody";
  if (set.length === environments.length) return set.length === 2 ? "Both" : "All";
  const names = set.flatMap((at) => environments[at]?.name ?? []);
  const last = names.at(-1) ?? "";
  return names.length < 2 ? `Only ${last}` : `${names.slice(0, -1).join(", ")} and ${last}`;
}
