"""What single lines of plain text are, by their form: dateline, picture's marker, credits, source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_DATES = (
    re.compile(rf"\b{_MONTH} {_DAY},? (?P<year>[12][0-9]{{3}})\b", re.IGNORECASE),
    re.compile(rf"\b{_DAY} {_MONTH},? (?P<year>[12][0-9]{{3}})\b", re.IGNORECASE),
)
_ISO_DATE = re.compile(r"\b[12][0-9]{3}-[01][0-9]-[0-3][0-9]\b")
_SEPARATOR = re.compile(r" ?[•|·] ?| [—–] ")
_AUTHOR = re.compile(r"(?:Author|By|Written by) ?:? ?(?P<name>.+)", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|Author:) ?(?P<name>[^\W\d_a-z].{1,70})")
_READING = re.compile(r"\b([0-9]{1,3})[ -]?min(?:ute)?s?\.? read\b", re.IGNORECASE)
_IMAGE = re.compile(
    r"[\[(]?(?:featured (?:image|photo|video)|(?:image|photo|picture|video)(?: placeholder)?|advertisement)[\])]?:?",
    re.IGNORECASE,
)
_LIST = re.compile(r"(?:(?:[-*+•‣▪–]|\d{1,3}[.)။၊]) |\d{1,3}[။、．）] ?|[一二三四五六七八九十]{1,3}、)\S")
_ROLE = (
    r"(?:Reported|Reporting|Written|Translated|Translation|Edited|Editing|Compiled|Produced|Photographed|Photos?"
    r"|Photography|Additional reporting|Interviews?|Text|Story)"
)
_CREDIT = re.compile(rf"{_ROLE}(?: (?:in|from|into) [A-Z]\w+)?(?: and \w+)?(?: by\b|:)", re.IGNORECASE)
_GLUED = re.compile(rf"(?<=[^\W\d_A-Z])(?={_ROLE} (?:\w+ ){{0,3}}?by\b)")
_WRITER = re.compile(r"\bWritten (?:\w+ ){0,3}?by (?P<name>[^.;]+)")
_SOURCE = re.compile(
    r"(?:Original (?:post|article|story|text|source)|Source|Originally published(?: (?:by|at|in|on))?"
    r"|First published(?: (?:by|at|in|on))?) ?: ?(?P<what>.+)",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s)>\]]+")
_DATELINE_MAX = 200
_BARE_DATELINE_MAX = 80


@dataclass(frozen=True, slots=True)
class Credits:
    """A line of credits, split where two ran together: *glued* holds the words at each such place."""

    text: str
    glued: tuple[tuple[str, str], ...]
    author: str


def read_dateline(text: str) -> dict[str, str] | None:
    """Return the facts of a dateline or byline (date as ISO, author, reading_minutes); None for other lines."""
    parts = [part.strip() for part in _SEPARATOR.split(text) if part.strip()]
    facts: dict[str, str] = {}
    for part in parts:
        author, reading, day = _AUTHOR.fullmatch(part), _READING.search(part), read_date(part)
        if day:
            facts["date"] = day
        elif reading:
            facts["reading_minutes"] = reading[1]
        elif author:
            facts["author"] = author["name"]
    alone = len(parts) == 1
    if len(text) > (_BARE_DATELINE_MAX if alone else _DATELINE_MAX) or text.endswith((".", "?", "!", "”", '"')):
        return None
    if alone and "author" in facts and not _BYLINE.fullmatch(text):
        return None
    return facts or None


def read_date(text: str) -> str:
    """Return the first date in *text* as ISO, or ""."""
    iso = _ISO_DATE.search(text)
    for match in (pattern.search(text) for pattern in _DATES):
        if match:
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            return _iso(int(match["year"]), month, int(match["day"]))
    return iso[0] if iso else ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # the 31st of June: no date
        return ""


def is_image_marker(text: str) -> bool:
    """Return whether the line only says that a picture was here."""
    return bool(_IMAGE.fullmatch(text))


def is_list_line(text: str) -> bool:
    return bool(_LIST.match(text))


def read_credits(text: str) -> Credits | None:
    """Return the credits of a line that names who reported, wrote, translated …; None for other lines."""
    if not _CREDIT.match(text):
        return None
    glued = tuple(
        (text[: place.start()].split()[-1], text[place.start() :].split()[0]) for place in _GLUED.finditer(text)
    )
    apart = _GLUED.sub(". ", text)
    writer = _WRITER.search(apart)
    return Credits(apart, glued, writer["name"].strip() if writer else "")


def read_source_line(text: str) -> dict[str, str] | None:
    """Return the facts (original, publisher) of a line that says where the text came from; None for others."""
    url = _URL.search(text)
    match = _SOURCE.fullmatch(text)
    if match is None:
        return {"original": url[0]} if url and url[0] == text else None
    name = match["what"].replace(url[0], "").strip(" ,;()<>[]–—-") if url else match["what"].strip()
    facts = {"publisher": name, "original": url[0] if url else name}
    return {key: value for key, value in facts.items() if value}
