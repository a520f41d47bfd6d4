"""Inline Markdown as XHTML and as text: the short way for plain texts says what the parser says."""

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from l10n.editions.epub import NO_XML
from l10n.editions.rendering import MARKUP, inline_html, inline_text

PARSER = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
ASCII = st.text(st.characters(min_codepoint=1, max_codepoint=0x7E), max_size=12)


@given(st.one_of(ASCII, st.text(max_size=12)))
def test_a_text_without_markup_is_what_the_parser_makes_of_it(text):
    if not MARKUP.search(text) and text:
        [inline] = PARSER.parseInline(text)
        [token] = inline.children
        assert (token.type, token.content) == ("text", inline_text(text))
        assert PARSER.renderInline(text).replace("&quot;", '"') == inline_html(text)


@given(st.text(st.characters(exclude_categories=[]), max_size=12))
def test_what_xml_cannot_hold_is_taken_out(text):
    def holds(char):
        code = ord(char)
        return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000

    assert NO_XML.sub("", text) == "".join(filter(holds, text))
