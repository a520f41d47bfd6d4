"""Public lists of payloads in every field of every edition, page of the site and feed: nothing runs, nothing is asked."""

from __future__ import annotations

import json
import zipfile
from xml.etree import ElementTree

import pytest
from edition_fixture import STATES, entry_in
from edition_fixture import edition as from_article
from markdown_it import MarkdownIt
from payloads import OWN, Watch, outside_payloads
from site_fixture import FIRST, SECOND, THIRD, files
from tools import needs_tool

from l10n.edition import compose_edition
from l10n.editions import writer_for
from l10n.editions.rendering import inline_html
from l10n.model import Block, BlockKind, Catalog, Document, Entry, Kind, Segment
from l10n.provenance import Provenance, Revision, Rewording
from l10n.releases import Record, retracted, with_release
from l10n.site import site_pages
from l10n.site.layout import Site

pytestmark = [pytest.mark.slow, needs_tool("chromium")]

CHUNK = 450
OUTSIDE = outside_payloads()
PARTS = [OWN, *(OUTSIDE[at : at + CHUNK] for at in range(0, len(OUTSIDE), CHUNK))]
NAMES = ["own", *(f"outside {n}" for n in range(1, len(PARTS)))]
FACTS = ("title", "author", "original", "licence", "credits", "summary", "publisher", "date", "dateline")
KINDS = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CODE, BlockKind.HTML)


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


def edition(payloads, *, draft):
    """An edition in which every text of the document, the catalog and the provenance is a payload."""
    blocks, entries = [], []
    for number, text in enumerate(payloads):
        segment = Segment(text, Kind.BODY, context=f"{number}", number=number + 1, links=(f"({text})",) * 3)
        kind = KINDS[number % 4]
        held = () if kind in (BlockKind.CODE, BlockKind.HTML) else (segment,)
        blocks.append(Block(kind, segments=held, literal=text, level=2))
        if held:
            entries.append(entry_in(STATES[number % len(STATES)], Entry(text, context=f"{number}"), f"{text} [x][1]"))
    head = Segment(payloads[0], Kind.HEADLINE, context="headline")
    entries.append(Entry(head.source, context="headline").approved(" ".join(payloads[:40])))
    facts = {name: " ".join(payloads[at : at + 20]) for at, name in enumerate(FACTS)}
    changes = tuple(Rewording(text, text, text, text, text) for text in payloads)
    return compose_edition(
        Document("boat", "", facts=facts, head=(head,), blocks=tuple(blocks)),
        Catalog("boat", "my", tuple(entries)),
        source_locale="en",
        target_locale="my",
        draft=draft,
        provenance=Provenance(tuple(payloads), True, 2, 2, (Revision(2, "2026-02-02", changes),)),
    )


def written(payloads, root):
    """Every page and chapter of editions with *payloads*, as files below *root*."""
    made = [edition(payloads, draft=draft) for draft in (False, True)]
    if payloads is OWN:
        made += [from_article(list(STATES), draft=True, text=article(text)) for text in payloads]
    for number, one in enumerate(made):
        page, book, folder = root / f"{number}.html", root / f"{number}.epub", root / f"book{number}"
        page.write_bytes(writer_for("html").write(one))
        book.write_bytes(writer_for("epub").write(one))
        with zipfile.ZipFile(book) as archive:
            archive.extractall(folder)
        rendered = MarkdownIt("commonmark").enable("table").render(writer_for("markdown").write(one).decode())
        told = root / f"{number}-markdown.html"
        told.write_text(f"<!DOCTYPE html><meta charset=utf-8>{rendered}", encoding="utf-8")
        yield from (page, told, *sorted(folder.rglob("*.xhtml")))


def article(text):
    """An article whose author wrote the payload wherever a text can stand."""
    told = json.dumps(text)
    facts = "".join(f"{name}: {told}\n" for name in FACTS if name != "date")
    return (
        f"---\n{facts}---\n\n{text}\n\nSay {text} twice.\n\n## {text}\n\n> - {text}\n\n| {text} |\n|---|\n| {text} |\n"
    )


def look_at(browser, paths, root, *, bypass_csp):
    context = browser.new_context(bypass_csp=bypass_csp)
    watch, own, wrong = Watch(context, root.as_uri()), {"epub": "style.css"}, []
    for path in paths:
        wrong += [(path.name, found) for found in watch.look(path.as_uri(), static=own["epub"])]
    context.close()
    return wrong, watch.asked, watch.left, watch.ran


@pytest.mark.parametrize("payloads", PARTS, ids=NAMES)
def test_no_edition_holds_anything_alive(chromium, tmp_path, payloads):
    paths = list(written(payloads, tmp_path))
    assert look_at(chromium, paths, tmp_path, bypass_csp=True) == ([], [], [], [])


def site(payloads):
    """A site whose name, records, corrections, reasons and files are payloads."""
    joined = " ".join(payloads[:40])
    facts = dict.fromkeys(FACTS, joined)
    told = [("Headline", joined, joined), ("Summary", joined, joined)]
    told += [("Body", text, f"{text} [x](<{text}>)") for text in payloads]
    record = Record("boat", f"tag:news.example,2026-01-05:boat{joined}", "en")
    first = with_release(
        record, date=FIRST, texts={"my": tuple(told), "es": tuple(told)}, facts=facts, files=files("boat", "my")
    )
    again = [(name, f"{source} again", f"{target} again") for name, source, target in told]
    second = with_release(
        first, date=SECOND, texts={"my": tuple(again), "es": tuple(again)}, facts=facts, files=files(joined[:40], "my")
    )
    back = retracted(second, date=THIRD, reason={"": joined, "my": joined})
    named = Site(joined, "en", ("my", "es"), address="https://news.example/", titles={"my": joined}, key=joined)
    return list(site_pages(named, [second], inline=inline_html)), list(site_pages(named, [back], inline=inline_html))


@pytest.mark.parametrize("payloads", PARTS, ids=NAMES)
def test_no_page_or_feed_of_the_site_holds_anything_alive(chromium, tmp_path, payloads):
    paths, feeds = [], 0
    for number, pages in enumerate(site(payloads)):
        for name, data in pages:
            if name.endswith(".xml"):
                feeds += 1
                ElementTree.fromstring(data)
            if name.endswith((".html", ".xml")):
                path = tmp_path / str(number) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                paths.append(path)
                if name.endswith(".xml"):
                    (read := path.with_suffix(".xhtml")).write_text(_as_page(data), encoding="utf-8")
                    paths.append(read)
    assert feeds
    assert look_at(chromium, paths, tmp_path, bypass_csp=True) == ([], [], [], [])


def _as_page(feed):
    """What a reader of feeds shows: the content of each entry, and the texts of titles and summaries as HTML."""
    atom = "{http://www.w3.org/2005/Atom}"
    tree = ElementTree.fromstring(feed)
    bodies = [ElementTree.tostring(div, encoding="unicode") for div in tree.iterfind(f".//{atom}content/*")]
    return f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{"".join(bodies)}</body></html>'
