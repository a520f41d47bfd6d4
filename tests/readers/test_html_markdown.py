"""What a reader sees of HTML is what Markdown reads back, word for word."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from thorough import examples

from l10n.errors import ArticleError
from l10n.inline import plain
from l10n.model import BlockKind, Kind
from l10n.ports import Doubt, Piece
from l10n.readers.html_markdown import html_to_markdown
from l10n.readers.markdown import read_markdown
from l10n.readers.webpage.tree import decode_html


def markdown(source: str, base_url: str = "") -> str:
    return html_to_markdown(source, base_url=base_url).markdown


def read_back(source: str) -> list[str]:
    """What a reader sees of the Markdown made of *source*, block by block."""
    document = read_markdown(f"---\ntitle: x\n---\n{markdown(source)}", slug="x")
    found = []
    for top in document.blocks:
        for block in top.walk():
            assert block.kind is not BlockKind.HTML
            found += [plain(segment.source) for segment in block.segments]
            found += [block.literal.removesuffix("\n")] if block.kind is BlockKind.CODE else []
    return found


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<h1>One</h1><h6>Six</h6>", "# One\n\n###### Six\n"),
        ("<p>a\n b</p>c", "a b\n\nc\n"),
        ("<p>a<br>b<br><br>c</p>", "a\\\nb\n\nc\n"),
        ("<p><b>a </b>b <i>c</i><s>d</s></p>", "**a** b *c*~~d~~\n"),
        ("<p>这是<b>“强调”</b>的</p>", "这是“**强调**”的\n"),
        ("<p>中文\n中文 한국\n어 a\nb</p>", "中文中文 한국 어 a b\n"),
        ("<p><span style='font-weight:700'>a</span> <b style='font-weight:normal'>b</b></p>", "**a** b\n"),
        ("<ul><li>a<ol start=3><li>b</ol><li>c</ul>", "- a\n\n  3. b\n\n- c\n"),
        ("<ul><li>a</ul><ul><li>b</ul><ul><li>c</ul>", "- a\n\n* b\n\n- c\n"),
        ("<ul><li><p>a<p>b<li>c</ul>", "- a\n\n  b\n\n- c\n"),
        ("<blockquote><p>a<ul><li>b</ul></blockquote><blockquote>c</blockquote>", "> a\n>\n> - b\n\n> c\n"),
        ("<p>10<sup>6</sup> CO<sub>2</sub> 5<sup>th</sup></p>", "10⁶ CO₂ 5th\n"),
        ("<ruby>漢<rt>kan</rt></ruby> <ruby>字<rp>(</rp><rt>ji</rt><rp>)</rp></ruby>", "漢(kan) 字(ji)\n"),
        ("<p>x<code>a`b</code> <q>said</q></p>", "x``a`b`` “said”\n"),
        ("<pre class='language-py'>a\n  b\n```</pre>", "````py\na\n  b\n```\n````\n"),
        ("<pre class='wp-block-verse'>one\ntwo</pre>", "one\\\ntwo\n"),
        ("<p>a</p><hr><p>b</p>", "a\n\n___\n\nb\n"),
        ("<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>", "**a**\n\n- b\n- c\n"),
        ("<details><summary>a</summary>b</details>", "**a**\n\nb\n"),
        ("<a href=/x?a=1&amp;copy;=2>t</a>", "[t](/x?a=1&amp;copy;=2)\n"),
        ("<a href='https://a.b/c'>https://a.b/c</a>", "<https://a.b/c>\n"),
        ("wait!<a href=/x>t</a>", "wait\\![t](/x)\n"),
        ("<a href=/x><h2>t</h2><p>u</p></a>", "## [t](/x)\n\n[u](/x)\n"),
        ("<p>a&nbsp;b&shy;c&#8203;d&#8206;e</p>", "a\u00a0b\u00adc\u200bd\u200ee\n"),
        ("<p>&nbsp; \u3000a&nbsp;</p><p>&nbsp;</p><p>&#8203;</p>", "a\n"),
        ("<table><tr><td>a|b<td>c<br>d</table>", "|  |  |\n| --- | --- |\n| a\\|b | c<br>d |\n"),
        ("<table><tr><th>a<th>b<tr><td>c<td>d</table>", "| a | b |\n| --- | --- |\n| c | d |\n"),
        ("<table><tr><td><p>a<p>b<td>c</table>", "a\n\nb\n\nc\n"),
        ("<p># a</p><p>- b</p><p>1. c</p><p>&gt; d</p><p>===</p>", "\\# a\n\n\\- b\n\n1\\. c\n\n\\> d\n\n\\===\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_html_becomes_markdown(source: str, wanted: str) -> None:
    assert markdown(source) == wanted


def test_a_picture_with_its_caption_is_a_figure() -> None:
    source = '<figure><img src="/a b.jpg" alt="An [alt]"><figcaption>It\'s "here" <b>now</b></figcaption></figure>'
    assert markdown(source, "https://s.example/x/") == (
        '![An \\[alt\\]](https://s.example/a%20b.jpg "It\'s \\"here\\" now")\n'
    )
    document = read_markdown(markdown(source), slug="x")
    assert [(s.kind, plain(s.source)) for s in document.segments] == [
        (Kind.ALT, "An [alt]"),
        (Kind.CAPTION, 'It\'s "here" now'),
    ]


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ('<img src="data:image/gif;base64,R0" data-src="/real.jpg" alt=a>', "/real.jpg"),
        ('<img srcset="/s.jpg 320w, /l.jpg 1200w, /m.jpg 640w" alt=a>', "/l.jpg"),
        ('<picture><source srcset="/p.webp 2x"><img alt=a></picture>', "/p.webp"),
        ('<a href="/big.jpg"><img src="/small.jpg" alt=a></a>', "/small.jpg"),
    ],
)
def test_lazy_pictures_are_found(image: str, address: str) -> None:
    assert markdown(f"<p>{image}</p>") == f"![a]({address})\n"


def test_pictures_that_only_count_readers_are_left_out() -> None:
    assert markdown("<p>a<img src=//t.example/p width=1 height=1></p>") == "a\n"


@pytest.mark.parametrize(
    "scheme", ["javascript:x()", "data:text/html,x", "java\nscript:x()", " JaVaScript:x", "vbscript:x"]
)
def test_links_that_run_something_keep_their_words_alone(scheme: str) -> None:
    made = html_to_markdown(f'<p><a href="{html.escape(scheme)}">words</a></p>')
    assert (made.markdown, len(made.doubts)) == ("words\n", 1)


def test_footnotes_of_any_maker_are_footnotes() -> None:
    word = '<p>a<sup><a href="#fn1" id="r1">[1]</a></sup></p><ol><li id="fn1"><p>Note <a href="#r1">↑</a></p></li></ol>'
    pandoc = '<p>a<a href="#fn1" id="r1"><sup>1</sup></a></p><section><ol><li id="fn1">Note<a href="#r1">↩</a></ol>'
    office = (
        '<p>a<a href="#_ftn1" name="_ftnref1">[1]</a></p><div><p><a href="#_ftnref1" name="_ftn1">[1]</a>Note</p></div>'
    )
    assert [markdown(source) for source in (word, pandoc, office)] == ["a[^1]\n\n[^1]: Note\n"] * 3


def test_what_is_left_out_is_listed_with_its_reason() -> None:
    made = html_to_markdown(
        "<nav>menu</nav><p>kept <span hidden>secret</span></p><p style='display: none'>gone</p>"
        "<form><label>mail</label><input></form><script>code()</script><svg><text>drawn</text></svg>"
        "<span class='sr-only'>ear</span><iframe src='https://v.example'></iframe><noscript>off</noscript>"
    )
    assert made.coverage == (
        Piece("menu", "menu", "line 1"),
        Piece("kept", "", "line 1"),
        Piece("secret", "hidden", "line 1"),
        Piece("gone", "hidden", "line 1"),
        Piece("mail", "form", "line 1"),
        Piece("drawn", "drawing", "line 1"),
        Piece("ear", "only for screen readers", "line 1"),
        Piece("off", "shown only without scripts", "line 1"),
    )
    assert made.markdown == "kept\n"
    assert made.doubts == (Doubt(1, "a player or embedded page stands here and is left out: https://v.example"),)


def test_furniture_is_left_out_where_that_is_asked_for() -> None:
    source = '<p>Text.</p><div class="sharedaddy">Share</div>'
    assert html_to_markdown(source, furniture=True).markdown == "Text.\n"
    assert html_to_markdown(source).markdown == "Text.\n\nShare\n"


def test_deep_nesting_loses_no_word() -> None:
    assert markdown("<div>" * 2000 + "deep" + "</div>" * 2000 + "after") == "deep\n\nafter\n"


def test_a_page_that_opens_no_body_has_one() -> None:
    assert markdown("<title>T</title><article><h1>a</h1></article><p>b</p>c") == "# a\n\nb\n\nc\n"


def test_nesting_beyond_reading_is_refused() -> None:
    with pytest.raises(ArticleError, match="nested too deep"):
        markdown("<div>" * 3000 + "deep")


@pytest.mark.parametrize("void", ["<wbr>", "<embed src=x>", "<source srcset=x>", "<track>"])
def test_what_follows_an_element_that_holds_nothing_is_kept(void: str) -> None:
    assert markdown(f"<p>a{void}b<b>c</b>{void}d</p>e") == "ab**c**d\n\ne\n"


TEXT = st.lists(
    st.one_of(
        st.sampled_from(list("\\`*_{}[]()#+-.!|~<>&\"'^:=$%@/ \n\t;0123")),
        st.sampled_from(["&amp;", "{{", "}}", "{%", "%(a_b)s", "](", "![", "[^1]", "**", "https://", "<b>", "\u00a0", "က", "中"]),
        st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp")),
    ),
    max_size=30,
).map("".join)  # fmt: skip


def words(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["p", "h2", "li", "blockquote", "td", "dd", "div"]), TEXT), max_size=4))
def test_text_reads_back_as_text(blocks: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in blocks)
    assert words("".join(read_back(source))) == words("".join(text for _, text in blocks))


INLINE = st.recursive(
    TEXT.map(lambda text: (html.escape(text), text)),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["b", "i", "s", "a href='/x_(y'", "code", "span", "b style='color:red'"]), inner).map(
            lambda pair: (f"<{pair[0]}>{pair[1][0]}</{pair[0].split()[0]}>", pair[1][1])
        ),
        st.lists(inner, min_size=2, max_size=3).map(
            lambda many: ("".join(m[0] for m in many), "".join(m[1] for m in many))
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=examples(300), deadline=None)
@given(INLINE, st.sampled_from(["p", "h3", "li", "td", "th"]))
def test_marked_text_reads_back_as_its_words(inline: tuple[str, str], tag: str) -> None:
    row = tag in ("td", "th")
    source = f"<{tag}>{inline[0]}</{tag}>"
    source = f"<table><tr><th>h</th></tr><tr>{source}</tr></table>" if row else source
    found = words("".join(read_back(source)))
    assert found.removeprefix("h" if row else "") == words(inline[1])


SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            ["<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "</ul>", "<ol", "start=7>", "</ol>", "<table>", "<tr>", "<td", "colspan=2>", "<th>", "</table>", "<b>", "</b>", "<i>", "</i>", "<a", "href=x>", "</a>", "<a", "href=#n", "id=m>", "<li", "id=n>", "<a", "href=#m>", "<br>", "<hr>", "<h1>", "</h1>", "<h4>", "</h4>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<code>", "</code>", "<figure>", "<img", "src=a.png", "alt=alt>", "<figcaption>", "</figcaption>", "</figure>", "<nav>", "</nav>", "<script>", "</script>", "<!--", "-->", "<span", "hidden>", "</span>", "<details>", "<summary>", "</summary>", "</details>", "<dl>", "<dt>", "<dd>", "</dl>", "<sup>", "</sup>", "<form>", "<input>", "</form>", "<q>", "</q>", "<section>", "</section>", "<aside>", "</aside>", "<ruby>", "<rt>", "</ruby>"]
        ),
        st.sampled_from(["some words", "1. ", "- x", "12", "မြန်မာ စာ", "مرحبا", "| a | b |", "---", "***", "\n\n", " ", "a_b*c"]),
    ),
    max_size=25,
).map("".join)  # fmt: skip


def letters(text: str) -> list[str]:
    return sorted(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


@example("<pre><script><p>")
@settings(max_examples=examples(150), deadline=None)
@given(SOUP)
def test_all_of_any_page_is_taken_or_listed(source: str) -> None:
    made = html_to_markdown(source)
    assert [piece for piece in made.coverage if piece.skipped == "not taken over"] == []
    notes = made.markdown.count("[^1]: ")
    taken = letters("".join(piece.text for piece in made.coverage if not piece.skipped))
    assert notes or letters("".join(read_back(source))) == taken


@pytest.mark.parametrize(
    ("data", "charset", "text", "doubt"),
    [
        ("\ufeffä".encode(), "", "ä", False),
        ("ä".encode("utf-16"), "", "ä", False),
        (b'<meta charset="iso-8859-1">\x93\xe4\x94', "", '<meta charset="iso-8859-1">“ä”', False),
        (b"\xe4", "windows-1252", "ä", False),
        (b"<?xml version='1.0' encoding='koi8-r'?>\xc4\xc1", "", "<?xml version='1.0' encoding='koi8-r'?>да", False),
        ('<meta charset="gb2312">中'.encode("gb18030"), "", '<meta charset="gb2312">中', False),
        ('<meta charset="latin1">中'.encode(), "", '<meta charset="latin1">中', True),
        (b"\xe4", "", "ä", True),
        (b"a\xff", "utf-8", "a\ufffd", True),
        ("ä".encode(), "no-such-set", "ä", False),
        (b"<meta charset=base64>ok", "", "<meta charset=base64>ok", False),
    ],
)
def test_the_character_set_is_found_as_browsers_do(data: bytes, charset: str, text: str, doubt: bool) -> None:
    decoded = decode_html(data, charset=charset)
    assert (decoded.text, bool(decoded.doubt)) == (text, doubt)
