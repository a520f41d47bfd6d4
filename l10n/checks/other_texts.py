"""Another text kept beside the target: two versions were merged, and a person has to choose."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from ..suggestions import suggested_texts
from .rule import Locales, Rule

RULE = Rule(
    "other-texts",
    Severity.WARN,
    "Two versions of the translation were merged, and nobody has chosen yet.",
    why="""\
Two people translated the same paragraph, in two branches or in the desk and in a file, and neither version was
thrown away. The one that stands is in the edition, the other one is kept beside it. Open the paragraph in the desk,
and choose one or write a third.""",
)


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    for text in suggested_texts(entry):
        if text != entry.target:
            yield RULE.finding("Another version is kept beside this text. Choose one.", target_part=text[:80])
