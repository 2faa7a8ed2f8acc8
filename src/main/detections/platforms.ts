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
