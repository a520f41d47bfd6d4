"""Can a desk take work? Each thing that has to be so, and what it says where it is not."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from cli_fixture import diglot
from journals import prepare_journal
from postgres import needs_postgres, postgres_url
from shared_fixture import open_machine

from l10n.model import Action, CatalogKey
from l10n.newsroom.project import open_project
from l10n.stores.figures import count_figures

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
READY = dict.fromkeys(("database", "schema", "catalogs", "recovered"), True)
KEY = CatalogKey("flood", "es")


@pytest.fixture
def project(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["es"]\n')
    (tmp_path / "articles" / "flood.md").write_text("The river rose on Monday.\n")
    assert diglot(tmp_path, "update").code == 0
    prepare_journal(tmp_path)
    return open_project(tmp_path)


def write_journal(project, statement, *values):
    with closing(sqlite3.connect(project.root / ".diglot" / "journal.sqlite")) as database, database:
        database.execute(statement, values)


def test_a_desk_in_order_is_ready(project):
    assert project.readiness(now=NOW) == READY


def test_another_schema_is_told(project):
    assert project.readiness(now=NOW) == READY
    write_journal(project, "UPDATE alembic_version SET version_num = '0001'")
    assert project.readiness(now=NOW) == READY | {"schema": False}


def test_a_newer_schema_is_told(project):
    write_journal(project, "UPDATE alembic_version SET version_num = '9999'")
    assert project.readiness(now=NOW) == READY | dict.fromkeys(("database", "schema", "recovered"), False)


def test_a_damaged_journal_is_told(project):
    (project.root / ".diglot" / "journal.sqlite").write_bytes(b"no database, though long enough to be one" * 50)
    assert project.readiness(now=NOW) == READY | dict.fromkeys(("database", "schema", "recovered"), False)


def test_folders_that_are_not_there_are_told(project):
    (project.root / "locales").rename(project.root / "elsewhere")
    assert project.readiness(now=NOW) == READY | {"catalogs": False}


def test_a_folder_that_is_none_is_told(project):
    (project.root / "locales").rename(project.root / "elsewhere")
    (project.root / "locales").write_text("a file")
    assert project.readiness(now=NOW) == READY | {"catalogs": False}


@pytest.mark.parametrize(("ago", "recovered"), [(timedelta(seconds=1), True), (timedelta(minutes=5), False)])
def test_a_decision_that_a_crash_left_is_told_and_one_at_work_is_not(project, ago, recovered):
    entry = project.catalogs.read(KEY)[0].entries[0]
    decision = {"action": Action.APPROVE, "target": "El río subió el lunes.", "base": entry.revision, "by": "ana"}
    project.decide(catalog=KEY, key=entry.key, now=NOW - ago, **decision)
    write_journal(project, "UPDATE decisions SET outcome = 'pending'")
    assert project.readiness(now=NOW) == READY | {"recovered": recovered}


@pytest.mark.slow
@needs_postgres
def test_a_machine_of_a_shared_newsroom_is_ready_and_says_so_when_the_database_is_gone(tmp_path):
    with postgres_url() as url:
        project = open_machine(tmp_path / "a", url)
        project.update()
        assert project.readiness(now=NOW) == READY
        figures = count_figures(project.database, now=NOW)
        assert (figures.decisions, figures.queue_age_s) == ({}, 0.0)
    project.database.dispose()
    assert project.readiness(now=NOW) == dict.fromkeys(READY, False) | {"catalogs": True}
