"""Targets into an article's text: only their places change, and never the article's shape."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.inline import plain, put_links_back
from l10n.model import BlockKind, Document
from l10n.readers.markdown import read_markdown, splice

FRONT = "---\ntitle: 'It''s here'   # printed\nz: 1.10\nsummary: >\n  folded\n  text\ncaption: plain\n---\n"


def spliced(text: str, *targets: str, keep_equal: bool = True) -> str:
    document = read_markdown(text, slug="x")
    keys = [segment.key for segment in document.segments]
    return splice(document, dict(zip(keys, targets, strict=False)), keep_equal=keep_equal)


def kinds(document: Document) -> list[BlockKind]:
    return [block.kind for top in document.blocks for block in top.walk()]


def test_front_matter_is_replaced_value_by_value() -> None:
    assert spliced(FRONT, "C'est *là*", "légende: une", "résumé") == (
        "---\ntitle: 'C''est *là*'   # printed\nz: 1.10\nsummary: >\n  résumé\ncaption: \"légende: une\"\n---\n"
    )


def test_links_lead_where_they_led() -> None:
    assert spliced("See [the *site*](https://a.example).\n", "Voir [le *site*][1].") == (
        "Voir [le *site*](https://a.example).\n"
    )


def test_missing_empty_and_equal_targets_change_no_byte() -> None:
    text = "One\ntwo  \nthree.\n\n> Four\n> five.\n"
    assert spliced(text) == text
    assert spliced(text, "  ", "Four five.") == text


def test_lines_after_a_hard_break_stay_in_their_container() -> None:
    assert spliced("> - a\\\n>   b\n", "x\\\n- y") == "> - x\\\n>   \\- y\n"


@pytest.mark.parametrize(
    ("target", "written"),
    [
        ("2024. gada maijā", "2024\\. gada maijā"),
        ("7) septiņi", "7\\) septiņi"),
        ("# x", "\\# x"),
        ("- x", "\\- x"),
        ("> x", "\\> x"),
        ("***", "\\***"),
        ("---", "\\---"),
        ("```", "\\```"),
        ("[a]: b", "\\[a]: b"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("<div>x", "\\<div>x"),
        ("<b>", "\\<b>"),
        ("    code", "code"),
        ("a\nb", "a b"),
        ("#hashtag", "#hashtag"),
        ("-5 °C", "-5 °C"),
    ],
)
def test_a_paragraph_stays_a_paragraph(target: str, written: str) -> None:
    assert spliced("Text.\n", target) == f"{written}\n"


def test_cells_keep_their_pipes_inside() -> None:
    text = "| a | b |\n| - | - |\n| c | d |\n"
    assert spliced(text, "uno|una", "x\\\ny", "p|q\\") == "| uno\\|una | x y |\n| - | - |\n| p\\|q&#92; | d |\n"


def test_headings_keep_their_marks() -> None:
    assert spliced("# a #\n\nb\n===\n", "C #", "d\\\ne") == "# C \\# #\n\nd e\n===\n"


def test_a_heading_with_a_pipe_does_not_become_a_table() -> None:
    assert spliced("a\n---\n", "b |") == "b &#124;\n---\n"


def test_a_figure_takes_alt_text_and_caption() -> None:
    assert spliced('![a](b.png "c")\n', "Hund", 'Ein "Hund"') == '![Hund](b.png "Ein \\"Hund\\"")\n'


def test_an_alt_text_that_would_break_the_picture_is_escaped() -> None:
    assert spliced("![a](b.png)\n", "x](evil) y") == "![x\\]\\(evil\\) y](b.png)\n"


def test_repeated_text_is_replaced_in_every_place() -> None:
    assert spliced("Same.\n\n- Same.\n", "Gleich.") == "Gleich.\n\n- Gleich.\n"


ARTICLE = '---\ntitle: t\nsummary: "s"\n---\n\n# h #\n\np\nq\n\n> - a\n\n| c | d |\n| - | - |\n| e |\n\n![f](g "i")\n\ns\n---\n'
nasty = st.lists(
    st.sampled_from(
        [
            "#",
            "-",
            "1.",
            ">",
            "|",
            "\n",
            "\\\n",
            " ",
            "    ",
            "`",
            "```",
            "<div>",
            "<b>",
            "[",
            "]",
            "(",
            ")",
            "x",
            "*",
            '"',
            "'",
            ":",
            "=",
            "---",
            "[a]: b",
            "\\",
            "~~~",
            "![",
            "{",
            "&lt;",
            "မြန်မာ",
            "\u2028",
            "\u00a0",
            "yes",
            "{{<",
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 10), nasty)
def test_no_target_changes_the_shape_of_an_article(place: int, target: str) -> None:
    before = read_markdown(ARTICLE, slug="x")
    after = read_markdown(splice(before, {before.segments[place].key: target}), slug="x")
    assert kinds(after) == kinds(before)
    assert [s.kind for s in after.segments] == [s.kind for s in before.segments]
    assert (after.blocks[-2].literal, sorted(after.facts)) == ("g", sorted(before.facts))


def test_targets_that_break_an_article_only_together_are_escaped_one_by_one() -> None:
    assert spliced("![a](b)\n\nText.\n", "](x", "Fine.") == "![\\]\\(x](b)\n\nFine.\n"


@settings(max_examples=examples(80), deadline=None)
@given(st.sampled_from(["t", "'t'", '"t"', "|\n  t", ">-\n  t"]), nasty.map(str.strip).filter(bool))
def test_front_matter_gives_back_what_was_put_in(written: str, value: str) -> None:
    document = read_markdown(f"---\ntitle: {written}\n# remark\ndate: 2021-05-03\n---\n", slug="x")
    back = read_markdown(splice(document, {document.segments[0].key: value}), slug="x")
    one_line = value.replace("\\\n", " ").replace("\n", " ")
    assert plain(put_links_back(back.segments[0].source, back.segments[0].links)).split() == plain(
        one_line
    ).split() or ("&lt;" in back.segments[0].source or "&#91;" in back.segments[0].source)
    assert back.facts["date"] == "2021-05-03"
