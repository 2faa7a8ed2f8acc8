import type { TelemetryEntry } from "../../shared/model/telemetry.ts";
import { isSameChannel, plainWords } from "./source-words.ts";

/** One of the log sources that a rule can run on. */
interface RunsOn {
  /** In the words of the catalogue. */
  readonly label: string;
  /** Data components without case; one that ends in `*` stands for all that begin so. */
  readonly components: readonly string[];
  readonly names: readonly NamedLog[];
  /** Seen on the network: on whatever platform it is collected. */
  readonly isNetwork: boolean;
}

/** A log by the names that catalogues and inventories give it, with channels; none = any. */
interface NamedLog {
  readonly name: RegExp;
  readonly channel: string | null;
}

/** What a rule needs to see anything: one of these, collected. */
export interface RuleNeed {
  readonly runsOn: readonly RunsOn[];
}

const log = (name: RegExp, ...codes: number[]): NamedLog => ({
  name,
  channel: codes.length === 0 ? null : codes.join(", "),
});
const source = (
  label: string,
  components: readonly string[],
  names: readonly NamedLog[],
  isNetwork = false,
): RunsOn => ({ label, components, names, isNetwork });

const securityLog = /(?:event ?logs?|windows|^)[ :_-]*security(?: ?(?:events?|logs?|audit))?$/;
const systemLog = /(?:event ?logs?|windows)[ :_-]*system(?: ?(?:events?|logs?))?$/;
const applicationLog = /(?:event ?logs?|windows)[ :_-]*application(?: ?(?:events?|logs?))?$/;
const windowsLog = /event ?log|^windows/;
const powershellLog = /powershell/;
const sysmon = (...codes: number[]) => log(/sysmon/, ...codes);
/** Agents that watch a host's processes, files, modules and connections. */
const agent = log(
  /edr|endpoint|crowdstrike|falcon|defender|sentinel ?one|carbon ?black|cortex|osquery|etw:|ebpf|tanium/,
);
const unixAudit = log(/auditd|audit\.log|unifiedlog|fsusage|fs:|linux:|macos:/);

const processCreation = source(
  "Process Creation",
  ["process creation"],
  [sysmon(1), log(securityLog, 4688), agent, unixAudit],
);
const processComponents = ["process *"];
const fileComponents = ["file *"];
const registryComponents = ["windows registry key *"];
const host = (label: string, components: readonly string[], ...codes: number[]) =>
  source(label, components, [sysmon(...codes), agent, unixAudit]);
