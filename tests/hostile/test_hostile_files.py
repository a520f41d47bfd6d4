"""Files built to do harm, at every door: each is refused in words or read as what it says, quickly and without a call.

A child process stands behind each door, so that its time, its memory and what it opens are its own.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from l10n.backups import NAME as BACKUP_MANIFEST
from l10n.editions import fonts
from l10n.errors import DiglotError
from l10n.exchange import format_for
from l10n.exchange.tbx import read_tbx
from l10n.exchange.tmx_stream import read_units
from l10n.glossary.table import read_terms
from l10n.inspecting import inspect_file
from l10n.model import CatalogKey
from l10n.newsroom.restoring import restore
from l10n.readers import reader_for
from l10n.stores.po import parse_catalog
from l10n.stores.po_guard import decode

MOST_S = 3.0
LONGER_S = {"article .html": 15.0, "article .md": 15.0, "inspect .html": 15.0, "catalog po": 40.0}
"""On a shared machine; the goal is one second. Long pages of nonsense are read to their end, and take longer."""
MOST_MB = 200
SECRET = "/etc/passwd"
ELSEWHERE = "http://127.0.0.1:9/x"

DTD = {
    "laughs": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f"<!ENTITY {b} '{10 * ('&' + a + ';')}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>",
    "blowup": f'<!DOCTYPE x [<!ENTITY i "{"a" * 60_000}">]>',
    "file": f'<!DOCTYPE x [<!ENTITY i SYSTEM "file://{SECRET}">]>',
    "network": f'<!DOCTYPE x [<!ENTITY i SYSTEM "{ELSEWHERE}">]>',
    "parameter": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{ELSEWHERE}">%p;<!ENTITY i "b">]>',
    "subset": f'<!DOCTYPE x SYSTEM "{ELSEWHERE}">',
}
"""Document types that do harm; what they name is `&i;`."""
SHAPES = {
    ".xml": "<rss version='2.0'><channel><item><title>T</title><description>{}</description></item></channel></rss>",
    ".atom": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><content>{}</content></entry></feed>",
    ".wxr": "<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item><title>{}</title></item></channel></rss>",
    ".tmx": "<tmx version='1.4'><body><tu><tuv xml:lang='en'><seg>{}</seg></tuv></tu></body></tmx>",
    ".tbx": "<tbx type='TBX-Basic' style='dca'><text><body><conceptEntry id='a'>{}</conceptEntry></body></text></tbx>",
    ".xlf": "<xliff version='1.2'><file original='a' source-language='en'><body>{}</body></file></xliff>",
    ".xlf2": "<xliff version='2.0' srcLang='en'><file id='a'>{}</file></xliff>",
}
PARTS = {
    ".docx": {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": "<Relationships/>",
        "word/document.xml": "<document>{}</document>",
    },
    ".odt": {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<document>{}</document>"},
    ".epub": {"mimetype": "application/epub+zip", "META-INF/container.xml": "<container>{}</container>"},
    ".zip": {"flood.my.txt": "{}"},
}


def xml_texts(shape: str) -> Iterator[tuple[str, bytes]]:
    many = "&i;" * (2_000 if len(shape) < 200_000 else 1)
    for name, dtd in DTD.items():
        yield name, f"{dtd}{shape.format(many if name != 'subset' else 'x')}".encode()
    for encoding in ("utf-16", "utf-16-be"):
        yield f"laughs in {encoding}", f"{DTD['laughs']}{shape.format('&i;')}".encode(encoding)
    yield "deep", shape.format("<g>" * 100_000 + "</g>" * 100_000).encode()
    yield "a long name", shape.format(f"<{'g' * 5_000_000}/>").encode()
    named = " ".join(f"a{n}='1'" for n in range(100_000))
    yield "attributes", shape.format(f"<g {named}/>").encode()
    yield (
        "including",
        shape.format(f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="file://{SECRET}"/>').encode(),
    )


def zipped(members: dict[str, bytes], *, last: zipfile.ZipInfo | None = None, content: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        if last:
            archive.writestr(last, content)
    return out.getvalue()


def zips(parts: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    plain = {name: text.replace("{}", "x").encode() for name, text in parts.items()}
    main, shape = list(parts.items())[-1]
    packed = zlib.compressobj(9, wbits=-15)
    zeros = b"".join(packed.compress(bytes(1 << 20)) for _ in range(300)) + packed.flush()
    for name, data in xml_texts(shape):
        yield name, zipped({**plain, main: data})
    yield "300 MB of nothing", _stored_as_deflated(main, zeros, 300 << 20)
    yield "one that lies", _stored_as_deflated(main, zeros, 10)
    yield "in itself", zipped({**plain, "a.zip": zipped({"b.zip": zipped({"c": bytes(10_000_000)})})})
    yield "70,000 members", zipped({**plain, **{f"m/{n}": b"" for n in range(70_000)}})
    for name in ("../../tmp/evil", "/tmp/evil", "C:\\evil", "a\\..\\..\\evil"):
        yield f"leads to {name}", zipped(plain, last=zipfile.ZipInfo(name))
    link = zipfile.ZipInfo("word/link.xml")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    yield "a link", zipped(plain, last=link, content=SECRET.encode())
    yield "cut", zipped(plain)[:-30]
    yield "a head alone", b"PK\x03\x04" + bytes(60)


def _stored_as_deflated(name: str, packed: bytes, size: int) -> bytes:
    """A zip whose one member is *packed* already and says that it has *size* bytes."""
    data = zipped({name: b"x"})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        info = archive.infolist()[0]
    body = zlib.compressobj(9, wbits=-15)
    old = body.compress(b"x") + body.flush()
    sizes = len(packed).to_bytes(4, "little") + size.to_bytes(4, "little")
    olds = info.compress_size.to_bytes(4, "little") + (1).to_bytes(4, "little")
    start = 30 + len(name)
    made = data[:start].replace(olds, sizes) + packed + data[start + len(old) :].replace(olds, sizes)
    end = made.rfind(b"PK\x05\x06")
    where = made.rfind(b"PK\x01\x02").to_bytes(4, "little")
    return made[: end + 16] + where + made[end + 20 :]


def texts(suffix: str) -> Iterator[tuple[str, bytes]]:
    deep = 50_000
    if suffix == ".json":
        yield "deep", b"[" * deep + b"]" * deep
        yield "deep in a post", b'{"title": {"rendered": ' * 5_000 + b"1" + b"}}" * 5_000
        yield "a long number", b'{"id": ' + b"9" * 1_000_000 + b"}"
    elif suffix == ".html":
        yield "deep", b"<title>T</title><article>" + b"<div>" * deep + b"x"
        yield "attributes", b"<p " + b" ".join(b"a%d=1" % n for n in range(deep)) + b">x</p>"
        yield "a tag without end", b"<p>x" + b"<" * 200_000
        yield "comments", b"<!--" * deep
        yield "tables", b"<table><tr><td>" * 5_000
    elif suffix == ".md":
        for name, text in (
            ("quotes", ">"),
            ("brackets", "["),
            ("stars", "*a **b "),
            ("links", "[a](b "),
            ("ticks", "`a``"),
        ):
            yield name, (text * 20_000).encode()
        anchors = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
        yield "aliases", f"---\ntitle: T\na0: &a0 [x, x]\n{anchors}---\n\nWords.\n".encode()
        yield "yaml code", b"---\ntitle: !!python/object/apply:os.system ['touch /tmp/evil']\n---\n\nWords.\n"
        yield "deep front matter", b"---\ntitle: T\na: " + b"[" * 20_000 + b"\n---\n\nWords.\n"
    elif suffix == ".po":
        head = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        yield "one text of 10 MB", head + b'msgid "a"\nmsgstr "' + b"word " * 2_000_000 + b'"\n'
        yield "a text on 200,000 lines", head + b'msgid "a"\nmsgstr ""\n' + b'"word "\n' * 200_000
        yield "100,000 entries", head + b"".join(b'msgid "%d"\nmsgstr "x"\n\n' % n for n in range(100_000))
        yield "the same source again", head + b'msgid "a"\nmsgstr "b"\n\n' * 50_000
        yield "comments", head + b"# c\n" * 300_000
        yield "references", head + b"#: " + b"a:1 " * 300_000 + b'\nmsgid "a"\nmsgstr "b"\n'
        yield "escapes", head + b'msgid "a"\nmsgstr "' + b'\\"' * 500_000 + b'"\n'
        yield "an escape without end", head + b'msgid "a"\nmsgstr "' + b"\\" * 500_001 + b'"\n'
        yield "nothing but quotes", b'"' * 1_000_000
        yield "nothing but zeros", bytes(1_000_000)
    elif suffix in (".csv", ".tbl"):
        yield "one cell of 10 MB", b'term,translation\n"' + b"word " * 2_000_000 + b'",x\n'
        yield "a quote without end", b'id,source,target\n"' + b"a,\n" * 300_000
        yield "columns", b"source,target" + b",x" * 300_000 + b"\n"
        yield "rows of nothing", b"term,translation\n" + b",\n" * 300_000
        yield "quotes", b"source,target\n" + b'"' * 1_000_000
        yield "a formula", b"term,translation\n=cmd|' /C calc'!A0,x\n"
    else:
        yield "one paragraph of 10 MB", ("word " * 2_000_000).encode()
        yield "a byte", b"\0" * 1_000_000


def tars() -> Iterator[tuple[str, bytes]]:
    """Backups that are none: what is packed grows, leads elsewhere, or is no file."""

    def packed(*parts: bytes | int) -> bytes:
        """Pack bytes, and so many MB of zeros where a number stands; never all of it in memory."""
        press, out = zlib.compressobj(1, wbits=31), []
        for part in parts:
            out += (
                [press.compress(part)]
                if isinstance(part, bytes)
                else [press.compress(bytes(1 << 20)) for _ in range(part)]
            )
        return b"".join([*out, press.flush()])

    def head(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
        info = tarfile.TarInfo(name)
        info.type, info.size, info.linkname = kind, size, SECRET if kind != tarfile.REGTYPE else ""
        return info.tobuf(tarfile.GNU_FORMAT)

    def member(name: str, content: bytes) -> bytes:
        return head(name, len(content)) + content + bytes(-len(content) % 512)

    for kind, what in (
        (tarfile.XHDTYPE, "pax"),
        (tarfile.XGLTYPE, "global pax"),
        (tarfile.GNUTYPE_LONGNAME, "long name"),
    ):
        yield f"300 MB of a {what} head", packed(head("x", 300 << 20, kind), 300)
        yield f"a {what} head that lies", packed(head("x", 4 << 30, kind), bytes(1000))
        yield (
            f"a {what} head behind a manifest",
            packed(member(BACKUP_MANIFEST, b"{}"), head("x", 300 << 20, kind), 300),
        )
    yield "a manifest of 300 MB", packed(head(BACKUP_MANIFEST, 300 << 20), 300)
    yield "300 MB of nothing first", packed(head("a", 300 << 20), 300)
    yield "300 MB behind the end", packed(member(BACKUP_MANIFEST, b"{}"), bytes(1024), 300)
    yield "a deep manifest", packed(member(BACKUP_MANIFEST, b"[" * 100_000))
    yield "zeros alone", packed(300)
    for name in ("../evil", "/tmp/evil", "a/../../evil", "C:\\evil"):
        told = json.dumps({"format": 1, "members": {name: {"size_bytes": 1, "sha256": "0" * 64}}})
        yield f"leads to {name}", packed(member(BACKUP_MANIFEST, told.encode()), member(name, b"x"))
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE):
        yield f"a member of kind {kind!r}", packed(head(BACKUP_MANIFEST, 0, kind))
    yield "cut", packed(member(BACKUP_MANIFEST, b"{}"))[:-9]
    yield "no gzip", b"\x1f\x8b" + bytes(5000)
    yield "an age file of nothing", b"age-encryption.org/v1\n-> X25519 " + b"A" * 1_000_000
    yield "many lines of age", b"age-encryption.org/v1\n" + b"-> X25519 AAAA\nAAAA\n" * 100_000


def take_back(data: bytes) -> None:
    """Restore a backup into a folder of its own; nothing may be left where it is refused."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "a.backup").write_bytes(data)
        try:
            restore(
                Path(name) / "a.backup",
                Path(name) / "news",
                now=datetime(2026, 1, 1, tzinfo=UTC),
                identities=("AGE-SECRET-KEY-1",),
            )
        finally:
            left = sorted(path.name for path in Path(name).iterdir())
            assert left == ["a.backup"], left


