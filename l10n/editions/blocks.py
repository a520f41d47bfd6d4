"""The blocks of an edition as XHTML elements, shared by the HTML page and the EPUB chapter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from ..edition import Edition, EditionBlock, Pair
from ..locales import direction
from ..model import BlockKind, Kind
from ..wording import main_locale, mark_words, word_locale, words
from .rendering import inline_html, visible_text

WRAPPERS = {BlockKind.QUOTE: "blockquote", BlockKind.ITEM: "li", BlockKind.TABLE: "table"}


class BlockWriter:
    """Prints pairs and blocks; *xml* adds `xml:lang` beside `lang`, *hints* breaks Burmese between syllables.

    *sources* says where the file of each picture lies, by its address in the article.
    """

    def __init__(
        self,
        edition: Edition,
        *,
        xml: bool = False,
        hints: bool = False,
        anchors: bool = True,
        sources: Mapping[str, str] | None = None,
    ) -> None:
        self._edition, self._xml, self._hints, self._anchors = edition, xml, hints, anchors
        self._sources = sources or {}

    def language(self, locale: str) -> str:
        """Return the attributes that say language and direction."""
        safe = escape(locale)
        return f'lang="{safe}"' + (f' xml:lang="{safe}"' if self._xml else "") + f' dir="{direction(locale)}"'

    def sides(self, pair: Pair, tag: str) -> str:
        """Return translation, original and label of a pair in their order, each in an element of its own."""
        parts = []
        for locale, text in self._edition.sides(pair):
            name = "t" if locale == self._edition.target_locale else "s"
            html = inline_html(text, hints=self._hints)
            parts.append(f'<{tag} class="{name}" {self.language(locale)}>{html}</{tag}>')
        if labels := self.label(pair):
            parts.insert(1 if pair.target and len(parts) > 0 else 0, labels)
        return "".join(parts)

    def label(self, pair: Pair) -> str:
        """Return the label of a pair that nobody has approved as it stands, "" for an approved one."""
        said = [f"<span {self.language(loc)}>{escape(text)}</span>" for loc, text in mark_words(pair, self._edition)]
        return f'<span class="st {pair.mark}">{" · ".join(said)}</span>' if said else ""

    def pair(self, pair: Pair, *, extra: str = "") -> str:
        """Return a pair as a block, with a link to itself where readers may quote the paragraph's number."""
        anchor = ""
        if self._anchors and pair.kind is Kind.BODY and pair.name.startswith("¶"):
            anchor = f'<a class="no" href="#{pair.id}">{pair.name}</a>'
        picture = ""
        if pair.kind is Kind.ALT:
            locale = word_locale(main_locale(self._edition))
            picture = f'<span class="pic" {self.language(locale)}>{escape(words(locale)["picture"])}</span>'
        classes = " ".join(filter(None, ("pair", pair.kind.value, extra)))
        return f'<div class="{classes}" id="{pair.id}">{anchor}{picture}{self.sides(pair, "p")}</div>'

    def heading(self, pair: Pair, level: int) -> str:
        """Return a heading with both languages in the one element; the headline alone is of level 1."""
        tag = "h1" if pair.kind is Kind.HEADLINE else f"h{min(6, max(2, level))}"
        return f'<{tag} class="pair" id="{pair.id}">{self.sides(pair, "span")}</{tag}>'

    def picture(self, address: str) -> str:
        """Return a picture, "" where the edition has none; its text stands beside it and is not said twice."""
        picture, source = self._edition.pictures.get(address), self._sources.get(address)
        if not picture or not source:
            return ""
        size = f'width="{picture.width}" height="{picture.height}"'
        return f'<div class="shown"><img src="{source}" alt="" {size}/></div>'

    def block(self, block: EditionBlock) -> str:
        """Return a block with all below it."""
        return "".join(self._parts(block))

    def _parts(self, block: EditionBlock) -> Iterator[str]:
        if block.kind is BlockKind.RULE:
            yield "<hr/>"
        elif block.kind is BlockKind.CODE:
            yield f'<pre dir="ltr"><code>{escape(block.literal, quote=False)}</code></pre>'
        elif block.kind is BlockKind.HTML and (text := visible_text(block.literal)):
            yield f"<p {self.language(self._edition.source_locale)}>{escape(text, quote=False)}</p>"
        elif block.kind is BlockKind.FIGURE:
            yield self.picture(block.literal) + "".join(self.pair(p) for p in block.pairs)
        elif block.kind is BlockKind.HEADING:
            yield from (self.heading(p, block.level) for p in block.pairs)
        elif block.kind is BlockKind.CELL:
            yield "".join(self.sides(p, "div") for p in block.pairs) + self._children(block)
        elif block.kind is BlockKind.ROW:
            tag = "th" if block.level else "td"
            yield f"<tr>{''.join(f'<{tag}>{self.block(cell)}</{tag}>' for cell in block.children)}</tr>"
        elif block.kind is BlockKind.LIST:
            yield self._list(block)
        elif block.kind in WRAPPERS:
            tag = WRAPPERS[block.kind]
            yield f"<{tag}>{''.join(self.pair(p) for p in block.pairs)}{self._children(block)}</{tag}>"
        else:
            yield "".join(self.pair(p) for p in block.pairs) + self._children(block)

    def _children(self, block: EditionBlock) -> str:
        return "".join(self.block(child) for child in block.children)

    def _list(self, block: EditionBlock) -> str:
        if not block.ordered:
            return f"<ul>{self._children(block)}</ul>"
        start = f' start="{block.level}"' if block.level not in (0, 1) else ""
        return f"<ol{start}>{self._children(block)}</ol>"
