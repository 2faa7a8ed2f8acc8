import type {
  AlertField,
  AlertMatch,
  MatchStrength,
  UnmatchedReason,
} from "../../shared/model/alert.ts";
import { formatNoun } from "../ui/figures.ts";

/** What a column of alerts may hold, in words. */
export const alertFieldChoices: readonly { readonly value: AlertField; readonly label: string }[] =
  [
    { value: "time", label: "Time of the alert" },
    { value: "rule", label: "Rule" },
    { value: "host", label: "Host" },
    { value: "technique", label: "Techniques" },
    { value: "severity", label: "Severity" },
  ];

export const strengthWords: Readonly<Record<MatchStrength, string>> = {
  certain: "Certain",
  likely: "Likely",
  weak: "Weak",
};

/** Why alerts belong to no test case, in words. */
export const unmatchedWords: Readonly<Record<UnmatchedReason, string>> = {
  "no-time": "No time that can be read",
  "other-host": "No test case on that host",
  "other-time": "No test case at that time",
  "other-technique": "Another technique",
};

/** How long after its start the alert came: `3:05`, `1:02:40`; a minus where the clocks differ. */
export function describeDelay(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const pad = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  const rest = `${pad(minutes)}:${pad(whole % 60)}`;
  return `${seconds < 0 && whole > 0 ? "−" : ""}${hours > 0 ? `${String(hours)}:` : ""}${rest}`;
}

/** Why an alert is taken for a test's, in a few words. */
export function describeMatch(match: AlertMatch): string {
  const { sameHost, relation, byRule, late, contradicts, held, others, further } = match;
  const said = { same: "same technique", family: "parent or sub-technique", unsaid: "" }[relation];
  const reasons = [
    ...(held ? ["known already"] : []),
    ...(contradicts ? ["the test case says otherwise"] : []),
    ...(others.length > 0 ? [`${formatNoun(others.length, "other test case")} fit`] : []),
    sameHost ? "same host" : "host unknown",
    relation === "unsaid" ? "technique unsaid" : byRule ? `${said} by the rule` : said,
    ...(late ? ["later than the SLA"] : []),
    ...(further > 0 ? [formatNoun(further, "further alert")] : []),
  ].join(", ");
  return `${reasons.slice(0, 1).toUpperCase()}${reasons.slice(1)}`;
}
