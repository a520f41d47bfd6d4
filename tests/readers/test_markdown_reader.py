"""Canonical Markdown into a document: segments, their places, the tree, and refusals."""

from __future__ import annotations

import pytest

from l10n.errors import ArticleError
from l10n.model import Block, BlockKind, Kind, Segment
from l10n.readers.markdown import read_markdown

ARTICLE = """---
title: 'The bridge'  # as printed
dateline: May 3, 2021
caption: "Cars on the *bridge*."
tags: [a, b]
reading_minutes: 1.10
secret: no
credits: Reported by X.
source_line: "Original: [Y](https://y.example)"
---

A paragraph
over two [lines](https://a.example "t").

## Heading ##

> - quoted
>   item
>
> and more@@
> broken
""".replace("@", " ")


def shown(text: str) -> list[tuple[Kind, str, int]]:
    return [(s.kind, s.source, s.line) for s in read_markdown(text, slug="x").segments]


def test_segments_come_in_reading_order_with_their_lines() -> None:
    assert shown(ARTICLE) == [
        (Kind.HEADLINE, "The bridge", 2),
        (Kind.DATELINE, "May 3, 2021", 3),
        (Kind.CAPTION, "Cars on the *bridge*.", 4),
        (Kind.BODY, "A paragraph over two [lines][1].", 12),
        (Kind.TITLE, "t", 13),
        (Kind.HEADING, "Heading", 15),
        (Kind.ITEM, "quoted item", 17),
        (Kind.QUOTE, "and more\\\nbroken", 20),
        (Kind.CREDITS, "Reported by X.", 8),
        (Kind.ORIGINAL, "Original: [Y][1]", 9),
    ]


def test_spans_cover_exactly_what_is_written() -> None:
    document = read_markdown(ARTICLE, slug="x")
    assert [document.text[s.start : s.end] for s in document.segments] == [
        "'The bridge'",
        "May 3, 2021",
        '"Cars on the *bridge*."',
        'A paragraph\nover two [lines](https://a.example "t").',
        "t",
        "Heading",
        "quoted\n>   item",
        "and more  \n> broken",
        "Reported by X.",
        '"Original: [Y](https://y.example)"',
    ]


def test_facts_are_text_as_written() -> None:
    facts = read_markdown(ARTICLE, slug="x").facts
    assert (facts["title"], facts["tags"], facts["reading_minutes"], facts["secret"], facts["caption"]) == (
        ("The bridge", "a, b", "1.10", "no", "Cars on the bridge.")
    )


def test_a_segment_knows_where_its_links_lead() -> None:
    text = 'See [a](<x y> "t"), [b][Ref], [ref] and ![c](c\\_d.png?a&amp;b).\n\n[ref]: https://r.example "R"\n'
    assert read_markdown(text, slug="x").segments == (
        Segment(
            source="See [a][1], [b][2], [ref][3] and ![c][4].",
            kind=Kind.BODY,
            links=('(<x y> "t")', "[Ref]", "[ref]", "(c\\_d.png?a&amp;b)"),
            urls=("x y", "https://r.example", "https://r.example", "c_d.png?a&b"),
            line=1,
            start=0,
            end=63,
            number=1,
        ),
        Segment(source="t", kind=Kind.TITLE, context="title", line=1, start=15, end=16),
        Segment(source="R", kind=Kind.TITLE, context="title", line=3, start=91, end=92),
    )


def test_a_first_heading_is_the_headline_where_there_is_no_title() -> None:
    document = read_markdown("# One *big* day\n\n# Two\n", slug="x")
    assert [(s.kind, s.context) for s in document.segments] == [(Kind.HEADLINE, "headline"), (Kind.HEADING, "")]
    assert document.facts == {"title": "One big day"}


