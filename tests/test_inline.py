"""Inline Markdown: links out and back, marks out and back, what a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from l10n.inline import (
    Protected,
    fold_lines,
    inline_source,
    label_key,
    markup_of,
    plain,
    protect,
    put_links_back,
    restore,
    take_out_links,
    without_tags,
)

inline_markdown = st.lists(
    st.sampled_from(
        [
            "a",
            "word",
            " ",
            "*",
            "**",
            "_",
            "~~",
            "`",
            "``",
            "[",
            "]",
            "](u)",
            "][r]",
            "[]",
            "![",
            '(u "t")',
            "[1]",
            "[^1]",
            "\\",
            "<b>",
            "</b>",
            "<https://x.org>",
            "&amp;",
            "{name}",
            "{{< x >}}",
            "⟦",
            "⟧",
            "⟦0⟧",
            "\n",
            "မြန်မာ",
            "<",
            ">",
            '"',
            "(",
            ")",
            "!",
            ".",
            "ref",
            "၊",
        ]
    ),
    max_size=24,
).map("".join)


@pytest.mark.parametrize(
    ("markdown", "source", "links"),
    [
        ('[text](url "t")', "[text][1]", ('(url "t")',)),
        ("![alt](src)", "![alt][1]", ("(src)",)),
        ("[text][ref] and [more](<a b>)", "[text][1] and [more][2]", ("[ref]", "(<a b>)")),
        ("[ref][] [ref] [no]", "[ref][1] [ref][2] [no]", ("[ref]", "[ref]")),
        ("[![alt](src)](url)", "[![alt][1]][2]", ("(src)", "(url)")),
        ("[a [b](x)](y)", "[a [b][1]](y)", ("(x)",)),
        ("see[^1], `[a](b)`, <i title='[a](b)'>, \\[a](b)", "see[^1], `[a](b)`, <i title='[a](b)'>, \\[a](b)", ()),
        ("[a](b(c)d)", "[a][1]", ("(b(c)d)",)),
        ("[a](b c)", "[a](b c)", ()),
        ('{{< x "[a](b)" >}}', '{{< x "[a](b)" >}}', ()),
    ],
)
def test_link_targets_are_taken_out_as_written(markdown: str, source: str, links: tuple[str, ...]) -> None:
    assert take_out_links(markdown, {"ref"}) == (source, links)


@given(inline_markdown)
@example('<b [x](>) y="')
@example('<b a="[x](")">')
@example("[a][b](u)[1]")
def test_links_put_back_give_the_same_markdown(markdown: str) -> None:
    assert put_links_back(*take_out_links(markdown)) == markdown


def test_collapsed_and_shortcut_links_come_back_as_full_references() -> None:
    assert put_links_back(*take_out_links("[Ref][] [ref]", {"ref"})) == "[Ref][Ref] [ref][ref]"


def test_a_number_without_a_link_is_left() -> None:
    assert put_links_back("[a][2] [b][1]", ["(u)"]) == "[a][2] [b](u)"


def test_labels_are_equal_whatever_their_case_and_space() -> None:
    assert label_key(" Foo \n BAR ") == label_key("foo bar")


def test_markup_becomes_marks() -> None:
    assert protect("**bold** and [link][1]") == Protected("⟦0⟧bold⟦1⟧ and ⟦2⟧link⟦3⟧", ("**", "**", "[", "][1]"))
    assert protect("`a *b*` {name} <br> 2 * 3") == Protected("⟦0⟧ ⟦1⟧ ⟦2⟧ 2 * 3", ("`a *b*`", "{name}", "<br>"))


@given(inline_markdown)
@example("⟦0⟧ *a*")
def test_restored_marks_give_the_same_source(source: str) -> None:
    protected = protect(source)
    assert restore(protected.text, protected.marks) == source


@pytest.mark.parametrize(
    "text",
    [
        "⟦0⟧fett und ⟦2⟧Link⟦3⟧",
        "⟦0⟧fett⟦1⟧⟦1⟧ und ⟦2⟧Link⟦3⟧",
        "⟦0⟧fett ⟦1⟧ und ⟦2⟧Link⟦3⟧",
        "⟦0⟧fett⟦1⟧ und ⟦3⟧Link⟦2⟧",
        "⟦0⟧fett ⟦2⟧und⟦1⟧ Link⟦3⟧",
        "⟦0⟧fett⟦1⟧ ⟦ und ⟦2⟧Link⟦3⟧",
        "⟦0⟧fett⟦1⟧ `und` ⟦2⟧Link⟦3⟧",
        "⟦0⟧fett⟦1⟧ und ⟦2⟧Link⟦4⟧",
    ],
)
def test_marks_that_are_not_intact_restore_nothing(text: str) -> None:
    assert restore(text, protect("**bold** and [link][1]").marks) is None


def test_marks_may_move_with_their_words() -> None:
    assert restore("⟦2⟧Link⟦3⟧ und ⟦0⟧fett⟦1⟧", ("**", "**", "[", "][1]")) == "[Link][1] und **fett**"


def test_html_tags_that_cross_restore_nothing() -> None:
    assert restore("⟦1⟧a⟦0⟧", protect("<b>a</b>").marks) is None


def test_plain_is_what_a_reader_sees() -> None:
    source = "**Bold**, [a link][1] ![alt][2]; 2 \\* 3 &amp; `x < y` <b>t</b> <https://x.org>[^1] snake_case_name"
    assert plain(source) == "Bold, a link alt; 2 * 3 & x < y t https://x.org snake_case_name"


def test_markup_is_listed_in_order() -> None:
    source = "_a_ __b__ [c][1] ![d][2] `e` <b>f</b> {g} %(n)s [^1] <https://x.org> [bad](http://h)"
    assert markup_of(source) == (
        ["*", "**", "[1]", "![2]", "`e`", "<b>", "</b>", "{g}", "%(n)s", "[^1]", "<https://x.org>", "(http://h)"]
    )


def test_unbalanced_emphasis_is_no_markup() -> None:
    assert markup_of("Bürger*innen") == []
    assert markup_of("Bürger*innen und Leser*innen") == ["*"]


def test_lines_fold_to_one_and_hard_breaks_stay() -> None:
    assert fold_lines("one\n  two  \nthree\\\n four `a  \nb` [x](u\n 't')") == (
        "one two\\\nthree\\\nfour `a   b` [x](u  't')"
    )


@given(inline_markdown)
@example('[a](b) [c](d "e")')
@example("[a](b)[c](d)")
@example("](b) [")
@example("[^1](u)")
def test_the_quick_way_finds_the_same_links(markdown: str) -> None:
    markdown = markdown.replace("\n", " ").strip(" \t")
    assert inline_source(markdown) == take_out_links(markdown)


def test_tags_of_the_source_are_not_printed() -> None:
    source = "a<br>b <b>c</b> <script>d</script> <style> e"
    assert without_tags(source, source) == "a\\\nb c  <style> e"
    assert without_tags("<i>x</i> <b>c</b>", source) == "<i>x</i> c"
