"""Catalogs on disk: a first look at very many, a second with nothing changed, and one load, edit and save."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import prose

from l10n import files
from l10n.model import Action, Catalog, CatalogKey, Decision, Entry
from l10n.stores.po import PoCatalogStore, parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_strict import parse_canonical
from l10n.stores.po_writer import serialize_catalog

Cpu = Callable[[list[list[str]], Path], float | None]


def make_catalog(number: int, *, entries: int = 30) -> Catalog:
    """Return a catalog of prose, two thirds of it approved."""
    words = prose.sentences()
    made = []
    for n in range(entries):
        source = " ".join(words[(number * 7 + n * 3 + k) % len(words)] for k in range(2)) + f" {number}.{n}"
        entry = Entry(source, note=f"Body, paragraph {n} of {entries}", references=(f"articles/a{number}.md",))
        made.append(entry.approved(f"¡{source}") if n % 3 else entry)
    return Catalog(f"a{number}", "my", tuple(made))


def measure_stores(work: Path, *, catalogs: int, cpu_s: Cpu, diglot: list[str]) -> list[str]:
    """Return the lines about one catalog and about very many."""
    return [*_one(work / "one"), "", *_many(work / "many", catalogs, cpu_s=cpu_s, diglot=diglot), ""]


def _many(folder: Path, count: int, *, cpu_s: Cpu, diglot: list[str]) -> list[str]:
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "articles").mkdir(parents=True)
    (folder / "diglot.toml").write_text('[project]\nname = "bench"\nsource = "en"\ntargets = ["my"]\n')
    place = folder / "locales" / "my" / "LC_MESSAGES"
    place.mkdir(parents=True)
    for number in range(count):
        text = serialize_catalog(make_catalog(number), source_locale="en", project="bench")
        (place / f"a{number}.po").write_text(text, encoding="utf-8")
        (folder / "articles" / f"a{number}.md").write_text("# A\n", encoding="utf-8")
    time.sleep(2.2)
    status = [[*diglot, "status"]]
    cold = cpu_s(status, folder)
    warm = min(cpu_s(status, folder) or 0 for _ in range(3))
    shutil.rmtree(folder)
    return [
        f"{count:,} catalogs of 30 entries: `status` without an index {cold:.2f} s, with it {warm:.2f} s (start-up"
        " included)."
    ]


def _one(folder: Path) -> list[str]:
    """Return the times of one catalog of 30 entries, in milliseconds of CPU."""
    shutil.rmtree(folder, ignore_errors=True)
    catalog = make_catalog(1)
    store = PoCatalogStore(folder, source_locale="en", project="bench")
    store.replace(catalog.key, catalog, expected="")
    data = store.path(catalog.key).read_bytes()
    key = CatalogKey("a1", "my")
    strict = _least_ms(lambda: parse_canonical(data, key=key))
    careful = _least_ms(lambda: parse_catalog(decode(data, path=""), key=key, path=""))
    write = _least_ms(lambda: serialize_catalog(catalog, source_locale="en", project="bench"))
    real, files.os.fsync = files.os.fsync, lambda descriptor: None  # type: ignore[assignment]  # CPU before fsync
    try:
        edit = _least_ms(lambda: _approve_again(store, key))
    finally:
        files.os.fsync = real  # type: ignore[assignment]
    shutil.rmtree(folder)
    return [
        f"One catalog of 30 entries: our own form is read in {strict:.2f} ms, by polib behind the guard in"
        f" {careful:.2f} ms ({careful / strict:.1f}×); written in {write:.2f} ms; load, edit and save {edit:.2f} ms"
        " before fsync."
    ]


def _approve_again(store: PoCatalogStore, key: CatalogKey) -> None:
    entry = _ENTRY.setdefault(key, store.read(key)[0].entries[0])
    after = entry.approved(entry.target + ".")
    store.apply(key, [Decision(key, entry.key, Action.APPROVE, entry.revision, entry, after, "x", _NOW, id=1)])
    _ENTRY[key] = after


_ENTRY: dict[CatalogKey, Entry] = {}
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _least_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(200):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000
