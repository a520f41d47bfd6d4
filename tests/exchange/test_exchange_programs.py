"""Real programs take what goes out, and what they give back is adopted rightly."""

import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from fakes import MemoryCatalogStore, MemoryJournal
from tools import needs_tool

from l10n.errors import CatalogError
from l10n.exchange.po import PoFormat
from l10n.exchange.tmx import TmxFormat
from l10n.exchange.xliff12 import Xliff12Format
from l10n.model import Catalog, CatalogKey, Entry, State
from l10n.ports import Parcel
from l10n.returning import Verdict
from l10n.stores.po import parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_writer import serialize_catalog
from l10n.workflow.exchange import adopt

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = CatalogKey("flood", "pt-BR")
LONG = "The **river** rose [today](1) & “kept rising” all night, as far as the old mill — and beyond it. " * 2
HEADLINE = Entry("Flood & “mud”", context="headline", note="Headline").approved('Lodo "y" agua')
TWIN = Entry("Flood & “mud”", note="Body, paragraph 1 of 4").reviewed("Lodo en el texto")
DRAFT = Entry(LONG.strip(), note="Body, paragraph 2 of 4\nhttps://example.org/a?b=1&c")
DRAFT = DRAFT.drafted("El **rio** subio [hoy](1) toda la noche.\nY más.", origin="engine=apertium")
STALE = Entry("Rain since Monday.", "Lluvia desde el domingo.", previous="Rain since Sunday.")
EMPTY = Entry("Credits", note="Credits")
CATALOG = Catalog(KEY.slug, KEY.locale, (HEADLINE, TWIN, DRAFT, STALE, EMPTY))
PARCEL = Parcel(CATALOG, "en", "sealed")


def parse_po(data, path):
    text = decode(data, path=path)
    return text, parse_catalog(text, key=CatalogKey("", ""), path=path)


PO = PoFormat(serialize=partial(serialize_catalog, source_locale="en", project="newsroom"), parse=parse_po)


def run(*command: str | Path) -> str:
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def sent(folder: Path, format) -> Path:
    path = folder / f"flood{format.suffix}"
    path.write_bytes(format.write(PARCEL))
    return path


def came_back(path: Path, format, *, trust: bool = False, translated: str = ""):
    """What becomes of a file, after a person has put *translated* in the place of the stale text."""
    if translated:
        path.write_text(
            path.read_text(encoding="utf-8").replace("Lluvia desde el domingo.", translated), encoding="utf-8"
        )
    store = MemoryCatalogStore([CATALOG])
    adoption = adopt(
        format.read(path.read_bytes(), path=str(path)),
        KEY,
        store=store,
        journal=MemoryJournal(),
        by="lucia",
        now=NOW,
        checks=lambda entry: (),
        trust=trust,
    )
    return adoption, store.read(KEY)[0].entries


@needs_tool("msgfmt")
def test_msgfmt_has_nothing_to_say(tmp_path):
    told = run("msgfmt", "-c", "--statistics", "-o", "/dev/null", sent(tmp_path, PO))
    assert told == "1 translated message, 3 fuzzy translations, 1 untranslated message.\n"


@needs_tool("msgcat")
@pytest.mark.parametrize(
    "command",
    [
        ("msgcat", "--width=76"),
        ("msgcat", "--no-wrap", "--sort-output"),
        ("msgconv", "-t", "UTF-8"),
        ("msguniq",),
        ("msgattrib", "--no-obsolete"),
    ],
    ids=" ".join,
)
def test_what_gettext_rewrites_is_what_was_sent(tmp_path, command):
    out = tmp_path / "back.po"
    run(*command, "-o", out, sent(tmp_path, PO))
    adoption, entries = came_back(out, PO)
    assert (adoption.counts, entries) == ({Verdict.SAME: 4, Verdict.UNTOUCHED: 1}, CATALOG.entries)
    adoption, entries = came_back(out, PO, translated="Lluvia desde el lunes.")
    assert adoption.counts == {Verdict.REVIEW: 1, Verdict.SAME: 3, Verdict.UNTOUCHED: 1}
    assert entries == (HEADLINE, TWIN, DRAFT, STALE.reviewed("Lluvia desde el lunes."), EMPTY)


@needs_tool("msgcat")
def test_octal_escapes_are_refused_with_their_line(tmp_path):
    out = tmp_path / "back.po"
    run("msgcat", "--escape", "-o", out, sent(tmp_path, PO))
    with pytest.raises(CatalogError, match=r"back\.po:\d+: the escape"):
        PO.read(out.read_bytes(), path="back.po")


