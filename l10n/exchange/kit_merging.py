"""Several files of one kit that came back, made into one: what was edited in one of them counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..errors import CatalogError
from ..ports import Returned, ReturnedParcel
from ..returning import base_of, settled

Place = tuple[str | None, str]


def merge_parts(parts: Sequence[tuple[str, ReturnedParcel]]) -> ReturnedParcel:
    """Return what *parts* (path, content) say together, in the order of the first that names each entry.

    An entry edited in one part is that part's; edited differently in two, it stands twice, in the order of the
    parts. CatalogError where they belong to different articles or locales.
    """
    _refuse_mixture(parts)
    groups: dict[Place, list[Returned]] = {}
    contexts: dict[str, str | None] = {}
    for _, part in parts:
        for entry in part.entries:
            source = settled(entry.source)
            # Without a context, it is the entry of the same source that is there already.
            context = contexts.get(source) if entry.context is None else entry.context
            contexts.setdefault(source, context)
            groups.setdefault((context, source), []).append(entry)
    entries = tuple(entry for group in groups.values() for entry in _merged(group))
    return replace(next((part for _, part in parts if part.slug), parts[0][1]), entries=entries)


def _refuse_mixture(parts: Sequence[tuple[str, ReturnedParcel]]) -> None:
    first: tuple[str, tuple[str, str]] | None = None
    for path, part in parts:
        names = (part.slug, part.target_locale)
        if not part.slug:
            continue
        if first is not None and first[1] != names:
            message = f"it belongs to {' in '.join(names)}, but {first[0]} to {' in '.join(first[1])}"
            raise CatalogError(message, path=path, remedy="Import each kit by itself.")
        first = first or (path, names)


def _merged(group: Sequence[Returned]) -> Iterator[Returned]:
    context = next((entry.context for entry in group if entry.context is not None), None)
    base = next((entry.base for entry in group if entry.base is not None), None)
    known = [replace(entry, context=context, base=entry.base or base) for entry in group]
    edited = [entry for entry in known if base_of(entry.target) != entry.base]
    written = [entry for entry in edited if settled(entry.target)]
    if not edited:
        yield next((entry for entry in known if entry.finished), known[0])
        return
    distinct: dict[str, Returned] = {}
    for entry in written or edited[:1]:
        distinct.setdefault(settled(entry.target), entry)
    yield from distinct.values()
