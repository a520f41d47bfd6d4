"""A Word file that comes back: what word processors and people do to it, and what is still known then."""

import io
import re
import subprocess
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thorough import examples
from tools import needs_tool

from l10n.errors import CatalogError
from l10n.exchange.docx import DocxFormat
from l10n.model import Catalog, Entry
from l10n.ports import Parcel, Returned
from l10n.returning import base_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BURMESE = "ရေပေါ်မှာ\u200bနေတတ်လာသည့် **စာသင်ကျောင်း**၊ \u00a0၂,၅၀၀"
SPACED = "က\u200bခ\u00a0ဂ"
HEADLINE = Entry("The school & the “river” <b>", context="headline").approved("ကျောင်း")
DRAFTED = Entry("It *floats* [today][1].\\\nThen more.").drafted(BURMESE, origin="engine=apertium")
REVIEWED = Entry("People left.").reviewed("လူတွေ ထွက်သွားကြသည်။\\\nနောက်တစ်ကြောင်း")
STALE = Entry("Rain since Monday.", "မိုး", previous="Rain since Sunday.")
EMPTY = Entry("Credits")
TWIN = Entry("The school & the “river” <b>", context="caption")
CATALOG = Catalog("river-school", "my", (HEADLINE, DRAFTED, REVIEWED, STALE, EMPTY, TWIN))
PARCEL = Parcel(CATALOG, "en", "sealed", title="The *school*", labels={HEADLINE.key: "Headline", DRAFTED.key: "¶1"})
DOCX = DocxFormat()
SENT = DOCX.write(PARCEL)


def as_sent(entry, target=None):
    text = entry.target if target is None else target
    return Returned(entry.source, text, context=entry.context, base=base_of(entry.target))


ALL_SENT = tuple(as_sent(entry) for entry in CATALOG.entries)


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(edit, data=SENT, *, keep_originals=True):
    """The file after a program has done *edit* to its document; few programs keep the copy of the originals."""
    files = members(data)
    files["word/document.xml"] = edit(files["word/document.xml"].decode()).encode()
    if not keep_originals:
        del files["customXml/item1.xml"]
    return packed(files)


def rows(xml):
    return re.findall(r"<w:tr>.*?</w:tr>", xml, re.DOTALL)


def with_cell(xml, row, column, content):
    """The document with *content* in a cell; row 0 is the head of the table."""
    old = rows(xml)[row]
    cells = re.findall(r"<w:tc>.*?</w:tc>", old, re.DOTALL)
    properties = re.search(r"<w:tcPr>.*?</w:tcPr>", cells[column])[0]
    return xml.replace(old, old.replace(cells[column], f"<w:tc>{properties}{content}</w:tc>"), 1)


def read_cell(content, *, row=5):
    """What is read of *content* in the translation of a row (that of the empty entry by default)."""
    data = changed(lambda xml: with_cell(xml, row, 2, content), keep_originals=False)
    return DOCX.read(data, path="x.docx").entries[row - 1].target


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize("keep_originals", [True, False])
def test_what_was_sent_is_read_back_to_the_character(keep_originals):
    read = DOCX.read(changed(lambda xml: xml, keep_originals=keep_originals), path="x.docx")
    assert (read.slug, read.source_locale, read.target_locale) == ("river-school", "en", "my")
    assert read.entries == ALL_SENT


def test_same_catalog_gives_same_bytes_without_name_or_date():
    assert DOCX.write(PARCEL) == SENT
    core = members(SENT)["docProps/core.xml"].decode()
    assert re.findall(r"<[\w:]*(?:creator|lastModifiedBy|created|modified)\b", core) == []
    assert b"w:removePersonalInformation" in members(SENT)["word/settings.xml"]


def test_languages_directions_and_locks_are_told_to_the_word_processor():
    burmese = members(SENT)
    document = burmese["word/document.xml"].decode()
    assert '<w:cs/><w:lang w:bidi="my-MM"/>' in document
    assert '<w:cs/><w:lang w:bidi="my-MM"/>' in burmese["word/styles.xml"].decode()
    assert document.count('<w:lock w:val="sdtContentLocked"/>') == len(CATALOG.entries)
    assert "<w:tblHeader/>" in rows(document)[0]
    arabic = DOCX.write(replace(PARCEL, catalog=replace(CATALOG, locale="ar")))
    empty = rows(members(arabic)["word/document.xml"].decode())[5]
    assert '<w:bidi/><w:rPr><w:rtl/><w:lang w:bidi="ar-SA"/></w:rPr>' in empty


