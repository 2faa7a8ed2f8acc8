"""What every real Splunk, Sentinel and Sigma file says, computed apart from the product.

    python3 test/detections/expected/siem-rules.py ../shared/data test/detections/expected
    npx prettier --write test/detections/expected

Needs PyYAML. Writes splunk.json, sentinel.json and sigma.json: for each file its rules with key, name,
state (null where the file cannot say), maturity, severity, alerting, technique IDs as written,
tactics, platforms, and the class against Enterprise 18.1 (from the raw STIX bundle and the 18-to-19
table). Only IDs, names and words of closed sets; nothing else of the files is repeated.
"""

import glob
import gzip
import json
import os
import re
import sys

import yaml

data, out = sys.argv[1], sys.argv[2]
bundle = json.load(gzip.open(f"{data}/attack/enterprise-attack-18.1.stix20.json.gz"))
later = json.load(open(f"{data}/attack/attack-v18-to-v19.json"))


class Loader(yaml.SafeLoader):
    """Every scalar is the text that is written: IDs and dates must not become numbers."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def documents(path):
    return [d for d in yaml.load_all(open(path, encoding="utf-8"), Loader) if isinstance(d, dict)]


active = set()
for o in bundle["objects"]:
    if o["type"] == "attack-pattern" and not o.get("revoked") and not o.get("x_mitre_deprecated"):
        active.add(next(r["external_id"] for r in o["external_references"] if r["source_name"] == "mitre-attack"))


def new_ids(value):
    """All technique IDs of the table's list of those that 19 added."""
    return set(re.findall(r"T\d{4}(?:\.\d{3})?", json.dumps(value)))


newer = new_ids(later["new_in_v19"]) - active


def class_of(techniques, tactics):
    if not techniques:
        return "tactic-only" if tactics else "untagged"
    known = [t for t in techniques if t in active]
    if len(known) == len(techniques):
        return "mapped-fully"
    if known:
        return "mapped-in-part"
    return "newer-only" if all(t in newer for t in techniques) else "other-only"


def once(items):
    return list(dict.fromkeys(items))


def rule(key, name, **rest):
    found = {
        "key": key,
        "name": name,
        "state": None,
        "maturity": None,
        "severity": None,
        "alerting": True,
        "techniques": [],
        "tactics": [],
        "platforms": [],
    }
    found.update(rest)
    found["class"] = class_of(found["techniques"], found["tactics"])
    return found


def listed(value):
    return [value] if isinstance(value, str) else [v for v in value or [] if isinstance(v, str)]


# --- Splunk ------------------------------------------------------------------------------------
# What each asset type and data source of the sample files runs on, decided by reading them one by one.
ASSETS = {
    "AWS Account": ["IaaS"],
    "AWS Federated Account": ["IaaS"],
    "AWS Instance": ["IaaS"],
    "Azure AKS Kubernetes cluster": ["Containers"],
    "Azure Active Directory": ["Identity Provider"],
    "Endpoint": [],
    "GCP GKE Kubernetes cluster": ["Containers"],
    "Infrastructure": [],
    "Kubernetes": ["Containers"],
    "O365 Tenant": ["Office Suite"],
    "Web Server": [],
}
ESCU_STATUS = {"production": "stable", "experimental": "experimental", "deprecated": "deprecated", "removed": "deprecated"}


def data_source_platform(source):
    windows = ("Sysmon EventID", "Windows Event Log", "Powershell Script Block")
    return ["Windows"] if source.startswith(windows) else []


def escu(path):
    rules = []
    for d in documents(path):
        if "narrative" in d:
            continue
        tags = d.get("tags") or d
        platforms = ASSETS[tags["asset_type"]]
        if not platforms:
            platforms = once(p for s in listed(d.get("data_source")) for p in data_source_platform(s))
        maturity = ESCU_STATUS[d["status"]]
        rules.append(
            rule(
                d["id"],
                d["name"],
                state="disabled" if maturity == "deprecated" else None,
                maturity=maturity,
                alerting=d["type"] != "Hunting",
                techniques=once(listed(tags.get("mitre_attack_id"))),
                platforms=platforms,
            )
        )
    return rules


def conf(path):
    """Stanzas by lines; a line that ends in a backslash goes on in the next."""
    text = open(path, encoding="utf-8").read().replace("\\\n", "\x00")
    stanzas, settings = [], {}
    for line in text.split("\n"):
        if re.fullmatch(r"\[[^\]]+\]\s*", line):
            settings = {}
            stanzas.append((line.strip()[1:-1], settings))
        elif line and not line.startswith("#") and "=" in line:
            name, value = line.split("=", 1)
            settings[name.strip()] = value.strip()
    rules = []
    for title, s in stanzas:
        if s.get("action.escu.search_type", "detection") != "detection":
            continue
        annotations = json.loads(s.get("action.correlationsearch.annotations", "{}"))
        label = s.get("action.correlationsearch.label", title)
        on = s["disabled"] == "false" and s["enableSched"] == "1"
        loud = [s.get(f"action.{a}") == "1" for a in ("notable", "risk", "email") if f"action.{a}" in s]
        techniques = annotations.get("mitre_attack", [])
        if not techniques:
            techniques = re.findall(r"\bT\d{4}(?:\.\d{3})?\b", title + "\n" + s.get("description", ""))
        rules.append(
            rule(
                title,
                label,
                state="enabled" if on else "disabled",
                maturity="deprecated" if "ESCU - Deprecated - " in label else "experimental" if "ESCU - Experimental - " in label else None,
                severity=s.get("action.notable.param.severity"),
                alerting=any(loud) if loud else True,
                techniques=once(techniques),
            )
        )
    return rules


