import { basename } from "node:path";
import type { CasemateContract } from "../../shared/contract.ts";
import type { ImportWarning, RecordImportReport } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import type { HandlerOf } from "../backend/handler.ts";
import { hashOfInput } from "../detections/inputs.reader.ts";
import { addImportReport } from "../imports/import-report.store.ts";
import { headRecordImport } from "../imports/record-report.ts";
import { readShippedFacts } from "./group-context.reader.ts";
import { addImportedFacts, getFactsInUse, listNewestGroups } from "./imported-facts.store.ts";
import { planSectorImport } from "./sector-import.ts";
import { findCluster } from "./threat-actor-cluster.reader.ts";

/** Lays what a threat-actor cluster says of groups over the facts in use. */
export const importSectors: HandlerOf<CasemateContract["actors"]["importSectors"]> = async (
  { path },
  { db, root, now },
) => {
  const begun = performance.now();
  const startedAt = now().toISOString();
  const groups = listNewestGroups(db);
  if (groups.length === 0) {
    throw new Problem("not-found", "The workspace holds no group to say anything about.", {
      remedy: "Import an ATT&CK bundle first.",
    });
  }
  const { file, cluster, unreadable, ignoredFiles } = await findCluster(path);
  const inUse = getFactsInUse(db, readShippedFacts(root));
  const { counts, items } = planSectorImport(cluster, groups, inUse.groups);
  const { version } = cluster;
  const report: Omit<RecordImportReport, "id"> = {
    kind: "sectors",
    files: [path],
    sha256: await hashOfInput([path]),
    startedAt,
    milliseconds: Math.round(performance.now() - begun),
    environment: null,
    format: `MISP galaxy threat-actor cluster${version === null ? "" : `, version ${version}`}`,
    ...counts,
    items: items.map((item) => ({ ...item, file, line: null })),
    unreadable: [
      ...unreadable,
      ...cluster.unreadable.map(({ place, reason }) => ({
        file,
        line: null,
        reason: `value ${place} of the list ${reason}`,
      })),
    ],
    ignoredFiles,
    warnings: warnOfVersion(file, version, inUse.version),
  };
  const heading = headRecordImport(report, basename(path));
  // A cluster of another version that says the same is the source from now on.
  const undoable = heading.undoable || version !== inUse.version;
  const id = addImportReport(db, report, { ...heading, undoable });
  if (undoable) {
    addImportedFacts(db, id, {
      version,
      importedOn: startedAt.slice(0, 10),
      actors: cluster.actors,
    });
  }
  return { ...report, id };
};

function warnOfVersion(
  file: string,
  version: number | null,
  known: number | null,
): ImportWarning[] {
  const warning = (code: string, message: string) => [
    { code, objectId: null, path: file, message },
  ];
  if (version === null) {
    return warning(
      "no-version",
      `${file} does not say its version: it may be older than it looks.`,
    );
  }
  return known !== null && version < known
    ? warning(
        "older-version",
        `${file} is of version ${version}, the facts in use are of version ${known}. ` +
          "Take the import back if that is not what you want.",
      )
    : [];
}
