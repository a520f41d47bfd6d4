"""Posts of WordPress, as its REST interface gives them and from an export."""

import json

import pytest

from l10n.errors import ArticleError
from l10n.ports import Doubt, Piece
from l10n.readers.sniffing import XmlReader, reader_for_content
from l10n.readers.wordpress import WordPressExportReader, WordPressJsonReader

POST = {
    "id": 7,
    "date": "2024-02-03T10:11:12",
    "date_gmt": "2024-02-03T03:41:12",
    "slug": "the-bridge",
    "status": "publish",
    "link": "https://post.example/2024/the-bridge/",
    "title": {"rendered": "The bridge&#8217;s end &amp; after"},
    "content": {
        "rendered": '<p>It fell. See the <a href="/map">map</a>.</p>\n<h2>After</h2>\n'
        '<figure class="wp-block-image"><img src="/a.jpg" alt="Ruins"/><figcaption>The ruins</figcaption></figure>'
        '<div class="sharedaddy">Share</div>',
        "protected": False,
    },
    "excerpt": {"rendered": "<p>It fell. See the map. [&hellip;]</p>", "protected": False},
    "_embedded": {
        "author": [{"name": "Aye Aye"}],
        "wp:featuredmedia": [
            {
                "source_url": "https://post.example/up/lead.jpg",
                "alt_text": 'A "lead"',
                "caption": {"rendered": "<p>Photo: AA</p>"},
                "media_type": "image",
            }
        ],
    },
}
ARTICLE = """---
title: "The bridge’s end & after"
author: "Aye Aye"
date: "2024-02-03"
original: "https://post.example/2024/the-bridge/"
slug: "the-bridge"
---

![A "lead"](https://post.example/up/lead.jpg "Photo: AA")

It fell. See the [map](https://post.example/map).

## After

![Ruins](https://post.example/a.jpg "The ruins")
"""


def read(value, path="post.json"):
    return WordPressJsonReader().convert(json.dumps(value).encode(), path=path, slug="post")


def without_digest(conversion):
    return "".join(line for line in conversion.markdown.splitlines(keepends=True) if not line.startswith("digest: "))


def test_a_post_is_read_whole():
    conversion = read(POST)
    assert without_digest(conversion) == ARTICLE
    assert conversion.doubts == ()
    assert [(piece.text, piece.skipped) for piece in conversion.coverage] == [
        ("The bridge’s end & after", ""),
        ("It fell. See the map. […]", "summary that repeats the article"),
        ('A "lead"', ""),
        ("Photo: AA", ""),
        ("It fell. See the map.", ""),
        ("After", ""),
        ("Ruins", ""),
        ("The ruins", ""),
        ("Share", "share buttons"),
    ]


def test_a_list_of_one_post_is_that_post():
    assert without_digest(read([POST])) == ARTICLE


def test_an_excerpt_that_somebody_wrote_is_the_summary():
    conversion = read({**POST, "excerpt": {"rendered": "<p>Why the old bridge went down.</p>"}})
    assert 'summary: "Why the old bridge went down."\n' in conversion.markdown


def test_several_posts_are_listed_and_chosen():
    posts = [POST, {**POST, "id": 8, "slug": "other", "title": {"rendered": "Other"}}]
    with pytest.raises(ArticleError) as caught:
        read(posts)
    assert str(caught.value) == "post.json: there are 2 posts in it"
    assert caught.value.remedy == (
        "name the one you want after a #: diglot add 'post.json#the-bridge'; "
        "it has the-bridge (The bridge’s end & after); other (Other)"
    )
    assert without_digest(read(posts, "post.json#the-bridge")) == ARTICLE
    assert 'title: "Other"' in read(posts, "post.json#8").markdown


def test_a_draft_is_a_doubt():
    assert read({**POST, "status": "draft"}).doubts == (Doubt(0, "the post is a draft on its site"),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "this is not JSON"),
        (b"[" * 100_000, "this is not JSON"),
        (b"\xff\xfe{}", "this is not JSON|not UTF-8"),
        (b'{"a": 1}', "no post of WordPress"),
        (b"[]", "found no post"),
        (b"[1]", "no post of WordPress"),
        (b'{"title": "x", "content": "y"}', "no post of WordPress"),
        (
            b'{"code": "rest_post_invalid_id", "message": "Invalid post ID.", "data": {"status": 404}}',
            "Invalid post ID",
        ),
        (b'{"title": {"rendered": "x"}, "content": {"rendered": "", "protected": true}}', "has a password"),
        (b'{"title": {"rendered": "x"}, "content": {"rendered": ""}}', "there is no text"),
        (
            b'{"title": {"rendered": 1}, "content": {"rendered": null}, "_embedded": 3, "excerpt": []}',
            "there is no text",
        ),
    ],
)
def test_other_json_is_refused_with_what_to_try(data, message):
    with pytest.raises(ArticleError, match=message) as caught:
        WordPressJsonReader().convert(data, path="a.json", slug="a")
    assert caught.value.remedy


def export(*items, authors=""):
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0"'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        f"<title>The Post</title><wp:wxr_version>1.2</wp:wxr_version>{authors}{''.join(items)}</channel></rss>"
    ).encode()


def item(number, slug, content, *, kind="post", status="publish", excerpt="", title="T", more=""):
    return (
        f"<item><title>{title}</title><link>https://post.example/{slug}/</link><dc:creator>aye</dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date>2024-02-03 10:11:12</wp:post_date><wp:post_name>{slug}</wp:post_name>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
    )


def meta(key, value):
    return f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"


AUTHORS = "<wp:author><wp:author_login>aye</wp:author_login><wp:author_display_name>Aye Aye</wp:author_display_name></wp:author>"


