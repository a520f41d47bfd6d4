"""Word files: their text through mammoth as HTML, and a list of what is in them besides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ..errors import ArticleError
from ..ports import Conversion, Doubt, Piece
from .assembling import assemble, choice_of
from .captions import join_captions
from .completeness import missing
from .docx_cleaning import Cleaned, clean_part, read_styles
from .docx_package import Members, main_part, open_package, related, repack, texts_in, xml_of
from .headlines import take_headline
from .html_markdown import Converted, tree_to_markdown
from .outside_xml import parse_xml, text_of
from .webpage.tree import Element, parse_html, tag_of

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='Illustration'] => p.caption:fresh
p[style-name='Figure'] => p.caption:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
r[style-name='Emphasis'] => em
r[style-name='Intense Emphasis'] => em
"""
_PARTS = {
    "header": "page header",
    "footer": "page footer",
    "comments": "comment",
    "chart": "chart",
    "diagramData": "diagram",
    "glossaryDocument": "building block",
}
_DOUBTS = {
    "inserted": "has tracked insertions ({0}); they are taken as accepted",
    "deleted (tracked change)": "has tracked deletions ({0}); they are left out",
    "moved elsewhere (tracked change)": "has tracked moves ({0}); the text stands where it was moved to",
    "comment": "has comments ({0}); they are left out",
    "hidden": "has hidden text ({0} places); it is left out",
    "equation": "has equations ({0}) that cannot be kept as text; they are left out",
    "chart": "has charts; the texts in them ({0}) are left out",
    "diagram": "has diagrams; the texts in them ({0}) are left out",
    "text box": "has text boxes ({0}); each stands behind the paragraph it is tied to: look whether it belongs there",
    "embedded document": "holds other documents ({0}) that cannot be read; they are left out",
}
_NOTE = re.compile(r"(?:footnote|endnote)-(?:ref-)?-?\d+$")
_UNKNOWN_SIGN = "w:sym element"


class DocxReader:
    """Reads `.docx`."""

    name = "docx"
    suffixes: tuple[str, ...] = (".docx", ".docm")

    def convert(self, data: bytes, *, path: str, slug: str) -> Conversion:
        """Return the article, with all texts of the file as coverage. ArticleError."""
        members = open_package(data, path=choice_of(path)[0])
        main = main_part(members, path=path)
        cleaned, others = _cleaned(members, main)
        html, said = _to_html(members, path)
        root = parse_html(html)
        lost = missing((text for part in cleaned for text in part.kept), _shown(root))
        join_captions(root)
        facts, taken = take_headline(root, told=_told(members))
        body = tree_to_markdown(root, taken=taken)
        skipped = [piece for part in cleaned for piece in part.skipped] + others
        return assemble(
            facts,
            Converted(body.markdown, tuple(_without_marks(body.coverage)), body.doubts),
            data=data,
            path=path,
            slug=slug,
            doubts=[*_doubts(cleaned, others, lost, said), *_pictures(root)],
            after=[*skipped, *lost],
        )


def _cleaned(members: Members, main: str) -> tuple[list[Cleaned], list[Piece]]:
    """Clean the text and the notes in *members*; return what was found there, and the texts of all other parts."""
    parts = related(members, main)
    styles = read_styles(
        next(
            (parse_xml(members[name], path=name) for kind, name in parts if kind == "styles" and name in members), None
        )
    )
    cleaned, others = [], []
    notes = [("footnotes", "footnote"), ("endnotes", "endnote")]
    for name, place in [(main, ""), *((name, place) for kind, place in notes for k, name in parts if k == kind)]:
        if name in members:
            root = parse_xml(members[name], path=name)
            cleaned.append(clean_part(root, styles, place=place))
            members[name] = xml_of(root)
    for kind, name in dict.fromkeys(parts):
        if kind in _PARTS and name in members:
            texts = _chart_texts(members[name]) if kind == "chart" else texts_in(parse_xml(members[name], path=name))
            others += [Piece(text, _PARTS[kind]) for text in texts]
    return cleaned, others


def _chart_texts(data: bytes) -> Iterator[str]:
    """Yield the titles and the names in a chart; its figures are a drawing."""
    root = parse_xml(data, path="chart")
    yield from texts_in(root)
    for node in root.iter():
        if node.tag.rpartition("}")[2] == "v" and text_of(node) and not re.fullmatch(r"[\d.,eE+-]+", text_of(node)):
            yield text_of(node)


def _to_html(members: Members, path: str) -> tuple[str, list[str]]:
    """Return a Word file as HTML, and what the converter says of it. ArticleError."""
    try:
        import mammoth
    except ImportError as error:
        raise ArticleError(
            "reading Word files needs a part that is not installed", path=path, remedy="pip install mammoth lxml"
        ) from error
    try:
        result = mammoth.convert_to_html(
            repack(members),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(_address),
        )
    except Exception as error:  # a foreign converter on a foreign file: whatever it trips over, the file is at fault
        raise ArticleError(
            f"the Word file is damaged or uses what cannot be read ({type(error).__name__})",
            path=path,
            remedy="open it in Word or LibreOffice, save it again as .docx, and add that",
        ) from error
    return result.value, [message.message for message in result.messages]


def _address(image: object) -> Mapping[str, str]:
    """Return where a picture lies in the file, as an address; one of another site keeps none."""
    try:
        with image.open() as file:  # type: ignore[attr-defined]
            return {"src": file.name.removeprefix("word/")}
    except ValueError:
        return {"src": ""}


def _told(members: Members) -> str:
    """Return the title in the properties. Names there are of whoever had the file: they are not taken over."""
    name = next((name for kind, name in related(members, "") if kind == "core-properties"), "")
    if name not in members:
        return ""
    return next((text_of(node) for node in parse_xml(members[name], path=name) if str(node.tag).endswith("}title")), "")


def _shown(root: Element) -> str:
    """Return the words of the converted document without the marks of notes."""
    return "".join(_texts(root))


def _texts(element: Element) -> Iterator[str]:
    is_mark = tag_of(element) == "a" and _NOTE.match((element.get("href") or "").lstrip("#"))
    if not is_mark:
        yield element.text or ""
        for child in element:
            yield from _texts(child)
            yield child.tail or ""


def _without_marks(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if piece.text not in ("↑",):
            yield Piece(re.sub(r"\s*↑$", "", piece.text), piece.skipped, "")  # lines of the HTML say nothing to anybody


def _pictures(root: Element) -> Iterator[Doubt]:
    count = len(root.findall(".//img"))
    if count:
        yield Doubt(0, f"the Word file has pictures ({count}); their texts are taken over, their files stay in it")


def _doubts(cleaned: list[Cleaned], others: list[Piece], lost: list[Piece], said: list[str]) -> Iterator[Doubt]:
    seen: Counter[str] = Counter(piece.skipped for piece in others)
    for part in cleaned:
        seen.update(part.seen)
    for name, text in _DOUBTS.items():
        if seen[name]:
            yield Doubt(0, "the Word file " + text.format(seen[name]))
    for piece in lost[:5]:
        yield Doubt(0, f"not taken over from the Word file: “{piece.text[:60]}”")
    signs = sum(_UNKNOWN_SIGN in message for message in said)
    if signs:
        yield Doubt(0, f"{signs} signs of a symbol font have no letter of their own; they are left out")
