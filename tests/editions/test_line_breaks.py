"""Burmese lines as a reader's screen breaks them: none begins inside a syllable, whatever the width of the column."""

import io
import zipfile
from pathlib import Path

import pytest
from tools import needs_tool

from l10n.edition import compose_edition
from l10n.editions import writer_for
from l10n.model import Catalog, CatalogKey, Entry
from l10n.newsroom.project import open_project
from l10n.readers.markdown import read_markdown

pytestmark = [pytest.mark.slow, needs_tool("chromium")]
ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (320, 480, 760)
RUN = "သူတို့သည်မြန်မာနိုင်ငံတွင်တက္ကသိုလ်ကျောင်းသားများအဖြစ်ပညာသင်ကြားခဲ့ကြပြီးသင်္ဘောဆိပ်ကမ်းအနီးရှိကျွန်ုပ်တို့၏အိမ်သို့ပြန်လာကြသည်။" * 4

# What each line begins with: the first character whose box starts a new line, and the three after it.
LINES = """() => {
  const found = [];
  for (const block of document.querySelectorAll('[lang=my]')) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let bottom = -1;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!/[\\u1000-\\u109f]/.test(node.data)) continue;
      for (let i = 0; i < node.data.length; i++) {
        const range = document.createRange();
        range.setStart(node, i); range.setEnd(node, i + 1);
        const box = range.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        if (box.top > bottom - 2) found.push(node.data.slice(i, i + 4));
        bottom = Math.max(bottom, box.bottom);
      }
    }
  }
  return found;
}"""
MARKS = {*map(chr, range(0x102B, 0x103F)), *map(chr, range(0x1056, 0x105A)), "\u104a", "\u104b"}


def breaks_a_syllable(start):
    """Whether a line that begins so begins with a mark, a full stop, or a letter that closes the syllable before."""
    after = start[1:].lstrip("\u1037")
    return start[0] in MARKS or after[:1] in ("\u103a", "\u1039")


@pytest.fixture(scope="module")
def page():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def sample():
    project = open_project(ROOT)
    catalog, _ = project.catalogs.read(CatalogKey("river-school", "my"))
    return compose_edition(project.document(catalog.slug), catalog, source_locale="en", target_locale="my")


def unspaced():
    """An edition of one long run without a space, as Burmese is often typed."""
    article = read_markdown("One.\n", slug="run", path="articles/run.md")
    catalog = Catalog("run", "my", (Entry("One.").approved(RUN),))
    return compose_edition(article, catalog, source_locale="en", target_locale="my")


def chapter(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return book.read("OEBPS/article.xhtml"), book.read("OEBPS/style.css")


@pytest.mark.parametrize("make", [sample, unspaced])
@pytest.mark.parametrize("name", ["html", "epub"])
def test_no_line_begins_inside_a_syllable(page, tmp_path, make, name):
    data = writer_for(name).write(make())
    path = tmp_path / ("page.html" if name == "html" else "article.xhtml")
    if name == "epub":
        data, css = chapter(data)
        (tmp_path / "style.css").write_bytes(css)
    path.write_bytes(data)
    wrong, lines = {}, 0
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path.as_uri())
        starts = page.evaluate(LINES)
        lines += len(starts)
        wrong[width] = [start for start in starts if breaks_a_syllable(start)]
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 0, width
    assert lines > 20
    assert wrong == {width: [] for width in WIDTHS}


def test_the_measure_sees_a_line_that_begins_inside_one(page):
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto("about:blank")
    page.set_content(f'<p lang="my" style="word-break: break-all">{RUN}</p>')
    assert any(breaks_a_syllable(start) for start in page.evaluate(LINES))
