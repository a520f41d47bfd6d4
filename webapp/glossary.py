"""The words agreed on: all on a page, each on its own to be changed, and those beside a paragraph, marked in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as N_
from flask_login import current_user
from werkzeug.wrappers import Response

from l10n.errors import CatalogError, ConflictError
from l10n.glossary import Occurrence, Term, find_terms
from l10n.glossary.table import Row
from l10n.inline import plain
from l10n.model import Entry
from l10n.stores.glossary import row_id, term_digest

from .access import View, local_path, requires, the_desk
from .rows import paragraph_id
from .texts import label

bp = Blueprint("glossary", __name__)

SHOWN = 200
"""How many terms are shown at most; the search finds the others."""

USAGES = 20
"""How many paragraphs are named that a term stands in."""

MARKS = {
    "do_not_translate": N_("Do not translate"),
    "do_not_publish": N_("Do not publish"),
    "redact": N_("Hidden from machines elsewhere"),
}
KINDS = {"person": N_("Person"), "place": N_("Place"), "organisation": N_("Organisation")}


@dataclass(frozen=True, slots=True)
class Headword:
    """A source with its rows, one for each locale and file."""

    source: str
    rows: tuple[Row, ...]


@bp.app_context_processor
def _for_templates() -> dict[str, Any]:
    functions = {"with_terms": with_terms, "different_terms": different_terms, "row_id": row_id}
    return {"TERM_MARKS": MARKS, "TERM_KINDS": KINDS, **functions}


@bp.get("/glossary")
@requires("reader")
def index() -> str:
    q, wanted = request.args.get("q", "").strip()[:200], request.args.get("in", "")
    desk, problem = the_desk(), ""
    try:
        rows = [row for row in desk.glossary_rows() if _is_shown(row.term, q.casefold(), wanted)]
        waiting = desk.proposed_terms()
    except CatalogError as error:
        rows, waiting = [], []
        problem = gettext("The glossary cannot be read: %(error)s", error=f"{error}. {error.remedy}")
    ordered = sorted(rows, key=lambda row: (row.term.source.casefold(), row.term.source, row.term.locale))
    words = [Headword(source, tuple(group)) for source, group in groupby(ordered, key=lambda row: row.term.source)]
    return render_template(
        "glossary.html",
        words=words[:SHOWN],
        total=len(words),
        waiting=waiting,
        problem=problem,
        q=q,
        wanted=wanted if wanted in desk.target_locales else "",
        desk=desk,
    )


@bp.get("/glossary/new")
@requires("translator")
def new() -> str:
    """Show the form of a new row, filled with what the address says."""
    args = request.args
    locale = args.get("locale", the_desk().target_locales[0] if len(the_desk().target_locales) == 1 else "")
    kind = args.get("kind", "") if args.get("kind") in KINDS else ""
    return _form(Term(args.get("source", "")[:300], locale=locale, kind=kind))


@bp.post("/glossary/new")
@requires("translator")
def add() -> View:
    """Add the row, or, in the name of who may not, propose it."""
    term, proposed = _sent(), not current_user.may("reviewer")
    try:
        the_desk().add_term(term, private=bool(request.form.get("private")), proposed=proposed)
    except (CatalogError, ConflictError) as error:
        return _form(term, problem=f"{error.message} {error.remedy}"), 409 if isinstance(error, ConflictError) else 422
    flash(
        gettext("“%(term)s” is proposed. A reviewer decides.", term=term.source)
        if proposed
        else gettext("“%(term)s” is in the glossary.", term=term.source)
    )
    return redirect(_back(), 303)


@bp.get("/glossary/<id>")
@requires("reader")
def term(id: str) -> str:
    row = _row(id)
    if row is None:
        abort(404, gettext("The glossary has no such row now. Open the glossary again."))
    return _form(row.term, row=row)


@bp.post("/glossary/<id>")
@requires("reviewer")
def change(id: str) -> View:
    """Change the row, or delete it."""
    row, sent, base = _row(id), _sent(), request.form.get("base", "")
    if row is None:
        return _form(sent, problem=gettext("Somebody deleted this meanwhile. You can add it again.")), 409
    deletes = request.form.get("action") == "delete"
    try:
        the_desk().change_term(id, base=base, term=None if deletes else sent)
    except (CatalogError, ConflictError) as error:
        code = 409 if isinstance(error, ConflictError) else 422
        return _form(sent, row=row, problem=f"{error.message} {error.remedy}", base=base if code == 422 else ""), code
    flash(
        gettext("“%(term)s” is no longer in the glossary.", term=row.term.source)
        if deletes
        else gettext("“%(term)s” is saved.", term=sent.source)
    )
    return redirect(url_for("glossary.index", q=None if deletes else sent.source), 303)


@bp.post("/glossary/proposed/<id>")
@requires("reviewer")
def settle(id: str) -> Response:
    """Take a proposal into the glossary, or drop it."""
    accept = request.form.get("action") == "accept"
    the_desk().settle_proposal(id, accept=accept)
    flash(gettext("It is in the glossary.") if accept else gettext("The proposal is dropped."))
    return redirect(url_for("glossary.index"), 303)


@bp.get("/glossary/names")
@requires("translator")
def names() -> str:
    """Show names of one article that the glossary has not, each to be added with one press."""
    desk, slug, locale = the_desk(), request.args.get("article", ""), request.args.get("in", "")
    slugs, locales = desk.slugs(), list(desk.target_locales)
    slug = slug if slug in slugs else next(iter(slugs), "")
    return render_template(
        "glossary_names.html",
        slug=slug,
        slugs=slugs,
        locale=locale if locale in locales else next(iter(locales), ""),
        found=desk.proposals([slug]) if slug else [],
        desk=desk,
    )


def _form(term: Term, *, row: Row | None = None, problem: str = "", base: str = "") -> str:
    """Show a row with its fields; *term* is what they hold, *row* what the glossary has, None for a new one."""
    desk = the_desk()
    return render_template(
        "glossary_term.html",
        term=term,
        row=row,
        base=base or (term_digest(row.term) if row else ""),
        problem=problem,
        usages=_used(row.term) if row else [],
        locales=list(dict.fromkeys(["", *desk.target_locales, term.locale])),
        back=request.values.get("back", ""),
        desk=desk,
    )


def _used(term: Term) -> list[tuple[str, str, str]]:
    """Return address, label and text of the paragraphs that the term stands in."""
    locale = term.locale if term.locale in the_desk().target_locales else next(iter(the_desk().target_locales), "")
    return [
        (
            url_for("paragraph.show", slug=each.slug, locale=locale, id=paragraph_id(each.segment.key)),
            f"{each.slug} · {label(each.segment)}",
            plain(each.segment.source),
        )
        for each in the_desk().usages(term, limit=USAGES)
    ]


def _sent() -> Term:
    """Return the row that the form holds."""
    form = request.form
    return Term(
        form.get("source", "").strip(),
        _lines("targets"),
        form.get("locale", ""),
        form.get("note", ""),
        form.get("kind", ""),
        _lines("forbidden"),
        *(bool(form.get(name)) for name in MARKS),
    )


def _lines(name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in request.form.get(name, "").splitlines() if line.strip())


def _row(id: str) -> Row | None:
    return next((row for row in the_desk().glossary_rows() if row_id(row) == id), None)


def _back() -> str:
    """Return where the person came from, else the glossary."""
    return local_path(request.form.get("back") or url_for("glossary.index", q=request.form.get("source")))


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
