"""SECURITY.md promises nothing that no test holds up."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [line.strip("|").split(" | ") for line in PAGE.splitlines() if re.match(r"\| P\d+ \|", line)]


@cache
def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_property_has_conditions_a_symptom_a_severity_and_tests():
    assert [row[0].strip() for row in ROWS] == [f"P{number}" for number in range(1, len(ROWS) + 1)]
    assert {len(row) for row in ROWS} == {6}
    assert {row[4] for row in ROWS} <= {"critical", "high", "medium", "low"}
    assert [row[0] for row in ROWS if "`tests/" not in row[5]] == []


def test_each_test_that_is_named_exists():
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
    assert named
    missing = [f"{p}::{t}" for p, t in named if not (ROOT / p).is_file() or (t and t not in names_in(ROOT / p))]
    assert missing == []
