"""What VECTR's demo dump says, told from the file alone.

Run in this folder: python3 vectr.py > vectr.json. Needs ../shared/data beside the project.
"""

import collections
import csv
import json
import pathlib

source = pathlib.Path(__file__).parents[4] / "shared/data/samples/vectr/DEMO_PURPLE_CE.csv"
with source.open(encoding="utf-8-sig", newline="") as file:
    rows = list(csv.DictReader(file))

words = {"Blocked": "blocked", "Detected": "alerted"}
runs = collections.OrderedDict()
for row in rows:
    run = runs.setdefault(
        row["AssessmentGroup"],
        {"cases": 0, "outcomes": collections.Counter(), "seen": collections.Counter()},
    )
    logged = row["Activity Logged"]
    outcome = words.get(row["Outcome"], "logged" if logged == "Yes" else "missed")
    run["cases"] += 1
    run["outcomes"][outcome] += 1
    if outcome == "blocked":
        seen = {"Yes": "log", "No": "none"}.get(logged, "unsaid")
        run["seen"]["alert" if row["Alert Triggered"] == "Yes" else seen] += 1
    run["startedAt"] = min(run.get("startedAt", "9"), row["Start Time"])
    run["endedAt"] = max(run.get("endedAt", ""), row["Stop Time"])

print(
    json.dumps(
        {
            "rows": len(rows),
            "runs": runs,
            "outcomes": sum((run["outcomes"] for run in runs.values()), collections.Counter()),
            "withoutTechnique": sum(row["MitreID"] == "" for row in rows),
            "techniques": collections.Counter(row["MitreID"] for row in rows if row["MitreID"]),
            "withCommand": sum(row["Command"].strip() != "" for row in rows),
            "multiLineCommands": sum("\n" in row["Command"].strip() for row in rows),
        },
        indent=2,
        sort_keys=True,
    )
)
