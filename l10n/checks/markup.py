"""Links, emphasis, code and HTML of the source must all be in the target, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..inline import markup_of
from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, show

RULE = Rule(
    "markup", Severity.ERROR, "Links, emphasis, code, HTML and placeholders differ between the source and the target."
)

_NAMES = {"*": "emphasis (*…*)", "**": "strong emphasis (**…**)", "~~": "strikethrough (~~…~~)"}


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = Counter(markup_of(entry.source)), Counter(markup_of(entry.target))
    lost, added = source - target, target - source
    if lost:
        yield RULE.finding(
            f"Missing from the target: {_listed(lost)}. Put it back as it is in the source.",
            source_part=show(lost.elements()),
        )
    if added:
        yield RULE.finding(
            f"Only in the target: {_listed(added)}. The source has no such markup.",
            target_part=show(added.elements()),
        )


def _listed(marks: Counter[str]) -> str:
    return show(_name(mark) + (f" ({count} times)" if count > 1 else "") for mark, count in marks.items())


def _name(mark: str) -> str:
    if mark.startswith("!["):
        return f"picture {mark[1:]}"
    if mark.startswith("[") and not mark.startswith("[^"):
        return f"link {mark}"
    return _NAMES.get(mark, mark)
