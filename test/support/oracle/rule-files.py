#!/usr/bin/env python3
"""Works out what the real rule files of Elastic and DeTT&CT say, apart from the importer.

    python3 test/support/oracle/rule-files.py SHARED_DATA

writes test/detections/expected/elastic.json and dettect.json: for every sample file the detections
in it and their classes against Enterprise 18.1, as counts, IDs and names. TOML is read by tomllib,
YAML by PyYAML, JSON by json.raw_decode, XLSX by zipfile and ElementTree; nothing of the product is
used.
"""

import collections
import csv
import gzip
import json
import pathlib
import re
import sys
import tomllib
import xml.etree.ElementTree as xml
import zipfile

import yaml

shared = pathlib.Path(sys.argv[1])
target = pathlib.Path(__file__).resolve().parents[2] / "detections" / "expected"


def objects(name):
    with gzip.open(shared / "attack" / name, "rt", encoding="utf-8") as file:
        return json.load(file)["objects"]


def attack_id(item):
    for reference in item.get("external_references", []):
        if reference.get("source_name", "").startswith("mitre"):
            return reference.get("external_id")
    return None


enterprise = {}
replaced = {}
by_stix = {}
bundle = objects("enterprise-attack-18.1.stix20.json.gz")
for item in bundle:
    if item["type"] == "attack-pattern":
        by_stix[item["id"]] = attack_id(item)
        state = "active"
        if item.get("x_mitre_deprecated"):
            state = "deprecated"
        if item.get("revoked"):
            state = "revoked"
        # An ID that was given twice is active if one of its objects is.
        if enterprise.get(attack_id(item)) != "active":
            enterprise[attack_id(item)] = state
for item in bundle:
    if item["type"] == "relationship" and item["relationship_type"] == "revoked-by":
        if item["source_ref"] in by_stix:
            replaced[by_stix[item["source_ref"]]] = by_stix.get(item["target_ref"])
elsewhere = set()
for name in ("ics-attack-18.1.stix21.json.gz", "mobile-attack-18.1.stix20.json.gz"):
    elsewhere |= {attack_id(item) for item in objects(name) if item["type"] == "attack-pattern"}
newer = set(json.load(open(shared / "attack" / "attack-v18-to-v19.json"))["new_in_v19"])


def final(identifier):
    while enterprise.get(replaced.get(identifier)) == "revoked":
        identifier = replaced[identifier]
    return replaced.get(identifier)


def fate(identifier):
    if not re.fullmatch(r"T\d{4}(\.\d{3})?", identifier):
        return "malformed"
    if identifier in enterprise:
        return enterprise[identifier]
    if identifier in newer:
        return "newer"
    return "other-domain" if identifier in elsewhere else "unknown"


def a_class(techniques, tactics):
    if not techniques:
        return "tacticOnly" if tactics else "untagged"
    fates = [fate(each) for each in techniques]
    known = fates.count("active")
    if known == len(fates):
        return "mappedFully"
    if known:
        return "mappedInPart"
    return "newerOnly" if set(fates) == {"newer"} else "otherOnly"


def report(records):
    """Counts of a file's records: (key, name, techniques, tactics, state, more)."""
    classes = collections.Counter()
    known, unknown, revoked = (collections.Counter() for _ in range(3))
    for record in records:
        techniques = list(dict.fromkeys(record["techniques"]))
        classes[a_class(techniques, record["tactics"])] += 1
        for identifier in techniques:
            which = fate(identifier)
            {"active": known, "revoked": revoked}.get(which, unknown)[identifier] += 1
    return {
        "read": len(records),
        "classes": {name: classes[name] for name in sorted(classes)},
        "disabled": sum(record["state"] == "disabled" for record in records),
        "enabled": sum(record["state"] == "enabled" for record in records),
        "notAlerting": sum(not record["alerting"] for record in records),
        "techniques": dict(sorted(known.items())),
        "unknownIds": {key: [count, fate(key)] for key, count in sorted(unknown.items())},
        "revokedIds": {key: [count, final(key)] for key, count in sorted(revoked.items())},
        "detections": sorted([r["key"], r["name"], *r["more"]] for r in records),
    }


