"""Until when an article may not go out to readers."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import UTC, datetime

REMEDY = "write the day, the time and its zone into the front matter, as in embargo: 2026-12-01T06:00Z"


def stated_embargo(facts: Mapping[str, str]) -> datetime | None:
    """Return when the embargo ends, in UTC; None where the front matter names none.

    ValueError for what is no time, for a time without a zone, which is another moment in every country, for two that
    differ, and for a slip in the name: an embargo that nobody understood must not be broken.
    """
    stated = {value.strip() for name, value in facts.items() if name.strip().lower() == "embargo"} - {""}
    if len(stated) > 1:
        raise ValueError(f"the embargo cannot end both {' and '.join(sorted(stated))}")
    for text in stated:
        return _moment(text)
    for name, value in facts.items():
        if value.strip() and difflib.get_close_matches(name.strip().lower(), ["embargo"], cutoff=0.75):
            raise ValueError(f"there is no {name!r}, which looks like embargo")
    return None


def embargo_holds(facts: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when the embargo ends where that is later than *now*, else None. ValueError."""
    end = stated_embargo(facts)
    return end if end and end > now else None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.replace(" UTC", "Z"))
    except ValueError:
        raise ValueError(f"the embargo {text!r} is no time") from None
    if moment.tzinfo is None:
        raise ValueError(f"the embargo {text!r} names no time zone")
    return moment.astimezone(UTC)