def doors() -> dict[str, tuple[Callable[[bytes], object], Iterator[tuple[str, bytes]]]]:
    """Door -> what reads a file there, and the files for it."""

    def article(suffix: str) -> Callable[[bytes], object]:
        return lambda data: reader_for(f"a{suffix}").convert(data, path=f"a{suffix}", slug="a")

    def parcel(name: str) -> Callable[[bytes], object]:
        return lambda data: format_for(name).read(data, path="a")

    found = {f"article {s}": (article(s), xml_texts(SHAPES[s])) for s in (".xml", ".atom", ".wxr")}
    found |= {f"article {s}": (article(s), zips(PARTS[s])) for s in (".docx", ".odt")}
    found |= {f"article {s}": (article(s), texts(s)) for s in (".json", ".html", ".md", ".txt")}
    for name, suffix in (("tmx", ".tmx"), ("xliff", ".xlf"), ("xliff2", ".xlf2")):
        found[f"catalog {name}"] = (parcel(name), xml_texts(SHAPES[suffix]))
    found["catalog docx"] = (parcel("docx"), zips(PARTS[".docx"]))
    found["catalog kit"] = (parcel("kit"), zips(PARTS[".zip"]))
    found["catalog csv"] = (parcel("csv"), texts(".csv"))
    found["catalog po"] = (
        lambda data: parse_catalog(decode(data, path="a"), key=CatalogKey("a", "my"), path="a"),
        texts(".po"),
    )
    found["glossary csv"] = (lambda data: read_terms(data, path="a"), texts(".tbl"))
    found["memory tmx"] = (
        lambda data: sum(1 for _ in read_units(io.BytesIO(data), path="a")),
        xml_texts(SHAPES[".tmx"]),
    )
    found["backup"] = (take_back, tars())
    found["glossary tbx"] = (
        lambda data: read_tbx(data, path="a", source_locale="en"),
        xml_texts(SHAPES[".tbx"]),
    )
    for suffix in (".docx", ".odt", ".epub", ".zip"):
        found[f"inspect {suffix}"] = (
            lambda data, suffix=suffix: inspect_file(data, name=f"a{suffix}"),
            zips(PARTS[suffix]),
        )
    found["inspect .xml"] = (lambda data: inspect_file(data, name="a.xml"), xml_texts(SHAPES[".xml"]))
    found["inspect .html"] = (lambda data: inspect_file(data, name="a.html"), texts(".html"))
    return found


