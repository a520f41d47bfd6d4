"""Plain text into canonical Markdown, by the form of its lines."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.errors import ArticleError
from l10n.inline import plain
from l10n.model import Document, Kind
from l10n.ports import Conversion, Doubt
from l10n.readers import READERS, reader_for
from l10n.readers.markdown import read_markdown
from l10n.readers.text import TextReader

REAL = os.environ.get("DIGLOT_REAL_ARTICLE", "")
LONG = "The river rose by two metres in one night and took the only bridge with it, people in the valley said. " * 3


def convert(text: str) -> Conversion:
    return TextReader().convert(text.encode(), path="x.txt", slug="x")


def document(text: str) -> Document:
    return read_markdown(convert(text).markdown, slug="x")


def seen(text: str) -> list[tuple[Kind, str]]:
    return [(segment.kind, plain(segment.source)) for segment in document(text).segments]


NEWS = f"""\
Bridge Lost in Flood

3 June 2023\u00a0 |\u00a0 By Ana Prieto  | 4 min read
[Photo]

The bridge at Vado in 2019, before the flood.\u00a0

A valley waits for a ferry.


{LONG}

"We heard it go," a farmer said.

{LONG}

Written by Ana PrietoTranslated by M. K.
Source: The Valley Post, https://valley.example/bridge
"""


def test_a_news_page_is_taken_apart() -> None:
    assert seen(NEWS) == [
        (Kind.HEADLINE, "Bridge Lost in Flood"),
        (Kind.DATELINE, "3 June 2023 | By Ana Prieto | 4 min read"),
        (Kind.CAPTION, "The bridge at Vado in 2019, before the flood."),
        (Kind.SUMMARY, "A valley waits for a ferry."),
        (Kind.BODY, LONG.strip()),
        (Kind.BODY, '"We heard it go," a farmer said.'),
        (Kind.BODY, LONG.strip()),
        (Kind.CREDITS, "Written by Ana Prieto. Translated by M. K."),
        (Kind.ORIGINAL, "Source: The Valley Post, https://valley.example/bridge"),
    ]


def test_facts_are_found_in_dateline_and_source() -> None:
    facts = document(NEWS).facts
    assert {name: facts[name] for name in ("date", "author", "reading_minutes", "publisher", "original")} == {
        "date": "2023-06-03",
        "author": "Ana Prieto",
        "reading_minutes": "4",
        "publisher": "The Valley Post",
        "original": "https://valley.example/bridge",
    }


def test_what_is_unsure_is_told_with_its_line() -> None:
    assert convert(NEWS).doubts == (
        Doubt(4, "'[Photo]' stands alone, as a web page leaves it for a picture; left out"),
        Doubt(17, 'two credits run together; split at "Prieto|Translated" with a full stop'),
    )


def test_title_and_paragraphs_are_no_more_than_that() -> None:
    text = f"A Quiet Day\n\n{LONG}\n\nNothing happened.\n\n{LONG}\n"
    assert seen(text) == [
        (Kind.HEADLINE, "A Quiet Day"),
        (Kind.BODY, LONG.strip()),
        (Kind.BODY, "Nothing happened."),
        (Kind.BODY, LONG.strip()),
    ]
    assert convert(text).doubts == ()


def test_a_headline_over_two_lines_is_one() -> None:
    assert seen("A Quiet Day\nin the Valley\n\nText.\n")[0] == (Kind.HEADLINE, "A Quiet Day in the Valley")


def test_wrapped_lines_are_one_paragraph_and_long_lines_many() -> None:
    assert seen(f"T\n\none\ntwo\n\n{LONG}\n{LONG}\n") == [
        (Kind.HEADLINE, "T"),
        (Kind.BODY, "one two"),
        (Kind.BODY, LONG.strip()),
        (Kind.BODY, LONG.strip()),
    ]


def test_lists_become_paragraphs_and_are_told() -> None:
    text = "What to Take\n\nTake these:\n\n- water\n* bread\n1. a map\n\nThen go.\n"
    assert seen(text)[1:] == [
        (Kind.BODY, "Take these:"),
        (Kind.BODY, "- water"),
        (Kind.BODY, "* bread"),
        (Kind.BODY, "1. a map"),
        (Kind.BODY, "Then go."),
    ]
    assert convert(text).doubts == (Doubt(5, "lines 5 to 7 look like a list; each line became a paragraph"),)


def test_credits_have_many_wordings() -> None:
    text = f"T\n\n{LONG}\n\nReporting by A. B.; Editing by C. D.\n\nPhotos: E. F.\n\nhttps://x.example/1\n"
    assert seen(text)[2:] == [
        (Kind.CREDITS, "Reporting by A. B.; Editing by C. D. Photos: E. F."),
        (Kind.ORIGINAL, "https://x.example/1"),
    ]


def test_a_sentence_with_a_date_is_no_dateline() -> None:
    assert seen("T\n\nOn May 3, 2021, the bridge fell.\n\nMore.\n")[1][0] is Kind.BODY


@given(st.text(st.sampled_from("ab #*_-+`[]()<>&;:!|~\\{}=1.\"'^$ \u00a0မြ⟦⟧"), min_size=1))
@settings(max_examples=examples(80), deadline=None)
def test_text_reads_back_as_the_same_words(paragraph: str) -> None:
    folded = " ".join(paragraph.split())
    kinds = [Kind.HEADLINE, *([Kind.BODY] if folded else []), Kind.BODY]
    words = [folded or "x", *([folded] if folded else []), "End."]
    text = f"{folded or 'x'}\n\n{paragraph}\n\nEnd.\n"
    assert seen(text) == list(zip(kinds, words, strict=True))


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"One\n\nCaf\xe9\n", 3, "the text is not UTF-8 (byte 0xe9 has no meaning there)"),
        (b"One\n\ntwo\x0cthree\n", 3, "there is a control character (U+000C) in this line"),
        (b" \n\n", 0, "there is no text in it"),
        (b"...\n\n---\n", 0, "there are no words in it"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(data: bytes, line: int, message: str) -> None:
    with pytest.raises(ArticleError) as caught:
        TextReader().convert(data, path="x.txt", slug="x")
    assert (caught.value.path, caught.value.line, caught.value.message) == ("x.txt", line, message)
    assert caught.value.remedy


def test_a_byte_order_mark_and_windows_line_ends_are_no_text() -> None:
    assert seen("\ufeffT\r\n\r\nText.\r\n") == [(Kind.HEADLINE, "T"), (Kind.BODY, "Text.")]


def test_readers_are_found_by_the_end_of_the_name() -> None:
    names = [reader_for(name).name for name in ("a.txt", "b.TEXT", "c.md", "d.markdown")]
    assert names == ["text", "text", "markdown", "markdown"]


def test_an_unknown_ending_is_refused_with_those_known() -> None:
    with pytest.raises(ArticleError) as caught:
        reader_for("a.pages")
    assert caught.value.remedy == (
        f"save the article as plain text or Markdown; endings it knows: {', '.join(READERS)}"
    )


@pytest.mark.parametrize("line", ["{{x}}", "{% y %}", "{#id}", "{.c}", "{: .c}", "{{< x >}}"])
def test_a_paragraph_in_braces_is_text(line: str) -> None:
    data = f"Headline\n\nOne paragraph.\n\n{line}\n\nTwo.\n".encode()
    markdown = TextReader().convert(data, path="a.txt", slug="a").markdown
    assert line in [plain(segment.source) for segment in read_markdown(markdown, slug="a").segments]


def test_markdown_is_kept_to_the_byte() -> None:
    data = b"\xef\xbb\xbf---\r\n# kept\r\nz: 1\r\n---\r\nText *as it is*."
    found = reader_for("a.md").convert(data, path="a.md", slug="two-words")
    assert found.markdown.encode() == data
    assert [doubt.line for doubt in found.doubts] == [1]


@pytest.mark.skipif(not REAL, reason="DIGLOT_REAL_ARTICLE does not name the article")
def test_the_real_article_has_the_39_segments_a_careful_reader_counts() -> None:
    found = TextReader().convert(Path(REAL).read_bytes(), path="x.txt", slug="x")
    segments = read_markdown(found.markdown, slug="x").segments
    assert Counter(segment.kind for segment in segments) == {
        Kind.HEADLINE: 1,
        Kind.DATELINE: 1,
        Kind.CAPTION: 1,
        Kind.SUMMARY: 1,
        Kind.BODY: 33,
        Kind.CREDITS: 1,
        Kind.ORIGINAL: 1,
    }
    assert [doubt.line for doubt in found.doubts] == [4, 77]
