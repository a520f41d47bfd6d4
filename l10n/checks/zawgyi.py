"""Burmese typed in the Zawgyi encoding, which Unicode fonts show as nonsense.

Only sequences that cannot stand in Unicode Burmese count, so a Zawgyi text without any of them goes unseen; a text
of more than a few words nearly always has some. Other languages of the Myanmar script are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of

RULE = Rule(
    "zawgyi",
    Severity.ERROR,
    "Burmese text is in the Zawgyi encoding instead of Unicode.",
    why="""\
Zawgyi and Unicode use the same numbers for other letters: what looks right on the phone it was typed on is nonsense
in the edition, and no search finds it. Found are sequences that Unicode Burmese cannot have; a text of a few words
may have none of them and go unseen. Shan, Mon and Karen have letters of their own there and are left alone, and so
is a text that quotes the source. Convert the whole text with a converter (there are several: it cannot be done
safely here), then read it again: a text in both encodings comes out broken.""",
)

_CONSONANT = "\u1000-\u1021\u103f"
_IMPOSSIBLE = re.compile(
    rf"(?:^|(?<=[\s\u104a\u104b“‘(\u102b-\u102e\u1032\u1036\u1038\u103a]))\u1031[{_CONSONANT}\u103b\u107e-\u1084]"
    rf"|(?:^|(?<=[\s\u104a\u104b“‘(]))[\u103b-\u103e][{_CONSONANT}]"
    rf"|\u1039(?![{_CONSONANT}\u1023-\u102a\u1050-\u105d])"
    r"|[\u107e-\u1084][\u1000-\u1021]"
)
"""At the start of a syllable the vowel sign E or a medial before its consonant; a virama that stacks nothing;
Zawgyi's own forms of YA YIT. None of these is in any of 5,345 Burmese strings of free software."""


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    if language_of(locales.target) != "my" or _IMPOSSIBLE.search(entry.source):
        return
    impossible = _IMPOSSIBLE.search(entry.target)
    if impossible:
        start = impossible.start()
        yield RULE.finding(
            "This looks like Zawgyi, not Unicode Burmese. Convert it, or type the word again.",
            target_part=entry.target[max(0, start - 3) : start + 9],
        )
