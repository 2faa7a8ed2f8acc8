/**
 * Writes resources/starter: ATT&CK 18.1 as facts only, one STIX 2.1 bundle per domain.
 *
 * Run from the project's root: `node scripts/resources/build-starter-catalogue.ts`. The same
 * bundles in give the same bytes out.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { starterBundle, type SourceObject } from "./starter-facts.ts";

const version = "18.1";
const sources = [
  { domain: "enterprise-attack", file: "enterprise-attack-18.1.stix20.json.gz" },
  { domain: "mobile-attack", file: "mobile-attack-18.1.stix20.json.gz" },
  { domain: "ics-attack", file: "ics-attack-18.1.stix21.json.gz" },
];
const data = "../shared/data/attack";
const output = "resources/starter";

// The shapes of these three files were looked at by hand; the importer is where they are checked.
const dates = JSON.parse(readFileSync(`${data}/release-dates.json`, "utf8")) as {
  releases: Record<string, string>;
};
const released = dates.releases[version];
if (released === undefined) throw new Error(`No date for ATT&CK ${version}`);

mkdirSync(output, { recursive: true });
for (const { domain, file } of sources) {
  const json = gunzipSync(readFileSync(`${data}/${file}`));
  const source = JSON.parse(json.toString("utf8")) as { objects: SourceObject[] };
  const sourceSha256 = createHash("sha256").update(json).digest("hex");
  const bundle = starterBundle(source.objects, { domain, version, released, sourceSha256 });
  const text = JSON.stringify(bundle);
  const compressed = gzipSync(text, { level: 9 });
  // Byte 9 names the operating system that compressed: 255, unknown, makes all of them agree.
  compressed[9] = 255;
  const path = `${output}/${domain}-${version}.json.gz`;
  writeFileSync(path, compressed);
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`;
  console.log(
    `${path}: ${bundle.objects.length} objects, ${kilobytes(compressed.length)}, ` +
      `${kilobytes(Buffer.byteLength(text))} uncompressed`,
  );
}
