"""`diglot export` and `diglot import` as a newsroom uses them: files out, files back, refusals in words."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from cli_fixture import diglot
from journals import prepare_journal

from l10n.exchange import NAMES
from l10n.model import CatalogKey
from l10n.newsroom.project import open_project

ARTICLE = """Ferry returns after the storm

March 3, 2026 • Author: Aye Aye • 3 minute read

The boat had been moored for eleven days.


The ferry between Old Quay and Long Island went back into service on Tuesday, carrying 120 people on its first run.

“We waited every morning,” said Ma Hnin, a teacher on the island.

Reported by the harbour desk. Written in English by Aye Aye.
"""
LATE = "The boat had been moored for eleven days."
WAITED = "“We waited every morning,” said Ma Hnin, a teacher on the island."


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A newsroom with an article and its catalogs, made once."""
    base = tmp_path_factory.mktemp("exchange")
    (base / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    assert diglot(base, "init", "newsroom", "--source", "en", "--target", "my", "--target", "es").code == 0
    folder = base / "newsroom"
    assert diglot(folder, "add", "../ferry.txt").code == 0
    assert diglot(folder, "update").code == 0
    prepare_journal(folder)
    return folder


@pytest.fixture
def newsroom(tmp_path, made):
    return shutil.copytree(made, tmp_path / "newsroom")


def targets(folder: Path, locale: str = "es") -> dict[str, str]:
    catalog, _ = open_project(folder).catalogs.read(CatalogKey("ferry", locale))
    return {entry.source: entry.target for entry in catalog.entries}


def decide(folder: Path, source: str, action: str, target: str) -> None:
    from datetime import UTC, datetime

    from l10n.model import Action

    project = open_project(folder)
    key = CatalogKey("ferry", "es")
    entry = next(e for e in project.catalogs.read(key)[0].entries if e.source == source)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    decided = project.decide(
        catalog=key, key=entry.key, action=Action(action), target=target, base=entry.revision, by="ko-aung", now=now
    )
    assert not decided.refused


def answer(folder: Path, *args: str, code: int = 0) -> dict:
    ran = diglot(folder, "--json", *args)
    assert ran.code == code, ran
    return json.loads(ran.out)


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_file_goes_out_and_comes_back_translated(newsroom):
    out = answer(newsroom, "export", "ferry", "-l", "es", "--format", "xliff")
    assert out["schema"] == "diglot.export/1"
    assert [(f["articles"], f["locale"], f["format"], f["segments"], f["changed"]) for f in out["files"]] == [
        (["ferry"], "es", "xliff", 6, True)
    ]
    file = newsroom / "exports" / "ferry.es.xlf"
    text = file.read_text(encoding="utf-8")
    done = re.sub(r"(days\.</source>\s*<target [^>]*>)", r"\1El barco llevaba once días amarrado.", text)
    (newsroom / "ferry.es.xlf").write_text(done, encoding="utf-8")
    back = answer(newsroom, "import", "ferry.es.xlf", "--as", "lucia")
    [result] = back["files"]
    assert (back["schema"], result["slug"], result["locale"], result["by"]) == (
        "diglot.import/1",
        "ferry",
        "es",
        "lucia",
    )
    assert result["counts"] == {"review": 1, "untouched": 5}
    assert targets(newsroom)[LATE] == "El barco llevaba once días amarrado."
    assert [d.by for d in open_project(newsroom).journal.history(CatalogKey("ferry", "es"))] == ["lucia"]
    again = answer(newsroom, "import", "ferry.es.xlf", "--as", "lucia")
    assert again["files"][0]["counts"] == {"same": 1, "untouched": 5}


@pytest.mark.parametrize("name", NAMES)
def test_every_format_goes_out_and_what_was_not_touched_changes_nothing(newsroom, name):
    decide(newsroom, LATE, "approve", "El barco llevaba once días amarrado.")
    before = {p: d for p, d in files_of(newsroom).items() if ".diglot" not in p}
    out = answer(newsroom, "export", "-l", "es", "--format", name, "-o", "../sent/")
    path = newsroom / out["files"][0]["path"]
    assert out["files"][0]["segments"] == (1 if name == "tmx" else 6)
    back = answer(newsroom, "import", str(path))
    assert set(back["files"][0]["counts"]) <= {"same", "untouched"}
    assert {p: d for p, d in files_of(newsroom).items() if ".diglot" not in p} == before


def test_an_approval_stands_and_the_other_text_is_a_suggestion(newsroom):
    diglot(newsroom, "export", "-l", "es", "--format", "csv")
    file = newsroom / "exports" / "ferry.es.csv"
    file.write_text(
        file.read_text(encoding="utf-8-sig").replace(f'"{LATE}",""', f'"{LATE}","Once días."'), encoding="utf-8"
    )
    decide(newsroom, LATE, "approve", "El barco llevaba once días amarrado.")
    shown = diglot(newsroom, "import", "exports/ferry.es.csv")
    assert shown.code == 0
    assert "kept as a suggestion" in shown.out
    assert "“Once días.”" in shown.out
    assert targets(newsroom)[LATE] == "El barco llevaba once días amarrado."
    found = open_project(newsroom).journal.suggestions(CatalogKey("ferry", "es"), ("", LATE))
    assert [(d.after.target, d.by) for d in found] == [("Once días.", "ferry.es.csv")]


def test_a_dry_run_changes_nothing(newsroom):
    (newsroom / "back.csv").write_text(f'source,target\n"{LATE}",Once días.\n', encoding="utf-8")
    before = {p: d for p, d in files_of(newsroom).items() if ".diglot" not in p}
    shown = diglot(newsroom, "import", "back.csv", "-l", "es", "--dry-run")
    assert (shown.code, "dry run" in shown.out) == (0, True)
    assert {p: d for p, d in files_of(newsroom).items() if ".diglot" not in p} == before
    assert diglot(newsroom, "import", "back.csv", "-l", "es").code == 0
    assert targets(newsroom)[LATE] == "Once días."


def test_a_text_without_a_place_is_listed_with_the_nearest_and_the_exit_code_tells(newsroom):
    (newsroom / "back.csv").write_text(
        "source,target\nThe boat had been moored for nine days.,Nueve días.\n", encoding="utf-8"
    )
    lost = diglot(newsroom, "import", "back.csv", "-l", "es", "--article", "ferry")
    assert lost.code == 1
    assert "“The boat had been moored for nine days.”; nearest now: “The boat had been moored for eleven" in lost.err


def test_what_the_checks_find_is_told(newsroom):
    source = "The ferry between Old Quay and Long Island went back into service on Tuesday, carrying 120 people on its first run."
    (newsroom / "back.csv").write_text(
        f'source,target\n"{source}","El ferry volvió el martes con 210 personas."\n', encoding="utf-8"
    )
    assert "210" in diglot(newsroom, "import", "back.csv", "-l", "es").err


def test_a_file_that_differs_is_not_replaced_unless_forced(newsroom):
    diglot(newsroom, "export", "-l", "es", "--format", "csv")
    file = newsroom / "exports" / "ferry.es.csv"
    assert answer(newsroom, "export", "-l", "es", "--format", "csv")["files"][0]["changed"] is False
    file.write_bytes(b"what a translator wrote")
    refused = diglot(newsroom, "export", "--format", "csv")
    assert refused.code == 1
    assert "diglot import" in refused.err
    assert file.read_bytes() == b"what a translator wrote"
    assert not (newsroom / "exports" / "ferry.my.csv").exists()
    assert diglot(newsroom, "export", "--format", "csv", "--force").code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_offline_article_goes_out_with_a_warning(newsroom):
    article = newsroom / "articles" / "ferry.md"
    article.write_text(
        article.read_text(encoding="utf-8").replace("---\n", "---\nsensitivity: offline\n", 1), encoding="utf-8"
    )
    warned = diglot(newsroom, "export", "-l", "es", "--format", "po", "-o", "ferry.po")
    assert warned.code == 0, warned
    assert "offline" in warned.err
    assert (newsroom / "ferry.po").exists()


def test_an_empty_memory_says_why(newsroom):
    told = diglot(newsroom, "export", "-l", "es", "--format", "tmx")
    assert told.code == 0
    assert "nothing is approved yet" in told.err
    assert diglot(newsroom, "import", "exports/ferry.es.tmx").code == 0


@pytest.mark.parametrize(
    ("name", "data", "args", "code", "words"),
    [
        ("back.csv", "source,target\na,b\n", (), 4, "-l my or -l es"),
        ("back.csv", "source,target\na,b\n", ("-l", "es"), 4, "--article"),
        ("back.csv", "source,target\na,b\n", ("-l", "de"), 3, "not a target"),
        ("back.csv", "source,target\na,b\n", ("-l", "es", "--article", "none"), 4, "there is no article"),
        ("ferry.es.csv", "source,target,target locale\na,b,my\n", ("-l", "es"), 4, "'my', not in 'es'"),
        ("ferry.es.csv", "source,target,source locale\na,b,fr\n", (), 4, "'fr', not in 'en'"),
        ("ferry.es.csv", "source,target,target locale\na,b,de\n", (), 4, "in 'de', which is no target"),
        ("ferry.es.csv", "source,target,target locale\na,b,de\n", ("-l", "es"), 4, "'de', not in 'es'"),
        ("ferry.es.csv", "target\nb\n", (), 4, "ferry.es.csv:1: there is no column 'source'"),
        ("ferry.es.csv", "source,target\na,b\x01\n", (), 4, "control character U+0001"),
        ("ferry.es.po", '<<<<<<< HEAD\nmsgid "a"\nmsgstr ""\n', (), 4, "ferry.es.po:1: a git conflict"),
        ("ferry.es.xlf", '<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>', (), 4, "DOCTYPE"),
        ("ferry.es.pdf", "x", (), 4, ".xliff"),
        ("ferry.es.txt", "just a text", (), 4, ".xliff"),
        ("ferry.es.xlf", "x" * 30_000, (), 4, "more than 20,000 bytes"),
    ],
)
def test_a_refused_file_leaves_everything_untouched(newsroom, name, data, args, code, words):
    toml = newsroom / "diglot.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + "\n[limits]\nimport_bytes = 20_000\n", encoding="utf-8")
    (newsroom / name).write_text(data, encoding="utf-8")
    before = {p: d for p, d in files_of(newsroom).items() if ".diglot" not in p}
    refused = diglot(newsroom, "import", name, *args)
    assert (refused.code, "Traceback" in refused.err) == (code, False), refused
    assert words in refused.err
    assert "Try: " in refused.err
    assert {p: d for p, d in files_of(newsroom).items() if ".diglot" not in p} == before


def test_a_kit_that_would_grow_too_large_is_refused(newsroom):
    with zipfile.ZipFile(newsroom / "ferry.es.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("catalog.json", b"\0" * 5_000_000)
    refused = diglot(newsroom, "import", "ferry.es.zip")
    assert refused.code == 4
    assert "more than 100 times" in refused.err


@pytest.mark.parametrize("suffix", [".po", ".txt", ".html"])
def test_one_file_of_a_kit_may_come_back_alone(newsroom, suffix):
    diglot(newsroom, "export", "-l", "es", "--format", "kit")
    with zipfile.ZipFile(newsroom / "exports" / "ferry.es.zip") as archive:
        data = archive.read(next(name for name in archive.namelist() if name == f"ferry.es{suffix}"))
    (newsroom / f"ferry.es{suffix}").write_bytes(data)
    back = answer(newsroom, "import", f"ferry.es{suffix}")["files"][0]
    assert (back["slug"], back["locale"], set(back["counts"])) == ("ferry", "es", {"untouched"})


def test_one_bad_file_does_not_keep_the_others_waiting(newsroom):
    (newsroom / "ferry.es.csv").write_text(f'source,target\n"{LATE}",Once días.\n', encoding="utf-8")
    both = answer(newsroom, "import", "missing.po", "ferry.es.csv", code=4)
    assert [result["counts"] for result in both["files"]] == [{"review": 1}]
    assert [refused["path"] for refused in both["refused"]] == ["missing.po"]
    assert diglot(newsroom, "import", "missing.po").code == 4


def test_a_file_for_a_sister_locale_is_not_taken_for_this_one(newsroom):
    toml = newsroom / "diglot.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('["my", "es"]', '["es-MX", "es"]'), encoding="utf-8")
    assert diglot(newsroom, "update").code == 0
    (newsroom / "ferry.csv").write_text(f'source,target,target locale\n"{LATE}",x,es-mx\n', encoding="utf-8")
    refused = diglot(newsroom, "import", "ferry.csv", "-l", "es")
    assert (refused.code, "'es-MX', not in 'es'" in refused.err) == (4, True)
    assert answer(newsroom, "import", "ferry.csv")["files"][0]["locale"] == "es-MX"


@pytest.mark.parametrize("handle", ["a\nb", "x" * 101])
def test_a_handle_is_one_short_line(newsroom, handle):
    assert diglot(newsroom, "import", "x.csv", "--as", handle).code == 2


def test_an_article_is_recognised_by_its_texts(newsroom):
    (newsroom / "from-a-friend.csv").write_text(f'source,target\n"{LATE}",Once días.\n', encoding="utf-8")
    assert answer(newsroom, "import", "from-a-friend.csv", "-l", "es")["files"][0]["slug"] == "ferry"


def test_one_memory_holds_all_articles(newsroom):
    decide(newsroom, LATE, "approve", "Once días.")
    (newsroom.parent / "harbour.txt").write_text(ARTICLE.replace("Ferry returns", "Harbour opens"), encoding="utf-8")
    assert diglot(newsroom, "add", "../harbour.txt").code == 0
    assert diglot(newsroom, "update").code == 0
    [file] = answer(newsroom, "export", "-l", "es", "--format", "tmx")["files"]
    assert (file["articles"], file["path"]) == (["ferry", "harbour"], "exports/newsroom.es.tmx")
    assert diglot(newsroom, "export", "-l", "es", "--format", "csv", "-o", "one.csv").code == 1


def test_a_folder_in_place_of_a_file_is_refused_in_words(newsroom):
    ran = diglot(newsroom, "import", "articles")
    assert (ran.code, ran.err) == (4, "Error: articles: this is a folder\n  Try: Name the file in it.\n")


def test_a_file_of_strangers_texts_fills_no_screen_and_commands_no_terminal(newsroom):
    rows = "".join(f'"Unknown \x1b]0;title\x07 text number {n}",algo\n' for n in range(50))
    (newsroom / "strange.csv").write_text(f"source,target\n{rows}", encoding="utf-8")
    ran = diglot(newsroom, "import", "strange.csv", "-l", "es", "--article", "ferry")
    assert (ran.code, ran.err.count("no paragraph has"), "and 30 more; all of them: --json" in ran.err) == (1, 20, True)
    assert "\x1b" not in ran.out + ran.err
