"""PDF as programs read it: every text is found again, in its language, and no letter is missing."""

import hashlib
import os
import re
import subprocess
import sys
import unicodedata
import zlib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from edition_fixture import STATES, document, edition
from font_fixture import make_font, make_variable
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples
from tools import needs_font, needs_tool

from l10n.edition import compose_edition
from l10n.editions import writer_for
from l10n.editions.pdf import PdfWriter
from l10n.editions.rendering import inline_runs
from l10n.errors import EditionError
from l10n.manner import Manner, Order
from l10n.model import Catalog, Entry, State
from l10n.wording import label

ROOT = Path(__file__).resolve().parent.parent.parent
A4, PHONE = PdfWriter("pdf", ".pdf", "a4", folders=[]), PdfWriter("pdf-phone", ".phone.pdf", "phone", folders=[])
"""Both forms on a machine without fonts."""
FORMS = pytest.mark.parametrize("writer", [A4, PHONE], ids=["a4", "phone"])
UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffe]+")
PAGE_NUMBER = re.compile(r"\s*\d+ / \d+\s*$")

INSIDE_A_SYLLABLE = re.compile("[\u102b-\u103e]|[\u1000-\u1021]\u1037?[\u1039\u103a]")
"""A mark, or a letter that closes the syllable before."""


def flat(text):
    """A text without what programs add where a line or page ends."""
    return UNSEEN.sub("", unicodedata.normalize("NFC", text))


def read_by_pdfium(data):
    with pypdfium2.PdfDocument(data) as pdf:
        return flat("".join(PAGE_NUMBER.sub("", page.get_textpage().get_text_range()) for page in pdf))


def read_by_poppler(data, path):
    path.write_bytes(data)
    ran = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    return flat("".join(PAGE_NUMBER.sub("", page) for page in ran.stdout.split("\f")))


