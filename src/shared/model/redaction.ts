import { z } from "zod";
import { exportedCase } from "./run-export.ts";

/** What can be hidden of runs before they are written. */
export const hiddenPart = z.enum([
  "run",
  "hosts",
  "users",
  "people",
  "tools",
  "rules",
  "groups",
  "redNotes",
  "blueNotes",
  "commands",
  "output",
  "evidence",
  "ownFields",
  "history",
  "addresses",
]);
export type HiddenPart = z.infer<typeof hiddenPart>;

/** A named choice of what is hidden. */
export const redactionProfile = z.object({
  name: z.string().trim().min(1).max(100),
  hidden: z.array(hiddenPart).max(hiddenPart.options.length),
});
export type RedactionProfile = z.infer<typeof redactionProfile>;

/** The workspace's profiles, and the one that was used last; null = nothing was hidden. */
export const redactionChoice = z.object({
  profiles: z.array(redactionProfile).max(50),
  chosen: z.string().nullable(),
});
export type RedactionChoice = z.infer<typeof redactionChoice>;

/** The word for a part, and what becomes of it. */
export const hiddenPartWords: Readonly<
  Record<HiddenPart, { readonly word: string; readonly becomes: string }>
> = {
  run: { word: "Run and environment", becomes: "Run 1, Environment 1; its notes go" },
  hosts: { word: "Hosts", becomes: "Host 1, Host 2" },
  users: { word: "Accounts", becomes: "Account 1" },
  people: { word: "People and organisations", becomes: "Person 1" },
  tools: { word: "Watching tools", becomes: "Tool A, Tool B" },
  rules: { word: "Rule names", becomes: "Rule 1, Rule 2" },
  groups: { word: "Groups of tests", becomes: "Group 1" },
  redNotes: { word: "Red notes", becomes: "removed" },
  blueNotes: { word: "Blue notes", becomes: "removed" },
  commands: { word: "Commands", becomes: "removed" },
  output: { word: "Output", becomes: "removed" },
  evidence: { word: "Evidence and its file names", becomes: "removed" },
  ownFields: { word: "Fields of the source's own", becomes: "removed" },
  history: { word: "History", becomes: "removed" },
  addresses: { word: "Addresses inside texts", becomes: "[address]" },
};

/** What a workspace begins with. */
export const firstProfiles: readonly RedactionProfile[] = [
  {
    name: "For a partner",
    hidden: hiddenPart.options.filter(
      (part) => part !== "groups" && part !== "redNotes" && part !== "commands",
    ),
  },
  { name: "Outcomes alone", hidden: [...hiddenPart.options] },
];

/** What hiding does to runs. */
export const redactionPreview = z.object({
  /** Distinct values of each part that is hidden, parts without one too. */
  parts: z.array(z.object({ part: hiddenPart, values: z.number().int() })),
  /** Places inside texts that stay where a hidden value was replaced. */
  replaced: z.number().int(),
  /** The test case that changes most, as it is and as the recipient sees it. */
  sample: z.object({ before: exportedCase, after: exportedCase }).nullable(),
});
export type RedactionPreview = z.infer<typeof redactionPreview>;
