"""A page gives its article; all else on it is listed with the reason."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from l10n.errors import ArticleError
from l10n.model import Kind
from l10n.ports import Conversion
from l10n.readers import reader_for
from l10n.readers.html import HtmlReader
from l10n.readers.markdown import read_markdown
from l10n.readers.webpage.tree import decode_html, parse_html, texts_of

PAGES = Path(__file__).parent / "pages"


def convert(name: str, url: str = "") -> Conversion:
    return HtmlReader(url=url).convert((PAGES / name).read_bytes(), path=name, slug="page")


def facts(conversion: Conversion) -> dict[str, str]:
    return {k: v for k, v in read_markdown(conversion.markdown, slug="x").facts.items() if k != "digest"}


def test_the_facts_of_a_page_are_front_matter() -> None:
    assert facts(convert("newspaper.html")) == {
        "title": "River towns rebuild their bridges by hand",
        "dateline": "By Hnin Wai • March 18, 2024 • 4 min read",
        "summary": "Villagers along the lower river have rebuilt eleven bridges without waiting for the capital.",
        "author": "Hnin Wai",
        "date": "2024-03-18",
        "publisher": "The Delta Courier",
        "original": "https://courier.example/2024/03/bridges",
        "licence": "CC-BY-NC-4.0",
    }


def test_the_article_is_found_with_its_pictures_table_links_and_notes() -> None:
    document = read_markdown(convert("newspaper.html").markdown, slug="x")
    kinds = Counter(segment.kind for segment in document.segments)
    assert kinds == {
        Kind.HEADLINE: 1, Kind.DATELINE: 1, Kind.SUMMARY: 1, Kind.ALT: 2, Kind.CAPTION: 2, Kind.BODY: 6,
        Kind.HEADING: 1, Kind.CELL: 9, Kind.QUOTE: 2, Kind.ITEM: 5,
    }  # fmt: skip
    urls = [url for segment in document.segments for url in segment.urls]
    assert urls == ["https://courier.example/2023/12/clinics"]


def test_what_is_not_the_article_is_listed_by_reason() -> None:
    reasons = Counter(piece.skipped for piece in convert("newspaper.html").coverage if piece.skipped)
    assert reasons == {
        "menu": 5, "cookie notice": 1, "form control": 2, "page header": 2, "share buttons": 1, "advert": 2,
        "pull quote, repeats the text": 1, "related links": 3, "link back from a note": 1, "tags": 1, "comments": 2,
        "sidebar": 3, "form": 1, "footer": 1, "hidden": 1, "shown only without scripts": 1,
    }  # fmt: skip


def letters(texts: list[str]) -> str:
    return "".join(char for text in texts for char in unicodedata.normalize("NFKC", text) if char.isalnum())


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.glob("*.html")))
def test_all_texts_of_a_page_are_taken_or_listed(name: str) -> None:
    page = parse_html(decode_html((PAGES / name).read_bytes()).text)
    conversion = convert(name)
    assert letters([piece.text for piece in conversion.coverage]) == letters([text.text for text in texts_of(page)])
    assert [piece for piece in conversion.coverage if piece.skipped == "not taken over"] == []


def test_a_fetched_page_makes_its_addresses_whole() -> None:
    page = b"<title>T</title><article><h1>T</h1><p>Words <a href='../x'>link</a></p><img src=p.png alt=A></article>"
    made = HtmlReader(url="https://s.example/a/b").convert(page, path="u", slug="t")
    digest = hashlib.sha256(page).hexdigest()
    assert made.markdown == (
        f'---\ntitle: "T"\noriginal: "https://s.example/a/b"\ndigest: "{digest}"\n---\n\n'
        "Words [link](https://s.example/x)\n\n![A](https://s.example/a/p.png)\n"
    )


def test_a_page_without_words_says_so() -> None:
    with pytest.raises(ArticleError, match="there is no text in it"):
        HtmlReader().convert(b" \n", path="a.html", slug="a")


def test_a_page_filled_by_scripts_is_doubted() -> None:
    made = HtmlReader().convert(b"<div id=root>Loading</div><script>x</script>", path="a.html", slug="my-page")
    assert [doubt.message.partition(";")[0] for doubt in made.doubts] == [
        "there is no headline",
        "only 1 words were found",
    ]


def test_pages_have_their_reader() -> None:
    assert [reader_for(name).name for name in ("a.html", "b.HTM", "c.xhtml")] == ["html"] * 3


@pytest.mark.parametrize(
    ("name", "wanted", "kinds"),
    [
        ("burmese.html", {"author": "နှင်းဝေ", "dateline": "နှင်းဝေ • ၂၀၂၄ မတ် ၁၈"}, {"body": 2}),
        ("arabic.html", {"author": "هناء وليد"}, {"body": 2, "quote": 1}),
        ("chinese.html", {"title": "村民自建桥梁"}, {"body": 2, "alt": 1}),
        ("liveblog.html", {"title": "Election night: live"}, {"heading": 2, "body": 3, "quote": 2}),
        ("old-cms.html", {"title": "The Weekly: Ferry sinks"}, {"body": 5, "cell": 4}),
    ],
)
def test_pages_of_many_houses_and_scripts(name: str, wanted: dict[str, str], kinds: dict[str, int]) -> None:
    document = read_markdown(convert(name).markdown, slug="x")
    found = Counter(str(segment.kind) for segment in document.segments)
    assert {key: document.facts[key] for key in wanted} == wanted
    assert {kind: count for kind, count in found.items() if kind not in ("headline", "dateline")} == kinds