def inside(data):
    """The bytes of a PDF with its compressed parts spread out."""
    parts = [data]
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
        try:
            parts.append(zlib.decompress(stream[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def printed(markdown):
    return flat("".join(run.text for run in inline_runs(markdown)))


@FORMS
@settings(max_examples=examples(4), deadline=None)
@given(chosen=st.lists(st.sampled_from(STATES), min_size=1, max_size=14))
def test_every_unreviewed_segment_is_labelled_and_none_printed_without_draft(writer, chosen):
    made = edition(chosen, draft=True, locale="es")
    text = read_by_pdfium(writer.write(made))
    for state in (State.DRAFT, State.REVIEW, State.STALE, State.EMPTY):
        waiting = [p for p in made.pairs if p.state is state]
        if waiting:
            # The head of a table stands again on each page that the table goes on.
            assert text.count(flat(label(waiting[0], made).split(" · ")[0])) >= len(waiting)
    text = read_by_pdfium(writer.write(edition(chosen, locale="es")))
    for number, pair in enumerate(made.pairs):
        assert (f"TARGET{number}x" in text) == (pair.state is State.APPROVED)


@FORMS
@pytest.mark.parametrize("order", Order)
def test_both_texts_of_every_pair_are_found_in_their_order(writer, order):
    made = replace(edition(locale="es"), manner=Manner(order=order))
    text = read_by_pdfium(writer.write(made))
    for pair in made.pairs:
        first, second = (printed(side) for _, side in made.sides(pair))
        assert first + second in text, pair.name


@FORMS
def test_one_language_shows_the_other_nowhere(writer):
    text = read_by_pdfium(writer.write(edition(only="es", locale="es", text="Only *this*.\n")))
    assert text.count("Only") == text.count("TARGET0x") == 1
    assert "TARGET" not in read_by_pdfium(writer.write(edition(only="en", locale="es", text="Only *this*.\n")))


@FORMS
@pytest.mark.parametrize(
    "payload",
    [
        "#panic()",
        "#{1+1}",
        '"); #read("/etc/passwd")',
        "$ x^2 $",
        "`raw` <label> @ref",
        "\\#",
        "// no",
        "/* no",
        "=",
        "- - -",
    ],
)
def test_text_is_never_read_as_typst_markup(writer, payload):
    head = '"' + payload.replace("\\", "\\\\").replace('"', '\\"') + '"'
    made = edition(
        text=f"---\ntitle: {head}\nauthor: {head}\n---\n\nSay {payload} twice.\n\n```\n{payload}\n```\n", locale="es"
    )
    text = read_by_pdfium(writer.write(made))
    assert text.count(printed(made.pairs[1].source)[3:-6]) >= 2
    assert text.count(flat(payload)) >= 2


@FORMS
def test_a_heading_without_words_is_none(writer):
    text = "---\ntitle: <b></b>\n---\n\n## <i></i>\n\nWords.\n"
    assert "Words" in read_by_pdfium(writer.write(edition(text=text, locale="es", only="en")))


@FORMS
def test_it_says_it_is_accessible_and_each_language_is_named(writer):
    raw = inside(writer.write(edition(list(STATES), draft=True, locale="es")))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in raw
    assert b"/MarkInfo" in raw
    languages = Counter(re.findall(rb"/Lang\s?\((\w+)\)", raw))
    assert set(languages) == {b"en", b"es"}
    assert min(languages.values()) > 5
    kinds = Counter(re.findall(rb"/S/(\w+)", raw))
    assert {
        b"H1",
        b"H2",
        b"P",
        b"L",
        b"LI",
        b"BlockQuote",
        b"Table",
        b"TH",
        b"TD",
        b"Code",
        b"Link",
        b"Em",
        b"Strong",
    } <= set(kinds)
    assert kinds[b"H1"] == 1


@FORMS
def test_it_names_no_person_no_program_and_no_hour(writer):
    data = writer.write(edition(locale="es"))
    with pypdfium2.PdfDocument(data) as pdf:
        about = {name: value.strip() for name, value in pdf.get_metadata_dict(skip_empty=True).items()}
        title = about.pop("Title")
        assert next(mark.get_title() for mark in pdf.get_toc()).strip() == title.replace(" / ", " ")
    assert {name: value for name, value in about.items() if value} == {
        "CreationDate": "D:20260303000000Z",
        "ModDate": "D:20260303000000Z",
    }
    assert re.findall(rb"(?i)typst \d|Aye Aye", data) == []
    without = writer.write(edition(locale="es", text="# T\n\nText.\n"))
    assert re.findall(rb"CreationDate|ModDate|CreateDate", without) == []


def test_the_sizes_of_the_pages():
    for writer, size in ((A4, (595, 842)), (PHONE, (283, 505))):
        with pypdfium2.PdfDocument(writer.write(edition(locale="es"))) as pdf:
            assert tuple(round(side) for side in pdf[0].get_size()) == size


@pytest.mark.parametrize(
    ("character", "said", "remedy"),
    [
        ("ཀ", "ཀ (U+0F40, Tibetan)", "fonts-noto-core"),
        ("日", "日 (U+65E5, Chinese, Japanese or Korean)", "fonts-noto-cjk"),
        ("\U0001f30a", "\U0001f30a (U+1F30A, emoji)", "fonts-noto-color-emoji"),
        ("\U00010380", "\U00010380 (U+10380, of no known script)", "take the character out"),
    ],
)
@FORMS
def test_a_letter_that_no_font_has_stops_it_with_its_name_and_the_remedy(writer, character, said, remedy):
    with pytest.raises(EditionError) as caught:
        writer.write(edition(text=f"# T\n\nA {character} here.\n", locale="es"))
    assert str(caught.value) == f"no font here can show {said}"
    assert remedy in caught.value.remedy
    assert (caught.value.format, caught.value.article) == (writer.name, "boat")


def test_a_font_that_lacks_a_letter_of_its_script_is_told_too(tmp_path):
    make_font(tmp_path / "f.ttf", letters="က")
    with pytest.raises(EditionError) as caught:
        A4.write(replace(edition(text="# T\n\nခ\n", locale="es"), manner=Manner(font_dir=str(tmp_path))))
    assert str(caught.value) == "no font here can show ခ (U+1001, Myanmar)"


def test_bold_letters_are_set_in_the_bold_font_whatever_it_says_of_itself(tmp_path):
    make_font(tmp_path / "a.ttf", "House Letters", "Bold", weight=400, letters="ကခ")
    make_font(tmp_path / "b.ttf", "House Letters", letters="ကခ")
    manner = Manner(font_dir=str(tmp_path))
    plain = A4.write(replace(edition(text="က ခ\n", locale="es"), manner=manner))
    bold = A4.write(replace(edition(text="က **ခ**\n", locale="es"), manner=manner))
    assert len(re.findall(rb"/BaseFont/[A-Z]{6}\+HouseLetters", inside(plain))) * 2 == len(
        re.findall(rb"/BaseFont/[A-Z]{6}\+HouseLetters", inside(bold))
    )


def test_a_variable_font_is_set_in_both_weights(tmp_path):
    make_variable(tmp_path / "v.ttf", "House Letters")
    manner = Manner(font_dir=str(tmp_path))
    plain, bold = (A4.write(replace(edition(text=t, locale="es"), manner=manner)) for t in ("က ခ\n", "က **ခ**\n"))
    assert {"က", "ခ"} <= set(read_by_pdfium(bold))
    fonts = [len(re.findall(rb"/BaseFont/[A-Z]{6}\+House", inside(data))) for data in (plain, bold)]
    assert fonts == [2, 4]


def test_without_typst_the_remedy_says_what_to_install():
    program = (
        "import sys; sys.modules['typst'] = None; sys.path.insert(0, sys.argv[1])\n"
        "from edition_fixture import edition\nfrom l10n.editions import writer_for\n"
        "from l10n.errors import EditionError\n"
        "try:\n    writer_for('pdf').write(edition())\n"
        "except EditionError as error:\n    print(error, '|', error.remedy)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, str(ROOT / "tests")]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("typst is not installed | pip install 'diglot[pdf]'")


@FORMS
@pytest.mark.parametrize(
    "text",
    ["Only text.\n", "# T\n", "> " * 15 + "deep\n", "- " * 15 + "deep\n", "| a | b |\n|---|---|\n| c |\n", "```\n" + "x" * 400 + "\n```\n", "word" * 300 + "\n", "1. " + "a\n\n   " * 40 + "\n"],
)  # fmt: skip
def test_odd_articles_are_set_all_the_same(writer, text):
    assert writer.write(edition(text=text, locale="es"))[:5] == b"%PDF-"


@FORMS
def test_a_paragraph_longer_than_a_page_goes_on_beside_its_translation(writer):
    made = edition(text="# T\n\n" + " ".join(f"w{number}." for number in range(3000)) + "\n", locale="es")
    text = read_by_pdfium(writer.write(made))
    missing = [n for n in range(3000) if len(re.findall(rf"(?<!\d)w{n}\.", text)) != 2]
    assert missing == []


@pytest.mark.parametrize("opening", ["", "- " * 6, "> " * 6])
@pytest.mark.parametrize("word", ["MMMMMMMMM ", "i i i i i "])
def test_what_is_kept_whole_stays_inside_its_page(opening, word):
    made = edition(text=f"# T\n\nFirst.\n\n{opening}{(word * 59).strip()}\n", locale="es")
    with pypdfium2.PdfDocument(A4.write(made)) as pdf:
        for page in pdf:
            text = page.get_textpage()
            boxes = [text.get_charbox(place) for place in range(text.count_chars())]
            assert min(bottom for _, bottom, _, top in boxes if top) > 30


BUILD = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from edition_fixture import edition
from l10n.editions import writer_for
for name in ("pdf", "pdf-phone"):
    made = edition(list(__import__("l10n").State), draft=True, locale=sys.argv[2])
    print(name, hashlib.sha256(writer_for(name).write(made)).hexdigest())
"""


def digests(locale, home, zone, seed):
    home.mkdir()
    environment = {**os.environ, "TZ": zone, "HOME": str(home), "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    environment["TMPDIR"] = str(home)
    command = [sys.executable, "-c", BUILD, str(ROOT / "tests"), locale]
    return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
@needs_font("Noto Serif Myanmar")
@pytest.mark.parametrize("locale", ["es", "my", "ar"])
def test_same_bytes_in_another_process_time_zone_and_home(locale, tmp_path):
    one = digests(locale, tmp_path / "one", "Asia/Yangon", "1")
    two = digests(locale, tmp_path / "two", "America/Lima", "2")
    assert one.count("\n") == 2
    assert one == two
    assert [list(home.iterdir()) for home in (tmp_path / "one", tmp_path / "two")] == [[], []], "nothing is left behind"


def sample_targets():
    """The approved Burmese texts of the sample article."""
    from l10n.model import CatalogKey
    from l10n.stores.po import parse_catalog

    path = ROOT / "locales/my/LC_MESSAGES/river-school.po"
    catalog = parse_catalog(path.read_text(encoding="utf-8"), key=CatalogKey("river-school", "my"), path=str(path))
    return [entry.target for entry in catalog.entries if entry.target]


def filled(article, targets):
    """The article in two languages, each segment with as much Burmese as it has English."""
    pool = [re.sub(r"\[\d+\]|[\[\]*]", "", text) for text in targets]
    entries, number = {}, 0
    for segment in article.segments:
        text = ""
        while len(text) < len(segment.source):
            text, number = f"{text} {pool[number % len(pool)]}".strip(), number + 1
        entries.setdefault(segment.key, Entry(segment.source, context=segment.context).approved(text))
    catalog = Catalog(article.slug, "my", tuple(entries.values()))
    return compose_edition(article, catalog, source_locale="en", target_locale="my")


def the_articles():
    yield "sample", (ROOT / "articles/river-school.md").read_text(encoding="utf-8")
    if real := os.environ.get("DIGLOT_REAL_ARTICLE"):
        title, *paragraphs = Path(real).read_text(encoding="utf-8").split("\n\n")
        yield "real", f"# {title}\n\n" + "\n\n".join(" ".join(p.split()) for p in paragraphs) + "\n"


@pytest.mark.slow
@needs_tool("pdftotext")
@needs_font("Noto Serif Myanmar")
@pytest.mark.parametrize("name", ["pdf", "pdf-phone"])
@pytest.mark.parametrize("article", [pytest.param(text, id=name) for name, text in the_articles()])
def test_every_paragraph_is_read_back_as_it_was_written(name, article, tmp_path):
    made = filled(document(article), sample_targets())
    data = writer_for(name).write(made)
    for text in (read_by_pdfium(data), read_by_poppler(data, tmp_path / "a.pdf")):
        for pair in made.pairs:
            if pair not in made.titles:
                assert printed(pair.target) in text, pair.name
                assert printed(pair.source) in text, pair.name
    assert hashlib.sha256(writer_for(name).write(made)).digest() == hashlib.sha256(data).digest()
    assert len(data) < 300_000


@pytest.mark.slow
@needs_tool("pdftotext")
@needs_font("Noto Serif Myanmar")
def test_no_line_of_burmese_begins_inside_a_syllable(tmp_path):
    for _, article in the_articles():
        path = tmp_path / "a.pdf"
        path.write_bytes(writer_for("pdf-phone").write(filled(document(article), sample_targets())))
        ran = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
        lines = [line for line in ran.stdout.splitlines() if "\u1000" <= line[:1] <= "\u109f"]
        assert len(lines) > 100
        assert [line for line in lines if INSIDE_A_SYLLABLE.match(line)] == []


@pytest.mark.slow
@needs_font("Noto Serif Myanmar")
@pytest.mark.parametrize("article", [pytest.param(text, id=name) for name, text in the_articles()])
def test_a_page_stays_small_with_its_letters_and_without(article):
    made = filled(document(article), sample_targets())
    assert len(writer_for("html").write(made)) < 60_000
    assert 60_000 < len(writer_for("html").write(replace(made, manner=Manner(embed=True)))) < 120_000
