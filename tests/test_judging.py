"""What is a translation, and what only looks like an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.judging import ABOUT_THE_TEXT, MARKS_LOST, judge

SOURCE = "Heavy rain fell on the northern hills last night."
SPANISH = "Anoche llovió con fuerza en las colinas del norte."
BURMESE = "ညက မြောက်ပိုင်းတောင်ကုန်းများတွင် မိုးသည်းထန်စွာ ရွာသွန်းခဲ့သည်။"


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        (SOURCE, SPANISH, "es"),
        (SOURCE, BURMESE, "my"),
        (SOURCE, "昨晚北部山区下了大雨。", "zh"),
        (SOURCE, "昨夜、北部の丘陵地帯で大雨が降った。", "ja"),
        (SOURCE, "Прошлой ночью на северных холмах прошёл сильный дождь.", "ru"),
        (SOURCE, "Sinoć je na severnim brdima pala jaka kiša.", "sr-Latn"),
        ("The NLD, the KNLA and the PDF met in Naypyidaw.", "NLD၊ KNLA နှင့် PDF တို့ နေပြည်တော်တွင် တွေ့ဆုံခဲ့သည်။", "my"),
        ("Reuters", "Reuters", "es"),
        ("Kyaw Zin", "Kyaw Zin", "my"),
        ("2021–2024", "2021–2024", "my"),
        ("Yes.", "Sí, claro que sí.", "es"),
        ("He saw an Error 500 (Server Error) all day long.", "Vio un Error 500 (Server Error) todo el día.", "es"),
        (SOURCE, "Whatever script an unknown language has is fine here.", "xx"),
    ],
)
def test_translations_pass(source, target, locale):
    assert judge(source, target, target_locale=locale, marks=()) == ""


@pytest.mark.parametrize(
    ("target", "locale", "reason"),
    [
        ("", "es", "empty"),
        (" \n ", "es", "empty"),
        ("Error 500 (Server Error)!!1500.That’s an error.", "es", "error page"),
        ("MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY.", "es", "error page"),
        ("'XX' IS AN INVALID TARGET LANGUAGE", "es", "error page"),
        ("<!DOCTYPE html><p>Hola", "es", "error page"),
        (SOURCE, "es", "echo of the source"),
        ("  HEAVY RAIN fell on the northern  hills last night. ", "es", "echo of the source"),
        (SPANISH, "my", "wrong script"),
        (BURMESE, "es", "wrong script"),
        (SPANISH, "sr-Cyrl", "wrong script"),
        ("😀", "es", "no words"),
        ("Anoche.", "es", "length out of proportion"),
        ("palabra " * 50, "es", "length out of proportion"),
        (SPANISH + " nada nada, nada nada nada.", "es", "one word again and again"),
        (SPANISH + " ⟦0⟧", "es", MARKS_LOST),
        (SPANISH + "\x00", "es", "control characters"),
        (SPANISH + "\ud800", "es", "control characters"),
    ],
)
def test_what_is_no_translation_is_refused_with_its_reason(target, locale, reason):
    assert judge(SOURCE, target, target_locale=locale, marks=()) == reason


@pytest.mark.parametrize(
    "target", ["Hola Reuters⟦1⟧", "⟦0⟧Hola⟦0⟧ Reuters⟦1⟧", "⟦0⟧Hola Reuters⟦2⟧", "Hola [0] Reuters"]
)
def test_every_mark_must_come_back_once(target):
    assert judge("⟦0⟧Hello Reuters⟦1⟧", target, target_locale="es", marks=["⟦0⟧", "⟦1⟧"]) == MARKS_LOST


def test_marks_may_change_places():
    assert judge("⟦0⟧Hello⟦1⟧", "Hola⟦1⟧⟦0⟧", target_locale="es", marks=["⟦0⟧", "⟦1⟧"]) == ""


@given(st.text(), st.text(), st.sampled_from(["es", "my", "zh", "sr-Latn", "xx", ""]))
def test_any_two_texts_are_judged_without_an_error(source, target, locale):
    reason = judge(source, target, target_locale=locale, marks=())
    assert not (reason == "" and not target.strip())


LONG = "The ministry said on Monday that 30 villagers had left. They walked for two days. Soldiers burned their houses."


@pytest.mark.parametrize(
    ("source", "target", "locale", "reason"),
    [
        (LONG, "El ministerio dijo el lunes que 30 aldeanos se habían ido. Caminaron dos d", "es", "cut off"),
        (LONG, "El ministerio dijo el lunes que 30 aldeanos.", "es", "cut off"),
        (LONG, "The service is not available. Please contact your administrator for this plan.", "es", "in English"),
        (LONG, LONG.replace("Monday", "lunes"), "es", "in English"),
        (
            LONG,
            "El ministerio <b>dijo</b> que 30 aldeanos se fueron. Caminaron. Quemaron sus casas, dijo.",
            "es",
            "HTML",
        ),
        (LONG, "El ministerio dijo que se fueron.&nbsp;Caminaron dos días. Quemaron sus casas, dijo.", "es", "HTML"),
        (LONG, "SegÃºn el ministerio, 30 aldeanos se fueron. Caminaron dos dÃ­as. Quemaron casas.", "es", "unreadable"),
        (
            LONG,
            "Seg\ufffdn el ministerio, 30 aldeanos se fueron. Caminaron dos días. Quemaron casas.",
            "es",
            "unreadable",
        ),
        (LONG, "30 aldeanos se fueron ayer. " * 18, "es", "length out of proportion"),
    ],
)
def test_what_services_send_instead_of_a_translation_is_refused(source, target, locale, reason):
    assert judge(source, target, target_locale=locale).startswith(reason)


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        (LONG, "El ministerio dijo el lunes que 30 aldeanos se habían ido; caminaron dos días. Quemaron casas.", "es"),
        (LONG, "ဝန်ကြီးဌာနက တနင်္လာနေ့တွင် ရွာသား ၃၀ ထွက်သွားသည်ဟု ပြောသည်။ နှစ်ရက် လမ်းလျှောက်ခဲ့သည်။ အိမ်များ မီးရှို့ခဲ့သည်။", "my"),
        (LONG, "กระทรวงกล่าวเมื่อวันจันทร์ว่าชาวบ้าน 30 คนออกไปแล้ว พวกเขาเดินสองวัน ทหารเผาบ้านของพวกเขา", "th"),
        (LONG, "该部周一表示，30名村民已离开。他们走了两天。士兵烧毁了他们的房屋。", "zh"),
        (LONG, "মন্ত্রণালয় সোমবার জানিয়েছে যে ৩০ জন গ্রামবাসী চলে গেছেন। তারা দুই দিন হেঁটেছেন। সৈন্যরা বাড়ি পুড়িয়েছে।", "bn"),
        (LONG, "وزارت نے پیر کو کہا کہ 30 دیہاتی چلے گئے ہیں۔ وہ دو دن تک چلے۔ فوجیوں نے ان کے گھر جلا دیے۔", "ur"),
        (
            "Read “The Lord of the Rings and the Two Towers” before you go to the office.",
            "Lea «The Lord of the Rings» antes de ir a la oficina.",
            "es",
        ),
        (
            "Use <b>bold</b> where AT&amp;T stands in the text of a page.",
            "Use <b>negrita</b> donde AT&amp;T figura en el texto.",
            "es",
        ),
        (
            "He wrote Ã¡ where he meant something else, and nobody saw it.",
            "Escribió Ã¡ donde quería otra cosa, y nadie lo vio.",
            "es",
        ),
    ],
)
def test_translations_like_those_of_people_pass(source, target, locale):
    assert judge(source, target, target_locale=locale) == ""


def test_every_reason_about_a_text_is_listed():
    assert {MARKS_LOST, "cut off", "in English", "unreadable signs"} <= ABOUT_THE_TEXT
    assert "error page" not in ABOUT_THE_TEXT


def test_a_short_text_may_grow_by_much_but_not_without_end():
    assert judge("Yes.", "Sí, " + "claro que sí, " * 8, target_locale="es") == ""
    assert judge("Yes.", "Sí, " + "claro que sí, " * 12, target_locale="es") == "length out of proportion"


def test_a_text_that_says_a_word_five_times_may_be_translated():
    assert judge("No, no, no, no, no!", "¡No, no, no, no, no!", target_locale="es") == ""
