"""`diglot merge` at the command line: three files, damaged ones, and git told to use it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from cli_fixture import diglot
from tools import needs_tool

from l10n.model import Catalog, CatalogKey, Entry
from l10n.newsroom.project import open_project
from l10n.stores.po import parse_catalog, serialize_catalog
from l10n.suggestions import with_suggestion

RIVER = Entry("The river rose.", note="Body, paragraph 1 of 2")
HURT = Entry("Nobody was hurt.", note="Body, paragraph 2 of 2")
OURS, THEIRS = RIVER.approved("El río creció."), RIVER.approved("Subió el río.")
BOTH = with_suggestion(OURS, "Subió el río.")


def po(*entries: Entry, locale: str = "es") -> bytes:
    return serialize_catalog(Catalog("flood", locale, entries), source_locale="en", project="newsroom").encode()


def read(path: Path) -> Catalog:
    return parse_catalog(path.read_text(encoding="utf-8"), key=CatalogKey("flood", "es"), path=str(path))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "base.po").write_bytes(po(RIVER, HURT))
    (tmp_path / "ours.po").write_bytes(po(OURS, HURT))
    (tmp_path / "theirs.po").write_bytes(po(THEIRS, HURT.approved("No hubo heridos.")))
    return tmp_path


@pytest.fixture
def newsroom(files: Path) -> Path:
    assert diglot(files, "init", "newsroom", "--target", "es").code == 0
    root = files / "newsroom"
    catalog = root / "locales" / "es" / "LC_MESSAGES" / "flood.po"
    catalog.parent.mkdir(parents=True)
    shutil.copy(files / "ours.po", catalog)
    return root


def test_three_files_are_merged_into_ours(files: Path) -> None:
    ran = diglot(files, "merge", "base.po", "ours.po", "theirs.po")
    assert (ran.code, ran.out) == (0, "✓ ours.po: merged, 2 paragraphs, 0 obsolete\n")
    assert ran.err == (
        "ours.po: to look at: 1. Nothing was lost.\n"
        "  ! Body, paragraph 1 of 2: “The river rose.”\n"
        "      approved on both sides: “Subió el río.” is kept beside “El río creció.”\n"
    )
    assert (files / "ours.po").read_bytes() == po(BOTH, HURT.approved("No hubo heridos."))


def test_output_leaves_ours_alone(files: Path) -> None:
    before = (files / "ours.po").read_bytes()
    assert diglot(files, "merge", "base.po", "ours.po", "theirs.po", "--output", "merged.po").code == 0
    assert (files / "ours.po").read_bytes() == before
    assert (files / "merged.po").read_bytes() == po(BOTH, HURT.approved("No hubo heridos."))


def test_strict_exits_1_where_there_is_something_to_look_at(files: Path) -> None:
    assert diglot(files, "merge", "--strict", "base.po", "ours.po", "theirs.po").code == 1
    (files / "theirs.po").write_bytes(po(RIVER, HURT.approved("No hubo heridos.")))
    assert diglot(files, "merge", "--strict", "base.po", "ours.po", "theirs.po").code == 0


def test_an_approval_taken_back_stands_and_exits_1(files: Path) -> None:
    (files / "base.po").write_bytes(po(OURS, HURT))
    (files / "theirs.po").write_bytes(po(RIVER.reviewed("El río creció."), HURT))
    ran = diglot(files, "merge", "base.po", "ours.po", "theirs.po")
    assert ran.code == 1
    assert "one side took the approval back; it stands until somebody decides" in ran.err
    assert read(files / "ours.po").entries == (OURS, HURT)


def test_the_answer_as_json(files: Path) -> None:
    ran = diglot(files, "--json", "merge", "base.po", "ours.po", "theirs.po")
    assert json.loads(ran.out) == {
        "schema": "diglot.merge/1",
        "path": "ours.po",
        "conflicts": [
            {
                "context": "",
                "source": "The river rose.",
                "why": "approved-twice",
                "target": "El río creció.",
                "other": "Subió el río.",
            }
        ],
    }


def test_an_empty_base_is_one_that_does_not_exist(files: Path) -> None:
    (files / "base.po").write_bytes(b"")
    assert diglot(files, "merge", "base.po", "ours.po", "theirs.po").code == 0
    assert read(files / "ours.po").entries == (BOTH, HURT.approved("No hubo heridos."))


def test_templates_have_no_targets(files: Path) -> None:
    one, two = Entry("One."), Entry("Two.")
    for name, entries in (("base", (one,)), ("ours", (two, one)), ("theirs", (one, replace(two, comments=("x",))))):
        (files / f"{name}.pot").write_bytes(po(*entries, locale=""))
    ran = diglot(files, "merge", "base.pot", "ours.pot", "theirs.pot", "--driver", "news/locales/flood.pot")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert (files / "ours.pot").read_bytes() == po(two, one, locale="")


WHOLE = po(OURS, HURT)
CUT = WHOLE.index(b"Nobody")
DAMAGED = {
    "git's marks": (WHOLE.replace(b'msgid "Nobody', b'=======\nmsgid "Nobody'), "a git conflict is not resolved here"),
    "cut off": (WHOLE[:CUT], "this is not a line of a PO file, or it is cut off"),
    "not UTF-8": (WHOLE.replace("río".encode(), "río".encode("latin-1")), "this is not UTF-8"),
    "empty": (b"", "the file is empty or cut off: it has no entries"),
    "no entries left": (WHOLE[: WHOLE.index(b"# diglot")], "the file is cut off: 0 of 2 entries are left"),
}


@pytest.mark.parametrize("which", ["base", "ours", "theirs"])
@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_refused_and_nothing_is_written(files: Path, which: str, kind: str) -> None:
    data, message = DAMAGED[kind]
    if (which, kind) == ("base", "empty"):
        return
    (files / f"{which}.po").write_bytes(data)
    before = {path.name: path.read_bytes() for path in files.iterdir()}
    ran = diglot(files, "merge", "base.po", "ours.po", "theirs.po")
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith(f"Error: {which}.po:")
    assert message in ran.err
    assert "  Try: " in ran.err
    assert {path.name: path.read_bytes() for path in files.iterdir()} == before


def test_git_hears_which_version_is_damaged_and_where(files: Path) -> None:
    (files / "theirs.po").write_bytes(DAMAGED["git's marks"][0])
    path = "locales/es/LC_MESSAGES/flood.po"
    ran = diglot(files, "merge", "base.po", "ours.po", "theirs.po", "--driver", path)
    line = DAMAGED["git's marks"][0].split(b"=======")[0].count(b"\n") + 1
    assert ran.code == 4
    assert ran.err.startswith(f"Error: {path}:{line}: in their version: a git conflict is not resolved here\n")
    assert f"`git checkout --ours {path}`" in ran.err


def test_a_missing_file_is_named(files: Path) -> None:
    ran = diglot(files, "merge", "base.po", "ours.po", "absent.po")
    assert (ran.code, ran.err) == (
        4,
        "Error: absent.po: there is no such file\n  Try: name three files: BASE OURS THEIRS\n",
    )


@pytest.mark.parametrize("words", [["a.po", "b.po"], [], ["a.po", "--install"], ["--install", "--uninstall"]])
def test_wrong_use_is_explained(tmp_path: Path, words: list[str]) -> None:
    ran = diglot(tmp_path, "merge", *words)
    assert (ran.code, ran.out) == (2, "")
    assert "Error: " in ran.err


# In a project


def test_the_desk_is_told_once_where_there_is_a_journal(newsroom: Path) -> None:
    journal, key = open_project(newsroom).journal, CatalogKey("flood", "es")
    for _ in range(2):
        ran = diglot(newsroom, "merge", "../base.po", "locales/es/LC_MESSAGES/flood.po", "../theirs.po")
        assert ran.code == 0
    assert [(d.by, d.after.target) for d in journal.suggestions(key, RIVER.key)] == [("merge", "Subió el río.")]
    assert open_project(newsroom).catalogs.read(key)[0].entries == (BOTH, HURT.approved("No hubo heridos."))


def test_no_journal_is_made_for_a_merge(newsroom: Path) -> None:
    diglot(newsroom, "merge", "../base.po", "locales/es/LC_MESSAGES/flood.po", "../theirs.po")
    assert not (newsroom / ".diglot" / "journal.sqlite").exists()


def test_an_approval_taken_back_is_marked_in_the_desk(newsroom: Path) -> None:
    project, key = open_project(newsroom), CatalogKey("flood", "es")
    assert project.journal.flagged(key) == set()
    (newsroom.parent / "base.po").write_bytes(po(OURS, HURT))
    (newsroom.parent / "theirs.po").write_bytes(po(RIVER, HURT))
    assert diglot(newsroom, "merge", "../base.po", "locales/es/LC_MESSAGES/flood.po", "../theirs.po").code == 1
    assert project.journal.flagged(key) == {RIVER.key}


def test_the_projects_own_rule_of_approval_counts(newsroom: Path) -> None:
    settings = newsroom / "diglot.toml"
    text = settings.read_text(encoding="utf-8")
    assert 'approvals = "sealed"' in text
    settings.write_text(text.replace('approvals = "sealed"', 'approvals = "gettext"'), encoding="utf-8")
    unsealed = replace(RIVER, target="Subió el río.", confirmed=True)
    for name, entry in (("ours.po", RIVER.reviewed("El río creció.")), ("theirs.po", unsealed)):
        (newsroom.parent / name).write_bytes(po(entry))
    catalog = newsroom / "locales" / "es" / "LC_MESSAGES" / "flood.po"
    shutil.copy(newsroom.parent / "ours.po", catalog)
    assert diglot(newsroom, "merge", "../base.po", str(catalog), "../theirs.po").code == 0
    assert read(catalog).entries == (with_suggestion(unsealed, "El río creció."),)


def test_git_merges_even_where_the_configuration_is_broken(newsroom: Path) -> None:
    (newsroom / "diglot.toml").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    path = "newsroom/locales/es/LC_MESSAGES/flood.po"
    ran = diglot(newsroom.parent, "merge", "base.po", "ours.po", "theirs.po", "--driver", path)
    assert ran.code == 0
    assert "merged as if approvals were sealed" in ran.err
    assert read(newsroom.parent / "ours.po").entries[0] == BOTH


# Git told to use it


@needs_tool("git")
def test_install_and_uninstall_undo_each_other(newsroom: Path) -> None:
    subprocess.run(["git", "init", "-q", str(newsroom.parent)], check=True)
    attributes = newsroom / ".gitattributes"
    attributes.write_text("*.png binary\n", encoding="utf-8")
    first = diglot(newsroom, "merge", "--install")
    assert first.code == 0
    assert "✓ .gitattributes: " in first.out
    assert "✓ git config merge.diglot.driver\n" in first.out
    assert "Commit .gitattributes" in first.err
    lines = attributes.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "*.png binary"
    assert lines[2:] == ["locales/*.pot merge=diglot", "locales/*/LC_MESSAGES/*.po merge=diglot"]
    assert diglot(newsroom, "merge", "--install").out == "✓ git merges this project's catalogs so already\n"
    assert attributes.read_text(encoding="utf-8").splitlines() == lines
    assert diglot(newsroom, "merge", "--uninstall").out == "✓ .gitattributes\n✓ git config merge.diglot\n"
    assert attributes.read_text(encoding="utf-8") == "*.png binary\n"
    assert diglot(newsroom, "merge", "--uninstall").out == "✓ there was nothing to undo\n"


@needs_tool("git")
def test_the_desks_own_words_are_merged_by_git(newsroom: Path) -> None:
    subprocess.run(["git", "init", "-q", str(newsroom)], check=True)
    (newsroom / "locales" / "desk.pot").write_bytes(b"")
    assert diglot(newsroom, "merge", "--install").code == 0
    asked = ["locales/desk.pot", "locales/es/LC_MESSAGES/desk.po", "locales/es/LC_MESSAGES/flood.po"]
    command = ["git", "-C", str(newsroom), "check-attr", "merge", *asked]
    answered = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")
    assert [line.rpartition(" ")[2] for line in answered[:3]] == ["unspecified", "unspecified", "diglot"]


@needs_tool("git")
def test_without_a_repository_the_remedy_is_named(newsroom: Path) -> None:
    ran = diglot(newsroom, "merge", "--install")
    assert ran.code == 1
    assert "is in no git repository" in ran.err
    assert "  Try: Make one: git -C " in ran.err
    assert not (newsroom / ".gitattributes").exists()


def test_without_git_the_remedy_is_named(newsroom: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(newsroom))
    ran = diglot(newsroom, "merge", "--install")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "Error: git is not installed")
