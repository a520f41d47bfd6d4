"""The pages of the site: well formed, without scripts and requests, complete, and silent about what was retracted."""

import json
import re
from html.parser import HTMLParser
from posixpath import dirname, normpath
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from site_fixture import (
    ALL,
    CORRECTED,
    FIRST,
    ONLINE,
    PLAIN,
    RETRACTED,
    SECOND,
    SITE,
    THIRD,
    files,
    pages,
    released,
)

from l10n.editions import FORMATS
from l10n.releases import with_release
from l10n.site.article import MEDIA_TYPES, share_text
from l10n.site.lists import NEWEST
from l10n.site.words import EN, ES, LABELS, MY, format_name

ATOM = {"a": "http://www.w3.org/2005/Atom", "h": "http://www.w3.org/1999/xhtml"}
VOID = {"meta", "link", "br", "hr", "img"}


class Reader(HTMLParser):
    """Collects links and elements; fails on an element that is not closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.links, self.tags, self.ids = [], [], [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def read(page):
    reader = Reader()
    reader.feed(page.decode())
    assert reader.open == []
    return reader


def html(found):
    return {path: data for path, data in found.items() if path.endswith(".html")}


@pytest.mark.parametrize("site", [SITE, ONLINE])
@pytest.mark.parametrize("records", [ALL, (PLAIN, RETRACTED)])
def test_pages_are_well_formed_and_load_nothing(site, records):
    for path, data in html(pages(*records, site=site)).items():
        reader = read(data)
        tags = [tag for tag, _ in reader.tags]
        assert not {"img", "iframe", "object", "form"} & set(tags), path
        scripts = [attributes for tag, attributes in reader.tags if tag == "script"]
        assert scripts in ([], [{"type": "application/ld+json"}]), path
        assert b"@import" not in data
        assert b"url(" not in data
        assert data.count(b"Content-Security-Policy") == 1


def test_every_link_within_the_site_leads_to_a_page_or_a_file():
    found = pages(PLAIN, RETRACTED)
    there = {*found, "SHA256SUMS", *(f"articles/boat/{file.name}" for file in PLAIN.files)}
    for path, data in html(found).items():
        for link in read(data).links:
            if not link.startswith(("https:", "data:", "#")):
                assert normpath(f"{dirname(path)}/{unquote(link)}").lstrip("./") in there, (path, link)


def test_what_readers_see_is_never_markup():
    page = pages()["articles/boat/my.html"].decode()
    assert "H-boat &lt;b&gt;&amp;" in page
    assert "Aye &lt;Aye&gt;" in page


def test_a_page_tells_sizes_whole_checksums_and_what_to_pass_on():
    page = pages(site=ONLINE)["articles/boat/my.html"].decode()
    assert "12 kB" in page
    assert "SHA-256 " + "b" * 64 in page
    shared = share_text(ONLINE, PLAIN, "my").splitlines()
    assert shared == [
        "H-boat <b>&",
        "S-boat",
        "https://news.example/articles/boat/my.html",
        f"boat.en-my.html SHA-256 {'a' * 16}…",
        f"boat.en-my.epub SHA-256 {'b' * 16}…",
    ]


def test_without_an_address_no_address_is_made_up():
    found = pages()
    assert "sitemap.xml" not in found
    assert not any(b"news.example/" in data for path, data in found.items())
    assert "news.example/" not in share_text(SITE, PLAIN, "my")


def test_with_an_address_other_programs_find_every_page():
    found = pages(site=ONLINE)
    root = ElementTree.fromstring(found["sitemap.xml"])
    places = [place.text for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "https://news.example/articles/ferry/es.html" in places
    assert all(place.removeprefix("https://news.example/") in found for place in places)
    assert b"Sitemap: https://news.example/sitemap.xml" in found["robots.txt"]
    assert b'hreflang="es" href="https://news.example/articles/boat/es.html"' in found["articles/boat/my.html"]


def structured(page):
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.decode(), re.S)
    return json.loads(data)


def test_programs_can_read_what_the_page_is_about():
    value = structured(pages(site=ONLINE)["articles/ferry/my.html"])
    assert (value["@type"], value["inLanguage"], value["headline"]) == ("NewsArticle", "my", "H-ferry <b>&")
    assert value["translationOfWork"]["headline"] == "The ferry sails"
    assert [(c["@type"], c["datePublished"]) for c in value["correction"]] == [("CorrectionComment", "2026-02-07")]
    assert [m["sha256"] for m in value["encoding"]] == ["a" * 64, "b" * 64]


@pytest.mark.parametrize("locale", ["my", "es", "en"])
def test_a_correction_is_told_in_both_languages_with_its_day(locale):
    for path in (f"{locale}/corrections.html", f"articles/ferry/{locale}.html"):
        page = pages()[path].decode()
        assert '<time datetime="2026-02-07' in page
        assert "There were <del>5</del><ins>7</ins> people" in page
        assert "P-ferry <del>5</del><ins>7</ins>" in page


def entries(feed):
    return {entry.find("a:id", ATOM).text: entry for entry in ElementTree.fromstring(feed).findall("a:entry", ATOM)}


def test_a_feed_has_the_full_text_and_every_file_with_its_length():
    found = entries(pages()["my/feed.xml"])
    assert list(found) == ["tag:news.example,2026-01-05:ferry/my", "tag:news.example,2026-01-05:boat/my"]
    entry = found["tag:news.example,2026-01-05:boat/my"]
    shown = "".join(entry.find("a:content", ATOM).itertext())
    assert "P-boat 5 & [x]" in shown
    assert [item.find("h:i", ATOM).text for item in entry.iter("{http://www.w3.org/1999/xhtml}li")] == ["i1", "i2"]
    enclosed = [link.attrib for link in entry.findall("a:link[@rel='enclosure']", ATOM)]
    assert [(e["type"], e["length"], e["href"]) for e in enclosed] == [
        ("text/html", "12345", "../articles/boat/boat.en-my.html"),
        ("application/epub+zip", "12345", "../articles/boat/boat.en-my.epub"),
    ]


def dates(feed, id):
    entry = entries(feed)[id]
    return entry.find("a:published", ATOM).text, entry.find("a:updated", ATOM).text


def test_a_correction_and_a_retraction_move_the_date_of_an_entry_and_keep_its_name():
    name = "tag:news.example,2026-01-05:ferry/my"
    history = [released("ferry"), CORRECTED, RETRACTED]
    assert [dates(pages(record)["my/feed.xml"], name) for record in history] == [
        (FIRST, FIRST),
        (FIRST, SECOND),
        (FIRST, THIRD),
    ]
    assert dates(pages(RETRACTED, site=ONLINE)["feed.xml"], name) == (FIRST, THIRD)


def test_of_a_retracted_article_a_dated_notice_is_left_in_every_place_and_none_of_its_text():
    found = pages(PLAIN, RETRACTED)
    for path in ("articles/ferry/my.html", "articles/ferry/ferry.en-my.html", "my/corrections.html"):
        page = found[path].decode()
        assert "အမည်" in page, path
        assert '<time datetime="2026-03-09' in page
    assert "A name &amp; more." in found["articles/ferry/en.html"].decode()
    for path, data in found.items():
        assert b"P-ferry" not in data, path
        assert b"S-ferry" not in data, path
        assert b"ferry.en-my.epub" not in data, path
    entry = entries(found["my/feed.xml"])["tag:news.example,2026-01-05:ferry/my"]
    assert "အမည်" in "".join(entry.itertext())
    assert entry.findall("a:link[@rel='enclosure']", ATOM) == []
    assert b'content="noindex"' in found["articles/ferry/my.html"]


def test_the_same_records_give_the_same_bytes():
    assert pages() == pages()


def test_a_front_page_has_the_newest_and_months_have_all():
    records = [released(f"a{n:03}", date=f"2026-01-{1 + n % 28:02}T06:00:00Z") for n in range(NEWEST + 5)]
    found = pages(*records)
    assert found["my/index.html"].count(b'class="item"') == NEWEST
    assert found["my/2026-01.html"].count(b'class="item"') == NEWEST + 5


def test_a_language_without_articles_says_so():
    only_my = with_release(
        released("ferry", locales=("my",)),
        date=SECOND,
        texts={"my": PLAIN.texts("my")},
        facts={},
        files=files("f", "my"),
    )
    found = pages(only_my)
    assert ES["nothing"] in found["es/index.html"].decode()
    assert "articles/ferry/es.html" not in found


def test_signs_that_no_xml_can_hold_do_not_break_a_feed():
    rows = (("Headline", "A\x00\x1b\ufffe", "B\x0b"), ("¶1", "x\x0c", "y"))
    odd = with_release(PLAIN, date=SECOND, texts={"my": rows}, facts={"author": "\x07"}, files=[])
    assert ElementTree.fromstring(pages(odd)["my/feed.xml"]) is not None


def test_every_word_is_there_in_every_language():
    assert set(EN) == set(MY) == set(ES)
    assert set(LABELS["my"]) == set(LABELS["es"])


def test_every_format_has_its_type_and_a_name():
    assert [name for name in FORMATS if name not in MEDIA_TYPES] == []
    assert [name for name in FORMATS if format_name("en", name) == name] == []
