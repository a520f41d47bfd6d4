"""The desk of the sample project, served for browsers: people of every role, and something to see on every page."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from pseudo import write_pseudo_locale
from waitress.server import create_server

from l10n.model import CatalogKey
from l10n.newsroom.project import Project, open_project, utc_now
from webapp import create_app
from webapp.compile_catalogs import compile_catalogs
from webapp.rows import paragraph_id

REPOSITORY = Path(__file__).parents[1]
SLUG = "river-school"
PASSPHRASE = "boats carry rice and letters"
PEOPLE = {"moe": "reader", "thiri": "translator", "aung": "reviewer", "nilar": "maintainer"}


def copy_sample(root: Path) -> Project:
    """Return the sample project, copied to *root*, with PEOPLE."""
    shutil.copytree(REPOSITORY / "articles", root / "articles")
    for catalog in REPOSITORY.glob(f"locales/*/LC_MESSAGES/{SLUG}.po"):
        target = root / catalog.relative_to(REPOSITORY)
        target.parent.mkdir(parents=True)
        shutil.copy(catalog, target)
    shutil.copy(REPOSITORY / "diglot.toml", root)
    project = open_project(root)
    for handle, role in PEOPLE.items():
        token = project.people.invite(handle=handle, role=role, now=utc_now())
        project.people.accept(token, passphrase=PASSPHRASE, now=utc_now())
    return project


@dataclass(frozen=True, slots=True)
class Served:
    """A running desk: where it is, and what it shows."""

    address: str
    app: Flask
    project: Project

    def paragraph(self, locale: str, number: int) -> str:
        """Return how addresses call the article's entry *number*, counted from 0."""
        catalog, _ = self.project.catalogs.read(CatalogKey(SLUG, locale))
        return paragraph_id(catalog.entries[number].key)


@contextmanager
def serve_sample(root: Path, *, pseudo: bool = True) -> Iterator[Served]:
    """Serve a copy of the sample at *root*, in every language of the desk and, *pseudo*, in one from right to left."""
    project = copy_sample(root / "newsroom")
    compile_catalogs(REPOSITORY / "locales", root / "translations")
    if pseudo:
        write_pseudo_locale(REPOSITORY / "locales" / "desk.pot", root / "translations")
    app = create_app(project, secret_key=project.secret_key(), translations=root / "translations")
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident="")
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.effective_port}", app, project)
    finally:
        server.task_dispatcher.shutdown()
        server.close()
        thread.join(timeout=10)
        app.extensions["worker"].close()
