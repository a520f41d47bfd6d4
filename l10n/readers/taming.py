"""What a translation may bring into an article: words, and the markup of its own source. All else becomes text.

A tag, link, shortcode or attribute list that the source does not have could run, load or lead somewhere; emphasis
and code that it does not have are most often an accident ("Bürger*innen … Leser*innen").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ..emphasis import PUNCTUATION
from ..inline import plain, put_links_back, with_target
from ..inlinescan import INLINE_TAG, Part, Piece, label_key, scan
from .simple_markup import with_simple_links

_SPECIAL = re.compile(r"[\\`<\[*_~{^]")
_FOLDED = re.compile("[\x0b\x0c\r\x1c-\x1e\x85]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ATTRIBUTE = re.compile(r"""\s+([A-Za-z_:][\w.:-]*)(?:\s*=\s*([^\s"'=<>`]+|'[^']*'|"[^"]*"))?""")
_TAG = re.compile(INLINE_TAG, re.ASCII)
_ATTRIBUTE_LIST = re.compile(r"\{(?=:|[#.]|[^{}\n]*=)[^{}\n]*\}?")
_SHORTCODE = re.compile(r"\{(?=[{%])")
_NOTE = re.compile(r"\^(?=\[)")
_NUMBER = re.compile(r"\]\[([1-9][0-9]{0,4})\]")
_HARMLESS_ATTRIBUTES = frozenset({"alt", "title", "lang", "dir", "aria-label"})
_ROUNDS = 6

_LEADING = frozenset({Part.HTML, Part.AUTOLINK, Part.FOOTNOTE})


@dataclass(frozen=True, slots=True)
class Allowed:
    """The markup of a source."""

    marks: frozenset[str]
    links: frozenset[tuple[str, str]]
    counts: Counter[str]
    codes: frozenset[str]
    braces: frozenset[str]
    notes: bool
    breaks: int


_NOTHING = Allowed(frozenset(), frozenset(), Counter(), frozenset(), frozenset(), False, 0)


def forbidden_sign(target: str) -> str:
    """Return the first character of *target* that no article can hold; "" where there is none."""
    found = None if target.isprintable() else _FORBIDDEN.search(_FOLDED.sub(" ", target))
    return found[0] if found else ""


def tame(target: str, source: str, links: Sequence[str], *, defined: Collection[str], prose: bool = True) -> str:
    """Return *target* with its *links* back and all markup that *source* does not have as text.

    *defined* holds the `label_key` of each link definition of the article. Without *prose* (a value of the front
    matter, which not everyone reads as Markdown) only tags and links are looked at, and become entities.
    """
    if not _SPECIAL.search(target):
        return target if target.isprintable() else _FOLDED.sub(" ", target)
    target = _FOLDED.sub(" ", target.replace("\r\n", "\n"))
    quick = with_simple_links(target, source, links)
    if quick is not None:
        return quick
    if target == source:
        return put_links_back(source, links)
    allowed = None
    for _ in range(_ROUNDS):
        pieces = scan(target, defined)
        if allowed is None:
            allowed = allowed_by(source, scan(source, defined))
        places = _offences(target, pieces, allowed, len(links), defined, prose)
        if not places:
            return "".join(with_target(piece, links) for piece in pieces) if links else target
        target = _without(target, set(places), prose)
    return literally(target)


def literally(target: str) -> str:
    r"""Return *target* without links and emphasis, every sign of it escaped.

    A pipe as an entity, since `a \|` over a line of `---` is still the head of a table.
    """
    signs = {char: f"\\{char}" for char in PUNCTUATION} | {"|": "&#124;"}
    text = "".join(piece.text if piece.part is Part.HTML else plain(piece.text) for piece in scan(target))
    return "".join(signs.get(char, char) for char in " ".join(text.split()))


def allowed_by(source: str, pieces: Sequence[Piece]) -> Allowed:
    """Return the markup of *source*, whose *pieces* these are."""
    if not _SPECIAL.search(source):
        return _NOTHING
    counts = Counter(_sign(piece) for piece in pieces if piece.part is Part.EMPHASIS_OPEN)
    codes = [piece.text for piece in pieces if piece.part is Part.CODE]
    counts["`"] = len(codes)
    return Allowed(
        marks=frozenset(_mark(piece) for piece in pieces if piece.part in _LEADING),
        links=frozenset((opener.text, close.text) for opener, close in _links(pieces)),
        counts=counts,
        codes=frozenset(codes),
        braces=frozenset(_braces(source, pieces)) if "{" in source else frozenset(),
        notes=_NOTE.search(source) is not None,
        breaks=sum(piece.part is Part.BREAK for piece in pieces),
    )


def _offences(
    target: str, pieces: Sequence[Piece], allowed: Allowed, links: int, defined: Collection[str], prose: bool
) -> set[int]:
    """Return the places of the signs that make markup which is not allowed."""
    places = {piece.start for piece in pieces if piece.part in _LEADING and _mark(piece) not in allowed.marks}
    for opener, close in _links(pieces):
        if (opener.text, close.text) not in allowed.links and not _leads_nowhere(close, links, defined):
            places.add(opener.start + len(opener.text) - 1)
    if prose:
        places.update(_too_much_emphasis(pieces, allowed))
        places.update(_too_much_code(pieces, allowed))
        if "{" in target:
            places.update(_new_braces(target, pieces, allowed))
        if not allowed.notes:
            places.update(
                match.end() for match in _NOTE.finditer(target) if target[match.start() - 1 : match.start()] != "\\"
            )
        breaks = [piece.start for piece in pieces if piece.part is Part.BREAK]
        places.update(breaks[allowed.breaks :])
    return places


def _leads_nowhere(close: Piece, links: int, defined: Collection[str]) -> bool:
    """Return whether `[text][7]` is only text, since nothing is called 7."""
    number = _NUMBER.fullmatch(close.text)
    return bool(
        number and int(number[1]) > links and number[1] not in defined and label_key(close.label) not in defined
    )


def _without(target: str, places: set[int], prose: bool) -> str:
    parts, at = [], 0
    for place in sorted(places):
        sign = target[place]
        parts.append(target[at:place])
        at = place
        if prose and target.startswith("\\\n", place):
            parts.append(" ")
            at = place + 2
        elif prose:
            parts.append("\\")
        else:
            parts.append("&lt;" if sign == "<" else f"&#{ord(sign)};")
            at = place + 1
    return "".join([*parts, target[at:]])


def _links(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    openers: list[Piece] = []
    for piece in pieces:
        if piece.part is Part.LINK_OPEN:
            openers.append(piece)
        elif piece.part is Part.LINK_CLOSE:
            yield openers.pop(), piece


def _mark(piece: Piece) -> str:
    """Return what must be the same in two tags: all but texts for readers and their language."""
    if piece.part is not Part.HTML or not _TAG.fullmatch(piece.text):
        return piece.text  # a comment, a script with what it holds
    name = re.match(r"</?[A-Za-z][A-Za-z0-9-]*", piece.text)
    found = _ATTRIBUTE.findall(piece.text)
    kept = [f"{key}={'' if key.lower() in _HARMLESS_ATTRIBUTES else value}" for key, value in found]
    return " ".join([name[0].lower() if name else "", *kept])


def _sign(piece: Piece) -> str:
    return piece.text.replace("_", "*")


def _too_much_emphasis(pieces: Sequence[Piece], allowed: Allowed) -> Iterator[int]:
    pairs: dict[str, list[tuple[bool, int, Piece, Piece]]] = {}
    openers: list[tuple[int, Piece]] = []
    for number, piece in enumerate(pieces):
        if piece.part is Part.EMPHASIS_OPEN:
            openers.append((number, piece))
        elif piece.part is Part.EMPHASIS_CLOSE and openers:
            first, opener = openers.pop()
            within = _within_word(pieces, first) or _within_word(pieces, number)
            pairs.setdefault(_sign(piece), []).append((within, first, opener, piece))
    for sign, found in pairs.items():
        found.sort(key=lambda pair: (pair[0], pair[1]))
        for _, _, opener, close in found[allowed.counts[sign] :]:
            for piece in (opener, close):
                yield from range(piece.start, piece.start + len(piece.text))


def _within_word(pieces: Sequence[Piece], number: int) -> bool:
    before = pieces[number - 1].text[-1:] if number else ""
    after = pieces[number + 1].text[:1] if number + 1 < len(pieces) else ""
    return before.isalnum() and after.isalnum()


def _too_much_code(pieces: Sequence[Piece], allowed: Allowed) -> Iterator[int]:
    codes = [piece for piece in pieces if piece.part is Part.CODE]
    if len(codes) <= allowed.counts["`"]:
        return
    codes.sort(key=lambda piece: piece.text not in allowed.codes)
    for piece in codes[allowed.counts["`"] :]:
        ticks = len(piece.text) - len(piece.text.lstrip("`"))
        yield from range(piece.start, piece.start + ticks)


def _braces(text: str, pieces: Sequence[Piece]) -> Iterator[str]:
    for piece in pieces:
        if piece.part is Part.PLACEHOLDER:
            yield piece.text
    for match in _ATTRIBUTE_LIST.finditer(text):
        yield match[0]


def _new_braces(target: str, pieces: Sequence[Piece], allowed: Allowed) -> Iterator[int]:
    """Yield the places of signs that begin a shortcode or a list of attributes: `{{`, `{%`, `{#id}`, `{: …}`."""
    for piece in pieces:
        if piece.part in (Part.TEXT, Part.PLACEHOLDER) and "{" in piece.text and piece.text not in allowed.braces:
            for match in _SHORTCODE.finditer(piece.text):
                yield piece.start + match.end()
            for match in _ATTRIBUTE_LIST.finditer(target, piece.start, piece.start + len(piece.text)):
                if match[0] not in allowed.braces and not target.startswith(("{{", "{%"), match.start()):
                    yield match.start()
