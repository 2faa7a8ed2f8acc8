"""Counts what atomics there are for a release: prints the JSON that test-plan.test.ts expects.

Reads the archive of Atomic Red Team and a bundle of ATT&CK with nothing of the product. A test counts
as fit for an air gap here where no address stands in its commands, prerequisites and default inputs;
the product minds downloaders without an address as well, so its own figure is at most this one.

    python3 air-gap.py atomics.zip enterprise-attack-18.1.json.gz
"""

import gzip
import json
import re
import sys
import zipfile

import yaml

archive = zipfile.ZipFile(sys.argv[1])
bundle = json.load(gzip.open(sys.argv[2]))
active = {
    reference["external_id"]
    for thing in bundle["objects"]
    if thing["type"] == "attack-pattern"
    and not thing.get("revoked")
    and not thing.get("x_mitre_deprecated")
    for reference in thing["external_references"]
    if reference["source_name"] == "mitre-attack"
}
address = re.compile(r"(https?|ftps?|sftp|tftp)://(?!localhost|127\.|\[::1\])", re.I)


def texts(test):
    executor = test["executor"]
    for key in ("command", "steps", "cleanup_command"):
        yield str(executor.get(key) or "")
    for need in test.get("dependencies") or []:
        yield str(need.get("prereq_command") or "")
        yield str(need.get("get_prereq_command") or "")
    for value in (test.get("input_arguments") or {}).values():
        yield str(value.get("default"))


tests, windows, silent = {}, set(), set()
for entry in archive.namelist():
    if not re.search(r"/T\d{4}(\.\d{3})?\.ya?ml$", entry):
        continue
    document = yaml.safe_load(archive.read(entry))
    ids = document["attack_technique"]
    for test in document["atomic_tests"]:
        if "windows" not in test["supported_platforms"]:
            continue
        fit = not any(address.search(text) for text in texts(test))
        for technique in [ids] if isinstance(ids, str) else ids:
            if technique not in active:
                continue
            windows.add(technique)
            tests[technique] = tests.get(technique, 0) + 1
            if fit:
                silent.add(technique)
print(
    json.dumps(
        {
            "techniques": len(active),
            "withWindowsTest": len(windows),
            "withWindowsTestWithoutAddress": len(silent),
            "windowsTests": dict(sorted(tests.items())),
        },
        indent=2,
    )
)
