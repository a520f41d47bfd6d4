import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from journals import put_journal

from l10n.errors import StorageError
from l10n.model import CatalogKey
from l10n.ports.attendance import Opening, Unsaved
from l10n.stores.late_openings import LateOpenings
from l10n.stores.openings import SqlOpenings
from l10n.stores.unsaved import SqlUnsaved

MY = CatalogKey("ferry", "my")
ES = CatalogKey("ferry", "es")
ONE, TWO = ("", "One."), ("caption", "Two.")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["written at once", "waiting"])
def openings(tmp_path, request):
    written = SqlOpenings(put_journal(tmp_path / "journal.sqlite"))
    return LateOpenings(written, gathers_s=0.2) if request.param == "waiting" else written


@pytest.fixture
def unsaved(tmp_path):
    return SqlUnsaved(put_journal(tmp_path / "journal.sqlite"))


def minutes(number):
    return NOW + timedelta(minutes=number)


def test_the_first_look_at_a_text_counts_until_the_text_changes(openings):
    openings.note("aung", MY, ONE, revision="r1", now=minutes(0))
    openings.note("aung", MY, ONE, revision="r1", now=minutes(3))
    openings.note("thiri", MY, ONE, revision="r1", now=minutes(9))
    assert openings.first("aung", MY) == {(ONE, "r1"): minutes(0)}
    openings.note("aung", MY, ONE, revision="r2", now=minutes(4))
    assert openings.first("aung", MY) == {(ONE, "r2"): minutes(4)}
    assert openings.first("aung", ES) == {}


def test_who_is_present_is_told_once_with_what_they_saw_last(openings):
    openings.note("thiri", MY, ONE, revision="r1", now=minutes(-10))
    openings.note("aung", MY, ONE, revision="r1", now=minutes(0))
    openings.note("moe", MY, TWO, revision="r1", now=minutes(1))
    openings.note("aung", MY, TWO, revision="r1", now=minutes(2))
    assert openings.present(MY, since=minutes(-5)) == [
        Opening("aung", MY, TWO, minutes(2)),
        Opening("moe", MY, TWO, minutes(1)),
    ]
    assert openings.latest("thiri") == Opening("thiri", MY, ONE, minutes(-10))
    assert openings.latest("nobody") is None


def test_a_person_is_forgotten(openings):
    openings.note("aung", MY, ONE, revision="r1", now=NOW)
    openings.note("moe", MY, ONE, revision="r1", now=NOW)
    openings.forget("aung")
    assert [opening.handle for opening in openings.present(MY, since=NOW)] == ["moe"]


def test_unsaved_texts_are_their_writers_alone(unsaved):
    unsaved.keep("aung", Unsaved(MY, ONE, "ကျ", "r1", minutes(0)), since=minutes(0))
    unsaved.keep("aung", Unsaved(ES, TWO, "me", "r2", minutes(1)), since=minutes(1))
    unsaved.keep("moe", Unsaved(MY, ONE, "moe's", "r1", NOW), since=NOW)
    assert unsaved.of_person("aung") == [
        Unsaved(ES, TWO, "me", "r2", minutes(1), 2),
        Unsaved(MY, ONE, "ကျ", "r1", minutes(0), 1),
    ]
    unsaved.drop("aung", 3)
    unsaved.discard("aung", MY, ONE)
    unsaved.discard("aung", MY, ONE)
    assert (unsaved.of_entry("aung", MY, ONE), unsaved.of_person("moe")[0].text) == ([], "moe's")
    unsaved.forget("aung")
    assert unsaved.of_person("aung") == []


def test_only_what_was_kept_since_is_replaced_or_thrown_away(unsaved):
    unsaved.keep("aung", Unsaved(MY, ONE, "yesterday's", "r1", minutes(-60)), since=minutes(-60))
    for minute, text in ((1, "h"), (2, "half"), (3, "half a sen")):
        unsaved.keep("aung", Unsaved(MY, ONE, text, "r1", minutes(minute)), since=minutes(0))
    assert [each.text for each in unsaved.of_entry("aung", MY, ONE)] == ["half a sen", "yesterday's"]
    unsaved.discard("aung", MY, ONE, since=minutes(0))
    assert [each.text for each in unsaved.of_entry("aung", MY, ONE)] == ["yesterday's"]


def test_a_renamed_article_takes_its_unsaved_texts_along(unsaved):
    unsaved.keep("aung", Unsaved(MY, ONE, "ကျ", "r1", NOW), since=NOW)
    unsaved.rename("ferry", "boat")
    assert [each.catalog for each in unsaved.of_person("aung")] == [CatalogKey("boat", "my")]


class Counted(SqlOpenings):
    """Openings of which a test sees the commits, and holds them back."""

    def __init__(self, database):
        super().__init__(database)
        self.go, self.commits = threading.Event(), []

    def note_all(self, notes):
        self.go.wait(5)
        self.commits.append([note.handle for note in notes])
        super().note_all(notes)


def test_whoever_looks_at_a_page_waits_for_no_disk_and_many_looks_are_one_commit(tmp_path):
    slow = Counted(put_journal(tmp_path / "journal.sqlite"))
    late = LateOpenings(slow, gathers_s=0)
    for handle in ("aung", "moe", "thiri"):
        late.note(handle, MY, ONE, revision="r1", now=NOW)
    assert [opening.handle for opening in late.present(MY, since=minutes(-5))] == ["aung", "moe", "thiri"]
    assert [late.first(handle, MY) for handle in ("aung", "moe", "thiri")] == [{(ONE, "r1"): NOW}] * 3
    slow.go.set()
    late.write()
    assert (len(slow.commits) <= 3, sorted(handle for commit in slow.commits for handle in commit)) == (
        True,
        ["aung", "moe", "thiri"],
    )
    assert [slow.first(handle, MY) for handle in ("aung", "moe", "thiri")] == [{(ONE, "r1"): NOW}] * 3


def test_looks_are_written_without_being_asked_for(tmp_path):
    behind = SqlOpenings(put_journal(tmp_path / "journal.sqlite"))
    LateOpenings(behind, gathers_s=0).note("aung", MY, ONE, revision="r1", now=NOW)
    deadline = time.monotonic() + 5
    while not behind.latest("aung") and time.monotonic() < deadline:
        time.sleep(0.01)
    assert behind.latest("aung") == Opening("aung", MY, ONE, NOW)


def test_openings_that_cannot_be_written_keep_nobody_waiting(tmp_path):
    class Broken(SqlOpenings):
        def note_all(self, notes):
            raise StorageError("the disk is full")

    late = LateOpenings(Broken(put_journal(tmp_path / "journal.sqlite")), gathers_s=60)
    late.note("aung", MY, ONE, revision="r1", now=NOW)
    assert late.latest("aung") == Opening("aung", MY, ONE, NOW)
    with pytest.raises(StorageError):
        late.write()
    assert (late.latest("aung"), late.first("aung", MY)) == (None, {})
