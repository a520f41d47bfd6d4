"""The Word file: what Word's own rules ask for, and what other programs read of it."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from edition_fixture import STATES, edition
from tools import needs_tool

from l10n.editions import writer_for
from l10n.editions.docx_words import run, word_tag
from l10n.manner import Manner, Order

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = ["rStyle", "rFonts", "b", "bCs", "i", "iCs", "strike", "color", "sz", "szCs", "u", "rtl", "cs", "lang"]
"""The order in which ECMA-376 wants the properties of a run (17.3.2.28), as far as they are used."""


def parts(made):
    with zipfile.ZipFile(io.BytesIO(writer_for("docx").write(made))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def body(made):
    return ElementTree.fromstring(parts(made)["word/document.xml"])


def words(element):
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


@pytest.mark.parametrize("locale", ["my", "ar", "es", "ja"])
def test_every_part_is_xml_and_every_property_stands_in_its_order(locale):
    for name, text in parts(edition(list(STATES), draft=True, locale=locale)).items():
        tree = ElementTree.fromstring(text)
        for properties in tree.iter(f"{W}rPr"):
            found = [ORDER.index(child.tag.removeprefix(W)) for child in properties]
            assert found == sorted(found), name


def test_each_language_stands_in_the_slot_of_its_script():
    assert run("က", "my") == (
        '<w:r><w:rPr><w:rFonts w:cs="Myanmar Text"/><w:cs/><w:lang w:bidi="my-MM"/></w:rPr>'
        '<w:t xml:space="preserve">က</w:t></w:r>'
    )
    assert '<w:rtl/><w:lang w:bidi="ar-EG"/>' in run("ا", "ar")
    assert '<w:lang w:eastAsia="ja-JP"/>' in run("日", "ja")
    assert '<w:lang w:val="es-ES"/>' in run("a", "es")
    assert "<w:b/><w:bCs/>" in run("က", "my", ("strong",))


@pytest.mark.parametrize(
    ("locale", "tag"),
    [("my", "my-MM"), ("pt-BR", "pt-BR"), ("zh-Hant", "zh-TW"), ("sr-Latn-RS", "sr-RS"), ("xx", "xx")],
)
def test_word_wants_a_region(locale, tag):
    assert word_tag(locale) == tag


def test_arabic_runs_from_right_to_left():
    for text in body(edition(locale="ar")).iter(f"{W}p"):
        if "TARGET" in words(text) and text.find(f"{W}pPr/{W}pStyle") is None:
            assert text.find(f"{W}pPr/{W}bidi") is not None


def test_headings_are_real_and_stand_outside_of_the_columns():
    tree = body(edition())
    outside = [p for p in tree.find(f"{W}body") if p.tag == f"{W}p"]
    styled = {
        p.find(f"{W}pPr/{W}pStyle").get(f"{W}val"): words(p) for p in outside if p.find(f"{W}pPr/{W}pStyle") is not None
    }
    assert styled["Title"] == "TARGET0x The boat sailsThe boat sails"
    assert styled["Heading1"] == "TARGET4x TidesTides"


def test_both_languages_stand_beside_each_other_in_the_order_that_is_asked_for():
    for order, first in ((Order.TARGET_FIRST, "TARGET"), (Order.SOURCE_FIRST, "First")):
        made = replace(edition(), manner=Manner(order=order))
        rows = [[words(cell) for cell in row.iter(f"{W}tc")] for row in body(made).iter(f"{W}tr")]
        [row] = [row for row in rows if "TARGET3x" in "".join(row)]
        assert (len(row), row[0].startswith(first)) == (2, True)


def test_numbers_of_a_list_are_counted_in_each_column_for_itself():
    made = parts(edition(text="# T\n\n7. one\n8. two\n"))
    tree = ElementTree.fromstring(made["word/document.xml"])
    used = [n.get(f"{W}val") for n in tree.iter(f"{W}numId")]
    assert (len(used), len(set(used))) == (4, 2)
    assert made["word/numbering.xml"].count('<w:start w:val="7"/>') == 2 * 9


def test_links_lead_out_and_dangerous_ones_nowhere():
    made = parts(edition(text="[a](https://example.org/a) [b](javascript:alert(1)) [c](file:///etc/passwd)\n"))
    assert re.findall(r'Target="([^"]*)" TargetMode', made["word/_rels/document.xml.rels"]) == ["https://example.org/a"]
    assert "javascript" not in "".join(made.values())


def test_the_properties_name_the_author_and_nobody_else():
    core = parts(edition())["docProps/core.xml"]
    assert "<dc:creator>Aye Aye</dc:creator>" in core
    assert "lastModifiedBy" not in core
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-03-03T00:00:00Z"}


@pytest.mark.slow
@pytest.mark.parametrize("only", ["", "my", "en"])
def test_python_docx_opens_it(only):
    import docx

    found = docx.Document(io.BytesIO(writer_for("docx").write(edition(list(STATES), draft=True, only=only))))
    styles = {paragraph.style.name for paragraph in found.paragraphs}
    assert {"Title", "Heading 1"} <= styles


@pytest.mark.slow
@needs_tool("pandoc")
def test_pandoc_reads_both_languages_lists_links_and_tables(tmp_path):
    path = tmp_path / "boat.docx"
    path.write_bytes(writer_for("docx").write(edition()))
    read = subprocess.run(
        ["pandoc", str(path), "--standalone", "-t", "html"], capture_output=True, text=True, check=True
    ).stdout
    for wanted in (
        "<h1",
        '<a href="https://example.org/quay">',
        "<ol",
        "<ul>",
        "<strong>boat</strong>",
        "x &lt; y &amp; z",
    ):
        assert wanted in read, wanted
    assert {f"TARGET{number}x" in read for number in range(17)} == {True}
