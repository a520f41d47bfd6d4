"""What a memory may hold of a catalog, and of other tools' texts."""

from dataclasses import asdict, replace

import pytest

from l10n.model import Catalog, Entry, seal_of
from l10n.ports import Hints, Remembered
from l10n.workflow.remember import neighbours, remembered_of, remembered_of_texts, tag_for

HEADLINE = Entry("Flood", context="headline").approved("Inundación")
FIRST = Entry("The **river** rose, [she said][1].").approved("El **río** subió, [dijo ella][1].")
SECOND = Entry("Nobody was hurt.").approved("No hubo heridos.")


def held(*entries, approvals="sealed", obsolete=(), slug="flood"):
    catalog = Catalog(slug, "es", tuple(entries), tuple(obsolete))
    return remembered_of(catalog, source_locale="en", approvals=approvals)


def test_an_approved_entry_is_held_with_its_seal_its_context_and_what_stands_beside_it():
    assert held(HEADLINE, FIRST, SECOND) == [
        Remembered(
            "Flood", "Inundación", "en", "es", "flood", "headline", "", "The river rose, she said.", HEADLINE.seal
        ),
        Remembered(FIRST.source, FIRST.target, "en", "es", "flood", "", "Flood", "Nobody was hurt.", FIRST.seal),
        Remembered(SECOND.source, SECOND.target, "en", "es", "flood", "", "The river rose, she said.", "", SECOND.seal),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        Entry("A"),
        Entry("A").drafted("B", origin="engine=google"),
        Entry("A").drafted("B", origin="memory 1.00"),
        Entry("A").reviewed("B"),
        Entry("Z").approved("B").outdated("A"),
        replace(Entry("A").approved("B"), target="C"),
        replace(Entry("A").approved("B"), confirmed=False),
        Entry("A", "B", confirmed=True),
        Entry("A", "B", confirmed=True, origin="engine=google"),
    ],
)
def test_what_nobody_approved_never_enters(entry):
    assert held(entry) == []


def test_where_gettext_decides_a_finished_entry_is_held_without_a_seal():
    foreign = Entry("A", "B", confirmed=True, seal=seal_of("A", "older"))
    assert held(foreign, approvals="gettext") == [Remembered("A", "B", "en", "es", "flood")]


def test_an_entry_that_nobody_approved_is_a_neighbour_all_the_same():
    assert [r.before for r in held(Entry("Before."), SECOND)] == ["Before."]


def test_paragraphs_that_are_gone_are_held_without_neighbours():
    assert held(FIRST, obsolete=[SECOND, Entry("Draft.").reviewed("x")]) == [
        Remembered(SECOND.source, SECOND.target, "en", "es", "flood", approved=SECOND.seal),
        Remembered(FIRST.source, FIRST.target, "en", "es", "flood", approved=FIRST.seal),
    ]


def test_the_desks_own_interface_is_never_held():
    assert held(FIRST, slug="desk") == []


def test_no_name_of_a_person_is_held():
    signed = replace(FIRST, comments=("Ko Ko: see my mail",), note="asked by Thiri")
    (remembered,) = held(signed)
    assert not {"Ko Ko", "Thiri"} & {
        name for name in ("Ko Ko", "Thiri") for v in asdict(remembered).values() if name in v
    }


def test_neighbours_are_without_markup_and_nothing_stands_beside_the_ends():
    assert neighbours([FIRST, SECOND]) == [Hints("", "Nobody was hurt."), Hints("The river rose, she said.", "")]
    assert neighbours([]) == []


def units(texts, targets=("es", "pt-BR")):
    found = remembered_of_texts(texts, source_locale="en", target_locales=targets, file_name="agency.tmx", context="x")
    return [(r.source, r.target, r.target_locale, r.slug, r.context) for r in found]


def test_another_memorys_unit_gives_a_text_for_each_target_of_the_project():
    assert units({"EN-us": "Rain", "pt_br": "Chuva", "es": "Lluvia", "de": "Regen"}) == [
        ("Rain", "Lluvia", "es", "agency.tmx", "x"),
        ("Rain", "Chuva", "pt-BR", "agency.tmx", "x"),
    ]


def test_what_is_the_same_in_both_languages_or_in_other_languages_gives_nothing():
    assert units({"en": "AP", "es": "AP"}) == []
    assert units({"de": "Regen", "es": "Lluvia"}) == []
    assert units({"en": "Rain", "pt-PT": "Chuva"}) == []


def test_letters_are_composed():
    assert units({"en": "Cafe\u0301", "es": "Cafe\u0301 con leche"}) == [
        ("Café", "Café con leche", "es", "agency.tmx", "x")
    ]


@pytest.mark.parametrize(
    ("locale", "spelt", "tag"),
    [
        ("en", ("en-GB", "en"), "en"),
        ("en", ("en-GB", "en-US"), "en-GB"),
        ("pt-BR", ("pt",), "pt"),
        ("pt-BR", ("pt-PT",), ""),
        ("zh-Hant", ("zh-TW",), ""),
        ("my", ("MY_mm",), "MY_mm"),
        ("en", (), ""),
        ("e", ("es",), ""),
    ],
)
def test_a_tag_means_a_locale_where_one_says_no_more_than_the_other_contradicts(locale, spelt, tag):
    assert tag_for(locale, spelt) == tag
