"""The index proves that a file is as it was, or says nothing."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from l10n.files import UNKNOWN, read_stamped
from l10n.progress import Counts
from l10n.stores.index import FileIndex, Seen, program_digest

NAME = "articles/flood.md"
LONG_AGO_NS = 1_700_000_000_000_000_000


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "articles").mkdir()
    write(tmp_path, b"The river rose.")
    return tmp_path


def write(root: Path, data: bytes, *, name: str = NAME) -> None:
    (root / name).write_bytes(data)
    os.utime(root / name, ns=(LONG_AGO_NS, LONG_AGO_NS))


def opened(root: Path, *, rules: str = "rules", ignore: bool = False) -> FileIndex:
    return FileIndex(root / ".diglot" / "cache" / "index.sqlite", root=root, rules=rules, ignore=ignore)


def digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def saved(root: Path, seen: Seen | None = None) -> FileIndex:
    index = opened(root)
    index.record(NAME, seen or Seen(digest(b"The river rose."), basis="b", counts=Counts(1, 1)))
    assert index.save()
    return index


def test_unchanged_file_is_known_again(root):
    saved(root)
    assert opened(root).present(NAME) == Seen(digest(b"The river rose."), basis="b", counts=Counts(1, 1))


@pytest.mark.parametrize("data", [b"The river fell.", b"The river rose again."])
def test_changed_file_is_not_known(root, data):
    saved(root)
    write(root, data)
    assert opened(root).present(NAME) is None


def test_missing_file_is_not_known(root):
    saved(root)
    (root / NAME).unlink()
    assert opened(root).present(NAME) is None


def test_a_file_just_written_has_no_stamp(root):
    (root / NAME).write_bytes(b"new")
    assert read_stamped(root / NAME) == (b"new", UNKNOWN)


def test_a_file_whose_times_were_set_back_a_moment_ago_has_no_stamp(root):
    write(root, b"new")
    assert read_stamped(root / NAME)[1] == UNKNOWN


def test_same_size_and_time_with_another_content_is_not_known(root):
    """A change that puts the old time back, within the tick of the clock: the content is compared."""
    before = (root / NAME).stat()
    saved(root, Seen(digest(b"The river rose."), read_stamped(root / NAME)[1], "b"))
    (root / NAME).write_bytes(b"The river fell.")
    os.utime(root / NAME, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert opened(root).present(NAME) is None


def test_a_stamp_is_trusted_without_reading(root):
    status = (root / NAME).stat()
    stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    saved(root, Seen("what it says", stamp, "b"))
    assert opened(root).present(NAME) == Seen("what it says", stamp, "b")


def test_a_copy_of_the_project_is_compared_by_content(root, tmp_path_factory):
    status = (root / NAME).stat()
    saved(root, Seen(digest(b"The river rose."), (status.st_size, status.st_mtime_ns, 1, 1), "b"))
    found = opened(root).present(NAME)
    assert found is not None
    assert (found.digest, found.basis) == (digest(b"The river rose."), "b")


def test_counts_and_basis_stay_with_the_same_content(root):
    index = saved(root)
    index.record(NAME, Seen(digest(b"The river rose.")))
    assert index.present(NAME) == Seen(digest(b"The river rose."), basis="b", counts=Counts(1, 1))
    index.record(NAME, Seen(digest(b"x")))
    index.save()
    write(root, b"x")
    assert opened(root).present(NAME) == Seen(digest(b"x"))


def test_other_rules_make_an_empty_index(root):
    saved(root)
    other = opened(root, rules="newer")
    assert other.present(NAME) is None
    other.record("articles/other.md", Seen("d"))
    assert other.save()
    assert opened(root).present(NAME) is None


def test_ignored_index_is_filled_anew(root):
    saved(root)
    index = opened(root, ignore=True)
    assert index.present(NAME) is None
    index.record(NAME, Seen(digest(b"The river rose."), basis="c"))
    index.save()
    assert opened(root).present(NAME) == Seen(digest(b"The river rose."), basis="c")


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_damaged_index_is_empty_and_made_anew(root, damage):
    saved(root)
    path = root / ".diglot" / "cache" / "index.sqlite"
    path.write_bytes(damage)
    index = opened(root)
    assert index.present(NAME) is None
    index.record(NAME, Seen(digest(b"The river rose.")))
    assert index.save()
    assert opened(root).present(NAME) == Seen(digest(b"The river rose."))


def test_every_damaged_byte_is_survived(root):
    saved(root)
    path = root / ".diglot" / "cache" / "index.sqlite"
    whole = path.read_bytes()
    right = opened(root).present(NAME)
    for at in range(0, len(whole), 23):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        found = opened(root).present(NAME)
        assert found is None or found.digest == right.digest
    path.write_bytes(whole[: len(whole) // 2])
    assert opened(root).present(NAME) is None


def test_locked_index_is_no_error(root):
    saved(root)
    holder = sqlite3.connect(root / ".diglot" / "cache" / "index.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    index = FileIndex(root / ".diglot" / "cache" / "index.sqlite", root=root, rules="rules", timeout_s=0.01)
    assert index.present(NAME) is None
    index.record(NAME, Seen("d"))
    assert index.save() is False
    holder.close()


def test_an_index_that_cannot_be_written_is_no_error(root):
    (root / ".diglot").write_bytes(b"a file stands in the way")
    index = opened(root)
    index.record(NAME, Seen("d"))
    assert index.save() is False


def test_index_is_closed_to_other_accounts(root):
    saved(root)
    folder = root / ".diglot"
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (folder, folder / "cache", folder / "cache" / "index.sqlite")]
    assert modes == [0o700, 0o700, 0o600]


def test_rows_of_other_articles_are_forgotten(root):
    index = saved(root)
    index.save(only=(["storm"], ["my"]))
    assert opened(root).present(NAME) is None


def test_two_writers_keep_each_others_rows(root):
    one, two = opened(root), opened(root)
    write(root, b"other", name="articles/other.md")
    one.record(NAME, Seen(digest(b"The river rose.")))
    two.record("articles/other.md", Seen(digest(b"other")))
    assert one.save()
    assert two.save()
    index = opened(root)
    assert index.present(NAME)
    assert index.present("articles/other.md")


def test_digest_of_the_program_stays_while_the_program_does():
    assert program_digest() == program_digest()
