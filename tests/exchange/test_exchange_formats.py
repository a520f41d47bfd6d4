"""What every format promises: what was written is read back, and what hostile or foreign tools do to it is met."""

import csv
import io
import re
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l10n.errors import CatalogError
from l10n.exchange import FORMATS, NAMES, format_for, format_of
from l10n.exchange.csv_table import CsvFormat, harmless, restored
from l10n.exchange.po import PoFormat
from l10n.exchange.tmx import TmxFormat
from l10n.exchange.xliff12 import Xliff12Format
from l10n.exchange.xliff20 import Xliff20Format
from l10n.model import Catalog, CatalogKey, Entry, State
from l10n.ports import Parcel, Returned, ReturnedParcel
from l10n.returning import base_of, mark_of
from l10n.stores.po import parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_writer import serialize_catalog


def parse_po(data, path):
    text = decode(data, path=path)
    return text, parse_catalog(text, key=CatalogKey("", ""), path=path)


PO = PoFormat(serialize=partial(serialize_catalog, source_locale="en", project="newsroom"), parse=parse_po)
WHOLE = [PO, Xliff12Format(), Xliff20Format(), CsvFormat()]
XML = [Xliff12Format(), Xliff20Format(), TmxFormat()]
IDS = {"ids": lambda format: format.name}

HEADLINE = Entry("Flood & “mud” <hits>", context="headline", note="Headline").approved('Lodo "y" <agua> & más')
DRAFTED = Entry("It *rained* [today][1].\nThen more.", note="Body, paragraph 1 of 3\nhttps://example.org/a?b=1&c")
DRAFTED = DRAFTED.drafted("=Llovió *hoy*\n\tfin", origin="engine=apertium")
REMEMBERED = Entry("Old words").drafted("Palabras viejas", origin="memory 0.87")
REVIEWED = Entry("People left.", comments=("Who left?",)).reviewed("La gente se fue.")
STALE = Entry("Rain since Monday.", "Lluvia desde el domingo.", previous="Rain since Sunday.")
EMPTY = Entry("Credits", note="Credits")
CATALOG = Catalog("flood", "pt-BR", (HEADLINE, DRAFTED, REMEMBERED, REVIEWED, STALE, EMPTY))
PARCEL = Parcel(CATALOG, "en", "sealed", title="Flood & mud", labels={EMPTY.key: "Credits"})


def as_returned(entry, *, finished):
    return Returned(entry.source, entry.target, context=entry.context, base=base_of(entry.target), finished=finished)


@pytest.mark.parametrize("format", WHOLE, **IDS)
def test_what_was_written_is_read_back(format):
    read = format.read(format.write(PARCEL), path="x")
    assert (read.slug, read.source_locale, read.target_locale) == ("flood", "en", "pt-BR")
    assert read.entries == tuple(
        as_returned(entry, finished=_is_finished(format.name, entry.state())) for entry in CATALOG.entries
    )


def _is_finished(format, state):
    return state is State.APPROVED or (format == "xliff2" and state is State.REVIEW)


def test_tmx_holds_what_is_approved_alone():
    read = TmxFormat().read(TmxFormat().write(PARCEL), path="x")
    assert read == ReturnedParcel((as_returned(HEADLINE, finished=True),), "flood", "en", "pt-br")


def test_one_tmx_holds_several_articles_and_equal_units_once():
    other = Catalog("storm", "pt-BR", (HEADLINE, EMPTY.approved("Créditos")))
    data = TmxFormat().write_all([PARCEL, replace(PARCEL, catalog=other)])
    assert data.count(b"<tu ") == 2
    assert b'segtype="paragraph"' in data
    assert [r.target for r in TmxFormat().read(data, path="x").entries] == [HEADLINE.target, "Créditos"]
    assert TmxFormat().read(data, path="x").slug == ""


texts = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Cn", "Co")) | st.sampled_from("\n\t"), max_size=12)
some = texts.filter(str.strip)


@pytest.mark.parametrize("format", [*WHOLE, TmxFormat()], **IDS)
@settings(deadline=None)  # the first run imports what it needs
@given(st.lists(st.tuples(some, some), min_size=1, max_size=4, unique_by=lambda pair: pair[0]))
def test_any_texts_survive_the_round_trip(format, pairs):
    entries = tuple(Entry(source).approved(target) for source, target in pairs)
    parcel = Parcel(Catalog("flood", "es", entries), "en", "sealed")
    read = format.read(format.write(parcel), path="x")
    assert read.entries == tuple(as_returned(entry, finished=True) for entry in entries)


