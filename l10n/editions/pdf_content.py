"""An edition as the plain values that the typesetter is given: blocks, the languages of each, and runs of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any
from unicodedata import category, east_asian_width

from ..edition import NO_DATE, SAFE_ADDRESS, Edition, EditionBlock, Pair
from ..locales import direction
from ..manner import Order
from ..model import BlockKind, Kind
from ..wording import colophon, draft_notice, main_locale, mark_words, word_locale, words
from .rendering import inline_runs, inline_text, visible_text

Values = dict[str, Any]
"""What JSON can hold; bilingual.typ says what it reads of it."""

UNSEEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufe0e\ufe0f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff]")
"""Characters that no text of a PDF may hold, or that only choose between pictures of one."""
SHORT = 600
"""The width in letters of a text that half a page holds beside another, whatever it is written in."""
LONG_WORD = re.compile(r"[!-~]{32,}")
DEEPEST = 6
"""How many lists and quotations are set one inside the other; deeper ones stand in the last."""


def describe_edition(edition: Edition, *, columns: bool) -> Values:
    """Return all that is printed of an edition, and in which language; *columns* is for two side by side."""
    writer = _Describer(edition)
    main = main_locale(edition)
    said, speaks = words(main), word_locale(main)
    notice = draft_notice(edition)
    blocks = [*writer.head(), *(b for block in edition.blocks for b in writer.block(block, 0))]
    blocks += [writer.pair(pair) for pair in edition.tail]
    rows = [[_clean(name), _value(value)] for name, value in colophon(edition)]
    return {
        "title": _clean(" / ".join(_titles(edition)) or edition.slug),
        "date": "" if edition.date == NO_DATE else edition.date,
        "columns": columns and not edition.only,
        **_language(main),
        "blocks": blocks,
        "notice": {**_language(speaks), "text": _clean(notice)} if notice else None,
        "about": {**_language(speaks), "level": writer.level(2), "title": _clean(said["about"]), "rows": rows},
    }


def strings_in(values: object) -> Iterator[tuple[str, str]]:
    """Yield (locale, text) of every text to be printed; *locale* is that of the nearest value around it."""
    stack: list[tuple[str, object]] = [("", values)]
    while stack:
        locale, value = stack.pop()
        if isinstance(value, Mapping):
            inner = str(value.get("locale", locale))
            stack += [(inner, part) for name, part in value.items() if name not in ("locale", "url", "dir", "lang")]
        elif isinstance(value, list | tuple):
            stack += [(locale, part) for part in value]
        elif isinstance(value, str):
            yield locale, value


class _Describer:
    """Turns pairs and blocks into values; keeps count of headings, no level of which may be left out."""

    def __init__(self, edition: Edition) -> None:
        self._edition, self._level = edition, 0

    def level(self, wanted: int) -> int:
        """Return the level of the next heading: the *wanted* one, or that below the last where it lies deeper."""
        self._level = min(max(wanted, 1), self._level + 1, 6)
        return self._level

    def head(self) -> Iterator[Values]:
        headline = self._edition.headline
        for pair in self._edition.head:
            yield self._heading(pair, 1) if pair is headline else self.pair(pair)

    def pair(self, pair: Pair) -> Values:
        picture = None
        if pair.kind is Kind.ALT:
            locale = word_locale(main_locale(self._edition))
            picture = {**_language(locale), "text": _clean(words(locale)["picture"])}
        short = all(_width(text) <= SHORT for _, text in self._edition.sides(pair))
        sides = self._sides(pair)
        return {"kind": "pair", "role": pair.kind.value, "picture": picture, "short": short, "sides": sides}

    def _heading(self, pair: Pair, level: int) -> Values:
        if not any(inline_text(text).strip() for _, text in self._edition.sides(pair)):
            return self.pair(pair)  # an accessible PDF has no heading without words
        return {"kind": "heading", "level": self.level(level), "sides": self._sides(pair)}

    def _sides(self, pair: Pair) -> list[Values]:
        """Return both columns in their order, each with its text and, under the translation, the pair's label."""
        edition = self._edition
        printed = dict(edition.sides(pair))
        marks = [{**_language(locale), "text": _clean(text)} for locale, text in mark_words(pair, edition)]
        order = list(printed) or [main_locale(edition)]
        if not edition.only and len(printed) < 2:
            order = self._columns()
        at = edition.target_locale if edition.target_locale in order else order[0]
        return [
            {
                **_language(locale),
                "lines": _groups(printed[locale]) if locale in printed else [],
                "marks": marks if locale == at else [],
            }
            for locale in order
        ]

    def _columns(self) -> list[str]:
        both = [self._edition.target_locale, self._edition.source_locale]
        return both[::-1] if self._edition.manner.order is Order.SOURCE_FIRST else both

    def block(self, block: EditionBlock, depth: int) -> Iterator[Values]:
        """Yield what a block becomes."""
        if block.kind is BlockKind.RULE:
            yield {"kind": "rule"}
        elif block.kind is BlockKind.CODE:
            yield {"kind": "code", **_language(self._edition.source_locale), "text": _clean(block.literal.rstrip("\n"))}
        elif block.kind is BlockKind.HTML:
            if text := _clean(visible_text(block.literal)):
                side = {**_language(self._edition.source_locale), "lines": [_group("", [_run(text)])], "marks": []}
                yield {"kind": "pair", "role": "html", "picture": None, "short": False, "sides": [side]}
        elif block.kind is BlockKind.HEADING:
            yield from (
                self._heading(p, 1 if p is self._edition.headline else max(2, block.level)) for p in block.pairs
            )
        elif block.kind is BlockKind.TABLE:
            yield self._table(block)
        elif block.kind is BlockKind.LIST and depth < DEEPEST:
            items = [list(self._inside(item, depth + 1)) for item in block.children]
            yield {"kind": "list", "ordered": block.ordered, "start": block.level or 1, "items": items}
        elif block.kind is BlockKind.QUOTE and depth < DEEPEST:
            yield {"kind": "quote", "blocks": list(self._inside(block, depth + 1))}
        else:
            yield from self._inside(block, depth)

    def _inside(self, block: EditionBlock, depth: int) -> Iterator[Values]:
        yield from (self.pair(pair) for pair in block.pairs)
        for child in block.children:
            yield from self.block(child, depth)

    def _table(self, block: EditionBlock) -> Values:
        rows = [[list(self._inside(cell, DEEPEST)) for cell in row.children] for row in block.children]
        heads = [index for index, row in enumerate(block.children) if row.level]
        return {"kind": "table", "columns": max(map(len, rows), default=1), "rows": rows, "heads": len(heads)}


