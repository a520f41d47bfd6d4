"""What the typesetter is given: every text with its language, nothing that could be read as markup."""

import json
import re
from dataclasses import replace

from edition_fixture import STATES, edition
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.editions.pdf_content import describe_edition, strings_in
from l10n.editions.rendering import Run, inline_html, inline_runs
from l10n.manner import Manner, Order, Stale
from l10n.model import State


def blocks(made, kind=""):
    """The blocks of an edition, those inside others too, of a kind."""
    found, waiting = [], list(describe_edition(made, columns=True)["blocks"])
    while waiting:
        block = waiting.pop(0)
        found.append(block)
        inner = [block.get("blocks", []), *block.get("items", []), *(c for row in block.get("rows", []) for c in row)]
        waiting = [b for part in inner for b in part] + waiting
    return [block for block in found if block["kind"] == kind or not kind]


def said(side):
    return "".join(run["text"] for group in side["lines"] for run in group["runs"])


def test_runs_keep_emphasis_links_and_code():
    assert inline_runs("First, [the *quay*](https://example.org/) & **a `b`** ~~c~~") == [
        Run("First, "),
        Run("the ", (), "https://example.org/"),
        Run("quay", ("em",), "https://example.org/"),
        Run(" & "),
        Run("a ", ("strong",)),
        Run("b", ("strong", "code")),
        Run(" "),
        Run("c", ("s",)),
    ]
    assert inline_runs("one  \ntwo\nthree") == [Run("one"), Run("\n"), Run("two"), Run(" "), Run("three")]


def test_no_run_leads_where_no_edition_may_lead():
    assert inline_runs("[x](javascript:alert%281%29) <b>y</b>") == [Run("[x](javascript:alert%281%29) <b>y</b>")]
    assert {run.address for run in inline_runs("[x](data:text/html,a) [y](../z)")} == {""}


@settings(max_examples=examples(100), deadline=None)
@given(st.text(alphabet="ab *_~`[]()<>!&;#\\\n:/hts.", max_size=40))
def test_runs_say_the_words_of_the_page(text):
    page = re.sub("<[^>]*>", "", inline_html(text).replace("<br/>", "\n"))
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        page = page.replace(entity, sign)
    assert "".join(run.text for run in inline_runs(text)) == page


def test_it_is_json_and_each_text_has_its_language():
    values = describe_edition(edition(list(STATES), draft=True, locale="ar"), columns=True)
    assert json.loads(json.dumps(values)) == values
    assert {locale for locale, _ in strings_in(values)} == {"ar", "en"}
    assert values["dir"] == "rtl"
    assert (values["about"]["lang"], values["about"]["dir"]) == ("en", "ltr")
    assert all(
        side["dir"] == ("rtl" if side["lang"] == "ar" else "ltr")
        for b in blocks(edition())
        for side in b.get("sides", [])
    )


def test_a_region_is_no_part_of_the_language():
    side = blocks(edition(locale="pt-BR"), "pair")[0]["sides"][0]
    assert (side["lang"], side["region"], side["locale"]) == ("pt", "BR", "pt-BR")


def test_the_order_of_languages_is_that_of_the_newsroom():
    for order, languages in ((Order.TARGET_FIRST, ["my", "en"]), (Order.SOURCE_FIRST, ["en", "my"])):
        made = replace(edition(list(STATES)), manner=Manner(order=order))
        assert {tuple(side["lang"] for side in b["sides"]) for b in blocks(made) if "sides" in b} == {tuple(languages)}


def test_the_column_of_what_is_not_translated_says_so():
    [head] = [b for b in blocks(edition(State.EMPTY, draft=True)) if b.get("level") == 1]
    target, source = head["sides"]
    assert target["lines"] == []
    assert [mark["lang"] for mark in target["marks"]] == ["my", "en"]
    assert (said(source), source["marks"]) == ("The boat sails", [])


def test_one_language_has_one_column_but_where_there_is_no_translation():
    values = describe_edition(edition(only="my"), columns=True)
    assert values["columns"] is False
    assert {side["lang"] for b in blocks(edition(only="my")) for side in b.get("sides", [])} == {"my"}
    made = edition([State.EMPTY, State.APPROVED], draft=True, only="my")
    first = next(b for b in blocks(made) if "sides" in b)["sides"]
    assert [(side["lang"], len(side["marks"])) for side in first] == [("en", 2)]
    assert {s["lang"] for b in blocks(edition(only="en")) for s in b.get("sides", [])} == {"en"}


def test_a_stale_pair_that_may_pass_is_labelled():
    made = edition()
    old = replace(made.head[1], state=State.STALE, stale=Stale.SHOW_OLD, shown_source="As it was.")
    made = replace(made, head=(made.head[0], old, *made.head[2:]))
    sides = blocks(made)[1]["sides"]
    assert [mark["text"] for mark in sides[0]["marks"]][1:] == ["The original has changed since this was approved"]
    assert said(sides[1]) == "As it was."


def test_no_level_of_heading_is_left_out():
    made = edition(text="---\ntitle: T\n---\n\n#### Deep\n\n## Two\n\n> ### In a quote\n\nText.\n")
    assert [b["level"] for b in blocks(made, "heading")] == [1, 2, 2, 3]
    assert describe_edition(made, columns=False)["about"]["level"] == 2
    without = edition(text="Just text.\n")
    assert describe_edition(without, columns=False)["about"]["level"] == 1


def test_structure_is_kept():
    kinds = [b["kind"] for b in describe_edition(edition(), columns=True)["blocks"]]
    assert [kind for kind in kinds if kind not in ("pair", "heading")] == ["quote", "list", "table", "code", "rule"]
    [table] = blocks(edition(), "table")
    assert (table["columns"], table["heads"], len(table["rows"])) == (2, 1, 2)
    ordered = [(b["ordered"], len(b["items"])) for b in blocks(edition(), "list")]
    assert ordered == [(False, 1), (True, 2)]


def test_lists_without_end_are_cut_down():
    text = "".join("  " * depth + f"- item {depth}\n" for depth in range(12))
    made = edition(text=f"# T\n\n{text}")
    assert len(blocks(made, "list")) <= 6
    words = json.dumps(describe_edition(made, columns=True))
    assert all(f"item {depth}" in words for depth in range(9))


def test_characters_that_no_pdf_may_hold_are_left_out():
    made = edition(text="---\ntitle: T\n---\n\nA\ufeff\ufffe\ufe0fB and C\u200dD.\n")
    made = replace(made, facts={"author": "E\x00\x07\x85F"})
    values = describe_edition(made, columns=True)
    assert [said(b["sides"][1]) for b in blocks(made, "pair")] == ["AB and C\u200dD."]
    assert values["about"]["rows"][0][1]["text"] == "EF"


def test_long_words_of_the_colophon_may_break():
    made = replace(
        edition(), facts={"digest": "0123456789abcdef" * 4, "original": "https://example.org/" + "path/" * 9}
    )
    rows = dict(describe_edition(made, columns=True)["about"]["rows"])
    digest, address = [rows[name] for name in rows if any(sign in rows[name]["text"] for sign in ("0123", "https"))]
    address, digest = (digest, address) if digest["url"] else (address, digest)
    assert digest["text"].replace("\u200b", "") == "0123456789abcdef" * 4
    assert max(map(len, digest["text"].split("\u200b"))) == 16
    assert address["url"] == "https://example.org/" + "path/" * 9
    assert address["text"].replace("\u200b", "") == address["url"]
