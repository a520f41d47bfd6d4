"""The glossary in the desk: its page, and the terms that stand beside a paragraph."""

import re
from dataclasses import replace

import pytest
from desk_fixture import BASE, CHANGED, FIRST, address_of, id_of

from l10n.errors import CatalogError
from l10n.glossary import Term
from l10n.newsroom.naming import Proposal
from l10n.stores.glossary import row_id

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

    desk.terms = desk.glossary_rows = broken
    moe = visit("moe")
    assert "glossary/terms.csv:3: the kind &#39;x&#39; is not known. write place" in moe.get("/glossary").text
    assert moe.get(address_of(FIRST)).status_code == 200


FORM = {
    "source": "junta",
    "locale": "my",
    "targets": "စစ်ကောင်စီ\r\nစစ်အုပ်စု",
    "forbidden": "အစိုးရ",
    "kind": "organisation",
    "note": "the 2021 one",
}
JUNTA = Term("junta", ("စစ်ကောင်စီ", "စစ်အုပ်စု"), "my", "the 2021 one", "organisation", ("အစိုးရ",))


def address(desk, term):
    return next(f"/glossary/{row_id(row)}" for row in desk.glossary_rows() if row.term == term)


def test_a_reviewer_adds_a_term_with_all_its_fields(desk, visit):
    aung = visit("aung")
    assert aung.post("/glossary/new", **FORM, redact="1").status_code == 303
    assert desk.glossary == [replace(JUNTA, redact=True)]


def test_a_translator_proposes_and_a_reviewer_takes_it_in_or_drops_it(desk, visit):
    visit("thiri").post("/glossary/new", **FORM)
    assert (desk.glossary, desk.proposed) == ([], [JUNTA])
    settle = re.search(r'action="(/glossary/proposed/\w+)"', visit("aung").get("/glossary").text)[1]
    assert "/glossary/proposed/" not in visit("thiri").get("/glossary").text
    assert visit("thiri").post(settle, action="accept").status_code == 403
    assert visit("aung").post(settle, action="accept").status_code == 303
    assert (desk.glossary, desk.proposed) == ([JUNTA], [])


def test_a_proposal_that_is_dropped_is_gone(desk, visit):
    visit("thiri").post("/glossary/new", **FORM)
    [row] = desk.proposed_terms()
    visit("aung").post(f"/glossary/proposed/{row_id(row)}", action="drop")
    assert (desk.glossary, desk.proposed) == ([], [])


def test_the_form_is_filled_from_the_address(desk, visit):
    page = visit("thiri").get("/glossary/new?source=Ye+Mon&kind=person").text
    assert 'name="source" value="Ye Mon"' in page
    assert re.search(r'<option value="person" selected>', page)


def test_a_term_is_changed_where_it_is_as_it_was_seen(agreed, visit):
    aung, place = visit("aung"), address(agreed, COUP)
    base = re.search(r'name="base" value="(\w+)"', aung.get(place).text)[1]
    aung.post(place, base=base, source="coup", locale="my", targets="အာဏာသိမ်းမှု", note="new")
    assert agreed.glossary == [POLICE, NUG, replace(COUP, note="new")]
    answer = aung.post(place, base=base, source="coup", locale="my", targets="အခြား", note="late")
    assert answer.status_code == 409
    assert "Nothing was overwritten" in answer.text
    assert 'value="late"' in answer.text
    assert agreed.glossary == [POLICE, NUG, replace(COUP, note="new")]


def test_after_a_conflict_the_same_text_can_be_saved_knowingly(agreed, visit):
    aung, place = visit("aung"), address(agreed, COUP)
    page = aung.post(place, base="old", source="coup", locale="my", targets="အခြား").text
    base = re.search(r'name="base" value="(\w+)"', page)[1]
    assert aung.post(place, base=base, source="coup", locale="my", targets="အခြား").status_code == 303
    assert agreed.glossary[-1] == Term("coup", ("အခြား",), "my")


def test_a_term_is_deleted(agreed, visit):
    aung, place = visit("aung"), address(agreed, POLICE)
    base = re.search(r'name="base" value="(\w+)"', aung.get(place).text)[1]
    assert aung.post(place, base=base, action="delete").status_code == 303
    assert agreed.glossary == [NUG, COUP]
    assert aung.get(place).status_code == 404


def test_what_cannot_be_a_term_is_refused_and_the_text_kept(desk, visit):
    answer = visit("aung").post("/glossary/new", source="…", targets="စာ", note="<kept>")
    assert answer.status_code == 422
    assert "&lt;kept&gt;" in answer.text
    assert desk.glossary == []


def test_a_term_that_is_there_already_is_not_added_twice(agreed, visit):
    answer = visit("aung").post("/glossary/new", source="coup", locale="my", targets="အခြား")
    assert (answer.status_code, agreed.glossary) == (409, [POLICE, NUG, COUP])


def test_only_reviewers_change_and_readers_look(agreed, visit):
    place = address(agreed, COUP)
    assert visit("thiri").post(place, base="x", source="coup").status_code == 403
    assert visit("moe").get("/glossary/new").status_code == 403
    page = visit("moe").get(place).text
    assert 'name="source"' not in page
    assert "အာဏာသိမ်းမှု" in page


def test_a_term_names_the_paragraphs_that_it_stands_in(agreed, visit):
    page = visit("moe").get(address(agreed, POLICE)).text
    assert re.findall(r'<li><a href="(/articles[^"]*)">([^<]*)</a>', page) == [
        (address_of(FIRST), "defectors · ¶1"),
        (address_of(CHANGED), "defectors · ¶3"),
    ]


def test_names_of_an_article_are_offered_and_added_with_one_press(desk, visit):
    desk.names = [
        Proposal("Ye Mon", "person", 2, [("defectors", 7)]),
        Proposal("Yangon", "place", 1, [("defectors", 2)]),
    ]
    aung = visit("aung")
    page = aung.get("/glossary/names?article=defectors").text
    assert re.findall(r'name="source" value="([^"]*)"', page) == ["Ye Mon", "Yangon"]
    back = "/glossary/names?article=defectors"
    answer = aung.post("/glossary/new", source="Yangon", locale="my", kind="place", targets="ရန်ကုန်", back=back)
    assert (answer.status_code, answer.location) == (303, back)
    assert desk.glossary == [Term("Yangon", ("ရန်ကုန်",), "my", kind="place")]


def test_after_adding_nobody_is_led_away_from_the_desk(desk, visit):
    answer = visit("aung").post("/glossary/new", source="coup", back="https://elsewhere.example/")
    assert answer.location == "/"


def test_what_was_typed_survives_that_somebody_deleted_the_term(agreed, visit):
    aung, place = visit("aung"), address(agreed, COUP)
    agreed.glossary.remove(COUP)
    answer = aung.post(place, base="x", source="coup", locale="my", targets="အာဏာသိမ်းမှု", note="typed")
    assert answer.status_code == 409
    assert 'value="typed"' in answer.text
    assert 'action="/glossary/new"' in answer.text
