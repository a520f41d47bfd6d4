"""Texts cut into sentences, in many scripts."""

from __future__ import annotations

import re
from itertools import pairwise

# Full stops of Burmese, CJK, Devanagari, Khmer, Ethiopic, Tibetan, Urdu, Arabic, Armenian: they need no space behind.
_FULL = "\u104b\u3002\uff01\uff1f\uff61\u0964\u0965\u17d4\u17d5\u1362\u1367\u0f0d\u0f0e\u06d4\u061f\u0589"
_CLOSERS = r"(?:\]\[\d+\]|[\"'\u2019\u201d\u00bb\u203a\u300d\u300f\uff09)\]*_`])*"
_END = re.compile(rf"[.!?\u2026]+{_CLOSERS}\s+|[.!?\u2026]*[{_FULL}][.!?\u2026{_FULL}]*{_CLOSERS}\s*")
_LAST_WORD = re.compile(r"(?:[^\W_]\.)*[^\W_]+\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]|\d{1,2}")  # U.S, J, and ordinals such as "14. März"
_SHORT = re.compile(
    r"mr|mrs|ms|dr|prof|st|gen|col|maj|lt|sgt|capt|cpl|rep|sen|gov|pres|hon|rev|jr|sr|vs|approx|dept|est|"
    r"jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|inc|ltd|co|corp|bzw|ca|nr|str|abs|hrsg|mme|mlle|sra|"
    r"srta|dra|ud|uds|av|pág|núm|ср|др|г|ул"
)
_NUMBERED = re.compile(r"nos?|fig|vol|pp?|art|sec|ch|para|nr|núm")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of *text*, each with the space behind it; together they are *text*.

    A full stop after an abbreviation, an initial or a day's number ends none; where that leaves a doubt, nothing is
    cut. Scripts that have no sign for the end of a sentence (Thai) give one sentence.
    """
    if not text:
        return []
    ends = [match.end() for match in _END.finditer(text) if match.end() < len(text) and _ends_sentence(text, match)]
    return [text[start:end] for start, end in pairwise([0, *ends, len(text)])]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if not match[0].startswith((".", "\u2026")) or any(sign in match[0] for sign in _FULL):
        return True
    following = text[match.end()]
    if following.islower():
        return False
    word = _LAST_WORD.search(text, max(0, match.start() - 24), match.start())
    if word is None or len(match[0].rstrip()) > 1:
        return True
    short = word[0].casefold()
    return not (
        _INITIALS.fullmatch(word[0]) or _SHORT.fullmatch(short) or (_NUMBERED.fullmatch(short) and following.isdigit())
    )
