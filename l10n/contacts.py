"""Addresses of the web, of e-mail and of accounts, and telephone numbers, found where they stand in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_INSIDE = r"[^\s<>⟦⟧@＠()\[\],;:!?\"“”‘’။၊]"
_AT_THE_END = r"[^\s<>⟦⟧@＠()\[\],;:!?\"“”‘’။၊.'_*]"
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,20}://|www\.|(?<![\w-])(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}/)[^\s<>⟦⟧]*[^\s<>⟦⟧.,;:!?'\"’”)\]။၊]"
    rf"|[@＠]?{_INSIDE}{{1,254}}[@＠]{_INSIDE}*{_AT_THE_END}"
    r"|[\w.+-]{1,254}\s{0,3}[\[({]\s{0,3}at\s{0,3}[\])}]\s*[\w-]+(?:\.[\w-]+)+"
    rf"|[@＠]{_INSIDE}+{_AT_THE_END}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<!\d)(?<!\d[.,])\(?\+?\(?\d(?:[\d\s().\-/\u2010-\u2014\u00ad]{5,}|\d{5,})\d(?!\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[., \u202f\u00a0]\d{3})+")
_NO_PHONE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{4}\s?[-–/]\s?\d{4}")
_DIGITS = range(7, 16)
_SITE = re.compile(
    r"(?<![\w.@-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,4}"
    r"(?:onion|com|org|net|info|news|app|link|site|online|xyz|top|club|dev|biz|gov|edu|int|tv|(?-i:[a-z]{2}))(?![\w.-])",
    re.IGNORECASE,
)


def find_contacts(visible: str) -> Iterator[tuple[int, int]]:
    """Yield where addresses and telephone numbers stand."""
    for match in _ADDRESS.finditer(visible):
        yield match.span()
    for match in _PHONE.finditer(visible):
        digits = sum(map(str.isdecimal, match[0]))
        if digits in _DIGITS and not _is_quantity(match[0].strip()):
            yield match.span()


def _is_quantity(written: str) -> bool:
    """Whether digits are a date, a span of years or a number in thousands, which never begins with a zero."""
    thousands = _THOUSANDS.fullmatch(written) and unicodedata.decimal(written[0]) != 0
    return bool(thousands or _NO_PHONE.fullmatch(written))


def contacts_in(text: str) -> frozenset[str]:
    """Return the addresses and telephone numbers of a text, each in one form; `[words][1]` is none.

    Digits are a number to call where they begin with + or 0, for years and quantities may stand side by side too.
    """
    found = (_one_form(text[start:end]) for start, end in find_contacts(text))
    return frozenset(form for form in found if form[:1] in "+0" or not form.isdecimal())


def contacts_differ(source: str, target: str) -> bool:
    """Whether a translation leads or calls anywhere else than its source, or names other sites."""
    return contacts_in(source) != contacts_in(target) or _sites_in(source) != _sites_in(target)


def _sites_in(text: str) -> set[str]:
    return {match[0].casefold() for match in _SITE.finditer(text)}


def _one_form(written: str) -> str:
    text = unicodedata.normalize("NFKC", written).casefold()
    text = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    is_phone = not any(char.isalpha() for char in text)
    return re.sub(r"[^\d+]", "", text) if is_phone else text.rstrip("/")
