"""The releases of an article: what readers were given and when, what changed between them, and what was retracted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from .edition import Edition
from .provenance import Revision
from .rewording import Text, is_same_text, reworded


@dataclass(frozen=True, slots=True)
class Release:
    """What readers were given at one time: per target locale all texts. *date* is UTC, to the minute."""

    number: int
    date: str
    texts: Mapping[str, tuple[Text, ...]]


@dataclass(frozen=True, slots=True)
class Retraction:
    """An article taken back. *reason* is by locale, "" standing for all others; *lifted* is "" while it holds."""

    date: str
    reason: Mapping[str, str]
    lifted: str = ""

    def reason_in(self, locale: str) -> tuple[str, str]:
        """Return the reason that readers of *locale* are told, and the locale it is written in, "" where unknown."""
        for tag in (locale, locale.split("-")[0], ""):
            if tag in self.reason:
                return self.reason[tag], tag
        return next(((text, tag) for tag, text in self.reason.items()), ("", ""))


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that readers download. *locale* is the target that it holds the translation into."""

    name: str
    locale: str
    format: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that was ever published of an article: releases and retractions are only added to.

    *id* names the article in feeds for ever. *facts* and *files* are those of the last release.
    """

    slug: str
    id: str
    source_locale: str
    facts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[PublishedFile, ...] = ()
    releases: tuple[Release, ...] = ()
    retractions: tuple[Retraction, ...] = ()

    @property
    def retraction(self) -> Retraction | None:
        """The retraction that holds now."""
        last = self.retractions[-1] if self.retractions else None
        return last if last and not last.lifted else None

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages it can be read in: the source, then the targets of the last release."""
        return (self.source_locale, *(self.releases[-1].texts if self.releases else ()))

    @property
    def targets(self) -> tuple[str, ...]:
        return self.locales[1:]

    @property
    def published(self) -> str:
        """When it first came out."""
        return self.releases[0].date

    @property
    def last_change(self) -> str:
        """When anything that is told here last happened."""
        dates = [date for r in self.retractions for date in (r.date, r.lifted)]
        return max([*(release.date for release in self.releases), *dates], default="")

    def texts(self, locale: str) -> tuple[Text, ...]:
        """Return the texts of the last release: in a target locale its own, in the source those of the first target."""
        texts = self.releases[-1].texts
        return texts.get(locale) or next(iter(texts.values()), ())


def texts_of(edition: Edition) -> tuple[Text, ...]:
    """Return what a reader sees of each segment: label, source, target."""
    return tuple((pair.name, pair.source, pair.target) for pair in edition.pairs)


def _editions(record: Record | None, locale: str) -> list[tuple[str, tuple[Text, ...]]]:
    """Return (date, texts) of each edition in *locale*: of releases that changed nothing in it, the first."""
    editions: list[tuple[str, tuple[Text, ...]]] = []
    for release in record.releases if record else ():
        texts = release.texts.get(locale)
        if texts is not None and not (editions and is_same_text(editions[-1][1], texts)):
            editions.append((release.date, texts))
    return editions


def _with_edition(
    record: Record | None, locale: str, texts: Sequence[Text], date: str = ""
) -> list[tuple[str, tuple[Text, ...]]]:
    """Return (date, texts) of each edition in *locale*; *texts* are one of their own if they are not the last."""
    editions = _editions(record, locale)
    if editions and is_same_text(editions[-1][1], texts):
        return editions
    return [*editions, (date, tuple(texts))]


def edition_number(record: Record | None, locale: str, texts: Sequence[Text]) -> int:
    """Return the number of the edition in *locale* that has these texts: that of the last release, or the next one."""
    return len(_with_edition(record, locale, texts))


def is_correction(record: Record | None, locale: str, texts: Sequence[Text]) -> bool:
    """Whether these texts are a new edition in *locale*, and not the first."""
    editions = _editions(record, locale)
    return bool(editions) and not is_same_text(editions[-1][1], texts)


def revisions(record: Record | None, locale: str, texts: Sequence[Text] = (), date: str = "") -> tuple[Revision, ...]:
    """Return the editions in *locale* after the first, oldest first, each with what it changed of the one before.

    With *texts*, the edition that is about to be published is among them, under *date* ("" where that is not known).
    """
    editions = _with_edition(record, locale, texts, date) if texts else _editions(record, locale)
    return tuple(
        Revision(number, editions[number - 1][0][:10], reworded(editions[number - 2][1], editions[number - 1][1]))
        for number in range(2, len(editions) + 1)
    )


def changed_at(record: Record, locale: str) -> str:
    """Return when the texts in *locale* last changed; in the source language those of any edition."""
    if locale == record.source_locale:
        return max((_editions(record, target)[-1][0] for target in record.targets), default="")
    editions = _editions(record, locale)
    return editions[-1][0] if editions else ""


def first_at(record: Record, locale: str) -> str:
    """Return when the article first came out in *locale*."""
    dates = [r.date for r in record.releases if locale in r.texts or locale == record.source_locale]
    return dates[0] if dates else ""


def with_release(
    record: Record,
    *,
    date: str,
    texts: Mapping[str, tuple[Text, ...]],
    facts: Mapping[str, str],
    files: Sequence[PublishedFile],
) -> Record:
    """Return the record with these files and facts, and with a release more where the texts are not those of the last.

    A retraction that holds is lifted.
    """
    last = record.releases[-1].texts if record.releases else {}
    same = set(last) == set(texts) and all(is_same_text(last[locale], texts[locale]) for locale in texts)
    added = () if same else (Release(len(record.releases) + 1, date, dict(texts)),)
    lifted = record.retractions
    if record.retraction:
        lifted = (*lifted[:-1], replace(record.retraction, lifted=date))
    return replace(
        record, facts=dict(facts), files=tuple(files), releases=(*record.releases, *added), retractions=lifted
    )


def retracted(record: Record, *, date: str, reason: Mapping[str, str]) -> Record:
    """Return the record with the retraction; one that is retracted already keeps its date and has the new reason."""
    if record.retraction:
        return replace(record, retractions=(*record.retractions[:-1], Retraction(record.retraction.date, dict(reason))))
    return replace(record, retractions=(*record.retractions, Retraction(date, dict(reason))))


def release_date(now: datetime, record: Record | None = None) -> str:
    """Return *now* to the minute, later than everything that the record tells: feeds must see that time moves."""
    minute = now.astimezone(UTC).replace(second=0, microsecond=0)
    if record and record.last_change:
        minute = max(minute, datetime.fromisoformat(record.last_change) + timedelta(minutes=1))
    return minute.strftime("%Y-%m-%dT%H:%M:%SZ")