def _titles(edition: Edition) -> Iterable[str]:
    sides = edition.sides(edition.headline) if edition.headline else []
    return [inline_text(text) for _, text in sides]


def _language(locale: str) -> Values:
    language, *rest = locale.split("-")
    region = next((part for part in rest if len(part) == 2), None)
    return {"locale": locale, "lang": language, "region": region, "dir": direction(locale)}


def _groups(markdown: str) -> list[Values]:
    """Return the runs of a text in groups, one for each link and one for what stands between two of them."""
    runs = inline_runs(markdown)
    return [
        _group(address, [_run(run.text, run.marks) for run in group])
        for address, group in groupby(runs, key=lambda run: run.address)
    ]


def _group(url: str, runs: list[Values]) -> Values:
    return {"url": url, "runs": runs}


def _run(text: str, marks: tuple[str, ...] = ()) -> Values:
    return {"text": text if text == "\n" else _clean(text), "marks": list(marks)}


def _width(text: str) -> int:
    """Return about how many letters wide a text is: a Chinese sign is two, an accent none."""
    return sum(2 if east_asian_width(c) in "WF" else category(c) != "Mn" for c in text)


def _value(value: str) -> Values:
    """Return a value of the colophon: a link where it is an address, long words with places to break."""
    text = _clean(value)
    if SAFE_ADDRESS.fullmatch(text):
        return {"url": text, "text": LONG_WORD.sub(_breakable, text)}
    return {"url": "", "text": LONG_WORD.sub(_breakable, text)}


def _breakable(word: re.Match[str]) -> str:
    return "\u200b".join(re.findall(r"[^/]{0,15}/+|[^/]{1,16}", word[0]))


def _clean(text: str) -> str:
    return UNSEEN.sub("", text.replace("\n", " "))
