"""Diglot's round trip, as `add`, `update`, a person's approval of every text and `build --single` make it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from l10n.errors import DiglotError
from l10n.inline import put_links_back
from l10n.merging import merge_catalog
from l10n.model import Catalog, CatalogKey, State
from l10n.readers.markdown import coverage, read_markdown, splice
from l10n.stores.po import parse_catalog
from l10n.stores.po_writer import serialize_catalog


@dataclass(frozen=True, slots=True)
class Trip:
    """What came back: *text* is None where Diglot refused or failed, then *failure* says why."""

    text: str | None
    anew: str | None = None
    sources: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    failure: str = ""


def round_trip(text: str) -> Trip:
    """Return what comes back with every target equal to its source, and with every text written anew."""
    try:
        document = read_markdown(text, slug="x", path="articles/x.md")
        made = merge_catalog(document, Catalog("x", "fr")).catalog
        made = replace(made, entries=tuple(entry.approved(entry.source) for entry in made.entries))
        written = serialize_catalog(made, source_locale="en", project="bench")
        read = parse_catalog(written, key=CatalogKey("x", "fr"), path="x.po")
        targets = {entry.key: entry.target for entry in read.entries if entry.state() is State.APPROVED}
        if len(targets) != len(made.entries):
            return Trip(None, failure="an approval was lost in the catalog")
        sources = tuple(entry.source for entry in read.entries)
        sources += tuple(put_links_back(s.source, s.links) for s in document.segments if s.links)  # as it is shown
        back = splice(document, targets)
        anew = splice(document, targets, keep_equal=False)
        return Trip(back, anew, sources, tuple(piece.text for piece in coverage(document)))
    except DiglotError as error:
        return Trip(None, failure=f"refused: {error}")
    except Exception as error:  # a crash is what this program counts
        return Trip(None, failure=f"crash: {type(error).__name__}: {error}")
