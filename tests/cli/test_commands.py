"""The command line as a newcomer meets it: help, wrong words, missing files, and the main way."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_fixture import Ran, diglot

from l10n.cli import COMMANDS
from l10n.editions import FORMATS

ARTICLE = """Ferry returns after the storm

March 3, 2026 • Author: Aye Aye • 3 minute read

The boat had been moored for eleven days.


The ferry between Old Quay and Long Island went back into service on Tuesday, carrying 120 people on its first run.

“We waited every morning,” said Ma Hnin, a teacher on the island.

Reported by the harbour desk. Written in English by Aye Aye.
"""


@pytest.fixture
def newsroom(tmp_path):
    (tmp_path / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    made = diglot(tmp_path, "init", "newsroom", "--source", "en", "--target", "my", "--target", "es")
    assert (made.code, made.err) == (0, "")
    return tmp_path / "newsroom"


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and ".diglot" not in p.parts
    }


def test_an_article_goes_from_add_to_a_labelled_edition(newsroom):
    added = diglot(newsroom, "add", "../ferry.txt")
    assert added.code == 0
    assert "headline 1" in added.out
    assert diglot(newsroom, "update").code == 0
    before = files_of(newsroom)
    assert diglot(newsroom, "update").code == 0
    assert files_of(newsroom) == before
    assert diglot(newsroom, "update", "--check").code == 0
    assert diglot(newsroom, "draft").code == 0
    refused = diglot(newsroom, "build", "-l", "es")
    assert refused.code == 1
    assert "diglot build --draft" in refused.err
    assert not (newsroom / "editions").exists()
    built = diglot(newsroom, "build", "-l", "es", "--draft")
    assert built.code == 0, built.err
    page = next((newsroom / "editions" / "ferry").glob("*.html")).read_text(encoding="utf-8")
    assert "Not translated yet" in page


def test_status_as_json_has_the_documented_shape(newsroom):
    diglot(newsroom, "add", "../ferry.txt")
    diglot(newsroom, "update")
    for order in (("--json", "status"), ("status", "--json")):
        answer = json.loads(diglot(newsroom, *order).out)
        assert answer["schema"] == "diglot.status/1"
        assert [list(row) for row in answer["articles"]] == [
            ["slug", "locale", "segments", "approved", "review", "draft", "stale", "empty"]
        ] * 2
        assert all(row["segments"] == row["empty"] > 5 for row in answer["articles"])


def test_dry_run_of_add_shows_the_cut_and_writes_nothing(newsroom):
    before = files_of(newsroom)
    shown = diglot(newsroom, "add", "../ferry.txt", "--dry-run")
    assert shown.code == 0
    assert "The boat had been moored" in shown.out
    assert files_of(newsroom) == before


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command_has_an_example(tmp_path, name):
    helped = diglot(tmp_path, name, "--help")
    assert helped.code == 0
    assert f"diglot {name}" in helped.out.split("Example", 1)[-1]


def test_wrong_command_suggests_the_nearest(tmp_path):
    wrong = diglot(tmp_path, "statsu")
    assert wrong.code == 2
    assert "Did you mean 'status'?" in wrong.err


NEEDED = {
    "merge": ("--install",),
    "import": ("back.po",),
    "article": ("list",),
    "memory": ("list",),
    "target": ("list",),
    "glossary": ("list",),
    "people": ("list",),
    "backup": ("all.backup",),
    "retract": ("boat", "--reason", "It sank."),
    "unretract": ("boat",),
}
"""What a command must be told before it looks for a project."""


@pytest.mark.parametrize("name", [c for c in COMMANDS if c not in ("init", "add", "config", "inspect", "restore")])
def test_outside_a_project_each_command_says_how_to_make_one(tmp_path, name):
    lost = diglot(tmp_path, name, *NEEDED.get(name, ()))
    assert lost.code == 3
    assert "diglot init" in lost.err
    assert "Traceback" not in lost.err


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("add",), 2),
        (("add", "missing.txt"), 4),
        (("add", "."), 4),
        (("update", "nothing"), 4),
        (("draft", "-l", "de"), 3),
        (("draft", "--engine", "gogle"), 5),
        (("build", "--format", "docx2"), 1),
        (("status", "nothing"), 4),
        (("config",), 2),
        (("init", "."), 3),
        (("build", "--nonsense"), 2),
    ],
)
def test_wrong_input_is_answered_in_words(newsroom, args, code):
    diglot(newsroom, "add", "../ferry.txt")
    diglot(newsroom, "update")
    before = files_of(newsroom)
    wrong = diglot(newsroom, *args)
    assert (wrong.code, "Traceback" in wrong.err) == (code, False), wrong
    assert wrong.err.strip()
    assert files_of(newsroom) == before


def test_help_loads_neither_flask_nor_the_journal_nor_the_readers(tmp_path):
    code = "import sys; from l10n.cli import run; run(['--help']); print(sorted(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    modules = out.rsplit("\n", 2)[-2]
    for heavy in ("flask", "sqlalchemy", "markdown_it", "polib", "rapidfuzz", "requests", "babel"):
        assert f"'{heavy}'" not in modules


def test_an_update_with_nothing_to_do_loads_neither_flask_nor_the_journal(newsroom):
    diglot(newsroom, "add", "../ferry.txt")
    diglot(newsroom, "update")
    code = "import sys; from l10n.cli import run; run(['-q', 'update']); print(sorted(sys.modules))"
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=newsroom, env=os.environ
    ).stdout
    for heavy in ("flask", "sqlalchemy", "rapidfuzz", "requests"):
        assert f"'{heavy}'" not in out


def test_init_answers_in_json_where_that_is_asked_for(tmp_path):
    made = diglot(tmp_path, "init", "newsroom", "--target", "my", "--json")
    assert json.loads(made.out) == {
        "schema": "diglot.init/1",
        "path": str(tmp_path / "newsroom"),
        "source": "en",
        "targets": ["my"],
    }


def test_an_unknown_format_is_told_once_and_not_for_every_article(newsroom):
    diglot(newsroom, "add", "../ferry.txt")
    diglot(newsroom, "update")
    wrong = diglot(newsroom, "build", "--format", "htm", "--draft")
    assert (wrong.code, wrong.err) == (
        1,
        f"Error: there is no format 'htm'\n  Try: did you mean html? There are: {', '.join(FORMATS)}\n",
    )


@pytest.mark.parametrize("name", ["article", "config", "glossary", "memory", "target"])
def test_a_command_of_several_lists_them_with_whole_sentences(tmp_path, name):
    alone = diglot(tmp_path, name)
    assert alone.code == 2
    assert "Commands:" in alone.err + alone.out
    assert "..." not in (alone.err + alone.out).split("Commands:")[1]


def test_a_quiet_doctor_names_only_what_is_wrong(newsroom):
    assert diglot(newsroom, "doctor", "-q") == Ran(0, "", "")
    config = newsroom / "diglot.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('["memory"]  ', '["chat"]  '), encoding="utf-8")
    assert diglot(newsroom, "doctor", "-q") == Ran(1, "", "  chat: needs url\n")
