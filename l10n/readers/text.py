"""Plain text as newsrooms send it: headline, dateline, caption, summary, paragraphs, credits, source.

The rules look at the form of lines (dates, separators, blank lines, the words of credits), never at one
article. What they are not sure of is reported as a Doubt.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import ArticleError
from ..ports import Conversion, Doubt
from .decoding import decode
from .frontmatter import write_front_matter
from .linestarts import safe_start
from .markdown import TAIL_KINDS
from .textlines import (
    Credits,
    is_image_marker,
    is_list_line,
    read_credits,
    read_dateline,
    read_source_line,
)

_BLANKS = re.compile("[ \t\u00a0\u2028\u2029]+")
_SPECIAL = re.compile(r"[\\`*\[\]<]|&(?=[#\w]+;)|\{(?=[{%#.:])|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])")
_WRAPPED_AT = 120
_HEADLINE_MAX = 200
_CAPTION_MAX = 320
_SUMMARY_MAX = 250


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the original, its blanks folded; *gap* counts the blank lines after it."""

    number: int
    text: str
    gap: int = 0


@dataclass(slots=True)
class _Found:
    """What has been made out so far: front matter in its order, body paragraphs, doubts."""

    head: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    tail: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    pictured: bool = False


class TextReader:
    """Reads `.txt`."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the article as Markdown that reads back as the same words. ArticleError."""
        lines = fold_text(decode(data, path=path))
        if not any(char.isalnum() for line in lines for char in line.text):
            raise ArticleError("there are no words in it", path=path, remedy="check that this is the right file")
        found = _Found()
        rest = _read_tail(_read_head(lines, found), found)
        for paragraph in _paragraphs(rest, found):
            found.body.append(safe_start(escape(paragraph)))
        found.facts["digest"] = hashlib.sha256(data).hexdigest()
        return Conversion(_written(found), tuple(sorted(found.doubts, key=lambda doubt: doubt.line)))


def fold_text(text: str) -> list[Line]:
    """Return the lines that are not blank, with runs of blanks and no-break spaces folded to one space."""
    lines: list[Line] = []
    for number, raw in enumerate(text.split("\n"), start=1):
        folded = _BLANKS.sub(" ", raw).strip(" ")
        if folded:
            lines.append(Line(number, folded))
        elif lines:
            lines[-1] = Line(lines[-1].number, lines[-1].text, lines[-1].gap + 1)
    return lines


def escape(text: str) -> str:
    """Return *text* as inline Markdown that shows it literally."""
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _read_head(lines: list[Line], found: _Found) -> list[Line]:
    """Take headline, dateline, caption and summary from the start; return the lines left."""
    rest = _read_headline(lines, found)
    while rest and _is_head_line(rest[0], found):
        rest = rest[1:]
    rest = _read_caption(rest, found)
    while rest and _is_head_line(rest[0], found):
        rest = rest[1:]
    return _read_summary(rest, found)


def _read_headline(lines: list[Line], found: _Found) -> list[Line]:
    """The headline is the first line, with those that follow without a blank line while they are short."""
    count = 1
    while count < len(lines) and not lines[count - 1].gap and count < 3:
        line = lines[count]
        together = sum(len(taken.text) for taken in lines[: count + 1])
        if together > _HEADLINE_MAX or line.text.endswith(".") or _starts_something(line, lines[count - 1]):
            break
        count += 1
    if count > 1 and not lines[count - 1].gap:  # the text runs on: only its first line is set apart by being first
        count = 1
    found.head["title"] = escape(" ".join(line.text for line in lines[:count]))
    if len(lines[0].text) > _HEADLINE_MAX:
        found.doubts.append(Doubt(lines[0].number, "the first line is long for a headline; is there one?"))
    return lines[count:]


def _starts_something(line: Line, before: Line) -> bool:
    return bool(read_dateline(line.text)) or is_image_marker(line.text) or before.text.endswith((".", "?", "!"))


