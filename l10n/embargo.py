"""Until when nothing of an article may go out: `embargo: 2026-12-01T06:00Z` in its front matter."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import UTC, datetime

from .errors import ArticleError, EditionError
from .model import Document

_REMEDY = "write a moment with its time zone: embargo: 2026-12-01T06:00Z"


def embargo_of(facts: Mapping[str, str], *, path: str = "") -> datetime | None:
    """Return the moment from which an article may go out, None where nothing holds it.

    Capitals in the name count for nothing. ArticleError for no moment, for two, and for a slip in the name: an embargo
    that was not understood must not be broken.
    """
    stated = {value.strip() for name, value in facts.items() if name.strip().lower() == "embargo"} - {""}
    if len(stated) > 1:
        raise ArticleError(f"embargo cannot be both {' and '.join(sorted(stated))}", path=path, remedy=_REMEDY)
    for text in stated:
        return _moment(text, path)
    for name, value in facts.items():
        if value.strip() and difflib.get_close_matches(name.strip().lower(), ["embargo"], cutoff=0.75):
            raise ArticleError(f"there is no {name!r}, which looks like embargo", path=path, remedy=_REMEDY)
    return None


def _moment(text: str, path: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ArticleError(f"embargo cannot be {text[:40]!r}", path=path, remedy=_REMEDY)
    return moment.astimezone(UTC)


def held_until(document: Document, now: datetime) -> datetime | None:
    """Return the moment that an article has to wait for, None where it need not wait any more. ArticleError."""
    until = embargo_of(document.facts, path=document.path)
    return until if until and now < until else None


def demand_released(document: Document, now: datetime) -> None:
    """Refuse an article whose embargo is not over at *now*. EditionError, ArticleError."""
    if until := held_until(document, now):
        raise EditionError(
            f"it is under embargo until {until:%Y-%m-%d %H:%M} UTC; no edition is made, not even a draft",
            article=document.slug,
            remedy=f"wait until then, or take `embargo:` out of {document.path}; the desk's preview shows it meanwhile",
        )
