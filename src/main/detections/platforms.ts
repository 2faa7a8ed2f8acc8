/** What a Sigma rule says about where its events come from. */
interface SigmaLogSource {
  readonly product: string | null;
  readonly category: string | null;
  readonly service: string | null;
}

/** ATT&CK platforms by the names that rules and inventories give to products. */
const platformsByWord: ReadonlyMap<string, readonly string[]> = new Map([
  ["windows", ["Windows"]],
  ["win", ["Windows"]],
  ["microsoft windows", ["Windows"]],
  ["windows server", ["Windows"]],
  ["windows workstation", ["Windows"]],
  ["rpc_firewall", ["Windows"]],
  ["active directory", ["Windows"]],
  ["linux", ["Linux"]],
  ["unix", ["Linux"]],
  ["macos", ["macOS"]],
  ["mac", ["macOS"]],
  ["mac os", ["macOS"]],
  ["mac os x", ["macOS"]],
  ["osx", ["macOS"]],
  ["os x", ["macOS"]],
  ["darwin", ["macOS"]],
  ["esxi", ["ESXi"]],
  ["esx", ["ESXi"]],
  ["vmware", ["ESXi"]],
  ["iaas", ["IaaS"]],
  ["aws", ["IaaS"]],
  ["azure", ["IaaS"]],
  ["gcp", ["IaaS"]],
  ["google cloud", ["IaaS"]],
  ["google cloud platform", ["IaaS"]],
  ["cloud", ["IaaS"]],
  ["saas", ["SaaS"]],
  ["github", ["SaaS"]],
  ["bitbucket", ["SaaS"]],
  ["gitlab", ["SaaS"]],
  ["salesforce", ["SaaS"]],
  ["office suite", ["Office Suite"]],
  ["office", ["Office Suite"]],
  ["office 365", ["Office Suite"]],
  ["office365", ["Office Suite"]],
  ["o365", ["Office Suite"]],
  ["m365", ["Office Suite"]],
  ["microsoft 365", ["Office Suite"]],
  ["microsoft365", ["Office Suite"]],
  ["google workspace", ["Office Suite"]],
  ["google_workspace", ["Office Suite"]],
  ["identity provider", ["Identity Provider"]],
  ["identity", ["Identity Provider"]],
  ["idp", ["Identity Provider"]],
  ["azure ad", ["Identity Provider"]],
  ["azuread", ["Identity Provider"]],
  ["entra", ["Identity Provider"]],
  ["entra id", ["Identity Provider"]],
  ["okta", ["Identity Provider"]],
  ["onelogin", ["Identity Provider"]],
  ["duo", ["Identity Provider"]],
  ["containers", ["Containers"]],
  ["container", ["Containers"]],
  ["kubernetes", ["Containers"]],
  ["docker", ["Containers"]],
  ["network devices", ["Network Devices"]],
  ["network device", ["Network Devices"]],
  ["network", ["Network Devices"]],
  ["cisco", ["Network Devices"]],
  ["juniper", ["Network Devices"]],
  ["huawei", ["Network Devices"]],
  ["fortigate", ["Network Devices"]],
  ["fortios", ["Network Devices"]],
  ["paloalto", ["Network Devices"]],
  ["pre", ["PRE"]],
  ["android", ["Android"]],
  ["ios", ["iOS"]],
]);

/** Services of one product that belong to another platform than the product itself. */
const platformsByService: ReadonlyMap<string, readonly string[]> = new Map([
  ["azure/auditlogs", ["Identity Provider"]],
  ["azure/signinlogs", ["Identity Provider"]],
  ["azure/riskdetection", ["Identity Provider"]],
  ["azure/pim", ["Identity Provider"]],
  ["gcp/google_workspace.admin", ["Office Suite"]],
  ["gcp/google_workspace.login", ["Office Suite"]],
  ["cisco/duo", ["Identity Provider"]],
]);

/** Services that give the platform away where a rule names no product. */
const platformsByServiceAlone: ReadonlyMap<string, readonly string[]> = new Map([
  ["sysmon", ["Windows"]],
  ["windefend", ["Windows"]],
  ["auditd", ["Linux"]],
  ["cloudtrail", ["IaaS"]],
]);

/** The platform that a name stands for; empty where the name says nothing. */
function platformsOfWord(word: string): readonly string[] {
  return platformsByWord.get(word.trim().toLowerCase()) ?? [];
}

/**
 * The ATT&CK platforms on which a Sigma log source arises; empty = unknown, which is any.
 *
 * Web servers, proxies, network sensors, application frameworks and honeypots run anywhere, so they
 * name none.
 */
export function platformsOfSigma(source: SigmaLogSource): readonly string[] {
  const product = source.product?.toLowerCase() ?? "";
  const service = source.service?.toLowerCase() ?? "";
  const category = source.category?.toLowerCase() ?? "";
  if (product !== "") {
    return platformsByService.get(`${product}/${service}`) ?? platformsOfWord(product);
  }
  if (category.startsWith("registry_") || category.startsWith("ps_")) return ["Windows"];
  return platformsByServiceAlone.get(service) ?? [];
}

