import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

/*
 * The data colours are judged from the file that ships, with the formulas written out here:
 * WCAG 2 contrast, CIEDE2000 (Sharma, Wu, Dalal 2005) and Machado, Oliveira, Fernandes 2009.
 */

type Rgb = readonly [number, number, number];
type Triple = readonly [number, number, number];

const css = readFileSync(
  new URL("../../src/renderer/ui/tokens.css", import.meta.url),
  "utf8",
).replaceAll(/\/\*[\s\S]*?\*\//g, "");

function tokensOf(selectorEnd: string): Map<string, string> {
  const start = css.indexOf(`${selectorEnd} {`);
  expect(start, `block ${selectorEnd}`).toBeGreaterThan(-1);
  const body = css.slice(css.indexOf("{", start) + 1, css.indexOf("}", start));
  const found = new Map<string, string>();
  for (const line of body.split(";")) {
    const colon = line.indexOf(":");
    if (colon > 0) found.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return found;
}

const schemes = {
  light: tokensOf(':root[data-mantine-color-scheme="light"]'),
  dark: tokensOf(':root[data-mantine-color-scheme="dark"]'),
};

function rgb(tokens: Map<string, string>, name: string): Rgb {
  const value = tokens.get(name) ?? "missing";
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(value);
  if (match === null) throw new Error(`${name} is ${value}, not a six-digit colour`);
  const [, red = "", green = "", blue = ""] = match;
  return [parseInt(red, 16) / 255, parseInt(green, 16) / 255, parseInt(blue, 16) / 255];
}

const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
const encoded = (channel: number): number =>
  channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;
const mapTriple = (triple: Triple, change: (value: number) => number): Triple => [
  change(triple[0]),
  change(triple[1]),
  change(triple[2]),
];
const multiply = (matrix: readonly [Triple, Triple, Triple], v: Triple): Triple => [
  matrix[0][0] * v[0] + matrix[0][1] * v[1] + matrix[0][2] * v[2],
  matrix[1][0] * v[0] + matrix[1][1] * v[1] + matrix[1][2] * v[2],
  matrix[2][0] * v[0] + matrix[2][1] * v[1] + matrix[2][2] * v[2],
];

function luminance(colour: Rgb): number {
  const [red, green, blue] = mapTriple(colour, linear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

/** CIE Lab under D65 of an sRGB colour. */
function lab(colour: Rgb): Triple {
  const xyz = multiply(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    mapTriple(colour, linear),
  );
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const [x, y, z] = [f(xyz[0] / 0.95047), f(xyz[1]), f(xyz[2] / 1.08883)];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** CIEDE2000 between two Lab colours. */
function ciede2000(one: Triple, two: Triple): number {
  const [l1, a1, b1] = one;
  const [l2, a2, b2] = two;
  const rad = Math.PI / 180;
  const meanC7 = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(meanC7 / (meanC7 + 25 ** 7)));
  const [p1, p2] = [a1 * (1 + g), a2 * (1 + g)];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const hue = (b: number, a: number): number =>
    a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / rad + 360) % 360;
  const [h1, h2] = [hue(b1, p1), hue(b2, p2)];
  const dL = l2 - l1;
  const dC = c2 - c1;
  const grey = c1 * c2 === 0;
  let dh = h2 - h1;
  if (grey) dh = 0;
  else if (dh > 180) dh -= 360;
  else if (dh < -180) dh += 360;
  const dH = 2 * Math.sqrt(c1 * c2) * Math.sin((dh / 2) * rad);
  const meanL = (l1 + l2) / 2;
  const meanC = (c1 + c2) / 2;
  let meanH = h1 + h2;
  if (!grey) {
    if (Math.abs(h1 - h2) <= 180) meanH = (h1 + h2) / 2;
    else if (h1 + h2 < 360) meanH = (h1 + h2 + 360) / 2;
    else meanH = (h1 + h2 - 360) / 2;
  }
  const t =
    1 -
    0.17 * Math.cos((meanH - 30) * rad) +
    0.24 * Math.cos(2 * meanH * rad) +
    0.32 * Math.cos((3 * meanH + 6) * rad) -
    0.2 * Math.cos((4 * meanH - 63) * rad);
  const sL = 1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2);
  const sC = 1 + 0.045 * meanC;
  const sH = 1 + 0.015 * meanC * t;
  const meanC7b = meanC ** 7;
  const turn =
    -2 *
    Math.sqrt(meanC7b / (meanC7b + 25 ** 7)) *
    Math.sin(60 * Math.exp(-(((meanH - 275) / 25) ** 2)) * rad);
  const [L, C, H] = [dL / sL, dC / sC, dH / sH];
  return Math.sqrt(L * L + C * C + H * H + turn * C * H);
}

const identity: readonly [Triple, Triple, Triple] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
/** Machado 2009 at full severity, on linear RGB. */
const sights: ReadonlyMap<string, readonly [Triple, Triple, Triple]> = new Map([
  ["normal", identity],
  [
    "protan",
    [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
  ],
  [
    "deutan",
    [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
  ],
  [
    "tritan",
    [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  ],
]);

function seen(colour: Rgb, matrix: readonly [Triple, Triple, Triple]): Rgb {
  const light = multiply(matrix, mapTriple(colour, linear));
  return mapTriple(light, (value) => encoded(Math.min(1, Math.max(0, value))));
}

/** Each set in the order of its scale; in `allPairs` sets any two may stand side by side. */
const sets = [
  {
    prefix: "cov",
    keys: ["none", "telemetry", "partial", "detected", "several", "validated"],
    allPairs: false,
  },
  { prefix: "cov", keys: ["failed", "none"], allPairs: true },
  { prefix: "cov", keys: ["failed", "partial"], allPairs: true },
  { prefix: "cov", keys: ["failed", "validated"], allPairs: true },
  { prefix: "prio", keys: ["critical", "high", "medium", "low"], allPairs: false },
  {
    prefix: "out",
    keys: ["blocked", "alerted", "logged", "missed", "not-run", "error"],
    allPairs: true,
  },
  { prefix: "diff", keys: ["more", "less", "same", "first", "second"], allPairs: true },
  { prefix: "use", keys: ["1", "2", "3", "4", "5"], allPairs: false },
  { prefix: "ds", keys: ["none-one", "none-some", "none-all"], allPairs: false },
  { prefix: "ds", keys: ["partial-one", "partial-some", "partial-all"], allPairs: false },
  { prefix: "ds", keys: ["covered-one", "covered-some", "covered-all"], allPairs: false },
  { prefix: "ds", keys: ["none-one", "partial-one", "covered-one"], allPairs: true },
  { prefix: "ds", keys: ["none-some", "partial-some", "covered-some"], allPairs: true },
  { prefix: "ds", keys: ["none-all", "partial-all", "covered-all"], allPairs: true },
] as const;

test("the colour difference agrees with published pairs", () => {
  // Sharma, Wu, Dalal 2005, table 1: pairs 1, 7, 13, 17 and 31.
  expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
  expect(ciede2000([50, 2.49, -0.001], [50, -2.49, 0.0009])).toBeCloseTo(7.1792, 4);
  expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
  expect(ciede2000([90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447])).toBeCloseTo(1.4441, 4);
});

describe.each(["light", "dark"] as const)("in %s", (scheme) => {
  const tokens = schemes[scheme];
  const colour = (name: string): Rgb => rgb(tokens, name);

  test.each(["text", "muted", "faint", "accent", "ok", "warning", "error", "info"])(
    "%s is readable on every ground",
    (name) => {
      for (const ground of ["canvas", "surface", "raised", "sunken"]) {
        expect(contrast(colour(`--${name}`), colour(`--${ground}`)), ground).toBeGreaterThan(4.5);
      }
    },
  );

  test("accent is readable on its soft ground, and what stands on accent and error", () => {
    expect(contrast(colour("--accent"), colour("--accent-soft"))).toBeGreaterThan(4.5);
    expect(contrast(colour("--on-accent"), colour("--accent"))).toBeGreaterThan(4.5);
    expect(contrast(colour("--on-accent"), colour("--accent-hover"))).toBeGreaterThan(4.5);
    expect(contrast(colour("--on-error"), colour("--error"))).toBeGreaterThan(4.5);
    for (const name of ["text", "muted"]) {
      expect(contrast(colour(`--${name}`), colour("--accent-soft")), name).toBeGreaterThan(4.5);
    }
  });

  test("the edge of a control stands out from surface and canvas", () => {
    expect(contrast(colour("--strong"), colour("--surface"))).toBeGreaterThan(3);
    expect(contrast(colour("--strong"), colour("--canvas"))).toBeGreaterThan(3);
  });

  const names = [...new Set(sets.flatMap((set) => set.keys.map((key) => `${set.prefix}-${key}`)))];

  test.each(names)("%s carries readable text and a visible edge", (name) => {
    expect(contrast(colour(`--${name}-ink`), colour(`--${name}`)), "ink").toBeGreaterThan(4.5);
    for (const ground of ["surface", "canvas"]) {
      expect(contrast(colour(`--${name}-edge`), colour(`--${ground}`)), ground).toBeGreaterThan(3);
    }
  });

  test.each(sets)("neighbours of $prefix ($keys) differ under every sight", (set) => {
    for (const [sight, matrix] of sights) {
      const labs = set.keys.map((key) => lab(seen(colour(`--${set.prefix}-${key}`), matrix)));
      labs.forEach((one, i) => {
        labs.slice(i + 1, set.allPairs ? undefined : i + 2).forEach((two, j) => {
          const pair = `${set.keys[i] ?? ""} and ${set.keys[i + 1 + j] ?? ""}, ${sight}`;
          expect(ciede2000(one, two), pair).toBeGreaterThanOrEqual(10);
        });
      });
    }
  });
});
