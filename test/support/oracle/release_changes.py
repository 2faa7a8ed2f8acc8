#!/usr/bin/env python3
"""Counts what a release of ATT&CK changed, from the raw bundles alone.

Usage: release_changes.py DOMAIN BEFORE.json.gz AFTER.json.gz
Prints JSON: per kind the active objects and what became of them, and active relationships by type.
"""
import gzip, json, re, sys
from collections import Counter, defaultdict

KINDS = {
    "x-mitre-tactic": "tactic", "intrusion-set": "group", "malware": "software", "tool": "software",
    "campaign": "campaign", "course-of-action": "mitigation", "x-mitre-data-source": "dataSource",
    "x-mitre-data-component": "dataComponent", "x-mitre-detection-strategy": "detectionStrategy",
    "x-mitre-analytic": "analytic", "x-mitre-asset": "asset",
}
META = {"id", "type", "spec_version", "created", "modified", "created_by_ref", "revoked",
        "object_marking_refs", "x_mitre_version", "x_mitre_attack_spec_version",
        "x_mitre_modified_by_ref", "x_mitre_deprecated", "labels", "is_family"}
TIME = re.compile(r"^(\d{4}-\d{2}-\d{2}T\d\d:\d\d:\d\d)(\.\d+)?Z$")


def kind(o):
    if o["type"] == "attack-pattern":
        return "subtechnique" if o.get("x_mitre_is_subtechnique") else "technique"
    return KINDS.get(o["type"])


def norm(v):
    if isinstance(v, str):
        m = TIME.match(v)
        return m.group(1) + "." + ((m.group(2) or ".0")[1:] + "000")[:3] if m else v
    if isinstance(v, list):
        return [norm(x) for x in v]
    if isinstance(v, dict):
        return {k: norm(x) for k, x in v.items() if x not in (None, False, "", [])}
    return v


def content(o):
    return {k: norm(v) for k, v in o.items() if k not in META and v not in (None, False, "", [])}


def active(o):
    return not o.get("revoked") and not o.get("x_mitre_deprecated")


def read(path, domain):
    with gzip.open(path, "rt", encoding="utf-8") as f:
        objects = json.load(f)["objects"]
    mine = {o["id"]: o for o in objects
            if kind(o) and (domain in o.get("x_mitre_domains", [domain]))}
    pairs = defaultdict(set)
    for r in objects:
        if r["type"] != "relationship" or not active(r):
            continue
        s, t = mine.get(r["source_ref"]), mine.get(r["target_ref"])
        if s and t and active(s) and active(t):
            pairs[r["relationship_type"]].add((r["source_ref"], r["target_ref"]))
    return mine, pairs


def main(domain, before_path, after_path):
    (before, before_pairs), (after, after_pairs) = read(before_path, domain), read(after_path, domain)
    totals = defaultdict(Counter)
    for objects, word in ((before, "before"), (after, "after")):
        for o in objects.values():
            if active(o):
                totals[kind(o)][word] += 1
    for i in before.keys() | after.keys():
        was, now = before.get(i), after.get(i)
        c = totals[kind(now or was)]
        was_on, is_on = bool(was and active(was)), bool(now and active(now))
        if not was_on and not is_on:
            continue
        if was is None:
            c["added"] += 1
        elif now is None:
            c["removed"] += 1
        elif not was_on:
            c["restored"] += 1
        elif not is_on:
            c["revoked" if now.get("revoked") else "deprecated"] += 1
        else:
            a, b = content(was), content(now)
            va, vb = was.get("x_mitre_version"), now.get("x_mitre_version")
            if a == b and va == vb:
                continue
            c["changed"] += 1
            c["renamed"] += was["name"] != now["name"]
            phases = lambda o: {p["phase_name"] for p in o.get("kill_chain_phases", [])}
            c["moved"] += phases(was) != phases(now)
            if va and vb and va != vb:
                (a1, a2), (b1, b2) = ([int(x) for x in v.split(".")[:2]] for v in (va, vb))
                c["major"] += b1 == a1 + 1
                c["minor"] += b1 == a1 and b2 == a2 + 1
    types = sorted(before_pairs.keys() | after_pairs.keys())
    words = ["before", "after", "added", "changed", "renamed", "moved", "major", "minor", "revoked",
             "deprecated", "restored", "removed"]
    print(json.dumps({
        "totals": {k: {w: totals[k][w] for w in words} for k in sorted(totals)},
        "relationships": {t: {
            "before": len(before_pairs[t]), "after": len(after_pairs[t]),
            "added": len(after_pairs[t] - before_pairs[t]),
            "removed": len(before_pairs[t] - after_pairs[t])} for t in types},
    }, indent=2))


main(*sys.argv[1:])
