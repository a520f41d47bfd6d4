"""What keeps a newsroom in order, on PostgreSQL: purge, doctor, publish, people, exchange, and a schema from before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cli_fixture import diglot
from newsroom_fixture import NOW, approve, targets
from postgres import needs_postgres, postgres_url, server
from shared_fixture import ES, FIRST, OTHER, opened, shared_newsroom

from l10n.errors import StorageError
from l10n.model import Action, Decision, Outcome
from l10n.newsroom.doctoring import Standing, examine_project
from l10n.newsroom.project import Project
from l10n.newsroom.tending import mend_project
from l10n.stores.credits import Credit
from l10n.stores.database import HEAD, migrate, open_database, writing
from l10n.stores.examining_shared import examine_shared
from l10n.stores.journal import SqlJournal
from l10n.stores.postgres import close_all

pytestmark = [pytest.mark.slow, needs_postgres]

LATER = NOW + timedelta(days=40)
RETENTION = '\n[retention]\ndays = 30\n[publish]\nformats = ["html", "text"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Give a newsroom of one language, all of it approved."""
    with postgres_url() as url:
        shared_newsroom(tmp_path / "room", url)
        config = tmp_path / "room" / "diglot.toml"
        config.write_text(config.read_text("utf-8").replace('"my", ', "") + RETENTION, "utf-8")
        yield opened(tmp_path / "room")


def wrong(project: Project) -> list[str]:
    """Return what `doctor` finds, but for the tests' own server, which does not wait for the disk."""
    found = [each for each in examine_project(project.root, now=LATER)[0] if each.standing is Standing.WRONG]
    return [each.message for each in found if each.name != "database"]


def heap_of(project: Project) -> bytes:
    """Return what the server's files hold of the database."""
    with writing(project.database) as connection:
        oid = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()").scalar_one()
    with open_database(project.config.text("database.url")).connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("CHECKPOINT")
    folder = server().folder / "data" / "base" / str(oid)
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_purge_takes_history_out_of_the_servers_files_and_the_site_stays(project: Project) -> None:
    approve(project, target="Unas palabras malas.", by="secretperson")
    approve(project, target=FIRST, by="ana")
    project.credits.set(ES, Credit("ana", "name", "Ana Ruiz"))
    assert project.publish(["flood"], now=NOW).refused == {}
    site = {path: path.read_bytes() for path in (project.root / "site").rglob("*") if path.is_file()}
    assert b"Unas palabras malas" in heap_of(project)
    assert [found.counts["history"] for found in project.purge(now=LATER)] == [2]
    project.purge(now=LATER, dry_run=False)
    assert b"Unas palabras malas" not in heap_of(project)
    assert b"Is it \xe2\x80\x9crose" not in heap_of(project)
    assert project.purge(now=LATER) == []
    assert wrong(project) == []
    assert project.publish(["flood"], now=LATER).shipped.written == ()
    assert {path: path.read_bytes() for path in (project.root / "site").rglob("*") if path.is_file()} == site
    approve(project, target="El río creció.", by="luz")
    assert wrong(project) == []


def test_publish_check_finds_the_sites_link_in_the_journal_and_one_that_was_changed(project: Project) -> None:
    assert diglot(project.root, "publish", "--unsigned").code == 0
    good = diglot(project.root, "publish", "--check", "site")
    assert (good.code, "journal" in good.out) == (0, True), good
    approve(project, target="El río creció.")
    assert diglot(project.root, "publish", "--check", "site").code == 0
    with writing(project.database) as connection:
        connection.exec_driver_sql("UPDATE chain SET link = 'forged' WHERE number = 2")
    assert diglot(project.root, "publish", "--check", "site").code == 1
    assert any("chain breaks" in each for each in wrong(project))


def test_doctor_changes_nothing_and_with_fix_finishes_what_was_begun(project: Project) -> None:
    entry = project.catalogs.read(ES)[0].entries[0]
    after = entry.approved("El río bajó.")
    project.journal.append(Decision(ES, entry.key, Action.APPROVE, entry.revision, entry, after, "luz", NOW))
    assert wrong(project) == ["1 decision is recorded and not yet written"]
    assert targets(project)[0] == FIRST
    ran = diglot(project.root, "doctor", "--fix")
    assert "journal: mended: 1 decisions applied" in ran.out
    assert (targets(project), wrong(project)) == (["El río bajó.", OTHER], [])
    assert [each for each in mend_project(project) if each.name == "journal"] == []


def test_doctor_says_that_the_server_is_away_and_mends_the_rest(project: Project, tmp_path: Path) -> None:
    config = project.config.path
    config.write_text(config.read_text("utf-8").replace("/diglot_", "/nowhere_"), "utf-8")
    (project.root / "locales" / ".flood.po.x.diglot-tmp").write_text("half")
    ran = diglot(project.root, "doctor", "--fix")
    assert ran.code == 1
    assert "Traceback" not in ran.out + ran.err
    assert "temporary files: mended" in ran.out
    assert "cannot be reached" in ran.out


def test_people_come_and_go(project: Project) -> None:
    ran = diglot(project.root, "people", "invite", "luz", "--role", "reviewer")
    assert (ran.code, "/invite/" in ran.out) == (0, True), ran
    assert "ana" in diglot(project.root, "people", "list").out
    assert diglot(project.root, "people", "remove", "ana", "--yes").code == 0
    assert "ana" not in {decision.by for decision in project.journal.history(ES)}
    assert wrong(project) == []


@pytest.mark.parametrize("format", ["po", "xliff2", "csv"])
def test_what_somebody_changed_in_an_exported_file_waits_beside_the_approved_text(
    project: Project, format: str
) -> None:
    out = project.root.parent / "out"
    assert diglot(project.root, "export", "flood", "-l", "es", "--format", format, "--output", str(out)).code == 0
    [file] = [path for path in (out, *out.rglob("*")) if path.is_file()]
    file.write_bytes(file.read_bytes().replace(OTHER.encode(), b"Nadie fue herido."))
    assert diglot(project.root, "import", str(file)).code == 0
    entry = project.catalogs.read(ES)[0].entries[1]
    assert entry.target == OTHER
    assert [each.after.target for each in project.journal.suggestions(ES, entry.key)] == ["Nadie fue herido."]
    assert project.journal.pending() == []
    assert wrong(project) == []


@pytest.mark.parametrize("before", [f"{number:04}" for number in range(1, int(HEAD))])
def test_a_database_of_an_earlier_version_is_brought_forward_and_a_newer_one_refused(before: str) -> None:
    url = server().make()
    database = open_database(url)
    migrate(database, to=before)
    names = '"slug", "locale", "context", "source", "action", "base", "before", "after", "by", "at", "outcome"'
    said = "'flood', 'es', '', 'x', 'approve', '', '{}', '{\"target\": \"y\"}', 'ana', '2021-09-01T00:00:00+00:00', 'applied'"
    with writing(database) as connection:
        for _ in range(3):
            if int(before) < 5:
                connection.exec_driver_sql(f"INSERT INTO decisions ({names}) VALUES ({said})")
    assert examine_shared(url).journal.schema == before
    migrate(database)
    state = examine_shared(url).journal
    assert (state.problem, state.fault, state.schema, state.links) == ("", "", HEAD, 3 if int(before) < 5 else 0)
    assert all(decision.outcome is Outcome.APPLIED for decision in SqlJournal(database).history(ES))
    with writing(database) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "newer Diglot" in examine_shared(url).journal.problem
    close_all()  # a program that is started then
    with pytest.raises(StorageError, match="cannot be brought"):
        migrate(open_database(url))
