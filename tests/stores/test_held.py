"""Which files a memory was made of: remembered, seen anew when somebody else writes, forgotten when damaged."""

from __future__ import annotations

import os

import pytest

from l10n.errors import StorageError
from l10n.files import UNKNOWN, stamp_of
from l10n.stores.held import Held, HeldFiles, digest_file, unchanged

FLOOD = Held("abc", {"my": 3}, (1, 2, 3, 4))
STORM = Held("def", {"my": 0, "es": 2}, problem="storm.po:3: damaged")


def test_what_is_recorded_is_read_by_every_other(tmp_path):
    path = tmp_path / "cache" / "held.sqlite"
    one, other = HeldFiles(path, rules="1"), HeldFiles(path, rules="1")
    assert one.read() == {}
    one.record({"flood.po": FLOOD, "storm.po": STORM})
    assert other.read() == {"flood.po": FLOOD, "storm.po": STORM} == one.read()
    other.forget(["flood.po"])
    assert one.read() == {"storm.po": STORM}
    one.clear()
    assert other.read() == {}
    assert path.stat().st_mode & 0o777 == 0o600


def test_other_rules_make_it_empty(tmp_path):
    path = tmp_path / "held.sqlite"
    HeldFiles(path, rules="1").record({"flood.po": FLOOD})
    other = HeldFiles(path, rules="2")
    assert other.read() == {}
    other.record({"storm.po": STORM})
    assert other.read() == {"storm.po": STORM}
    assert HeldFiles(path, rules="1").read() == {}


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_a_damaged_record_is_empty_and_is_made_anew(tmp_path, damage):
    path = tmp_path / "held.sqlite"
    held = HeldFiles(path, rules="1")
    held.record({"flood.po": FLOOD})
    path.write_bytes(damage)
    assert held.read() == {}
    held.record({"storm.po": STORM})
    assert held.read() == {"storm.po": STORM}


def test_a_record_that_cannot_be_written_is_a_storage_error(tmp_path):
    (tmp_path / "held.sqlite").mkdir()
    with pytest.raises(StorageError, match="cannot write"):
        HeldFiles(tmp_path / "held.sqlite", rules="1").record({"flood.po": FLOOD})


def test_a_file_is_unchanged_by_its_stamp_or_by_its_content(tmp_path):
    path = tmp_path / "flood.po"
    path.write_text("text")
    os.utime(path, (1, 1))
    digest, _ = digest_file(path)
    now = stamp_of(path.stat())
    assert unchanged(Held("whatever", {}, now), path, now) == Held("whatever", {}, now)
    assert unchanged(Held(digest, {"my": 1}, UNKNOWN), path, now) is not None
    assert unchanged(Held("other", {}, UNKNOWN), path, now) is None


def test_a_file_that_changed_a_moment_ago_has_no_stamp(tmp_path):
    path = tmp_path / "flood.po"
    path.write_text("text")
    assert digest_file(path)[1] == UNKNOWN
