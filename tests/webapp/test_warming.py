"""What is made ready while the desk comes up."""

from __future__ import annotations

import pytest
from cli_fixture import diglot
from journals import prepare_journal

from l10n.newsroom.project import open_project
from webapp import create_app
from webapp.tallying import Tally
from webapp.warming import warm_up_beside


@pytest.fixture
def root(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["es"]\n')
    (tmp_path / "articles" / "flood.md").write_text("The river rose on Monday.\n\nNobody was hurt.\n")
    assert diglot(tmp_path, "update").code == 0
    prepare_journal(tmp_path)
    return tmp_path


@pytest.fixture
def app(root):
    project = open_project(root)
    app = create_app(project, secret_key="s" * 32)
    app.extensions["tally"] = Tally(project)
    yield app
    app.extensions["worker"].close()


def warm_up(app):
    thread = warm_up_beside(app)
    thread.join(20)
    assert not thread.is_alive()


def test_what_the_first_pages_need_is_ready(app, root):
    warm_up(app)
    compiled = {name for _, name in app.jinja_env.cache}
    assert {"login.html", "articles.html", "review.html", "paragraph.html"} <= compiled
    assert app.extensions["tally"].current()["flood"]["es"].empty == 2
    assert list((root / ".diglot" / "cache" / "memory").iterdir()), "the memory was opened"


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_catalog_that_cannot_be_read_hinders_nobody(app, root):
    (root / "locales" / "es" / "LC_MESSAGES" / "flood.po").write_text("<<<<<<< ours\n")
    warm_up(app)
    assert app.test_client().get("/login").status_code == 200


def test_a_desk_without_articles_has_nothing_to_warm(app, root):
    (root / "articles" / "flood.md").unlink()
    warm_up(app)
