"""`diglot draft` and `diglot ledger` as a person meets them: asked before, told after, nothing sent unasked."""

import contextlib
import io
import json
import shutil
import sys
from urllib.parse import urlsplit

import pytest
from cli_fixture import diglot
from engine_doubles import Chat, LibreTranslate, obedient
from journals import prepare_journal

ARTICLE = "# The ferry\n\nThe ferry of Ma Hnin came back with 12 people.\n\nNobody was hurt at Old Quay.\n"


PAIRS = {
    "The ferry of": "El transbordador de",
    "The ferry": "El transbordador",
    "came back with": "volvió con",
    "people": "personas",
    "Nobody was hurt at": "Nadie resultó herido en",
    "A boat": "Un barco",
    "It sank in the night, with nobody on board.": "Se hundió de noche, sin nadie a bordo.",
}


def spanish(text):
    for source, target in PAIRS.items():
        text = text.replace(source, target)
    return text


class Elsewhere(LibreTranslate):
    """A LibreTranslate server that is reached through a proxy on this computer, so its host can be any."""

    def answer(self, method, path, told):
        return super().answer(method, urlsplit(path).path, told)

    @property
    def texts(self):
        return [text for _, path, told in self.asked if path.endswith("/translate") for text in told["q"]]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A newsroom with an article and its catalog, made once."""
    folder = tmp_path_factory.mktemp("draft")
    (folder / "ferry.md").write_text(ARTICLE, encoding="utf-8")
    diglot(folder, "init", "newsroom", "--source", "en", "--target", "es")
    diglot(folder / "newsroom", "add", "../ferry.md")
    assert diglot(folder / "newsroom", "update").code == 0
    prepare_journal(folder / "newsroom")
    return folder / "newsroom"


@pytest.fixture
def server():
    with Elsewhere(translate=spanish) as running:
        yield running


@pytest.fixture
def newsroom(tmp_path, made, server):
    folder = tmp_path / "newsroom"
    shutil.copytree(made, folder)
    configure(folder, server)
    return folder


def configure(folder, server, *, draft='sensitivity = "public"', engine="", more=""):
    (folder / "diglot.toml").write_text(
        f"""[project]
source = "en"
targets = ["es"]
[draft]
engines = ["memory", "libretranslate"]
{draft}
[engine.libretranslate]
url = "http://mt.example"
proxy = "http://127.0.0.1:{server.server_address[1]}"
{engine}
{more}
""",
        encoding="utf-8",
    )


@contextlib.contextmanager
def typing(text):
    """Answer questions as at a terminal."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    before, sys.stdin = sys.stdin, Terminal(text)
    try:
        yield
    finally:
        sys.stdin = before


def test_where_nobody_can_be_asked_nothing_is_sent(newsroom, server):
    refused = diglot(newsroom, "draft")
    assert refused.code == 1
    assert "nobody has agreed to send texts to mt.example" in refused.err
    assert "--yes" in refused.err
    assert "3 empty" in refused.out
    assert server.asked == []
    assert diglot(newsroom, "ledger").out == "Nothing was sent to any engine.\n"


def test_a_no_sends_nothing_and_a_yes_sends_what_was_said(newsroom, server):
    configure(newsroom, server, engine='price_per_million = "20 USD"', draft='sensitivity = "public"')
    with typing("n\n"):
        refused = diglot(newsroom, "draft")
    assert refused.code == 1
    assert server.asked == []
    with typing("y\n"):
        agreed = diglot(newsroom, "draft")
    assert agreed.code == 0
    asked = "libretranslate would send to mt.example through 127.0.0.1:{}: 3 texts, 83 characters, about 0.01 USD"
    assert asked.format(server.server_address[1]) in refused.err
    assert server.texts == [
        "The ferry",
        "The ferry of Ma Hnin came back with 12 people.",
        "Nobody was hurt at Old Quay.",
    ]
    assert "✓ ferry  es  drafted 3 by libretranslate; 0 empty" in agreed.out


@pytest.mark.parametrize(("draft", "args"), [("", ("--yes",)), ("ask = false", ())])
def test_a_script_sends_with_yes_or_where_the_project_says_so(newsroom, server, draft, args):
    configure(newsroom, server, draft=f'sensitivity = "public"\n{draft}')
    assert diglot(newsroom, "draft", *args).code == 0
    assert len(server.texts) == 3


def test_own_hosts_are_not_asked_about(newsroom, server):
    configure(newsroom, server, draft='sensitivity = "internal"\nown_hosts = ["mt.example"]')
    assert diglot(newsroom, "draft").code == 0
    assert len(server.texts) == 3


