"""What the sample logs of Caldera and ATTiRe hold, told from the files alone.

Run in this folder: python3 results.py > results.json. Needs ../shared/data beside the project.
"""

import base64
import json
import pathlib
import re

samples = pathlib.Path(__file__).parents[4] / "shared/data/samples"
undo = re.compile(r"^(rm|Remove-Item)\b")


def utc(text):
    return text.replace(" ", "T").rstrip("Z") + ".000Z" if "." not in text else text


def link(step, name, agent, times):
    """A link as a test case: ID, name, technique, host, command and times."""
    command = base64.b64decode(step["command"]).decode()
    attack = step.get("attack") or step["attack_metadata"]
    start = step.get("agent_reported_time") or step[times]
    return {
        "testKey": step.get("ability_id") or step["ability_metadata"]["ability_id"],
        "name": name,
        "written": attack["technique_id"],
        "host": agent["host"],
        "platform": step["platform"],
        "command": command,
        "startAt": utc(start),
        "endAt": utc(step[times]),
    }


def without_cleanup(links):
    return [one for one in links if not undo.match(one["command"])]


expected = {}
for name in ("operation_report_2021_v2x", "operation_report_2022_v4x"):
    report = json.loads((samples / f"caldera/reports/{name}.json").read_text())
    agents = {agent["paw"]: agent for agent in report["host_group"]}
    links = [
        link(step, step["name"], agents[paw], "run")
        for paw, own in report["steps"].items()
        for step in own["steps"]
    ]
    expected[name] = {
        "run": report["name"],
        "startedAt": utc(report["start"]),
        "endedAt": utc(report["finish"]),
        "cases": without_cleanup(links),
        "cleanup": len(links) - len(without_cleanup(links)),
        "skipped": sum(len(own) for one in report["skipped_abilities"] for own in one.values()),
    }

events = json.loads((samples / "caldera/reports/event_logs_2021_v4x.json").read_text())
links = [
    link(event, event["ability_metadata"]["ability_name"], event["agent_metadata"], "finished_timestamp")
    for event in events
]
expected["event_logs_2021_v4x"] = {
    "run": events[0]["operation_metadata"]["operation_name"],
    "startedAt": utc(events[0]["operation_metadata"]["operation_start"]),
    "endedAt": None,
    "cases": without_cleanup(links),
    "cleanup": len(links) - len(without_cleanup(links)),
    "skipped": 0,
}

for name in ("attire_1.1_readme_sample", "attire_1.1_schema_examples"):
    log = json.loads((samples / f"attire/{name}.json").read_text())
    expected[name] = [
        {
            "name": procedure["procedure-name"],
            "written": procedure.get("mitre-technique-id", ""),
            "host": log["execution-data"]["target"]["host"],
            "startAt": min(step["time-start"] for step in procedure["steps"]),
            "endAt": max(step["time-stop"] for step in procedure["steps"]),
            "command": "\n".join(step["command"] for step in procedure["steps"]),
        }
        for procedure in log["procedures"]
    ]

print(json.dumps(expected, indent=2))