DOORS = (
    *(f"article {s}" for s in (".xml", ".atom", ".wxr", ".docx", ".odt", ".json", ".html", ".md", ".txt")),
    *(f"catalog {name}" for name in ("po", "csv", "tmx", "xliff", "xliff2", "docx", "kit")),
    "glossary csv",
    "memory tmx",
    "backup",
    "glossary tbx",
    *(f"inspect {s}" for s in (".docx", ".odt", ".epub", ".zip", ".xml", ".html")),
)


def cpu_s() -> float:
    """Return the seconds that this process and its children have worked: others may be at work on the machine, too."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def stand_at(door: str) -> None:
    """Read every file of *door*; print one line of JSON each, and what was opened that nobody should open."""
    read, files = doors()[door]
    opened: list[str] = []

    def hear(event: str, args: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto") or (
            event == "open" and args[0] == SECRET
        ):
            opened.append(f"{event} {args[:2]}")

    sys.addaudithook(hear)
    begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, data in files:
        start, said = cpu_s(), "read"
        try:
            read(data)
        except DiglotError as error:
            said = f"refused: {error.message}" if error.remedy else "no remedy"
        except RecursionError as error:
            said = f"crash: {error}"
        except Exception as error:  # what is told here fails the test
            said = f"crash: {type(error).__name__}: {error}"
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - begun) // 1024
        print(json.dumps([name, round(cpu_s() - start, 2), grown, said[:200], opened]), flush=True)


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS)
def test_no_file_does_harm_at_any_door(door: str) -> None:
    code = f"import sys; sys.path[:0] = {sys.path!r}; from test_hostile_files import stand_at; stand_at({door!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told
    wrong = [
        line
        for line in told
        if line[1] > LONGER_S.get(door, MOST_S)
        or line[2] > MOST_MB
        or line[3].startswith(("crash", "no remedy"))
        or line[4]
    ]
    assert wrong == []


def test_every_door_is_stood_at() -> None:
    assert sorted(DOORS) == sorted(doors())


def test_a_folder_of_fonts_with_pipes_links_and_nonsense_stops_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttf")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.otf").symlink_to(tmp_path / "self.otf")
    (tmp_path / "endless.ttf").symlink_to("/dev/zero")
    (tmp_path / "folder.ttf").mkdir()
    (tmp_path / "nothing.ttf").write_bytes(b"")
    (tmp_path / "nonsense.ttc").write_bytes(b"ttcf\0\1\0\0\xff\xff\xff\xff" + bytes(range(256)) * 100)
    code = "import sys, pathlib; from l10n.editions import fonts; print(fonts.faces_in((pathlib.Path(sys.argv[1]),)))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=10, check=True
    )
    assert done.stdout == "()\n"
    assert fonts.SUFFIXES
