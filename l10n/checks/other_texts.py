"""Another text kept beside the target: two versions were merged, and a person has to choose."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from ..suggestions import suggested_texts
from .rule import Locales, Rule

RULE = Rule("other-texts", Severity.WARN, "Two versions of the translation were merged, and nobody has chosen yet.")


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    for text in suggested_texts(entry):
        if text != entry.target:
            yield RULE.finding("Another version is kept beside this text. Choose one.", target_part=text[:80])
