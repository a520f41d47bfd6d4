"""What of a catalog a memory may hold: texts that somebody approved, and nothing about who did."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial

from ..inline import plain
from ..model import RESERVED_SLUGS, Catalog, Entry, State
from ..ports import Hints, Remembered

nfc = partial(unicodedata.normalize, "NFC")


def remembered_of(catalog: Catalog, *, source_locale: str, approvals: str) -> list[Remembered]:
    """Return the approved entries of a catalog: those of paragraphs that are gone first, then in article order.

    What no person has approved never enters, nor does the desk's own interface. *approvals* is as in `Entry.state`.
    """
    if catalog.slug in RESERVED_SLUGS:
        return []

    def remembered(entry: Entry, hints: Hints) -> Remembered:
        return Remembered(
            entry.source,
            entry.target,
            source_locale,
            catalog.locale,
            catalog.slug,
            entry.context,
            hints.before,
            hints.after,
            entry.seal if entry.sealed else "",
        )

    gone = [remembered(e, Hints()) for e in catalog.obsolete if e.state(approvals) is State.APPROVED]
    around = neighbours(catalog.entries)
    here = zip(catalog.entries, around, strict=True)
    return gone + [remembered(e, hints) for e, hints in here if e.state(approvals) is State.APPROVED]


def neighbours(entries: Sequence[Entry]) -> list[Hints]:
    """Return for each entry what stands before and after it, as a reader sees it: without markup."""
    sources = ["", *(plain(entry.source) for entry in entries), ""]
    return [Hints(before, after) for before, after in zip(sources, sources[2:], strict=False)]


def remembered_of_texts(
    texts: Mapping[str, str],
    *,
    source_locale: str,
    target_locales: Sequence[str],
    file_name: str,
    context: str = "",
) -> Iterator[Remembered]:
    """Yield what one unit of another memory gives in the project's languages; *texts* are by locale as it spells them.

    A text that is the same in both languages is left out: other tools fill what is not translated with the source.
    """
    source_tag, tags = _tags_of(tuple(texts), source_locale, tuple(target_locales))
    source = texts.get(source_tag, "")
    for locale, tag in tags:
        target = texts[tag]
        if source and target != source:
            yield Remembered(nfc(source), nfc(target), source_locale, locale, file_name, context)


@lru_cache(maxsize=1024)
def _tags_of(spelt: tuple[str, ...], source: str, targets: tuple[str, ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return which of the tags of a unit is the source's, "" for none, and which is each target's."""
    found = [(target, tag) for target in targets if (tag := tag_for(target, spelt))]
    return tag_for(source, spelt), tuple(found)


def tag_for(locale: str, spelt: Iterable[str]) -> str:
    """Return the tag that means *locale*: its own, else one that says more or less (`en-US` for `en`); "" for none."""
    wanted, near = _subtags(locale), ""
    for tag in spelt:
        parts = _subtags(tag)
        if parts == wanted:
            return tag
        if not near and parts[: len(wanted)] == wanted[: len(parts)]:
            near = tag
    return near


def _subtags(tag: str) -> list[str]:
    return tag.replace("_", "-").lower().split("-")
