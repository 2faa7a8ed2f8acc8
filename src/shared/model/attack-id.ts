import { z } from "zod";

/**
 * The kinds of ATT&CK object that carry an ATT&CK ID, with the form of the ID and the STIX types.
 *
 * The one table of ID forms. A form says what an ID may look like; whether it exists, and in which
 * domain, only a catalogue says.
 */
export const attackIdKinds = {
  tactic: { form: /^TA\d{4}$/, stixTypes: ["x-mitre-tactic"] },
  technique: { form: /^T\d{4}(\.\d{3})?$/, stixTypes: ["attack-pattern"] },
  group: { form: /^G\d{4}$/, stixTypes: ["intrusion-set"] },
  software: { form: /^S\d{4}$/, stixTypes: ["malware", "tool"] },
  campaign: { form: /^C\d{4}$/, stixTypes: ["campaign"] },
  mitigation: { form: /^[MT]\d{4}(\.\d{3})?$/, stixTypes: ["course-of-action"] },
  dataSource: { form: /^DS\d{4}$/, stixTypes: ["x-mitre-data-source"] },
  dataComponent: { form: /^DC\d{4}$/, stixTypes: ["x-mitre-data-component"] },
  detectionStrategy: { form: /^DET\d{4}$/, stixTypes: ["x-mitre-detection-strategy"] },
  analytic: { form: /^AN\d{4}$/, stixTypes: ["x-mitre-analytic"] },
  logSource: { form: /^LS\d{4}$/, stixTypes: ["x-mitre-log-source"] },
  asset: { form: /^A\d{4}$/, stixTypes: ["x-mitre-asset"] },
  matrix: { form: /^[a-z-]+$/, stixTypes: ["x-mitre-matrix"] },
} as const;
export type AttackIdKind = keyof typeof attackIdKinds;

/** An ATT&CK ID of any kind, as its catalogue writes it, such as `G0046`. */
export const attackId = z.string().min(1).max(200).brand("AttackId");
export type AttackId = z.infer<typeof attackId>;

/** The ATT&CK ID of a technique or sub-technique, such as `T1059` or `T1059.001`. */
export const techniqueId = z.string().min(1).max(200).brand("TechniqueId");
export type TechniqueId = z.infer<typeof techniqueId>;

/** A domain as the bundles name it, such as `enterprise-attack`. */
export const domain = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
  .brand("Domain");
export type Domain = z.infer<typeof domain>;

/** The three domains that MITRE publishes, with the names that people use for them. */
export const officialDomains: ReadonlyMap<string, string> = new Map([
  ["enterprise-attack", "Enterprise"],
  ["mobile-attack", "Mobile"],
  ["ics-attack", "ICS"],
]);

/** What a text that should be a technique ID turned out to be. */
export type NormalisedTechniqueId =
  { readonly form: "technique"; readonly id: TechniqueId } | { readonly form: "malformed" };

/**
 * Reads a technique ID from the forms in which tools write it.
 *
 * Takes surrounding space, lower case, `attack.` before it and `/` for the dot. A missing leading T
 * is not repaired here: that is offered, never done in silence.
 */
export function normaliseTechniqueId(written: string): NormalisedTechniqueId {
  const text = written
    .trim()
    .toUpperCase()
    .replace(/^ATTACK\./, "")
    .replace(/^HTTPS?:\/\/ATTACK\.MITRE\.ORG\/TECHNIQUES\//, "")
    .replace(/\/$/, "")
    .replace("/", ".");
  return attackIdKinds.technique.form.test(text)
    ? { form: "technique", id: techniqueId.parse(text) }
    : { form: "malformed" };
}