@pytest.mark.parametrize("sensitivity", ["internal", "offline"])
def test_yes_is_no_way_around_sensitivity(newsroom, server, sensitivity):
    configure(newsroom, server, draft=f'sensitivity = "{sensitivity}"')
    refused = diglot(newsroom, "draft", "--engine", "libretranslate", "--yes")
    assert (refused.code, server.asked) == (5, [])
    assert f"this article is {sensitivity}" in refused.err


def test_the_ledger_tells_what_was_sent_where_in_whose_name(newsroom, server):
    diglot(newsroom, "draft", "--yes", "--as", "lucia")
    shown = diglot(newsroom, "ledger")
    head, row = shown.out.splitlines()
    assert head.split("  ")[0] == "when (UTC)"
    assert row.split("  ")[1].strip() == "libretranslate"
    assert "mt.example through 127.0.0.1" in row
    assert row.rstrip().endswith("3          83  lucia  3 answered")
    assert "ferry" in row
    assert "3 texts, 83 characters in all" in shown.err
    texts = diglot(newsroom, "ledger", "--texts")
    assert len(texts.out.splitlines()) == 4
    assert "texts = true" in texts.err
    for nothing in (("--engine", "google"), ("--article", "flood"), ("--since", "2999-01-01")):
        assert "Nothing was sent" in diglot(newsroom, "ledger", *nothing).out
    assert len(json.loads(diglot(newsroom, "ledger", "--json", "--since", "1h").out)["sends"]) == 1


def test_the_ledger_has_the_texts_where_the_project_wants_them(newsroom, server):
    configure(newsroom, server, more="[ledger]\ntexts = true")
    diglot(newsroom, "draft", "--yes")
    assert "“Nobody was hurt at Old Quay.”" in diglot(newsroom, "ledger", "--texts").out


@pytest.mark.parametrize("since", ["yesterday", "7", "2026-13-01", "-1d"])
def test_a_wrong_day_is_told_with_a_right_one(newsroom, since):
    wrong = diglot(newsroom, "ledger", f"--since={since}")
    assert wrong.code == 2
    assert "2026-11-01" in wrong.err


def test_marked_names_are_hidden_and_come_back(newsroom, server):
    (newsroom / "glossary" / "names.csv").write_text(
        "term,translation,locale,kind,redact\nMa Hnin,Doña Hnin,es,person,yes\n", encoding="utf-8"
    )
    assert "1 name hidden" in diglot(newsroom, "draft", "-n").out
    diglot(newsroom, "draft", "--yes")
    assert "Hnin" not in str(server.asked)
    catalog = (newsroom / "locales" / "es" / "LC_MESSAGES" / "ferry.po").read_text(encoding="utf-8")
    assert "El transbordador de Doña Hnin volvió con 12 personas." in catalog


def test_a_dry_run_shows_each_text_and_sends_none(newsroom, server):
    shown = diglot(newsroom, "draft", "-n")
    assert shown.code == 0
    assert "Nobody was hurt at Old Quay." in shown.out
    assert "libretranslate would send to mt.example" in shown.out
    assert server.asked == []
    plan = json.loads(diglot(newsroom, "draft", "-n", "--json").out)["catalogs"][0]["plan"][0]
    assert (plan["host"], plan["characters"], plan["asks"], len(plan["texts"])) == ("mt.example", 83, True, 3)


def test_answers_are_kept_for_the_next_time(newsroom, server):
    diglot(newsroom, "draft", "--yes")
    catalog = newsroom / "locales" / "es" / "LC_MESSAGES" / "ferry.po"
    catalog.unlink()
    diglot(newsroom, "update")
    server.asked.clear()
    again = diglot(newsroom, "draft")
    assert (again.code, server.texts) == (0, [])
    assert "libretranslate had answered 3 before" in again.err
    catalog.unlink()
    diglot(newsroom, "update")
    assert diglot(newsroom, "draft", "--fresh", "--yes").code == 0
    assert len(server.texts) == 3


def test_a_locale_may_have_a_chain_of_its_own(newsroom, server):
    configure(newsroom, server, more='[draft.es]\nengines = ["memory"]')
    assert diglot(newsroom, "draft", "--yes").code == 0
    assert server.asked == []


def test_a_budget_ends_a_run_over_all_articles(newsroom, server):
    (newsroom.parent / "boat.md").write_text("# A boat\n\nIt sank in the night, with nobody on board.\n")
    diglot(newsroom, "add", "../boat.md")
    diglot(newsroom, "update")
    configure(newsroom, server, engine="characters_per_run = 60")
    run = diglot(newsroom, "draft", "--yes")
    assert "boat  es  drafted 2 by libretranslate" in run.out
    assert "characters_per_run = 60 would be exceeded" in run.err
    assert server.texts == ["A boat", "It sank in the night, with nobody on board.", "The ferry"]


