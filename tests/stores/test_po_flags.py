"""Flags of a machine's draft in a PO file: names, and names with words of the text."""

import pytest

from l10n.errors import CatalogError
from l10n.model import Catalog, CatalogKey, Entry
from l10n.stores.po import parse_catalog
from l10n.stores.po_strict import parse_canonical
from l10n.stores.po_writer import serialize_catalog

KEY = CatalogKey("flood", "es")


def catalog(*flags):
    return Catalog("flood", "es", (Entry("a", "b", origin="engine=apertium", flags=flags),))


@pytest.mark.parametrize("word", ["Mandalay", "Kyaw Zin, U", "မန္တလေး", "O’Brien", "a: b", "#1", 'say "no"', "\\n"])
def test_words_come_back_by_both_readers(word):
    whole = catalog("markup-lost", f"unknown {word}", "unknown-2")
    text = serialize_catalog(whole, source_locale="en", project="p")
    assert f"# diglot: flag unknown {word}\n" in text
    assert parse_catalog(text, key=KEY, path="x.po") == whole
    assert parse_canonical(text.encode(), key=KEY) == whole


@pytest.mark.parametrize("flag", ["unknown ", "unknown  x", "unknown x ", "Unknown x", "unknown a\nb"])
def test_what_would_not_come_back_is_refused(flag):
    with pytest.raises(CatalogError):
        serialize_catalog(catalog(flag), source_locale="en", project="p")