@settings(deadline=None)  # the first run imports what it needs
@given(texts | st.from_regex(r"'*[=+@＝\t-].*"))
def test_an_apostrophe_before_a_formula_comes_and_goes(cell):
    assert restored(harmless(cell)) == cell
    assert not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r]", harmless(cell))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠A", " =1", "'=1"])
def test_no_cell_of_the_table_is_a_formula(cell):
    written = CsvFormat().write(replace(PARCEL, catalog=Catalog("f", "es", (Entry(cell, comments=(cell,)),))))
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows[1][2] == f"'{cell}"
    assert all(found.startswith("'") for found in rows[1] if cell in found)


def test_the_table_begins_with_the_mark_that_excel_needs():
    assert CsvFormat().write(PARCEL).startswith(b'\xef\xbb\xbf"id","context","source","target","state","note"')


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_as_spreadsheets_save_it(delimiter, encoding):
    rows = [["Target", "SOURCE", "remark"], ["Agua; y", "Water, and", "x"], ["", "", ""], ["Sol", "Sun"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    read = CsvFormat().read(out.getvalue().encode(encoding), path="x.csv")
    assert read.entries == (Returned("Water, and", "Agua; y"), Returned("Sun", "Sol"))


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"", "there is no column 'source'", 1),
        (b"source,text\na,b\n", "there is no column 'target'", 1),
        (b"source,source,target\n", "there is no column 'source'", 1),
        (b'source,target\na,"b\n', "this is not a CSV file", 2),
        (b"source,target\na,b\xff\n", "this is not UTF-8", 2),
        ("source,target\na,b".encode("utf-16")[:-1], "this is not UTF-8", 0),
    ],
)
def test_a_damaged_table_is_refused_with_its_line(data, message, line):
    with pytest.raises(CatalogError, match=message) as refused:
        CsvFormat().read(data, path="x.csv")
    assert refused.value.path == "x.csv"
    assert refused.value.line == line or not line
    assert refused.value.remedy


XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:x="urn:x">
  <file original="C:\\work\\flood.md" source-language="en" target-language="es" datatype="plaintext"><body>
    <group><trans-unit id="1"{attributes}>
      <source>{source}</source>
      <target{state}>{target}</target>
      <alt-trans><source>no</source><target>never</target></alt-trans>
    </trans-unit></group>
  </body></file>
