"""Where a reference leads: outside, to a file beside, into the file itself; and what code it may hide."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from urllib.parse import unquote

from ..errors import InspectionError
from .eye import Eye
from .trace import Kind, Trace, trace

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
_INSIDE = {"data", "about", "cid", "blob"}
_CODE = {"javascript", "vbscript", "livescript"}
_LOADS_CODE = re.compile(r"data:\s*(?:text/html|application/xhtml|image/svg|text/xml|application/xml)", re.I)

_INLINE_PICTURE = re.compile(r"data:image/(?:jpeg|jpg|png|webp|gif)\s*;\s*base64\s*,", re.I)


def bare(address: str) -> str:
    """Return an address as browsers see it: without the blanks and line ends that they leave out."""
    return re.sub(r"[\t\r\n]", "", address).strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x0e\x0f\x1b\x1f ")


def scheme_of(address: str) -> str:
    """Return the scheme of an address in small letters, "//" where it takes that of its page, "" for a relative one."""
    if re.match(r"[\\/]{2}", address):
        return "//"
    found = _SCHEME.match(address)
    return found[1].lower() if found else ""


def code_in(address: str, where: str) -> Iterator[Trace]:
    """Yield an address that is a program."""
    plain = bare(address)
    if scheme_of(plain) in _CODE:
        yield trace(Kind.ACTIVE, where, plain)


def fetched(address: str, where: str, eye: Eye, *, beside: bool = True) -> Iterator[Trace]:
    """Yield what a program that opens the file would fetch of *address*; *beside* tells of relative ones too."""
    plain = bare(address)
    scheme = scheme_of(plain)
    yield from code_in(plain, where)
    if _LOADS_CODE.match(plain) and "svg" not in plain[:20].lower():  # a drawing shown as a picture runs nothing
        yield trace(Kind.ACTIVE, where, plain[:80])
    if inline := _INLINE_PICTURE.match(plain):
        yield from _of_inline(plain[inline.end() :], where, eye)
    if not plain or plain.startswith("#") or scheme in _INSIDE or scheme in _CODE:
        return
    if scheme:
        yield trace(Kind.OUTSIDE, where, plain)
        yield from (found for found in eye.read(plain, where) if found.kind is not Kind.LINK)
    elif beside:
        yield trace(Kind.BESIDE, where, plain)


def _of_inline(packed: str, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what a picture gives away that stands in its own address."""
    from .pictures import is_picture, traces_of_picture

    try:
        data = b64decode(re.sub(r"[^A-Za-z0-9+/]", "", unquote(packed)) + "===")
        if is_picture(data):
            yield from traces_of_picture(data, where, eye)
    except (ValueError, InspectionError) as error:
        yield trace(Kind.HIDDEN, where, f"a picture that cannot be read: {error}")


def followed(address: str, where: str, eye: Eye) -> Iterator[Trace]:
    """Yield what a link that a reader may follow gives away."""
    plain = bare(address)
    scheme = scheme_of(plain)
    yield from code_in(plain, where)
    if scheme == "data":
        kind = Kind.ACTIVE if _LOADS_CODE.match(plain) else Kind.LINK
        yield trace(kind, where, plain[:80])
    elif scheme and scheme not in _CODE:
        yield trace(Kind.LINK, where, plain)
        yield from (found for found in eye.read(plain, where) if found.kind is not Kind.LINK)