def threat(rule):
    techniques, tactics = [], set()
    for entry in rule.get("threat", []):
        tactics.add(entry["tactic"]["id"])
        for technique in entry.get("technique", []):
            techniques.append(technique["id"])
            techniques += [sub["id"] for sub in technique.get("subtechnique", [])]
    return techniques, tactics


def elastic_rule(rule, deprecated):
    techniques, tactics = threat(rule)
    state = {True: "enabled", False: "disabled", None: None}[rule.get("enabled")]
    return {
        "key": rule["rule_id"],
        # Spaces around a name are no part of it.
        "name": rule["name"].strip(),
        "techniques": techniques,
        "tactics": tactics,
        "state": "disabled" if deprecated else state,
        "alerting": "building_block_type" not in rule,
        "more": [rule["severity"]],
    }


def elastic_file(path):
    if path.suffix == ".toml":
        with open(path, "rb") as file:
            parsed = tomllib.load(file)
        return [elastic_rule(parsed["rule"], parsed["metadata"]["maturity"] == "deprecated")]
    text, at, records, decoder = path.read_text("utf-8"), 0, [], json.JSONDecoder()
    while (at := text.find("{", at)) != -1:
        value, at = decoder.raw_decode(text, at)
        if "rule_id" in value:
            records.append(elastic_rule(value, False))
    return records


def latest(entries):
    """The entry of the latest date, else the first; one entry may stand without its list."""
    entries = entries if isinstance(entries, list) else [entries]
    dated = [each for each in entries if each["date"] is not None]
    return max(dated, key=lambda each: str(each["date"])[:19]) if dated else entries[0]


def dettect_techniques(parsed):
    records = []
    for technique in parsed["techniques"]:
        for detection in technique["detection"]:
            score = latest(detection["score_logbook"])["score"]
            if score < 0:
                continue
            systems = ", ".join(detection["applicable_to"])
            where = "" if systems == "all" else f" ({systems})"
            records.append(
                {
                    "key": f"{parsed['name']} {technique['technique_id']}{where}",
                    "name": f"{technique['technique_id']} {technique['technique_name']}{where}",
                    "techniques": [technique["technique_id"]],
                    "tactics": [],
                    "state": "enabled",
                    "alerting": score != 0,
                    "more": [score],
                }
            )
    return records


def rows_of(path):
    if path.suffix == ".csv":
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.reader(file))
    space = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(path) as book:
        texts = [
            "".join(part.text or "" for part in item.iterfind(".//s:t", space))
            for item in xml.fromstring(book.read("xl/sharedStrings.xml")).iterfind("s:si", space)
        ]
        sheet = xml.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [
        [texts[int(cell.find("s:v", space).text)] for cell in row.iterfind("s:c", space)]
        for row in sheet.iterfind(".//s:row", space)
    ]


def dettectinator_rows(path):
    return [
        {
            "key": name,
            "name": name,
            "techniques": [identifier],
            "tactics": [],
            "state": None,
            "alerting": True,
            "more": [],
        }
        for identifier, name in (row for row in rows_of(path) if row[0].startswith("T1"))
    ]


def dettect_file(path):
    if path.suffix != ".yaml":
        return dettectinator_rows(path)
    parsed = yaml.safe_load(path.read_text("utf-8"))
    if parsed["file_type"] != "technique-administration":
        return parsed["file_type"]
    return dettect_techniques(parsed)


def write(name, read):
    folder = shared / "samples" / name
    expected = {}
    for path in sorted(folder.glob("*/*")):
        # A list of techniques without names of rules is an actor's, and no inventory.
        found = "no rules" if path.name == "import_group.xlsx" else read(path)
        key = str(path.relative_to(folder))
        expected[key] = {"is": found} if isinstance(found, str) else report(found)
    made = f"test/support/oracle/rule-files.py, from samples/{name} and ATT&CK 18.1"
    text = json.dumps({"madeBy": made, "files": expected}, indent=2, ensure_ascii=False)
    (target / f"{name}.json").write_text(text + "\n", "utf-8")


write("elastic", elastic_file)
write("dettect", dettect_file)
