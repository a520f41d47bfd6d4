"""Backups: what is in them, what is not, and that a restored project is the one that was backed up, or none."""

from __future__ import annotations

import gc
import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from newsroom_fixture import NOW, approve, make_newsroom, targets
from tools import needs_tool

from l10n.backups import Manifest, Member, belongs, manifest_bytes, manifest_from
from l10n.errors import BackupError, ConfigError, ConflictError, LockedError, StorageError
from l10n.in_use import InUse
from l10n.model import CatalogKey
from l10n.newsroom.doctoring import Standing, examine_project
from l10n.newsroom.project import open_project
from l10n.newsroom.restoring import restore

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def newsroom(tmp_path):
    return make_newsroom(tmp_path / "room", "flood", "storm")


def back_up(root, name="one.backup", **options):
    return open_project(root).backup(root.parent / name, now=NOW, **options)


def tree(root):
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".diglot" not in path.parts
    }


def wrong(root):
    return [each for each in examine_project(root, now=NOW)[0] if each.standing is Standing.WRONG]


def test_a_restored_project_is_the_one_that_was_backed_up(newsroom, tmp_path):
    approve(open_project(newsroom))
    (newsroom / "articles" / ".original").mkdir(exist_ok=True)
    (newsroom / "articles" / ".original" / "abc").write_bytes(b"\0original")
    (newsroom / ".diglot" / "glossary.csv").write_text("source\n", encoding="utf-8")
    made = back_up(newsroom)
    restored = restore(made.path, tmp_path / "there", now=NOW)
    assert (restored.manifest, restored.trouble, restored.aside) == (made.manifest, None, None)
    assert tree(tmp_path / "there") == tree(newsroom)
    assert (tmp_path / "there" / ".diglot" / "glossary.csv").read_text(encoding="utf-8") == "source\n"
    assert targets(open_project(tmp_path / "there")) == ["El río subió.", ""]
    assert open_project(tmp_path / "there").journal.newest() == open_project(newsroom).journal.newest()
    assert wrong(tmp_path / "there") == []


def test_the_same_project_gives_the_same_bytes(newsroom):
    approve(open_project(newsroom))
    one, other = back_up(newsroom), back_up(newsroom, "two.backup")
    assert one.path.read_bytes() == other.path.read_bytes()
    if os.name == "posix":
        assert one.path.stat().st_mode & 0o777 == 0o600


def test_what_can_be_made_again_and_what_is_secret_stays_out(newsroom):
    project = open_project(newsroom)
    project.secret_key()
    (newsroom / ".diglot" / "deepl.key").write_text("k", encoding="utf-8")
    for folder in ("editions", "site", ".diglot/cache", ".git"):
        (newsroom / folder).mkdir(parents=True, exist_ok=True)
        (newsroom / folder / "x").write_text("x", encoding="utf-8")
    (newsroom / "articles" / ".flood.md.0123.diglot-tmp").write_text("x", encoding="utf-8")
    made = back_up(newsroom)
    assert [name for name in made.manifest.members if name.startswith(".")] == [".diglot/journal.sqlite"]
    assert {name.split("/")[0] for name in made.manifest.members} == {".diglot", "articles", "diglot.toml", "locales"}
    assert made.left_out == ()


def test_links_are_left_out_and_told(newsroom, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (newsroom / "articles" / "linked.md").symlink_to(tmp_path / "elsewhere")
    assert back_up(newsroom).left_out == ("articles/linked.md",)


def test_a_backup_never_replaces_a_file(newsroom):
    back_up(newsroom)
    with pytest.raises(ConflictError, match="there already"):
        back_up(newsroom)
    assert sorted(path.name for path in newsroom.parent.iterdir()) == ["one.backup", "room"]


def test_nothing_stays_of_a_backup_that_fails(newsroom, tmp_path):
    with pytest.raises(ConfigError, match="no public key"):
        back_up(newsroom, to=["age1nonsense"])
    (newsroom / ".diglot" / "journal.sqlite").write_bytes(b"this is no database, " * 1000)
    with pytest.raises(StorageError):
        back_up(newsroom)
    assert [path.name for path in tmp_path.iterdir()] == ["room"]
    assert not list(newsroom.rglob(".*.diglot-tmp"))


def test_decisions_that_were_under_way_are_carried_out_when_it_is_restored(newsroom, tmp_path):
    project = open_project(newsroom)
    catalog = newsroom / "locales" / "es" / "LC_MESSAGES" / "flood.po"
    before = catalog.read_bytes()
    approve(project)
    catalog.write_bytes(before)  # as it was when the decision was recorded
    with closing(sqlite3.connect(newsroom / ".diglot" / "journal.sqlite")) as database, database:
        database.execute("UPDATE decisions SET outcome = 'pending'")
    made = back_up(newsroom)
    restored = restore(made.path, tmp_path / "there", now=NOW)
    assert (restored.applied, targets(open_project(tmp_path / "there"))) == (1, ["El río subió.", ""])


def test_a_journal_of_an_earlier_version_is_brought_forward(newsroom, tmp_path):
    from l10n.stores.database import migrate, open_database

    path = newsroom / ".diglot" / "journal.sqlite"
    path.unlink()
    migrate(open_database(path), to="0003")
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "INSERT INTO decisions VALUES (1, 'flood', 'es', '', 'x', 'approve', '', '{}', '{}', 'ana', '2021', 'applied')"
        )
    made = back_up(newsroom)
    restore(made.path, tmp_path / "there", now=NOW)
    assert wrong(tmp_path / "there") == []


