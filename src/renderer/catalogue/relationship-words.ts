import type { RelatedObject } from "../../shared/model/catalogue.ts";

const words: ReadonlyMap<string, string> = new Map([
  ["uses out", "Uses"],
  ["uses in", "Used by"],
  ["mitigates out", "Mitigates"],
  ["mitigates in", "Mitigated by"],
  ["detects out", "Detects"],
  ["detects in", "Detected by"],
  ["subtechnique-of out", "Sub-technique of"],
  ["subtechnique-of in", "Sub-techniques"],
  ["attributed-to out", "Attributed to"],
  ["attributed-to in", "Campaigns attributed to it"],
  ["revoked-by out", "Revoked by"],
  ["revoked-by in", "Took the place of"],
  ["targets out", "Targets"],
  ["targets in", "Targeted by"],
  ["related-to out", "Related to"],
  ["related-to in", "Related to"],
]);

/** Related objects of one relationship in one direction. */
export interface RelationshipGroup {
  readonly key: string;
  readonly title: string;
  readonly related: readonly RelatedObject[];
}

const collator = new Intl.Collator("en", { numeric: true });

function idOf({ object }: RelatedObject): string {
  return object.attackId ?? object.name;
}

/** Related objects by relationship and direction as they first appear, each group by ATT&CK ID. */
export function groupRelated(related: readonly RelatedObject[]): readonly RelationshipGroup[] {
  const groups = new Map<string, RelatedObject[]>();
  for (const each of related) {
    const key = `${each.relationship} ${each.direction}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return [...groups].map(([key, members]) => ({
    key,
    title:
      words.get(key) ?? `${members[0]?.relationship ?? ""} (${key.endsWith("in") ? "from" : "to"})`,
    related: members.toSorted((a, b) => collator.compare(idOf(a), idOf(b))),
  }));
}
