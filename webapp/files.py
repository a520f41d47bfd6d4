"""Files for translators with other tools: downloads, and what came back, looked at before it is taken in."""

from __future__ import annotations

import base64
import binascii
import mimetypes
import re
from pathlib import PurePath

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as N_
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from l10n.errors import CatalogError, DiglotError
from l10n.newsroom.desk_articles import PASTED, Sent
from l10n.returning import Verdict

from .access import View, requires, the_desk, utc_now
from .articles import sheet_or_404, title_of

bp = Blueprint("files", __name__, url_prefix="/articles/<slug>/<locale>/files")

UPLOAD_BYTES = 3_000_000
"""The largest file that is taken; it travels in the form until it is confirmed, a third larger."""
ROOM_BYTES = 1_000_000
"""How much text a form may hold beside the file."""
UPLOADING = ("adding", "updating", "files")

FORMATS = {
    "docx": N_("Word: two columns, for anybody"),
    "kit": N_("Offline kit: a page and forms that need no connection"),
    "csv": N_("Table (CSV), for a spreadsheet"),
    "po": N_("PO, for Poedit and the like"),
    "xliff": N_("XLIFF 1.2, for OmegaT, Trados, memoQ"),
    "xliff2": N_("XLIFF 2"),
    "tmx": N_("TMX: approved texts for a translation memory"),
}

WHAT = {
    Verdict.REVIEW: N_("will be in review"),
    Verdict.ACCEPTED: N_("will be in review as it stood"),
    Verdict.SUGGESTION: N_("will wait as a suggestion beside the text here"),
    Verdict.SAME: N_("the same text stands here"),
    Verdict.UNTOUCHED: N_("came back as it was sent"),
    Verdict.KNOWN: N_("was here, or suggested, before"),
    Verdict.BLANK: N_("came back empty: left out"),
    Verdict.ECHO: N_("came back as the original: left out"),
    Verdict.UNPLACED: N_("belongs to no paragraph as the article is now: left out"),
}
ARRIVING = (Verdict.REVIEW, Verdict.ACCEPTED, Verdict.SUGGESTION)


def allow_uploads() -> None:
    """Let people who are signed in send files to the pages that take them; comes before the form is read."""
    if request.blueprint in UPLOADING and current_user.is_authenticated:
        most = UPLOAD_BYTES * 4 // 3 + UPLOAD_BYTES + ROOM_BYTES
        request.max_content_length = most
        request.max_form_memory_size = most
        request.max_form_parts = 20_000


def too_large(error: RequestEntityTooLarge) -> tuple[str, int]:
    """Say which limit there is; nothing of what was sent is kept."""
    words = gettext("A file may have %(size)s MB at most. Nothing was kept.", size=UPLOAD_BYTES // 1_000_000)
    page = render_template("error.html", code=413, title=gettext("This is too much at once"), words=words, kept="")
    return page, 413


def sent_from_form() -> Sent | None:
    """Return the file or the pasted text of this form, or what it carries from the step before; None for nothing."""
    file = request.files.get("file")
    if file and file.filename:
        data = file.read(UPLOAD_BYTES + 1)
        if len(data) > UPLOAD_BYTES:
            abort(413)
        return Sent(data, PurePath(file.filename.replace("\\", "/")).name[:200])
    text = request.form.get("text", "").replace("\r\n", "\n").strip()
    if text:
        return Sent((text + "\n").encode("utf-8", "replace"), PASTED)
    try:
        data = base64.b64decode(request.form.get("data", ""), validate=True)
    except (binascii.Error, ValueError):
        abort(400)
    return Sent(data, PurePath(request.form.get("name", "")).name[:200] or PASTED) if data else None


def carried(sent: Sent) -> dict[str, str]:
    """Return the hidden fields that carry what was sent to the next step."""
    return {"data": base64.b64encode(sent.data).decode(), "name": sent.name}


_COMMAND = re.compile(r"(?:, or try)?: (?:diglot|iconv)\b.*")
_FOR_A_TERMINAL = re.compile(r"\bdiglot\b|(?:^|\s)--?\w|\bpip install\b")


def refusal(error: DiglotError) -> str:
    """Return what is wrong and what to do, without what can only be done at a terminal."""
    todo = [_COMMAND.sub("", part) for part in error.remedy.split("; ")]
    parts = [error.message, *(part for part in todo if part and not _FOR_A_TERMINAL.search(part))]
    return " ".join(part[:1].upper() + part[1:].rstrip(". ") + "." for part in parts)


bp.register_error_handler(RequestEntityTooLarge, too_large)


@bp.get("")
@requires("translator")
def show(slug: str, locale: str) -> str:
    return _page(slug, locale)


@bp.get("/<format>")
@requires("translator")
def export(slug: str, locale: str, format: str) -> Response:
    sheet_or_404(slug, locale)
    if format not in FORMATS:
        abort(404)
    name, data = the_desk().pack(slug, locale, format)
    return download(name, data)


@bp.post("/import")
@requires("translator")
def take_back(slug: str, locale: str) -> View:
    """Show what a file brings; with `do`, take it in. Nothing in it approves."""
    sheet_or_404(slug, locale)
    sent, now, do = sent_from_form(), utc_now(), bool(request.form.get("do"))
    if sent is None:
        return _page(slug, locale, error=gettext("Choose the file that came back first.")), 422
    try:
        found = the_desk().import_(
            sent.data, name=sent.name, now=now, slug=slug, locale=locale, by=current_user.handle, dry_run=not do
        )
    except CatalogError as error:
        return _page(slug, locale, error=refusal(error)), 422
    if not do:
        return _page(slug, locale, found=found, hidden=carried(sent))
    count = sum(row.verdict in ARRIVING for row in found.adoption.rows)
    flash(ngettext("%(num)d text arrived. It is not approved.", "%(num)d texts arrived. None is approved.", count))
    return redirect(url_for("articles.review", slug=slug, locale=locale), 303)


def _page(slug: str, locale: str, **more: object) -> str:
    document, sheet = sheet_or_404(slug, locale)
    return render_template(
        "files.html",
        title=title_of(document),
        sheet=sheet,
        formats=FORMATS,
        what=WHAT,
        arriving=ARRIVING,
        limit=UPLOAD_BYTES // 1_000_000,
        rows={row.entry.key: row for row in sheet.rows},
        desk=the_desk(),
        **more,
    )


def download(name: str, data: bytes) -> Response:
    """Return a file to be kept, that no browser runs anything of."""
    answer = make_response(data)
    answer.headers["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