def test_a_place_that_is_taken_is_refused(newsroom, tmp_path):
    made = back_up(newsroom)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(ConflictError, match="there already"):
        restore(made.path, tmp_path / "full", now=NOW)
    with pytest.raises(ConflictError, match="no project"):
        restore(made.path, tmp_path / "full", now=NOW, replace=True)
    (tmp_path / "empty").mkdir()
    assert restore(made.path, tmp_path / "empty", now=NOW).aside is None


def test_a_project_is_put_aside_whole_and_only_where_nobody_is_at_work(newsroom, tmp_path):
    project = open_project(newsroom)
    made = back_up(newsroom)
    approve(project)
    kept = tree(newsroom)
    with pytest.raises(LockedError, match="somebody works"):
        restore(made.path, newsroom, now=NOW, replace=True)
    assert tree(newsroom) == kept
    del project
    gc.collect()
    restored = restore(made.path, newsroom, now=NOW, replace=True)
    assert restored.aside == tmp_path / "room.before-20261122-120000"
    assert tree(restored.aside) == kept
    assert targets(open_project(newsroom)) == ["", ""]


def test_what_a_restore_that_was_cut_off_left_is_removed_by_the_next(newsroom, tmp_path):
    made = back_up(newsroom)
    left, other, alive = (tmp_path / f".{name}.diglot-new" for name in ("room.cutoff", "hall.cutoff", "room.alive"))
    for folder in (left, other, alive):
        (folder / "articles").mkdir(parents=True)
    held = InUse(alive)  # another restore works on it
    gc.collect()
    restore(made.path, newsroom, now=NOW, replace=True)
    assert (left.exists(), other.exists(), alive.exists()) == (False, True, True)
    del held
    restore(made.path, newsroom, now=NOW, replace=True)
    assert not alive.exists()


def test_a_desk_that_runs_keeps_a_restore_away(newsroom, tmp_path):
    made = back_up(newsroom)
    code = "import sys; from l10n.newsroom.project import open_project; p = open_project('.'); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=newsroom, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as desk:
        assert desk.stdout is not None
        desk.stdout.readline()
        with pytest.raises(LockedError):
            restore(made.path, newsroom, now=NOW, replace=True)
        desk.kill()
    assert restore(made.path, newsroom, now=NOW, replace=True).aside


def repacked(path, change):
    """Write the archive anew with members changed: name -> (TarInfo, data)."""
    with tarfile.open(path, "r:gz") as tar:
        members = [(info, tar.extractfile(info).read()) for info in tar]
    out = path.with_name("changed.backup")
    with gzip.open(out, "wb") as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for info, data in change(members):
            info.size = len(data) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(data))
    return out


def plain(name, data=b"x", **fields):
    info = tarfile.TarInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, data


def with_manifest(members, name, data=b"x"):
    """Name a file in the manifest as if it belonged there."""
    (info, manifest), *rest = members
    value = json.loads(manifest)
    value["files"][name] = [hashlib.sha256(data).hexdigest(), len(data)]
    return [(info, json.dumps(value).encode()), *rest]