def test_drafts_are_compared_side_by_side_and_nothing_is_saved(newsroom, server):
    before = (newsroom / "locales" / "es" / "LC_MESSAGES" / "ferry.po").read_bytes()
    with Chat(mind=lambda asked: obedient(asked, lambda text: spanish(text).replace("12", "21"))) as chat:
        configure(newsroom, server, more=f'[engine.chat]\nurl = "{chat.url}"\nmodel = "tiny"')
        refused = diglot(newsroom, "draft", "--compare", "libretranslate,chat")
        assert (refused.code, server.asked) == (1, [])
        compared = diglot(newsroom, "draft", "--compare", "libretranslate,chat", "--yes")
    assert "  libretranslate: El transbordador de Ma Hnin volvió con ‹12› personas." in compared.out
    assert "  chat: El transbordador de Ma Hnin volvió con ‹21› personas." in compared.out
    assert compared.code == 0
    assert (newsroom / "locales" / "es" / "LC_MESSAGES" / "ferry.po").read_bytes() == before


def test_a_comparison_as_json_has_a_row_for_each_paragraph(newsroom, server):
    made = diglot(newsroom, "draft", "--json", "--compare", "memory,libretranslate", "--yes", "--limit", "2")
    catalog = json.loads(made.out)["catalogs"][0]
    assert [row["label"] for row in catalog["rows"]] == ["Headline", "¶1"]
    assert [draft["engine"] for draft in catalog["rows"][0]["drafts"]] == ["memory", "libretranslate"]
    assert [draft["target"] for draft in catalog["rows"][0]["drafts"]] == ["", "El transbordador"]
    assert catalog["sent"] == {"libretranslate": 55}


@pytest.mark.parametrize("names", ["libretranslate", "memory,"])
def test_one_engine_cannot_be_compared(newsroom, names):
    wrong = diglot(newsroom, "draft", "--compare", names)
    assert wrong.code == 2
    assert "--compare apertium,google" in wrong.err


def test_a_price_that_is_none_is_a_mistake_in_the_configuration(newsroom, server):
    configure(newsroom, server, engine='price_per_million = "cheap"')
    wrong = diglot(newsroom, "draft", "--yes")
    assert wrong.code == 3
    assert 'price_per_million = "20 USD"' in wrong.err
    assert server.asked == []


def test_an_article_without_a_catalog_is_told_to_need_one(tmp_path):
    (tmp_path / "ferry.md").write_text(ARTICLE, encoding="utf-8")
    diglot(tmp_path, "init", "newsroom", "--source", "en", "--target", "es")
    diglot(tmp_path / "newsroom", "add", "../ferry.md")
    told = diglot(tmp_path / "newsroom", "draft")
    assert (told.out, told.err) == ("", "  ! ferry has no paragraphs in es yet: diglot update\n")


def test_a_sensitivity_written_with_capitals_holds(newsroom, server):
    article = newsroom / "articles" / "ferry.md"
    before = article.read_text(encoding="utf-8")
    head = before if before.startswith("---\n") else f"---\ntitle: The ferry\n---\n\n{before}"
    article.write_text(head.replace("---\n", "---\nSensitivity: Offline\n", 1), encoding="utf-8")
    diglot(newsroom, "update")
    told = diglot(newsroom, "draft", "--engine", "libretranslate", "--yes")
    assert (server.texts, "this article is offline" in told.err) == ([], True)


def test_a_budget_has_its_rest_used_and_is_told_beforehand(newsroom, server):
    configure(newsroom, server, engine="characters_per_run = 20")
    planned = diglot(newsroom, "draft", "--engine", "libretranslate", "-n")
    told = diglot(newsroom, "draft", "--engine", "libretranslate", "--yes")
    assert "libretranslate is sent at most 20 characters a run" in planned.err
    assert ("characters_per_run = 20 would be exceeded (9 sent)" in told.err, server.texts) == (True, ["The ferry"])


def test_a_refusal_of_several_catalogs_is_told_once_with_their_number(newsroom, server):
    (newsroom.parent / "boat.md").write_text("# A boat\n\nIt sank in the night, with nobody on board.\n")
    diglot(newsroom, "add", "../boat.md")
    diglot(newsroom, "update")
    configure(newsroom, server, draft='sensitivity = "offline"')
    told = diglot(newsroom, "draft").err
    assert (told.count("this article is offline"), "the same for 1 more catalog: libretranslate" in told) == (1, True)
