import type { Authenticity, Release } from "../../shared/model/catalogue.ts";

/** What a release's authenticity is called, and what it means for whoever relies on it. */
export interface AuthenticityWords {
  readonly word: string;
  readonly tone: "ok" | "warning" | "accent" | "plain";
  readonly meaning: string;
}

export const authenticityWords: Readonly<Record<Authenticity, AuthenticityWords>> = {
  official: {
    word: "Official",
    tone: "ok",
    meaning: "The file's SHA-256 is that of the release MITRE published.",
  },
  altered: {
    word: "Altered",
    tone: "warning",
    meaning:
      "The bundle says that it is this release, but its SHA-256 is not that of the published file. It may have been changed or only written anew.",
  },
  inferred: {
    word: "Inferred",
    tone: "plain",
    meaning:
      "The bundle does not say which release it is. It was inferred from the newest date in it and can be corrected.",
  },
  starter: {
    word: "Starter: facts only",
    tone: "accent",
    meaning:
      "The catalogue that ships with Casemate: IDs, names and relationships without descriptions and procedure texts. The official bundle of the same release takes its place and loses nothing of yours.",
  },
};

/** A release as sentences name it: "enterprise-attack 18.1". */
export function releaseName(release: Pick<Release, "domain" | "version">): string {
  return `${release.domain} ${release.version}`;
}
