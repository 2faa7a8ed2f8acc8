/** The colour names of CSS, and the one more of the Navigator, each with its value. */
const names = `
aliceblue f0f8ff, antiquewhite faebd7, aqua 00ffff, aquamarine 7fffd4, azure f0ffff,
beige f5f5dc, bisque ffe4c4, black 000000, blanchedalmond ffebcd, blue 0000ff,
blueviolet 8a2be2, brown a52a2a, burlywood deb887, burntsienna ea7e5d, cadetblue 5f9ea0, chartreuse 7fff00,
chocolate d2691e, coral ff7f50, cornflowerblue 6495ed, cornsilk fff8dc, crimson dc143c,
cyan 00ffff, darkblue 00008b, darkcyan 008b8b, darkgoldenrod b8860b, darkgray a9a9a9,
darkgreen 006400, darkgrey a9a9a9, darkkhaki bdb76b, darkmagenta 8b008b,
darkolivegreen 556b2f, darkorange ff8c00, darkorchid 9932cc, darkred 8b0000,
darksalmon e9967a, darkseagreen 8fbc8f, darkslateblue 483d8b, darkslategray 2f4f4f,
darkslategrey 2f4f4f, darkturquoise 00ced1, darkviolet 9400d3, deeppink ff1493,
deepskyblue 00bfff, dimgray 696969, dimgrey 696969, dodgerblue 1e90ff,
firebrick b22222, floralwhite fffaf0, forestgreen 228b22, fuchsia ff00ff,
gainsboro dcdcdc, ghostwhite f8f8ff, gold ffd700, goldenrod daa520, gray 808080,
green 008000, greenyellow adff2f, grey 808080, honeydew f0fff0, hotpink ff69b4,
indianred cd5c5c, indigo 4b0082, ivory fffff0, khaki f0e68c, lavender e6e6fa,
lavenderblush fff0f5, lawngreen 7cfc00, lemonchiffon fffacd, lightblue add8e6,
lightcoral f08080, lightcyan e0ffff, lightgoldenrodyellow fafad2, lightgray d3d3d3,
lightgreen 90ee90, lightgrey d3d3d3, lightpink ffb6c1, lightsalmon ffa07a,
lightseagreen 20b2aa, lightskyblue 87cefa, lightslategray 778899,
lightslategrey 778899, lightsteelblue b0c4de, lightyellow ffffe0, lime 00ff00,
limegreen 32cd32, linen faf0e6, magenta ff00ff, maroon 800000, mediumaquamarine 66cdaa,
mediumblue 0000cd, mediumorchid ba55d3, mediumpurple 9370db, mediumseagreen 3cb371,
mediumslateblue 7b68ee, mediumspringgreen 00fa9a, mediumturquoise 48d1cc,
mediumvioletred c71585, midnightblue 191970, mintcream f5fffa, mistyrose ffe4e1,
moccasin ffe4b5, navajowhite ffdead, navy 000080, oldlace fdf5e6, olive 808000,
olivedrab 6b8e23, orange ffa500, orangered ff4500, orchid da70d6, palegoldenrod eee8aa,
palegreen 98fb98, paleturquoise afeeee, palevioletred db7093, papayawhip ffefd5,
peachpuff ffdab9, peru cd853f, pink ffc0cb, plum dda0dd, powderblue b0e0e6,
purple 800080, rebeccapurple 663399, red ff0000, rosybrown bc8f8f, royalblue 4169e1,
saddlebrown 8b4513, salmon fa8072, sandybrown f4a460, seagreen 2e8b57, seashell fff5ee,
sienna a0522d, silver c0c0c0, skyblue 87ceeb, slateblue 6a5acd, slategray 708090,
slategrey 708090, snow fffafa, springgreen 00ff7f, steelblue 4682b4, tan d2b48c,
teal 008080, thistle d8bfd8, tomato ff6347, turquoise 40e0d0, violet ee82ee,
wheat f5deb3, white ffffff, whitesmoke f5f5f5, yellow ffff00, yellowgreen 9acd32`;

const colourOfName: ReadonlyMap<string, string> = new Map(
  names.split(",").map((entry) => {
    const [name = "", hex = ""] = entry.trim().split(" ");
    return [name, `#${hex}`];
  }),
);

/**
 * A colour as layers write it, as `#rrggbb` or `#rrggbbaa` in lower case; null for what is none.
 *
 * Takes what the Navigator takes: hexadecimal forms of 3, 4, 6 and 8 digits with or without `#`,
 * the functions rgb, hsl and hsv with or without alpha, in numbers or percent, and the names of
 * CSS. What lies outside of a range is its end. What is opaque is written without its alpha.
 */
export function normaliseColour(written: string): string | null {
  const text = written.trim().toLowerCase();
  if (text.length > 64) return null;
  const named = colourOfName.get(text);
  if (named !== undefined) return named;
  if (text === "transparent") return "#00000000";
  const hex = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(text)?.[1];
  if (hex !== undefined) {
    return withoutOpaque(hex.length <= 4 ? hex.replace(/./g, "$&$&") : hex);
  }
  const [, form, inner = ""] = /^(rgb|hsl|hsv)a?\(([-+.,/%\s\d]*)\)$/.exec(text) ?? [];
  const parts = inner.trim().split(/\s*[,/]\s*|\s+/);
  if (form === undefined || parts.length < 3 || parts.length > 4) return null;
  if (!parts.every((part) => /^[-+]?(?:\d+\.?\d*|\.\d+)%?$/.test(part))) return null;
  const [one = "", two = "", three = "", alpha = "1"] = parts;
  const channels =
    form === "rgb"
      ? [one, two, three].map((part) => shareOf(part, 255))
      : channelsOf(form, Number.parseFloat(one), ratioOf(two), ratioOf(three));
  return withoutOpaque([...channels, shareOf(alpha, 1)].map(twoDigits).join(""));
}

/** A number or a percentage as a share of the most that it can be, 0 to 1. */
function shareOf(part: string, most: number): number {
  const share = Number.parseFloat(part) / (part.endsWith("%") ? 100 : most);
  return Math.min(1, Math.max(0, share));
}

/** The same for what is a ratio where it is 1 or less, and percent where it is more. */
function ratioOf(part: string): number {
  return shareOf(part, Number.parseFloat(part) <= 1 ? 1 : 100);
}

/** Red, green and blue, 0 to 1 each; `level` is the lightness of hsl, the value of hsv. */
function channelsOf(form: string, hue: number, saturation: number, level: number): number[] {
  const most = form === "hsv" ? level : level + saturation * Math.min(level, 1 - level);
  const least = form === "hsv" ? level * (1 - saturation) : 2 * level - most;
  return [5, 3, 1].map((from) => {
    const along = (((from + hue / 60) % 6) + 6) % 6;
    return most - (most - least) * Math.max(0, Math.min(along, 4 - along, 1));
  });
}

function twoDigits(share: number): string {
  return Math.round(share * 255)
    .toString(16)
    .padStart(2, "0");
}

function withoutOpaque(hex: string): string {
  return `#${hex.length === 8 && hex.endsWith("ff") ? hex.slice(0, 6) : hex}`;
}