</xliff>
"""


def table(*rows, encoding="utf-8-sig"):
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def test_a_row_cut_short_leaves_the_language_of_the_table_known():
    data = table(["source", "target", "target locale"], ["water", "agua", "es"], ["rice", "arroz"])
    read = CsvFormat().read(data, path="x.csv")
    assert (read.target_locale, [returned.target for returned in read.entries]) == ("es", ["agua", "arroz"])


@pytest.mark.parametrize("cell", ["#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "Err:508"])
def test_what_a_spreadsheet_shows_for_a_broken_formula_is_no_translation(cell):
    assert CsvFormat().read(table(["source", "target"], ["water", cell]), path="x.csv").entries[0].target == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_a_table_saved_as_unicode_text_is_known_by_its_first_row(encoding):
    assert format_of("a.txt", table(["id", "source", "target"], ["", "water", "agua"], encoding=encoding)) == "csv"


def xliff(target="agua", *, source="water", state="", attributes=""):
    return XLIFF.format(target=target, source=source, state=state, attributes=attributes).encode()


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ('El <g id="1">río <g id="2">gran</g>de</g> creció', "El río grande creció"),
        ('<mrk mtype="seg" mid="1">Uno.</mrk> <mrk mtype="seg" mid="2">Dos.</mrk>', "Uno. Dos."),
        ('a<x id="1"/>b<x id="2" equiv-text="–"/>c<bx id="3"/>d', "ab–cd"),
        ('<bpt id="1">**</bpt>fuerte<ept id="1">**</ept>', "**fuerte**"),
        ("<![CDATA[a < b & <c>]]> d", "a < b & <c> d"),
        ("agua<!-- no --> y<?pi no?> sol", "agua y sol"),
        ("a &amp;lt; b&#10;c", "a &lt; b\nc"),
        ("<x:own>sí</x:own>", "sí"),
    ],
)
def test_inline_elements_of_other_tools_are_taken_back_as_their_words(target, text):
    read = Xliff12Format().read(xliff(target), path="x")
    assert (read.slug, read.entries) == ("flood", (Returned("water", text),))


@pytest.mark.parametrize(
    ("attributes", "state", "finished"),
    [
        (' approved="yes"', "", True),
        (' approved="no"', ' state="needs-review-translation"', False),
        ("", ' state="translated"', True),
        ("", ' state="final"', True),
        ("", ' state="signed-off"', True),
        ("", ' state="needs-translation"', False),
        ("", "", False),
    ],
)
def test_what_a_tool_says_of_its_work_is_read(attributes, state, finished):
    read = Xliff12Format().read(xliff(attributes=attributes, state=state), path="x")
    assert [returned.finished for returned in read.entries] == [finished]


@pytest.mark.parametrize("format", WHOLE[1:], **IDS)
def test_the_id_knows_the_context_better_than_a_name_that_a_tool_gave(format):
    body = Entry(HEADLINE.source)
    data = format.write(replace(PARCEL, catalog=Catalog("f", "es", (HEADLINE, body)))).decode()
    renamed = data.replace('"headline"', '"unit name"')
    assert [returned.context for returned in format.read(renamed.encode(), path="x").entries] == ["headline", ""]


def test_a_context_that_is_no_role_stands_beside_the_id():
    own = Entry("Flood", context="box 3").approved("Riada")
    for format in [*WHOLE, TmxFormat()]:
        read = format.read(format.write(replace(PARCEL, catalog=Catalog("f", "es", (own,)))), path="x")
        assert [returned.context for returned in read.entries] == ["box 3"]


def test_xliff_1_1_is_taken_back_too_and_a_unit_without_target_is_blank():
    data = xliff().replace(b"1.2", b"1.1").replace(b"<target>agua</target>", b"")
    assert Xliff12Format().read(data, path="x").entries == (Returned("water", ""),)


def test_states_of_xliff_are_those_that_other_tools_know():
    text = Xliff12Format().write(PARCEL).decode()
    units = re.findall(
        r"<trans-unit [^>]*?( approved=\"yes\")? xml:space=\"preserve\">.*?<target [^>]*?( state=[^>]*)>", text, re.S
    )
    assert units == [
        (' approved="yes"', ' state="final"'),
        ("", ' state="needs-review-translation" state-qualifier="mt-suggestion"'),
        ("", ' state="needs-review-translation" state-qualifier="fuzzy-match"'),
        ("", ' state="needs-review-translation"'),
        ("", ' state="needs-adaptation"'),
        ("", ' state="new"'),
    ]
    assert '<source xml:lang="en">Rain since Sunday.</source>' in text
    assert re.findall(r'<segment state="(.*?)"', Xliff20Format().write(PARCEL).decode()) == [
        "final", "initial", "initial", "translated", "initial", "initial"
    ]  # fmt: skip


XLIFF2 = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="es">
 <file id="f1"><group id="g"><unit id="u1">
  <segment state="final"><source>One.</source><target{first}>Uno.</target></segment>
  <ignorable><source> </source></ignorable>
  <segment{state}><source>Two <pc id="1">big</pc><cp hex="{cp}"/>.</source>{second}</segment>
 </unit></group></file>
</xliff>
"""


def xliff2(second="<target>Dos.</target>", *, first="", state="", cp="2014"):
    return XLIFF2.format(first=first, second=second, state=state, cp=cp).encode()


@pytest.mark.parametrize(
    ("data", "target", "finished"),
    [
        (xliff2(), "Uno. Dos.", False),
        (xliff2(state=' state="reviewed"'), "Uno. Dos.", True),
        (xliff2(""), "Uno. ", False),
        (xliff2('<target order="1">Dos.</target>', first=' order="3"'), "Dos. Uno.", False),
        (
            xliff2('<target><mrk id="m" type="term">Dos</mrk><sc id="1"/>.<ph id="2" equiv="!"/></target>'),
            "Uno. Dos.!",
            False,
        ),
    ],
)
def test_a_unit_that_a_tool_cut_into_sentences_is_joined_again(data, target, finished):
    [returned] = Xliff20Format().read(data, path="x").entries
    assert (returned.source, returned.target, returned.finished) == ("One. Two big—.", target, finished)


