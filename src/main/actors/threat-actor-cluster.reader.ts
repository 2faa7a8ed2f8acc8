import type { Unreadable } from "../../shared/model/import-report.ts";
import { Problem } from "../../shared/problem.ts";
import { readFiles } from "../files/input-files.reader.ts";
import { parseJson } from "../files/json.reader.ts";
import { decodeUtf8 } from "../files/text.reader.ts";
import type { ThreatActorCluster } from "./threat-actor-cluster.ts";
import { otherThanCluster, readCluster } from "./threat-actor-cluster.ts";

/** Unpacked; the cluster of 2026 has 1.5 MB. */
const mostBytes = 50_000_000;

/** The one cluster that lies at a path. */
export interface FoundCluster {
  readonly file: string;
  readonly cluster: ThreatActorCluster;
  readonly unreadable: readonly Unreadable[];
  /** Other files of the folder or archive. */
  readonly ignoredFiles: number;
}

/**
 * Reads the threat-actor cluster of a file, packed or not, of a folder or of an archive.
 *
 * In folders and archives it is called threat-actor.json. Throws `bad-format` where there is none,
 * `ambiguous` where there are several, `too-large`, and what reading JSON throws.
 */
export async function findCluster(path: string): Promise<FoundCluster> {
  const clusters: { readonly file: string; readonly cluster: ThreatActorCluster }[] = [];
  const unreadable: Unreadable[] = [];
  let ignoredFiles = 0;
  let other: string | undefined;
  for await (const input of readFiles([path], (name) => /threat-actor\.json$/i.test(name))) {
    if (input.kind === "ignored") ignoredFiles += 1;
    else if (input.kind === "skipped") {
      unreadable.push({ file: input.path, line: null, reason: input.reason });
    } else {
      const value = parse(input.path, input.bytes);
      const reason = otherThanCluster(value);
      if (reason === null) clusters.push({ file: input.path, cluster: readCluster(value) });
      else {
        ignoredFiles += 1;
        other ??= `${input.path} ${reason}.`;
      }
    }
  }
  const [found, ...more] = clusters;
  if (found === undefined) {
    throw new Problem("bad-format", other ?? `${path} holds no file threat-actor.json.`, {
      file: path,
      remedy: "Take clusters/threat-actor.json of the MISP galaxy.",
    });
  }
  if (more.length > 0) {
    throw new Problem("ambiguous", `${path} holds several threat-actor clusters.`, {
      candidates: clusters.map(({ file }) => file),
      remedy: "Name the file of one.",
    });
  }
  return { ...found, unreadable, ignoredFiles };
}

function parse(file: string, bytes: Buffer): unknown {
  if (bytes.length > mostBytes) {
    throw new Problem(
      "too-large",
      `${file} was not read: it is larger than ${mostBytes / 1e6} MB, which no threat-actor cluster is.`,
      { file },
    );
  }
  return parseJson(decodeUtf8(bytes, file).utf8, file);
}
