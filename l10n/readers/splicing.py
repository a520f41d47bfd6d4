"""Targets into the places of their sources, without a change to the shape of the article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..emphasis import PUNCTUATION
from ..errors import ArticleError
from ..inline import plain, put_links_back
from ..inlinescan import INLINE_TAG
from ..model import BlockKind, Document, Key, Kind, Segment
from .frontmatter import write_value

_STARTS = re.compile(
    r"#{1,6}(?:[ \t]|$)|[-+*](?:[ \t]|$)|>|={1,}[ \t]*$|-+[ \t]*$|~{3}|`{3,}[^`]*$"
    r"|(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$|\[[^\]]*\]:|[|:-][|:\- \t]*-[|:\- \t]*$"
    r"|<(?:script|pre|style|textarea)(?:[\s>]|$)|<!--|<\?|<![A-Za-z]|<!\[CDATA\["
)
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=[ \t]|$)")
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div"
    r"|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link"
    r"|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th"
    r"|thead|title|tr|track|ul)(?:\s|/?>|$)",
    re.IGNORECASE,
)
_LONE_TAG = re.compile(rf"{INLINE_TAG}[ \t]*$")
_CLOSING = re.compile(r"(^|[ \t])(#+)$")
_HARD_BREAK = re.compile(r"\\\n[ \t]*")


class _Read(Protocol):
    def __call__(self, text: str, *, slug: str, path: str = "") -> Document: ...


@dataclass(frozen=True, slots=True)
class _Edit:
    segment: Segment
    text: str
    literal: str


def splice_targets(document: Document, targets: Mapping[Key, str], *, keep_equal: bool, read: _Read) -> str:
    """Return the text of *document* with its targets; *read* reads it again. ArticleError."""
    edits = list(_edits(document, targets, keep_equal))
    text = _apply(document.text, edits)
    if not edits:
        return text

    def keeps_shape(changed: str) -> bool:
        try:
            return _shape(read(changed, slug=document.slug, path=document.path)) == _shape(document)
        except ArticleError:
            return False

    if keeps_shape(text):
        return text
    edits = [e if keeps_shape(_apply(document.text, [e])) else _Edit(e.segment, e.literal, e.literal) for e in edits]
    text = _apply(document.text, edits)
    if not keeps_shape(text):
        raise ArticleError(
            "the translations would change the shape of the article",
            path=document.path,
            remedy="look for a translation with unusual marks: < > | # or line breaks",
        )
    return text


def _edits(document: Document, targets: Mapping[Key, str], keep_equal: bool) -> Iterator[_Edit]:
    for segment, write in _places(document):
        target = targets.get(segment.key, segment.source).strip(" \t\n")
        if not target.strip() or (keep_equal and target == segment.source):
            continue
        yield _Edit(segment, write(put_links_back(target, segment.links)), write(_literally(target)))


def _places(document: Document) -> Iterator[tuple[Segment, Callable[[str], str]]]:
    """Yield each segment with the function that writes a text into its place."""
    for segment in (*document.head, *document.tail):
        yield segment, _front_matter_writer(document.text[segment.start : segment.end])
    for top in document.blocks:
        for block in top.walk():
            for segment in block.segments:
                yield segment, _writer(document.text, block.kind, segment)


def _front_matter_writer(written: str) -> Callable[[str], str]:
    return lambda text: write_value(_one_line(text), written=written)


def _writer(text: str, block: BlockKind, segment: Segment) -> Callable[[str], str]:
    before = text[text.rfind("\n", 0, segment.start) + 1 : segment.start]
    if block is BlockKind.CELL:
        return lambda target: safe_start(_one_line(target)).replace("|", "\\|")
    if block is BlockKind.FIGURE:
        return _title_writer(text[segment.end]) if segment.kind is Kind.CAPTION else _one_line
    if block is BlockKind.HEADING and before.rstrip().endswith("#"):
        return lambda target: _CLOSING.sub(r"\1\\\2", _one_line(target))
    prefix = re.sub(r"[^>\t ]", " ", before)
    return lambda target: _paragraph(target, prefix)


def _title_writer(quote: str) -> Callable[[str], str]:
    signs = "()" if quote == ")" else quote

    def write(target: str) -> str:
        return re.sub(
            rf"\\.|[{re.escape(signs)}]", lambda m: m[0] if len(m[0]) == 2 else f"\\{m[0]}", _one_line(target)
        )

    return write


def _one_line(text: str) -> str:
    return " ".join(_HARD_BREAK.sub(" ", text).split("\n")).strip(" \t")


def _paragraph(target: str, prefix: str) -> str:
    """Return a paragraph whose lines after a hard break stand behind the marks of its containers."""
    lines = [safe_start(_one_line(line)) for line in _HARD_BREAK.split(target)]
    return f"\\\n{prefix}".join(line for line in lines if line)


def safe_start(line: str) -> str:
    """Return *line* escaped where its start would make it something other than a line of a paragraph."""
    if _STARTS.match(line) or _BLOCK_TAG.match(line):
        return "\\" + line
    if _LONE_TAG.match(line):
        return _broken_in_tag(line)
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def _broken_in_tag(line: str) -> str:
    """Return a line that is one HTML tag so that it stays inline: broken at a space, or else escaped."""
    name = re.match(r"<[A-Za-z][A-Za-z0-9-]* +(?=[A-Za-z_:])", line)
    return f"{name[0].rstrip()}\n{line[name.end() :]}" if name else "\\" + line


def _literally(target: str) -> str:
    r"""Return what a reader sees of *target* with every sign escaped.

    A pipe as an entity, since `a \|` over a line of `---` is still the head of a table.
    """
    signs = {char: f"\\{char}" for char in PUNCTUATION} | {"|": "&#124;"}
    return "".join(signs.get(char, char) for char in _one_line(plain(target)))


def _apply(text: str, edits: Sequence[_Edit]) -> str:
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.segment.start):
        parts += [text[at : edit.segment.start], edit.text]
        at = edit.segment.end
    return "".join([*parts, text[at:]])


def _shape(document: Document) -> list[tuple[object, ...]]:
    """Return what a translation must leave as it is: blocks, their order and kinds, code, HTML, pictures."""
    shape: list[tuple[object, ...]] = [tuple(segment.kind for segment in (*document.head, *document.tail))]
    for top in document.blocks:
        for block in top.walk():
            kinds = tuple(segment.kind for segment in block.segments)
            shape.append((block.kind, kinds, len(block.children), block.literal, block.level, block.ordered))
    return shape
