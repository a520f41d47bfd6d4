"""Words inside quote marks changed, or quote marks put around words or taken away."""

from __future__ import annotations

import re

from ..inline import plain
from .canonical import canonical, same_direction
from .comparison import Comparison, Span, Spans, touches

_MARK = re.compile("\"|&quot;|`|''|[《》〈〉]|(?<![\\w])[′″״׳]|[″״׳](?!\\w)|(?<=[^\\W\\d])′(?!\\w)")
_QUOTING_TAG = re.compile(r"<(?:q|cite|blockquote)\b", re.IGNORECASE)
_SPEECH_DASH = re.compile(r"(?:^|[:.!?][ ])[—–―-][ ]?(?=\w)")
_QUOTED = re.compile('“[^”]*|«[^»]*|„[^“”]*|"[^"]*"|「[^」]*')
_LONE_SINGLE = re.compile(r"(?<![^\W_])'(?=[^\W\d_])|(?<=[.,!?…])'(?![^\W_])")


def find(comparison: Comparison) -> Spans | None:
    old, new = comparison.old, comparison.new
    sources = comparison.old_source, comparison.new_source
    if not same_direction(*sources) or any(map(_QUOTING_TAG.search, sources)):
        return [block.old for block in comparison.blocks], [block.new for block in comparison.blocks]
    passages = _passages(old), _passages(new)
    gone = [b.old for b in comparison.blocks if _is_within(b.old, passages[0])]
    came = [b.new for b in comparison.blocks if _is_within(b.new, passages[1])]
    marks = [[*_MARK.finditer(text), *_LONE_SINGLE.finditer(text)] for text in (old, new)]
    if gone or came:
        return _whole_blocks(comparison, gone, came)
    if len(marks[0]) != len(marks[1]) or _quoted_words(sources[0]) != _quoted_words(sources[1]):
        return [m.span() for m in marks[0]], [m.span() for m in marks[1]]
    return None


def _quoted_words(source: str) -> list[str]:
    """Return what stands in double marks, with all that is quoted within it."""
    return [canonical(match[0].strip('"“„«「')) for match in _QUOTED.finditer(plain(source))]


def _passages(text: str) -> list[Span]:
    """Return what is quoted, with its marks; an odd mark opens what goes on to the end, or closes from the start."""
    spots = [match.span() for match in _MARK.finditer(text)]
    spans = [(a[0], b[1]) for a, b in zip(spots[::2], spots[1::2], strict=False)]
    if len(spots) % 2:
        spans += [(spots[-1][0], len(text)), (0, spots[0][1])]
        spans += [(a[0], b[1]) for a, b in zip(spots[1::2], spots[2::2], strict=False)]
    spans += [(m.start(), len(text)) if text[m.end() :][:1].isalpha() else (0, m.end()) for m in _singles(text)]
    dash = _SPEECH_DASH.search(text)
    spans += [(dash.start(), len(text))] if dash else []
    return spans


def _singles(text: str) -> list[re.Match[str]]:
    return list(_LONE_SINGLE.finditer(text))


def _is_within(changed: Span, passages: list[Span]) -> bool:
    return any(touches(passage, changed) for passage in passages)


def _whole_blocks(comparison: Comparison, gone: list[Span], came: list[Span]) -> Spans:
    blocks = [b for b in comparison.blocks if b.old in gone or b.new in came]
    return [b.old for b in blocks], [b.new for b in blocks]
