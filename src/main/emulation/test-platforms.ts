import { readAssetPlatforms } from "../assets/asset-platforms.ts";

/**
 * What the words of Atomic Red Team and Caldera stand for: the platform as ATT&CK names it now, and
 * as earlier releases named it, whose scopes say so.
 */
const runnerWords: ReadonlyMap<string, readonly string[]> = new Map([
  ["azure-ad", ["Identity Provider", "Azure AD"]],
  ["office-365", ["Office Suite", "Office 365"]],
  ["google-workspace", ["Office Suite", "Google Workspace"]],
  ["iaas", ["IaaS", "AWS", "Azure", "GCP"]],
  ["iaas:aws", ["IaaS", "AWS"]],
  ["iaas:azure", ["IaaS", "Azure"]],
  ["iaas:gcp", ["IaaS", "GCP"]],
  ["network", ["Network Devices", "Network"]],
]);

/**
 * The ATT&CK platforms of a test by what its runner or somebody wrote, such as `iaas:aws`,
 * `darwin,linux` or `Windows Server 2019`; empty where no word names one.
 */
export function readTestPlatforms(text: string): readonly string[] {
  const platforms = text
    .slice(0, 2000)
    .split(/[,;|]/)
    .flatMap(
      (word) => runnerWords.get(word.trim().toLowerCase()) ?? readAssetPlatforms(word).platforms,
    );
  return [...new Set(platforms)];
}
