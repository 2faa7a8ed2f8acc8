import { InvalidArgumentError, Option } from "commander";
import type { AttackId, Domain } from "../../shared/model/attack-id.ts";
import { domain, normaliseTechniqueId } from "../../shared/model/attack-id.ts";
import type { UpgradeChoice } from "../../shared/model/layer.ts";
import type { Ways } from "../../shared/model/actor.ts";
import type { FundingOption } from "../../shared/model/report-template.ts";

/** The option that every command but `sample` needs. */
export function workspaceOption(): Option {
  return new Option("--workspace <file>", "the .casemate workspace").makeOptionMandatory();
}

/** Prints one JSON document instead of tables. */
export function jsonOption(): Option {
  return new Option("--json", "print one JSON document on standard output, and nothing else");
}

/** What `--no-campaigns` and `--software` leave in the options. */
export interface WaysOptions {
  readonly campaigns: boolean;
  readonly software?: boolean;
}

/** Options by which an actor's techniques are taken in. */
export function waysOptions(): Option[] {
  return [
    new Option("--no-campaigns", "leave out what only campaigns attributed to a group use"),
    new Option("--software", "take in the techniques of software that the actor itself uses"),
  ];
}

export function waysOf({ campaigns, software }: WaysOptions): Ways {
  return { campaigns, software: software === true };
}

/** Reads a domain as the bundles name it; the short names are understood as well. */
export function parseDomain(text: string): Domain {
  const parsed = domain.safeParse(
    ["enterprise", "mobile", "ics"].includes(text) ? `${text}-attack` : text,
  );
  if (!parsed.success) {
    throw new InvalidArgumentError("Write a domain such as enterprise-attack.");
  }
  return parsed.data;
}

/** Collects domains of a repeatable option. */
export function collectDomain(text: string, before: readonly Domain[] | undefined): Domain[] {
  return [...(before ?? []), parseDomain(text)];
}

/** Reads a time, such as 2026-11-21T12:00:00Z or a day. */
export function parseTime(text: string): Date {
  const time = new Date(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time.getTime())) {
    throw new InvalidArgumentError("Write a time such as 2026-11-21T12:00:00Z.");
  }
  return time;
}

/** Reads a number between two bounds. */
export function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === "" || !(number >= least && number <= most)) {
      throw new InvalidArgumentError(`Write a number from ${least} to ${most}.`);
    }
    return number;
  };
}

/** Reads a whole number of at least two. */
export function parseThreshold(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 2) {
    throw new InvalidArgumentError("Write a whole number of at least 2.");
  }
  return number;
}

/** An actor as it was named, with its weight. */
export interface NamedWeight {
  readonly text: string;
  readonly weight: number;
}

/** Collects actors of a repeatable option: an ID or name, and its weight after a colon. */
export function collectActor(
  given: string,
  before: readonly NamedWeight[] | undefined,
): NamedWeight[] {
  const match = /^(.+):([^:]*)$/.exec(given);
  const weight = Number(match?.[2]);
  const isWeighted = match !== null && /^\s*[-+.\d]/.test(match[2] ?? "");
  if (isWeighted && !(Number.isFinite(weight) && weight > 0)) {
    throw new InvalidArgumentError("A weight is a number above zero, such as FIN7:2.");
  }
  const named = isWeighted ? { text: match[1] ?? "", weight } : { text: given, weight: 1 };
  return [...(before ?? []), named];
}

/** Collects pairs of a repeatable option: an ID, and the technique that it becomes. */
export function collectChoice(
  given: string,
  before: readonly UpgradeChoice[] | undefined,
): UpgradeChoice[] {
  const [from = "", to = ""] = given.split("=");
  const [old, technique] = [normaliseTechniqueId(from), normaliseTechniqueId(to)];
  if (from.trim() === "" || technique.form !== "technique") {
    throw new InvalidArgumentError("Write two IDs, such as T1562=T1685.");
  }
  const written = old.form === "technique" ? old.id : from.trim();
  return [...(before ?? []), { from: written, to: technique.id }];
}

/** What a column of a table holds, of the fields that its reader knows; may be repeated. */
export function columnOption(fields: readonly string[]): Option {
  const list = fields.join(", ");
  return new Option(
    "--column <field=heading>",
    `what a column holds (${list}); may be repeated; default: told by the headings`,
  ).argParser(
    (
      given: string,
      before: readonly { readonly field: string; readonly column: string }[] | undefined,
    ) => {
      const [, name = "", column = ""] = /^([^=]+)=(.+)$/s.exec(given) ?? [];
      const field = fields.find((each) => each === name.trim());
      if (field === undefined || column === "") {
        throw new InvalidArgumentError(`Write a field (${list}) and a heading, with = between.`);
      }
      return [...(before ?? []), { field, column }];
    },
  );
}

/** The zone of times that name none. */
export function zoneOption(): Option {
  return new Option(
    "--zone <zone>",
    "zone of times that name none, such as Europe/Berlin; default: UTC",
  );
}

/** How dates of numbers alone are read. */
export function datesOption(): Option {
  return new Option(
    "--dates <order>",
    "how 03/04/2026 is read where the file does not tell",
  ).choices(["day-first", "month-first"]);
}

/** An ATT&CK ID and name in one cell. */
export function titleOf({ id, name }: { readonly id: AttackId; readonly name: string }): string {
  return `${name} (${id})`;
}

/** Collects ways of paying: "NAME:ENGINEERS:DAYS[:BUDGET]". */
export function collectFundingOption(
  text: string,
  before: readonly FundingOption[],
): readonly FundingOption[] {
  const [name = "", engineers = "", days = "", budget] = text.split(":");
  const option = {
    name,
    engineers: Number(engineers),
    days: Number(days),
    ...(budget === undefined ? {} : { budget: Number(budget) }),
  };
  const numbers = [option.engineers, option.days, option.budget ?? 0];
  if (name.trim() === "" || engineers === "" || days === "" || numbers.some(Number.isNaN)) {
    throw new InvalidArgumentError('Write a name, engineers and days: "Two people:2:90".');
  }
  return [...before, option];
}