/**
 * ATT&CK platforms by how the names of assets, data sources, connectors and tables begin, as Splunk
 * and Microsoft name them; the first that fits holds. Agents, web servers, firewalls and syslog, which
 * run anywhere or pass on anything, are not among them.
 */
const platformsBySource: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^sysmon for linux\b/, ["Linux"]],
  [/^(?:linux\b|osquery linux)/, ["Linux"]],
  [/^(?:macos\b|mac os\b)/, ["macOS"]],
  [/^sysmon\b/, ["Windows"]],
  [/^windows(?!\s*(?:365|virtual))/, ["Windows"]],
  [/^powershell\b/, ["Windows"]],
  [/^(?:securityevents?|wevtutil|dnsevents|adfs\w*)$/, ["Windows"]],
  [/^(?:active directory|domain controller|ad fs|certificate services)/, ["Windows"]],
  [/kubernetes|\bkube\b|container/, ["Containers"]],
  [/^(?:asl )?aws|^amazon\b|^cloudtrail\b/, ["IaaS"]],
  [/^azure ?(?:active ?directory|ad\b)|^entra\b|^microsoft entra/, ["Identity Provider"]],
  [
    /^(?:aad)?(?:managedidentity|noninteractiveuser|serviceprincipal)?signinlogs$/,
    ["Identity Provider"],
  ],
  [/^(?:auditlogs|azureactivedirectory\w*)$/, ["Identity Provider"]],
  [/^okta|^onelogin|^ping ?(?:one|id|federate)|^cisco ?duo/, ["Identity Provider"]],
  [/^azure/, ["IaaS"]],
  [/^(?:gcp|google cloud)/, ["IaaS"]],
  [/^(?:o365|office ?365|officeactivity|m365|microsoft 365)/, ["Office Suite"]],
  [/^(?:g ?suite|google ?workspace|gworkspace)/, ["Office Suite"]],
  [/^(?:git ?hub|git ?lab|bitbucket|salesforce|circle ?ci)/, ["SaaS"]],
  [/^(?:esxi|vmware ?esxi)/, ["ESXi"]],
];

/**
 * The platforms that the assets or data sources of a rule are of; empty = unknown, which is any.
 *
 * A rule names sources of which any one suffices, so those that say nothing are passed over beside
 * those that do.
 */
export function platformsOfSources(sources: readonly string[]): string[] {
  const platforms = new Set<string>();
  for (const source of sources) {
    const word = source.trim().toLowerCase();
    const [, named = []] = platformsBySource.find(([pattern]) => pattern.test(word)) ?? [];
    for (const platform of named) platforms.add(platform);
  }
  return [...platforms];
}

/** Integrations of Elastic's whose name is not that of a product above. */
const platformsByIntegration: ReadonlyMap<string, readonly string[]> = new Map([
  ["auditd_manager", ["Linux"]],
  ["azure_openai", ["SaaS"]],
  ["cloud_defend", ["Containers"]],
  ["fortinet_fortigate", ["Network Devices"]],
  ["panw", ["Network Devices"]],
  ["cisco_ios", ["Network Devices"]],
  ["entityanalytics_entra_id", ["Identity Provider"]],
  ["entityanalytics_okta", ["Identity Provider"]],
]);

/**
 * The ATT&CK platforms of an Elastic rule; empty = unknown, which is any.
 *
 * Its tags `OS: …` say them; without such a tag its integrations do, if each of them is of known
 * platforms.
 */
export function platformsOfElastic(
  integrations: readonly string[],
  tags: readonly string[],
): readonly string[] {
  const systems = tags.flatMap((tag) => {
    const system = /^OS:\s*(.+)$/i.exec(tag)?.[1];
    return system === undefined ? [] : platformsOfWord(system);
  });
  if (systems.length > 0) return [...new Set(systems)];
  const named = integrations.map(
    (name) => platformsByIntegration.get(name.toLowerCase()) ?? platformsOfWord(name),
  );
  if (named.length === 0 || named.some((platforms) => platforms.length === 0)) return [];
  // Azure's integration carries the logs of its identity provider as well.
  const withIdentity = tags.some((tag) => /\b(?:entra|azure ad)\b/i.test(tag));
  return [...new Set([...named.flat(), ...(withIdentity ? ["Identity Provider"] : [])])];
}

/** Reads a list of platforms; `unknown` are the words that name none that Casemate knows. */
export function readPlatformList(text: string): {
  readonly platforms: readonly string[];
  readonly unknown: readonly string[];
} {
  const platforms = new Set<string>();
  const unknown: string[] = [];
  for (const part of text.split(/[,;|/\r\n\t]+/)) {
    const word = part.trim();
    if (word === "" || /^(?:all|any|\*|-|n\/a|none|unknown)$/i.test(word)) continue;
    const named = platformsOfWord(word);
    if (named.length === 0) unknown.push(word);
    for (const platform of named) platforms.add(platform);
  }
  return { platforms: [...platforms], unknown };
}
