"""RTF and OpenDocument through pandoc, where it is installed; the remedy where it is not."""

import io
import shutil
import stat
import zipfile

import pytest

from l10n.errors import ArticleError
from l10n.readers.pandoc import PandocReader

needs_pandoc = [pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed"), pytest.mark.slow]
RTF = (
    rb"{\rtf1\ansi{\info{\title Other}{\author Secret}}{\b The headline}\par "
    rb"Text with {\i slant}, \u4096?\u4121? and a note{\super\chftn}{\footnote Its words.}.\par Second.\par}"
)
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def odt(body, *, automatic="", doctype=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"{doctype}<office:document-content {NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {NAMES}><office:master-styles><style:master-page><style:footer>"
            "<text:p>Page 1</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>",
        )
    return out.getvalue()


def p(text, style="Standard"):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def body(conversion):
    return conversion.markdown.partition("---\n\n")[2]


class TestWithPandoc:
    pytestmark = needs_pandoc

    def test_rtf(self):
        conversion = PandocReader().convert(RTF, path="a.rtf", slug="a")
        assert 'title: "The headline"\n' in conversion.markdown
        assert "Secret" not in conversion.markdown
        assert body(conversion) == "Text with *slant*, ကမ and a note[^1].\n\nSecond.\n\n[^1]: Its words.\n"

    def test_rtf_in_another_code_page_keeps_letters_and_spaces(self):
        data = rb"{\rtf1\ansi\ansicpg1256\uc1 \'d5\'ca \'e3\u1575? \u1604\'3f next.\par}"
        assert body(PandocReader().convert(data, path="a.rtf", slug="a")) == "صت ما ل next.\n"

    def test_odt_keeps_what_pandoc_alone_loses(self):
        cell = "<table:table-cell>{}</table:table-cell>"
        table = (
            "<table:table><table:table-column/><table:table-header-rows><table:table-row>"
            f"{cell.format(p('Head'))}</table:table-row></table:table-header-rows><table:table-row>"
            f"{cell.format(p('Cell'))}</table:table-row></table:table>"
        )
        data = odt(
            p("The headline", "P1")
            + p("What it is about", "Subtitle")
            + p("Text<office:annotation><text:p>Check</text:p></office:annotation> goes on.")
            + p("As she said", "Quotations")
            + table,
            automatic='<style:style style:name="P1" style:parent-style-name="Title"/>',
        )
        conversion = PandocReader().convert(data, path="a.odt", slug="a")
        assert 'title: "The headline"\nsummary: "What it is about"\n' in conversion.markdown
        assert body(conversion) == "Text goes on.\n\n> As she said\n\nHead\n\nCell\n"
        assert [(piece.text, piece.skipped) for piece in conversion.coverage if piece.skipped] == [
            ("Check", "comment"),
            ("Page 1", "page footer"),
        ]

    def test_damaged_rtf_is_refused_or_empty(self):
        with pytest.raises(ArticleError):
            PandocReader().convert(b"{\\rtf1{{{{", path="a.rtf", slug="a")


def test_without_pandoc_the_remedy_names_it():
    with pytest.raises(ArticleError) as caught:
        PandocReader(program="no-such-pandoc").convert(RTF, path="a.rtf", slug="a")
    assert str(caught.value) == "a.rtf: reading .rtf files needs pandoc, which is not installed"
    assert "install the program pandoc" in caught.value.remedy


def script(folder, text):
    file = folder / "pandoc"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("exec tail -f /dev/null", "did not finish within 0.2 seconds"),
        ("echo 'broken at line 3' >&2; exit 1", r"pandoc cannot read it \(broken at line 3\)"),
        ("echo 'Unknown option --sandbox.' >&2; exit 6", "this pandoc is too old"),
    ],
)
def test_a_pandoc_that_fails_is_said_so(tmp_path, text, message):
    with pytest.raises(ArticleError, match=message):
        PandocReader(program=script(tmp_path, text), timeout_s=0.2).convert(RTF, path="a.rtf", slug="a")


@pytest.mark.parametrize(
    ("data", "path", "message"),
    [
        (b"words", "a.rtf", "this is not RTF"),
        (b"PK\x03\x04", "a.odt", "not a zip file"),
        (odt("", doctype="<!DOCTYPE a [<!ENTITY b 'c'>]>"), "a.odt", "declares a document type"),
    ],
)
def test_what_is_neither_is_refused(data, path, message):
    with pytest.raises(ArticleError, match=message):
        PandocReader().convert(data, path=path, slug="a")
