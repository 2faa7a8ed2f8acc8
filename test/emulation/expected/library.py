"""What the libraries of tests hold, told from the files alone.

Run in this folder: python3 library.py > library.json. Needs PyYAML and ../shared/data beside the
project.
"""

import collections
import csv
import json
import pathlib
import re
import zipfile

import yaml

data = pathlib.Path(__file__).parents[4] / "shared/data"
url = re.compile(r"https?://(?!localhost|127\.|\[::1\])[^\s\"'`<>)|;]", re.I)


def digest(tests):
    """Counts of a list of atomic tests with the technique of each."""
    return {
        "tests": len(tests),
        "guids": len({test["auto_generated_guid"] for _, test in tests}),
        "techniques": len({technique for technique, _ in tests}),
        "executors": collections.Counter(test["executor"]["name"] for _, test in tests),
        "platforms": collections.Counter(p for _, test in tests for p in test["supported_platforms"]),
        "elevated": sum(bool(test["executor"].get("elevation_required")) for _, test in tests),
        "inputs": sum(len(test.get("input_arguments") or {}) for _, test in tests),
        "prerequisites": sum(len(test.get("dependencies") or []) for _, test in tests),
        "withAddress": sorted(
            test["auto_generated_guid"] for _, test in tests if url.search(texts_of(test))
        ),
    }


def texts_of(test):
    executor = test["executor"]
    texts = [executor.get(key) or "" for key in ("command", "steps", "cleanup_command")]
    for one in test.get("dependencies") or []:
        texts += [str(one.get(key) or "") for key in ("prereq_command", "get_prereq_command")]
    for one in (test.get("input_arguments") or {}).values():
        texts.append(str(one.get("default") or ""))
    return "\n".join(texts)


archive = zipfile.ZipFile(data / "atomics/atomics.zip")
documents = [yaml.safe_load(archive.read(n)) for n in archive.namelist() if n.endswith(".yaml")]
with (data / "atomics/index.csv").open(newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))

plans = {}
for path in sorted((data / "samples/emulation/ctid_library").glob("*.yaml")):
    if path.name == "format_dictionary.yaml":
        continue
    document = yaml.safe_load(path.read_text())
    steps = [step for step in document if "id" in step]
    details = document[0]["emulation_plan_details"]
    plans[path.name] = {
        "name": details["adversary_name"],
        "version": str(details["attack_version"]),
        "steps": len(steps),
        "distinct": len({step["id"] for step in steps}),
        "techniques": sorted(
            {str(step["technique"]["attack_id"]).strip() for step in steps if "technique" in step}
        ),
    }

abilities = {}
for path in sorted((data / "samples/caldera/abilities").glob("*.yml")):
    for ability in yaml.safe_load(path.read_text()):
        platforms = ability.get("platforms") or {}
        listed = ability.get("executors") or []
        abilities[ability["id"]] = {
            "name": ability["name"].strip(),
            "written": (ability.get("technique_id") or ability["technique"]["attack_id"]).strip(),
            "executors": sum(len(names.split(",")) for by in platforms.values() for names in by)
            + len(listed),
        }

adversaries = {}
for path in sorted((data / "samples/caldera/adversaries").glob("*.yml")):
    adversary = yaml.safe_load(path.read_text())
    adversaries[adversary.get("adversary_id") or adversary["id"]] = {
        "name": adversary["name"].strip(),
        "abilities": len(adversary["atomic_ordering"]),
    }

print(
    json.dumps(
        {
            "archive": digest(
                [(one["attack_technique"], test) for one in documents for test in one["atomic_tests"]]
            ),
            "index": {"rows": len(rows), "guids": len({row["Test GUID"] for row in rows})},
            "plans": plans,
            "abilities": abilities,
            "adversaries": adversaries,
        },
        indent=2,
        sort_keys=True,
    )
)
