"""The cache of engines' answers: private, forgetful, and never in the way."""

import stat

import pytest

from l10n.model import Draft
from l10n.stores.draft_cache import SqliteDraftCache

DAY = 86_400
DRAFT = Draft("Rain fell.", "မိုးရွာ။", "engine=local", ("unknown-1",))
KEPT = Draft("", "မိုးရွာ။", "engine=local", ("unknown-1",))


def open_cache(tmp_path, *, now=1000 * DAY, days=30):
    return SqliteDraftCache(tmp_path / ".diglot" / "cache" / "drafts.sqlite", days=days, now_s=lambda: now)


def test_an_answer_is_there_at_once_and_the_next_time(tmp_path):
    cache = open_cache(tmp_path)
    assert cache.get("k") is None
    cache.put("k", DRAFT)
    assert cache.get("k") == KEPT
    cache.close()
    again = open_cache(tmp_path)
    assert (again.get("k"), again.get("other")) == (KEPT, None)
    again.close()


def test_many_answers_are_written_as_they_come(tmp_path):
    cache = open_cache(tmp_path)
    for number in range(50):
        cache.put(f"k{number}", DRAFT)
    other = open_cache(tmp_path)
    assert (other.get("k0"), other.get("k39"), other.get("k41")) == (KEPT, KEPT, None)
    other.close()
    cache.close()


def test_an_old_answer_is_forgotten(tmp_path):
    cache = open_cache(tmp_path)
    cache.put("k", DRAFT)
    cache.close()
    for later, known in ((30, KEPT), (31, None)):
        cache = open_cache(tmp_path, now=(1000 + later) * DAY)
        assert cache.get("k") == known
        cache.close()


def test_nobody_else_can_read_it_and_it_holds_no_source(tmp_path):
    cache = open_cache(tmp_path)
    cache.put("k", DRAFT)
    cache.close()
    path = tmp_path / ".diglot" / "cache" / "drafts.sqlite"
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (path.parent.parent, path.parent, path)]
    assert modes == [0o700, 0o700, 0o600]
    assert b"Rain" not in path.read_bytes()


def test_a_reader_makes_no_file(tmp_path):
    cache = open_cache(tmp_path)
    assert cache.get("k") is None
    cache.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [b"not a database at all" * 100, b""])
def test_a_damaged_cache_counts_as_empty_and_is_made_anew(tmp_path, damage):
    path = tmp_path / ".diglot" / "cache" / "drafts.sqlite"
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    cache = open_cache(tmp_path)
    assert cache.get("k") is None
    cache.put("k", DRAFT)
    cache.close()
    again = open_cache(tmp_path)
    assert again.get("k") == KEPT
    again.close()


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / ".diglot").write_text("in the way")
    cache = open_cache(tmp_path)
    cache.put("k", DRAFT)
    cache.close()
    assert (tmp_path / ".diglot").read_text() == "in the way"
