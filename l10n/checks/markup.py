"""Links, emphasis, code and HTML of the source must all be in the target, and no others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ..inline import markup_of
from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, show

RULE = Rule(
    "markup",
    Severity.ERROR,
    "Links, emphasis, code, HTML and placeholders differ between the source and the target.",
    why="""\
Counted is each link by its number, each picture, each pair of emphasis (`*` and `_` are the same), code, tags,
footnotes and placeholders; their order may change, as sentences do. A lost link or footnote is lost in the edition,
and a tag more can break the page. Code must be the same letter by letter; where it is words (a folder called
`Downloads`) and has been translated, that is a warning only. An address written out in a text counts too: a link to
the same page in another language is a finding, and right if it is meant. Put the markup back as in the source.""",
)

_NAMES = {"*": "emphasis (*…*)", "**": "strong emphasis (**…**)", "~~": "strikethrough (~~…~~)"}


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = Counter(markup_of(entry.source)), Counter(markup_of(entry.target))
    lost, added = source - target, target - source
    translated = _translated_code(lost, added)
    if translated:
        yield translated
    if any(lost.values()):
        yield RULE.finding(
            f"Missing from the target: {_listed(+lost)}. Put it back as it is in the source.",
            source_part=show(lost.elements()),
        )
    if any(added.values()):
        yield RULE.finding(
            f"Only in the target: {_listed(+added)}. The source has no such markup.",
            target_part=show(added.elements()),
        )


def _translated_code(lost: Counter[str], added: Counter[str]) -> Finding | None:
    """Return what is said of code that is words, in as many places as before, and take it out of both."""
    before, after = ([mark for mark in marks.elements() if _WORDS_AS_CODE.fullmatch(mark)] for marks in (lost, added))
    if not before or len(before) != len(after):
        return None
    lost.subtract(before)
    added.subtract(after)
    message = f"Words in code have been changed: {show(before)} to {show(after)}. Is that meant?"
    return RULE.finding(message, source_part=show(before), target_part=show(after), severity=Severity.WARN)


_WORDS_AS_CODE = re.compile(r"`+[^\W\d_][^`_=(){}<>|$;~*\\]*`+")


def _listed(marks: Counter[str]) -> str:
    return show(_name(mark) + (f" ({count} times)" if count > 1 else "") for mark, count in marks.items())


def _name(mark: str) -> str:
    if mark.startswith("!["):
        return f"picture {mark[1:]}"
    if mark.startswith("[") and not mark.startswith("[^"):
        return f"link {mark}"
    return _NAMES.get(mark, mark)
