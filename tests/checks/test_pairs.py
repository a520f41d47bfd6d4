from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from l10n.checks import check_entry
from l10n.model import Entry, Severity

HERE = Path(__file__).parent


def pairs(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["pairs.jsonl", "heldout.jsonl", "fresh.jsonl"])
def test_every_fault_is_found_and_nothing_else(name):
    wrong = []
    for pair in pairs(name):
        entry = Entry(pair["source"], pair["target"])
        found = check_entry(entry, source_locale="en", target_locale=pair["to"])
        missed = set(pair["must"]) - {finding.rule for finding in found}
        false = {f.rule for f in found if f.severity is not Severity.INFO} - set(pair["must"]) - set(pair["may"])
        if missed or false:
            wrong.append((pair["id"], sorted(missed), sorted(false)))
    assert wrong == []


def test_the_sets_are_as_large_as_they_are_said_to_be():
    listed = [*pairs("pairs.jsonl"), *pairs("heldout.jsonl")]
    languages = Counter(pair["to"] for pair in listed)
    assert (len(listed) >= 400, sum(not pair["must"] for pair in listed) >= 200) == (True, True)
    assert {"my", "es", "th", "ar", "de", "fr", "zh"} <= {to for to, count in languages.items() if count >= 30}
