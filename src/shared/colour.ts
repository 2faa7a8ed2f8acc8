/** A colour as light: channels 0 to 255, opacity 0 to 1. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly opacity: number;
}

/** Reads `#rgb`, `#rrggbb` or `#rrggbbaa`; null where it is none of them. */
export function parseColour(text: string): Colour | null {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.exec(text.trim())?.[1];
  if (digits === undefined) return null;
  const full = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  const channel = (at: number) => parseInt(full.slice(at, at + 2), 16);
  return {
    red: channel(0),
    green: channel(2),
    blue: channel(4),
    opacity: full.length === 8 ? channel(6) / 255 : 1,
  };
}

/** A colour as `#rrggbb`, as it looks before a ground that is given as `#rrggbb`. */
export function colourOn(colour: Colour, ground: string): string {
  const under = parseColour(ground) ?? { red: 255, green: 255, blue: 255, opacity: 1 };
  const channel = (over: number, below: number) =>
    Math.round(over * colour.opacity + below * (1 - colour.opacity))
      .toString(16)
      .padStart(2, "0");
  return `#${channel(colour.red, under.red)}${channel(colour.green, under.green)}${channel(colour.blue, under.blue)}`;
}

/** The colour a share of the way from one to another. */
export function mixColours(from: Colour, to: Colour, share: number): Colour {
  const between = (a: number, b: number) => a + (b - a) * share;
  return {
    red: between(from.red, to.red),
    green: between(from.green, to.green),
    blue: between(from.blue, to.blue),
    opacity: between(from.opacity, to.opacity),
  };
}

/**
 * The colour of a score: straight lines through the colours from the least to the most, as the
 * Navigator draws them. A score outside of the range takes the colour at its end.
 *
 * Null where no colour of the gradient can be read.
 */
export function gradientColour(
  gradient: { readonly colours: readonly string[]; readonly least: number; readonly most: number },
  score: number,
): Colour | null {
  const stops = gradient.colours.flatMap((text) => parseColour(text) ?? []);
  const last = stops.length - 1;
  if (score >= gradient.most) return stops[last] ?? null;
  if (score <= gradient.least) return stops[0] ?? null;
  const along = ((score - gradient.least) / (gradient.most - gradient.least)) * last;
  const [from, to] = [stops[Math.floor(along)], stops[Math.ceil(along)]];
  return from === undefined || to === undefined ? null : mixColours(from, to, along % 1);
}

/** Relative luminance of a colour written `#rrggbb`, 0 to 1. */
export function luminance(colour: string): number {
  const channel = (from: number): number => {
    const value = parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** Contrast of two colours written `#rrggbb`, 1 to 21, as WCAG defines it. */
export function contrastBetween(one: string, other: string): number {
  const [a, b] = [luminance(one) + 0.05, luminance(other) + 0.05];
  return Math.max(a, b) / Math.min(a, b);
}

/**
 * The text colour for a ground given as `#rrggbb`: ink or white, whichever reads better.
 *
 * On a few middle tones neither reaches 4.5 to 1; there it is black, which does.
 */
export function inkOn(ground: string): "#0b0f15" | "#ffffff" | "#000000" {
  const better =
    contrastBetween("#ffffff", ground) >= contrastBetween("#0b0f15", ground)
      ? "#ffffff"
      : "#0b0f15";
  return contrastBetween(better, ground) >= 4.5 ? better : "#000000";
}
