"""The front page: where a person stopped, what waits for them, and the articles, a page of them at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from l10n.errors import CatalogError
from l10n.model import CatalogKey, Document, State
from l10n.progress import Counts

from . import unsaved
from .access import requires, the_desk
from .articles import Named, bp, row_of, sheet_or_404, title_of
from .rows import Row, Sheet, make_sheets
from .tallying import Progress, Tally

PAGE = 10
WAITING = 6
"""How many things of one kind the front page names that wait for a person."""
SHOWS = ("", "mine", "ready", "published")


@dataclass(frozen=True, slots=True)
class Article:
    """A document with its sheet in each locale."""

    document: Document
    title: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """The paragraph that a person had open last."""

    named: Named
    row: Row
    sheet: Sheet


@bp.get("/")
@requires("reader")
def index() -> str:
    desk, q = the_desk(), " ".join(request.args.get("q", "").split())
    show = request.args.get("show", "") if request.args.get("show", "") in SHOWS else ""
    progress, published = _progress(), desk.published()
    states = _waiting_states()
    shows = {slug: _shows(slug, counts, published, states) for slug, counts in progress.items()}
    wanted = [slug for slug in _holding(q, progress) if show in shows[slug]]
    pages = max(1, -(-len(wanted) // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "articles.html",
        articles=_articles(wanted[(page - 1) * PAGE : page * PAGE]),
        counted={each: sum(each in of for of in shows.values()) for each in SHOWS},
        show=show,
        q=q,
        page=page,
        pages=pages,
        total=len(wanted),
        published=published,
        stopped=_stopped(),
        unsaved=unsaved.unsaved_of(current_user.handle)[:WAITING],
        mentions=[(each, _named(each.catalog, each.key)) for each in desk.comments.mentions(current_user.handle)][
            :WAITING
        ],
        changed=list(_changed(progress)),
        in_review=list(_in_review(progress)),
        proposed=_proposed(),
        desk=desk,
    )


def _progress() -> Progress:
    """Return how far all articles are."""
    desk, tally = the_desk(), current_app.extensions.get("tally")
    if tally is None or tally.desk is not desk:
        tally = current_app.extensions["tally"] = Tally(desk)
    found: Progress = tally.current()
    return found


def _holding(q: str, progress: Progress) -> Collection[str]:
    """Return the articles in whose title or slug *q* stands."""
    if not q:
        return progress.keys()
    titles = the_desk().titles()
    return [slug for slug in progress if q.casefold() in f"{slug} {titles.get(slug, '')}".casefold()]


def _shows(slug: str, counts: Mapping[str, Counts], published: Collection[str], states: Sequence[str]) -> set[str]:
    """Return of which of SHOWS an article is; *states* are those in which a paragraph waits for this person."""
    found = {""}
    if any(getattr(each, state) for each in counts.values() for state in states):
        found.add("mine")
    if slug in published:
        found.add("published")
    elif any(each.segments and each.approved == each.segments for each in counts.values()):
        found.add("ready")
    return found


def _waiting_states() -> list[str]:
    """Return the states in which a paragraph waits for somebody of this person's role."""
    to_write = ["empty", "draft", "stale"] if current_user.may("translator") else []
    return [*to_write, "review"] if current_user.may("reviewer") else to_write


def _articles(slugs: Sequence[str]) -> list[Article]:
    desk = the_desk()
    documents, many = [desk.document(slug) for slug in slugs], len(desk.target_locales)
    sheets = make_sheets(desk, documents, desk.target_locales)
    return [Article(d, title_of(d), tuple(sheets[i * many : (i + 1) * many])) for i, d in enumerate(documents)]


def _stopped() -> Stopped | None:
    desk = the_desk()
    last = desk.openings.latest(current_user.handle)
    if last is None or last.catalog.slug not in desk.slugs() or last.catalog.locale not in desk.target_locales:
        return None
    _, sheet = sheet_or_404(last.catalog.slug, last.catalog.locale)
    if all(row.state is State.APPROVED for row in sheet.rows):
        return None  # there is nothing left to go on with
    row = next((row for row in sheet.rows if row.entry.key == last.key), None)
    return Stopped(row_of(last.catalog, row.entry), row, sheet) if row else None


def _named(catalog: CatalogKey, key: tuple[str, str]) -> Named:
    entry = the_desk().catalogs.read(catalog)[0].by_key().get(key)
    return row_of(catalog, entry) if entry else Named(key[1][:40], catalog.slug)


def _changed(progress: Progress) -> Iterator[tuple[Sheet, Row]]:
    """Yield the first paragraphs that need work, for those who can do it."""
    left = WAITING if current_user.may("translator") else 0
    for slug, locale in ((s, lang) for s, each in progress.items() for lang, c in each.items() if c.stale and left):
        _, sheet = sheet_or_404(slug, locale)
        for row in sheet.where(State.STALE)[:left]:
            yield sheet, row
            left -= 1
        if not left:
            return


def _in_review(progress: Progress) -> Sequence[tuple[int, str, str]]:
    """Return how many paragraphs wait in which article for a reviewer, with the address of those."""
    if not current_user.may("reviewer"):
        return []
    waiting = [(c.review, slug, locale) for slug, each in progress.items() for locale, c in each.items() if c.review]
    return [
        (count, slug, url_for("articles.review", slug=slug, locale=locale, state=State.REVIEW))
        for count, slug, locale in waiting[:WAITING]
    ]


def _proposed() -> str:
    """Return in words how many terms are proposed, for those who take them in; "" where there are none."""
    try:
        count = len(the_desk().proposed_terms()) if current_user.may("reviewer") else 0
    except CatalogError:
        count = 0
    return ngettext("%(num)d term is proposed.", "%(num)d terms are proposed.", count) if count else ""
