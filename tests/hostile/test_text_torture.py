"""Texts that break programs: stored is returned letter for letter, or refused in words. Catalogs, journal, desk, exchange.

`DIGLOT_NAUGHTY` names a JSON file with a public list of strings; its texts are stored, never run.
"""

from __future__ import annotations

import html
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from desk_fixture import FIRST, FakeDesk, address_of
from journals import put_journal

from l10n.errors import CatalogError
from l10n.exchange import NAMES, format_for
from l10n.exchange.po import PoFormat
from l10n.model import Action, Catalog, CatalogKey, Decision, Entry
from l10n.ports import Parcel
from l10n.stores.journal import SqlJournal
from l10n.stores.po import PoCatalogStore, parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_writer import serialize_catalog

pytestmark = pytest.mark.slow

KEY = CatalogKey("flood", "my")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
OWN = (
    "", " ", "\n", "\t", " a ", "a\n", "\na", "a\r\nb", "a\rb", "\u2028", "a\u2029b", "\u0085", "\ufeff", "\ufffe", "\uffff",
    "\u202eabc\u202c", "\u2066a\u2069", "a\u200bb\u200c\u200d", "e\u0301", "é", "ﷺ", "Ω\u2126", "ẛ̣", "한글", "ᄒ" * 40,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘", "👩🏽‍🌾👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿", "\U0001f4a9", "\U0010fffd", "\U000e0001",
    "ကျွန်ုပ်၊ ၁၂၃။", "စစ်\u200bတပ်", "'; DROP TABLE decisions;--", "\\", "\\\\", "\\n", '"', '\\"', "# diglot: approved 0", "#~ x",
    "msgid \"x\"", "=1+1", "@x", "-1", "+1", "\t=1", "<b>", "&amp;", "&#0;", "]]>", "<![CDATA[", "--", "%s %n %d", "{0} {{x}}",
    "${x}", "⟦0⟧", "nan", "null", "undefined", "true", "0x10", "1e999", "../../etc/passwd", "C:\\con", "a" * 100_000,
    "\u0000", "\x1b[31m", "\x07",
)  # fmt: skip


def outside() -> list[str]:
    place = os.environ.get("DIGLOT_NAUGHTY", "")
    return list(json.loads(Path(place).read_text(encoding="utf-8"))) if place else []


TEXTS = tuple(dict.fromkeys((*OWN, *outside())))


def through_store(texts: Sequence[str], folder: Path) -> list[str | None]:
    """Return what a new store reads of *texts*; None for each that it refuses to write."""
    found: list[str | None] = []
    for number, text in enumerate(texts):
        key = CatalogKey(f"a{number}", "my")
        entries = (Entry("Words.", context=text).reviewed(text), Entry(f"{text}.").approved(f"{text}!"))
        try:
            PoCatalogStore(folder, source_locale="en", project="x").replace(
                key, Catalog(*_named(key), entries), expected=""
            )
        except CatalogError as error:
            found.append(None if error.remedy else "refused without a remedy")
            continue
        read = PoCatalogStore(folder, source_locale="en", project="x").read(key)[0]
        found.append(text if read.entries == entries else "another text")
    return found


def _named(key: CatalogKey) -> tuple[str, str]:
    return key.slug, key.locale


def can_be_kept(text: str) -> bool:
    """Whether a text has only characters that a PO file may have: no control characters, no halves of pairs."""
    return not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", text)


def test_a_catalog_returns_every_text_letter_for_letter_or_refuses_it(tmp_path: Path) -> None:
    expected = [text if can_be_kept(text) else None for text in TEXTS]
    assert through_store(TEXTS, tmp_path) == expected


