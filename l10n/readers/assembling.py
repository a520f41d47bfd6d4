"""What readers of other programs' files share: facts and a converted body become one article."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import ArticleError
from ..ports import Conversion, Doubt, Piece
from .frontmatter import write_front_matter
from .text import escape

if TYPE_CHECKING:
    from .html_markdown import Converted

_WRITTEN = frozenset({"title", "dateline", "summary", "caption"})
_ORDER = ("title", "dateline", "summary", "caption", "author", "date", "publisher", "original", "slug")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ENDS = re.compile(r"(?:\s*(?:\[?(?:…|\.\.\.|&hellip;)\]?|Continue reading.*|Read more.*))+$", re.IGNORECASE)


def assemble(
    facts: dict[str, str],
    body: Converted,
    *,
    data: bytes,
    path: str,
    slug: str,
    doubts: Sequence[Doubt] = (),
    before: Sequence[Piece] = (),
    after: Sequence[Piece] = (),
) -> Conversion:
    """Return the article of *facts*, plain text by name, and *body*. ArticleError where both have no words.

    *before* and *after* are pieces of coverage around those of the body.
    """
    facts = {name: clean_line(value) for name, value in facts.items()}
    if not _SLUG.fullmatch(facts.get("slug", "")):
        facts["slug"] = ""
    if not body.markdown.strip():
        raise ArticleError("there is no text in it", path=path, remedy="check that this is the right file")
    found = list(doubts)
    if not facts.get("title"):
        facts["title"] = slug.replace("-", " ").capitalize()
        found.insert(0, Doubt(1, f"there is no headline; it is called {facts['title']!r} for now"))
    front = {name: facts.get(name, "") for name in _ORDER}
    front = {name: escape(value) if name in _WRITTEN else value for name, value in front.items()}
    front["digest"] = hashlib.sha256(data).hexdigest()
    markdown = f"{write_front_matter(front)}\n{body.markdown}"
    shown = (*(_printable(piece) for piece in before), *body.coverage, *(_printable(piece) for piece in after))
    said = (Doubt(doubt.line, clean_line(doubt.message)) for doubt in (*found, *body.doubts))
    return Conversion(markdown, tuple(said), shown)


def _printable(piece: Piece) -> Piece:
    """Return a piece of coverage without what a terminal would obey."""
    return Piece(clean_line(piece.text), clean_line(piece.skipped), clean_line(piece.place))


def clean_line(text: str) -> str:
    """Return *text* on one line, without control characters."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable() or char in "\u200b\u200c\u200d\u2060")


def words_of(html: str) -> str:
    """Return the words that a piece of HTML shows, on one line."""
    if "<" not in html and "&" not in html:
        return clean_line(html)
    from .webpage.tree import parse_html, texts_of

    return clean_line("".join((" " if text.fresh else "") + text.text for text in texts_of(parse_html(html))))


def own_summary(summary: str, body: str) -> str:
    """Return *summary* where somebody wrote it; "" where it only repeats what *body*, plain words, says."""
    start = "".join(_ENDS.sub("", summary).split())
    return "" if not start or start in "".join(body.split()) else summary


def plain_body(body: Converted) -> str:
    """Return the words of a converted body."""
    return " ".join(piece.text for piece in body.coverage if not piece.skipped)


def choice_of(path: str) -> tuple[str, str]:
    """Return the file or address and what is chosen in it: `feed.xml#guid` chooses one article of several."""
    name, _, choice = path.partition("#")
    return name, choice


def no_choice(message: str, names: Sequence[tuple[str, str]], *, path: str) -> ArticleError:
    """Return the error for a file of several articles: *names* has what chooses each, and its title."""
    names = [(clean_line(choice), clean_line(title)) for choice, title in names]
    file, shown = choice_of(path)[0], list(names[:10])
    listed = "; ".join(f"{choice} ({title[:60]})" if title else choice for choice, title in shown)
    more = f"; and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    example = names[0][0] if names else "2"
    return ArticleError(
        clean_line(message),
        path=file,
        remedy=f"name the one you want after a #: diglot add '{file}#{example}'; it has {listed}{more}",
    )
