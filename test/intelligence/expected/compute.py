"""What real reports and group administrations say of actors, computed apart from the product.

    python3 test/intelligence/expected/compute.py ../shared/data > test/intelligence/expected/files.json
    npx prettier --write test/intelligence/expected

Needs PyYAML. Who a STIX report is about was found by reading it (HEADS); its techniques are then all
attack patterns that something uses or an indicator is tied to, whatever stands between. Techniques
are known by the raw STIX bundles of 18.1. Only IDs, names and counts are written.
"""

import glob
import gzip
import json
import os
import re
import sys

import yaml

data = sys.argv[1]
samples = f"{data}/samples"
BUNDLES = {
    "enterprise-attack": "enterprise-attack-18.1.stix20.json.gz",
    "mobile-attack": "mobile-attack-18.1.stix20.json.gz",
    "ics-attack": "ics-attack-18.1.stix21.json.gz",
}
SOURCES = {"mitre-attack", "mitre-mobile-attack", "mitre-ics-attack"}
HEADS = {
    "attack-flow-example.stix21.json": "Example Flow",
    "unit42_api-hammering-technique.json": "Zloader and BazarLoader Sandbox Evasion",
    "unit42_avoslocker-ransomware.json": "AvosLocker",
    "unit42_blackcat-ransomware.json": "BlackCat Ransomware",
    "unit42_hellokitty-ransomware.json": "HelloKitty Linux",
    "unit42_plugx-malware.json": "PlugX malware",
}
# No STIX report, or one in which nobody uses and nothing indicates a technique.
REFUSED = {
    "misp_clusters_mitre-ics-groups.json",
    "misp_clusters_mitre-mobile-attack-intrusion-set.json",
    "misp_clusters_mitre-mobile-attack-tool.json",
    "misp_galaxies_mitre-attack-pattern.json",
    "workbench_collection_bundle_ics-attack-8.2.json",
    "workbench_collection_index.json",
    "oasis21_indicators-for-C2-with-COA.json",
    "opencti_sighting_stix21.json",
    "unit42_2024-02-08-Pikabot.json",
}


def external_id(o):
    for ref in o.get("external_references", []):
        if ref.get("source_name") in SOURCES:
            return ref.get("external_id")
    return None


active, names = {}, {}
for domain, file in BUNDLES.items():
    objects = json.load(gzip.open(f"{data}/attack/{file}"))["objects"]
    active[domain], names[domain] = set(), {}
    for o in objects:
        if o["type"] != "attack-pattern" or o.get("revoked") or o.get("x_mitre_deprecated"):
            continue
        active[domain].add(external_id(o))
        names[domain].setdefault(o["name"].lower(), []).append(external_id(o))


def split(ids, domain):
    ids = set(ids)
    return sorted(ids & active[domain]), sorted(ids - active[domain])


def stix(path):
    name = os.path.basename(path)
    if name in REFUSED:
        return None
    value = json.load(open(path))
    objects = value if isinstance(value, list) else value.get("objects", [value])
    by_id = {o["id"]: o for o in objects}
    if name not in HEADS:
        patterns = [o for o in objects if o["type"] == "attack-pattern"]
        nothing = [o["name"] for o in patterns if external_id(o) is None]
        return {"actors": {}, "nothing": sorted(nothing)}
    used, indicators = [], 0
    for o in objects:
        if o["type"] != "relationship" or o["relationship_type"] not in ("uses", "indicates"):
            continue
        target = by_id[o["target_ref"]]
        if target["type"] == "attack-pattern":
            used.append(target)
            indicators += o["source_ref"].startswith("indicator--")
    used += [o for o in objects if o["type"] == "attack-action"]
    ids = {external_id(o) or o.get("technique_id") for o in used}
    good = {i for i in ids if re.fullmatch(r"T\d{4}(\.\d{3})?", i)}
    techniques, others = split(good, "enterprise-attack")
    return {
        "actors": {
            HEADS[name]: {
                "domain": "enterprise-attack",
                "techniques": techniques,
                "others": others,
                "indicators": indicators,
            }
        },
        "nothing": sorted(ids - good),
    }


def groups(path):
    actors = {}
    for document in yaml.safe_load_all(open(path)):
        domain = document.get("domain", "enterprise-attack")
        for group in document["groups"]:
            name = group["group_name"]
            if group.get("campaign"):
                name = f"{name} ({group['campaign']})"
            techniques, others = split(map(str, group["technique_id"]), domain)
            assert name not in actors, name
            actors[name] = {
                "domain": domain,
                "techniques": techniques,
                "others": others,
                "indicators": 0,
            }
    return {"actors": actors, "nothing": []}


files = {os.path.relpath(p, samples): stix(p) for p in sorted(glob.glob(f"{samples}/stix/*.json"))}
for pattern in ("dettect/groups/*.yaml", "dettect/sample-data/groups*.yaml", "dettect/dettectinator/groups.yaml"):
    for p in sorted(glob.glob(f"{samples}/{pattern}")):
        files[os.path.relpath(p, samples)] = groups(p)
json.dump(files, sys.stdout, indent=1, ensure_ascii=False, sort_keys=True)
print()