const networkConnection = source(
  "Network Connection Creation",
  ["network connection creation", "network traffic *"],
  [sysmon(3), log(securityLog, 5156, 5157), agent, unixAudit, log(/nsm:|flow|firewall/)],
);
const nameQueries = source(
  "Network Traffic Content",
  ["network connection creation", "network traffic *", "active dns", "passive dns"],
  [sysmon(22), agent, log(/dns|nsm:|zeek/)],
  true,
);
const networkTraffic = source(
  "Network Traffic Flow",
  ["network traffic *", "network connection creation"],
  [log(/nsm:|flow|zeek|suricata|proxy|firewall|network|ids|ndr/)],
  true,
);
const script = source(
  "Script Execution",
  ["script execution", "command execution"],
  [log(powershellLog), agent],
);
const security = source(
  "WinEventLog:Security",
  [
    ...[
      "user account *",
      "logon session *",
      "process *",
      "scheduled job *",
      "service *",
      "group *",
    ],
    ...["active directory *", "file *", "windows registry key *", "network share access"],
    ...["network connection creation", "firewall *", "drive *", "driver load", "host status"],
    ...["application log content", "os api execution", "command execution"],
  ],
  [log(securityLog)],
);
const system = source(
  "WinEventLog:System",
  ["service *", "driver load", "host status", "application log content", "user account *"],
  [log(systemLog)],
);
const application = source(
  "Application Log Content",
  ["application log content"],
  [log(applicationLog)],
);
const allOfSysmon = source(
  "WinEventLog:Sysmon",
  [
    ...["process *", "network connection creation", "module load", "driver load", "file *"],
    ...["windows registry key *", "named pipe metadata", "wmi creation", "drive access"],
  ],
  [log(/sysmon/)],
);
const unix = source(
  "auditd:SYSCALL",
  ["process *", "command execution", "file *", "network connection creation", "user account *"],
  [log(/auditd|audit\.log/)],
);
const syslog = source(
  "linux:syslog",
  ["application log content", "user account *", "logon session *", "service *", "scheduled job *"],
  [log(/syslog|linux:/)],
);
const cloud = source(
  "AWS:CloudTrail",
  ["cloud *", "instance *", "snapshot *", "volume *", "user account *", "image *", "firewall *"],
  [log(/cloudtrail|aws/)],
);
const azureActivity = source(
  "azure:activity",
  ["cloud *", "instance *", "snapshot *", "volume *", "firewall *"],
  [log(/azure.*activity|activity ?logs?|azure:/)],
);
const azureAudit = source(
  "azure:audit",
  ["user account *", "group *", "application log content", "cloud service *"],
  [log(/azure|entra|m365/)],
);
const signIns = source(
  "azure:signinlogs",
  ["user account authentication", "logon session *"],
  [log(/sign-?in|azure|entra|okta|identity/)],
);
const googleCloud = source(
  "gcp:audit",
  ["cloud *", "instance *", "snapshot *", "volume *", "user account *", "firewall *"],
  [log(/gcp|google/)],
);
const okta = source(
  "saas:okta",
  ["user account *", "logon session *", "application log content"],
  [log(/okta/)],
);
const office = source(
  "m365:unified",
  ["application log content", "user account *", "logon session *", "file *", "group *", "cloud *"],
  [log(/m365|o365|office/)],
);
const kubernetes = source(
  "kubernetes:audit",
  [
    "pod *",
    "container *",
    "cluster *",
    "user account *",
    "application log content",
    "command execution",
  ],
  [log(/kubernetes|k8s/)],
);
const webServer = source(
  "Application Log Content",
  ["application log content", "network traffic content"],
  [log(/iis|apache|nginx|httpd|web/)],
);

/** What Sigma's categories need, whatever the product. */
const byCategory: ReadonlyMap<string, RunsOn> = new Map([
  ["process_creation", processCreation],
  ["process_termination", host("Process Termination", ["process termination"], 5)],
  ["process_access", host("Process Access", ["process access"], 10)],
  ["process_tampering", host("Process Modification", ["process modification"], 25)],
  [
    "create_remote_thread",
    host("Process Modification", ["process modification", "os api execution"], 8),
  ],
  ["image_load", host("Module Load", ["module load"], 7)],
  ["driver_load", host("Driver Load", ["driver load", "kernel module load"], 6)],
  ["network_connection", networkConnection],
  ["dns_query", nameQueries],
  ["dns", nameQueries],
  ["file_event", host("File Creation", ["file creation", "file modification"], 11)],
  [
    "file_access",
    source("File Access", ["file access"], [log(securityLog, 4656, 4663), agent, unixAudit]),
  ],
  ["file_change", host("File Modification", ["file modification", "file metadata"], 2)],
  ["file_rename", host("File Modification", ["file modification"], 11)],
  ["file_delete", host("File Deletion", ["file deletion"], 23, 26)],
  ["file_executable_detected", host("File Creation", ["file creation"], 29)],
  [
    "create_stream_hash",
    host("File Creation", ["file creation", "file modification", "file metadata"], 15),
  ],
  [
    "registry_set",
    source(
      "Windows Registry Key Modification",
      ["windows registry key modification"],
      [sysmon(13), log(securityLog, 4657), agent],
    ),
  ],
  [
    "registry_add",
    source("Windows Registry Key Creation", ["windows registry key creation"], [sysmon(12), agent]),
  ],
  [
    "registry_delete",
    source(
      "Windows Registry Key Deletion",
      ["windows registry key deletion", "windows registry key modification"],
      [sysmon(12), agent],
    ),
  ],
  [
    "registry_event",
    source("Windows Registry Key Modification", registryComponents, [
      sysmon(12, 13, 14),
      log(securityLog, 4657),
      agent,
    ]),
  ],
  ["pipe_created", host("Named Pipe Metadata", ["named pipe metadata"], 17, 18)],
  ["wmi_event", host("WMI Creation", ["wmi creation"], 19, 20, 21)],
  ["raw_access_thread", host("Drive Access", ["drive access"], 9)],
  ["ps_script", script],
  ["ps_module", script],
  ["ps_classic_start", script],
  ["ps_classic_script", script],
  ["ps_classic_provider_start", script],
  ["proxy", networkTraffic],
  ["firewall", networkTraffic],
  ["webserver", webServer],
]);

