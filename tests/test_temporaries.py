"""What crashed writers leave."""

from __future__ import annotations

import fcntl
from pathlib import Path

from l10n.temporaries import left_temporaries, sweep_temporaries


def test_sweep_removes_what_a_crash_left_and_spares_a_file_being_written(tmp_path: Path) -> None:
    (tmp_path / "my").mkdir()
    dead = tmp_path / "my" / ".flood.po.0123.diglot-tmp"
    alive = tmp_path / ".tour.po.4567.diglot-tmp"
    other = tmp_path / "flood.po"
    for path in (dead, alive, other):
        path.write_bytes(b"half")
    with alive.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert left_temporaries(tmp_path) == [dead]
        assert left_temporaries(tmp_path) == [dead]  # whoever looks takes nothing away, and keeps nothing
        assert sweep_temporaries(tmp_path) == 1
        assert left_temporaries(tmp_path) == []
    assert left_temporaries(tmp_path) == [alive]
    assert (dead.exists(), alive.exists(), other.exists()) == (False, True, True)
    assert sweep_temporaries(tmp_path) == 1


def test_sweep_takes_what_sqlite_left_beside_a_temporary_database_with_it(tmp_path: Path) -> None:
    copy = tmp_path / ".journal.0123.diglot-tmp"
    beside = [copy.with_name(copy.name + ending) for ending in ("-journal", "-wal", "-shm")]
    for path in (copy, *beside):
        path.write_bytes(b"half")
    with copy.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert sweep_temporaries(tmp_path) == 0
    assert all(path.exists() for path in (copy, *beside))
    assert sweep_temporaries(tmp_path) == 4
    assert list(tmp_path.iterdir()) == []