def test_a_character_that_is_no_character_does_not_crash():
    assert Xliff20Format().read(xliff2(cp="D800"), path="x").entries[0].source == "One. Two big\ufffd."


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("format", XML, **IDS)
@pytest.mark.parametrize("doctype", [BOMB, EXTERNAL, b'<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/x.dtd">'])
def test_a_document_type_is_refused_whatever_is_in_it(format, doctype):
    data = format.write(PARCEL).replace(b"?>\n", b"?>\n" + doctype + b"\n", 1)
    with pytest.raises(CatalogError, match="document type") as refused:
        format.read(data, path="x.xlf")
    assert (refused.value.path, refused.value.line) == ("x.xlf", 2)
    assert "DOCTYPE" in refused.value.remedy


@pytest.mark.parametrize("doctype", [b"<!DOCTYPE tmx>", b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">', b"<!DOCTYPE\ntmx >"])
def test_the_bare_doctype_that_every_tmx_tool_writes_is_no_hindrance(doctype):
    data = TmxFormat().write(PARCEL).replace(b"?>\n", b"?>\n" + doctype + b"\n", 1)
    assert TmxFormat().read(data, path="x") == TmxFormat().read(TmxFormat().write(PARCEL), path="x")


DEEP = b"<g>" * 60_000 + b"</g>" * 60_000


@pytest.mark.parametrize(
    ("format", "data", "message"),
    [
        (Xliff12Format(), b"", "not well-formed"),
        (Xliff12Format(), xliff()[:400], "not well-formed"),
        (Xliff12Format(), xliff("&nbsp;"), "document type|not well-formed"),
        (Xliff12Format(), xliff("\x07"), "not well-formed"),
        (Xliff12Format(), xliff().replace(b"UTF-8", b"martian"), "encoding|not well-formed"),
        (Xliff12Format(), xliff().replace(b"agua", b"ag\xffua"), "not well-formed"),
        (Xliff12Format(), DEEP, "nested too deep"),
        (Xliff12Format(), xliff(DEEP.decode()), "nested too deep"),
        (Xliff12Format(), xliff().replace(b'version="1.2"', b'version="3.0"'), "not XLIFF 1.2"),
        (Xliff12Format(), xliff().replace(b"document:1.2", b"document:1.20"), "not XLIFF 1.2"),
        (Xliff12Format(), xliff2(), "not XLIFF 1.2"),
        (Xliff12Format(), b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', "no <file>"),
        (Xliff12Format(), xliff().replace(b"<source>water</source>", b""), "no <source>"),
        (Xliff12Format(), xliff().replace(b"</file>", b'</file><file target-language="my"/>', 1), "differ in"),
        (Xliff20Format(), xliff(), "not XLIFF 2.0"),
        (Xliff20Format(), xliff2().replace(b'version="2.1"', b'version="2.2"'), "not XLIFF 2.0"),
        (Xliff20Format(), xliff2().replace(b"<source> </source>", b""), "no <source>"),
        (Xliff20Format(), b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>', "no <file>"),
        (TmxFormat(), b"<tmx/>", "not a TMX file"),
        (TmxFormat(), xliff(), "not a TMX file"),
        (PO, b'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n', "git conflict"),
        (PO, b'msgid "a"\nmsgstr "\xff"\n', "not UTF-8"),
        (PO, PO.write(PARCEL)[:-5], "cut off"),
        (PO, PO.write(PARCEL)[:-40], "belongs to no entry"),
        (PO, b"", "empty or cut off"),
    ],
)
def test_damaged_and_foreign_files_are_refused_with_their_place(format, data, message):
    with pytest.raises(CatalogError, match=message) as refused:
        format.read(data, path="back.file")
    assert refused.value.path == "back.file"
    assert refused.value.remedy


TMX = """<tmx version="1.4"><header srclang="{srclang}"/><body>
<tu><tuv {lang}="EN"><seg>water</seg></tuv><tuv {lang}="es"><seg>ag<hi>u</hi>a</seg></tuv>{more}</tu>
<tu><tuv {lang}="EN"><seg>sun</seg></tuv></tu>
</body></tmx>"""


@pytest.mark.parametrize("lang", ["xml:lang", "lang"])
def test_a_tmx_of_another_tool_is_read(lang):
    data = TMX.format(srclang="en", lang=lang, more="").encode()
    assert TmxFormat().read(data, path="x") == ReturnedParcel(
        (Returned("water", "agua", finished=True),), "", "en", "es"
    )


@pytest.mark.parametrize(
    ("srclang", "more", "message"),
    [
        ("fr", "", "source language 'fr'"),
        ("*all*", "", r"source language '\*all\*'"),
        ("en", '<tuv xml:lang="my"><seg>x</seg></tuv>', "several languages: es, my"),
    ],
)
def test_a_tmx_that_leaves_open_what_is_what_is_refused(srclang, more, message):
    with pytest.raises(CatalogError, match=message):
        TmxFormat().read(TMX.format(srclang=srclang, lang="xml:lang", more=more).encode(), path="x")


@pytest.mark.parametrize("format", XML, **IDS)
def test_a_character_that_xml_cannot_hold_is_said_and_not_written(format):
    catalog = Catalog("flood", "es", (Entry("water").approved("ag\ufffea"),))
    with pytest.raises(CatalogError, match=r"U\+FFFE cannot be written as XML"):
        format.write(replace(PARCEL, catalog=catalog))


@pytest.mark.parametrize("format", [*WHOLE, TmxFormat()], **IDS)
def test_the_same_catalog_gives_the_same_bytes(format):
    assert format.write(PARCEL) == format.write(replace(PARCEL))


def test_po_says_what_was_sent_in_a_remark_once():
    once = PO.write(PARCEL).decode()
    assert once.count("# sent by Diglot as ") == len(CATALOG.entries)
    again = PO.write(replace(PARCEL, catalog=parse_po(once.encode(), "x")[1])).decode()
    assert again.count("# sent by Diglot as ") == len(CATALOG.entries)


def test_a_part_of_the_catalog_may_come_back_alone():
    text = PO.write(PARCEL).decode()
    head, *entries = text.split("\n\n")
    kept = "\n\n".join([head, entries[0]]) + "\n"
    assert [returned.source for returned in PO.read(kept.encode(), path="x").entries] == [HEADLINE.source]
    counted = serialize_catalog(CATALOG, source_locale="en", project="newsroom").split("\n\n")[0]
    kept = "\n\n".join([counted, entries[0]]) + "\n"
    assert [returned.source for returned in PO.read(kept.encode(), path="x").entries] == [HEADLINE.source]


def test_po_with_the_id_of_a_unit_as_context_is_understood():
    text = f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgctxt "{mark_of(HEADLINE)}"\nmsgid "{HEADLINE.source}"\nmsgstr "x"\n'
    [returned] = PO.read(text.encode(), path="x").entries
    assert returned == Returned(HEADLINE.source, "x", context="headline", base=base_of(HEADLINE.target), finished=True)


@pytest.mark.parametrize(
    ("path", "data", "name"),
    [
        ("a.po", b"", "po"),
        ("dir.v2/a.XLF", xliff(), "xliff"),
        ("a.xliff", xliff2(), "xliff2"),
        ("a.xlf", xliff2(), "xliff2"),
        ("a.xml", TMX.encode(), "tmx"),
        ("a.tmx", b"", "tmx"),
        ("a.csv", b"", "csv"),
        ("a.docx", b"", "docx"),
        ("a.zip", b"", "kit"),
    ],
)
def test_a_file_is_known_by_its_end_and_what_it_holds(path, data, name):
    assert format_of(path, data) == name


@pytest.mark.parametrize("path", ["a.pdf", "a"])
def test_an_unknown_file_is_answered_with_the_endings_there_are(path):
    with pytest.raises(CatalogError, match="cannot take back") as refused:
        format_of(path, b"")
    assert ".xliff" in refused.value.remedy


def test_a_wrong_name_of_a_format_is_answered_with_the_nearest():
    with pytest.raises(CatalogError) as refused:
        format_for("xlif")
    assert "did you mean xliff?" in refused.value.remedy
    assert tuple(FORMATS) == NAMES[1:]


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_bears_the_name_it_is_called_by(name):
    format = format_for(name)
    assert format.name == name
    assert format.suffix.startswith(".")
