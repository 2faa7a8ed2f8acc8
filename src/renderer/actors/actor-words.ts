import type { ActorKind, ActorSummary, Way } from "../../shared/model/actor.ts";

/** What an actor is, in a word. */
export const actorKindWords: Readonly<Record<ActorKind, string>> = {
  group: "Group",
  campaign: "Campaign",
  software: "Software",
  own: "Own profile",
};

/** By which way a technique came, in a word. */
export const wayWords: Readonly<Record<Way, string>> = {
  direct: "Direct",
  campaign: "Campaign",
  software: "Software",
  own: "Own",
};

/** How sure the analyst is of an own statement. */
export const confidenceWords = { low: "Low", medium: "Medium", high: "High" } as const;
export type Confidence = keyof typeof confidenceWords;

/** The confidences as choices, in rising order. */
export const confidenceChoices: readonly { readonly value: Confidence; readonly label: string }[] =
  [
    { value: "low", label: "Low" },
    { value: "medium", label: "Medium" },
    { value: "high", label: "High" },
  ];

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** The name of a country that the facts write as a two-letter code; other words as they are. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}

/** What a list of facts says, in words for a cell; a dash where there is no data. */
export function factWords(
  facts: readonly { readonly value: string }[],
  write: (value: string) => string = (value) => value,
): string {
  return facts.length === 0 ? "No data" : facts.map((fact) => write(fact.value)).join(", ");
}

/** Names joined as a sentence does it: "FIN7, APT38 and Lazarus Group". */
export function joinNames(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}

const smallNumbers = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** A small number as a sentence writes it: "three"; larger ones in digits. */
export function countWord(count: number): string {
  return smallNumbers[count] ?? String(count);
}

/** What the list to choose from is narrowed to; empty lists narrow nothing. */
export interface ActorFilter {
  readonly kind: ActorKind | "all";
  readonly sectors: readonly string[];
  readonly countries: readonly string[];
  readonly motives: readonly string[];
}

/** A filter that lets everything through. */
export const everyActor: ActorFilter = { kind: "all", sectors: [], countries: [], motives: [] };

/** How many of sector, country and motive narrow the list. */
export function countNarrowing(filter: ActorFilter): number {
  return [filter.sectors, filter.countries, filter.motives].filter((list) => list.length > 0)
    .length;
}

/** The actors that a filter lets through: any of the sectors, and any of the countries, and so on. */
export function filterActors(
  actors: readonly ActorSummary[],
  filter: ActorFilter,
): readonly ActorSummary[] {
  const meets = (facts: readonly { readonly value: string }[], wanted: readonly string[]) =>
    wanted.length === 0 || facts.some((fact) => wanted.includes(fact.value));
  return actors.filter(
    ({ kind, context }) =>
      (filter.kind === "all" || kind === filter.kind) &&
      meets(context.sectors, filter.sectors) &&
      meets(context.countries, filter.countries) &&
      meets(context.motives, filter.motives),
  );
}
