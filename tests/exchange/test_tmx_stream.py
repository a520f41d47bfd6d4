"""TMX of any size: what goes out comes back, what would do harm is refused, nobody's name is read."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.errors import CatalogError, StorageError
from l10n.exchange.tmx_stream import Unit, open_tmx, prepare, read_units, write_units

HEAD = '<tmx version="1.4"><header srclang="en"/><body>'
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), min_size=1
)
TEXT = WORDS.map(str.strip).filter(bool)


def read(text, encoding="utf-8"):
    return list(read_units(io.BytesIO(text.encode(encoding)), path="a.tmx"))


def unit(*variants, attributes=""):
    tuvs = "".join(f'<tuv xml:lang="{locale}"{more}><seg>{text}</seg></tuv>' for locale, text, more in variants)
    return f"{HEAD}<tu {attributes}>{tuvs}</tu></body></tmx>"


@given(st.lists(st.builds(Unit, st.dictionaries(st.sampled_from(["en", "es", "my"]), TEXT), TEXT, TEXT), max_size=5))
def test_what_is_written_is_read_again(units):
    file = io.BytesIO()
    assert write_units(file, units, source_locale="en") == len(units)
    file.seek(0)
    assert list(read_units(file, path="a.tmx")) == units


def test_units_come_while_the_file_is_read():
    file = io.BytesIO()
    write_units(file, (Unit({"en": f"{n} " + "word " * 50, "es": "x"}) for n in range(5000)), source_locale="en")
    size = file.tell()
    file.seek(0)
    reading = read_units(file, path="a.tmx")
    assert next(reading).texts["es"] == "x"
    assert file.tell() < size / 2
    assert sum(1 for _ in reading) == 4999


def test_codes_of_other_programs_are_no_text():
    text = 'Press <bpt i="1">&lt;b&gt;</bpt>Save<ept i="1">&lt;/b&gt;</ept><ph><sub>note</sub></ph> <hi>now</hi> &amp; <it>x</it>go'
    assert read(unit(("en", text, ""))) == [Unit({"en": "Press Save now & go"})]


@pytest.mark.parametrize("maker", ['creationid="MT!"', 'changeid="mt!"', 'creationid="MT"'])
def test_what_a_machine_made_is_told(maker):
    assert [u.is_machines for u in read(unit(("en", "A", ""), ("es", "B", f" {maker}")))] == [True]
    assert [u.is_machines for u in read(unit(("en", "A", ""), attributes=maker))] == [True]
    assert [u.is_machines for u in read(unit(("en", "A", ""), attributes='creationid="Mt Gambier desk"'))] == [False]


def test_no_name_of_a_person_is_read():
    (found,) = read(
        unit(("en", "A", ' changeid="Jane"'), attributes='creationid="Jane"').replace(
            "<tuv", "<note>Jane</note><tuv", 1
        )
    )
    assert found == Unit({"en": "A"})


def test_a_bare_document_type_is_let_pass_whatever_the_encoding():
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">' + unit(("en", "é", ""))
    assert read(text, "utf-16") == [Unit({"en": "é"})]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('<!DOCTYPE tmx [<!ENTITY a "b">]>\n' + unit(("en", "&a;", "")), 1, "document type"),
        ('<!DOCTYPE tmx SYSTEM "x.dtd">\n' + unit(("en", "&a;", "")), 2, "undefined entity"),
        (unit(("en", "a", ""))[:-6], 1, "not well-formed"),
        ("", 1, "not well-formed"),
        ("<xliff/>", 0, "not a TMX file"),
        (HEAD + "<a>" * 200, 1, "nested too deep"),
        (HEAD + "<tu>" + "".join(f'<tuv lang="a{n}"><seg>x</seg></tuv>' for n in range(300)), 1, "languages"),
        (unit(("en", "x" * 200_000, "")), 1, "letters"),
    ],
)
def test_what_is_damaged_or_built_to_do_harm_is_refused_with_its_line(text, line, message):
    with pytest.raises(CatalogError, match=message) as caught:
        read(text)
    assert (caught.value.path, caught.value.line) == ("a.tmx", line)


def test_a_file_that_is_too_large_a_folder_or_missing_is_refused(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_text(unit(("en", "A", "")))
    for wrong, limit, message in (
        (path, 10, "more than 10 bytes"),
        (tmp_path, 10, "folder"),
        (tmp_path / "b", 10, "no such"),
    ):
        with pytest.raises(CatalogError, match=message):
            open_tmx(wrong, max_bytes=limit)
    with open_tmx(path, max_bytes=1000) as file:
        assert file.read(4) == b"<tmx"


def test_a_prepared_file_takes_its_place_whole_or_leaves_nothing(tmp_path):
    path = tmp_path / "memory" / "a.tmx"
    with prepare(path, [Unit({"en": "A"})], source_locale="en") as prepared:
        assert (prepared.count, prepared.equals(path), path.exists()) == (1, False, False)
    assert list(tmp_path.iterdir()) == []
    with prepare(path, [Unit({"en": "A"})], source_locale="en") as prepared:
        prepared.keep()
    with prepare(path, [Unit({"en": "A"})], source_locale="en") as prepared:
        assert prepared.equals(path)
    with pytest.raises(ZeroDivisionError), prepare(path, (Unit({"en": str(1 / 0)}) for _ in "x"), source_locale="en"):
        pass
    assert [p.name for p in path.parent.iterdir()] == ["a.tmx"]


def test_a_disk_that_refuses_is_said(tmp_path):
    (tmp_path / "memory").write_text("a file")
    with (
        pytest.raises(StorageError, match="cannot write"),
        prepare(tmp_path / "memory" / "a.tmx", [], source_locale="en"),
    ):
        pass
