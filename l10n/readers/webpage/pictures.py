"""Addresses of pictures and links as a page means them: lazy pictures found, unsafe schemes refused."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from .tree import Element, tag_of

_SAFE = frozenset({"", "http", "https", "mailto", "tel"})
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-hi-res-src")
_TINY = re.compile(r"\s*[0-3](?:px)?\s*")
_STAND_IN = re.compile(r"(?:blank|placeholder|spacer|lazy|1x1|pixel)\.\w+$")
_CONTROLS = re.compile(r"[\x00-\x20\x7f]+")


def absolute(address: str, base_url: str) -> str | None:
    """Return *address* seen from *base_url*; None where it leads to nothing that may be kept.

    Kept are http, https, mailto and tel; an address within the page is "" where the page's own is not known.
    """
    address = address.strip("".join(map(chr, range(33))))
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", _CONTROLS.sub("", address))
    if scheme and scheme[1].lower() not in _SAFE:
        return None
    try:
        joined = urljoin(base_url, address) if base_url else address
        return None if urlsplit(joined).scheme not in _SAFE else "" if joined.startswith("#") else joined
    except ValueError:  # brackets that are no IPv6 address
        return None


def picture_address(image: Element, base_url: str) -> str | None:
    """Return where the picture lies; None where it lies nowhere else (`data:`) or only counts readers."""
    if any(_TINY.fullmatch(image.get(side) or "x") for side in ("width", "height")):
        return None
    named = [image.get("src") or ""]
    named = [image.get(name) or "" for name in _LAZY] + named if _is_stand_in(named[0]) else named
    named += [_largest(image.get(name) or "") for name in ("data-srcset", "srcset")]
    parent = image.getparent()
    if parent is not None and tag_of(parent) == "picture":
        named += [_largest(source.get("srcset") or source.get("data-srcset") or "") for source in parent.iter("source")]
    for name in named:
        if name.strip():
            found = absolute(name, base_url)
            if found and urlsplit(found).scheme in ("", "http", "https"):
                return found
    return None


def _is_stand_in(src: str) -> bool:
    return (
        not src or src.startswith("data:") or bool(re.search(r"(?:blank|placeholder|spacer|lazy|1x1|pixel)\.\w+$", src))
    )


def _largest(srcset: str) -> str:
    """Return the address with the greatest width or density of a `srcset`."""
    best, size = "", -1.0
    for match in re.finditer(r"\s*(\S+?)(?:,(?=\s)|\s+([0-9.]+)[wx]\s*(?:,|$)|\s*$)", srcset):
        try:
            width = float(match[2] or 1)
        except ValueError:
            continue
        if width > size and not match[1].startswith("data:"):
            best, size = match[1], width
    return best
