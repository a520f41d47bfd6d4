"""Digits of two scripts in one number, or in one text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, seen

RULE = Rule(
    "digits",
    Severity.WARN,
    "Digits of two scripts are mixed.",
    why="""\
In one number (`၂,5၀၀`) it is a warning: somebody has typed over it, and a reader will stumble. In one text it is only
told. Digits that belong to a name or an address (AK-47, COVID-19, G7) may be in any script.
`--fix` writes a mixed number in the digits of the other script than Latin.""",
)

_NUMBER = re.compile(r"\d+(?:[.,'’·٫٬]\d+)*")
_CODE = re.compile(r"(`+)[^`]*\1")
_NAMED = re.compile(r"[A-Za-z]+[-–/.]?\d[\d.,:/-]*|\d+[A-Za-z]+|\S*(?:://|@|www\.)\S*")


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    if entry.target.isascii():
        return
    target = seen(_CODE.sub(" ", entry.target))
    scripts: Counter[str] = Counter()
    for match in _NUMBER.finditer(target):
        own = {_script(char) for char in match[0] if char.isdecimal()}
        if len(own) > 1:
            yield RULE.finding(f"Digits of two scripts are mixed in {match[0]}.", target_part=match[0])
            return
        scripts.update(own)
    if len(scripts) < 2 or len({_script(m[0][0]) for m in _NUMBER.finditer(_NAMED.sub(" ", target))}) < 2:
        return
    rare = scripts.most_common()[-1][0]
    part = next(m[0] for m in _NUMBER.finditer(target) if _script(m[0][0]) == rare)
    yield RULE.finding(
        f"Most numbers are in digits of another script than {part}.", target_part=part, severity=Severity.INFO
    )


def fix(entry: Entry, locales: Locales) -> str | None:
    return _NUMBER.sub(lambda match: _in_one_script(match[0]), entry.target)


def _in_one_script(number: str) -> str:
    zeros = {_zero(char) for char in number if char.isdecimal()}
    if len(zeros) != 2 or ord("0") not in zeros:
        return number
    zero = max(zeros)
    return "".join(chr(zero + unicodedata.decimal(char)) if char.isdecimal() else char for char in number)


def _zero(char: str) -> int:
    return ord(char) - unicodedata.decimal(char)


@lru_cache(maxsize=256)
def _script(char: str) -> str:
    return chr(_zero(char))
