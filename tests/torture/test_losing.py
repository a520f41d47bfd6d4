"""The disk that loses: what is synced stays, nothing else does strictly, and by chance anything that was ever there."""

import random
import stat

import pytest
from torture.losing import PAGE, Disk, dump, load

FILE = stat.S_IFREG | 0o644
FOLDER = stat.S_IFDIR | 0o755


def write(disk, path, data, *, synced=False):
    node = disk.find(path) if path.rpartition("/")[2] in disk.find(path.rpartition("/")[0]).entries else None
    node = node or disk.make(path, FILE)
    disk.truncate(node, 0)
    disk.write(node, data, 0)
    if synced:
        disk.sync(node)


def names(disk, path=""):
    return sorted(disk.find(path).entries)


def test_strictly_only_what_was_synced_is_left():
    disk = Disk()
    write(disk, "kept", b"one", synced=True)
    write(disk, "empty", b"two")
    disk.sync(disk.root)
    write(disk, "kept", b"three")
    write(disk, "gone", b"four", synced=True)
    disk.remove("empty")
    left = disk.after_a_power_cut(None)
    assert names(left) == ["empty", "kept"]
    assert (left.find("kept").data, left.find("empty").data) == (b"one", b"")


def test_a_rename_lasts_when_its_folder_is_synced_and_is_never_half_done():
    disk = Disk()
    write(disk, "file", b"old", synced=True)
    disk.sync(disk.root)
    write(disk, "new", b"new", synced=True)
    disk.rename("new", "file")
    for seed in range(40):
        again = Disk()
        write(again, "file", b"old", synced=True)
        again.sync(again.root)
        write(again, "new", b"new", synced=True)
        again.rename("new", "file")
        left = again.after_a_power_cut(random.Random(seed))
        assert left.find("file").data in (b"old", b"new")
    disk.sync(disk.root)
    assert disk.after_a_power_cut(None).find("file").data == b"new"


def test_a_rename_from_folder_to_folder_waits_for_both():
    disk = Disk()
    for name in ("a", "b"):
        disk.make(name, FOLDER)
    disk.sync(disk.root)
    write(disk, "a/x", b"1", synced=True)
    disk.sync(disk.find("a"))
    disk.rename("a/x", "b/x")
    disk.sync(disk.find("b"))
    disk.sync(disk.find("a"))
    left = disk.after_a_power_cut(None)
    assert (names(left, "a"), names(left, "b")) == ([], ["x"])


def test_by_chance_each_page_is_the_old_one_or_the_new_one():
    seen = set()
    for seed in range(60):
        disk = Disk()
        write(disk, "file", b"a" * 3 * PAGE, synced=True)
        disk.sync(disk.root)
        disk.write(disk.find("file"), b"b" * 3 * PAGE, 0)
        data = bytes(disk.after_a_power_cut(random.Random(seed)).find("file").data)
        seen.add(bytes(data[place * PAGE] for place in range(3)))
        assert set(data) <= {ord("a"), ord("b")}
    assert len(seen) == 8


def test_a_disk_that_forgets_keeps_nothing():
    disk = Disk(forgets=True)
    write(disk, "file", b"1", synced=True)
    disk.sync(disk.root)
    assert names(disk.after_a_power_cut(None)) == []


def test_what_is_loaded_is_dumped(tmp_path):
    (tmp_path / "one" / "sub" / ".hidden").mkdir(parents=True)
    (tmp_path / "one" / "sub" / "file").write_bytes(b"1")
    (tmp_path / "one" / "link").symlink_to("sub")
    (tmp_path / "one" / "sub" / "file").chmod(0o600)
    dump(load(tmp_path / "one").after_a_power_cut(None), tmp_path / "two")
    found = {path.relative_to(tmp_path / "two").as_posix() for path in (tmp_path / "two").rglob("*")}
    assert found == {"sub", "sub/.hidden", "sub/file", "link"}
    assert (tmp_path / "two" / "link").readlink().name == "sub"
    assert (tmp_path / "two" / "sub" / "file").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("path", ["none/file", "none"])
def test_what_is_not_there_is_an_error(path):
    with pytest.raises(FileNotFoundError):
        Disk().find(path)
