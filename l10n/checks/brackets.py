"""Brackets that open and do not close, or close and never opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, seen

RULE = Rule(
    "brackets",
    Severity.WARN,
    "A bracket is opened and not closed, or closed and not opened.",
    why="""\
Round, square, curly and wide brackets are counted together: （ closes with ). Lists such as `a)` and smileys are left
alone, and so is a target whose source has the same fault. Numbers of links are markup, not brackets.""",
)

_BRACKET = re.compile(r"(?<!⟦)[()\[\]{}（）［］｛｝【】〔〕]")
_PLAIN = str.maketrans("（）［］｛｝【】〔〕", "()[]{}[][]")
_PARTNER = {")": "(", "]": "[", "}": "{"}
_NO_BRACKET = re.compile(r"(?:^|(?<=[\s;,]))[\w๐-๙၀-၉]{1,3}[)）]|[:;]-?[()]|\[\^?\d+\]")


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    lone = _lone(seen(entry.target))
    if not lone or _lone(seen(entry.source)):
        return
    if lone in _PARTNER:
        yield RULE.finding(f"A bracket is closed that was not opened: {lone}", target_part=lone)
    else:
        yield RULE.finding(f"A bracket is opened and not closed: {lone}", target_part=lone)


def _lone(text: str) -> str:
    """Return the first bracket without its other half, "" for none."""
    signs = _BRACKET.findall(text)
    if not signs:
        return ""
    if _opened(signs):
        signs = _BRACKET.findall(_NO_BRACKET.sub("", text))
    return _opened(signs)


def _opened(signs: list[str]) -> str:
    waiting: list[str] = []
    for sign in (sign.translate(_PLAIN) for sign in signs):
        if sign not in _PARTNER:
            waiting.append(sign)
        elif not waiting or waiting.pop() != _PARTNER[sign]:
            return sign
    return waiting[0] if waiting else ""
