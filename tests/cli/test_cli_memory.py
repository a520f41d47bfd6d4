"""`diglot memory`: listed, searched, taken in, given out, made anew, from a newcomer's side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_fixture import diglot

from l10n.model import Catalog, CatalogKey, Entry
from l10n.newsroom.project import open_project

RAIN, LLUVIA = "Rain fell on the old town for days.", "Llovió varios días en la ciudad vieja."
TMX = """<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>The old bridge</seg></tuv>
<tuv xml:lang="es"><seg>El puente viejo</seg></tuv></tu></body></tmx>"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    diglot(tmp_path, "init", ".", "--target", "es")
    project = open_project(tmp_path)
    entries = (Entry("Rain", context="headline").approved("Lluvia"), Entry(RAIN).approved(LLUVIA), Entry("No."))
    project.catalogs.replace(CatalogKey("flood", "es"), Catalog("flood", "es", entries), expected="")
    (tmp_path / "agency.tmx").write_text(TMX)
    return tmp_path


def test_without_a_word_it_says_what_there_is(room):
    ran = diglot(room, "memory")
    assert ran.code == 2
    assert "search" in ran.out + ran.err


def test_what_is_held_is_listed_by_article_file_and_target(room):
    diglot(room, "memory", "import", "agency.tmx")
    assert diglot(room, "memory", "list").out.splitlines() == [
        "from               locale  texts  kind",
        "flood              es          2  article",
        "memory/agency.tmx  es          1  file",
        "3 texts",
    ]
    assert json.loads(diglot(room, "memory", "list", "--json").out) == {
        "schema": "diglot.memory/1",
        "held": [
            {"from": "flood", "locale": "es", "texts": 2, "kind": "article"},
            {"from": "memory/agency.tmx", "locale": "es", "texts": 1, "kind": "file"},
        ],
        "problems": {},
    }


def test_nothing_held_is_said_with_the_next_step(tmp_path):
    diglot(tmp_path, "init", ".", "--target", "es")
    ran = diglot(tmp_path, "memory", "list")
    assert (ran.code, "diglot memory import FILE" in ran.out) == (0, True)


def test_a_catalog_that_cannot_be_read_is_named(room):
    path = room / "locales" / "es" / "LC_MESSAGES" / "flood.po"
    path.write_bytes(path.read_bytes()[:-30])
    ran = diglot(room, "memory", "list")
    assert ran.code == 1
    assert "flood.po" in ran.err


def test_a_phrase_is_found_in_both_directions_and_marked(room):
    ran = diglot(room, "memory", "search", "RAIN")
    assert (ran.code, ran.out.splitlines()) == (
        0,
        [
            "flood, headline  en > es",
            "  >Rain<",
            "  Lluvia",
            "flood  en > es",
            f"  {RAIN.replace('Rain', '>Rain<')}",
            f"  {LLUVIA}",
        ],
    )
    assert ">ciudad vieja<" in diglot(room, "memory", "search", "ciudad vieja").out
    assert diglot(room, "memory", "search", "ciudad", "--in", "source").code == 1


def test_what_is_found_is_told_to_programs_with_its_place(room):
    (found,) = json.loads(diglot(room, "memory", "search", "vieja", "--json").out)["found"]
    assert found == {
        "source": RAIN,
        "target": LLUVIA,
        "source_locale": "en",
        "locale": "es",
        "from": "flood",
        "context": "",
        "in": "target",
        "spans": [[LLUVIA.index("vieja"), LLUVIA.index("vieja") + 5]],
    }


def test_nothing_found_is_said_and_told_by_the_exit_code(room):
    ran = diglot(room, "memory", "search", "zebra")
    assert (ran.code, ran.out) == (1, "")
    assert "zebra" in ran.err


def test_a_file_is_taken_in_once_and_made_anew(room):
    assert diglot(room, "memory", "import", "agency.tmx", "-n").out.startswith(
        "✓ memory/agency.tmx  1 text: 1 es  (dry"
    )
    assert diglot(room, "memory", "import", "agency.tmx").out == "✓ memory/agency.tmx  1 text: 1 es\n"
    assert diglot(room, "memory", "import", "agency.tmx").out.endswith("as it was\n")
    assert diglot(room, "memory", "rebuild").out == "✓ 3 texts are remembered\n"
    assert json.loads(diglot(room, "memory", "rebuild", "--json").out) == {"schema": "diglot.memory/1", "texts": 3}


def test_all_goes_out_as_one_file_for_each_target(room):
    diglot(room, "memory", "import", "agency.tmx")
    assert diglot(room, "memory", "export").out == "✓ exports/memory.es.tmx  es  3 texts\n"
    ran = diglot(room, "memory", "export", "--own", "-o", "own.tmx", "--json")
    assert json.loads(ran.out)["files"] == [{"path": "own.tmx", "locale": "es", "texts": 2, "warnings": []}]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["import"], 2, "FILE"),
        (["import", "nowhere.tmx"], 4, "no such file"),
        (["import", "diglot.toml"], 4, "not well-formed"),
        (["import", "articles"], 4, "folder"),
        (["import", "a.tmx", "b.tmx", "--name", "x"], 2, "one by one"),
        (["import", "agency.tmx", "--name", "../x"], 4, "cannot name"),
        (["search"], 2, "PHRASE"),
        (["search", " "], 2, "word or a phrase"),
        (["search", "rain", "-l", "fr"], 3, "is not a target"),
        (["search", "rain", "--in", "my"], 2, "both"),
        (["list", "-l", "fr"], 3, "is not a target"),
        (["export", "-l", "fr"], 3, "is not a target"),
        (["forget"], 2, "forget"),
    ],
)
def test_what_goes_wrong_is_said_in_words(room, args, code, words):
    ran = diglot(room, "memory", *args)
    assert ran.code == code
    assert words in ran.err
    assert "Traceback" not in ran.err
