"""The correction report as lines for a terminal, and as the value of a `--json` answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..changes import WordChange
from ..merging import Fate
from . import CLASS_WORDS, FATE_WORDS, Correction, CorrectionReport, Undone

Paint = Callable[[str, str], str]
"""Gives a text its colour: `removed` or `added`; the marks [-…-] {+…+} stand without colour too."""

_AROUND = 48
"""How many characters of what stayed are shown on each side of a change."""


def correction_lines(report: CorrectionReport, *, paint: Paint) -> Iterator[str]:
    """Yield the report line by line, without line ends; moved segments are counted, not shown."""
    shown = [c for c in report.corrections if c.fate is not Fate.MOVED]
    counts = ", ".join(f"{count} {FATE_WORDS[Fate(fate)]}" for fate, count in report.counts.items() if count)
    yield f"{report.slug}: {counts}"
    for correction in shown:
        words = " · ".join([FATE_WORDS[correction.fate], *(CLASS_WORDS[c] for c in correction.classes)])
        yield f"  {correction.label or 'Segment'}  {words}"
        yield f"      {_diff(_shown(correction), paint)}"
        yield from _addresses(correction, paint)
        if correction.undone:
            yield f"      undoes the approval in {', '.join(map(_approval, correction.undone))}"
    if report.editions:
        yield f"  The old text stands in {', '.join(report.editions)}"


def _approval(undone: Undone) -> str:
    made = [f"by {undone.by}" if undone.by else "", f"on {undone.at:%Y-%m-%d}" if undone.at else ""]
    words = " ".join(word for word in made if word)
    return f"{undone.locale} ({words})" if words else undone.locale


def _addresses(correction: Correction, paint: Paint) -> Iterator[str]:
    if correction.old_addresses != correction.new_addresses and correction.fate is Fate.EDITED:
        gone = [paint(f"[-{address}-]", "removed") for address in correction.old_addresses]
        came = [paint(f"{{+{address}+}}", "added") for address in correction.new_addresses]
        yield "      links: " + " ".join([*gone, *came])


def _shown(correction: Correction) -> list[WordChange]:
    match correction.fate:
        case Fate.RETURNED:
            return [("same", " ".join(correction.new))]
        case Fate.NEW:
            return [("added", " ".join(correction.new))]
    return correction.diff


def _diff(changes: Iterable[WordChange], paint: Paint) -> str:
    marks = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
    parts = []
    found = list(changes)
    for number, (operation, text) in enumerate(found):
        text = text.replace("\n", " ")
        if operation == "same":
            parts.append(_shortened(text, first=number == 0, last=number == len(found) - 1))
        else:
            opening, closing = marks[operation]
            parts.append(paint(f"{opening}{text}{closing}", operation))
    return "".join(parts)


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Return what stayed without its middle, or without the end that is far from every change."""
    if first and last:
        return text if len(text) <= 2 * _AROUND else f"{text[: 2 * _AROUND]}…"
    if first:
        return text if len(text) <= _AROUND else f"…{text[-_AROUND:]}"
    if last:
        return text if len(text) <= _AROUND else f"{text[:_AROUND]}…"
    return text if len(text) <= 2 * _AROUND else f"{text[:_AROUND]} … {text[-_AROUND:]}"


def report_as_json(report: CorrectionReport) -> dict[str, object]:
    """Return the report as plain values; times are ISO 8601 in UTC."""
    return {
        "slug": report.slug,
        "title": report.title,
        "counts": report.counts,
        "segments": [_as_json(correction) for correction in report.corrections],
        "editions": list(report.editions),
    }


def _as_json(correction: Correction) -> dict[str, object]:
    return {
        "label": correction.label,
        "fate": correction.fate.value,
        "classes": [c.value for c in correction.classes],
        "old": list(correction.old),
        "new": list(correction.new),
        "old_addresses": list(correction.old_addresses),
        "new_addresses": list(correction.new_addresses),
        "diff": [list(change) for change in correction.diff],
        "locales": list(correction.locales),
        "undone": [
            {"locale": u.locale, "by": u.by, "at": u.at.isoformat() if u.at else None, "target": u.target}
            for u in correction.undone
        ],
        "editions": list(correction.editions),
    }
