"""Edits are classed by what they touch; what only typography touches is told from all else without a mistake."""

import importlib.util
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.edits import EditClass, class_edit
from l10n.edits.number import repair_burmese

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TYPOGRAPHY = (EditClass.TYPOGRAPHY,)
GRAVEST_FIRST = [kind.value for kind in EditClass]
LOCALES = st.sampled_from(["en", "my", "zh-Hant", "xx", ""])
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
PARTS = [
    "not ",
    "12",
    "“",
    "”",
    "'",
    "[a][1]",
    "*",
    "`x`",
    "မ",
    "ဦး",
    " ",
    "\n",
    "May ",
    "—",
    "...",
    "<b>",
    "ကို",
    "၁၂",
    "不",
    "&amp;",
    "\u200d",
    "\u202e",
    "\0",
]
MIXED_TEXT = st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=4)), max_size=20).map("".join)


def load_bench():
    spec = importlib.util.spec_from_file_location("bench_classes", ROOT / "bench" / "classes.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


BENCH = load_bench()


EDITS = {name: BENCH.read(path) for name, path in BENCH.SETS.items()}
ALL = [edit for edits in EDITS.values() for edit in edits]
SENTENCES = st.sampled_from([edit.old for edit in ALL])


@cache
def classes_given(edit):
    return edit.given()


def test_sets_hold_what_the_documentation_says():
    tuned, held_out, fresh = EDITS["tuned"], EDITS["held out"], EDITS["fresh"]
    assert len(tuned) >= 400
    assert len(held_out) >= 150
    assert len(fresh) == 120
    assert sum(edit.locale == "en" for edit in tuned) >= 220
    assert sum(edit.locale == "my" for edit in tuned) >= 70
    assert {kind for edit in tuned for kind in edit.classes} == set(GRAVEST_FIRST)
    assert len({(edit.locale, edit.old, edit.new, edit.new_urls) for edit in ALL}) == len(ALL)
    assert all(list(edit.classes) == sorted(edit.classes, key=GRAVEST_FIRST.index) for edit in ALL)


@pytest.mark.parametrize("kind", ["negation", "number", "quotation"])
def test_no_edit_of_meaning_is_missed(kind):
    assert [edit for edit in ALL if kind in edit.classes and kind not in classes_given(edit)] == []


def test_nothing_is_called_typography_that_is_not():
    assert [edit for edit in ALL if "typography" in classes_given(edit) and edit.classes != ("typography",)] == []


def test_typography_is_found():
    assert [edit for edit in ALL if edit.classes == ("typography",) and classes_given(edit) != ("typography",)] == []


def test_documented_figures_are_what_the_command_prints():
    documented = (ROOT / "docs" / "edits.md").read_text(encoding="utf-8")
    for name, edits in EDITS.items():
        assert "\n".join(BENCH.table(name, edits)) in documented


NEVER_TYPOGRAPHY = [
    ("en", "1 000 men", "1000 men"),
    ("en", "They re-sign.", "They resign."),
    ("en", "its", "it's"),
    ("en", "10-12", "10 12"),
    ("en", "not able", "notable"),
    ("en", "no where", "nowhere"),
    ("en", "U.S. troops", "US troops"),
    ("en", "5 ,6", "5,6"),
    ("en", "3 - 5", "3 — 5"),
    ("en", "at -5", "at –5"),
    ("en", "5'", '5"'),
    ("en", "man-eating", "man–eating"),
    ("en", "in 2019—20 people", "in 2019-20 people"),
    ("en", "50 %", "50%"),
    ("en", "the boys’ club", "the boy’s club"),
    ("en", "x²", "x2"),
    ("en", "Ａ", "A"),
    ("en", "1\u200b000", "1 000"),
    ("en", "a\u202eb", "ab"),
    ("en", "run --all", "run — all"),
    ("en", "`a  b`", "`a b`"),
    ("en", "`a--b`", "`a—b`"),
    ("en", "see https://x.org/a...b", "see https://x.org/a…b"),
    ("en", '<a title="x">y</a>', "<a title='x'>y</a>"),
    ("en", "1.5", "1. 5"),
    ("en", "10:30", "10: 30"),
    ("en", "he said “we stay", "he said ”we stay"),
    ("en", "f…", "f …"),
    ("en", "Let's eat, grandma", "Let's eat grandma"),
    ("en", "us", "US"),
    ("my", "ဆရာမ ကောင်းပါ", "ဆရာ မကောင်းပါ"),
    ("my", "လူ ၁၂ ဦး", "လူ 12 ဦး"),
    ("my", "၅ ၆", "၅၆"),
    ("my", "ရွာသား၊ ကျောင်းသား", "ရွာသား ကျောင်းသား"),
    ("th", "ตา กลม", "ตาก ลม"),
    ("zh", "王 明", "王明"),
    ("fa", "می‌رود", "میرود"),
    ("hi", "क्‍ष", "क्ष"),
    ("ar", "١٠\u200f-٢٠", "١٠-٢٠"),
    ("zh", "他说「甲『乙』丙」。", "他说「甲」乙「丙」。"),
    ("my", "“ကောင်း‘မ’ဆိုး”", "“ကောင်း”မ“ဆိုး”"),
    ("en", "“No—“yes”—no”", "“No—”yes“—no”"),
    ("en", "\U0001f468\u200d\U0001f469", "\U0001f468\U0001f469"),
]


@pytest.mark.parametrize(("locale", "old", "new"), NEVER_TYPOGRAPHY)
def test_doubtful_edits_are_graver_than_typography(locale, old, new):
    assert EditClass.TYPOGRAPHY not in class_edit(old, new, locale=locale)
    assert EditClass.TYPOGRAPHY not in class_edit(new, old, locale=locale)


def test_same_text_with_the_same_addresses_is_no_edit():
    assert class_edit("We stay.", "We stay.", locale="en", old_urls=["a"], new_urls=["a"]) == ()


def test_another_address_is_a_link_edit_even_where_the_rest_is_typography():
    assert class_edit("We  stay.", "We stay.", locale="en", old_urls=["a"], new_urls=["b"]) == (EditClass.LINK,)


def test_classes_come_gravest_first():
    found = class_edit("“We saw 12 men,” said Tin.", "“We saw no men,” said Hla.", locale="en")
    assert list(found) == sorted(found, key=list(EditClass).index)


@given(MIXED_TEXT | ANY_TEXT, MIXED_TEXT | ANY_TEXT, LOCALES)
@settings(max_examples=examples(80), deadline=None)
def test_any_texts_get_a_class_and_only_equal_ones_none(old, new, locale):
    found = class_edit(old, new, locale=locale)
    assert bool(found) == (old != new)
    assert found == TYPOGRAPHY or EditClass.TYPOGRAPHY not in found


@given(SENTENCES, st.data())
@settings(max_examples=examples(60), deadline=None)
def test_more_of_the_same_space_is_typography(text, data):
    assume("`" not in text)
    spaces = [at for at, char in enumerate(text) if char == " "]
    assume(spaces)
    at = data.draw(st.sampled_from(spaces))
    noise = data.draw(st.sampled_from(["  ", "\n", "\u00a0", "\u202f ", "\t", " \u200b"]))
    assert class_edit(text, text[:at] + noise + text[at + 1 :], locale="en") == TYPOGRAPHY


@given(SENTENCES, st.data())
@settings(max_examples=examples(60), deadline=None)
def test_another_digit_is_a_number_or_a_date(text, data):
    assume("[" not in text and "<" not in text and "://" not in text)
    text = repair_burmese(text)  # a digit typed for a letter is no number
    text = text if any(char.isdecimal() for char in text) else f"{text} 47"
    at = data.draw(st.sampled_from([at for at, char in enumerate(text) if char.isdecimal()]))
    digits = data.draw(st.sampled_from(["0123456789", "၀၁၂၃၄၅၆၇၈၉", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "0123456789"]))
    digit = data.draw(st.sampled_from(digits))
    assume(digit != text[at])
    found = class_edit(text, text[:at] + digit + text[at + 1 :], locale="en")
    assert {EditClass.NUMBER, EditClass.DATE} & set(found)


@given(st.sampled_from([edit for edit in ALL if edit.locale in ("en", "my")]))
@settings(max_examples=examples(50), deadline=None)
def test_an_edit_taken_back_is_as_grave(edit):
    back = class_edit(edit.new, edit.old, locale=edit.locale, old_urls=edit.new_urls, new_urls=edit.old_urls)
    grave = {"negation", "number", "quotation", "typography"}
    assert grave & set(edit.given()) == grave & {kind.value for kind in back}


@given(SENTENCES, st.sampled_from(["not", "never", "without", "cannot", "no one", "don't"]), st.data())
@settings(max_examples=examples(60), deadline=None)
def test_a_negation_put_in_anywhere_is_seen(text, word, data):
    assume("`" not in text and "<" not in text and "[" not in text and "://" not in text)
    spaces = [at for at, char in enumerate(text) if char == " "]
    assume(spaces)
    at = data.draw(st.sampled_from(spaces))
    assert EditClass.NEGATION in class_edit(text, f"{text[:at]} {word}{text[at:]}", locale="en")


def test_a_long_paragraph_is_classed_in_bounded_time():
    old = "The ministry said on Monday that 12 of the clinics near Hakha were open. " * 150
    assert class_edit(old, old[:-6] + "not open. ", locale="en")[0] is EditClass.NEGATION
