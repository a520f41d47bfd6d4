"""Feeds: RSS 2.0, RSS 1.0, Atom; whole articles, chosen ones, and those that are only beginnings."""

import pytest

from l10n.errors import ArticleError
from l10n.ports import Piece
from l10n.readers.feed import FeedReader
from l10n.readers.sniffing import XmlReader

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The &amp; Post</title><link>https://post.example/</link>
<atom:link href="https://post.example/feed" rel="self"/>
<item><title>Old bridge &amp;#8217;s end</title><link>https://post.example/2024/old-bridge/</link>
<dc:creator><![CDATA[Aye Aye]]></dc:creator><pubDate>Mon, 01 Jan 2024 23:30:00 -0800</pubDate>
<guid isPermaLink="false">https://post.example/?p=11</guid>
<description><![CDATA[<p>The bridge fell. [&#8230;]</p>]]></description>
<content:encoded><![CDATA[<p>The bridge fell. <a href="/map">Map</a></p><h2>After</h2><ul><li>One</li><li>Two</li></ul>
<div class="sharedaddy">Share this</div>
<p>The post <a href="x">Old</a> appeared first on <a href="y">The Post</a>.</p>]]></content:encoded></item>
<item><title>New bridge</title><link>https://post.example/2024/new-bridge/</link>
<pubDate>Tue, 02 Jan 2024 09:00:00 +0000</pubDate><guid>12</guid>
<description>Its own summary.</description><content:encoded>&lt;p&gt;It stands.&lt;/p&gt;</content:encoded></item>
</channel></rss>"""


def read(text, path="feed.xml", slug="feed"):
    return FeedReader().convert(text.encode() if isinstance(text, str) else text, path=path, slug=slug)


def without_digest(conversion):
    return "".join(line for line in conversion.markdown.splitlines(keepends=True) if not line.startswith("digest: "))


def test_the_newest_article_is_taken_and_the_others_are_named():
    conversion = read(RSS)
    assert without_digest(conversion) == (
        '---\ntitle: "New bridge"\nsummary: "Its own summary."\ndate: "2024-01-02"\npublisher: "The & Post"\n'
        'original: "https://post.example/2024/new-bridge/"\nslug: "new-bridge"\n---\n\nIt stands.\n'
    )
    assert [doubt.message for doubt in conversion.doubts] == [
        "the feed has 2 articles; the newest, “New bridge”, is taken; "
        "another is chosen by its number, id or address after a #: 'feed.xml#2'"
    ]
    assert conversion.coverage == (
        Piece("The & Post", "name of the feed"),
        Piece("New bridge"),
        Piece("Its own summary."),
        Piece("It stands.", "", "line 1"),
        Piece("Old bridge ’s end", "another article of the feed", "article 1"),
    )


@pytest.mark.parametrize(
    "choice",
    ["1", "https://post.example/?p=11", "https://post.example/2024/old-bridge/", "old-bridge", "old bridge ’s end"],
)
def test_an_article_is_chosen_by_number_id_address_or_title(choice):
    conversion = read(RSS, f"feed.xml#{choice}")
    assert without_digest(conversion) == (
        '---\ntitle: "Old bridge ’s end"\nauthor: "Aye Aye"\ndate: "2024-01-01"\npublisher: "The & Post"\n'
        'original: "https://post.example/2024/old-bridge/"\nslug: "old-bridge"\n---\n\n'
        "The bridge fell. [Map](https://post.example/map)\n\n## After\n\n- One\n- Two\n"
    )
    assert conversion.doubts == ()
    assert {piece.skipped for piece in conversion.coverage if piece.skipped} == {
        "name of the feed",
        "summary that repeats the article",
        "share buttons",
        "note of the feed",
        "another article of the feed",
    }


def test_an_unknown_choice_lists_what_there_is():
    with pytest.raises(ArticleError) as caught:
        read(RSS, "feed.xml#nothing")
    assert str(caught.value) == "feed.xml: no articles of the feed are called 'nothing'"
    assert "https://post.example/?p=11 (Old bridge ’s end); 12 (New bridge)" in caught.value.remedy


def test_a_feed_of_beginnings_names_the_address_of_the_article():
    text = RSS.replace("content:encoded", "content:other")
    with pytest.raises(ArticleError) as caught:
        read(text)
    assert caught.value.remedy == (
        "add the article's own address instead: diglot add https://post.example/2024/new-bridge/"
    )


def test_a_long_description_in_paragraphs_is_the_article():
    body = "".join(f"<p>Paragraph {n} {'with many words ' * 20}end.</p>" for n in range(6)).replace("<", "&lt;")
    text = f"<rss version='2.0'><channel><item><title>T</title><description>{body}</description></item></channel></rss>"
    assert read(text).markdown.count("Paragraph") == 6


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ('<content type="html">&lt;p&gt;A &amp;lt; B&lt;/p&gt;&lt;p&gt;C&lt;/p&gt;</content>', "A &lt; B\n\nC\n"),
        ('<content type="text">A &lt;b&gt; B\n\nC *d*</content>', "A &lt;b> B\n\nC \\*d\\*\n"),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A <em>b</em> c</p><br/></div></content>',
            "A *b* c\n",
        ),
        ('<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>A</h:p></h:div></content>', "A\n"),
    ],
)
def test_atom_content_of_each_type(content, markdown):
    conversion = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a.example/x/"><title>Site</title><entry>'
        "<title type='html'>T &amp;amp; U</title><id>urn:1</id><updated>2024-05-06T07:08:09Z</updated>"
        '<author><name>Someone</name></author><link rel="self" href="no"/><link href="post"/>'
        f"{content}</entry></feed>"
    )
    assert without_digest(conversion) == (
        '---\ntitle: "T & U"\nauthor: "Someone"\ndate: "2024-05-06"\npublisher: "Site"\n'
        f'original: "https://a.example/x/post"\nslug: "post"\n---\n\n{markdown}'
    )


def test_rss_1_0():
    conversion = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:c="http://purl.org/rss/1.0/modules/content/">'
        "<channel><title>S</title></channel>"
        '<item rdf:about="https://a.example/1"><title>T</title><link>https://a.example/one</link>'
        "<dc:date>2024-03-01T10:00+06:30</dc:date><c:encoded>&lt;p&gt;Text&lt;/p&gt;</c:encoded></item></rdf:RDF>"
    )
    assert without_digest(conversion) == (
        '---\ntitle: "T"\ndate: "2024-03-01"\npublisher: "S"\noriginal: "https://a.example/one"\nslug: "one"\n---\n'
        "\nText\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel/></rss>", "declares a document type"),
        ("<rss><channel>", "not well-formed XML"),
        ("<html><body/></html>", "this is not a feed: it opens with <html>"),
        ("<rss><channel><title>S</title></channel></rss>", "no articles in the feed"),
        ("", "not well-formed XML"),
        ("<rss>" + "<a>" * 300 + "</a>" * 300 + "</rss>", "nested too deep"),
        ("<?xml version='1.0' encoding='no-such'?><rss/>", "cannot be read"),
    ],
)
def test_what_is_no_feed_is_refused(text, message):
    with pytest.raises(ArticleError, match=message):
        read(text)


def test_nothing_in_an_article_of_a_feed_runs():
    text = RSS.replace(
        "It stands.", 'It &lt;script&gt;alert(1)&lt;/script&gt;&lt;a href="javascript:x"&gt;stands&lt;/a&gt;'
    )
    assert without_digest(read(text)).endswith("---\n\nIt stands\n")


def test_xml_is_a_feed_or_a_page_by_what_it_says():
    page = b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>Head</h1><p>Words of it.</p></body></html>'
    assert XmlReader().convert(RSS.encode(), path="a.xml", slug="a") == read(RSS, "a.xml", "a")
    assert "Words of it." in XmlReader().convert(page, path="a.xml", slug="a").markdown
    with pytest.raises(ArticleError, match="neither a feed"):
        XmlReader().convert(b"<note>x</note>", path="a.xml", slug="a")


@pytest.mark.parametrize("address", ["http://[", "https://e[ample/", "http://[::1", "//[x]"])
def test_an_address_that_is_none_is_left_out(address):
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='{address}'><entry><title>T</title><link href='a'/>"
    atom += "<content type='html' xml:base='b'>&lt;p&gt;Words.&lt;/p&gt;</content></entry></feed>"
    assert read(atom).markdown.endswith("\n\nWords.\n")
    told = read(RSS.replace("https://post.example/2024/new-bridge/", address)).markdown
    assert (told.endswith("\n\nIt stands.\n"), "original" in told) == (True, False)
