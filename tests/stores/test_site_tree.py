"""The folder of the site: exchanged in one step, nothing rewritten that is the same, and mended after any crash."""

import multiprocessing
import os
import signal
import sys
import time

import pytest

from l10n.checksums import NAME, sums_bytes, sums_from
from l10n.errors import StorageError
from l10n.stores.exchange_folders import exchange_folders
from l10n.stores.site_tree import SiteTree

OLD = {"index.html": b"old", "a/b.html": b"same", "gone.html": b"x"}
NEW = {"index.html": b"new", "a/b.html": b"same", "c/d.html": b"y"}


def write(tree, files):
    """Write a site with its list of checksums."""
    new = tree.begin()
    for name, data in files.items():
        new.put(name, data)
    new.put(NAME, sums_bytes(new.digests))
    removed = new.removed()
    new.sync()
    tree.replace()
    return new, removed


def content(tree):
    return {name: tree.read(name) for name in tree.names() - {NAME}}


def cannot(one, other):
    return False


@pytest.fixture(params=[exchange_folders, cannot])
def tree(request, tmp_path):
    return SiteTree(tmp_path / "site", exchange=request.param)


def test_a_site_takes_the_place_of_another(tree):
    write(tree, OLD)
    assert content(tree) == OLD
    new, removed = write(tree, NEW)
    assert content(tree) == NEW
    assert (sorted(new.written), removed) == (["SHA256SUMS", "c/d.html", "index.html"], ["gone.html"])
    assert os.listdir(tree.path.parent) == ["site"]


@pytest.mark.skipif(sys.platform == "win32", reason="inodes")
def test_what_is_the_same_is_the_same_file(tree):
    write(tree, OLD)
    before = os.stat(tree.path / "a" / "b.html")
    write(tree, NEW)
    after = os.stat(tree.path / "a" / "b.html")
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_is_kept_only_unharmed(tree):
    new, _ = write(tree, OLD)
    digest = new.digests["a/b.html"]
    other = tree.begin()
    assert other.keep("a/b.html", digest)
    assert not other.keep("index.html", digest)
    assert not other.keep("none.html", digest)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a//b", "a/../../b", "", "a\\b", "c:x", "a\nb"])
def test_no_name_leads_outside(tree, name):
    with pytest.raises(StorageError):
        tree.begin().put(name, b"")
    with pytest.raises(ValueError, match=r"line [12] "):
        sums_from(f"{'0' * 64}  {name}".encode())


def test_foreign_files_are_seen(tree):
    write(tree, OLD)
    (tree.path / "CNAME").write_text("x")
    assert tree.strangers() == ["CNAME"]
    (tree.path / NAME).write_bytes(b"broken")
    assert "index.html" in tree.strangers()


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2")
def test_linux_exchanges_folders_in_one_step(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert exchange_folders(tmp_path / "a", tmp_path / "b")
    assert os.listdir(tmp_path / "a") == ["b"]
    with pytest.raises(OSError, match="No such file"):
        exchange_folders(tmp_path / "a", tmp_path / "none")


def _publish_for_ever(path, atomic):
    tree = SiteTree(path, exchange=exchange_folders if atomic else cannot)
    number = 0
    while True:
        number += 1
        write(tree, {f"{i}.html": f"{number}".encode() for i in range(8)} | {f"f{number}.html": b""})


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("atomic", [True, False])
def test_killed_at_any_moment_it_leaves_a_whole_site(tmp_path, atomic):
    tree = SiteTree(tmp_path / "site", exchange=exchange_folders if atomic else cannot)
    write(tree, {f"{i}.html": b"0" for i in range(8)})
    fork = multiprocessing.get_context("fork")
    for round_ in range(40):
        process = fork.Process(target=_publish_for_ever, args=(tree.path, atomic))
        process.start()
        time.sleep(0.02 + 0.0031 * (round_ % 17))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        if atomic:
            assert tree.path.is_dir()
        tree.recover()
        shown = {tree.read(f"{i}.html") for i in range(8)}
        assert len(shown) == 1
        assert None not in shown
        assert os.listdir(tmp_path) == ["site"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="renameat2")
def test_a_reader_never_sees_half_a_site(tmp_path):
    tree = SiteTree(tmp_path / "site")
    write(tree, {f"{i}.html": b"0" for i in range(8)})
    process = multiprocessing.get_context("fork").Process(target=_publish_for_ever, args=(tree.path, True))
    process.start()
    try:
        end = time.monotonic() + 2
        seen = set()
        while time.monotonic() < end:
            folder = os.open(tree.path, os.O_RDONLY)  # held open: what one visit reads
            try:
                names = os.listdir(folder)
                own = [os.open(f"{i}.html", os.O_RDONLY, dir_fd=folder) for i in range(8) if f"{i}.html" in names]
                texts = {os.read(descriptor, 20) for descriptor in own}
                for descriptor in own:
                    os.close(descriptor)
            except FileNotFoundError:
                continue  # the old tree is being taken away under somebody who still looks at it
            finally:
                os.close(folder)
            if len(own) == 8:
                assert len(texts) == 1
                seen |= texts
            assert tree.path.is_dir()
        assert len(seen) > 3
    finally:
        process.kill()
        process.join()
