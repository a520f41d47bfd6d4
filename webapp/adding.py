"""Adding an article: pasted or sent as a file, cut into paragraphs, put right by a person, then made."""

from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as N_
from werkzeug.exceptions import RequestEntityTooLarge

from l10n.errors import ConflictError, DiglotError
from l10n.newsroom.desk_articles import Sent
from l10n.readers.cutting import KINDS, Cut, join_article, merge_cuts, split_cut

from .access import View, requires, the_desk
from .files import UPLOAD_BYTES, carried, refusal, sent_from_form, too_large

bp = Blueprint("adding", __name__, url_prefix="/articles/new")
bp.register_error_handler(RequestEntityTooLarge, too_large)

FACTS = {
    "author": N_("Author"),
    "publisher": N_("Publisher"),
    "date": N_("Date"),
    "original": N_("Where it first appeared"),
    "licence": N_("Licence"),
}
SENSITIVITY = {
    "": N_("As the project says"),
    "public": N_("public: any machine may see it"),
    "internal": N_("internal: only machines of our own"),
    "offline": N_("offline: it goes through no network"),
}
KIND_WORDS = {
    "headline": N_("Headline"),
    "dateline": N_("Dateline"),
    "caption": N_("Caption"),
    "summary": N_("Summary"),
    "heading": N_("Heading"),
    "body": N_("Paragraph"),
    "quote": N_("Quote"),
    "credits": N_("Credits"),
    "link": N_("Link to the original"),
    "kept": N_("As it is (list, table, picture)"),
    "out": N_("Leave out"),
}
_LONE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@bp.get("")
@requires("maintainer")
def start() -> str:
    return _start()


@bp.post("")
@requires("maintainer")
def work() -> View:
    """Show how the article is cut, again after each change to it; with `action=add`, make it."""
    sent, action = sent_from_form(), request.form.get("action", "")
    if sent is None:
        return _start(error=gettext("Paste the article, or choose its file.")), 422
    if _LONE_ADDRESS.fullmatch(sent.data[:4000].decode("utf-8", "replace").strip()):
        return _start(
            error=gettext(
                "This is an address, and the desk fetches nothing. Open it, copy the article and paste it here."
            )
        ), 422
    cuts, facts = _cuts_of_form(), _facts_of_form()
    if action.startswith("merge-") and action[6:].isdecimal():
        cuts = merge_cuts(cuts, int(action[6:]))
    elif action.startswith("split-") and action[6:].isdecimal() and int(action[6:]) < len(cuts):
        at = int(action[6:])
        cuts[at : at + 1] = split_cut(cuts[at])
    try:
        if action == "add":
            return _add(sent, cuts, facts)
        return _preview(sent, cuts, facts)
    except ConflictError:
        words = gettext("There is an article with this short name already. Choose another, or correct that article.")
        return _preview(sent, cuts, facts, error=words), 409
    except DiglotError as error:
        if cuts:
            return _preview(sent, cuts, facts, error=refusal(error)), 422
        return _start(error=refusal(error)), 422


def _add(sent: Sent, cuts: list[Cut], facts: dict[str, str]) -> View:
    desk = the_desk()
    added = desk.add_article(_changed(sent, cuts, facts), slug=request.form.get("slug", "").strip())
    flash(gettext("The article is here. Translate it, or let a machine draft it first."))
    if not desk.target_locales:
        return redirect(url_for("articles.index"), 303)
    return redirect(url_for("articles.review", slug=added.slug, locale=desk.target_locales[0]), 303)


def _changed(sent: Sent, cuts: list[Cut], facts: dict[str, str]) -> Sent:
    """Return what was sent, with Markdown of its own only where a person changed how it was read."""
    document = the_desk().take_in(Sent(sent.data, sent.name), dry_run=True).document
    named = [*FACTS, "sensitivity"]
    same_facts = all(facts.get(name, "") == document.facts.get(name, "") for name in named)
    if not cuts or (same_facts and [_seen(c) for c in cuts] == [_seen(c) for c in the_desk().cuts(document)]):
        return sent
    return Sent(sent.data, sent.name, join_article(cuts, {**document.facts, **facts}))


def _seen(cut: Cut) -> tuple[str, str]:
    return cut.kind, cut.text.strip()


def _cuts_of_form() -> list[Cut]:
    """Return the blocks as the form has them; an empty line in one makes two of it."""
    kinds, texts, levels = (request.form.getlist(name) for name in ("kind", "block", "level"))
    cuts: list[Cut] = []
    for kind, text, level in zip(kinds, texts, levels, strict=False):
        text = text.replace("\r\n", "\n").strip("\n")
        cut = Cut(kind if kind in KINDS else "body", text, min(max(int(level), 1), 6) if level.isdecimal() else 2)
        apart = re.search(r"\n[ \t]*\n", text) if kind != "kept" else None
        cuts += split_cut(cut) if apart else [cut]
    return cuts


def _facts_of_form() -> dict[str, str]:
    found = {
        name: " ".join(request.form.get(name, "").split()) for name in (*FACTS, "sensitivity") if name in request.form
    }
    return {name: value for name, value in found.items() if name != "sensitivity" or value in SENSITIVITY}


def _preview(sent: Sent, cuts: list[Cut], facts: dict[str, str], *, error: str = "") -> str:
    added = the_desk().take_in(Sent(sent.data, sent.name), dry_run=True)
    return render_template(
        "adding.html",
        cuts=cuts or the_desk().cuts(added.document),
        doubts=added.doubts,
        skipped=[piece for piece in added.coverage if piece.skipped],
        slug=request.form.get("slug", "").strip() or added.slug,
        facts={**added.document.facts, **facts},
        hidden=carried(sent),
        fields=FACTS,
        sensitivities=SENSITIVITY,
        kinds=KIND_WORDS,
        error=error,
        desk=the_desk(),
    )


def _start(*, error: str = "") -> str:
    text = request.form.get("text", "")
    return render_template(
        "adding_start.html", error=error, text=text, limit=UPLOAD_BYTES // 1_000_000, desk=the_desk()
    )
