"""What the names of paragraph styles say, brought into a converted document: captions, quotations, titles."""

from __future__ import annotations

from collections.abc import Mapping

from .webpage.tree import Element, fold, tag_of


def join_captions(root: Element) -> None:
    """Put a picture that stands alone and the caption before or after it, a `p.caption`, into one figure."""
    for caption in list(root.xpath('//p[@class="caption"]')):
        for picture in (caption.getprevious(), caption.getnext()):
            if picture is None or tag_of(picture) != "p" or picture.find(".//img") is None:
                continue
            if not fold("".join(picture.itertext())):
                figure = root.makeelement("figure")
                picture.addprevious(figure)
                figure.append(picture)
                figure.append(caption)
                picture.tag, caption.tag = "div", "figcaption"
                break


def mark_styles(root: Element, styles: Mapping[str, str]) -> None:
    """Give paragraphs the class that *styles* has for their words; those of the class `quote` become quotations."""
    for paragraph in list(root.iter("p")):
        kind = styles.get(squeeze("".join(paragraph.itertext())), "")
        if kind == "quote":
            quote = root.makeelement("blockquote")
            paragraph.addprevious(quote)
            quote.append(paragraph)
        elif kind:
            paragraph.set("class", kind)


def squeeze(text: str) -> str:
    """Return *text* without white space."""
    return "".join(text.split())
