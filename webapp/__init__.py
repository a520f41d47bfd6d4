"""The desk: a small web application in which translators review paragraphs and approve them."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, request, url_for
from flask_babel import get_locale

from l10n.newsroom.working import Worker

from . import (
    access,
    activity,
    adding,
    api,
    articles,
    batch,
    comments,
    dashboard,  # noqa: F401  (adds the front page to the articles)
    drafting,
    errors,
    files,
    glossary,
    history,
    memory,
    opinions,
    pages,
    paragraph,
    people,
    permissions,
    publishing,
    reading,
    running,
    searching,
    security,
    settings,
    signing,
    texts,
    unsaved,
    updating,
)

if TYPE_CHECKING:
    from l10n.newsroom.project import Project

__all__ = ["create_app"]

MAX_REQUEST_BYTES = 1024 * 1024

PAGES = (
    *(activity, adding, articles, batch, comments, drafting, files, glossary, history, memory),
    *(opinions, paragraph, people, publishing, reading, running, searching, settings, signing, unsaved, updating),
)


def create_app(
    desk: Project, *, secret_key: str | None = None, testing: bool = False, translations: Path | None = None
) -> Flask:
    """Return the application that shows *desk*.

    Without *secret_key* a new one is made, and whoever was signed in has to sign in again after a restart.
    *translations* is where the compiled interface catalogs are; the package's own by default.
    """
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=secret_key or secrets.token_hex(32),
        TESTING=testing,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        SESSION_COOKIE_NAME="diglot",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=pages.A_YEAR_S,
        BABEL_DOMAIN="desk",
        BABEL_TRANSLATION_DIRECTORIES=str(translations or Path(__file__).parent / "translations"),
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions.update(desk=desk, worker=Worker(desk))
    app.before_request(files.allow_uploads)  # before the form is read, as the guard against forgery does
    for part in (security, access, pages, errors, api):
        part.init_app(app)
    for part in PAGES:
        app.register_blueprint(part.bp)
    permissions.permissions(app)  # which refuses a view that does not say who may call it
    _prepare_templates(app)
    if not testing:
        app.before_request(drafting.wake_worker)
    return app


def _prepare_templates(app: Flask) -> None:
    static = Path(app.static_folder or "")
    digests = {p.name: hashlib.sha256(p.read_bytes()).hexdigest()[:12] for p in static.iterdir() if p.is_file()}

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=digests[name])

    def per_request() -> dict[str, Any]:
        theme = pages.preference("theme", "system")
        return {
            "ui": str(get_locale()).replace("_", "-"),
            "theme": theme if theme in pages.THEMES else "system",
            "keys": "off" if pages.preference("keys", "on") == "off" else "on",
            "size": pages.preference("size", "usual"),
            "accesskeys": pages.preference("accesskeys", "off") == "on",
            "here": request.full_path.removesuffix("?") if request.method == "GET" else "/",
        }

    app.jinja_env.autoescape = True  # of itself Flask leaves templates that end in .atom alone
    app.jinja_env.globals.update(texts.for_templates(), asset=asset, languages=app.extensions["languages"])
    app.context_processor(per_request)
