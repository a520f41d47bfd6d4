"""What the pages and the feeds say of an article: its headline, what was corrected, that it was retracted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from ..changes import word_diff
from ..inline import plain
from ..labels import NAMES
from ..model import Kind
from ..provenance import Revision, Rewording
from ..releases import Record, Retraction, changed_at, first_at, revisions
from .layout import language, said_in, shown_date
from .words import label_in, words

_HEADLINE, _SUMMARY = NAMES[Kind.HEADLINE], NAMES[Kind.SUMMARY]


def text_in(record: Record, locale: str, label: str) -> str:
    """Return the first text called *label* as a reader of *locale* sees it, without markup; "" where there is none."""
    place = 1 if locale == record.source_locale else 2
    found = next((text for text in record.texts(locale) if text[0] == label), ("", "", ""))
    return " ".join(plain(found[place] or found[1]).split())


def title_in(record: Record, locale: str) -> str:
    return text_in(record, locale, _HEADLINE) or record.slug


def summary_in(record: Record, locale: str) -> str:
    return text_in(record, locale, _SUMMARY)


def both_titles(record: Record, locale: str) -> str:
    """Return the headline in the page's language; under it that of the original, for a translation."""
    title = f"<h1>{escape(title_in(record, locale))}</h1>"
    if locale == record.source_locale:
        return title
    source = record.source_locale
    return f'{title}\n<p class="other" {language(source)}>{escape(title_in(record, source))}</p>'


def updated_at(record: Record, locale: str) -> str:
    """Return when readers of *locale* were last told anything new of the article."""
    dates = [date for r in record.retractions for date in (r.date, r.lifted)]
    return max([changed_at(record, locale), *dates])


def dates(record: Record, locale: str) -> str:
    """Return the line of what happened when, in the page's language."""
    said, first = words(locale), first_at(record, locale)
    happened = [("published", first)]
    if changed_at(record, locale) > first:
        happened.append(("corrected", changed_at(record, locale)))
    for retraction in record.retractions:
        happened.append(("retracted", retraction.date))
        happened += [("restored", retraction.lifted)] if retraction.lifted else []
    line = "".join(f"<span>{escape(said[what])} {shown_date(date, locale)}</span>" for what, date in happened)
    return f'<p class="meta"{said_in(locale)}>{line}</p>'


def notice(record: Record, retraction: Retraction, locale: str) -> str:
    """Return the notice that stands in place of a retracted article."""
    said = words(locale)
    reason, tag = retraction.reason_in(locale)
    written_in = language(tag or record.source_locale)
    return (
        f'<div class="notice"{said_in(locale)}><p><strong>{escape(said["retraction"])}</strong></p>'
        f"<p>{escape(said['retracted'])} {shown_date(retraction.date, locale)}. "
        f"{escape(said['reason'])}: <span {written_in}>{escape(reason)}</span></p>"
        f"<p>{escape(said['pass-on'])}</p></div>\n"
    )


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the page of corrections tells, under its date: a revision of one language, or a retraction."""

    date: str
    record: Record
    locale: str
    revision: Revision | None = None
    retraction: Retraction | None = None


def told_in(record: Record, locale: str) -> Iterator[Told]:
    """Yield what readers of *locale* have to know of the article; of the source language, all that any reader has.

    While an article is retracted, nothing that was in it is shown, what was corrected neither.
    """
    targets = record.targets if locale == record.source_locale else (locale,)
    for target in () if record.retraction else targets:
        if target in record.targets:
            for revision in revisions(record, target):
                yield Told(revision.date, record, target, revision=revision)
    if locale in record.locales:
        for retraction in record.retractions:
            yield Told(retraction.date[:10], record, locale, retraction=retraction)


def changes(told: Told, locale: str) -> str:
    """Return each change of a revision in both languages, the page's own words in *locale*."""
    revision, record = told.revision, told.record
    if revision is None:
        return ""
    blocks = []
    for change in revision.changes:
        sides = [
            (told.locale, plain(change.old_target), plain(change.new_target)),
            (record.source_locale, plain(change.old_source), plain(change.new_source)),
        ]
        lines = "".join(_side(side, old, new) for side, old, new in sides if old or new)
        label = escape(_called(change, locale))
        blocks.append(f'<div class="change"><h3{said_in(locale)}>{label}</h3>{lines}</div>')
    return "".join(blocks)


def _called(change: Rewording, locale: str) -> str:
    label, said = label_in(locale, change.label), words(locale)
    if not change.old_source:
        return f"{label} · {said['added']}"
    return label if change.new_source else f"{label} · {said['removed']}"


def _side(locale: str, old: str, new: str) -> str:
    marks = {"same": "{}", "removed": "<del>{}</del>", "added": "<ins>{}</ins>"}
    pieces: Sequence[tuple[str, str]] = word_diff(old, new)
    marked = "".join(marks[operation].format(escape(text)) for operation, text in pieces)
    return f"<p {language(locale)}>{marked}</p>"
