/** Platforms that people speak of as one, by the names that releases have given them. */
export const platformPresets = [
  { id: "windows", word: "Windows", platforms: ["Windows"] },
  { id: "linux", word: "Linux", platforms: ["Linux"] },
  { id: "macos", word: "macOS", platforms: ["macOS"] },
  {
    id: "cloud",
    word: "Cloud",
    platforms: [
      "IaaS",
      "SaaS",
      "Identity Provider",
      "Office Suite",
      // Before 15 and before 8.
      "Azure AD",
      "Google Workspace",
      "Office 365",
      "AWS",
      "Azure",
      "GCP",
    ],
  },
  { id: "containers", word: "Containers", platforms: ["Containers"] },
  { id: "network-devices", word: "Network devices", platforms: ["Network Devices", "Network"] },
  { id: "esxi", word: "ESXi", platforms: ["ESXi"] },
] as const satisfies readonly {
  readonly id: string;
  readonly word: string;
  readonly platforms: readonly string[];
}[];
export type PlatformPresetId = (typeof platformPresets)[number]["id"];

/** A preset as far as some releases have its platforms. */
export interface OfferedPreset {
  readonly id: PlatformPresetId;
  readonly word: string;
  /** By the releases' own names, in their order. */
  readonly platforms: readonly string[];
}

/** The presets that some releases can answer; one without any of its platforms is left out. */
export function offerPresets(known: readonly string[]): readonly OfferedPreset[] {
  return platformPresets.flatMap(({ id, word, platforms }) => {
    const own: readonly string[] = platforms;
    const here = known.filter((platform) => own.includes(platform));
    return here.length === 0 ? [] : [{ id, word, platforms: here }];
  });
}

/** Whether a scope takes in the whole of a preset; an empty scope is every platform, and no choice. */
export function isPresetChosen(preset: OfferedPreset, chosen: readonly string[]): boolean {
  return preset.platforms.every((platform) => chosen.includes(platform));
}

/** Takes a preset into a scope, or out of it; the rest stays. In order of their names. */
export function togglePreset(preset: OfferedPreset, chosen: readonly string[]): string[] {
  const others = chosen.filter((platform) => !preset.platforms.includes(platform));
  return (isPresetChosen(preset, chosen) ? others : [...others, ...preset.platforms]).toSorted();
}
