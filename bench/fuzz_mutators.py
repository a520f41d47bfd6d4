"""Changes that know a format: one cell, one element, one line, one member of an archive, and the file stays one.

A mutator takes the bytes, how long they may become, a seed, and the fuzzer's own way to change bytes. Now and then
it leaves the file to that way alone, for what no format says.
"""

from __future__ import annotations

import csv
import io
import random
import re
import tarfile
from collections.abc import Callable
from xml.etree import ElementTree

Change = Callable[[bytes, int], bytes]
Mutator = Callable[[bytes, int, int, Change], bytes]

_MOST_TEXT = 300
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RAW = 12
"""One change in so many knows nothing of the format."""
_HEAD = ((0, 100), (100, 108), (124, 136), (156, 157), (157, 257), (257, 265), (345, 500), (0, 512))
"""Where the fields of a head stand: name, mode, size, kind, link, magic, prefix; and all of a block."""
WORDS = (
    *("", " ", "=1+1", "'=x", "@SUM(A1)", "#NAME?", "approved", "final", "translated", "yes", "no", "new", "en", "my"),
    *("[a][1]", "[a](http://x.example)", "**b**", "\\\n", "<b>x</b>", "&amp;", "\u200b", "\u1019\u103c\u1005\u103a"),
    *("flood", "river", "headline", "caption", "engine=apertium", "12", "\u1041\u1042", "null", "true", "-1", "1e9"),
)


def text_mutator(rng: random.Random, text: str, change: Change) -> str:
    """Return another text in place of *text*: a word of ours, a part of it, or what the fuzzer makes of it."""
    way = rng.randrange(4)
    if way == 0:
        return rng.choice(WORDS)
    if way == 1:
        at = rng.randrange(len(text) + 1)
        return text[:at] + rng.choice(WORDS) + text[at:]
    if way == 2 and text:
        at, end = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
        return text[:at] + text[end:]
    return change(text.encode("utf-8", "ignore"), _MOST_TEXT).decode("utf-8", "ignore")


def table(data: bytes, most: int, seed: int, change: Change) -> bytes:
    """Change a cell, a row or a column of a CSV table."""
    rng = random.Random(seed)  # noqa: S311 (a fuzzer's)
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[:60]
    except (UnicodeDecodeError, csv.Error):
        rows = []
    if not rows or not rng.randrange(_RAW):
        return change(data, most)
    way, row = rng.randrange(8), rng.choice(rows)
    if way <= 3 and row:
        at = rng.randrange(len(row))
        row[at] = text_mutator(rng, row[at], change)
    elif way == 4:
        rows.insert(rng.randrange(len(rows) + 1), list(row))
    elif way == 5 and len(rows) > 1:
        rows.remove(row)
    elif way == 6:
        rng.shuffle(row)
    elif way == 7 and (width := min(map(len, rows))) > 1:
        one, other = rng.sample(range(width), 2)
        for each in rows:
            each[one], each[other] = each[other], each[one]
    out = io.StringIO(newline="")
    quoting = rng.choice((csv.QUOTE_ALL, csv.QUOTE_MINIMAL))
    csv.writer(out, delimiter=rng.choice(",,,;\t"), quoting=quoting).writerows(rows)
    return out.getvalue().encode("utf-8-sig" if rng.randrange(2) else "utf-8", "ignore")[:most]


def xml(data: bytes, most: int, seed: int, change: Change) -> bytes:
    """Change a text, an attribute or an element of an XML file, which stays well-formed."""
    rng = random.Random(seed)  # noqa: S311
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 (the fuzzer's own bytes, and expat's entities are bounded)
    except (ElementTree.ParseError, ValueError, LookupError):
        root = None
    if root is None or not rng.randrange(_RAW):
        return change(data, most)
    nodes = list(root.iter())
    _change_node(rng, rng.choice(nodes), rng.choice(nodes), change)
    made = ElementTree.tostring(root, encoding="utf-8")
    return made if len(made) <= most else data


def _change_node(rng: random.Random, node: ElementTree.Element, other: ElementTree.Element, change: Change) -> None:
    way = rng.randrange(8)
    if way <= 1:
        node.text = _for_xml(text_mutator(rng, node.text or "", change))
    elif way == 2:
        node.tail = _for_xml(text_mutator(rng, node.tail or "", change))
    elif way <= 4 and node.attrib:
        name = rng.choice(list(node.attrib))
        if rng.randrange(5):
            node.set(name, _for_xml(text_mutator(rng, node.attrib[name], change)))
        else:
            del node.attrib[name]
    elif way == 5 and len(node):
        node.remove(rng.choice(list(node)))
    elif way == 6 and len(other) == 0:
        made = ElementTree.Element(other.tag, dict(other.attrib))
        made.text = other.text
        node.insert(rng.randrange(len(node) + 1), made)
    elif way == 7:
        node.tag = other.tag


def _for_xml(text: str) -> str:
    return _NOT_XML.sub("", text)


def lines(data: bytes, most: int, seed: int, change: Change) -> bytes:
    """Change, double, drop or move a line; for forms, catalogs, articles."""
    rng = random.Random(seed)  # noqa: S311
    if not rng.randrange(_RAW // 2):
        return change(data, most)
    rows = data.decode("utf-8", "ignore").split("\n")
    way, at, to = rng.randrange(7), rng.randrange(len(rows)), rng.randrange(len(rows))
    if way <= 2:
        rows[at] = text_mutator(rng, rows[at], change)
    elif way == 3:
        rows.insert(to, rows[at])
    elif way == 4:
        del rows[at : at + rng.randrange(1, 4)]
    elif way == 5:
        rows[at], rows[to] = rows[to], rows[at]
    else:
        rows[to:to] = rows[at : at + rng.randrange(1, 8)]
    return "\n".join(rows).encode()[:most]


def tar(data: bytes, most: int, seed: int, change: Change) -> bytes:
    """Change a head or a content of an archive, and set the head's checksum right, so that it is read on."""
    rng = random.Random(seed)  # noqa: S311
    blocks = [bytearray(data[at : at + 512].ljust(512, b"\0")) for at in range(0, len(data), 512)]
    if not blocks or not rng.randrange(_RAW):
        return change(data, most)
    way, at = rng.randrange(5), rng.randrange(len(blocks))
    if way == 0:
        blocks.insert(rng.randrange(len(blocks) + 1), bytearray(blocks[at]))
    elif way == 1 and len(blocks) > 1:
        del blocks[at]
    else:
        first, last = rng.choice(_HEAD)
        part = change(bytes(blocks[at][first:last]), last - first)
        blocks[at][first:last] = part[: last - first].ljust(last - first, b"\0")
    for block in blocks:
        if block[257:262] == b"ustar":
            block[148:156] = b"%06o\0 " % (sum(block[:148]) + 256 + sum(block[156:]))
    return bytes(b"".join(blocks))[:most]


def tar_of(files: dict[str, bytes]) -> bytes:
    """Return an archive of *files*, without the emptiness at its end."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, content in files.items():
            head = tarfile.TarInfo(name)
            head.size, head.mode = len(content), 0o600
            archive.addfile(head, io.BytesIO(content))
    return out.getvalue().rstrip(b"\0").ljust(512, b"\0") + bytes(1024)
