"""What was approved before: beside a paragraph as suggestions, and found by a phrase in both directions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from l10n.errors import LockedError
from l10n.inline import plain
from l10n.marking import mark_phrase
from l10n.model import Key, Segment
from l10n.ports import Hints, Nearness, Recalled, Remembered

from .access import requires, the_desk
from .articles import title_of
from .rows import Row, Sheet, first_segments, paragraph_id
from .texts import difference, label

if TYPE_CHECKING:
    from l10n.newsroom.project import Project

bp = Blueprint("memory", __name__)

MAX_PHRASE = 200
SHOWN = 20
"""How many texts are shown of each language looked in."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text was approved: words for it, and an address where it is in an article of the desk still."""

    words: str
    address: str = ""
    paragraph: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A text that was approved for something near a paragraph: how near, where, and how that source differs."""

    recalled: Recalled
    place: Place
    changes: Sequence[tuple[str, str]] = ()

    @property
    def target(self) -> str:
        return self.recalled.remembered.target

    @property
    def percent(self) -> int:
        """How near the sources are; 100 only where they are equal."""
        return 100 if self.recalled.score == 1.0 else min(int(self.recalled.score * 100), 99)

    @property
    def is_whole(self) -> bool:
        return self.recalled.nearness is not Nearness.SENTENCE


@dataclass(frozen=True, slots=True)
class Hit:
    """A pair of texts with the phrase marked in the one that was looked in."""

    remembered: Remembered
    in_target: bool
    pieces: Sequence[tuple[bool, str]]
    place: Place


class Places:
    """Tells where texts were approved; looks at each article once, and at no catalog."""

    def __init__(self, desk: Project) -> None:
        self._desk, self._slugs = desk, set(desk.slugs())
        self._articles: dict[str, tuple[str, dict[Key, Segment]]] = {}

    def of(self, remembered: Remembered) -> Place:
        slug, locale, key = remembered.slug, remembered.target_locale, (remembered.context, remembered.source)
        if slug not in self._slugs or locale not in self._desk.target_locales:
            return Place(slug)
        if slug not in self._articles:
            document = self._desk.document(slug)
            self._articles[slug] = (title_of(document), first_segments(document))
        title, segments = self._articles[slug]
        if key not in segments:
            return Place(title, url_for("articles.review", slug=slug, locale=locale))
        address = url_for("paragraph.show", slug=slug, locale=locale, id=paragraph_id(key))
        return Place(title, address, label(segments[key]))


def offers_for(sheet: Sheet, row: Row) -> list[Offer]:
    """Return what was approved for texts near the paragraph's, best first. LockedError."""
    desk, beside = the_desk(), sheet.beside(row)
    before, after = (plain(other.entry.source) if other else "" for other in (beside.before, beside.after))
    places = Places(desk)
    return [
        Offer(r, places.of(r.remembered), difference(r.found, r.part) if r.score < 1.0 else ())
        for r in desk.recall(row.entry, sheet.catalog, around=Hints(before, after))
    ]


@bp.get("/memory")
@requires("reader")
def search() -> str:
    desk, q = the_desk(), " ".join(request.args.get("q", "").split())[:MAX_PHRASE]
    languages = [desk.source_locale, *desk.target_locales]
    wanted = request.args.get("in", "")
    looked_in = [wanted] if wanted in languages else languages
    hits, problem = [], ""
    try:
        hits = [hit for language in looked_in for hit in _hits(desk, q, language)] if q else []
    except LockedError:
        problem = gettext("The memory is being made anew. Try again in a minute.")
    return render_template(
        "memory.html",
        q=q,
        wanted=wanted if wanted in languages else "",
        searched=languages,
        hits=hits,
        is_cut=any(count >= SHOWN for count in Counter(map(_direction, hits)).values()),
        problem=problem,
        desk=desk,
    )


def _direction(hit: Hit) -> tuple[str, bool]:
    return hit.remembered.target_locale, hit.in_target


def _hits(desk: Project, q: str, language: str) -> list[Hit]:
    """Return where *q* stands in texts of a language: in originals of every target, or in translations."""
    in_target, places = language != desk.source_locale, Places(desk)
    targets = [language] if in_target else desk.target_locales
    found = [r for locale in targets for r in desk.search_memory(q, locale, in_target=in_target, limit=SHOWN)]
    return [Hit(r, in_target, mark_phrase(r.target if in_target else r.source, q), places.of(r)) for r in found]
