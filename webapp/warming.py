"""What the first pages need, made ready while the desk comes up: else all who come first wait for it together."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from l10n.errors import DiglotError
from l10n.model import CatalogKey

if TYPE_CHECKING:
    from flask import Flask

    from .tallying import Tally

_PAGES = ("login.html", "articles.html", "review.html", "paragraph.html")
"""The pages that everybody opens; the others are compiled when they are first asked for."""


def warm_up_beside(app: Flask) -> threading.Thread:
    """Begin in a thread, and return it. Nothing waits for it; what fails in it fails again where it is needed."""

    def warm_up() -> None:
        try:
            _warm_up(app)
        except DiglotError as error:  # its words may quote a text, which no log may hold
            logging.getLogger(__name__).info("%s: done when it is needed", type(error).__name__)

    beside = threading.Thread(target=warm_up, name="warming", daemon=True)
    beside.start()
    return beside


def _warm_up(app: Flask) -> None:
    for page in _PAGES:
        app.jinja_env.get_template(page)
    tally: Tally = app.extensions["tally"]
    project = tally.desk
    tally.current()
    for key in (CatalogKey(slug, locale) for slug in project.slugs() for locale in project.target_locales):
        for entry in project.catalogs.read(key)[0].entries:
            project.recall(entry, key)
            project.findings(entry.reviewed(entry.source), key.locale)
            return  # with one entry all modules are loaded, and the memory is open