@needs_tool("msgattrib")
@pytest.mark.parametrize(
    ("option", "counts"),
    [
        ("--translated", {Verdict.SAME: 4}),
        ("--only-fuzzy", {Verdict.SAME: 3}),
        ("--untranslated", {Verdict.UNTOUCHED: 1}),
        ("--clear-fuzzy", {Verdict.SAME: 4, Verdict.UNTOUCHED: 1}),
    ],
)
def test_a_part_that_msgattrib_picked_changes_nothing(tmp_path, option, counts):
    out = tmp_path / "back.po"
    run("msgattrib", option, "-o", out, sent(tmp_path, PO))
    adoption, entries = came_back(out, PO)
    assert (adoption.counts, entries) == (counts, CATALOG.entries)


@needs_tool("msgattrib")
def test_a_cleared_mark_moves_drafts_to_review_on_trust_alone(tmp_path):
    out = tmp_path / "back.po"
    run("msgattrib", "--clear-fuzzy", "-o", out, sent(tmp_path, PO))
    adoption, entries = came_back(out, PO, trust=True)
    assert adoption.counts == {Verdict.ACCEPTED: 2, Verdict.SAME: 2, Verdict.UNTOUCHED: 1}
    assert [entry.state() for entry in entries] == [
        State.APPROVED, State.REVIEW, State.REVIEW, State.REVIEW, State.EMPTY,
    ]  # fmt: skip


@needs_tool("msgmerge")
def test_what_msgmerge_makes_of_a_newer_template_is_placed_or_listed(tmp_path):
    corrected = Entry("Credits and thanks")
    template = replace(CATALOG, locale="", entries=(HEADLINE.emptied(), DRAFT.emptied(), corrected))
    newer = tmp_path / "newer.pot"
    newer.write_text(serialize_catalog(template, source_locale="en", project="newsroom"), encoding="utf-8")
    out = tmp_path / "back.po"
    run("msgmerge", "-q", "--no-fuzzy-matching", "-o", out, sent(tmp_path, PO), newer)
    adoption, entries = came_back(out, PO)
    assert adoption.counts == {Verdict.SAME: 5}
    sources = [HEADLINE.source, DRAFT.source, corrected.source, TWIN.source, STALE.source]
    assert [row.source for row in adoption.rows] == sources
    assert entries == CATALOG.entries


@needs_tool("xliff2po")
def test_xliff2po_takes_our_xliff_and_its_po_is_adopted(tmp_path):
    out = tmp_path / "back.po"
    run("xliff2po", sent(tmp_path, Xliff12Format()), out)
    adoption, entries = came_back(out, PO)
    assert (adoption.counts, entries) == ({Verdict.SAME: 4, Verdict.UNTOUCHED: 1}, CATALOG.entries)
    adoption, entries = came_back(out, PO, translated="Lluvia desde el lunes.")
    assert adoption.counts == {Verdict.REVIEW: 1, Verdict.SAME: 3, Verdict.UNTOUCHED: 1}
    assert entries[3] == STALE.reviewed("Lluvia desde el lunes.")


@needs_tool("po2xliff")
def test_po2xliff_takes_our_po_and_its_xliff_is_adopted(tmp_path):
    out = tmp_path / "back.xlf"
    run("po2xliff", sent(tmp_path, PO), out)
    read = Xliff12Format().read(out.read_bytes(), path="back.xlf")
    assert (read.slug, [returned.source for returned in read.entries]) == ("flood", [e.source for e in CATALOG.entries])
    assert [returned.base for returned in read.entries] == [
        returned.base for returned in PO.read(PO.write(PARCEL), path="x").entries
    ]
    adoption, entries = came_back(out, Xliff12Format())
    assert adoption.counts == {Verdict.SAME: 2, Verdict.UNTOUCHED: 3}
    assert entries == CATALOG.entries


@needs_tool("po2tmx")
def test_po2tmx_takes_our_po_and_its_memory_is_read(tmp_path):
    out = tmp_path / "back.tmx"
    run("po2tmx", "-l", "pt_BR", sent(tmp_path, PO), out)
    read = TmxFormat().read(out.read_bytes(), path="back.tmx")
    assert [(r.source, r.target) for r in read.entries] == [(HEADLINE.source, HEADLINE.target)]


@needs_tool("pocount")
@pytest.mark.parametrize(
    ("format", "counts"),
    [(PO, [1, 3, 1]), (Xliff12Format(), [1, 3, 1]), (TmxFormat(), [1, 0, 0])],
    ids=["po", "xliff", "tmx"],
)
def test_pocount_counts_as_we_do(tmp_path, format, counts):
    told = run("pocount", "--csv", sent(tmp_path, format)).splitlines()
    at = next(number for number, line in enumerate(told) if line.startswith("Filename"))
    header, line = (told[at + step].split(",") for step in (0, 1))
    found = dict(zip([name.strip() for name in header], line, strict=False))
    assert [int(found[f"{state} Messages"]) for state in ("Translated", "Fuzzy", "Untranslated")] == counts
