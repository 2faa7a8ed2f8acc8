#!/usr/bin/env python3
"""Works out what the MISP galaxy's threat-actor cluster says of groups, apart from the product.

    python3 test/support/oracle/group-facts.py SHARED_DATA
    npx prettier --write test/actors/expected

writes test/actors/expected/sectors.json: how many values of the cluster tell something of a group
of ATT&CK 18.1, and what of which. Groups are read from the official bundles; spellings are those
that resources/facts/group-context.json lists as its own ("normalized"). A group and a value are
brought together by scoring every pair and letting each group take what only it can have, the
surest way first.
"""

import collections
import gzip
import json
import pathlib
import re
import sys

shared = pathlib.Path(sys.argv[1])
root = pathlib.Path(__file__).resolve().parents[3]


def load(path):
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def key(text):
    return "".join(letter for letter in text.lower() if letter.isalnum())


groups = {}
for name in (
    "enterprise-attack-18.1.stix20.json.gz",
    "mobile-attack-18.1.stix20.json.gz",
    "ics-attack-18.1.stix21.json.gz",
):
    objects = load(shared / "attack" / name)["objects"]
    sets = {each["id"]: each for each in objects if each["type"] == "intrusion-set"}

    def attack_id(stix):
        return next(
            reference["external_id"]
            for reference in sets[stix]["external_references"]
            if reference["source_name"].startswith("mitre")
        )

    former = collections.defaultdict(set)
    for each in objects:
        if each["type"] == "relationship" and each["relationship_type"] == "revoked-by":
            if each["source_ref"] in sets and each["target_ref"] in sets:
                former[each["target_ref"]].add(attack_id(each["source_ref"]))
    for stix, group in sets.items():
        if not group.get("revoked") and not group.get("x_mitre_deprecated"):
            groups.setdefault(
                attack_id(stix),
                {
                    "name": group["name"],
                    "names": {key(alias) for alias in group.get("aliases", [])},
                    "former": former[stix],
                },
            )

cluster = load(shared / "misp" / "threat-actor.json.gz")
values = cluster["values"]
spelling = json.loads((root / "resources/facts/group-context.json").read_text())["normalized"]


def ways(group_id, group, value):
    synonyms = value["meta"].get("synonyms", [])
    names = {key(value["value"]), *map(key, synonyms)}
    return [
        group_id in synonyms,
        not group["former"].isdisjoint(synonyms),
        key(value["value"]) == key(group["name"]),
        key(group["name"]) in names,
        not group["names"].isdisjoint(names),
    ]


pairs = {}
for group_id, group in groups.items():
    for index, value in enumerate(values):
        found = ways(group_id, group, value)
        if any(found):
            pairs[group_id, index] = found

taken = {}
for way in range(5):
    given = set(taken.values())
    left = [
        pair for pair, found in pairs.items()
        if found[way] and pair[0] not in taken and pair[1] not in given
    ]
    of_group = collections.Counter(group_id for group_id, _ in left)
    of_value = collections.Counter(index for _, index in left)
    for group_id, index in left:
        if of_group[group_id] == 1 and (way == 0 or of_value[index] == 1):
            taken[group_id] = index


def texts(meta, field):
    said = meta.get(field) or []
    return [said] if isinstance(said, str) else said


def tidy(words):
    return sorted({word.strip() for word in words if word and word.strip()})


def facts(value):
    meta = value["meta"]
    sponsor = spelling["stateSponsors"].get(meta.get("cfr-suspected-state-sponsor"))
    sectors = [
        word.strip() for field in ("cfr-target-category", "targeted-sector")
        for word in texts(meta, field)
    ]
    reasons = texts(meta, "motive") + texts(meta, "cfr-type-of-incident")
    return {
        "sectors": tidy(
            spelling["sectors"].get(word, word)
            for word in sectors if word not in spelling["droppedSectors"]
        ),
        "countries": len(tidy([meta.get("country"), sponsor])),
        "motives": tidy(
            motive for word in reasons for motive in spelling["motives"].get(word, [word])
        ),
    }


told = {
    group_id: {"value": values[index]["value"], **facts(values[index])}
    for group_id, index in sorted(taken.items())
    if any(facts(values[index]).values())
}
telling = len({taken[group_id] for group_id in told})
result = {
    "version": cluster["version"],
    "read": len(values),
    "telling": telling,
    "skipped": len(values) - telling,
    # Groups without a value, or with none that is not surely another group's.
    "notNamed": sorted(
        group_id for group_id in groups
        if group_id not in taken
        and not any(pair[0] == group_id and pair[1] not in taken.values() for pair in pairs)
    ),
    "matched": len(taken),
    "groups": told,
}
target = root / "test" / "actors" / "expected"
target.mkdir(parents=True, exist_ok=True)
(target / "sectors.json").write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
print({name: value for name, value in result.items() if name != "groups"})
