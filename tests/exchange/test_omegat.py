"""OmegaT's console makes target files of what we sent; what it drops or fills in is adopted as no approval."""

import subprocess
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from fakes import MemoryCatalogStore, MemoryJournal
from tools import needs_tool

from l10n.exchange.po import PoFormat
from l10n.exchange.xliff12 import Xliff12Format
from l10n.model import Catalog, CatalogKey, Entry, State
from l10n.ports import Parcel
from l10n.returning import Verdict
from l10n.stores.po import parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_writer import serialize_catalog
from l10n.workflow.exchange import adopt

pytestmark = [pytest.mark.slow, needs_tool("omegat")]

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = CatalogKey("boat", "my")
HEADLINE = Entry("The boat sails", context="headline").approved("လှေထွက်သည်")
DRAFT = Entry("It *rains* [today][1].").drafted("ဒီနေ့ မိုးရွာတယ်", origin="engine=apertium")
REVIEWED = Entry("People left.").reviewed("လူတွေ ထွက်သွားသည်။")
STALE = Entry("Rain since Monday.", "မိုး", previous="Rain since Sunday.")
EMPTY = Entry("Credits & thanks")
BLANK = Entry("Nobody came.")
CATALOG = Catalog(KEY.slug, KEY.locale, (HEADLINE, DRAFT, REVIEWED, STALE, EMPTY, BLANK))
PARCEL = Parcel(CATALOG, "en", "sealed")
NEW = "*မိုး*\u200bရွာ [ဒီနေ့][1]။"
THANKS = "ကျေးဇူး & တင်သည်"

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>EN</source_lang><target_lang>MY</target_lang>
<source_tok>org.omegat.tokenizer.DefaultTokenizer</source_tok>
<target_tok>org.omegat.tokenizer.DefaultTokenizer</target_tok>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>
"""
MEMORY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1"><header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
creationtoolversion="3.6.0_10" segtype="paragraph" srclang="EN"/><body>{units}</body></tmx>
"""
UNIT = '<tu><tuv lang="EN"><seg>{}</seg></tuv><tuv lang="MY"><seg>{}</seg></tuv></tu>'
FILTERS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<filters removeTags="false" removeSpacesNonseg="true" preserveSpaces="false" ignoreFileContext="false">
<filter className="org.omegat.filters2.po.PoFilter" enabled="true">
<files targetEncoding="UTF-8" targetFilenamePattern="${filename}" sourceEncoding="UTF-8" sourceFilenameMask="*.po"/>
<option value="false" name="disallowBlank"/></filter></filters>
"""
"""OmegaT's name for it is the wrong way round: `false` fills blanks with the source."""


def parse_po(data, path):
    text = decode(data, path=path)
    return text, parse_catalog(text, key=CatalogKey("", ""), path=path)


PO = PoFormat(serialize=partial(serialize_catalog, source_locale="en", project="newsroom"), parse=parse_po)


def through_omegat(folder: Path, format, translations, *, fills_blanks=False) -> bytes:
    """What OmegaT makes of the file that *format* writes, with *translations* in its project memory."""
    for name in ("source", "target", "omegat", "tm", "glossary", "dictionary", "settings"):
        (folder / name).mkdir()
    (folder / "omegat.project").write_text(PROJECT)
    units = "".join(UNIT.format(escape(source), escape(target)) for source, target in translations.items())
    (folder / "omegat" / "project_save.tmx").write_text(MEMORY.format(units=units), encoding="utf-8")
    if fills_blanks:
        (folder / "settings" / "filters.xml").write_text(FILTERS)
    name = f"boat.my{format.suffix}"
    (folder / "source" / name).write_bytes(format.write(PARCEL))
    command = ["omegat", str(folder), "--mode=console-translate", f"--config-dir={folder / 'settings'}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert (folder / "target" / name).is_file(), done.stdout[-2000:] + done.stderr[-2000:]
    return (folder / "target" / name).read_bytes()


def adopted(format, data: bytes):
    """The verdicts, and the catalog afterwards."""
    store, journal = MemoryCatalogStore([CATALOG]), MemoryJournal()
    parcel = format.read(data, path=f"boat.my{format.suffix}")
    adoption = adopt(parcel, KEY, store=store, journal=journal, by="omegat", now=NOW, checks=lambda entry: ())
    return [row.verdict for row in adoption.rows], store.read(KEY)[0]


TRANSLATIONS = {DRAFT.source: NEW, EMPTY.source: THANKS}


@pytest.mark.parametrize("fills_blanks", [False, True])
def test_a_po_file_through_omegat_brings_its_translations_and_nothing_else(tmp_path, fills_blanks):
    data = through_omegat(tmp_path, PO, TRANSLATIONS, fills_blanks=fills_blanks)
    assert b"fuzzy" not in data  # OmegaT drops the marks
    verdicts, catalog = adopted(PO, data)
    untranslated = Verdict.ECHO if fills_blanks else Verdict.BLANK
    nothing = Verdict.ECHO if fills_blanks else Verdict.UNTOUCHED
    assert verdicts == [Verdict.SAME, Verdict.REVIEW, untranslated, untranslated, Verdict.REVIEW, nothing]
    assert catalog.entries == (HEADLINE, DRAFT.reviewed(NEW), REVIEWED, STALE, EMPTY.reviewed(THANKS), BLANK)
    assert [entry.state() for entry in catalog.entries].count(State.APPROVED) == 1


def test_xliff_through_omegat_keeps_what_it_does_not_show(tmp_path):
    # OmegaT 3.6 takes the targets of XLIFF for the text to translate, and shows no unit whose target is empty.
    data = through_omegat(tmp_path, Xliff12Format(), {DRAFT.target: NEW, HEADLINE.target: "အခြား"})
    verdicts, catalog = adopted(Xliff12Format(), data)
    same, nothing = Verdict.SAME, Verdict.UNTOUCHED
    assert verdicts[1:4] == [Verdict.REVIEW, same, same]
    assert verdicts[0] is Verdict.SUGGESTION
    assert set(verdicts[4:]) <= {same, nothing}
    assert catalog.entries == (HEADLINE, DRAFT.reviewed(NEW), REVIEWED, STALE, EMPTY, BLANK)