def test_only_body_paragraphs_are_numbered() -> None:
    segments = read_markdown("a\n\n> q\n\n- i\n\nb\n", slug="x").segments
    assert [(s.source, s.number) for s in segments] == [("a", 1), ("q", 0), ("i", 0), ("b", 2)]


def test_a_picture_alone_is_a_figure_with_alt_text_and_caption() -> None:
    text = '![A *dog*](dog.jpg "Rex, 2021")\n'
    [figure] = read_markdown(text, slug="x").blocks
    assert (figure.kind, figure.literal) == (BlockKind.FIGURE, "dog.jpg")
    assert [(s.kind, s.context, s.source, text[s.start : s.end]) for s in figure.segments] == [
        (Kind.ALT, "alt", "A *dog*", "A *dog*"),
        (Kind.CAPTION, "caption", "Rex, 2021", "Rex, 2021"),
    ]


def test_pictures_in_a_sentence_stay_in_it() -> None:
    assert shown("![a](b) and ![c](d)\n") == [(Kind.BODY, "![a][1] and ![c][2]", 1)]


def test_a_table_is_rows_of_cells() -> None:
    text = "> | One | Two \\| 2 |\n> | --- | ---: |\n> | a | `b\\|c` |\n> | d |\n"
    document = read_markdown(text, slug="x")
    [quote] = document.blocks
    [table] = quote.children
    cells = [[[s.source for s in cell.segments] for cell in row.children] for row in table.children]
    assert cells == [[["One"], ["Two | 2"]], [["a"], ["`b|c`"]], [["d"], []]]
    assert [text[s.start : s.end] for s in document.segments] == ["One", "Two \\| 2", "a", "`b\\|c`", "d"]
    assert [(row.kind, row.level) for row in table.children] == [
        (BlockKind.ROW, 1),
        (BlockKind.ROW, 0),
        (BlockKind.ROW, 0),
    ]
    assert [cell.literal for cell in table.children[0].children] == ["", "right"]


def test_lists_code_html_and_rules_keep_their_shape() -> None:
    text = "3. a\n\n   b\n4. c\n\n```\ncode\n```\n\n<script>x</script>\n\n***\n"
    blocks = read_markdown(text, slug="x").blocks
    assert [(b.kind, b.literal, b.level, b.ordered, len(b.children)) for b in blocks] == [
        (BlockKind.LIST, "", 3, True, 2),
        (BlockKind.CODE, "code\n", 0, False, 0),
        (BlockKind.HTML, "<script>x</script>\n", 0, False, 0),
        (BlockKind.RULE, "", 0, False, 0),
    ]


def test_footnotes_are_items_with_their_label() -> None:
    document = read_markdown("See[^n].\n\n[^n]: A *note*.\n", slug="x")
    assert [s.source for s in document.segments] == ["See[^n].", "A *note*."]
    footnote: Block = document.blocks[1]
    assert (footnote.literal, footnote.children[0].literal) == ("footnote", "n")


def test_windows_line_ends_and_a_byte_order_mark_stay_in_the_text() -> None:
    text = "\ufeff---\r\ntitle: T\r\n---\r\n\r\nText\r\nhere.\r\n"
    document = read_markdown(text, slug="x")
    assert document.text == text
    assert [(s.source, text[s.start : s.end]) for s in document.segments] == [
        ("T", "T"),
        ("Text here.", "Text\r\nhere."),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("one\ntwo\x0bthree\n", 2, "there is a control character (U+000B) in this line"),
        ("---\ntitle: a: b\n---\n", 2, "the front matter is not valid YAML: mapping values are not allowed here"),
        ("+++\ntitle = \n+++\n", 2, "the front matter is not valid TOML: Invalid value (at line 1, column 9)"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, line: int, message: str) -> None:
    with pytest.raises(ArticleError) as caught:
        read_markdown(text, slug="x", path="articles/x.md")
    assert (caught.value.path, caught.value.line, caught.value.message) == ("articles/x.md", line, message)
    assert caught.value.remedy
