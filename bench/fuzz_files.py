"""Targets that take a file: what readers make an article of, and what comes back from other tools."""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzz_mutators import tar_of
from fuzz_rules import KEY, ROOT, demand, sample_catalog, sample_parcel

from l10n.backups import NAME as BACKUP
from l10n.backups import Manifest, Member, manifest_bytes
from l10n.exchange import format_for
from l10n.exchange.tbx import read_tbx
from l10n.exchange.tmx_stream import read_units
from l10n.glossary import Term
from l10n.glossary.table import Row, read_terms, render_terms
from l10n.model import Catalog, CatalogKey, Decision, State
from l10n.readers import reader_for
from l10n.readers.markdown import read_markdown
from l10n.readers.odt import prepare_odt
from l10n.readers.rtf import prepare_rtf
from l10n.returning import Verdict
from l10n.stores.backup_archive import unpack_archive
from l10n.workflow.exchange import adopt

_NOW = datetime(2026, 11, 23, tzinfo=UTC)


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


class Shelf:
    """The sample catalog, as a store that is only read."""

    def read(self, key: CatalogKey) -> tuple[Catalog, str]:
        return sample_catalog(), "1"


class Silence:
    """A journal of nothing."""

    def history(self, catalog: CatalogKey) -> tuple[Decision, ...]:
        return ()


def exchange(name: str) -> Callable[[bytes], None]:
    """Return a target: a file that came back from another tool is read, and its texts are weighed for the catalog."""

    def read(data: bytes) -> None:
        came = format_for(name).read(data, path="a")
        for entry in came.entries:
            demand(isinstance(entry.source, str) and isinstance(entry.target, str), "texts are texts")
        where = {"store": Shelf(), "journal": Silence(), "checks": lambda entry: ()}
        rows = adopt(came, KEY, **where, by="a", now=_NOW, trust=True, dry_run=True).rows
        demand(len(rows) == len(came.entries), "every text that came has a verdict")
        for row in rows:
            is_taken = row.verdict in (Verdict.REVIEW, Verdict.ACCEPTED)
            demand(not is_taken or not row.entry or row.entry.state() is not State.APPROVED, "no approval is replaced")

    return read


def exported(name: str) -> Callable[[], Iterable[bytes]]:
    return lambda: [format_for(name).write(sample_parcel())]


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


def pages() -> Iterable[bytes]:
    for path in sorted((ROOT / "tests" / "readers" / "pages").glob("*.html")):
        yield path.read_bytes()[:8000]


RSS = (
    b"<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
    b"<title>S</title><item><title>T</title><link>https://n.example/a</link><pubDate>Mon, 06 Sep 2021 00:01:00 +0000"
    b"</pubDate><description>d</description><content:encoded><![CDATA[<p>Words</p>]]></content:encoded></item></channel></rss>"
)


ATOM = (
    b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://n.example/'><title>S</title><entry><title>T</title>"
    b"<id>x</id><updated>2021-09-06T00:00:00Z</updated><link href='a'/><content type='html'>&lt;p&gt;W&lt;/p&gt;"
    b"</content></entry></feed>"
)


WXR = (
    b"<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    b"xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><item><title>T</title><dc:creator>a</dc:creator>"
    b"<content:encoded><![CDATA[<!-- wp:paragraph --><p>W</p>]]></content:encoded><wp:post_type>post</wp:post_type>"
    b"<wp:status>publish</wp:status></item></channel></rss>"
)


POST = (
    b'{"id": 1, "date": "2021-09-06T00:00:00", "title": {"rendered": "T"}, "content": {"rendered": "<p>W &amp; x</p>"},'
    b' "excerpt": {"rendered": ""}, "_embedded": {"author": [{"name": "a"}]}}'
)


@cache
def word_file() -> bytes:
    import docx

    out, made = io.BytesIO(), docx.Document()
    made.add_heading("Title", 1)
    made.add_paragraph("Words ").add_run("bold").bold = True
    made.add_table(1, 2).cell(0, 0).text = "cell"
    made.save(out)
    return out.getvalue()


def member(name: str, base: Callable[[], bytes]) -> Callable[[], Iterable[bytes]]:
    def seeds() -> Iterable[bytes]:
        with zipfile.ZipFile(io.BytesIO(base())) as archive:
            return [archive.read(name)]

    return seeds


@cache
def kit() -> bytes:
    return format_for("kit").write(sample_parcel())


def kit_pages() -> Iterable[bytes]:
    """The files of a kit; of the page without its style and script, which nobody reads and which are most of it."""
    with zipfile.ZipFile(io.BytesIO(kit())) as archive:
        for name in archive.namelist():
            if name.endswith(".html"):
                yield re.sub(rb"<(style|script)>.*?</\1>", b"", archive.read(name), flags=re.DOTALL)
            elif name.endswith(".txt"):
                yield archive.read(name)


def backup(data: bytes) -> None:
    """An archive is unpacked whole or refused, and nothing comes to lie beside its folder."""
    packed_up = gzip.compress(data, 1)
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        folder = Path(name) / "inside"
        folder.mkdir()
        try:
            unpack_archive(io.BytesIO(packed_up), folder, path="a", size_bytes=len(packed_up))
        finally:
            demand([each.name for each in Path(name).iterdir()] == ["inside"], "nothing lies beside its folder")
            demand(not any(each.is_symlink() for each in folder.rglob("*")), "nothing in it is a link")


_MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of ours in it)


def backups() -> Iterable[bytes]:
    files = {
        "diglot.toml": b'targets = ["my"]\n',
        "articles/a.md": b"# A\n",
        "locales/my/LC_MESSAGES/a.po": b'msgid ""\n',
    }
    members = {name: Member(hashlib.sha256(content).hexdigest(), len(content)) for name, content in files.items()}
    manifest = manifest_bytes(Manifest("2026-11-23T00:00:00+00:00", "news", members))
    yield tar_of({BACKUP: manifest, **files})


def rtf(data: bytes) -> None:
    prepare_rtf(data)


def odt(data: bytes) -> None:
    prepare_odt({"content.xml": data}, path="a.odt")


ODT = (
    b"<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
    b"xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "
    b"xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'><office:automatic-styles>"
    b"<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Quotations'/>"
    b"</office:automatic-styles><office:body><office:text><text:tracked-changes><text:changed-region><text:deletion>"
    b"<text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p text:style-name='P1'>"
    b"Words<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note><office:annotation><text:p>c"
    b"</text:p></office:annotation></text:p><text:table-of-content><text:p>t</text:p></text:table-of-content>"
    b"<text:hidden-text>h</text:hidden-text></office:text></office:body></office:document-content>"
)
RTF = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 A;}}\u1052 ?\'e0\'e1 x\u-3840 \'3f y\'ff\par}"
