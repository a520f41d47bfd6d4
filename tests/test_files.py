from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from l10n.errors import LockedError, StorageError
from l10n.files import locked, names_in, paths_below, write_atomically


def test_write_replaces_the_whole_content_and_makes_missing_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.po"
    write_atomically(path, b"a long first text")
    write_atomically(path, b"short")
    assert path.read_bytes() == b"short"
    assert list(path.parent.iterdir()) == [path]


def test_write_keeps_the_permissions_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.po"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_the_longest_name_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write_atomically(path, b"1")
    assert path.read_bytes() == b"1"


def test_refused_write_names_cause_and_remedy_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    (target / "inside").write_bytes(b"")
    with pytest.raises(StorageError) as caught:
        write_atomically(target, b"text")
    assert "cannot write" in str(caught.value)
    assert caught.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_limit_on_size_is_named_and_leaves_the_old_file(tmp_path: Path) -> None:
    program = (
        "import resource, sys; from pathlib import Path; from l10n.files import write_atomically;"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10));"
        "write_atomically(Path(sys.argv[1]), b'x' * 100)"
    )
    path = tmp_path / "c.po"
    path.write_bytes(b"old")
    ended = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)
    assert "StorageError: cannot write" in ended.stderr
    assert "File too large" in ended.stderr
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_lock_excludes_another_thread_until_it_is_free(tmp_path: Path) -> None:
    path = tmp_path / ".diglot" / "locks" / "x.lock"
    seen: list[str] = []

    def attempt(timeout_s: float) -> None:
        try:
            with locked(path, timeout_s=timeout_s):
                seen.append("held")
        except LockedError as error:
            seen.append(error.message)

    with locked(path):
        thread = threading.Thread(target=attempt, args=(0.01,))
        thread.start()
        thread.join()
    attempt(0.01)
    assert seen == ["x is in use by somebody else", "held"]


def test_lock_excludes_another_holder_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(LockedError), locked(path, timeout_s=0.01):
        pass
    os.close(descriptor)
    with locked(path, timeout_s=0.01):
        pass


def test_lock_is_free_again_after_an_error_inside(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    with pytest.raises(ZeroDivisionError), locked(path):
        raise ZeroDivisionError
    with locked(path, timeout_s=0.01):
        pass


def test_a_walk_goes_on_where_a_folder_is_removed_meanwhile(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").touch()
    walk = paths_below(tmp_path)
    assert [next(walk), next(walk), next(walk)] == [tmp_path / "a", tmp_path / "b", tmp_path / "c"]
    shutil.rmtree(tmp_path / "b")
    assert list(walk) == [tmp_path / "a" / "file", tmp_path / "c" / "file"]
    assert list(paths_below(tmp_path / "none")) == []


def test_names_are_those_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a").touch()
    assert names_in(tmp_path) == ["a", "b"]
    assert names_in(tmp_path / "a") == names_in(tmp_path / "none") == []