HOSTILE = {
    "a file too many": lambda m: [*m, plain("articles/more.md")],
    "a file missing": lambda m: m[:-1],
    "a file twice": lambda m: [*m, m[-1]],
    "a text changed": lambda m: [*m[:-1], (m[-1][0], m[-1][1] + b" ")],
    "no manifest": lambda m: m[1:],
    "a link": lambda m: [*m[:-1], plain(m[-1][0].name, type=tarfile.SYMTYPE, linkname="/etc/passwd")],
    "a hard link": lambda m: [*m[:-1], plain(m[-1][0].name, type=tarfile.LNKTYPE, linkname="diglot.toml")],
    "a device": lambda m: [*m[:-1], plain(m[-1][0].name, type=tarfile.CHRTYPE)],
    **{
        f"a member {name}": lambda m, name=name: [*with_manifest(m, name), plain(name)]
        for name in (
            "../outside.md", "/tmp/outside.md", "articles/../../outside.md", "articles//x", ".git/hooks/post-checkout",
            "articles/.git/config", "articles\\..\\x", ".diglot/secret", "other.txt", "articles/flood.md/x",
            "articles/FLOOD.md", "articles/C:x", "articles/.x.diglot-tmp",
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_not_as_it_was_written_is_refused_and_leaves_nothing(newsroom, tmp_path, what):
    made = back_up(newsroom)
    changed = repacked(made.path, HOSTILE[what])
    with pytest.raises(BackupError) as caught:
        restore(changed, tmp_path / "there", now=NOW)
    assert caught.value.remedy
    assert sorted(path.name for path in tmp_path.iterdir()) == ["changed.backup", "one.backup", "room"]


def test_a_backup_cut_or_bent_anywhere_is_refused_or_says_the_same(newsroom, tmp_path):
    data = back_up(newsroom).path.read_bytes()
    bent = tmp_path / "bent.backup"
    step = max(1, len(data) // 60)
    for place in range(0, len(data), step):
        for changed in (data[:place], data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]):
            if changed[:10] == data[:10] or place < 10:
                bent.write_bytes(changed)
                try:
                    restore(bent, tmp_path / "there", now=NOW)
                except BackupError:
                    continue
                assert gzip.decompress(changed) == gzip.decompress(data), "a bit that gzip does not use"
                shutil.rmtree(tmp_path / "there")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bent.backup", "one.backup", "room"]


def test_a_bomb_is_refused_before_it_grows(tmp_path):
    size = 3_000_000_000
    manifest = Manifest("", "", {"diglot.toml": Member("0" * 64, size)})
    bomb = tmp_path / "bomb.backup"
    with gzip.open(bomb, "wb") as packed:
        data = manifest_bytes(manifest)
        info = tarfile.TarInfo("backup.json")
        info.size = len(data)
        packed.write(info.tobuf() + data + b"\0" * (-len(data) % 512))
        packed.write(b"\0" * 20_000_000)
    with pytest.raises(BackupError, match="would grow"):
        restore(bomb, tmp_path / "there", now=NOW)


def test_a_journal_that_was_changed_in_the_backup_is_refused(newsroom, tmp_path):
    approve(open_project(newsroom))

    def forge(members):
        (first, manifest), *rest = members
        value, out = json.loads(manifest), []
        for info, data in rest:
            if info.name.endswith("journal.sqlite"):
                (tmp_path / "j").write_bytes(data)
                with closing(sqlite3.connect(tmp_path / "j")) as database, database:
                    database.execute("UPDATE decisions SET by = 'eve'")
                data = (tmp_path / "j").read_bytes()
                value["files"][info.name] = [hashlib.sha256(data).hexdigest(), len(data)]
            out.append((info, data))
        return [(first, json.dumps(value).encode()), *out]

    with pytest.raises(BackupError, match="decision 1: it stands in another name"):
        restore(repacked(back_up(newsroom).path, forge), tmp_path / "there", now=NOW)


def test_what_is_no_backup_is_refused(tmp_path):
    for name, data in (("empty", b""), ("text", b"hello" * 300), ("gzip", gzip.compress(b"hello" * 300))):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BackupError):
            restore(tmp_path / name, tmp_path / "there", now=NOW)
    with pytest.raises(BackupError, match="no such file"):
        restore(tmp_path / "nothing", tmp_path / "there", now=NOW)


def test_a_manifest_comes_back_as_it_was():
    manifest = Manifest(
        "2026", "ခရီး", {"diglot.toml": Member("a" * 64, 3), "articles/á.md": Member("b" * 64, 0)}, 7, "c"
    )
    assert manifest_from(manifest_bytes(manifest)) == manifest


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"schema": 1}', b'{"schema": "diglot.backup/1", "files": []}', b"[" * 9999]
)
def test_what_is_no_manifest_is_refused(data):
    with pytest.raises(ValueError, match=r"manifest is damaged|of another kind|Expecting"):
        manifest_from(data)


