"""An article under review, and the edition as it stands; how lists name its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from markupsafe import escape

from l10n.model import CatalogKey, Document, Entry, Finding, State
from l10n.querying import QueryError

from . import presence, unsaved
from .access import requires, the_desk
from .finding import query_problem, rows_wanted
from .glossary import terms_in
from .rows import Row, Sheet, make_sheet, page_of, paragraph_id
from .security import PREVIEW_POLICY
from .texts import label

bp = Blueprint("articles", __name__)


def title_of(document: Document) -> str:
    return document.facts.get("title") or next((s.source for s in document.segments), document.slug)


def sheet_or_404(slug: str, locale: str) -> tuple[Document, Sheet]:
    """Return an article and its sheet; 404 where the project has no such article or locale."""
    desk = the_desk()
    if slug not in desk.slugs() or locale not in desk.target_locales:
        abort(404)
    document = desk.document(slug)
    return document, make_sheet(desk, document, locale)


def row_or_404(slug: str, locale: str, id: str) -> tuple[Document, Sheet, Row]:
    """Return an article, its sheet, and the row that addresses call *id*."""
    document, sheet = sheet_or_404(slug, locale)
    row = sheet.find(id)
    if row is None:
        abort(404)
    return document, sheet, row


@dataclass(frozen=True, slots=True)
class Named:
    """An entry as lists of several articles name it; *address* is "" where its article or locale is gone."""

    label: str
    title: str
    address: str = ""


def row_of(catalog: CatalogKey, entry: Entry) -> Named:
    """Return how an entry is named; each article is read once a request."""
    desk, sheets = the_desk(), g.setdefault("sheets", {})
    if catalog not in sheets:
        there = catalog.slug in desk.slugs() and catalog.locale in desk.target_locales
        sheets[catalog] = sheet_or_404(catalog.slug, catalog.locale) if there else None
    if sheets[catalog] is None:
        return Named(entry.source[:40], catalog.slug)
    document, sheet = sheets[catalog]
    id, title = paragraph_id(entry.key), title_of(document)
    row = sheet.find(id)
    if row is None:
        return Named(entry.source[:40], title, url_for("articles.review", slug=catalog.slug, locale=catalog.locale))
    address = url_for("paragraph.show", slug=catalog.slug, locale=catalog.locale, id=id)
    return Named(label(row), title, address)


def wanted_state() -> State | None:
    """Return the state that the address filters by; None for all, and for words that are no state."""
    wanted = request.args.get("state", "")
    return State(wanted) if wanted in set(State) else None


@bp.get("/articles/<slug>/<locale>")
@requires("reader")
def review(slug: str, locale: str) -> str:
    """Show the article; to the script that saved a paragraph in place, only what is new of it."""
    partial = "X-Partial" in request.headers
    document, sheet = sheet_or_404(slug, locale)
    state, q, edit = wanted_state(), request.args.get("q", "").strip(), request.args.get("edit", "")
    opened = sheet.find(edit) if edit and current_user.may("translator") else None
    if opened:
        presence.note_opening(sheet, opened)
    try:
        wanted, problem = rows_wanted(sheet, state, q), ""
    except QueryError as error:
        wanted, problem = [], query_problem(error)
    page = page_of(wanted, wanted=request.args.get("page", ""), edit=edit)
    done = request.args.get("done", "")
    rows = [row for row in sheet.rows if row.id in (done, edit)] if partial else page.rows
    return render_template(
        "rows.html" if partial else "review.html",
        title=title_of(document),
        document=document,
        sheet=sheet,
        state=state,
        q=q,
        problem=problem,
        page=replace(page, rows=rows),
        edit=opened.id if opened else "",
        done=done,
        kept=unsaved.kept_texts(sheet, opened) if opened else [],
        since=unsaved.since(),
        company=presence.company(sheet),
        found=terms_in(opened.entry, locale) if opened else [],
        findings={row.id: _findings(row, locale) for row in rows},
        desk=the_desk(),
    )


def _findings(row: Row, locale: str) -> list[Finding]:
    return the_desk().findings(row.entry, locale) if row.entry.target else []


@bp.get("/articles/<slug>/<locale>/preview")
@requires("reader")
def preview(slug: str, locale: str) -> Response:
    sheet_or_404(slug, locale)
    names = dict.fromkeys(name for _, name in the_desk().leaks(CatalogKey(slug, locale)))
    data = the_desk().preview(slug, locale)
    if names:
        words = gettext("Must not be published: %(names)s. No edition can be made.", names=", ".join(names))
        band = f'<p role="alert" style="margin:0;padding:.6rem 1rem;border-bottom:2px solid">{escape(words)}</p>'
        data = data.replace(b"<body>", b"<body>" + band.encode(), 1)
    page = Response(data, content_type="text/html; charset=utf-8")
    page.headers["Content-Security-Policy"] = PREVIEW_POLICY
    return page
