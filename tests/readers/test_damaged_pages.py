"""Pages that are damaged, or made to do harm: an article or an ArticleError, in time, and nothing a terminal obeys."""

from __future__ import annotations

import time

import pytest
from thorough import THOROUGH

from l10n.ports import Piece
from l10n.readers.assembling import assemble, no_choice
from l10n.readers.html import HtmlReader
from l10n.readers.html_markdown import Converted, html_to_markdown
from l10n.readers.webpage.tree import decode_html


@pytest.mark.parametrize(
    "name", ["undefined", "idna", "punycode", "rot13", "hex", "unicode_escape", "raw_unicode_escape"]
)
def test_what_is_no_character_set_of_pages_is_not_believed(name: str) -> None:
    page = f'<meta charset="{name}"><p>\\x41 é</p>'
    assert decode_html(page.encode()).text == page


def test_a_definition_that_lost_its_term_is_kept() -> None:
    assert html_to_markdown("<ul><li>a</li></ul><div><dd>One</dd></div>").markdown == "- a\n\n* One\n"


@pytest.mark.parametrize("sign", ["\x1b]0;x\x07", "&#155;", "\x9b"])
def test_what_a_terminal_obeys_is_in_no_list_and_no_doubt(sign: str) -> None:
    found = html_to_markdown(f'<p>One{sign}</p><p hidden>Two{sign}</p><a href="java\tscript:{sign}">l</a>')
    shown = [piece.text for piece in found.coverage] + [doubt.message for doubt in found.doubts]
    assert [text for text in shown if not text.isprintable()] == []


@pytest.mark.parametrize(
    "sign", ["\x01", "\x08", "\x0b", "\x0c", "\x1b", "\x7f", "&#1;", "&#11;", "&#x1b;", "\ufffe", "\uffff"]
)
@pytest.mark.parametrize(
    "page",
    [
        "<html><head><meta charset=utf-8><tielt>a</title></head>\n<body>One{0} two<p>three{0}</p>",
        "<p>One<br>{0} two</br>{0} three<img>{0}</img></p>",
        "<tielt>{0}x</tielt>{0}<body>{0}One two three{0}",
        "<!--{0}--><p>One two three</p>{0}",
        "<p title='{0}'>One two three</p><pre>{0}</pre><table>{0}<td>{0}</table>",
    ],
)
def test_a_page_with_control_characters_is_read_without_them(sign: str, page: str) -> None:
    found = html_to_markdown(page.format(sign)).markdown
    assert [char for char in found if (ord(char) < 32 and char not in "\n\t") or char in "\x7f\ufffe\uffff"] == []
    assert "three" in found


def test_what_a_terminal_obeys_is_in_no_list_of_a_document() -> None:
    body = Converted("Words\n", (), ())
    pieces = [Piece("a\x9b2Jb", "hidden\x9b", "\x9bpart")]
    found = assemble({"title": "T"}, body, data=b"", path="a.docx", slug="a", after=pieces)
    assert found.coverage == (Piece("a2Jb", "hidden", "part"),)


def test_what_a_terminal_obeys_is_in_no_list_of_names() -> None:
    error = no_choice("several", [("g\x9b1", "Title\x9b2J")], path="f.rss")
    assert error.remedy == "name the one you want after a #: diglot add 'f.rss#g1'; it has g1 (Title2J)"


def test_a_table_whose_cells_claim_more_than_it_has_stays_small() -> None:
    row = "<tr><td rowspan=9999 colspan=100>a</td><td colspan=100>b</td></tr>"
    found = html_to_markdown(f"<table>{row * 20}</table>")
    assert found.markdown.count("|") < 200
    assert found.markdown.count("a") == 20


def test_a_table_wider_than_any_page_is_written_as_paragraphs() -> None:
    found = html_to_markdown("<table><tr>" + "<td>word" * 300 + "</table>")
    assert found.markdown.split() == ["word"] * 300


PARTS = 2000 if THOROUGH else 800


@pytest.mark.parametrize(
    "inside",
    [
        "<pre>x" + "\n" * (PARTS * 20) + "x</pre>",
        "".join(f"<div class=pullquote>quote {number}</div>" for number in range(PARTS)),
        "<table>" + "<tr><td rowspan=9999 colspan=1000>c</td></tr>" * 40 + "</table>",
        "<p " + " ".join(f"a{number}=1" for number in range(PARTS * 10)) + ">word</p>",
    ],
    ids=["blank lines", "pull quotes", "merged cells", "attributes"],
)
def test_no_page_takes_time_out_of_proportion(inside: str) -> None:
    page = f"<!doctype html><body><article><h1>T</h1><p>Words here.</p>{inside}</article>"
    start = time.process_time()
    HtmlReader().convert(page.encode(), path="a.html", slug="a")
    assert time.process_time() - start < PARTS / 200
