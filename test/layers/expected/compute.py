"""What becomes of each real layer file against Enterprise 18.1, computed apart from the product.

    python3 test/layers/expected/compute.py ../shared/data > test/layers/expected/files.json

Reads the layers with Python's json, and the raw STIX bundle. An ID is placed where the bundle has an
attack-pattern of that ATT&CK ID that is neither revoked nor deprecated and, where the entry names a
tactic, has it among its kill chain phases; else the reason is the first that holds of revoked (with
the end of its revoked-by chain), deprecated, unknown, not-in-tactic, unknown-tactic.
"""

import glob
import gzip
import json
import os
import sys

data = sys.argv[1]
bundle = json.load(gzip.open(f"{data}/attack/enterprise-attack-18.1.stix20.json.gz"))
objects = {o["id"]: o for o in bundle["objects"]}


def attack_id(o):
    for ref in o.get("external_references", []):
        if ref.get("source_name") == "mitre-attack":
            return ref.get("external_id")


def state(o):
    return "revoked" if o.get("revoked") else "deprecated" if o.get("x_mitre_deprecated") else "active"


patterns = [o for o in bundle["objects"] if o["type"] == "attack-pattern"]
rank = {"active": 0, "revoked": 1, "deprecated": 2}
techniques = {}
for o in sorted(patterns, key=lambda o: -rank[state(o)]):
    techniques[attack_id(o)] = o
becomes = {
    r["source_ref"]: r["target_ref"]
    for r in bundle["objects"]
    if r["type"] == "relationship" and r["relationship_type"] == "revoked-by"
}
matrix = next(o for o in bundle["objects"] if o["type"] == "x-mitre-matrix")
tactics = {objects[ref]["x_mitre_shortname"] for ref in matrix["tactic_refs"]}


def phases(o):
    return {p["phase_name"] for p in o["kill_chain_phases"] if p["kill_chain_name"] == "mitre-attack"}


def judge(entry):
    o = techniques.get(entry["techniqueID"])
    if o is None:
        return "unknown", None
    if state(o) == "revoked":
        at = o["id"]
        while at in becomes and objects[at].get("revoked"):
            at = becomes[at]
        end = objects[at]
        return "revoked", attack_id(end) if state(end) == "active" else None
    if state(o) == "deprecated":
        return "deprecated", None
    tactic = entry.get("tactic")
    if tactic is None or tactic in phases(o):
        return None, None
    return ("not-in-tactic" if tactic in tactics else "unknown-tactic"), None


def outcome(layer):
    entries = layer["techniques"]
    unplaced = []
    for entry in entries:
        reason, replaced_by = judge(entry)
        if reason:
            unplaced.append([entry["techniqueID"], entry.get("tactic"), reason, replaced_by])
    versions = layer.get("versions", {})
    return {
        "name": layer["name"],
        "format": layer.get("version") or versions.get("layer"),
        "claimed": versions.get("attack"),
        "entries": len(entries),
        "scored": sum(1 for e in entries if "score" in e),
        "scoreSum": sum(e.get("score", 0) for e in entries),
        "coloured": sum(1 for e in entries if e.get("color")),
        "commented": sum(1 for e in entries if e.get("comment")),
        "disabled": sum(1 for e in entries if e.get("enabled") is False),
        "withoutTactic": sum(1 for e in entries if "tactic" not in e),
        "metadata": sum(len(e.get("metadata", [])) for e in entries),
        "links": sum(len(e.get("links", [])) for e in entries),
        "platforms": (layer.get("filters") or {}).get("platforms", []),
        "placed": len(entries) - len(unplaced),
        "unplaced": unplaced,
    }


result = {}
files = sorted(glob.glob(f"{data}/samples/navigator/*.json") + glob.glob(f"{data}/atomics/*.json"))
for path in files:
    name = os.path.relpath(path, data)
    try:
        value = json.load(open(path, encoding="utf-8"))
    except json.JSONDecodeError as error:
        result[name] = {"invalid": {"line": error.lineno, "column": error.colno}}
        continue
    layers = value if isinstance(value, list) else [value]
    result[name] = {"layers": [outcome(layer) for layer in layers]}
json.dump(result, sys.stdout, indent=1, ensure_ascii=False)
print()
