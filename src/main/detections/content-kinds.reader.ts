import type { DetectionOrigin } from "../../shared/model/detection.ts";
import type { ImportKind } from "../../shared/model/import-report.ts";
import { isOtherGalaxy, otherThanCluster } from "../actors/threat-actor-cluster.ts";
import { isDettectGroups } from "../intelligence/dettect-groups.reader.ts";
import { kindOfStix } from "../intelligence/stix-kind.ts";
import { holdsLayer } from "../layers/read-layer.ts";
import { isDataSourceAdministration } from "../telemetry/dettect.ts";
import { readDettectTechniques } from "./dettect.reader.ts";
import { isElasticToml, readElasticToml } from "./elastic-toml.reader.ts";
import type { JsonValue } from "./json-values.reader.ts";
import { isEscu, readEscu } from "./escu.reader.ts";
import { isKibanaExport, readKibana } from "./kibana.reader.ts";
import { readLayerClaims } from "./layer-claims.reader.ts";
import type { ReadFileResult } from "./record.ts";
import { isSentinelArm, readSentinelArm } from "./sentinel-arm.reader.ts";
import { isSentinelYaml, readSentinelYaml } from "./sentinel-yaml.reader.ts";
import { isSigma, readSigma } from "./sigma.reader.ts";
import { isSplunkJson, readSplunkJson } from "./splunk-rest.reader.ts";
import type { TomlValue } from "./toml.reader.ts";
import { textAt } from "./yaml-fields.ts";
import type { YamlDocument, YamlMap } from "./yaml.reader.ts";

/** A kind of content that holds detections. */
interface RuleKind<Value, Part> {
  readonly format: DetectionOrigin;
  /** Whether one value of a file is of this kind. */
  readonly holds: (value: Value) => boolean;
  /** Reads all values of a file, the faulty ones among them. */
  readonly read: (file: string, parts: readonly Part[]) => ReadFileResult;
  /** What gives the kind away at the beginning of a text that cannot be parsed. */
  readonly broken?: RegExp;
  /** Whether the files say of themselves which rules run. */
  readonly saysState: boolean;
}

/** A kind of content that is known and holds no detection: what it is, and what to do with it. */
interface OtherKind<Value> {
  readonly format: null;
  readonly holds: (value: Value) => boolean;
  /** In words that follow "the file". */
  readonly is: string;
  /** What it may be imported as, the likeliest first. */
  readonly belongsTo: readonly ImportKind[];
  readonly broken?: RegExp;
}

/** A kind of content. Of several that fit a file the first in its table is taken. */
export type ContentKind<Value, Part> = RuleKind<Value, Part> | OtherKind<Value>;

/** What YAML files may hold, by their documents; documents that are no maps are of no kind. */
export const yamlKinds: readonly ContentKind<YamlMap, YamlDocument>[] = [
  {
    format: null,
    holds: isDataSourceAdministration,
    is: "is a DeTT&CT data source administration: import it as log sources",
    belongsTo: ["telemetry"],
  },
  {
    format: null,
    holds: isDettectGroups,
    is: "is a DeTT&CT group administration: import it as own intelligence",
    belongsTo: ["intelligence"],
  },
  { format: "sentinel-yaml", holds: isSentinelYaml, read: readSentinelYaml, saysState: false },
  { format: "splunk-escu", holds: isEscu, read: readEscu, saysState: false },
  {
    format: "dettect-techniques",
    holds: (document) => fileTypeOf(document) === "technique-administration",
    read: readDettectTechniques,
    saysState: true,
  },
  { format: "sigma", holds: isSigma, read: readSigma, saysState: false },
];

/** What JSON files may hold, by their values: one, or one a line. */
export const jsonKinds: readonly ContentKind<unknown, JsonValue>[] = [
  {
    format: null,
    holds: (value) => kindOfStix(value) === "report",
    is: "is a STIX report: import it as own intelligence",
    belongsTo: ["intelligence"],
  },
  {
    format: null,
    holds: (value) => kindOfStix(value) === "either",
    is: "is a STIX bundle: import it in the catalogue, or a report as own intelligence",
    belongsTo: ["catalogue", "intelligence"],
  },
  {
    format: null,
    holds: (value) => kindOfStix(value) !== null,
    broken: /"type"\s*:\s*"bundle"/,
    is: "is an ATT&CK bundle: import it in the catalogue",
    belongsTo: ["catalogue"],
  },
  {
    format: null,
    holds: (value) => otherThanCluster(value) === null,
    is: "is a MISP galaxy cluster of threat actors: import it as sectors and countries",
    belongsTo: ["sectors"],
  },
  {
    format: null,
    holds: isOtherGalaxy,
    is: "is of the MISP galaxy and no cluster of threat actors",
    belongsTo: [],
  },
  {
    format: "kibana-ndjson",
    holds: isKibanaExport,
    read: readKibana,
    broken: /"rule_id"\s*:/,
    saysState: true,
  },
  {
    format: "navigator-layer",
    holds: holdsLayer,
    read: readLayerClaims,
    broken: /"techniqueID"\s*:/,
    saysState: true,
  },
  {
    format: "splunk-rest",
    holds: isSplunkJson,
    read: readSplunkJson,
    broken: /"(?:results?|entry|search)"\s*:/,
    saysState: true,
  },
  {
    format: "sentinel-arm",
    holds: isSentinelArm,
    read: readSentinelArm,
    broken: /deploymentTemplate\.json|\/alertRules(?:Templates)?\b/i,
    saysState: true,
  },
];

/** What TOML files may hold. */
export const tomlKinds: readonly ContentKind<unknown, TomlValue>[] = [
  { format: "elastic-toml", holds: isElasticToml, read: readElasticToml, saysState: false },
];

function fileTypeOf(document: YamlMap): string | null {
  return textAt(document, "file_type");
}
