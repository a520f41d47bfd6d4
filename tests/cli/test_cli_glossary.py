"""`diglot glossary` as a newcomer meets it, and the checks and builds that follow it."""

import json
import shutil

import pytest
from cli_fixture import diglot

ARTICLE = """---
title: Soldiers leave
---

The coup failed, said Ye Mon.

People in Yangon met Ye Mon and the National Unity Government (NUG).
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("newsroom")
    diglot(folder, "init", ".", "--target", "es", "--target", "my")
    (folder / "articles" / "flood.md").write_text(ARTICLE, encoding="utf-8")
    assert diglot(folder, "update").code == 0
    return folder


@pytest.fixture
def newsroom(fresh, tmp_path):
    return shutil.copytree(fresh, tmp_path / "newsroom")


def answer(ran):
    return json.loads(ran.out)


def test_an_empty_glossary_says_how_to_begin(newsroom):
    assert diglot(newsroom, "glossary", "list").out == "The glossary is empty.   Next: diglot glossary propose\n"
    assert "propose" in diglot(newsroom, "glossary").err + diglot(newsroom, "glossary").out


def test_names_are_proposed_with_their_place_until_they_are_in_the_glossary(newsroom):
    assert diglot(newsroom, "glossary", "propose").out.splitlines() == [
        "times  name                       kind          first",
        "    2  Ye Mon                     person        articles/flood.md:5",
        "    1  NUG                        organisation  articles/flood.md:7",
        "    1  National Unity Government  organisation  articles/flood.md:7",
        "    1  Yangon                     place         articles/flood.md:7",
    ]
    diglot(newsroom, "glossary", "add", "Ye Mon", "--do-not-translate")
    found = answer(diglot(newsroom, "--json", "glossary", "propose", "--limit", "1"))
    assert found == {
        "schema": "diglot.glossary/1",
        "proposals": [{"name": "NUG", "kind": "organisation", "count": 1, "places": ["articles/flood.md:7"]}],
        "total": 3,
    }


def test_a_term_is_added_listed_and_checked(newsroom):
    ran = diglot(newsroom, "glossary", "add", "coup", "golpe de Estado", "golpe", "-l", "es", "--forbidden", "asonada")
    assert (ran.code, ran.out, ran.err) == (0, "✓ coup is in glossary/terms.csv\n", "")
    assert (newsroom / "glossary" / "terms.csv").read_text(encoding="utf-8-sig") == (
        "term,locale,translation,forbidden,kind,do not translate,do not publish,redact,note\n"
        "coup,es,golpe de Estado | golpe,asonada,,,,,\n"
    )
    assert diglot(newsroom, "glossary", "list", "GOLPE").out.splitlines()[1:] == [
        "coup  es      golpe de Estado | golpe  not: asonada  glossary/terms.csv:2"
    ]
    catalog = newsroom / "locales" / "es" / "LC_MESSAGES" / "flood.po"
    text = catalog.read_text(encoding="utf-8")
    said = 'msgid "The coup failed, said Ye Mon."\nmsgstr "'
    catalog.write_text(text.replace(said + '"', said + 'La asonada fracasó, dijo Ye Mon."'), encoding="utf-8")
    ran = diglot(newsroom, "check", "-l", "es")
    assert ran.code == 1
    assert "“asonada” must not be used for “coup”. Write “golpe de Estado”." in ran.out


def test_adding_again_changes_nothing_and_something_else_is_refused_unless_asked_for(newsroom):
    diglot(newsroom, "glossary", "add", "coup", "golpe", "-l", "es")
    assert (
        diglot(newsroom, "glossary", "add", "coup", "golpe", "-l", "es").out
        == "✓ coup was already in glossary/terms.csv\n"
    )
    ran = diglot(newsroom, "glossary", "add", "coup", "revuelta", "-l", "es")
    assert (ran.code, ran.err) == (
        4,
        "Error: glossary/terms.csv: “coup” is in the glossary for es, and says something else\n"
        "  Try: add --replace to put the new row in its place\n",
    )
    assert diglot(newsroom, "glossary", "add", "coup", "revuelta", "-l", "es", "--replace").code == 0
    assert "revuelta" in diglot(newsroom, "glossary", "list").out


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["add"], 2, "Missing argument 'TERM'"),
        (["add", "coup", "golpe"], 2, "Into which language is that translation of 'coup'? Add -l, for example: -l es"),
        (["add", "coup", "x", "-l", "fr"], 2, "'fr' is no target of this project; they are: es my"),
        (["add", "…"], 4, "the column 'term' has no word in it"),
        (["add", "a", "b", "-l", "es", "--do-not-translate"], 4, "has a translation and says “do not translate”"),
        (["import", "none.csv"], 4, "there is no file none.csv"),
        (["import", "."], 4, ". is a folder"),
        (["import", "/dev/null"], 4, "/dev/null: there are no terms in it"),
        (["export", "glossary.ods"], 2, "say which format it is: --format csv, tbx or tbx2008"),
        (["export", "no/such/g.csv"], 4, "there is no folder no/such"),
        (["propose", "nothing"], 4, "there is no article 'nothing'"),
        (["lst"], 2, "There is no command 'lst'. Did you mean 'list'?"),
    ],
)
def test_mistakes_are_told_in_words(newsroom, args, code, said):
    ran = diglot(newsroom, "glossary", *args)
    assert (ran.code, said in ran.err) == (code, True)


def test_a_term_of_which_nothing_is_said_is_remarked_upon(newsroom):
    assert "It says nothing of quay yet" in diglot(newsroom, "glossary", "add", "quay").err
    assert diglot(newsroom, "glossary", "add", "ferry", "--do-not-translate").err == ""


def test_a_broken_row_is_named_by_every_command_that_needs_it(newsroom):
    (newsroom / "glossary" / "terms.csv").write_text("term,kind\nYangon,city\n")
    for args in (["glossary", "list"], ["glossary", "check"], ["check"], ["glossary", "add", "x"]):
        ran = diglot(newsroom, *args)
        assert (ran.code, ran.err.splitlines()[0]) == (
            4,
            "Error: glossary/terms.csv:2: the kind 'city' is not known",
        )


@pytest.mark.parametrize("name", ["g.csv", "g.tbx"])
def test_a_glossary_goes_out_and_comes_back_without_its_secrets(newsroom, name):
    diglot(newsroom, "glossary", "add", "coup", "golpe", "-l", "es", "--note", "of 2021")
    diglot(newsroom, "glossary", "add", "Ko Aung", "Aung", "-l", "es", "--do-not-publish", "--private")
    ran = diglot(newsroom, "glossary", "export", name)
    assert (ran.code, ran.out) == (0, f"✓ 1 rows in {name}\n")
    assert "1 marked “do not publish” or “redact” were left out" in ran.err
    assert b"Aung" not in (newsroom / name).read_bytes()
    (newsroom / "glossary" / "terms.csv").unlink()
    ran = diglot(newsroom, "--json", "glossary", "import", name)
    assert answer(ran) == {
        "schema": "diglot.glossary/1",
        "action": "import",
        "path": "glossary/terms.csv",
        "new": 1,
        "changed": 0,
        "rows": 1,
    }
    assert [t["note"] for t in answer(diglot(newsroom, "--json", "glossary", "list", "coup"))["terms"]] == ["of 2021"]


def test_an_import_with_one_bad_row_takes_nothing(newsroom):
    (newsroom / "x.csv").write_text("term,locale,translation\ncoup,es,golpe\n,es,x\n")
    ran = diglot(newsroom, "glossary", "import", "x.csv")
    assert (ran.code, ran.err.splitlines()[0]) == (4, "Error: x.csv:3: the column 'term' has no word in it: ''")
    assert not (newsroom / "glossary" / "terms.csv").exists()


def test_check_names_rows_to_look_at(newsroom):
    (newsroom / "glossary" / "a.csv").write_text("term,locale,translation\ncoup,es,golpe\n")
    diglot(newsroom, "glossary", "add", "coup", "asonada", "-l", "es")
    ran = diglot(newsroom, "glossary", "check")
    assert (ran.code, ran.out.splitlines()) == (
        1,
        [
            "glossary/terms.csv:2  coup  is there twice, see glossary/a.csv:2, whose translation counts: make one row of them",
            "✗ 2 rows, 1 to look at",
        ],
    )


def test_no_edition_is_built_with_a_name_that_must_not_be_published(newsroom):
    diglot(newsroom, "glossary", "add", "Ye Mon", "--do-not-publish", "--private")
    assert oct((newsroom / ".diglot").stat().st_mode & 0o777) == "0o700"
    for options in (["--draft"], ["--draft", "--single"], ["--draft", "--format", "epub"]):
        ran = diglot(newsroom, "build", *options)
        assert ran.code == 1
        assert "“Ye Mon” must not be published, and stands in articles/flood.md:5; articles/flood.md:7" in ran.err
    assert list((newsroom / "editions").glob("*/*")) == []


def test_a_name_marked_after_a_build_stops_the_next_one(newsroom):
    assert diglot(newsroom, "build", "--draft", "-l", "es").code == 0
    diglot(newsroom, "glossary", "add", "Yangon", "--do-not-publish")
    assert diglot(newsroom, "build", "--draft", "-l", "es").code == 1
