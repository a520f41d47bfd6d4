"""Lists, filters, search, pages, languages: what the desk shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from desk_fixture import BASE, FIRST, HEADLINE, LAST, MY, SECOND, FakeDesk, FakePeople, address_of, id_of

from l10n.model import Catalog, Document, Entry, State
from webapp import create_app
from webapp.rows import PAGE_ROWS, Around, make_sheet, page_of, paragraph_id
from webapp.texts import direction, marks

LOCALES = Path(__file__).parents[2] / "locales"


def shown(page: str) -> list[str]:
    return re.findall(r'<li id="p-([0-9a-f]{12})"', page)


def test_articles_tell_how_far_they_are(visit):
    page = visit("moe").get("/").text
    assert HEADLINE in page
    assert "1 approved · 1 in review · 2 machine drafts · 1 needs work · 1 empty" in page
    assert 'aria-label="6 paragraphs: 1 approved' in page


def test_an_empty_project_says_what_to_do(desk, visit):
    desk.articles = {}
    assert "diglot add FILE" in visit("owner").get("/").text


def test_an_article_without_a_catalog_says_what_to_do(desk, visit):
    desk.catalogs.catalogs = {}
    moe = visit("moe")
    assert ["diglot update" in moe.get(path).text for path in ("/", BASE)] == [True, True]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 6),
        ("?state=draft", 2),
        ("?state=stale", 1),
        ("?state=nonsense", 6),
        ("?q=NUMBERS", 1),
        ("?q=ခွဲထွက်", 2),
        ("?state=approved&q=numbers", 0),
        ("?q=.*", 0),
        ("?page=99", 6),
        ("?page=-1", 6),
        ("?page=x", 6),
        ("?edit=000000000000", 6),
    ],
)
def test_filters_and_search_show_what_they_say(visit, query, count):
    answer = visit("moe").get(f"{BASE}{query}")
    assert (answer.status_code, len(shown(answer.text))) == (200, count)


def test_a_reader_is_given_no_form_that_decides(visit):
    moe = visit("moe")
    pages = [moe.get(f"{BASE}?edit={id_of(FIRST)}").text, moe.get(f"{BASE}/p/{id_of(FIRST)}").text]
    assert not any('name="action"' in page or "data-decide" in page for page in pages)


def test_a_translator_is_not_offered_to_approve(visit):
    thiri = visit("thiri")
    pages = [thiri.get(f"{BASE}?edit={id_of(FIRST)}").text, thiri.get(f"{BASE}/p/{id_of(FIRST)}").text]
    assert not any('value="approve"' in page for page in pages)
    assert all('value="review"' in page for page in pages)


def many(count: int) -> tuple[Entry, ...]:
    return tuple(Entry(f"Sentence {number}.") for number in range(count))


def test_long_articles_come_in_pages(desk, visit):
    desk.catalogs.catalogs[MY] = Catalog("defectors", "my", many(60))
    moe = visit("moe")
    counts = [len(shown(moe.get(f"{BASE}?page={page}").text)) for page in ("1", "2", "3", "all")]
    assert counts == [25, 25, 10, 60]


def test_the_page_of_an_opened_paragraph_is_shown(desk, visit):
    desk.catalogs.catalogs[MY] = Catalog("defectors", "my", many(60))
    opened = id_of("Sentence 40.")
    page = visit("thiri").get(f"{BASE}?edit={opened}").text
    assert opened in shown(page)
    assert "Page 2 of 3" in page


def test_pages_of_nothing_are_one():
    page = page_of([], wanted="7")
    assert (list(page.rows), page.number, page.pages, page.total) == ([], 1, 1, 0)


def test_pages_together_are_all_rows(desk):
    desk.catalogs.catalogs[MY] = Catalog("defectors", "my", many(2 * PAGE_ROWS + 1))
    rows = make_sheet(desk, desk.document("defectors"), "my").where(None)
    assert [row for number in "123" for row in page_of(rows, wanted=number).rows] == rows


def test_neighbours_are_those_of_the_filter(desk):
    sheet = make_sheet(desk, desk.document("defectors"), "my")
    headline, caption, first, second, changed, last = sheet.rows
    assert sheet.around(first, State.DRAFT) == Around(None, second, 1, 2)
    assert sheet.around(changed, State.DRAFT) == Around(second, None, 0, 2)
    assert sheet.around(headline, None) == Around(None, caption, 1, 6)
    assert sheet.around(last, State.DRAFT) == Around(second, None, 0, 2)


def test_ids_tell_context_from_source():
    assert len({paragraph_id(key) for key in (("", "ab"), ("a", "b"), ("ab", ""), ("", "a\0b"))}) == 4


def test_marks_are_told_from_words():
    assert marks("a **b** [c][1] [d]") == [
        (False, "a "),
        (True, "**"),
        (False, "b"),
        (True, "**"),
        (False, " "),
        (True, "["),
        (False, "c"),
        (True, "][1]"),
        (False, " [d]"),
    ]


@pytest.mark.parametrize(
    ("tag", "expected"), [("en", "ltr"), ("my", "ltr"), ("ar", "rtl"), ("fa-AF", "rtl"), ("ckb", "rtl")]
)
def test_directions(tag, expected):
    assert direction(tag) == expected


def test_the_browsers_language_is_spoken_where_it_is_known(visit):
    nobody = visit("")
    pages = [nobody.get("/login", **{"Accept-Language": tag}).text for tag in ("my", "es-MX,es;q=0.9", "de", "")]
    assert [re.search(r'<html lang="([^"]+)"', page)[1] for page in pages] == ["my", "es", "en", "en"]


def test_the_chosen_language_stands_above_the_browsers(visit):
    nobody = visit("")
    answer = nobody.post("/prefs", language="my", back="/login?next=/help")
    assert (answer.status_code, answer.location) == (303, "/login?next=/help")
    page = nobody.get("/login", **{"Accept-Language": "es"}).text
    assert '<html lang="my"' in page
    assert "စကားဝှက်" in page


def test_choices_that_are_none_are_not_kept(visit):
    answer = visit("").post("/prefs", language="xx", theme="pink", keys="maybe", back="//evil.example")
    assert (answer.location, answer.headers.getlist("Set-Cookie")) == ("/", [])


def test_the_chosen_theme_and_keys_are_kept(visit):
    nobody = visit("")
    nobody.post("/prefs", theme="dark")
    nobody.post("/prefs", keys="off")
    assert 'data-theme="dark" data-keys="off"' in nobody.get("/login").text


@pytest.mark.parametrize("language", ["my", "es"])
def test_every_text_of_the_interface_is_translated(language):
    with (LOCALES / "desk.pot").open("rb") as template:
        wanted = {message.id for message in read_po(template) if message.id}
    with (LOCALES / language / "LC_MESSAGES" / "desk.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    texts = {m.id: [m.string] if isinstance(m.string, str) else list(m.string) for m in catalog if m.id}
    assert set(texts) == wanted
    assert [id for id, forms in texts.items() if not all(forms)] == []
    assert [m.id for m in catalog if m.id and m.fuzzy] == []
    names = re.compile(r"%\(\w+\)[sd]")
    for id, forms in texts.items():
        source = id if isinstance(id, str) else id[0]
        assert [sorted(names.findall(form)) for form in forms] == [sorted(names.findall(source))] * len(forms)


def test_burmese_counts_in_one_form(visit):
    moe = visit("moe")
    moe.post("/prefs", language="my")
    assert "အတည်ပြုပြီး 1 · စစ်ဆေးဆဲ 1 · စက်မူကြမ်း 2" in moe.get("/").text


def test_checks_are_told_in_the_language_of_the_interface(visit):
    aung, page = visit("aung"), f"{BASE}/p/{id_of(FIRST)}"
    aung.post("/prefs", language="es")
    answer = aung.post(page, action="approve", target="၉၉၉", base=aung.field(page, "base"))
    assert "Los números no coinciden: inglés <b" in answer.text
    assert "Numbers differ" not in answer.text


def test_without_compiled_catalogs_the_desk_speaks_english(tmp_path):
    app = create_app(FakeDesk(people=FakePeople([])), testing=True, translations=tmp_path)
    answer = app.test_client().get("/login", headers={"Accept-Language": "my"})
    assert (answer.status_code, '<html lang="en"' in answer.text) == (200, True)


def test_a_document_that_knows_less_than_the_catalog_still_labels_it(desk, visit):
    desk.articles["defectors"] = Document("defectors", "", facts={"title": "Title"})
    assert LAST in visit("moe").get(BASE).text


def test_the_number_of_a_link_is_no_number_of_the_text(visit):
    assert "All numbers agree" not in visit("aung").get(address_of(SECOND)).text
