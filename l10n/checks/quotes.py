"""Quotation marks that open and do not close, and direct speech that stopped being one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, seen

RULE = Rule(
    "quotes",
    Severity.WARN,
    "A quotation mark is opened and not closed, or a direct quote was lost.",
    why="""\
Any marks may be used: “…”, «…», »…«, „…“, 「…」, "…", or dashes before what somebody says. What counts is that each is
closed, and that words quoted in the source are quoted in the target: whose words they are is a fact.
A quote that goes on in the next paragraph is open in the source too, and then may be in the target.""",
)

_DOUBLE = re.compile('["“”„‟«»「」『』《》〝〞＂]')
_GERSHAYIM = re.compile(r"(?<=[\u05d0-\u05f2])[\"“”″](?=[\u05d0-\u05f2])")
"""A double mark between two Hebrew letters: the sign of an abbreviation, in Yiddish too."""

_SINGLE = re.compile(r"[‘‹‚]|(?<!\w)'\w")
_DASH = re.compile(r"(?:^|[.!?:…]\s)\s*[—–―-]\s?\w|\s[—–―]\s?\w+")
_DIRECT = re.compile('["“„«「『]\\s*\\w[^"”“»」』]*\\s[^"”“»」』]*["”“»」』]')
"""A passage in double quotation marks of at least two words."""


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = (_GERSHAYIM.sub("", seen(text)) for text in (entry.source, entry.target))
    in_target = _DOUBLE.findall(target)
    lone = _lone(in_target)
    if lone and not _lone(_DOUBLE.findall(source)):
        yield RULE.finding("A quotation mark is opened and not closed.", target_part=lone)
    direct = _DIRECT.search(source)
    if direct and not in_target and not _SINGLE.search(target) and not _DASH.search(target):
        yield RULE.finding("The source quotes somebody directly, the target does not.", source_part=direct[0])


def _lone(signs: list[str]) -> str:
    """Return the last mark of a kind that has no other half, "" for none."""
    if not signs:
        return ""
    count = signs.count
    low, high = count("„") + count("‟"), count("“") + count("”")
    uneven = {
        "«": count("«") != count("»"),
        "“": low != high if low else high % 2 or (count("“") != count("”") and count("“") > 0 and count("”") > 0),
        "「": count("「") != count("」"),
        "『": count("『") != count("』"),
        "《": count("《") != count("》"),
        '"': (count('"') + count("＂")) % 2,
    }
    return next((sign for sign, is_uneven in uneven.items() if is_uneven), "")
