"""The page of one paragraph: the original, the box, what the checks say, and all that helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from l10n.errors import LockedError
from l10n.model import Document, Finding, Severity, State
from l10n.suggestions import Suggestion, open_suggestions, without_suggestions

from . import presence, unsaved
from .access import the_desk
from .articles import title_of, wanted_state
from .glossary import terms_in
from .memory import Offer, offers_for
from .rows import Row, Sheet
from .texts import good_news


def show_paragraph(
    document: Document,
    sheet: Sheet,
    row: Row,
    *,
    text: str | None = None,
    base: str = "",
    since: datetime | None = None,
    notice: str = "",
    refused: Sequence[Finding] = (),
    alone: bool = False,
) -> str:
    """Return the page; *text* fills the box with something that is not saved, decided upon revision *base*."""
    desk, locale, state = the_desk(), sheet.catalog.locale, wanted_state()
    return render_template(
        "paragraph.html",
        title=title_of(document),
        sheet=sheet,
        row=row,
        text=row.entry.target if text is None else text,
        unsaved=text is not None,
        kept=unsaved.kept_texts(sheet, row) if text is None and current_user.may("translator") else [],
        since=since or unsaved.since(),
        base=base or request.form.get("base", "") or row.entry.revision,
        notice=notice,
        refused=bool(refused),
        warned=bool(refused) and all(finding.severity is Severity.WARN for finding in refused),
        alone=alone,
        around=sheet.around(row, state),
        beside=sheet.beside(row),
        state=state,
        company=presence.company(sheet),
        desk=desk,
        **judged(row, locale, text, refused),
        **_help_for(sheet, row),
    )


def _help_for(sheet: Sheet, row: Row) -> dict[str, object]:
    """Return what stands beside the box: offers, terms, words of colleagues, history."""
    desk, (offers, problem) = the_desk(), _offers(sheet, row)
    history = desk.journal.history(sheet.catalog, row.entry.key)
    return {
        "waiting": open_suggestions(row.entry, history),
        "remarks": without_suggestions(row.entry).comments,
        "offers": offers,
        "problem": problem,
        "found": terms_in(row.entry, sheet.catalog.locale),
        "history": history,
        "comments": desk.comments_on(sheet.catalog, row.entry),
    }


def judged(row: Row, locale: str, text: str | None, refused: Sequence[Finding] = ()) -> dict[str, object]:
    """Return what the checks say of the text in the box, and what is good about it."""
    shown = row.entry if text is None or text == row.entry.target else row.entry.reviewed(text)
    findings = list(refused) or (the_desk().findings(shown, locale) if shown.target else [])
    return {"findings": findings, "good": good_news(shown, findings)}


def waiting(sheet: Sheet, row: Row) -> list[Suggestion]:
    """Return the texts kept beside the paragraph's own."""
    return open_suggestions(row.entry, the_desk().journal.history(sheet.catalog, row.entry.key))


def address_of(sheet: Sheet, row: Row, state: State | None = None) -> str:
    """Return the address of a paragraph's page within the filter *state*."""
    key = sheet.catalog
    return url_for("paragraph.show", slug=key.slug, locale=key.locale, id=row.id, state=state)


def _offers(sheet: Sheet, row: Row) -> tuple[list[Offer], str]:
    """Return what the memory offers, and in words why it cannot be asked now."""
    try:
        return offers_for(sheet, row), ""
    except LockedError:
        return [], gettext("The memory is being made anew. Try again in a minute.")
