/** Gradients to choose from. All but the last are told apart under every colour vision. */
export const gradientPresets: readonly {
  readonly word: string;
  readonly colours: readonly string[];
}[] = [
  { word: "Pale to deep blue", colours: ["#eaf4fb", "#5eade5", "#1b5296"] },
  { word: "Orange to blue", colours: ["#c04909", "#f7f7f0", "#1c5293"] },
  { word: "Pale to deep violet", colours: ["#f5efff", "#996eca", "#440c5e"] },
  { word: "Pale to deep crimson", colours: ["#f7e4d9", "#c93a5f", "#771142"] },
  { word: "Navigator’s red to green", colours: ["#ff6666", "#ffe766", "#8ec843"] },
];

/** The least and the most score of annotations; undefined where none is scored. */
export function scoreRange(
  annotations: readonly { readonly score: number | null }[],
): { readonly least: number; readonly most: number } | undefined {
  let least = Infinity;
  let most = -Infinity;
  for (const { score } of annotations) {
    if (score === null) continue;
    least = Math.min(least, score);
    most = Math.max(most, score);
  }
  return most < least ? undefined : { least, most };
}
