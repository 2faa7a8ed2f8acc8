"""Figures of VECTR's demo dump over Enterprise 18.1, told from the two files alone.

Run in this folder: python3 trends.py > trends.json. Needs ../shared/data beside the project.
"""

import collections
import csv
import datetime
import gzip
import json
import math
import pathlib
import statistics

data = pathlib.Path(__file__).parents[4] / "shared/data"
with gzip.open(data / "attack/enterprise-attack-18.1.stix20.json.gz") as file:
    objects = json.load(file)["objects"]
with (data / "samples/vectr/DEMO_PURPLE_CE.csv").open(encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))

techniques = {}
for thing in objects:
    if thing["type"] != "attack-pattern" or thing.get("revoked") or thing.get("x_mitre_deprecated"):
        continue
    ids = [r["external_id"] for r in thing["external_references"] if r["source_name"] == "mitre-attack"]
    techniques[ids[0]] = [p["phase_name"] for p in thing["kill_chain_phases"]]
by_id = {thing["id"]: thing for thing in objects}
matrix = next(t for t in objects if t["type"] == "x-mitre-matrix" and not t.get("x_mitre_deprecated"))
tactics = [by_id[ref]["x_mitre_shortname"] for ref in matrix["tactic_refs"]]


def moment(row, column):
    """Milliseconds since 1970."""
    epoch = row[column + " Epoch"]
    if epoch:
        return int(epoch)
    return round(datetime.datetime.fromisoformat(row[column].replace("Z", "+00:00")).timestamp() * 1000)


class Case:
    def __init__(self, number, row):
        self.number, self.run = number, row["AssessmentGroup"]
        self.test = (row["Campaign"] + ": " + row["Variant"]).strip().lower()
        self.host = row["TargetAssets"].strip().lower()
        self.technique = row["MitreID"].strip()
        self.tactics = techniques.get(self.technique)
        self.end = moment(row, "Stop Time")
        logged, triggered = row["Activity Logged"] == "Yes", row["Alert Triggered"] == "Yes"
        self.outcome = {"Blocked": "blocked", "Detected": "alerted"}.get(
            row["Outcome"], "logged" if logged else "missed"
        )
        self.alert = self.outcome == "alerted" or (self.outcome == "blocked" and triggered)
        self.trace = self.alert or self.outcome == "logged" or (self.outcome == "blocked" and logged)
        wants_log = self.tactics is not None and set(self.tactics) == {"discovery"}
        met = self.trace if wants_log else self.alert
        self.standing = "met" if met else "prevented" if self.outcome == "blocked" else "unmet"
        self.waited = moment(row, "Detection Time") - moment(row, "Start Time") if self.alert else None
        if self.outcome == "blocked":
            look = 6 if self.alert else 4 if self.trace else 3
        else:
            look = {"alerted": 5, "logged": 2, "missed": 1}[self.outcome]
        self.rank = ({"unmet": 0, "prevented": 1, "met": 2}[self.standing], look)


def figures(cases):
    times = sorted(c.waited for c in cases if c.waited is not None and c.waited >= 0)
    return {
        "cases": len(cases),
        "outcomes": collections.Counter(c.outcome for c in cases),
        "detected": sum(c.alert for c in cases),
        "met": sum(c.standing == "met" for c in cases),
        "alerts": len(times),
        "medianHalfMilliseconds": round(2 * statistics.median(times)) if times else None,
        "percentile90Milliseconds": times[math.ceil(len(times) * 0.9) - 1] if times else None,
    }


cases = [Case(number, row) for number, row in enumerate(rows)]
runs = collections.OrderedDict()
for case in cases:
    runs.setdefault(case.run, []).append(case)


def side(own):
    held = {}
    for case in sorted(own, key=lambda c: (c.end, c.number)):
        held.setdefault(case.test, {})[case.host] = case
    return {test: min(places.values(), key=lambda c: c.rank) for test, places in held.items()}


def compare(before, after):
    first, second = side(runs[before]), side(runs[after])
    changes = collections.Counter()
    for test in first.keys() | second.keys():
        if test not in first:
            changes["only-after"] += 1
        elif test not in second:
            changes["only-before"] += 1
        else:
            a, b = first[test].rank, second[test].rank
            changes["same" if a == b else "better" if b > a else "worse"] += 1
    told = lambda s: {
        "tests": len(s),
        "met": sum(c.standing == "met" for c in s.values()),
        "detected": sum(c.alert for c in s.values()),
    }
    return {"changes": changes, "before": told(first), "after": told(second)}


# Of each test on each host the latest verdict holds; all that was met is years old, hence stale, and
# shown only where nothing else is left to show.
held = {}
for case in sorted(cases, key=lambda c: (c.end, c.number)):
    if case.tactics is not None:
        held.setdefault(case.technique, {})[case.test, case.host] = case
by_technique = {}
for technique, places in sorted(held.items()):
    own = list(places.values())
    count = lambda standing: sum(c.standing == standing for c in own)
    by_technique[technique] = {
        "latest": max(
            [c for c in own if c.standing != "met"] or own, key=lambda c: (c.end, c.number)
        ).outcome,
        "unmet": count("unmet"),
        "prevented": count("prevented"),
        "stale": count("met"),
    }

names = sorted(runs, key=lambda name: min(moment(r, "Start Time") for r in rows if r["AssessmentGroup"] == name))
print(
    json.dumps(
        {
            "all": figures(cases),
            "runs": {name: figures(runs[name]) for name in names},
            "order": names,
            "tactics": {t: figures([c for c in cases if c.tactics and t in c.tactics]) for t in tactics},
            "unplaced": sum(c.tactics is None for c in cases),
            "techniques": by_technique,
            "firstAndLast": compare(names[0], names[-1]),
        },
        indent=2,
        sort_keys=True,
    )
)
