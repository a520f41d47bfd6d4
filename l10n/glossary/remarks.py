"""What a person should look at in a glossary: rows that contradict each other, repeat each other or serve nobody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from . import find_phrases
from .table import Row

Remark = tuple[Row, str]


def find_remarks(rows: Sequence[Row], *, source_locale: str, target_locales: Collection[str]) -> list[Remark]:
    """Return the rows to look at, in their order, each with what is the matter."""
    by_key: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_key[(row.term.source.casefold(), row.term.locale)].append(row)
    remarks = [remark for same in by_key.values() for remark in _of_same(same)]
    remarks += [remark for row in rows for remark in _of_one(row, source_locale, target_locales)]
    places = {id(row): number for number, row in enumerate(rows)}
    return sorted(remarks, key=lambda remark: places[id(remark[0])])


def _of_same(rows: Sequence[Row]) -> Iterator[Remark]:
    """Say which rows are about the same word in the same locale: the first counts, marks of all add up."""
    first, *others = rows
    for row in others:
        if row.term.source != first.term.source:
            yield row, f"differs from {first.path}:{first.line} in letter case alone"
        elif row.term == first.term:
            yield row, f"says the same as {first.path}:{first.line}: delete one of them"
        else:
            yield row, f"is there twice, see {first.path}:{first.line}, whose translation counts: make one row of them"


def _of_one(row: Row, source_locale: str, target_locales: Collection[str]) -> Iterator[Remark]:
    term = row.term
    if term.locale and term.locale not in target_locales and not _is_of_language(term.locale, target_locales):
        yield row, f"is for {term.locale}, which is no target of this project"
    if term.locale == source_locale:
        yield row, f"is for {term.locale}, the language of the articles"
    if not (term.targets or term.forbidden or term.kind or term.note or _is_marked(row)):
        yield row, "says nothing of its term: no translation, no mark, no note"
    for target in term.targets:
        inside = find_phrases(target, term.forbidden, locale=term.locale)
        if inside:
            yield row, f"the translation “{target}” has the forbidden “{target[inside[0][0] : inside[0][1]]}” in it"
    if (term.do_not_publish or term.redact) and len("".join(filter(str.isalnum, term.source))) < 3:
        yield row, "is so short that it is found in places that are no name"


def _is_of_language(locale: str, target_locales: Collection[str]) -> bool:
    return any(target.startswith(f"{locale}-") for target in target_locales)


def _is_marked(row: Row) -> bool:
    return row.term.do_not_translate or row.term.do_not_publish or row.term.redact
