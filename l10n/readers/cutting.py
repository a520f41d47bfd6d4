"""An article's Markdown as blocks that a person sorts: what each is, split and joined, and written again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..sentences import split_sentences
from .frontmatter import write_front_matter

FRONT = {
    "headline": "title",
    "dateline": "dateline",
    "caption": "caption",
    "summary": "summary",
    "credits": "credits",
    "link": "source_line",
}
"""Kinds that stand in the front matter, each with its name there."""

KINDS = ("headline", "dateline", "caption", "summary", "heading", "body", "quote", "credits", "link", "kept", "out")
"""What a block can be; `kept` is Markdown that stays as it is (lists, tables, code), `out` is left out."""

_ATX = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_OTHER = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]|\||!\[|<|\[[^\]]+\]:|(?:```|~~~|---|\*\*\*|___|\t|    )")


@dataclass(frozen=True, slots=True)
class Cut:
    """One block: what it is and its text, without the marks that say so. *level* is that of a heading."""

    kind: str
    text: str
    level: int = 2


def cut_article(markdown: str, facts: Mapping[str, str]) -> list[Cut]:
    """Return the blocks of an article in reading order; *facts* is what its front matter says."""
    before = [
        Cut(kind, facts[FRONT[kind]])
        for kind in ("headline", "dateline", "caption", "summary")
        if facts.get(FRONT[kind])
    ]
    after = [Cut(kind, facts[FRONT[kind]]) for kind in ("credits", "link") if facts.get(FRONT[kind])]
    return [*before, *(_cut(block) for block in _blocks(body_of(markdown))), *after]


def join_article(cuts: Sequence[Cut], facts: Mapping[str, str]) -> str:
    """Return the Markdown of *cuts*; *facts* are the plain values beside those that the blocks give.

    Of several blocks of one kind of the front matter the texts are joined by spaces.
    """
    given: dict[str, list[str]] = {}
    for cut in cuts:
        if cut.kind in FRONT and cut.text.strip():
            given.setdefault(FRONT[cut.kind], []).append(" ".join(cut.text.split()))
    values = {name: " ".join(given.get(name, ())) for name in FRONT.values()}
    values |= {name: value for name, value in facts.items() if name not in FRONT.values()}
    body = [text for cut in cuts if cut.kind not in FRONT and (text := _written(cut))]
    return f"{write_front_matter(values)}\n" + "\n\n".join(body) + "\n"


def split_cut(cut: Cut) -> list[Cut]:
    """Return a block cut at its blank lines, else at its lines, else at its sentences."""
    for parts in (re.split(r"\n[ \t]*\n", cut.text), cut.text.split("\n"), split_sentences(cut.text)):
        found = [part.strip() for part in parts if part.strip()]
        if len(found) > 1:
            return [Cut(cut.kind, part, cut.level) for part in found]
    return [cut]


def merge_cuts(cuts: Sequence[Cut], at: int) -> list[Cut]:
    """Return *cuts* with the block *at* joined to the one before it, whose kind stays."""
    if not 0 < at < len(cuts):
        return list(cuts)
    first, second = cuts[at - 1], cuts[at]
    joined = Cut(first.kind, f"{first.text.rstrip()} {second.text.lstrip()}", first.level)
    return [*cuts[: at - 1], joined, *cuts[at + 1 :]]


def body_of(markdown: str) -> str:
    """Return an article without its front matter."""
    text = markdown.replace("\r\n", "\n").removeprefix("\ufeff")
    for fence in ("---", "+++"):
        if text.startswith(fence + "\n"):
            _, found, rest = text.partition(f"\n{fence}\n")
            return rest if found else text
    return text


def _blocks(body: str) -> list[str]:
    """Return the stretches between blank lines; a fence with all that is in it is one."""
    blocks: list[list[str]] = [[]]
    fence = ""
    for line in body.split("\n"):
        opens = _FENCE.match(line)
        if opens and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opens[1]
        if line.strip() or fence:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block) for block in blocks if block]


def _cut(block: str) -> Cut:
    heading = _ATX.fullmatch(block)
    if heading:
        return Cut("heading", heading[2], len(heading[1]))
    lines = block.split("\n")
    if all(line.startswith(">") for line in lines):
        return Cut("quote", "\n".join(line[1:].removeprefix(" ") for line in lines))
    return Cut("kept" if _OTHER.match(block) else "body", block)


def _written(cut: Cut) -> str:
    text = cut.text.strip("\n") if cut.kind == "kept" else cut.text.strip()
    if cut.kind == "out" or not text.strip():
        return ""
    if cut.kind == "quote":
        return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
    if cut.kind == "heading":
        return f"{'#' * cut.level} {' '.join(text.split())}"
    return text