def test_states_stand_in_words_of_the_translator():
    document = members(SENT)["word/document.xml"].decode()
    states = [re.findall(r"<w:t [^>]*>([^<]*)<", row)[1] for row in rows(document)[1:]]
    assert states == ["အတည်ပြုပြီး (ပြီးစီး)", "စက်မူကြမ်း", "စစ်ဆေးဆဲ", "ပြင်ရန်လို", "ဗလာ", "ဗလာ"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f"<w:p>{run('တစ်')}<w:proofErr/>{run(' နှ')}<w:bookmarkStart/>{run('စ်')}</w:p>", "တစ် နှစ်"),
        (f"<w:p>{run('one')}</w:p><w:p/><w:p>{run('two')}</w:p>", "one two"),
        (f"<w:p>{run('one')}<w:r><w:br/></w:r>{run('two')}</w:p>", "one two"),
        (f"<w:p>{run('one' + chr(92))}<w:r><w:br/></w:r>{run('two')}</w:p>", "one\\\ntwo"),
        (f"<w:p>{run('a ')}<w:ins w:id='1'>{run('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>", "a new"),
        (f"<w:p><w:moveFrom>{run('x')}</w:moveFrom>{run('a')}<w:moveTo>{run('x')}</w:moveTo></w:p>", "ax"),
        (f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('joi')}</w:p><w:p>{run('ned')}</w:p>", "joined"),
        (f"<w:p>{run('[here][1]')[:-6]}<w:commentReference w:id='0'/></w:r></w:p>", "[here][1]"),
        (f"<w:p>{run('see ')}<w:hyperlink>{run('this')}</w:hyperlink></w:p>", "see this"),
        (f"<w:p><w:r><w:fldChar/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>{run('7')}</w:p>", "7"),
        (f"<w:p><w:fldSimple w:instr='DATE'>{run('May')}</w:fldSimple></w:p>", "May"),
        ("<w:p><w:r><w:t>ab</w:t><w:softHyphen/><w:t>cd</w:t><w:noBreakHyphen/><w:t>e</w:t></w:r></w:p>", "abcd‑e"),
        (f"<w:p>{run('tab')}<w:r><w:tab/></w:r>{run('bed')}</w:p>", "tab\tbed"),
        ("<w:p><w:r><w:t> a </w:t></w:r><w:r><w:t xml:space='preserve'> b</w:t></w:r></w:p>", "a b"),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('in a')}</w:p></w:tc></w:tr></w:tbl><w:p>{run('table')}</w:p>", "in a table"),
        (f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:p>{run('x')}</w:p></w:sdtContent></w:sdt>", "x"),
        (f"<w:p><w:r><AlternateContent><Choice><w:txbxContent><w:p>{run('box')}</w:p></w:txbxContent></Choice>"
         f"<Fallback><w:txbxContent><w:p>{run('box')}</w:p></w:txbxContent></Fallback></AlternateContent></w:r></w:p>", "box"),
        ("<w:p><w:r><w:sym w:font='x' w:char='2014'/><w:sym w:char='F04A'/></w:r></w:p>", "—"),
        (f"<w:p>{run('“curly” ‘quotes’ — kept…')}</w:p>", "“curly” ‘quotes’ — kept…"),
        (f"<w:p>{run(SPACED)}</w:p>", SPACED),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_a_person_sees_it(content, text):
    assert read_cell(content) == text


def test_a_change_in_the_lines_of_a_hard_break_is_read_with_its_break():
    content = f"<w:p>{run('အသစ်' + chr(92))}</w:p><w:p>{run('ဒုတိယ')}</w:p>"
    assert read_cell(content, row=3) == "အသစ်\\\nဒုတိယ"


def test_rows_may_be_reordered_deleted_and_emptied():
    def edit(xml):
        head, first, _second, third, fourth, fifth, sixth = rows(xml)
        fourth = fourth.replace("<w:cantSplit/>", "<w:cantSplit/><w:del/>")
        start, end = xml.partition(head)[0], xml.rpartition("</w:tr>")[2]
        return start + sixth + head + third + first + fourth + fifth + end

    read = DOCX.read(changed(edit, keep_originals=False), path="x.docx")
    assert read.entries == tuple(as_sent(entry) for entry in (TWIN, REVIEWED, HEADLINE, EMPTY))
    assert read.slug == "river-school"


def test_an_added_row_comes_back_without_mark_and_an_empty_one_not_at_all():
    def cells(*texts):
        return "<w:tr>" + "".join(f"<w:tc><w:p>{run(text)}</w:p></w:tc>" for text in texts) + "</w:tr>"

    added = cells("", "", "") + cells("new", "People came.", "လူ") + cells("", "", "alone") + cells("a", "b")
    read = DOCX.read(changed(lambda xml: xml.replace("</w:tbl>", added + "</w:tbl>")), path="x.docx")
    assert read.entries == (*ALL_SENT, Returned("People came.", "လူ"), Returned("", "alone"))


def test_a_row_copied_comes_back_twice():
    read = DOCX.read(changed(lambda xml: xml.replace(rows(xml)[1], rows(xml)[1] * 2)), path="x.docx")
    assert read.entries == (ALL_SENT[0], *ALL_SENT)


def test_a_lost_mark_is_found_by_the_lock_and_then_by_the_original():
    mark = re.compile(r"[0-9a-f]{12}\.[0-9a-f]{12}(?=<)")
    by_lock = changed(lambda xml: mark.sub("?", xml), keep_originals=False)
    assert DOCX.read(by_lock, path="x.docx").entries == ALL_SENT
    unlocked = re.compile(r'<w:tag w:val="diglot:[^"]*"/>')
    by_source = changed(lambda xml: unlocked.sub("", mark.sub("?", xml)), keep_originals=False)
    assert DOCX.read(by_source, path="x.docx").entries == tuple(
        Returned(entry.source, entry.target) for entry in ALL_SENT
    )
    with_copy = changed(lambda xml: unlocked.sub("", mark.sub("?", xml)))
    contexts = [entry.context for entry in DOCX.read(with_copy, path="x.docx").entries]
    assert contexts == [None, "", "", "", "", None]  # the headline and the caption have the same words


def test_an_original_that_was_changed_is_known_by_its_mark():
    def edit(xml):
        return with_cell(xml, 3, 1, f"<w:p>{run('Poeple left!')}</w:p>")

    assert DOCX.read(changed(edit), path="x.docx").entries == ALL_SENT
    lost = DOCX.read(changed(edit, keep_originals=False), path="x.docx").entries[2]
    assert lost == Returned("Poeple left!", REVIEWED.target, base=base_of(REVIEWED.target))


def test_a_mark_in_capitals_and_over_two_lines_is_still_one():
    def edit(xml):
        return re.sub(
            r"([0-9a-f]{12})\.([0-9a-f]{12})(?=<)",
            lambda m: f"{m[1].upper()}.</w:t></w:r></w:p><w:p><w:r><w:t>{m[2].upper()}",
            xml,
        )

    assert DOCX.read(changed(edit, keep_originals=False), path="x.docx").entries == ALL_SENT


def test_a_deleted_column_is_refused_with_the_way_out():
    def edit(xml):
        for row in rows(xml):
            xml = xml.replace(row, row.replace(re.findall(r"<w:tc>.*?</w:tc>", row, re.DOTALL)[2], ""), 1)
        return xml

    with pytest.raises(CatalogError, match=r"row 2 of the table has 2 columns of 3") as caught:
        DOCX.read(changed(edit), path="x.docx")
    assert (caught.value.path, bool(caught.value.remedy)) == ("x.docx", True)


def test_a_part_of_another_name_and_the_strict_namespace_are_read():
    files = members(SENT)
    document = files.pop("word/document.xml").decode()
    strict = document.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    files["word/document2.xml"] = strict.encode()
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")
    assert DOCX.read(packed(files), path="x.docx").entries == ALL_SENT


BOMB = '<!DOCTYPE a [<!ENTITY b "bb">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word file"),
        (b"not a zip", "not a zip file"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}), "OpenDocument"),
        (packed({"word/other.xml": b"<a/>"}), "word/document.xml is missing"),
        (packed({"word/document.xml": b"<w:document"}), "not well-formed"),
        (packed({"word/document.xml": f"{BOMB}<w:document {W}>&b;</w:document>".encode()}), "document type"),
        (packed({"word/document.xml": f"<w:document {W}><w:body/></w:document>".encode()}), "no table"),
        (changed(lambda xml: with_cell(xml, 5, 2, "<w:p>" * 300 + "</w:p>" * 300)), "nested"),
        (changed(lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:x>" * 5000).replace("</w:body>", "</w:x>" * 5000 + "</w:body>")), "nested"),
    ],
    ids=["doc", "text", "odt", "no-document", "broken", "entities", "no-table", "deep-cell", "deep-body"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_path_and_a_remedy(data, message):
    with pytest.raises(CatalogError, match=message) as caught:
        DOCX.read(data, path="back.docx")
    assert caught.value.path.startswith("back.docx")
    assert caught.value.remedy


def test_a_control_character_is_refused_before_anything_is_written():
    bad = replace(CATALOG, entries=(Entry("a").reviewed("b\x0b"),))
    with pytest.raises(CatalogError, match=r"U\+000B"):
        DOCX.write(replace(PARCEL, catalog=bad))


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff") | st.just("\n"),
    min_size=1,
).filter(lambda text: text == text.strip())


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS | st.just("")), min_size=1, max_size=3, unique_by=lambda pair: pair[0]))
def test_any_text_comes_back_as_it_went(pairs):
    entries = tuple(Entry(source).reviewed(target) for source, target in pairs)
    data = DOCX.write(replace(PARCEL, catalog=replace(CATALOG, entries=entries)))
    assert DOCX.read(data, path="x").entries == tuple(as_sent(entry) for entry in entries)


@pytest.mark.slow
@needs_tool("pandoc")
def test_pandoc_gives_every_row_back(tmp_path):
    (tmp_path / "sent.docx").write_bytes(SENT)
    subprocess.run(["pandoc", "sent.docx", "-o", "back.docx"], cwd=tmp_path, check=True, timeout=120)
    read = DOCX.read((tmp_path / "back.docx").read_bytes(), path="back.docx")
    assert (read.slug, read.source_locale, read.target_locale) == ("river-school", "en", "my")
    assert read.entries == ALL_SENT