def read_export(data, path="site.xml"):
    return WordPressExportReader().convert(data, path=path, slug="site")


def body(content):
    return read_export(export(item(1, "a", content))).markdown.partition("---\n\n")[2]


def test_an_export_of_one_post():
    content = "<!-- wp:paragraph -->\n<p>First <b>text</b>.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:heading -->\n<h2>Part</h2>\n<!-- /wp:heading -->\n"
    picture = item(
        5,
        "pic",
        "",
        kind="attachment",
        status="inherit",
        excerpt="Its caption",
        more="<wp:attachment_url>https://post.example/p.jpg</wp:attachment_url>"
        + meta("_wp_attachment_image_alt", "Its alt"),
    )
    data = export(item(1, "the-bridge", content, more=meta("_thumbnail_id", "5")), picture, authors=AUTHORS)
    assert without_digest(read_export(data)) == (
        '---\ntitle: "T"\nauthor: "Aye Aye"\ndate: "2024-02-03"\npublisher: "The Post"\n'
        'original: "https://post.example/the-bridge/"\nslug: "the-bridge"\n---\n\n'
        '![Its alt](https://post.example/p.jpg "Its caption")\n\nFirst **text**.\n\n## Part\n'
    )
    assert XmlReader().convert(data, path="site.xml", slug="site") == read_export(data)


def test_a_classic_post_gets_its_paragraphs_and_breaks():
    assert body(
        "One\nline two\r\n\r\n<b>Two</b>\n\n<blockquote>Quoted\n\nmore</blockquote>\nThree\n\n<ul>\n<li>a</li>\n</ul>"
    ) == ("One\\\nline two\n\n**Two**\n\n> Quoted\n>\n> more\n\nThree\n\n- a\n")


def test_captions_are_figures():
    assert (
        body(
            '[caption id="attachment_5" align="alignnone"]<a href="/x"><img src="/p.jpg" alt="Alt"/></a> The <em>words</em>[/caption]\n\nText'
        )
        == '![Alt](https://post.example/p.jpg "The words")\n\nText\n'
    )


def test_shortcodes_are_left_out_and_words_in_brackets_are_not():
    conversion = read_export(
        export(
            item(
                1,
                "a",
                'He said [sic] so. [gallery ids="1,2"]\n\n[embed]https://video.example/1[/embed]\n\n[box]Inside[/box] [[escaped]] [x y="z"]',
            )
        )
    )
    assert conversion.markdown.endswith("---\n\nHe said \\[sic\\] so.\n\nInside \\[escaped\\]\n")
    assert [(piece.text, piece.skipped) for piece in conversion.coverage if piece.skipped] == [
        ("The Post", "name of the site"),
        ('[gallery ids="1,2"]', "gallery"),
        ("https://video.example/1", "embedded from another site"),
        ("[box]", "shortcode"),
        ("[/box]", "shortcode"),
        ('[x y="z"]', "shortcode"),
    ]
    assert [doubt.message for doubt in conversion.doubts] == [
        "WordPress fills in [box], [embed], [gallery], [x] itself; look at what belongs there"
    ]


def test_a_post_cannot_mark_its_own_text_as_left_out():
    assert body('<p data-diglot-skipped="x">Seen</p>') == "Seen\n"


def test_a_picture_without_alt_has_the_one_of_the_library():
    library = item(5, "p", "", kind="attachment", more=meta("_wp_attachment_image_alt", "From the library"))
    content = '<p><img class="alignnone wp-image-5" src="/p.jpg" alt=""></p><p>Text</p>'
    assert (
        "![From the library](https://post.example/p.jpg)"
        in read_export(export(item(1, "a", content), library)).markdown
    )


def test_several_posts_of_an_export_are_listed_and_chosen():
    data = export(item(1, "a", "One", title="First"), item(2, "b", "Two"), item(3, "c", "x", kind="nav_menu_item"))
    with pytest.raises(ArticleError) as caught:
        read_export(data)
    assert str(caught.value) == "site.xml: there are 2 posts in it"
    assert "it has a (First); b (T)" in caught.value.remedy
    chosen = read_export(data, "site.xml#2")
    assert chosen.markdown.endswith("Two\n")
    assert Piece("First", "another post of the export") in chosen.coverage


def test_an_unpublished_post_is_a_doubt_and_an_empty_export_an_error():
    assert read_export(export(item(1, "a", "One", status="private"))).doubts == (
        Doubt(0, "the post is private on its site"),
    )
    with pytest.raises(ArticleError, match="no posts in the export"):
        read_export(export(item(1, "a", "One", status="trash")))


@pytest.mark.parametrize(
    ("data", "kind", "path", "name"),
    [
        (b"{}", "application/json", "https://a.example/wp-json/wp/v2/posts/1", "wordpress"),
        (b"<?xml version='1.0'?><rss/>", "text/html", "https://a.example/feed", "xml"),
        (b"<rss version='2.0'/>", "application/xml", "", "xml"),
        (b"<feed/>", "application/atom+xml; charset=utf-8", "", "xml"),
        (b"<!doctype html><p>", "text/plain", "", "html"),
        (b"<?xml version='1.0'?><html xmlns='x'/>", "application/xhtml+xml", "", "html"),
        (b"{\\rtf1}", "", "a.doc", "pandoc"),
        (b"PK\x03\x04", "application/octet-stream", "a.docx", "docx"),
        (b"Some words", "", "a.txt", "text"),
        (b"Some words", "", "feed.xml#3", "xml"),
    ],
)
def test_content_says_which_reader_it_needs(data, kind, path, name):
    reader = reader_for_content(data, kind, path)
    assert reader is not None
    assert reader.name == name


def test_content_that_says_nothing_has_no_reader():
    assert reader_for_content(b"Some words", "", "words") is None
