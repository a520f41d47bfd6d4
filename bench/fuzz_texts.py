"""Targets that take text: catalogs, inline marks, merges, searches, articles, checks, keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz_rules import KEY, ROOT, demand, sample_catalog

from l10n import minisign
from l10n.checks import check_entry
from l10n.edition import compose_edition
from l10n.editions.model_json import JsonWriter
from l10n.errors import CatalogError
from l10n.glossary import Term
from l10n.inline import inline_source, markup_of, plain, protect, put_links_back, restore, take_out_links
from l10n.merging import merge_catalog
from l10n.model import Catalog, Entry, State
from l10n.querying import QueryError, format_query, parse_query
from l10n.readers.markdown import coverage, read_markdown, splice
from l10n.stores.po import parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_merge import merge_files
from l10n.stores.po_strict import parse_canonical
from l10n.stores.po_writer import serialize_catalog
from l10n.suggestions import suggested_texts
from l10n.threeway import merge_catalogs


def _careful(data: bytes) -> Catalog | None:
    try:
        return parse_catalog(decode(data, path="a.po"), key=KEY, path="a.po")
    except CatalogError as error:
        demand(bool(error.remedy) and error.path == "a.po", "a refusal names the file and a remedy")
        return None


def po(data: bytes) -> None:
    """Both readers agree; what is read is written and read back the same, or refused aloud."""
    quick, careful = parse_canonical(data, key=KEY), _careful(data)
    demand(quick is None or quick == careful, "the quick reader answers as the careful one")
    if careful is None:
        return
    try:
        written = serialize_catalog(careful, source_locale="en", project="news").encode()
    except CatalogError:
        return
    again = _careful(written)
    kept = Catalog(careful.slug, careful.locale, careful.entries, tuple(_bare(e) for e in careful.obsolete))
    demand(again == kept, "what was written is read back")
    demand(parse_canonical(written, key=KEY) in (None, again), "the quick reader reads what was written")


def _bare(entry: Entry) -> Entry:
    return replace(entry, note="", references=())


def inline(data: bytes) -> None:
    """Protecting and restoring undo each other; so do taking links out and putting them back."""
    text, _, other = data.decode(errors="ignore").partition("\0")
    kept = protect(text)
    demand(restore(kept.text, kept.marks) in (text, None), "restore undoes protect")
    if "⟦" not in text and "⟧" not in text:
        demand(restore(kept.text, kept.marks) == text, "a text without our signs is restored")
    back = restore(other, kept.marks)
    demand(back is None or sorted(protect(back).marks) == sorted(kept.marks), "no mark is lost or won")
    source, links = take_out_links(text)
    demand(not links or put_links_back(source, links).count("](") >= 0, "links come back")
    for made in (plain(text), *markup_of(text), inline_source(text)[0]):
        demand(isinstance(made, str), "a text is a text")


def threeway(data: bytes) -> None:
    """No approved text is lost by merging, no key stands twice, and the same three give the same."""
    base, ours, theirs = (version_of(data[at::3]) for at in range(3))
    merged = merge_catalogs(base, ours, theirs).catalog
    keys = [e.key for e in (*merged.entries, *merged.obsolete)]
    demand(len(keys) == len(set(keys)), "no entry stands twice")
    demand(merge_catalogs(ours, ours, ours).catalog == ours, "nothing to merge changes nothing")
    present = {e.target for e in (*merged.entries, *merged.obsolete)}
    present |= {text for e in (*merged.entries, *merged.obsolete) for text in suggested_texts(e)}
    lost = [e.target for side in (ours, theirs) for e in side.entries if e.sealed and e.confirmed]
    demand(set(lost) <= present, f"approvals are kept: {set(lost) - present}")
    text = serialize_catalog(merged, source_locale="en", project="news")
    demand(parse_catalog(text, key=KEY, path="a.po") == merged, "the result is written and read back")


_SOURCES = tuple(
    f"The river rose {what} on Monday, {n} people said."
    for n in (1, 2, 30)
    for what in ("", "slowly", "at night", "again")
)


def version_of(data: bytes) -> Catalog:
    """Return a catalog made of bytes, three for an entry: which source, which target, what became of it."""
    live: dict[tuple[str, str], Entry] = {}
    dead: dict[tuple[str, str], Entry] = {}
    for at in range(0, min(len(data) - 2, 60), 3):
        source, target, fate = data[at : at + 3]
        entry = Entry(_SOURCES[source % 12], context=("", "caption")[source // 12 % 2])
        text = f"t{target % 8}"
        made = (
            entry,
            entry.drafted(text, origin="engine=apertium"),
            entry.reviewed(text),
            entry.approved(text),
            entry.approved(text).outdated(_SOURCES[target % 12]),
            entry.reviewed(text).outdated(_SOURCES[target % 12]),
        )[fate % 6]
        (dead if fate & 64 and made.target else live)[made.key] = made
    gone = tuple(entry for key, entry in dead.items() if key not in live)
    return Catalog("flood", "my", tuple(live.values()), gone)


def edition(data: bytes) -> None:
    """What nobody approved is in no edition that is no draft, and the catalog that a merge made is composed."""
    text = "\n\n".join(("# " + _SOURCES[0], *_SOURCES[1:], f"![{_SOURCES[1]}](p.jpg)"))
    document = read_markdown(text, slug="flood", path="a.md")
    catalog = merge_catalog(document, version_of(data)).catalog
    for draft in (False, True):
        made = compose_edition(document, catalog, source_locale="en", target_locale="my", draft=draft)
        JsonWriter().write(made)
        for pair in () if draft else made.pairs:
            demand(not pair.text or pair.state is State.APPROVED, "only what is approved is printed")


def merged_files(data: bytes) -> None:
    """Three files are merged or refused; what is approved in a side is in what comes out."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        places = [Path(name) / version for version in ("base", "ours", "theirs")]
        for place, content in zip(places, (*data.split(PART, 2), b"", b""), strict=False):
            place.write_bytes(content)
        made = merge_files(*places, path="locales/my/LC_MESSAGES/flood.po")
    again = _careful(made.data)
    demand(again is not None, "what was merged can be read")