/** What Sigma's services need, by product and service. */
const byService: ReadonlyMap<string, RunsOn> = new Map([
  ["windows/security", security],
  ["windows/system", system],
  ["windows/application", application],
  ["windows/sysmon", allOfSysmon],
  ["windows/powershell", script],
  ["windows/powershell-classic", script],
  ["windows/dns-client", nameQueries],
  ["windows/dns-server", nameQueries],
  ["linux/auditd", unix],
  ["linux/syslog", syslog],
  ["linux/auth", syslog],
  ["linux/sshd", syslog],
  ["linux/cron", syslog],
  ["aws/cloudtrail", cloud],
  ["azure/activitylogs", azureActivity],
  ["azure/auditlogs", azureAudit],
  ["azure/signinlogs", signIns],
  ["azure/riskdetection", signIns],
  ["azure/pim", azureAudit],
  ["gcp/gcp.audit", googleCloud],
  ["okta/okta", okta],
  ["m365/audit", office],
  ["m365/exchange", office],
  ["m365/threat_management", office],
  ["kubernetes/audit", kubernetes],
]);

/** Data components of Windows' security events, where an event belongs to one. */
const bySecurityEvent: ReadonlyMap<string, RunsOn> = new Map(
  (
    [
      ["process creation", "4688"],
      ["process termination", "4689"],
      ["logon session *|user account authentication", "4624 4648 4672 4634 4647 4964"],
      ["user account authentication|logon session *", "4625 4771 4776 4740"],
      ["active directory credential request|user account authentication", "4768 4769 4770"],
      ["active directory object *", "4662 5136 5137 5141 4661 4928 4929"],
      ["user account *|active directory object *", "4720 4722 4723 4724 4725 4726 4738 4781"],
      ["group *|user account *", "4727 4728 4729 4731 4732 4733 4735 4737 4756 4757"],
      ["scheduled job *", "4698 4699 4700 4701 4702"],
      ["service *", "4697"],
      ["file *|windows registry key *|active directory object *", "4656 4658 4660 4663 4670"],
      ["windows registry key *", "4657"],
      ["network share access|file *", "5140 5142 5145"],
      ["network connection creation|network traffic flow", "5156 5157 5158"],
      ["firewall *", "4946 4947 4948 4950"],
    ] satisfies [string, string][]
  ).flatMap(([components, codes]) =>
    codes
      .split(" ")
      .map(
        (code) =>
          [
            code,
            source(`WinEventLog:Security (EventCode=${code})`, components.split("|"), [
              log(securityLog, Number(code)),
              agent,
            ]),
          ] as const,
      ),
  ),
);

/** Data components of Sysmon's events. */
const bySysmonEvent: ReadonlyMap<string, RunsOn> = new Map(
  (
    [
      ["1", processCreation],
      ["2", byCategory.get("file_change")],
      ["3", networkConnection],
      ["5", byCategory.get("process_termination")],
      ["6", byCategory.get("driver_load")],
      ["7", byCategory.get("image_load")],
      ["8", byCategory.get("create_remote_thread")],
      ["9", byCategory.get("raw_access_thread")],
      ["10", byCategory.get("process_access")],
      ["11", byCategory.get("file_event")],
      ["12", byCategory.get("registry_event")],
      ["13", byCategory.get("registry_event")],
      ["14", byCategory.get("registry_event")],
      ["15", byCategory.get("create_stream_hash")],
      ["17", byCategory.get("pipe_created")],
      ["18", byCategory.get("pipe_created")],
      ["20", byCategory.get("wmi_event")],
      ["21", byCategory.get("wmi_event")],
      ["22", nameQueries],
      ["23", byCategory.get("file_delete")],
      ["26", byCategory.get("file_delete")],
    ] satisfies [string, RunsOn | undefined][]
  ).flatMap(([code, runsOn]) => (runsOn === undefined ? [] : [[code, runsOn] as const])),
);

