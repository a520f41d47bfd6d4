"""XMP: the metadata that programs put into pictures and PDF files as XML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .eye import Eye
from .trace import Kind, Trace, kind_of_field, trace
from .xmlscan import parse_xml, traces_of_fields, words_of

_PACKET = re.compile(rb"<\?xpacket[^>]*\?>")


def traces_of_xmp(data: bytes, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what an XMP packet tells; where it cannot be read, what stands in it as words."""
    plain = _PACKET.sub(b"", data).strip(b"\0 \r\n\t\xef\xbb\xbf")
    tree, found = parse_xml(plain, f"{where} XMP")
    yield from found
    if tree is None:
        yield from eye.read(data.decode("utf-8", "replace"), f"{where} XMP")
        return
    told = list(traces_of_fields(tree, f"{where} XMP", eye))
    yield from told
    yield from (
        t for t in eye.read(words_of(tree, fields=True), f"{where} XMP") if not any(t.text in one.text for one in told)
    )
    if not any(kind_of_field(one.where.rpartition(" ")[2]) for one in told):
        yield trace(Kind.HIDDEN, f"{where} XMP", f"{len(plain)} bytes")
