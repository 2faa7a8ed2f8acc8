#!/usr/bin/env python3
"""Compares all groups of Enterprise 18.1 with each other, apart from the product.

    python3 test/support/oracle/compare-groups.py SHARED_DATA
    npx prettier --write test/analysis/expected

writes test/analysis/expected/compare-groups.json: by direct uses and with campaigns how many
techniques and pairs there are, how alike pairs are by plain and by weighted Jaccard, how many sets
of exact users there are, what the greatest next actor adds, and how few techniques touch every
group. The last is found by trying sizes from below: a depth-first search that knows nothing but the
sets, with Python's whole numbers as bit sets.
"""

import collections
import gzip
import itertools
import json
import math
import pathlib
import sys

shared = pathlib.Path(sys.argv[1])
target = pathlib.Path(__file__).resolve().parents[2] / "analysis/expected/compare-groups.json"

with gzip.open(shared / "attack/enterprise-attack-18.1.stix20.json.gz", "rt") as file:
    objects = json.load(file)["objects"]


def is_active(item):
    return not item.get("revoked") and not item.get("x_mitre_deprecated")


def attack_id(item):
    return next(
        reference["external_id"]
        for reference in item["external_references"]
        if reference["source_name"] == "mitre-attack"
    )


active = {item["id"]: item for item in objects if is_active(item)}
links = [
    item
    for item in objects
    if item["type"] == "relationship"
    and is_active(item)
    and item["source_ref"] in active
    and item["target_ref"] in active
]


def targets(source, kind, of_type):
    return {
        link["target_ref"]
        for link in links_from[source]
        if link["relationship_type"] == kind and link["target_ref"].startswith(of_type)
    }


links_from = collections.defaultdict(list)
for link in links:
    links_from[link["source_ref"]].append(link)

groups = {key: item for key, item in active.items() if item["type"] == "intrusion-set"}
campaigns_of = collections.defaultdict(set)
for key, item in active.items():
    if item["type"] == "campaign":
        for group in targets(key, "attributed-to", "intrusion-set"):
            campaigns_of[group].add(key)


def profile(group, with_campaigns):
    users = [group, *(campaigns_of[group] if with_campaigns else [])]
    used = set().union(*(targets(user, "uses", "attack-pattern") for user in users))
    return frozenset(attack_id(active[one]) for one in used)


def can_touch(sets, size):
    """Whether so many techniques touch all the sets."""
    if not sets:
        return True
    if size == 0:
        return False
    # As many sets as share nothing need one technique each.
    apart, seen = 0, set()
    for one in sorted(sets, key=len):
        if seen.isdisjoint(one):
            apart += 1
            seen |= one
    if apart > size:
        return False
    smallest = min(sets, key=lambda one: (len(one), sorted(one)))
    uses = collections.Counter(itertools.chain.from_iterable(sets))
    if uses.most_common(1)[0][1] * size < len(sets):
        return False
    barred = set()
    for technique in sorted(smallest, key=lambda one: (-uses[one], one)):
        rest = {one - barred for one in sets if technique not in one}
        if frozenset() not in rest and can_touch(minimal(rest), size - 1):
            return True
        barred.add(technique)
    return False


def minimal(sets):
    """The sets without those that hold another."""
    kept = []
    for one in sorted(set(sets), key=len):
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept


def compare(with_campaigns):
    profiles = {attack_id(item): profile(key, with_campaigns) for key, item in groups.items()}
    ids = sorted(profiles)
    users = collections.Counter(itertools.chain.from_iterable(profiles.values()))
    weight = {technique: math.log(len(ids) / count) for technique, count in users.items()}
    rows = []
    for a, b in itertools.combinations(ids, 2):
        both, either = profiles[a] & profiles[b], profiles[a] | profiles[b]
        whole = math.fsum(weight[one] for one in either)
        rows.append(
            (
                a,
                b,
                len(both),
                len(both) / len(either) if either else 0,
                math.fsum(weight[one] for one in both) / whole if whole else 0,
            )
        )
    exact = collections.Counter(
        frozenset(group for group in ids if technique in profiles[group]) for technique in users
    )
    total, left, adds = set(), list(ids), []
    while left:
        best = max(left, key=lambda group: (len(profiles[group] - total), -ids.index(group)))
        left.remove(best)
        adds.append([best, len(profiles[best] - total)])
        total |= profiles[best]
    sets = minimal(one for one in profiles.values() if one)
    size = next(size for size in itertools.count() if can_touch(sets, size))
    by = lambda place: sorted(rows, key=lambda row: (-row[place], row[0], row[1]))
    return {
        "groups": len(ids),
        "techniques": len(users),
        "pairs": len(rows),
        "shared": sum(row[2] for row in rows),
        "jaccard": round(math.fsum(row[3] for row in rows), 6),
        "weighted": round(math.fsum(row[4] for row in rows), 6),
        "mostAlike": [[a, b, shared, round(plain, 6)] for a, b, shared, plain, _ in by(3)[:5]],
        "mostAlikeByRarity": [[a, b, round(rare, 6)] for a, b, _, _, rare in by(4)[:5]],
        "exactSets": len(exact),
        "mostUsed": sorted(([one, count] for one, count in users.items()), key=lambda x: (-x[1], x[0]))[:5],
        "adds": adds[:8],
        "withoutTechniques": sorted(group for group in ids if not profiles[group]),
        "smallestSet": size,
    }


target.parent.mkdir(exist_ok=True)
target.write_text(
    json.dumps({"direct": compare(False), "withCampaigns": compare(True)}, indent=2) + "\n"
)
