"""What is fuzzed: a target takes bytes, and fails by raising. To refuse in words is right, all else is a finding.

Its seeds show the fuzzer what such files look like.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from l10n import minisign
from l10n.checks import check_entry
from l10n.errors import CatalogError, DiglotError
from l10n.exchange import format_for
from l10n.exchange.tbx import read_tbx, write_tbx
from l10n.exchange.tmx_stream import read_units
from l10n.glossary import Term
from l10n.glossary.table import Row, read_terms, render_terms
from l10n.inline import inline_source, markup_of, plain, protect, put_links_back, restore, take_out_links
from l10n.model import Catalog, CatalogKey, Entry
from l10n.ports import Parcel
from l10n.querying import QueryError, format_query, parse_query
from l10n.readers import reader_for
from l10n.readers.markdown import coverage, read_markdown, splice
from l10n.stores.po import parse_catalog
from l10n.stores.po_guard import decode
from l10n.stores.po_strict import parse_canonical
from l10n.stores.po_writer import serialize_catalog
from l10n.suggestions import suggested_texts
from l10n.threeway import merge_catalogs

KEY = CatalogKey("flood", "my")
ROOT = Path(__file__).resolve().parent.parent


class WrongError(AssertionError):
    """A promise was broken without a crash."""


def demand(holds: bool, promise: str) -> None:
    """Raise WrongError where a promise does not hold."""
    if not holds:
        raise WrongError(promise)


@dataclass(frozen=True, slots=True)
class Target:
    """What is run, and files it is begun with."""

    run: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]


def _catalog() -> Catalog:
    first = Entry("The river", context="headline", note="Headline", references=("articles/a.md",)).approved("မြစ်")
    linked = Entry('See "[reported][1]".', comments=("Why?", 'diglot: also "x"'))
    entries = (
        first,
        linked.drafted("[ပြော][1]", origin="engine=apertium", flags=("markup-lost",)),
        Entry("Two\nlines\t").approved("တစ်\nနှစ်").outdated("Two\nold lines"),
        Entry("Empty"),
    )
    return Catalog("flood", "my", entries, (Entry("Gone").reviewed("x").outdated("Was"),))


def _po_seeds() -> Iterable[bytes]:
    yield serialize_catalog(_catalog(), source_locale="en", project="news").encode()
    yield b'#. n\n#| msgctxt "c"\n#| msgid "was"\nmsgid "a"\n"b"\nmsgstr "c"\n\n#~ msgid "x"\n#~ msgstr "y"\n'
    for path in sorted((ROOT / "locales").glob("*/LC_MESSAGES/*.po"))[:3]:
        yield path.read_bytes()[:6000]


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
    from dataclasses import replace

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
    base, ours, theirs = (_version(data[at::3]) for at in range(3))
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


def _version(data: bytes) -> Catalog:
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


def reader(suffix: str) -> Callable[[bytes], None]:
    """Return a target: a file of this kind becomes an article that can be read, or is refused in words."""

    def convert(data: bytes) -> None:
        made = reader_for(f"a{suffix}").convert(data, path=f"a{suffix}", slug="a")
        read_markdown(made.markdown, slug="a", path="a.md")

    return convert


def packed(member: str, run: Callable[[bytes], object], base: Callable[[], bytes]) -> Callable[[bytes], object]:
    """Return a target whose bytes are one member of an archive that is otherwise whole."""

    def inside(data: bytes) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(base())) as whole, zipfile.ZipFile(out, "w") as archive:
            for name in whole.namelist():
                archive.writestr(name, data if name == member else whole.read(name))
        run(out.getvalue())

    return inside


def exchange(name: str) -> Callable[[bytes], None]:
    """Return a target: a file that came back from another tool."""

    def read(data: bytes) -> None:
        for entry in format_for(name).read(data, path="a").entries:
            demand(isinstance(entry.source, str) and isinstance(entry.target, str), "texts are texts")

    return read


def _parcel() -> Parcel:
    return Parcel(_catalog(), "en", "sealed", title="The river")


def _exported(name: str) -> Callable[[], Iterable[bytes]]:
    return lambda: [format_for(name).write(_parcel())]


def tmx_stream(data: bytes) -> None:
    for unit in read_units(io.BytesIO(data), path="a.tmx"):
        demand(unit is not None, "units are units")


def tbx(data: bytes) -> None:
    read_tbx(data, path="a.tbx", source_locale="en")


def terms_of(rows: Iterable[Row]) -> list[Term]:
    return [row.term for row in rows]


def glossary(data: bytes) -> None:
    rows = read_terms(data, path="a.csv")
    written = render_terms(row.term for row in rows)
    again = read_terms(written, path="a.csv")
    demand(sorted(map(repr, terms_of(again))) == sorted(map(repr, terms_of(rows))), "terms are read back")
    demand(render_terms(terms_of(again)) == written, "the same terms give the same bytes")


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


def _signatures() -> Iterable[bytes]:
    key = minisign.SecretKey(minisign.PublicKey(bytes(8), bytes(32)), bytes(32))
    yield key.public.file()
    yield minisign.secret_key_file(key)
    yield minisign.Signature(bytes(8), bytes(64), "timestamp:1", bytes(64)).file()


_TEXTS = (
    "A **bold** [link][1], `code` <b>tag</b> ![alt][2] <https://x.org>[^1] {{ x }} &amp; \\* ~~a~~ _b_",
    "⟦0⟧a⟦1⟧ [a](b 'c') [d](<e f> \"g\")  \nnext *a **b** c* <!-- x --> %(name)s",
)


def _texts() -> Iterable[bytes]:
    return [f"{text}\0{protect(text).text}".encode() for text in _TEXTS]


def _articles() -> Iterable[bytes]:
    yield b'---\ntitle: "T"\ncaption: C\nalt: |\n  a\n  b\n---\n\n# H\n\n> - a [b](c)\n\n|a|b|\n|---|---|\n|c|d|\n'
    yield b'+++\ntitle = \'T\'\n[params]\na = [1, """x"""]\n+++\n\n<div>\n\nText[^1]\n\n</div>\n\n[^1]: Note\n'
    yield b'{"title": "T", "a": {"alt": "x"}}\n\n1. a\n\n   ```\n   c\n   ```\n'
    for path in sorted((ROOT / "articles").glob("*.md"))[:2]:
        yield path.read_bytes()[:4000]


def _pages() -> Iterable[bytes]:
    for path in sorted((ROOT / "tests" / "readers" / "pages").glob("*.html")):
        yield path.read_bytes()[:8000]


_RSS = (
    b"<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
    b"<title>S</title><item><title>T</title><link>https://n.example/a</link><pubDate>Mon, 06 Sep 2021 00:01:00 +0000"
    b"</pubDate><description>d</description><content:encoded><![CDATA[<p>Words</p>]]></content:encoded></item></channel></rss>"
)
_ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://n.example/'><title>S</title><entry><title>T</title>"
    b"<id>x</id><updated>2021-09-06T00:00:00Z</updated><link href='a'/><content type='html'>&lt;p&gt;W&lt;/p&gt;"
    b"</content></entry></feed>"
)
_WXR = (
    b"<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    b"xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><title>T</title><dc:creator>a</dc:creator>"
    b"<content:encoded><![CDATA[<!-- wp:paragraph --><p>W</p>]]></content:encoded><wp:post_type>post</wp:post_type>"
    b"<wp:status>publish</wp:status></item></channel></rss>"
)
_POST = (
    b'{"id": 1, "date": "2021-09-06T00:00:00", "title": {"rendered": "T"}, "content": {"rendered": "<p>W &amp; x</p>"},'
    b' "excerpt": {"rendered": ""}, "_embedded": {"author": [{"name": "a"}]}}'
)


def _word_file() -> bytes:
    import docx

    out, made = io.BytesIO(), docx.Document()
    made.add_heading("Title", 1)
    made.add_paragraph("Words ").add_run("bold").bold = True
    made.add_table(1, 2).cell(0, 0).text = "cell"
    made.save(out)
    return out.getvalue()


def _member(name: str, base: Callable[[], bytes]) -> Callable[[], Iterable[bytes]]:
    def seeds() -> Iterable[bytes]:
        with zipfile.ZipFile(io.BytesIO(base())) as archive:
            return [archive.read(name)]

    return seeds


def _once(make: Callable[[], bytes]) -> Callable[[], bytes]:
    from functools import cache

    return cache(make)


_WORD = _once(_word_file)
_WORD_RETURNED = _once(lambda: format_for("docx").write(_parcel()))
_KIT = _once(lambda: format_for("kit").write(_parcel()))


def _kit_pages() -> Iterable[bytes]:
    with zipfile.ZipFile(io.BytesIO(_KIT())) as archive:
        return [archive.read(name) for name in archive.namelist() if name.endswith((".html", ".txt", ".md"))]


TARGETS: dict[str, Target] = {
    "po": Target(po, _po_seeds),
    "inline": Target(inline, _texts),
    "threeway": Target(threeway, lambda: [bytes(range(90)), b"\x01\x02\x43" * 20]),
    "query": Target(query, lambda: [b'state:draft has:comment -by:aung "two words" http://x river']),
    "markdown": Target(markdown, _articles),
    "html": Target(reader(".html"), _pages),
    "text": Target(reader(".txt"), lambda: [b"TITLE\n\nBy A\n\nFirst\nline.\n\n* a\n* b\n\n> quoted\n"]),
    "json": Target(reader(".json"), lambda: [_POST]),
    "wordpress": Target(reader(".wxr"), lambda: [_WXR]),
    "feed": Target(reader(".xml"), lambda: [_RSS, _ATOM]),
    "word": Target(packed("word/document.xml", reader(".docx"), _WORD), _member("word/document.xml", _WORD)),
    "xliff": Target(exchange("xliff"), _exported("xliff")),
    "xliff2": Target(exchange("xliff2"), _exported("xliff2")),
    "tmx": Target(exchange("tmx"), _exported("tmx")),
    "tmx-stream": Target(tmx_stream, _exported("tmx")),
    "csv": Target(exchange("csv"), _exported("csv")),
    "kit": Target(exchange("kit"), _kit_pages),
    "word-returned": Target(
        packed("word/document.xml", exchange("docx"), _WORD_RETURNED), _member("word/document.xml", _WORD_RETURNED)
    ),
    "tbx": Target(tbx, lambda: [write_tbx([Term("river", ("မြစ်",), "my", note="n")], source_locale="en")]),
    "glossary": Target(glossary, lambda: [render_terms([Term("river", ("မြစ်",), "my", note="n")])]),
    "signature": Target(signature, _signatures),
    "checks": Target(checks, lambda: ["12 people, [said][1]\0လူ ၁၂ ဦး [ပြော][1]".encode()]),
}


def finding_of(run: Callable[[bytes], object], data: bytes) -> str:
    """Return what goes wrong with *data*: "" where it is read, or refused with a remedy."""
    import traceback

    try:
        run(data)
    except DiglotError as error:
        return "" if error.remedy else f"no remedy: {error.message}"
    except WrongError as error:
        return f"wrong: {error}"
    except Exception as error:  # a crash is what this program looks for
        last = [f for f in traceback.extract_tb(error.__traceback__) if "l10n" in f.filename][-1:]
        where = f"{Path(last[0].filename).name}:{last[0].name}" if last else ""
        return f"{type(error).__name__} in {where}"
    return ""
