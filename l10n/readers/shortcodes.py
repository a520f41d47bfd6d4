"""Texts for readers in the parameters of shortcodes: `{{< figure src="a.png" caption="…" >}}`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model import ROLE_CONTEXT, Kind, Segment
from .body import Lines
from .raw_html import literal_markdown, write_html

_SHORTCODE = re.compile(
    r"\{\{([<%])-?[ \t\n]*(?P<name>[\w/.-]+)[ \t\n](?P<given>[^`\\]*?)-?[>%]\}\}"
    r"|\{%-?[ \t\n]*(?P<tag>[\w-]+)[ \t\n](?P<rest>[^`\\]*?)-?%\}"
)
_PARAMETER = re.compile(r"""(?<=[ \t\n])([A-Za-z_][\w-]*)=("[^"\n]*"|'[^'\n]*'|[^\s"']+)""")
_PICTURES = frozenset({"figure", "img", "image", "picture", "photo", "gallery", "video", "youtube", "vimeo", "audio"})
_SIGNS = {">": "&gt;", "{": "&#123;", "}": "&#125;", "\\": "&#92;", "`": "&#96;"}


def parameter_segments(lines: Lines, *, line: int) -> tuple[tuple[Segment, ...], str, str]:
    """Return the segments of shortcodes' captions and alt texts, the picture's address, and what is left of *lines*.

    Only values in quotes without escapes are sure.
    """
    segments: list[Segment] = []
    address, rest = "", lines.content
    for shortcode in _SHORTCODE.finditer(lines.content):
        name = (shortcode["name"] or shortcode["tag"]).rpartition("/")[2]
        group = "given" if shortcode["name"] else "rest"
        for match in _PARAMETER.finditer(lines.content, shortcode.start(group) - 1, shortcode.end(group)):
            key, value = match[1].lower(), match[2]
            kind = _kinds(name).get(key)
            if key in ("src", "link") and not address:
                address = value.strip("\"'")
            if kind and value[0] in "\"'" and value[1:-1].strip():
                place = lines.part(match.start(2) + 1, match.end(2) - 1)
                source = literal_markdown(" ".join(place.content.split()))
                where = line + lines.content.count("\n", 0, match.start())
                segments.append(
                    Segment(source, kind, ROLE_CONTEXT.get(kind, ""), (), (), where, place.start, place.end)
                )
                rest = rest.replace(value, value[0] * 2, 1)
    return tuple(segments), address, rest


def write_parameter(target: str, *, written: str, quote: str) -> str:
    """Return *target* as the value of a parameter: no sign in it can end the value or the shortcode."""
    text = write_html(target, written=written, quote=quote)
    return "".join(_SIGNS.get(char, char) for char in text)


def _kinds(name: str) -> Mapping[str, Kind]:
    kinds = {"caption": Kind.CAPTION, "alt": Kind.ALT}
    return kinds | {"title": Kind.CAPTION} if name in _PICTURES else kinds