PART = b"#----\n"
_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of ours in it)


def three_files() -> Iterable[bytes]:
    written = serialize_catalog(sample_catalog(), source_locale="en", project="news").encode()
    yield PART.join((written, written.replace(b"Empty", b"Full"), written.replace(b"river", b"flood")))


def query(data: bytes) -> None:
    """A search is written as it is read."""
    text = data.decode(errors="ignore")
    try:
        parts = parse_query(text)
    except QueryError:
        return
    demand(parse_query(format_query(parts)) == parts, "a search is written as it is read")


def markdown(data: bytes) -> None:
    """An article comes back byte for byte, and its texts are all found."""
    text = data.decode(errors="ignore")
    document = read_markdown(text, slug="a", path="a.md")
    coverage(document)
    demand(splice(document, {s.key: s.source for s in document.segments}) == text, "the same bytes")
    splice(document, {}, keep_equal=False)


def signature(data: bytes) -> None:
    """Keys and signatures are refused by ValueError alone."""
    for read in (
        lambda: minisign.public_key_from(data.decode(errors="replace")),
        lambda: minisign.signature_from(data),
        lambda: minisign.is_encrypted(data) or minisign.secret_key_from(data),
    ):
        try:
            read()
        except ValueError:
            continue


def checks(data: bytes) -> None:
    source, _, target = data.decode(errors="ignore").partition("\0")
    for locale in ("my", "ar", "ru"):
        check_entry(Entry(source, target), source_locale="en", target_locale=locale, terms=(Term("river", ("မြစ်",)),))


def po_seeds() -> Iterable[bytes]:
    yield serialize_catalog(sample_catalog(), source_locale="en", project="news").encode()
    yield b'#. n\n#| msgctxt "c"\n#| msgid "was"\nmsgid "a"\n"b"\nmsgstr "c"\n\n#~ msgid "x"\n#~ msgstr "y"\n'
    for path in sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))[:3]:
        yield path.read_bytes()[:6000]


def signatures() -> Iterable[bytes]:
    key = minisign.SecretKey(minisign.PublicKey(bytes(8), bytes(32)), bytes(32))
    yield key.public.file()
    yield minisign.secret_key_file(key)
    yield minisign.Signature(bytes(8), bytes(64), "timestamp:1", bytes(64)).file()


_TEXTS = (
    "A **bold** [link][1], `code` <b>tag</b> ![alt][2] <https://x.org>[^1] {{ x }} &amp; \\* ~~a~~ _b_",
    "⟦0⟧a⟦1⟧ [a](b 'c') [d](<e f> \"g\")  \nnext *a **b** c* <!-- x --> %(name)s",
)


def texts() -> Iterable[bytes]:
    return [f"{text}\0{protect(text).text}".encode() for text in _TEXTS]


def articles() -> Iterable[bytes]:
    yield b'---\ntitle: "T"\ncaption: C\nalt: |\n  a\n  b\n---\n\n# H\n\n> - a [b](c)\n\n|a|b|\n|---|---|\n|c|d|\n'
    yield b'+++\ntitle = \'T\'\n[params]\na = [1, """x"""]\n+++\n\n<div>\n\nText[^1]\n\n</div>\n\n[^1]: Note\n'
    yield b'{"title": "T", "a": {"alt": "x"}}\n\n1. a\n\n   ```\n   c\n   ```\n'
    for path in sorted((ROOT / "articles").glob("*.md"))[:2]:
        yield path.read_bytes()[:4000]
