"""What importing DeTT&CT's data-source administrations must report, computed apart from the product.

Run in this folder: python3 compute.py > dettect.json. Needs PyYAML and ../shared/data beside the
project. Counts and names only.
"""
import datetime
import gzip
import json
import pathlib

import yaml

shared = pathlib.Path(__file__).resolve().parents[4] / "shared" / "data"
files = sorted(shared.glob("samples/dettect/sample-data/data-sources-*.yaml"))
files.append(shared / "samples/dettect/dettectinator/data_sources.yaml")

# The starter catalogues hold the names of these three releases.
components, platforms = set(), set()
for name in [
    "enterprise-attack-18.1.stix20.json.gz",
    "mobile-attack-18.1.stix20.json.gz",
    "ics-attack-18.1.stix21.json.gz",
]:
    for thing in json.load(gzip.open(shared / "attack" / name))["objects"]:
        if thing.get("revoked") or thing.get("x_mitre_deprecated"):
            continue
        if thing["type"] in ("x-mitre-data-component", "x-mitre-data-source"):
            components.add(thing["name"].lower())
        platforms.update(thing.get("x_mitre_platforms", []))

reports = {}
for path in files:
    document = yaml.safe_load(path.read_text())
    systems = {s["applicable_to"].lower(): s["platform"] for s in document["systems"]}
    rows, unknown, odd = [], [], []
    for source in document["data_sources"]:
        name = source["data_source_name"]
        for detail in source["data_source"]:
            applies = detail["applicable_to"]
            if any(a.lower() == "all" for a in applies):
                own = [p for of in systems.values() for p in of]
            else:
                own = [p for a in applies for p in systems[a.lower()]]
            own = [] if "all" in own else sorted(set(own))
            connected = detail["date_connected"]
            quality = list(detail["data_quality"].values())
            if name.lower() not in components:
                unknown.append(name)
            odd += [p for p in own if p not in platforms]
            rows.append(
                {
                    "dataComponent": name,
                    "systems": applies,
                    "platforms": own,
                    "collected": connected is not None
                    and detail["available_for_data_analytics"]
                    and any(q > 0 for q in quality),
                    "connectedOn": connected
                    and (connected.date() if isinstance(connected, datetime.datetime) else connected).isoformat(),
                    "products": detail["products"],
                    "quality": quality,
                }
            )
    reports["/".join(path.parts[-2:])] = {
        "format": f"DeTT&CT data sources {document['version']}",
        "read": len(rows),
        "unknownNames": unknown,
        "unknownPlatforms": odd,
        "rows": rows,
    }
print(json.dumps(reports, indent=2))