def test_only_what_a_project_keeps_belongs_into_a_backup():
    assert belongs("articles/.original/abc")
    assert belongs("pyproject.toml")
    assert not belongs("articles")
    assert not belongs("Makefile")


def keys(tmp_path):
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# a key\n{identity}\n", encoding="utf-8")
    (tmp_path / "key.pub").write_text(f"# its other half\n{identity.to_public()}\n", encoding="utf-8")
    return str(tmp_path / "key"), str(tmp_path / "key.pub"), str(identity.to_public())


def test_a_locked_backup_opens_with_its_key_alone(newsroom, tmp_path):
    secret, public, line = keys(tmp_path)
    approve(open_project(newsroom))
    for number, to in enumerate((public, line)):
        made = back_up(newsroom, f"{number}.backup", to=[to])
        assert made.locked
        assert b"flood" not in made.path.read_bytes()
        with pytest.raises(BackupError, match="locked to a key"):
            restore(made.path, tmp_path / "there", now=NOW)
        (tmp_path / "other").mkdir(exist_ok=True)
        with pytest.raises(BackupError, match="cannot be unlocked"):
            restore(made.path, tmp_path / "there", now=NOW, identities=[keys(tmp_path / "other")[0]])
        restored = restore(made.path, tmp_path / f"there-{number}", now=NOW, identities=[secret])
        assert restored.manifest == made.manifest


@pytest.mark.slow
@needs_tool("age")
def test_age_itself_opens_what_we_lock_and_we_open_what_it_locks(newsroom, tmp_path):
    made = subprocess.run(["age-keygen", "-o", tmp_path / "k"], capture_output=True, text=True, check=True)
    public = made.stderr.rsplit(" ", 1)[1].strip()
    ours = back_up(newsroom, to=[public])
    command = ["age", "--decrypt", "-i", str(tmp_path / "k"), "-o", str(tmp_path / "plain"), str(ours.path)]
    subprocess.run(command, check=True)
    assert restore(tmp_path / "plain", tmp_path / "one", now=NOW).manifest == ours.manifest
    subprocess.run(["age", "-r", public, "-o", tmp_path / "theirs", tmp_path / "plain"], check=True)
    restored = restore(tmp_path / "theirs", tmp_path / "two", now=NOW, identities=[str(tmp_path / "k")])
    assert restored.manifest == ours.manifest


@pytest.mark.slow
def test_a_backup_made_during_approvals_holds_all_that_were_acknowledged_before(tmp_path):
    slugs = ["delta", "flood", "harbour", "market", "school", "storm"]
    root = make_newsroom(tmp_path / "room", *slugs)
    acknowledged: list[tuple[str, str]] = []
    stop, broken = threading.Event(), list[BaseException]()

    def write(slug: str) -> None:
        project, number = open_project(root), 0
        try:
            while not stop.is_set():
                number += 1
                words = f"Texto {''.join(chr(ord(digit) + 49) for digit in str(number))}."
                approve(project, slug, number % 2, target=words, by=slug)
                acknowledged.append((slug, words))
        except BaseException as error:
            broken.append(error)
            stop.set()

    writers = [threading.Thread(target=write, args=(slug,)) for slug in slugs]
    for writer in writers:
        writer.start()
    try:
        taken = []
        for number in range(5):
            while len(acknowledged) < 40 * (number + 1) and not broken:
                stop.wait(0.01)
            before = list(acknowledged)
            taken.append((before, back_up(root, f"{number}.backup")))
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert broken == []
    for number, (before, made) in enumerate(taken):
        there = tmp_path / f"there-{number}"
        restored = restore(made.path, there, now=NOW)
        assert (restored.trouble, wrong(there)) == (None, [])
        project = open_project(there)
        for slug in slugs:
            history = project.journal.history(CatalogKey(slug, "es"))
            texts = [d.after.target for d in history]
            assert {text for name, text in before if name == slug} <= set(texts)
            assert all(d.outcome == "applied" for d in history), "one person writes each article: no conflict"
            newest: dict[object, str] = {}
            for decision in history:
                newest.setdefault(decision.key, decision.after.target)
            entries = project.catalogs.read(CatalogKey(slug, "es"))[0].entries
            assert {e.key: e.target for e in entries if e.target} == newest
