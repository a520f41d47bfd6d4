"""TBX, v3 and 2008: there and back, files of other tools, and files that are built to do harm."""

import pytest

from l10n.errors import CatalogError
from l10n.exchange.tbx import read_tbx, write_tbx
from l10n.glossary import Term

TERMS = [
    Term("coup", ("golpe de Estado", "golpe"), "es", "of 2021 & after", "", ("asonada",)),
    Term("coup", ("အာဏာသိမ်းမှု",), "my", "of 2021 & after"),
    Term("Mandalay", ("မန္တလေး",), "my", kind="place"),
]
HEAD = "<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>"


def v3(body, style="dca"):
    return (
        f'<?xml version="1.0"?><tbx type="TBX-Basic" style="{style}" xml:lang="en" '
        f'xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min" '
        f'xmlns:basic="http://www.tbxinfo.net/ns/basic">{HEAD}<text><body>{body}</body></text></tbx>'
    ).encode()


def read(data):
    return read_tbx(data, path="g.tbx", source_locale="en")


def refusal(data):
    with pytest.raises(CatalogError) as caught:
        read(data)
    return str(caught.value)


@pytest.mark.parametrize("old", [False, True])
def test_terms_come_back_from_both_versions(old):
    assert read(write_tbx(TERMS, source_locale="en", old=old)) == TERMS


def test_dct_style_is_read_by_its_local_names():
    body = (
        '<conceptEntry id="c1"><basic:definition>Seizure of power</basic:definition>'
        '<langSec xml:lang="EN-us"><termSec><term>coup</term></termSec>'
        "<termSec><term>putsch</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus>"
        "</termSec></langSec>"
        '<langSec xml:lang="pt_br"><termSec><term>golpe <hi>de Estado</hi></term>'
        "<min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>"
        "<termSec><term>golpe</term><min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus>"
        "</termSec></langSec></conceptEntry>"
    )
    assert read(v3(body, "dct")) == [Term("coup", ("golpe", "golpe de Estado"), "pt-BR", "Seizure of power")]


def test_a_martif_with_its_bare_document_type_and_term_groups_is_read():
    data = (
        '<?xml version="1.0"?>\n<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">\n<martif type="TBX" xml:lang="en"><text>'
        '<body><termEntry><langSet xml:lang="en"><ntig><termGrp><term>army</term></termGrp></ntig></langSet>'
        '<langSet xml:lang="es"><ntig><termGrp><term>ejército</term></termGrp></ntig></langSet></termEntry></body></text></martif>'
    )
    assert read(data.encode()) == [Term("army", ("ejército",), "es")]


def test_synonyms_of_the_source_have_the_same_translations():
    body = (
        '<conceptEntry><langSec xml:lang="en"><termSec><term>army</term></termSec><termSec><term>military</term></termSec>'
        '</langSec><langSec xml:lang="es"><termSec><term>ejército</term></termSec></langSec></conceptEntry>'
    )
    assert read(v3(body)) == [Term("army", ("ejército",), "es"), Term("military", ("ejército",), "es")]


def test_terms_of_all_locales_stand_alone_in_a_file():
    data = write_tbx([Term("NUG", do_not_translate=True)], source_locale="en")
    assert read(data) == [Term("NUG")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html/>", "g.tbx:1: this is not a TBX file"),
        (b"not xml", "g.tbx:1: this is not well-formed XML: syntax error: line 1, column 0"),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<tbx>&x;</tbx>',
            "g.tbx:2: the file has a document type (DTD) or entities, which are never read: they can load other files",
        ),
        (v3("<a>" * 80 + "</a>" * 80), "g.tbx:1: the XML is nested too deep"),
        (
            v3('<conceptEntry><langSec xml:lang="fr"><termSec><term>x</term></termSec></langSec></conceptEntry>'),
            "g.tbx: none of the 1 concepts has a word in en",
        ),
        (
            v3(
                '<conceptEntry><langSec xml:lang="en"><termSec><term>x</term></termSec></langSec>'
                '<langSec xml:lang="???"><termSec><term>y</term></termSec></langSec></conceptEntry>'
            ),
            "g.tbx:1: '???' is no locale",
        ),
    ],
)
def test_a_file_that_is_no_tbx_or_means_harm_is_refused(data, said):
    assert refusal(data) == said


def test_a_character_that_xml_cannot_hold_is_refused_in_words():
    with pytest.raises(CatalogError, match=r"U\+0007"):
        write_tbx([Term("a\a", ("b",), "es")], source_locale="en")


def test_a_large_file_is_read_concept_by_concept():
    terms = [Term(f"word{n:04}", (f"palabra{n}",), "es") for n in range(3000)]
    assert read(write_tbx(terms, source_locale="en")) == terms