# --- Sentinel ----------------------------------------------------------------------------------
TABLES = {
    "SecurityEvent": ["Windows"],
    "SecurityEvents": ["Windows"],
    "AWSCloudTrail": ["IaaS"],
    "AWSGuardDuty": ["IaaS"],
    "AlsidForADLog_CL": [],
}


def kebab(word):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", word).lower()


def sentinel(path):
    rules = []
    for d in documents(path):
        tables = [t for c in d.get("requiredDataConnectors") or [] for t in c["dataTypes"]]
        is_rule = bool({"severity", "kind", "triggerOperator", "queryFrequency"} & set(d))
        rules.append(
            rule(
                d["id"],
                d["name"],
                severity=d["severity"].lower() if "severity" in d else None,
                alerting=is_rule,
                techniques=once(listed(d.get("relevantTechniques"))),
                tactics=[kebab(t) for t in listed(d.get("tactics"))],
                platforms=once(p for t in tables for p in TABLES[t]),
            )
        )
    return rules


# --- Sigma -------------------------------------------------------------------------------------
PRODUCTS = {
    "windows": ["Windows"],
    "linux": ["Linux"],
    "macos": ["macOS"],
    "aws": ["IaaS"],
    "azure": ["IaaS"],
    "rpc_firewall": ["Windows"],
    "onelogin": ["Identity Provider"],
    "jvm": [],
    "qualys": [],
    "dns": [],
    "zeek": [],
}
IDENTITY_SERVICES = {"auditlogs", "signinlogs", "riskdetection", "pim"}


def sigma_platforms(source):
    product, category = source.get("product"), source.get("category", "")
    if product == "azure" and source.get("service") in IDENTITY_SERVICES:
        return ["Identity Provider"]
    if product:
        return PRODUCTS[product]
    return ["Windows"] if category.startswith("registry_") or source.get("service") == "sysmon" else []


def sigma(path, folder):
    rules, shared_fields, seen, silent, has_global = [], {}, {}, set(), False
    for d in documents(path):
        if d.get("action") == "global":
            shared_fields, has_global = {k: v for k, v in d.items() if k != "action"}, True
            continue
        merged = dict(shared_fields)
        for k, v in d.items():
            merged[k] = {**merged[k], **v} if isinstance(v, dict) and isinstance(merged.get(k), dict) else v
        d = merged
        if "detection" not in d and "correlation" not in d:
            continue
        tags = [t.strip() for t in listed(d.get("tags"))]
        own = [t[7:] for t in tags if t.startswith("attack.")]
        key = d["id"].lower()
        seen[key] = seen.get(key, 0) + 1
        if has_global and seen[key] > 1:
            key = f"{key}#{seen[key]}"
        maturity = folder if folder in ("deprecated", "unsupported") else d.get("status")
        correlation = d.get("correlation")
        if correlation and str(correlation.get("generate")).lower() != "true":
            silent |= set(listed(correlation["rules"]))
        rules.append(
            (
                d.get("name"),
                rule(
                    key,
                    d["title"].strip(),
                    state="disabled" if maturity in ("deprecated", "unsupported") else None,
                    maturity=maturity,
                    severity=d.get("level"),
                    alerting="detection.threat-hunting" not in tags,
                    techniques=once(t.upper() for t in own if re.fullmatch(r"t\d{4}(\.\d{3})?", t)),
                    tactics=once(t.replace("_", "-") for t in own if not re.match(r"[a-z]{1,3}\d", t)),
                    platforms=sigma_platforms(d.get("logsource") or {}),
                ),
            )
        )
    for short, r in rules:
        if short in silent or r["key"] in silent:
            r["alerting"] = False
    return [r for _, r in rules]


def write(name, files):
    with open(os.path.join(out, f"{name}.json"), "w", encoding="utf-8") as f:
        json.dump(files, f, indent=1, ensure_ascii=False, sort_keys=True)
        f.write("\n")


def of(folder, pattern, read):
    root = f"{data}/samples/{folder}"
    paths = sorted(glob.glob(f"{root}/{pattern}", recursive=True))
    return {os.path.relpath(p, root): read(p) for p in paths}


write("splunk", {**of("splunk", "**/*.yml", escu), **of("splunk", "*.conf", conf)})
write("sentinel", of("sentinel", "**/*.yaml", sentinel))
write("sigma", of("sigma", "**/*.yml", lambda p: sigma(p, os.path.basename(os.path.dirname(p)))))
