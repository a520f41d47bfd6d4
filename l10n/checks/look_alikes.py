"""Words and hosts of links that look like others: a Cyrillic а among Latin letters, a name that only looks Latin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..carrying import addresses_in
from ..lookalikes import disguised_host, disguised_words
from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of, seen

RULE = Rule(
    "look-alikes",
    Severity.WARN,
    "A word or a link's host has letters of another script that look like the right ones.",
    why="""\
“pаypal” with a Cyrillic а is another word than “paypal”: it is not found by a search, and as a host it leads
elsewhere. Found are words that mix Latin, Cyrillic, Greek, Armenian, Cherokee, Coptic or Lisu letters that look alike,
words wholly of such letters where the language has another script, letters dressed as mathematics, and hosts of links
of these kinds. Kept are units and formulas (kΩ, TNFα), and words that the source has too. Type the word again; of a
link, ask where it comes from.""",
)

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']+")


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    for word, why in disguised_words(seen(entry.target), language=language_of(locales.target)):
        if word not in entry.source:
            yield RULE.finding(f"The word “{word}” can be taken for another: {why}. Type it again.", target_part=word)
    for number, address in enumerate(addresses_in(entry.note), 1):
        if spelt := disguised_host(address):
            yield RULE.finding(
                f"Link [{number}] leads to {spelt}, which is written in letters that look like others. Is it the right"
                " place?",
                source_part=address,
            )
    for address in dict.fromkeys(_ADDRESS.findall(entry.target)):
        if spelt := disguised_host(address):
            yield RULE.finding(f"An address leads to {spelt}, and looks like another one.", target_part=address)
