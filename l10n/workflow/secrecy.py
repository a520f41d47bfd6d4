"""No edition with a name that must not be published: looked for in everything that an edition is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..errors import EditionError
from ..glossary.unpublished import Leak, Secret, find_secrets
from ..inline import plain
from ..labels import label_segments
from ..model import Catalog, Document, Segment

_NAMED = 6
"""How many places an error names."""

_LINES = 3
"""In how many lines from its first a name is taken for the one that a paragraph was seen to have."""

Place = tuple[str, Leak]


def demand_publishable(
    document: Document, catalog: Catalog, secrets: Sequence[Secret], *, source_locale: str = "", catalog_path: str = ""
) -> None:
    """Raise EditionError where a name stands in the article, its front matter, addresses or any translation of it."""
    leaks = (
        find_leaks(document, catalog, secrets, source_locale=source_locale, catalog_path=catalog_path)
        if secrets
        else []
    )
    if not leaks:
        return
    names = dict.fromkeys(leak.name for _, leak in leaks)
    places = list(dict.fromkeys(place for place, _ in leaks))
    listed = "; ".join(places[:_NAMED]) + (f"; and {len(places) - _NAMED} more" if len(places) > _NAMED else "")
    raise EditionError(
        f"{', '.join(f'“{name}”' for name in names)} must not be published, and stands in {listed}",
        article=document.slug,
        remedy="take the name out there, in the article and its translations; nothing was written, but an earlier "
        f"edition may lie in editions/{document.slug}. A name that may be published: glossary/, “do not publish”",
    )


def find_leaks(
    document: Document, catalog: Catalog, secrets: Sequence[Secret], *, source_locale: str = "", catalog_path: str = ""
) -> list[Place]:
    """Return each place in words a person finds it by, with the name that stands there: article first."""
    return [*_in_article(document, secrets, source_locale), *_in_catalog(document, catalog, secrets, catalog_path)]


def _in_article(document: Document, secrets: Sequence[Secret], locale: str) -> Iterator[Place]:
    path = document.path or f"articles/{document.slug}.md"
    for leak in find_secrets(document.slug, secrets):
        yield f"the article's short name {document.slug}", leak
    whole = find_secrets(document.text, secrets, locale=locale)
    seen = {(document.text.count("\n", 0, leak.start) + 1, leak.name): leak for leak in whole if leak.start >= 0}
    yield from ((f"{path}:{line}", leak) for (line, _), leak in seen.items())
    for segment in document.segments:
        for part in (plain(segment.source), *segment.urls):
            for leak in find_secrets(part, secrets, locale=locale):
                if not _is_known(segment, part, leak, list(seen)):
                    seen[(segment.line, leak.name)] = leak
                    yield f"{path}:{segment.line}", leak
    found = {name for _, name in seen}
    for name, value in document.facts.items():
        for leak in find_secrets(value, secrets):
            if leak.name not in found:
                found.add(leak.name)
                yield f"{path} ({name})", leak
    yield from ((path, leak) for leak in whole if leak.name not in found)


def _is_known(segment: Segment, part: str, leak: Leak, seen: Sequence[tuple[int, str]]) -> bool:
    """Whether the name was found already where the segment stands, or for an address where that is written."""
    lines = [line for line, name in seen if name == leak.name]
    return bool(lines) if part in segment.urls else any(0 <= line - segment.line < _LINES for line in lines)


def _in_catalog(document: Document, catalog: Catalog, secrets: Sequence[Secret], path: str) -> Iterator[Place]:
    labels = label_segments(document)
    for entry in catalog.entries:
        texts = (entry.target, plain(entry.target))
        leaks = {f.name: f for text in texts for f in find_secrets(text, secrets, locale=catalog.locale)}
        for leak in leaks.values():
            yield f"{path or catalog.locale} ({labels.get(entry.key, 'a paragraph that is gone')})", leak
