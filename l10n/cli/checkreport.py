"""Findings for machines: JSON, annotations of GitHub, SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import click

from .output import answer

if TYPE_CHECKING:
    from ..newsroom.reviewing import Found
    from ..workflow.mending import Mended

_GITHUB = {"error": "error", "warn": "warning", "info": "notice"}
_SARIF = {"error": "error", "warn": "warning", "info": "note"}


def as_json(found: Sequence[Found], mended: Sequence[Mended]) -> None:
    """Print findings and what was mended as the answer of a `--json` run."""
    listed = [
        {
            "slug": f.slug,
            "locale": f.locale,
            "path": f.path,
            "segment": f.label,
            "rule": f.finding.rule,
            "severity": f.finding.severity.value,
            "message": f.finding.message,
            "source": f.entry.source,
            "target": f.entry.target,
        }
        for f in found
    ]
    done = [
        {
            "slug": m.catalog.slug,
            "locale": m.catalog.locale,
            "source": m.before.source,
            "before": m.before.target,
            "after": m.after.target,
            "rules": list(m.rules),
            "outcome": m.outcome.value if m.outcome else "left",
            "lost_approval": m.lost_approval,
        }
        for m in mended
    ]
    answer({"schema": "diglot.check/1", "findings": listed, "mended": done})


def as_github(root: Path, found: Sequence[Found]) -> Iterator[str]:
    """Yield the workflow commands that annotate a pull request on GitHub."""
    for f in found:
        place = f"file={_property(f.path)},line={line_of(root / f.path, f.entry.target)}"
        title = _property(f"{f.finding.rule} · {f.locale} {f.label}".strip())
        yield f"::{_GITHUB[f.finding.severity]} {place},title={title}::{_message(f.finding.message)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(root: Path, found: Sequence[Found]) -> None:
    """Print the findings as a log of SARIF 2.1.0 with one run."""
    from importlib.metadata import version

    from ..checks import all_rules

    rules = all_rules()
    places = {rule.name: number for number, rule in enumerate(rules)}
    driver = {
        "name": "diglot",
        "version": version("diglot"),
        "rules": [
            {
                "id": rule.name,
                "shortDescription": {"text": rule.explanation},
                "fullDescription": {"text": rule.why or rule.explanation},
                "defaultConfiguration": {"level": _SARIF[rule.severity]},
            }
            for rule in rules
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"PROJECT": {"description": {"text": "The folder of diglot.toml."}}},
        "results": [_result(root, f, places) for f in found],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    click.echo(json.dumps(log, ensure_ascii=False, indent=1))


def _result(root: Path, f: Found, places: dict[str, int]) -> dict[str, Any]:
    return {
        "ruleId": f.finding.rule,
        **({"ruleIndex": places[f.finding.rule]} if f.finding.rule in places else {}),
        "level": _SARIF[f.finding.severity],
        "message": {"text": f.finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(f.path), "uriBaseId": "PROJECT"},
                    "region": {"startLine": line_of(root / f.path, f.entry.target)},
                },
                "logicalLocations": [
                    {"name": f.label or f.slug, "fullyQualifiedName": f"{f.slug}/{f.locale}/{f.label}"}
                ],
            }
        ],
    }


def line_of(path: Path, target: str) -> int:
    """Return in which line of a catalog a target stands, 1 where it is wrapped as other programs do it."""
    escaped = target.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return _lines_of(path).get(f'"{escaped}"', 1)


@lru_cache(maxsize=4)
def _lines_of(path: Path) -> dict[str, int]:
    lines: dict[str, int] = {}
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return lines
    for number, line in enumerate(text.split("\n"), 1):
        if '"' in line and not line.startswith("#"):
            lines.setdefault(line[line.index('"') :].rstrip("\r"), number)
    return lines
