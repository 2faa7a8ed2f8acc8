/** The name of a rule as alerts are compared by it: without case, and without Splunk's frame. */
export function ruleKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/^(?:escu|access|endpoint|network|identity|threat|audit) - (.+) - rule$/, "$1");
}
