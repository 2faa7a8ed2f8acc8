import type { AlertField, AlertMapping } from "../../shared/model/alert.ts";
import { normaliseHeading } from "../detections/table-columns.ts";
import { countHeadings, recogniseColumns } from "./table-headings.ts";

/**
 * Headings by field, without case, spaces and signs, as Splunk, Elastic, Sentinel, QRadar and people
 * write them; what is said more plainly stands first.
 */
const headingsOfFields: Readonly<Record<AlertField, readonly string[]>> = {
  time: [
    ...["time", "timestamp", "alerttime", "timegenerated", "timegeneratedutc", "eventtime"],
    ...["kibanaalertoriginaltime", "starttime", "starttimeutc", "detectiontime", "detecttime"],
    ...["firsteventtime", "firstseen", "firstactivity", "createdtime", "createdtimeutc"],
    ...[
      "createdat",
      "created",
      "triggeredat",
      "triggertime",
      "triggered",
      "occurred",
      "occurredat",
    ],
    ...["alertcreated", "datetime", "date", "logtime", "eventtimestamp", "alerttimestamp"],
  ],
  rule: [
    ...["rulename", "rule", "kibanaalertrulename", "signalrulename", "searchname"],
    ...["savedsearchname", "analyticrulename", "alertrulename", "alertrule", "alertname"],
    ...["alertdisplayname", "displayname", "detectionname", "detection", "ruletitle", "alerttitle"],
    ...["offensename", "offensedescription", "eventname", "signature", "title", "name", "alert"],
    ...["usecase", "offense", "summary"],
  ],
  host: [
    ...["hostname", "host", "computername", "computer", "devicename", "device", "hosthostname"],
    ...["dvchost", "dvc", "desthost", "dest", "destinationhostname", "destinationhost", "endpoint"],
    ...["agenthostname", "agentname", "machinename", "machine", "assetname", "asset", "fqdn"],
    ...["compromisedentity", "entity", "target", "targethost", "workstation", "hosts", "hostip"],
    ...["destinationip", "destip", "src", "srchost", "sourcehost", "sourceip", "ip", "ipaddress"],
  ],
  technique: [
    ...["techniqueid", "techniqueids", "techniques", "technique", "mitretechniqueid"],
    ...["mitretechniqueids", "mitretechniques", "mitretechnique", "attacktechniqueid"],
    ...["attacktechniques", "attacktechnique", "mitreattackid", "mitreattack", "attackid", "ttps"],
    ...["annotationsmitreattackmitretechniqueid", "annotationsmitreattack", "ttp", "mitre"],
    ...["kibanaalertrulethreattechniqueid", "threattechniqueid", "signalrulethreattechniqueid"],
  ],
  severity: [
    ...["severity", "alertseverity", "urgency", "priority", "kibanaalertseverity", "level"],
    ...["risklevel", "riskscore", "risk", "magnitude", "criticality"],
  ],
};
const fields = Object.entries(headingsOfFields) as [AlertField, readonly string[]][];

/** How many headings of a row a table of alerts may have. */
export function countAlertHeadings(cells: readonly string[]): number {
  return countHeadings(fields, cells);
}

/** Recognises which column holds which field: of several the one with the plainest heading. */
export function recogniseAlertColumns(columns: readonly string[]): AlertMapping {
  return recogniseColumns(fields, columns);
}

/** What a mapping lacks for matching alerts, as a sentence; null where it suffices. */
export function missingOfAlerts(mapping: AlertMapping, columns: readonly string[]): string | null {
  const has = (field: AlertField) =>
    mapping.some((each) => each.field === field && columns.includes(each.column));
  if (!has("time")) return "Say which column holds the time of the alert.";
  if (!has("host") && !has("technique") && !has("rule")) {
    return "Say which column holds the host, the rule or the technique: time alone ties no alert to a test.";
  }
  return null;
}

/** Columns of sub-techniques beside the one of techniques, as Elastic parts them. */
export function subTechniqueColumns(columns: readonly string[]): readonly string[] {
  return columns.filter((column) => /subtechnique(?:s|ids?)?$/.test(normaliseHeading(column)));
}