/** Names of data sources, data types, index patterns and logs in words, each wholly or from its start. */
const byWords: readonly (readonly [RegExp, RunsOn])[] = [
  // Microsoft Sentinel's and Defender's tables.
  [/^deviceprocessevents$/, processCreation],
  [/^devicenetworkevents$/, networkConnection],
  [/^devicefileevents$/, source("File Creation", fileComponents, [sysmon(11), agent, unixAudit])],
  [
    /^deviceregistryevents$/,
    source("Windows Registry Key Modification", registryComponents, [sysmon(12, 13, 14), agent]),
  ],
  [/^deviceimageloadevents$/, host("Module Load", ["module load"], 7)],
  [
    /^devicelogonevents$/,
    source(
      "Logon Session Creation",
      ["logon session *", "user account authentication"],
      [log(securityLog), agent],
    ),
  ],
  [/^securityevents?$/, security],
  [/^(?:signinlogs|aadnoninteractiveusersigninlogs|aadserviceprincipalsigninlogs)$/, signIns],
  [/^auditlogs$/, azureAudit],
  [/^azureactivity$/, azureActivity],
  [/^officeactivity(?: \(.+\))?$/, office],
  [/^awscloudtrail$/, cloud],
  [/^gcpauditlogs$/, googleCloud],
  [/^okta(?:_cl|ssov2)?$/, okta],
  [/^dnsevents$/, nameQueries],
  [/^w3ciislog$/, webServer],
  // Elastic's index patterns.
  [/^logs-endpoint\.events\.process/, processCreation],
  [
    /^logs-endpoint\.events\.file/,
    source("File Creation", fileComponents, [sysmon(11), agent, unixAudit]),
  ],
  [
    /^logs-endpoint\.events\.registry/,
    source("Windows Registry Key Modification", registryComponents, [sysmon(12, 13, 14), agent]),
  ],
  [/^logs-endpoint\.events\.network/, networkConnection],
  [/^logs-endpoint\.events\.library/, host("Module Load", ["module load"], 7)],
  [/^logs-windows\.sysmon_operational/, allOfSysmon],
  [/^logs-windows\.powershell/, script],
  [/^logs-(?:system|windows)\.security/, security],
  [
    /^logs-windows\.forwarded/,
    source("Windows event logs", security.components, [log(windowsLog)]),
  ],
  [/^logs-auditd_manager/, unix],
  [/^logs-aws\.cloudtrail/, cloud],
  [/^logs-azure\.signinlogs/, signIns],
  [/^logs-azure\.auditlogs/, azureAudit],
  [/^logs-azure\.activitylogs/, azureActivity],
  [/^logs-o365/, office],
  [/^logs-okta/, okta],
  [/^logs-gcp\.audit/, googleCloud],
  [/^logs-kubernetes\.audit/, kubernetes],
  // Logs in people's words.
  [/^(?:wineventlog:|windows )?sysmon(?: (?:log|operational))?$/, allOfSysmon],
  [/^sysmon for linux$/, host("Process Creation", [...processComponents, ...fileComponents])],
  [/^(?:wineventlog:|windows )(?:event log )?security(?: (?:event )?log)?$/, security],
  [/^domain controller (?:security )?log$/, security],
  [/^(?:wineventlog:|windows )(?:event log )?system(?: (?:event )?log)?$/, system],
  [/^(?:wineventlog:|windows )(?:event log )?application(?: (?:event )?log)?$/, application],
  [
    /^(?:wineventlog:|windows )?powershell(?:(?: script block)?(?: logging| log)?(?: 4103| 4104)?)?$/,
    script,
  ],
  [/^(?:linux )?auditd(?:\b.*)?$/, unix],
  [/^(?:linux:)?syslog$/, syslog],
  [/^(?:aws[ :]?)?cloudtrail$|^aws cloudtrail\b/, cloud],
  [/^azure active directory sign-?in|^identity provider sign-?in log$/, signIns],
  [/^azure active directory\b|^identity provider audit log$/, azureAudit],
  [/^(?:o365|office 365|m365)\b/, office],
  [/^okta\b/, okta],
  [/^google workspace\b/, source("saas:googleworkspace", office.components, [log(/google|gws/)])],
  [/^kubernetes audit\b/, kubernetes],
  [
    /^(?:web )?proxy(?: log)?$|^suricata$|^zeek\b|^firewall(?: log)?$|^palo alto network t/,
    networkTraffic,
  ],
  [/^network (?:sensor|traffic)$|^netflow$|^nsm:/, networkTraffic],
  [/^dns (?:resolver|server|query) log$/, nameQueries],
  [/^(?:nginx access|apache access|iis(?: log)?|windows iis)$/, webServer],
];

