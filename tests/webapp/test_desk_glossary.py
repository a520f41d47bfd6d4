"""The glossary in the desk: its page, and the terms that stand beside a paragraph."""

import re

import pytest
from desk_fixture import BASE, FIRST, address_of, id_of

from l10n.errors import CatalogError
from l10n.glossary import Term

COUP = Term("coup", ("အာဏာသိမ်းမှု",), "my", note="not <b>putsch</b>")
POLICE = Term("police", ("ရဲ", "ရဲတပ်ဖွဲ့"), "my", forbidden=("ပုလိပ်",))
NUG = Term("NUG", kind="organisation", do_not_translate=True)


@pytest.fixture
def agreed(desk):
    desk.glossary = [POLICE, NUG, COUP]
    return desk


def headwords(page):
    return re.findall(r'<h2 class="term"[^>]*>([^<]*)</h2>', page)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["coup", "NUG", "police"]),
        ("?q=COUP", ["coup"]),
        ("?q=ပုလိပ်", ["police"]),
        ("?q=putsch", ["coup"]),
        ("?in=my", ["coup", "police"]),
        ("?q=nothing", []),
    ],
)
def test_the_page_finds_terms_by_any_of_their_words(agreed, visit, query, found):
    assert headwords(visit("moe").get(f"/glossary{query}").text) == found


def test_the_page_says_what_a_term_asks_for(agreed, visit):
    page = visit("moe").get("/glossary").text
    assert "Do not translate" in page
    assert "ရဲ · ရဲတပ်ဖွဲ့" in page
    assert "not &lt;b&gt;putsch&lt;/b&gt;" in page
    assert re.search(r"<del[^>]*>ပုလိပ်</del>", page)


def test_an_empty_glossary_says_what_to_do(visit):
    assert "diglot glossary propose" in visit("moe").get("/glossary").text


def test_terms_of_a_paragraph_are_marked_in_it_and_listed_beside_it(agreed, visit):
    page = visit("moe").get(address_of(FIRST)).text
    assert re.findall(r'<mark class="agreed">([^<]*)</mark>', page) == ["police"]
    assert "<summary>Glossary <span>1</span></summary>" in page
    assert "ရဲ · ရဲတပ်ဖွဲ့" in page


def test_terms_are_marked_in_the_row_that_is_open_alone(agreed, visit):
    assert "agreed" not in visit("thiri").get(BASE).text
    page = visit("thiri").get(f"{BASE}?edit={id_of(FIRST)}").text
    assert re.findall(r'<mark class="agreed">([^<]*)</mark>', page) == ["police"]
    assert "ရဲ · ရဲတပ်ဖွဲ့" in page


def test_a_paragraph_without_terms_has_no_such_panel(desk, visit):
    assert "<summary>Glossary" not in visit("moe").get(address_of(FIRST)).text


def test_a_glossary_that_cannot_be_read_is_said_on_its_page_and_keeps_nobody_from_working(desk, visit):
    def broken(*_):
        raise CatalogError("the kind 'x' is not known", path="glossary/terms.csv", line=3, remedy="write place")

    desk.terms = desk.glossary_terms = broken
    moe = visit("moe")
    assert "glossary/terms.csv:3: the kind &#39;x&#39; is not known. write place" in moe.get("/glossary").text
    assert moe.get(address_of(FIRST)).status_code == 200
