"""Whether an article is here already, and whether the one that is here may be written over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ..errors import ArticleError, ConflictError
from ..inline import plain
from ..model import Document

_GRAM = 8
_SHARED_MIN = 0.3
"""Share of text from which on two texts of one short name are taken for the same article, corrected."""


class Parse(Protocol):
    """Reads canonical Markdown."""

    def __call__(self, text: str, *, slug: str, path: str = "") -> Document: ...


def present(path: Path, slug: str, parse: Parse) -> Document:
    place = f"articles/{slug}.md"
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ArticleError("the article is not UTF-8", path=place, remedy="save it as UTF-8") from error
    return parse(text, slug=slug, path=place)


def same_source(root: Path, document: Document, parse: Parse) -> Document | None:
    """Return the article that names the same original address, if there is one."""
    address = _address_of(document)
    for path in sorted((root / "articles").glob("*.md")) if address else ():
        if address.encode() in path.read_bytes():
            found = present(path, path.stem, parse)
            if _address_of(found) == address:
                return found
    return None


def _address_of(document: Document) -> str:
    """Return the original's web address without what does not tell pages apart, "" where it has none."""
    address = document.facts.get("original", "")
    return address.partition("#")[0].rstrip("/") if address.startswith(("http://", "https://")) else ""


def twin(same: Document, source: str) -> ArticleError:
    return ArticleError(
        f"this article is here already, as {same.slug!r}",
        path=source,
        remedy="add it without --slug to update that article",
    )


def says_the_same(found: Document, document: Document) -> bool:
    """Return whether two texts differ in nothing but the digest of the page they come from."""
    if found.text == document.text:
        return True
    digests = (found.facts.get("digest", ""), document.facts.get("digest", ""))
    return all(digests) and found.text.replace(digests[0], digests[1]) == document.text


def stays(found: Document, document: Document, kept: Callable[[Document], Document | None]) -> bool:
    """Return whether an article stays as it is, since its source has nothing new; False where it takes *document*.

    *kept* gives what its kept original says. ArticleError where *document* is another article that happens to have
    the same name, ConflictError where *found* was edited by hand.
    """
    if not _is_about_the_same(found, document):
        raise _taken(found)
    before = kept(found)
    if before and says_the_same(before, document):
        return True
    if before is None or before.text != found.text:
        raise ConflictError(
            f"{found.path} was edited by hand since it was taken in; it was not touched",
            remedy=f"see what is new with --replace --dry-run and correct {found.path} yourself, "
            "or give the edits up: --replace",
        )
    return False


def _is_about_the_same(found: Document, document: Document) -> bool:
    addresses = (_address_of(found), _address_of(document))
    if all(addresses):
        return addresses[0] == addresses[1]
    return _text_shared(found, document) >= _SHARED_MIN


def _text_shared(one: Document, other: Document) -> float:
    """Return how much of the shorter article stands in the other too, from 0 to 1, in any script."""
    grams = []
    for document in (one, other):
        text = "".join("".join(plain(segment.source).split()) for segment in document.segments)
        grams.append({text[at : at + _GRAM] for at in range(max(1, len(text) - _GRAM + 1))})
    return len(grams[0] & grams[1]) / min(len(found) for found in grams)


def _taken(found: Document) -> ArticleError:
    return ArticleError(
        f"there is already another article called {found.slug!r}; it was not touched",
        path=found.path,
        remedy=f"give this one its own name: --slug {found.slug}-2. To correct the one you have, edit {found.path}, "
        "or put this text in its place: --replace",
    )
