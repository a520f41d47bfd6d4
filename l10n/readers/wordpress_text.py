"""What WordPress does to the text of a post before it shows it: shortcodes in brackets, and paragraphs."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from ..ports import Doubt
from .webpage.tree import Element

_MARK = "data-diglot-skipped"
_ATTRIBUTE = re.compile(rf"\s{_MARK}\s*(?:=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?", re.IGNORECASE)
_CAPTION = re.compile(r"(?<!\[)\[(?:wp_)?caption\b([^\]]*)\](.*?)\[/(?:wp_)?caption\]", re.S)
_CAPTION_WORDS = re.compile(r"\bcaption=(?:\"([^\"]*)\"|'([^']*)')")
_PICTURE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.S)
_ENCLOSING = re.compile(r"(?<!\[)\[(embed|audio|video|playlist|gallery)\b([^\]]*)\](?:(.*?)\[/\1\])?(?!\])", re.S)
_CODE = re.compile(r"(?<!\[)\[(/?)([a-z][a-z0-9_-]*)((?:\s[^\[\]<>]*)?)/?\](?!\])", re.IGNORECASE)
_ESCAPED = re.compile(r"\[(\[[a-z][^\[\]]*\])\]", re.IGNORECASE)
_REASONS = {
    "gallery": "gallery",
    "embed": "embedded from another site",
    "audio": "player",
    "video": "player",
    "playlist": "player",
}

_BLOCK = re.compile(
    r"<!--.*?-->|<(/?)(address|article|aside|blockquote|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure"
    r"|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|script|section|style|summary|table|tbody|td|tfoot|th|thead"
    r"|tr|ul)\b[^>]*>",
    re.IGNORECASE | re.S,
)
_HOLDS_LINES = frozenset({
    "caption", "dd", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre",
    "script", "style", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_LINE_END = re.compile(r"(?<!<br>)(?<!<br/>)(?<!<br />)[^\S\n]*\n")
_WORDPRESS_BLOCK = re.compile(r"<!--\s+wp:(?!freeform|more|nextpage)[a-z]")


def mark_shortcodes(content: str) -> tuple[str, list[Doubt]]:
    """Return *content* with captions as figures and other shortcodes marked to be skipped, and doubts about them."""
    content = _ATTRIBUTE.sub("", content.replace("\r\n", "\n"))
    content = _CAPTION.sub(_figure, content)
    dropped: set[str] = set()

    def enclosing(match: re.Match[str]) -> str:
        dropped.add(match[1])
        return _marked((match[3] or match[0]).strip(), _REASONS[match[1]])

    content = _ENCLOSING.sub(enclosing, content)
    closed = {match[2].lower() for match in _CODE.finditer(content) if match[1]}

    def single(match: re.Match[str]) -> str:
        if match[2].lower() not in closed and "=" not in match[3]:
            return match[0]  # `[sic]` and the like are words of the article
        dropped.add(match[2].lower())
        return _marked(match[0], "shortcode", tag="span")

    content = _CODE.sub(single, content)
    content = _ESCAPED.sub(lambda match: match[1], content)
    names = ", ".join(f"[{name}]" for name in sorted(dropped))
    doubts = [Doubt(0, f"WordPress fills in {names} itself; look at what belongs there")] if names else []
    return content, doubts


def paragraphs(content: str) -> str:
    """Return *content* with its blank lines as paragraphs and its line ends as breaks, as WordPress shows them."""
    if _WORDPRESS_BLOCK.search(content):
        return content
    out: list[str] = []
    around: list[str] = []
    at = 0
    for match in _BLOCK.finditer(content):
        out += [_text(content[at : match.start()], around), match[0]]
        _follow(around, match)
        at = match.end()
    return "".join([*out, _text(content[at:], around)])


def fill_alts(page: Element, alts: Mapping[str, str]) -> None:
    """Give the pictures without an alternative text the one they have in the library, by their number there."""
    for image in page.iter("img"):
        number = re.search(r"(?:^|\s)wp-image-(\d+)(?:\s|$)", image.get("class") or "")
        if number and not (image.get("alt") or "").strip() and alts.get(number[1]):
            image.set("alt", alts[number[1]])


def skipped_marks(page: Element) -> dict[Element, str]:
    """Return what `mark_shortcodes` has marked, with the reasons."""
    return {element: element.get(_MARK) for element in page.iter("*") if element.get(_MARK)}


def _figure(match: re.Match[str]) -> str:
    words = _CAPTION_WORDS.search(match[1])
    inner = _PICTURE.fullmatch(match[2])
    if inner is None:
        return match[2]
    caption = html.unescape(words[1] or words[2] or "") if words else ""
    shown = html.escape(caption, quote=False) if caption else inner[2].strip()
    return f"\n\n<figure>{inner[1]}<figcaption>{shown}</figcaption></figure>\n\n"


def _marked(text: str, reason: str, *, tag: str = "div") -> str:
    shown = html.escape(text, quote=False).replace("[", "&#91;")  # no shortcode any more
    return f'<{tag} {_MARK}="{reason}">{shown}</{tag}>'


def _text(text: str, around: list[str]) -> str:
    """Return what stands between two blocks: paragraphs, unless an element *around* it holds its lines as they are."""
    if any(tag in _HOLDS_LINES for tag in around) or not text.strip():
        return text
    parts = [part.strip() for part in _BLANK_LINES.split(text)]
    return "".join(f"<p>{_LINE_END.sub('<br>', part)}</p>\n" for part in parts if part)


def _follow(around: list[str], match: re.Match[str]) -> None:
    name = (match[2] or "").lower()
    if not name or name == "hr":
        return
    if not match[1]:
        around.append(name)
    elif name in around:
        while around.pop() != name:
            pass
