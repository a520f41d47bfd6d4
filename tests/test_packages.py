"""What Diglot is made of: licences that let anybody use it, and one version of each package for servers."""

import json
import re
import runpy
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
SBOM = runpy.run_path(str(ROOT / "ops" / "sbom.py"))
LOCK = (ROOT / "ops" / "requirements.lock").read_text(encoding="utf-8")
PERMISSIVE = {
    *("MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "ISC", "PSF-2.0", "CNRI-Python"),
    *("Zlib", "CC0-1.0", "Unlicense", "ZPL-2.1"),
}
WEAK = {
    **{"certifi": "MPL-2.0", "tld": "MPL-1.1"},
    **dict.fromkeys(("psycopg", "psycopg-binary", "psycopg-pool"), "LGPL-3.0-only"),
}
"""Packages of which a changed copy has to stay open, and Diglot itself need not: they are used as they are."""


def may_be_used(part):
    """Whether one of the licences to choose from is permissive in all its parts."""
    choices = part.licence.replace("(", "").replace(")", "").split(" OR ")
    return any(set(re.split(r" AND ", choice)) <= PERMISSIVE for choice in choices) or WEAK.get(part.name) in choices


def test_every_package_that_it_runs_with_may_be_used_by_anybody():
    parts = SBOM["parts_of"]()
    assert len(parts) > 40
    assert [(part.name, part.licence) for part in parts if not may_be_used(part)] == []


def test_the_bill_of_materials_names_each_with_its_needs():
    bill = SBOM["bill"](SBOM["parts_of"]())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["name"] == "diglot"
    flask = next(each for each in bill["components"] if each["name"] == "flask")
    assert flask["purl"] == f"pkg:pypi/flask@{flask['version']}"
    needs = {each["ref"]: each["dependsOn"] for each in bill["dependencies"]}
    assert "werkzeug" in needs["flask"]
    assert {name for each in needs.values() for name in each} <= set(needs)
    json.dumps(bill)


def test_the_lock_has_each_package_once_in_a_version_that_is_asked_for():
    locked = re.findall(r"^([\w.-]+)==(\S+) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", LOCK, re.M)
    versions = {name: version for name, version, _ in locked}
    assert len(versions) == len(locked) == LOCK.count("==")
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = re.search(r"^# With the extras (.+)\.$", LOCK, re.M)[1].split(", ")
    known = table["project"]["optional-dependencies"]
    asked = [
        *table["build-system"]["requires"],
        *table["project"]["dependencies"],
        *(r for e in extras for r in known[e]),
    ]
    needs = [Requirement(text) for text in asked]
    missing = [str(n) for n in needs if not n.specifier.contains(versions.get(SBOM["plain"](n.name), "0"))]
    assert missing == [], "write it anew: make lock"


def test_the_lock_names_no_place_that_packages_come_from():
    assert not re.search(r"https?:|file:|--index|/\w+/", LOCK.replace("x86_64", ""))