def _is_head_line(line: Line, found: _Found) -> bool:
    """Take a dateline, a byline or a picture's marker; False for any other line."""
    if is_image_marker(line.text):
        found.pictured = True
        found.doubts.append(_stray(line))
        return True
    facts = read_dateline(line.text)
    if facts is None or (set(facts) <= set(found.facts) and "dateline" in found.head):
        return False
    before = found.head.get("dateline", "")
    found.head["dateline"] = f"{before} • {escape(line.text)}" if before else escape(line.text)
    found.facts.update({name: value for name, value in facts.items() if name not in found.facts})
    return True


def _stray(line: Line) -> Doubt:
    return Doubt(line.number, f"{line.text!r} stands alone, as a web page leaves it for a picture; left out")


def _read_caption(rest: list[Line], found: _Found) -> list[Line]:
    """After a picture's marker, a short paragraph of one line is the caption."""
    if not found.pictured or len(rest) < 3 or not rest[0].gap or len(rest[0].text) > _CAPTION_MAX:
        return rest
    found.head["caption"] = escape(rest[0].text)
    return rest[1:]


def _read_summary(rest: list[Line], found: _Found) -> list[Line]:
    """A short paragraph of one line that is set apart from the first long one is the summary."""
    if len(rest) < 3 or not rest[0].gap or len(rest[0].text) > _SUMMARY_MAX:
        return rest
    usual_gap = sorted(line.gap for line in rest if line.gap)[len([line for line in rest if line.gap]) // 2]
    set_apart = rest[0].gap > usual_gap
    leads = "dateline" in found.head and len(rest[1].text) > 1.8 * len(rest[0].text) and len(rest[0].text) <= 160
    if not set_apart and not leads:
        return rest
    if not set_apart:
        found.doubts.append(Doubt(rest[0].number, "taken as the summary, as it is short and comes first"))
    found.head["summary"] = escape(rest[0].text)
    return rest[1:]


def _read_tail(rest: list[Line], found: _Found) -> list[Line]:
    """Take the source line and the credits from the end; return the lines of the body."""
    credits: list[tuple[Line, Credits]] = []
    while len(rest) > 1:
        line = rest[-1]
        source, credit = read_source_line(line.text), read_credits(line.text)
        if source is not None and "source_line" not in found.tail:
            found.tail["source_line"] = escape(line.text)
            found.facts.update({name: value for name, value in source.items() if name not in found.facts})
        elif credit is not None:
            credits.insert(0, (line, credit))
        else:
            break
        rest = rest[:-1]
    _keep_credits(credits, found)
    return rest


def _keep_credits(credits: list[tuple[Line, Credits]], found: _Found) -> None:
    for line, credit in credits:
        for left, right in credit.glued:
            message = f'two credits run together; split at "{left}|{right}" with a full stop'
            found.doubts.append(Doubt(line.number, message))
        if credit.author:
            found.facts.setdefault("author", credit.author)
    if credits:
        found.tail["credits"] = escape(" ".join(credit.text for _, credit in credits))


def _paragraphs(lines: list[Line], found: _Found) -> Iterator[str]:
    group: list[Line] = []
    for line in lines:
        if is_image_marker(line.text):
            found.doubts.append(_stray(line))
        else:
            group.append(line)
        if group and line.gap:
            yield from _group(group, found)
            group = []
    if group:
        yield from _group(group, found)


def _group(group: list[Line], found: _Found) -> list[str]:
    """Return the paragraphs of lines without a blank line between them: wrapped lines are one, others many."""
    listed = [line for line in group if is_list_line(line.text)]
    if len(group) > 1 and len(listed) > 1:
        message = f"lines {group[0].number} to {group[-1].number} look like a list; each line became a paragraph"
        found.doubts.append(Doubt(group[0].number, message))
    elif max(len(line.text) for line in group) <= _WRAPPED_AT:
        return [" ".join(line.text for line in group)]
    return [line.text for line in group]


def _written(found: _Found) -> str:
    tail = {name: found.tail.get(name, "") for name in TAIL_KINDS}
    front = write_front_matter({**found.head, **found.facts, **tail})
    return "\n".join([front, *(f"{paragraph}\n" for paragraph in found.body)])
