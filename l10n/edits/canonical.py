"""A text with all that is only typography taken out: spaces, quote and dash styles, ellipses, invisible breaks.

Two texts with the same canonical form read the same. What might not is left as it is: a hyphen between letters,
a space between digits, joiners in scripts that need them, marks that turn the direction of writing.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_JOINER_FREE = "[A-Za-z\u00c0-\u024f\u0370-\u052f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_JOINERS = "\u200c\u200d"
_BREAK = re.compile(r"(?<!\\)\\\n")
_SPACES = re.compile("[ \t\n\r\f\v\u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")

_DOUBLE = re.compile('["“”„‟«»＂〝〞〟「」『』]')
_SINGLE = re.compile("[‘’‚‛‹›]")
_GUILLEMETS = re.compile(r"«\s*([^«»]*?)\s*»")
_LETTER = "A-Za-z0-9\u00b5\u00c0-\u052f\u1e9e\u2126\u212a\u212b"
_SINGLE_PAIR = re.compile(
    rf"(?<![{_LETTER}'’])(?:'(?!\d|(?i:tis|twas|em|til|cause|round|bout|n)\b)|[‘‚‹](?!\d))"
    rf"(?=[^\s'‘’])([^'‘’‚‹›\"]*(?:(?<=[{_LETTER}])['’](?=[{_LETTER}])[^'‘’‚‹›\"]*)*)(?<!\s)['’‘›](?![{_LETTER}])"
)
_OPENING, _CLOSING = frozenset("“„«「『〝"), frozenset("”»」』〞〟")
_MARKS_IN_PLACE = re.compile('["“”„‟«»＂〝〞〟「」『』‹›]')

_DOTS = re.compile(r"(?<!\.)\.( ?)\.\1\.(?! ?\.)")
_LONG_DOTS = re.compile("…{2,}")
_HYPHENS = re.compile("[\u2010\u2011]")
_DASH = " — "
_WORDED = r"[^\W\d_]"
_DASHES = (
    (re.compile("[—―]{2,}"), "—"),
    (re.compile(rf"(?<={_WORDED})-{{2,3}}(?={_WORDED})|(?<=\S) -{{2,3}} (?=\S)"), _DASH),
    (re.compile(r"(?<=\S) (?:[–―—]|-(?![ ]?[\d.,\u0024\u00a3\u20ac])) (?=\S)"), _DASH),
    (re.compile(rf"(?<={_WORDED})[—―](?={_WORDED})"), _DASH),
    (re.compile(r"^[–—―] (?=\S)"), "— "),
    (re.compile(r"(?<=\d)–(?=\d)"), "-"),
)

_BEFORE_SIGN = re.compile(r"(?<!\d) +(?=[,;:?!](?!\[))|(?<=\d) +(?=[,;:?!](?!\d|\[))|(?<=[^\W\d_]) +(?=[.](?:\s|$))")
_AFTER_SIGN = re.compile(rf"(?<={_WORDED})([,;?!]) +(?={_WORDED})")
_WIDE_SIGN = re.compile("(?<!\\d) *([、。，！？；：၊။]) *|(?<=\\d) *([、。，！？；：၊။]) *(?!\\d)")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\ua9e0-\uaa7f"
_FIRST_UNSPACED = "\u0e00"
_HAN = "\u3040-\u30ff\u3400-\u9fff"


def is_typographic(old: str, new: str) -> bool:
    """Whether nothing but typography differs."""
    return canonical(old) == canonical(new) and same_direction(old, new) and _nesting(old) == _nesting(new)


@lru_cache(maxsize=1024)
def canonical(text: str) -> str:
    """Return the form that texts share which differ in typography only."""
    text = _BREAK.sub(" ", _INVISIBLE.sub("", text))
    if any(joiner in text for joiner in _JOINERS):
        text = _idle_joiner().sub("", text)
    text = unicodedata.normalize("NFC", text)
    text = _SPACES.sub(" ", text).strip(" ")
    text = _LONG_DOTS.sub("…", _DOTS.sub("…", one_quote_style(text)))
    return _spaces_at_signs(_one_dash_style(text))


@cache
def _idle_joiner() -> re.Pattern[str]:
    return re.compile(f"(?<={_JOINER_FREE})[{_JOINERS}]+(?={_JOINER_FREE})")


def one_quote_style(text: str) -> str:
    """Return *text* with `"` for every quote mark of any style, and `'` for apostrophes and single marks alone."""
    text = _SINGLE_PAIR.sub(r'"\1"', _GUILLEMETS.sub(r'"\1"', text))
    return _SINGLE.sub("'", _DOUBLE.sub('"', text))


def _nesting(text: str) -> list[bool]:
    """Return of each quote mark whether it opens: without spaces nothing else tells “a‘b’c” from “a”b“c”."""
    text = _SINGLE_PAIR.sub(r"‹\1›", _GUILLEMETS.sub(r"“\1”", text))
    waiting: list[str] = []
    opens = []
    for found in _MARKS_IN_PLACE.finditer(text):
        mark, last = found[0], waiting[-1] if waiting else ""
        if mark in _OPENING and last and last in "„»“":
            is_opening = mark != "«" and last == "“" and text[found.end() : found.end() + 1].isalnum()
        else:
            is_opening = (
                not last or mark == "‹" or mark in _OPENING or (mark not in _CLOSING and mark not in ("›", last))
            )
        opens.append(is_opening)
        if is_opening:
            waiting.append(mark)
        else:
            waiting.pop()
    return opens


def _one_dash_style(text: str) -> str:
    text = _HYPHENS.sub("-", text)
    for pattern, dash in _DASHES:
        text = pattern.sub(dash, text)
    return text


def _spaces_at_signs(text: str) -> str:
    text = _AFTER_SIGN.sub(r"\1", _BEFORE_SIGN.sub("", text))
    text = _WIDE_SIGN.sub(lambda match: match[1] or match[2], text)
    if max(text, default="") < _FIRST_UNSPACED:
        return text
    counted, han_latin = _beside_unspaced()
    return han_latin.sub("", counted.sub("", text))


@cache
def _beside_unspaced() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of spaces between numbers or Latin letters and scripts without spaces."""
    return (
        re.compile(rf"(?<=\d) (?=(?!\d)[{_UNSPACED}])|(?<=[{_UNSPACED}])(?<!\d) (?=\d)"),
        re.compile(f"(?<=[{_HAN}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{_HAN}])"),
    )


def same_direction(old: str, new: str) -> bool:
    """Whether no lone mark that opens a quotation became one that closes it."""
    marks = [_DOUBLE.findall(text) for text in (old, new)]
    if len(marks[0]) != len(marks[1]) or len(marks[0]) % 2 == 0:
        return True
    return not any(
        (a in _OPENING and b in _CLOSING) or (a in _CLOSING and b in _OPENING) for a, b in zip(*marks, strict=True)
    )