function runsOnOfWindowsEvent(text: string): RunsOn | undefined {
  const sysmonEvent = /^(?:windows )?sysmon (?:for linux )?event ?(?:id|code) ?=? ?(\d+)$/.exec(
    text,
  )?.[1];
  if (sysmonEvent !== undefined) return bySysmonEvent.get(sysmonEvent);
  const [, name, code] = /^windows event log (.+?) (\d+)$/.exec(text) ?? [];
  if (name === undefined || code === undefined) return undefined;
  if (name === "security") return bySecurityEvent.get(code) ?? security;
  if (name === "system") return system;
  if (name === "application") return application;
  return undefined;
}

function runsOnOfSigma(text: string): RunsOn | undefined {
  const parts = text.split("/");
  for (const part of parts) {
    const runsOn = byCategory.get(part);
    // `application` and the like are categories of many products, and say nothing.
    if (runsOn !== undefined) return runsOn;
  }
  const [product, service] = parts;
  return parts.length === 2 ? byService.get(`${product ?? ""}/${service ?? ""}`) : undefined;
}

/**
 * What a rule needs, told from the text of its log source; null where that cannot be told.
 *
 * Understood are Sigma's log sources (`windows/process_creation`), Splunk's data sources (`Sysmon
 * EventID 1`), Elastic's index patterns, Sentinel's data types, data components, and common names of
 * logs. A rule on several runs on any of them; if one is not understood, none is told.
 */
export function needOfRule(logSource: string | null): RuleNeed | null {
  if (logSource === null) return null;
  const parts = logSource
    .split(/[,;|\n]+/)
    .map(plainWords)
    .filter((part) => part !== "");
  const runsOn: RunsOn[] = [];
  for (const part of parts) {
    const found =
      runsOnOfWindowsEvent(part) ??
      runsOnOfSigma(part) ??
      byWords.find(([words]) => words.test(part))?.[1];
    if (found === undefined) return null;
    runsOn.push(found);
  }
  return runsOn.length === 0 ? null : { runsOn };
}

/** Whether something collected is what a rule runs on; `platforms` are the rule's own. */
export function isServedBy(
  { runsOn }: RuleNeed,
  {
    name,
    channel,
    dataComponent,
    platforms: stated,
  }: Pick<TelemetryEntry, "name" | "channel" | "dataComponent" | "platforms">,
  platforms: readonly string[],
): boolean {
  const isOnPlatform =
    stated.length === 0 ||
    platforms.length === 0 ||
    stated.some((platform) => platforms.includes(platform));
  const plainName = name === null ? null : plainWords(name);
  const component = dataComponent === null ? null : plainWords(dataComponent);
  return runsOn.some((one) => {
    const isNamed =
      plainName !== null &&
      one.names.some((log) => log.name.test(plainName) && isSameChannel(log.channel, channel));
    if (isNamed) return true;
    if (component === null || !(isOnPlatform || one.isNetwork)) return false;
    return one.components.some((wanted) => isOfComponent(component, wanted));
  });
}

/** Before 18 whole data sources are stated, such as `Process`, or `Process: Process Creation`. */
function isOfComponent(stated: string, wanted: string): boolean {
  const own = stated.slice(stated.indexOf(": ") === -1 ? 0 : stated.indexOf(": ") + 2);
  const start = wanted.endsWith("*") ? wanted.slice(0, -1) : null;
  if (start === null) return own === wanted || wanted.startsWith(`${own} `);
  return `${own} `.startsWith(start) || start.startsWith(`${own} `);
}

/** What a rule runs on, in words. */
export function describeNeed({ runsOn }: RuleNeed): string {
  return [...new Set(runsOn.map(({ label }) => label))].join(" or ");
}
