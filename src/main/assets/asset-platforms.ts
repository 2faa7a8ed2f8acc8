import { readPlatformList } from "../detections/platforms.ts";

/**
 * Names of products as inventories write them, and the ATT&CK platforms that they are.
 *
 * The first that fits holds, so what is narrower stands before what is wider: `Cisco IOS` is no
 * phone, and a Windows server is no Office suite.
 */
const products: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:ios[- ]?x[er]|nx-?os|cisco|catalyst|nexus|meraki|junos|juniper|arista|eos)\b/,
    "Network Devices",
  ],
  [
    /\b(?:fortios|fortigate|fortinet|pan-?os|palo ?alto|check ?point|gaia|sonicwall|sophos xg)\b/,
    "Network Devices",
  ],
  [
    /\b(?:f5|big-?ip|netscaler|citrix adc|aruba|extreme|mikrotik|routeros|vyos|huawei vrp)\b/,
    "Network Devices",
  ],
  [
    /\b(?:router|switch|firewall|load balancer|vpn (?:gateway|concentrator)|access point)\b/,
    "Network Devices",
  ],
  [/\b(?:esxi?|vsphere|vcenter)\b/, "ESXi"],
  [/\b(?:kubernetes|k8s|openshift|docker|containers?|podman|aks|eks|gke|rancher)\b/, "Containers"],
  [
    /\b(?:entra(?: id)?|azure ad|azure active directory|okta|onelogin|ping ?(?:id|identity|federate)|duo|auth0|keycloak|identity provider)\b/,
    "Identity Provider",
  ],
  [
    /\b(?:m365|o365|microsoft ?365|office ?365|exchange online|sharepoint online|google workspace|g ?suite)\b/,
    "Office Suite",
  ],
  [
    /\b(?:salesforce|servicenow|workday|github|gitlab|bitbucket|atlassian cloud|jira cloud|slack|zoom|box\.com|saas)\b/,
    "SaaS",
  ],
  [/\b(?:windows|win ?(?:xp|7|8|10|11|2k\d*|20\d\d)|win(?:32|64)|server ?20\d\d)\b/, "Windows"],
  [/\b(?:mac ?os(?: x)?|os x|macbook|imac|mac (?:mini|pro|studio)|darwin)\b/, "macOS"],
  [/\b(?:ios|ipados|iphone|ipad)\b/, "iOS"],
  [/\bandroid\b/, "Android"],
  [
    /\b(?:linux|rhel|red ?hat|centos|fedora|rocky|alma(?:linux)?|oracle linux|ubuntu|debian|suse|sles|opensuse|amazon linux|kali|arch|gentoo|mint|raspbian|photon ?os)\d*\b/,
    "Linux",
  ],
  [/\b(?:aws|amazon web services|ec2|azure|gcp|google cloud|oci|oracle cloud|iaas)\b/, "IaaS"],
];

/**
 * The ATT&CK platforms of an asset by what its inventory says, such as `Windows Server 2019`.
 *
 * `unknown` are the words that name none. One asset may have several, written as a list.
 */
export function readAssetPlatforms(text: string): {
  readonly platforms: readonly string[];
  readonly unknown: readonly string[];
} {
  const platforms = new Set<string>();
  const unknown: string[] = [];
  // A slash between versions, as in "Windows 10/11", parts nothing.
  for (const part of text.slice(0, 2000).split(/[,;|\r\n\t]+|\/(?!\s*[\d.]+\b)| \+ /)) {
    const word = part.trim();
    const listed = readPlatformList(word);
    const named = listed.unknown.length === 0 ? listed.platforms : productsOf(word);
    for (const platform of named) platforms.add(platform);
    if (named.length === 0 && listed.unknown.length > 0) unknown.push(word);
  }
  return { platforms: [...platforms], unknown };
}

function productsOf(word: string): readonly string[] {
  const text = word.toLowerCase();
  const found = products.find(([pattern]) => pattern.test(text));
  return found === undefined ? [] : [found[1]];
}
