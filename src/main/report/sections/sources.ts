import type { ImportKind } from "../../../shared/model/import-report.ts";
import type { Authenticity } from "../../../shared/model/catalogue.ts";
import { heading, lead, paragraph, table } from "../blocks.ts";
import type { SectionKind } from "../section.ts";
import { counted, dayWords, digits, idCell } from "../words.ts";

const authenticityWords: Readonly<Record<Authenticity, string>> = {
  official: "The official file",
  starter: "Starter catalogue: facts only",
  altered: "Differs from the official file",
  inferred: "Version told from the newest date",
};

const kindWords: Readonly<Record<ImportKind, string>> = {
  catalogue: "ATT&CK release",
  detections: "Detections",
  layers: "Layers",
  telemetry: "Log sources",
  assets: "Assets",
  intelligence: "Intelligence",
  sectors: "Sectors and motives",
  plan: "Plan status",
  emulation: "Emulation",
};

/** Where everything in the report comes from, and the notices that go with it. */
export const sources: SectionKind = {
  title: "Sources and notices",
  isAppendix: false,
  build: ({ facts }) => [
    lead(
      `This report was made on ${dayWords(facts.generatedAt)} by ${facts.tool}, without a network, from what the workspace held.`,
    ),
    heading(2, "sources-releases", "ATT&CK"),
    table({
      id: "sources-release-table",
      caption: "Releases that the assessment asks about.",
      columns: [
        ["domain", "Domain", 22],
        ["version", "Release", 12],
        ["authenticity", "What it is", 26],
        ["sha256", "SHA-256", 40],
      ],
      rows: facts.result.catalogues.map(({ domain, version, authenticity, sha256 }) => [
        domain,
        version,
        authenticityWords[authenticity],
        idCell(sha256),
      ]),
      empty: "The assessment asks about no release.",
    }),
    heading(2, "sources-environments", "Environments"),
    table({
      id: "sources-environment-table",
      caption: "What each environment in scope holds.",
      columns: [
        ["environment", "Environment", 24],
        ["detections", "Detections", 11, "end"],
        ["enabled", "Enabled", 10, "end"],
        ["available", "Available", 10, "end"],
        ["disabled", "Disabled", 10, "end"],
        ["assumed", "Assumed", 10, "end"],
        ["logSources", "Log sources", 15, "end"],
        ["assets", "Assets", 10, "end"],
      ],
      rows: facts.environments.map((one) => [
        one.name,
        one.detections,
        one.enabled,
        one.available,
        one.disabled,
        one.assumed,
        one.logSources === 0 ? "Not said" : `${digits(one.collected)} of ${digits(one.logSources)}`,
        one.assets,
      ]),
      note: "Assumed: detections whose state the files do not say. Log sources: collected, of those that somebody spoke of. Assets: machines.",
      empty: "No environment is in scope.",
    }),
    heading(2, "sources-imports", "Imports"),
    table({
      id: "sources-import-table",
      caption: `${counted(facts.imports.length, "import")} whose content counts, the earliest first.`,
      columns: [
        ["kind", "What", 16],
        ["title", "From", 34],
        ["summary", "Brought", 26],
        ["environment", "Environment", 12],
        ["at", "When", 12],
      ],
      rows: facts.imports.map(({ kind, title, summary, environment, at }) => [
        kindWords[kind],
        title,
        summary,
        environment ?? "",
        dayWords(at),
      ]),
      empty: "Nothing was imported.",
    }),
    heading(2, "sources-notices", "Notices"),
    ...facts.notices.map((notice) => paragraph(notice)),
  ],
};
