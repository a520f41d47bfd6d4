"""How well edits are classed: precision and recall of each class on the labelled sets.

`python bench/classes.py [--json] [--misses]`. Recall: of the edits that have the class, the share that is given it.
Precision: of those given it, the share that has it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from l10n.edits import EditClass, class_edit  # noqa: E402  (the tree beside this file, wherever it is run from)

SETS = {
    "tuned": ROOT / "tests/edits/edits.jsonl",
    "held out": ROOT / "tests/edits/heldout.jsonl",
    "fresh": ROOT / "tests/edits/fresh.jsonl",
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """An edit with the classes that a person gave it, gravest first."""

    locale: str
    old: str
    new: str
    classes: tuple[str, ...]
    why: str = ""
    old_urls: tuple[str, ...] = ()
    new_urls: tuple[str, ...] = ()

    @cache  # noqa: B019  (a few hundred edits, for as long as the command runs)
    def given(self) -> tuple[str, ...]:
        found = class_edit(self.old, self.new, locale=self.locale, old_urls=self.old_urls, new_urls=self.new_urls)
        return tuple(kind.value for kind in found)


@dataclass(frozen=True, slots=True)
class Score:
    """How often a class is right, given wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def read(path: Path) -> list[Labelled]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        Labelled(
            row["locale"],
            row["old"],
            row["new"],
            classes=tuple(row["classes"]),
            why=row["why"],
            old_urls=tuple(row.get("old_urls", ())),
            new_urls=tuple(row.get("new_urls", ())),
        )
        for row in rows
    ]


def scores(edits: Sequence[Labelled]) -> dict[str, Score]:
    pairs = [(set(edit.classes), set(edit.given())) for edit in edits]
    return {
        kind.value: Score(
            right=sum(kind.value in right and kind.value in given for right, given in pairs),
            wrong=sum(kind.value not in right and kind.value in given for right, given in pairs),
            missed=sum(kind.value in right and kind.value not in given for right, given in pairs),
        )
        for kind in EditClass
    }


def primary(edits: Sequence[Labelled]) -> int:
    """Return how many edits have the right class in the first place."""
    return sum(edit.given()[0] == edit.classes[0] for edit in edits)


def table(name: str, edits: Sequence[Labelled]) -> list[str]:
    lines = [f"{name}: {len(edits)} edits, first class right {primary(edits) / len(edits):.3f}"]
    lines.append(f"{'class':<12}{'labelled':>10}{'precision':>11}{'recall':>9}")
    for kind, score in scores(edits).items():
        labelled = score.right + score.missed
        lines.append(f"{kind:<12}{labelled:>10}{score.precision:>11.3f}{score.recall:>9.3f}")
    return lines


def misses(edits: Sequence[Labelled]) -> list[str]:
    return [
        f"{edit.locale}  right: {'+'.join(edit.classes)}  given: {'+'.join(edit.given())}\n"
        f"  - {edit.old!r}\n  + {edit.new!r}"
        for edit in edits
        if edit.given() != edit.classes
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--misses", action="store_true", help="list the edits that are classed otherwise than labelled")
    options = parser.parse_args()
    sets = {name: read(path) for name, path in SETS.items()}
    if options.json:
        figures = {
            name: {
                kind: {**asdict(s), "precision": s.precision, "recall": s.recall} for kind, s in scores(edits).items()
            }
            for name, edits in sets.items()
        }
        print(json.dumps(figures, indent=2))
        return
    for name, edits in sets.items():
        print("\n".join([*table(name, edits), *(misses(edits) if options.misses else ()), ""]))


if __name__ == "__main__":
    main()