def test_a_journal_returns_every_text_letter_for_letter(tmp_path: Path) -> None:
    journal = SqlJournal(put_journal(tmp_path / "journal.sqlite"))
    texts = list(TEXTS)
    for text in texts:
        entry = Entry(f"{text}.", context=text)
        journal.append(
            Decision(
                KEY,
                entry.key,
                Action.APPROVE,
                entry.revision,
                entry,
                entry.approved(text),
                "ko-aung",
                NOW,
                remarks=("x",),
            )
        )
    assert [decision.after.target for decision in journal.pending()] == texts


def by_blocks(form: str) -> Iterable[str]:
    """Yield every letter of Unicode in a normal form, 512 at a time; whitespace stands between others."""
    letters: list[str] = []
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if unicodedata.category(char) not in ("Cc", "Cs", "Cn", "Co"):
            letters.append(unicodedata.normalize(form, f"a{char}\u0323\u0307b"))
            if len(letters) == 512:
                yield "".join(letters)
                letters = []
    yield "".join(letters)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_letter_of_unicode_comes_back_in_its_normal_form(form: str, tmp_path: Path) -> None:
    texts = list(by_blocks(form))
    catalog = Catalog("flood", "my", tuple(Entry(f"{n}").reviewed(text) for n, text in enumerate(texts)))
    store = PoCatalogStore(tmp_path, source_locale="en", project="x")
    store.replace(KEY, catalog, expected="")
    assert [e.target for e in PoCatalogStore(tmp_path, source_locale="en", project="x").read(KEY)[0].entries] == texts


def _parse(data: bytes, path: str) -> tuple[str, Catalog]:
    text = decode(data, path=path)
    return text, parse_catalog(text, key=CatalogKey("", ""), path=path)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "kit"])
def test_exchange_returns_every_text_or_refuses_it(name: str) -> None:
    """Word knows neither a carriage return nor a separator of paragraphs within a text; it gets a line break or space."""
    serialize = partial(serialize_catalog, source_locale="en", project="news")
    format = PoFormat(serialize=serialize, parse=_parse) if name == "po" else format_for(name)
    wrong = []
    for text in TEXTS:
        entry = Entry("Words that stay.").approved(f"x{text}x")
        parcel = Parcel(Catalog("flood", "my", (entry,)), "en", "sealed")
        try:
            back = [each.target for each in format.read(format.write(parcel), path="a").entries]
        except CatalogError as error:
            if not error.remedy or (
                can_be_kept(text) and not re.search("[\ufffe\uffff]", text)
            ):  # no XML may have them
                wrong.append((text[:40], error.message))
            continue
        if name == "docx" and re.search("[\r\u2029]", text):
            back = [entry.target] if re.sub(r"\s+", " ", entry.target) == re.sub(r"\s+", " ", back[0]) else back
        if back != [entry.target]:
            wrong.append((text[:40], back[0][:60] if back else "nothing"))
    assert wrong == []


@pytest.fixture
def desk_page(tmp_path: Path):
    from webapp import create_app

    desk = FakeDesk()
    app = create_app(desk, secret_key="a test's own key", testing=True, translations=tmp_path)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert (
        client.post("/login", data={"handle": "aung", "passphrase": "boats carry rice and letters"}).status_code == 303
    )
    return desk, client


def test_the_desk_shows_and_sends_every_text_as_it_is(desk_page) -> None:
    """What a browser would send back from the page's own form is what was stored, but for its kind of line ends."""
    desk, client = desk_page
    wrong = []
    for text in TEXTS:
        if not can_be_kept(text) or not text.strip() or len(text) > 10_000:
            continue
        entry = next(e for e in desk.catalogs.catalogs[CatalogKey("defectors", "my")].entries if e.source == FIRST)
        desk.catalogs.catalogs[CatalogKey("defectors", "my")] = desk.catalogs.catalogs[
            CatalogKey("defectors", "my")
        ].with_entries({entry.key: entry.reviewed(text)})
        page = client.get(address_of(FIRST)).text
        shown = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", page, re.S)
        if not shown or html.unescape(shown[1]) != text:
            wrong.append((text[:40], shown[1][:60] if shown else "no page"))
    assert wrong == []
