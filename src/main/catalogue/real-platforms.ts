/** Platforms that say something: ICS writes `None` for every technique. */
export function realPlatforms(platforms: readonly string[]): readonly string[] {
  return platforms.includes("None") ? platforms.filter((name) => name !== "None") : platforms;
}

/** Whether a technique is said to be on no platform at all, and so on none that could be left out. */
export function isOnNoPlatform(platforms: readonly string[]): boolean {
  return platforms.length > 0 && realPlatforms(platforms).length === 0;
}
