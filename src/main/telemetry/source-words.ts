/** Text without case and surplus space: `Firewall rule  modification` is `firewall rule modification`. */
export function plainWords(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, " ");
}

/** Items of a channel: event codes and other words, parted by commas. */
function itemsOf(channel: string): string[] {
  return plainWords(channel)
    .split(/[,;|]/)
    .map((item) => item.replace(/^ ?event ?(?:code|id)s? ?[=:]? ?/, "").trim())
    .filter((item) => item !== "");
}

/**
 * Whether a stated channel is one that is asked for.
 *
 * Without a channel on either side the whole log source is meant; of two lists, such as
 * `EventCode=3, 22`, one item in common is enough.
 */
export function isSameChannel(asked: string | null, stated: string | null): boolean {
  if (asked === null || stated === null || plainWords(asked) === "none") return true;
  const items = new Set(itemsOf(asked));
  return itemsOf(stated).some((item) => items.has(item));
}
