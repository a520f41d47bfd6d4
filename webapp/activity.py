"""What happened of late, in all articles: decisions and comments, as a page and as a feed.

The feed says who did what in which article, never a text, nor a label, which of what is gone is its text:
programs that read feeds keep and sync what they read.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from l10n.model import Decision
from l10n.ports.comments import Comment

from .access import requires, the_desk
from .articles import Named, row_of

bp = Blueprint("activity", __name__)

PAGE = 50


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to an entry: a decision or a comment."""

    at: datetime
    by: str
    named: Named
    locale: str
    decision: Decision | None = None
    comment: Comment | None = None


@bp.get("/activity")
@requires("reader")
def show() -> str:
    who, slug = request.args.get("who", ""), request.args.get("article", "")
    before = request.args.get("before", "")
    happenings, older = latest(who=who, slug=slug, before=before)
    return render_template(
        "activity.html",
        happenings=happenings,
        older=older,
        who=who,
        slug=slug,
        people=[person.handle for person in the_desk().people.everyone()],
        slugs=the_desk().slugs(),
        feed=url_for("activity.feed", key=_feed_keys().dumps(_feed_owner()), _external=True),
        desk=the_desk(),
    )


@bp.get("/activity.atom")
def feed() -> Response:
    """Answer whoever has a person's own address of the feed; it ends with their account and their passphrase."""
    try:
        handle, made_for = _feed_keys().loads(request.args.get("key", ""))
    except (BadSignature, ValueError, TypeError):
        abort(404)
    person = next((p for p in the_desk().people.everyone() if p.handle == handle), None)
    if person is None or the_desk().people.feed_secret(person) != made_for:
        abort(404)
    happenings, _ = latest()
    words = render_template(
        "activity.atom", happenings=happenings, epoch=datetime.fromtimestamp(0, UTC), named=_feed_name, desk=the_desk()
    )
    return Response(words, content_type="application/atom+xml; charset=utf-8")


def latest(*, who: str = "", slug: str = "", before: str = "") -> tuple[list[Happening], str]:
    """Return what happened last, newest first, and where older things begin, "" where there are none.

    *before* is such a place: the ids of a decision and a comment, which counts on from there.
    """
    desk = the_desk()
    decision_id, _, comment_id = before.partition("-")
    ids = [int(id) if id.isdecimal() and len(id) < 16 else 0 for id in (decision_id, comment_id)]
    decisions = desk.journal.newest(before=ids[0], limit=PAGE + 1, by=who, slug=slug)
    comments = desk.comments.newest(before=ids[1], limit=PAGE + 1, by=who, slug=slug)
    found = sorted([*map(_decided, decisions), *map(_said, comments)], key=lambda h: h.at, reverse=True)
    shown = found[:PAGE]
    return shown, _place(shown, ids) if len(found) > PAGE else ""


def _place(shown: Sequence[Happening], ids: Sequence[int]) -> str:
    """Return where to go on below what is shown; a list of which nothing is shown goes on where it began."""
    last = [
        min((h.decision.id for h in shown if h.decision), default=ids[0]),
        min((h.comment.id for h in shown if h.comment), default=ids[1]),
    ]
    return f"{last[0]}-{last[1]}"


def _decided(decision: Decision) -> Happening:
    named = row_of(decision.catalog, decision.after)
    return Happening(decision.at, decision.by, named, decision.catalog.locale, decision=decision)


def _said(comment: Comment) -> Happening:
    entry = the_desk().catalogs.read(comment.catalog)[0].by_key().get(comment.key)
    named = row_of(comment.catalog, entry) if entry else Named(comment.key[1][:40], comment.catalog.slug)
    return Happening(comment.at, comment.by, named, comment.catalog.locale, comment=comment)


def _feed_keys() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="feed")


def _feed_name(of: str) -> str:
    """Return the name that something has in the feed: one under every address of the desk, another in each project."""
    key = repr(current_app.secret_key).encode()
    return UUID(bytes=hmac.digest(key, f"feed {of}".encode(), "sha256")[:16], version=4).urn


def _feed_owner() -> list[str]:
    return [current_user.handle, the_desk().people.feed_secret(current_user.person)]
