"""What stands in plain words anywhere: addresses, handles, folders of people, programs, moments, and your own names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .trace import Kind, Trace, kind_of_field, trace

_NAME = r"[^\s\"'<>|:*?\\/()\[\],;]+"
_PATTERNS = (
    (Kind.EMAIL, re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}\w{2,24}")),
    (Kind.HANDLE, re.compile(r"(?<![\w@./+:-])@[A-Za-z_][\w.]{2,40}(?:@[\w.-]{1,80})?")),
    (Kind.PHONE, re.compile(r"(?<![\w+])\+[1-9][\d ().-]{6,20}\d(?!\w)")),
    (Kind.PATH, re.compile(rf"(?<![\w.~])/(?:home|Users|root|tmp|media|mnt|private|var|opt|srv)(?:/{_NAME})+/?")),
    (Kind.PATH, re.compile(rf"(?<!\w)[A-Za-z]:[\\/]+(?:{_NAME}(?: {_NAME})?[\\/]+){{1,20}}(?:{_NAME})?")),
    (Kind.PATH, re.compile(rf"(?<![\\\w])\\\\{_NAME}\\{_NAME}")),
    (Kind.PATH, re.compile(r"(?<!\w)file:/{1,3}[^\s\"'<>]+", re.I)),
    (
        Kind.HOST,
        re.compile(r"(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:local|lan|internal|intranet|corp)(?![\w.-])", re.I),
    ),
    (
        Kind.HOST,
        re.compile(
            r"(?<![\w.])(?<!\w/)(?!0\.)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.])"
        ),
    ),
    (Kind.HOST, re.compile(r"(?<![\w.-])localhost(?::\d+)?(?![\w-])", re.I)),
    (Kind.TOOL, re.compile(r"Mozilla/\d[^\r\n\"<>]{0,250}")),
    (
        Kind.TOOL,
        re.compile(
            r"(?<!\w)(?:HeadlessChrome|Chrom(?:e|ium)|Firefox|curl|Wget|python-requests|LibreOffice|OpenOffice|pandoc"
            r"|Adobe Photoshop|Adobe InDesign|Microsoft (?:Office )?Word|GIMP|Inkscape|Skia/PDF|typst|calibre|Sigil)"
            r"[ /](?:[a-z(]{1,2})?\d[\w.]*",
            re.I,
        ),
    ),
    (Kind.TIME, re.compile(r"(?<!\d)\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")),
    (Kind.LINK, re.compile(r"(?<!\w)(?:(?:https?|ftp)://[^\s\"'<>`\\^{|}]+|(?:mailto|tel|magnet):[^\s\"'<>]+)", re.I)),
)
_TELLING = re.compile(r"[@+/\\.:]|localhost", re.I)


@dataclass(frozen=True, slots=True)
class Eye:
    """Reads words; *own* are names of whoever asks (user, computer, folder) with what each is."""

    own: Mapping[str, str] = field(default_factory=dict)

    def read(self, text: str, where: str) -> Iterator[Trace]:
        """Yield what stands in plain words in *text*."""
        lowered = text.casefold()
        for name, what in self.own.items():
            if name.casefold() in lowered and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I):
                yield trace(Kind.PERSON, f"{where}: {what}", name)
        if _TELLING.search(text):
            for kind, pattern in _PATTERNS:
                for found in pattern.finditer(text):
                    yield trace(kind, where, _trimmed(found[0]) if kind is Kind.LINK else found[0].rstrip(".,"))

    def field(self, name: str, value: str, where: str, *, kind: Kind | None = None) -> Iterator[Trace]:
        """Yield what a metadata field gives away: its value as the kind that its name tells, and what stands in it."""
        told = kind or kind_of_field(name)
        if told and value.strip():
            yield trace(told, where, value)
        yield from (found for found in self.read(value, where) if found.kind is not told)


def _trimmed(address: str) -> str:
    """Return an address without the signs behind it, up to a bracket that was opened before it."""
    depth = 0
    for place, char in enumerate(address):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            address = address[:place]
            break
    return address.rstrip(".,;:!?*_'")
