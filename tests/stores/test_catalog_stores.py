"""One suite for all stores of catalogs: PO files, the tests' own stand-in, rows in SQLite and in PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalog_contract import KEY, SAMPLE, CatalogContract, Make, approval
from fakes import MemoryCatalogStore
from journals import put_journal
from postgres import needs_postgres, postgres_url

from l10n.errors import CatalogError
from l10n.model import Action, Catalog, CatalogKey, Entry, Outcome
from l10n.stores.database import open_database
from l10n.stores.po import PoCatalogStore
from l10n.stores.sql_catalogs import SqlCatalogStore


class TestFiles(CatalogContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        return lambda: PoCatalogStore(tmp_path, source_locale="en", project="newsroom")


class TestStandIn(CatalogContract):
    @pytest.fixture
    def make(self) -> Make:
        only = MemoryCatalogStore()
        return lambda: only


class RowsContract(CatalogContract):
    """What rows promise beside."""

    def test_the_revision_is_that_of_the_file_that_would_be_exported(self, make: Make, tmp_path: Path) -> None:
        store, files = make(), PoCatalogStore(tmp_path, source_locale="en", project="newsroom")
        assert isinstance(store, SqlCatalogStore)
        assert store.replace(KEY, SAMPLE, expected="") == files.replace(KEY, SAMPLE, expected="")
        for each in (store, files):
            each.apply(KEY, [approval(SAMPLE.entries[-1], "A")])
        assert store.text(KEY) == (files.path(KEY).read_bytes(), files.read(KEY)[1])
        assert store.revisions() == {KEY: (files.read(KEY)[1], files.path(KEY).stat().st_size)}

    def test_a_catalog_that_is_kept_is_the_same_until_it_changes(self, make: Make) -> None:
        store = make()
        assert isinstance(store, SqlCatalogStore)
        keeps = SqlCatalogStore(store._database, store.root, source_locale="en", project="newsroom", kept=2)
        store.replace(KEY, SAMPLE, expected="")
        assert keeps.read(KEY)[0] is keeps.read(KEY)[0]
        store.apply(KEY, [approval(SAMPLE.entries[-1], "A")])
        assert keeps.read(KEY) == store.read(KEY)

    def test_a_decision_that_comes_late_does_not_undo_a_later_one(self, make: Make) -> None:
        """A link is cut after the journal has kept a decision; others go on; then it is replayed."""
        store, entry = make(), Entry("1")
        store.replace(KEY, Catalog("flood", "my", (entry,)), expected="")
        cut, later = approval(entry, "A", id=5), approval(entry, "B", id=6)
        store.apply(KEY, [later])
        back = approval(entry.approved("B"), "C", id=7)
        emptied = type(back)(KEY, entry.key, Action.REVERT, back.base, back.before, entry, "thida", back.at, id=7)
        store.apply(KEY, [emptied])
        assert store.read(KEY)[0].entries == (entry,)
        assert store.apply(KEY, [cut]).outcomes == {5: Outcome.CONFLICT}
        assert store.apply(KEY, [emptied]).outcomes == {7: Outcome.APPLIED}
        assert store.read(KEY)[0].entries == (entry,)

    def test_discard_deletes_only_what_was_seen(self, make: Make) -> None:
        store = make()
        assert isinstance(store, SqlCatalogStore)
        revision = store.replace(KEY, SAMPLE, expected="")
        with pytest.raises(Exception, match="changed meanwhile"):
            store.discard(KEY, expected="another")
        store.discard(KEY, expected=revision)
        assert store.read(KEY) == (Catalog("flood", "my"), "")
        store.replace(KEY, SAMPLE, expected="")

    @pytest.mark.parametrize("text", ["a\0b", "\ud800", "a\x1fb"])
    def test_what_a_file_cannot_keep_is_refused(self, make: Make, text: str) -> None:
        with pytest.raises(CatalogError):
            make().replace(KEY, Catalog("flood", "my", (Entry("1").reviewed(text),)), expected="")

    @pytest.mark.parametrize("key", [("../x", "my"), ("", "my"), ("x", "a/b")])
    def test_names_that_lead_elsewhere_are_refused(self, make: Make, key: tuple[str, str]) -> None:
        with pytest.raises(CatalogError):
            make().read(CatalogKey(*key))


class TestRowsInSqlite(RowsContract):
    @pytest.fixture
    def make(self, tmp_path: Path) -> Make:
        put_journal(tmp_path / "journal.sqlite")
        return lambda: SqlCatalogStore(
            open_database(tmp_path / "journal.sqlite"), tmp_path, source_locale="en", project="newsroom"
        )


@pytest.mark.slow
@needs_postgres
class TestRowsInPostgres(RowsContract):
    @pytest.fixture
    def url(self) -> Iterator[str]:
        with postgres_url() as url:
            yield url

    @pytest.fixture
    def make(self, url: str, tmp_path: Path) -> Make:
        return lambda: SqlCatalogStore(open_database(url), tmp_path, source_locale="en", project="newsroom")

    def test_catalogs_do_not_wait_for_each_other(self, make: Make, url: str) -> None:
        """While somebody writes the journal, or another catalog, a decision about this one goes on."""
        from l10n.stores.database import writing

        store, other = make(), CatalogKey("tour", "my")
        for key in (KEY, other):
            store.replace(key, Catalog(key.slug, key.locale, (Entry("1"),)), expected="")
        with writing(open_database(url)):
            done = threading.Thread(target=lambda: make().apply(other, [approval(Entry("1"), "A", key=other)]))
            done.start()
            done.join(5)
            assert not done.is_alive()
        assert store.read(other)[0].entries[0].target == "A"
