"""A newsroom on several machines: folders with the same articles, and one PostgreSQL behind them."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from newsroom_fixture import NOW, approve, make_newsroom
from werkzeug.test import TestResponse

from l10n.backups import JOURNAL
from l10n.model import CatalogKey
from l10n.newsroom.config import load_config
from l10n.newsroom.project import Project, open_project, utc_now
from l10n.ports.comments import TRANSLATION, Comment
from l10n.stores.comments import SqlComments
from webapp import create_app

REPOSITORY = Path(__file__).parents[1]
SLUG = "river-school"
PASSPHRASE = "boats carry rice and letters"
PEOPLE = {"thiri": "translator", "aung": "reviewer", "nilar": "maintainer"}
KEPT = 64

URL = "DIGLOT_DATABASE_URL"
ES = CatalogKey("flood", "es")
FIRST, OTHER = "El río subió.", "Nadie resultó herido."


def put_machine(root: Path, url: str) -> None:
    """Give *root* the sample's articles and the newsroom's configuration."""
    shutil.copytree(REPOSITORY / "articles", root / "articles")
    text = (REPOSITORY / "diglot.toml").read_text("utf-8")
    (root / "diglot.toml").write_text(f'{text}\n[database]\nurl = "{url}"\n', "utf-8")


def open_machine(root: Path, url: str) -> Project:
    """Return the project as a desk opens it."""
    if not root.exists():
        put_machine(root, url)
    project = open_project(root)
    project.kept = KEPT
    return project


def add_people(project: Project) -> None:
    for handle, role in PEOPLE.items():
        token = project.people.invite(handle=handle, role=role, now=utc_now())
        project.people.accept(token, passphrase=PASSPHRASE, now=utc_now())


class Visitor:
    """A person with one cookie, who may come to another machine at each request, as behind a balancing proxy."""

    def __init__(self, apps: list[Flask], handle: str) -> None:
        self.clients: list[FlaskClient] = [app.test_client() for app in apps]
        self._cookie, self._turn = "", 0
        page = self.get("/login")
        answer = self.post("/login", page, handle=handle, passphrase=PASSPHRASE, next="/")
        assert answer.status_code == 303, answer.status_code

    def get(self, path: str) -> TestResponse:
        return self._kept(self._client().get(path))

    def post(self, path: str, page: TestResponse, **fields: str) -> TestResponse:
        """Send a form with the token that *page* carries."""
        return self._kept(self._client().post(path, data={"csrf_token": field(page, "csrf_token"), **fields}))

    def _client(self) -> FlaskClient:
        client = self.clients[self._turn % len(self.clients)]
        self._turn += 1
        if self._cookie:
            client.set_cookie("diglot", self._cookie)
        return client

    def _kept(self, answer: TestResponse) -> TestResponse:
        client = self.clients[(self._turn - 1) % len(self.clients)]
        cookie = client.get_cookie("diglot")
        self._cookie = cookie.value if cookie else self._cookie
        return answer


def field(page: TestResponse, name: str) -> str:
    """Return the last value that a page's hidden field *name* has."""
    return html.unescape(re.findall(rf'name="{name}" value="([^"]*)"', page.text)[-1])


def desk_of(project: Project, translations: Path | None = None) -> Flask:
    return create_app(project, secret_key=project.secret_key(), testing=True, translations=translations)


def opened(root: Path, url: str = "") -> Project:
    return Project(load_config(root, environment={URL: url} if url else {}))


def shared_newsroom(root: Path, url: str, *slugs: str) -> Project:
    """Make a newsroom whose configuration names the database, with two decisions, a comment and a person in it."""
    make_newsroom(root, *slugs)
    with (root / "diglot.toml").open("a") as file:
        file.write(f'\n[database]\nurl = "{url}"\n')
    for stray in ((root / JOURNAL), *(root / "locales").rglob("*.po")):
        stray.unlink()
    project = opened(root)
    list(project.update())
    work_on(project)
    return project


def work_on(project: Project) -> None:
    approve(project)
    approve(project, number=1, target=OTHER)
    entry = project.catalogs.read(ES)[0].entries[0]
    SqlComments(project.database).add(Comment(ES, entry.key, TRANSLATION, "Is it “rose”?", "ana", NOW))
    token = project.people.invite(handle="ana", role="reviewer", now=NOW)
    person = project.people.accept(token, passphrase=PASSPHRASE, now=NOW)
    project.people.start_session(person, now=NOW)
