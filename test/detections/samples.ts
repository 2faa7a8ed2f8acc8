import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Real files that lie beside the project; tests that need them are skipped aloud without. */
export const shared = fileURLToPath(new URL("../../../shared/data", import.meta.url));

export const samples = `${shared}/samples`;
export const sigmaArchive = `${shared}/sigma/sigma-rules.zip`;
export const enterprise = `${shared}/attack/enterprise-attack-18.1.stix20.json.gz`;

export const hasShared = existsSync(shared);
if (!hasShared) console.warn(`Skipped: tests on real files, which need ${shared}.`);
