"""The words agreed on: all of them on a page, and those that occur beside a paragraph, marked in its original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as N_

from l10n.errors import CatalogError
from l10n.glossary import Occurrence, Term, find_terms
from l10n.model import Entry

from .access import requires, the_desk

bp = Blueprint("glossary", __name__)

SHOWN = 200
"""How many terms are shown at most; the search finds the others."""

MARKS = {
    "do_not_translate": N_("Do not translate"),
    "do_not_publish": N_("Do not publish"),
    "redact": N_("Hidden from machines elsewhere"),
}
KINDS = {"person": N_("Person"), "place": N_("Place"), "organisation": N_("Organisation")}


@dataclass(frozen=True, slots=True)
class Headword:
    """A source with its rows, one for each locale."""

    source: str
    rows: tuple[Term, ...]


@bp.app_context_processor
def _for_templates() -> dict[str, Any]:
    functions = {"with_terms": with_terms, "different_terms": different_terms}
    return {"TERM_MARKS": MARKS, "TERM_KINDS": KINDS, **functions}


@bp.get("/glossary")
@requires("reader")
def index() -> str:
    q, wanted = request.args.get("q", "").strip()[:200], request.args.get("in", "")
    desk, problem = the_desk(), ""
    try:
        terms = [term for term in desk.glossary_terms() if _is_shown(term, q.casefold(), wanted)]
    except CatalogError as error:
        terms, problem = [], gettext("The glossary cannot be read: %(error)s", error=f"{error}. {error.remedy}")
    ordered = sorted(terms, key=lambda term: (term.source.casefold(), term.source, term.locale))
    words = [Headword(source, tuple(rows)) for source, rows in groupby(ordered, key=lambda term: term.source)]
    return render_template(
        "glossary.html",
        words=words[:SHOWN],
        total=len(words),
        problem=problem,
        q=q,
        wanted=wanted if wanted in desk.target_locales else "",
        desk=desk,
    )


def _is_shown(term: Term, q: str, locale: str) -> bool:
    texts = (term.source, *term.targets, *term.forbidden, term.note)
    return locale in ("", term.locale) and any(q in text.casefold() for text in texts)


def terms_in(entry: Entry, locale: str) -> list[Occurrence]:
    """Return the terms that stand in an entry's source, in order; none where the glossary cannot be read."""
    desk = the_desk()
    try:
        return find_terms(entry.source, desk.terms(locale), locale=desk.source_locale)
    except CatalogError:
        return []  # the checks beside it say so


def with_terms(text: str, found: Sequence[Occurrence]) -> Iterator[tuple[bool, str]]:
    """Yield the pieces of *text*, each with whether it is a term."""
    at = 0
    for each in found:
        if each.start > at:
            yield False, text[at : each.start]
        yield True, text[each.start : each.end]
        at = each.end
    if at < len(text):
        yield False, text[at:]


def different_terms(found: Sequence[Occurrence]) -> list[Term]:
    """Return each term once, in the order of the text."""
    return list(dict.fromkeys(each.term for each in found))
