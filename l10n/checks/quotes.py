"""Quotation marks that open and do not close, and direct speech that stopped being one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..inline import plain
from ..model import Entry, Finding, Severity
from .rule import Locales, Rule

RULE = Rule("quotes", Severity.WARN, "A quotation mark is opened and not closed, or a direct quote was lost.")

_DOUBLE = re.compile('["“”„‟«»「」『』《》〝〞＂]')
_SINGLE = re.compile(r"[‘‹‚]|(?<!\w)'\w")
_DIRECT = re.compile('["“„«「『]\\s*\\w[^"”“»」』]*\\s[^"”“»」』]*["”“»」』]')
"""A passage in double quotation marks of at least two words."""


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    source, target = plain(entry.source), plain(entry.target)
    in_source, in_target = _DOUBLE.findall(source), _DOUBLE.findall(target)
    if len(in_target) % 2 and not len(in_source) % 2:
        yield RULE.finding("A quotation mark is opened and not closed.", target_part=in_target[-1])
    direct = _DIRECT.search(source)
    if direct and not in_target and not _SINGLE.search(target):
        yield RULE.finding("The source quotes somebody directly, the target does not.", source_part=direct[0])
