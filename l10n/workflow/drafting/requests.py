"""Texts as an engine is given them, and what it gave made into drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...glossary import Term, find_terms
from ...glossary.names import find_names
from ...inline import plain, protect, restore
from ...judging import MARK, MARKS_LOST, judge
from ...model import Document, Draft, Entry
from ...ports import NO_HINTS, Engine, EngineFailure, Hints
from ...redaction import FIRST_TOKEN, Hidden, Redactor, hides_names, is_hidden_from, put_back
from .conditions import Conditions

_LINES = re.compile(r"\s*\n\s*")

MARKUP_LOST = "markup-lost"
"""The flag of a draft whose markup the engine could not keep: a person has to put it back."""

NAMES_LOST = "a hidden name did not come back"
NOTHING_LEFT = "nothing is left to translate when what is marked is hidden"


@dataclass(frozen=True, slots=True)
class Request:
    """One text as an engine is given it, for all entries that have it; what stands for markup and hidden names."""

    text: str
    entries: tuple[Entry, ...]
    marks: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    hints: Hints = NO_HINTS
    markup_lost: bool = False

    @property
    def characters(self) -> int:
        """How many characters leave with it, what is told along included."""
        return len(self.text) + self.hints.characters

    @property
    def is_empty(self) -> bool:
        """Whether nothing but marks is left of it."""
        return bool(self.hidden) and not any(map(str.isalpha, MARK.sub("", self.text)))


class Wording:
    """Words the texts of one article for one engine: what it may not read hidden, what helps it told along."""

    def __init__(self, document: Document, locale: str, engine: Engine, conditions: Conditions) -> None:
        self._engine, self._locale, self._conditions = engine, locale, conditions
        sources = list(dict.fromkeys(segment.source for segment in document.segments))
        self._neighbours = _neighbours(document) if engine.wants_hints else {}
        told = [term for term in conditions.terms if term.locale in ("", locale)] if engine.wants_hints else []
        self._redactor: Redactor | None = None
        if is_hidden_from(engine.host):
            self._redactor = _redactor(sources, engine, conditions)
            told = [term for term in told if not (term.redact or term.do_not_publish)]
        self._told = tuple(told)
        self._as_written = engine.wants_markup and self._redactor is None

    def requests(self, entries: Sequence[Entry], *, with_marks: bool = True) -> list[Request]:
        """Return one request for each different text, in order."""
        if self._as_written:
            return [
                Request(text, tuple(same), hints=Hints(*self._near(text))) for text, same in _grouped(entries).items()
            ]
        return [self._request(source, same, with_marks=with_marks) for source, same in _grouped(entries).items()]

    def _request(self, source: str, entries: Sequence[Entry], *, with_marks: bool) -> Request:
        protected = protect(source)
        marks = protected.marks if with_marks else ()
        text, hidden = self._hide(protected.text if with_marks else plain(source), marks)
        lost = bool(protected.marks) and not with_marks
        return Request(text, tuple(entries), marks, hidden, self._hints(source), markup_lost=lost)

    def _hide(self, text: str, marks: Sequence[str] = ()) -> tuple[str, tuple[Hidden, ...]]:
        if self._redactor is None:
            return text, ()
        redacted = self._redactor.redact(text, marks)
        return redacted.text, redacted.hidden

    def _hints(self, source: str) -> Hints:
        if not self._engine.wants_hints:
            return NO_HINTS
        before, after = (self._hide(near)[0] for near in self._near(source))
        found = find_terms(self._hide(plain(source))[0], self._told, locale=self._conditions.source_locale)
        return Hints(before, after, tuple(dict.fromkeys(occurrence.term for occurrence in found)))

    def _near(self, source: str) -> tuple[str, str]:
        return self._neighbours.get(source, ("", ""))

    def finish(self, request: Request, entry: Entry, result: Draft | EngineFailure) -> Draft | EngineFailure:
        """Return what the engine made of a request as a draft of *entry*: judged, with its markup and its names."""
        if isinstance(result, EngineFailure):
            return EngineFailure(entry.source, result.reason)
        if self._as_written:
            return Draft(entry.source, result.target, result.origin, result.flags)
        target = result.target.strip()
        if "\n" not in request.text:
            target = _LINES.sub(" ", target)
        restored = _restored(target, request, self._locale)
        if isinstance(restored, EngineFailure):
            return EngineFailure(entry.source, restored.reason)
        lost = (MARKUP_LOST,) if request.markup_lost else ()
        return Draft(entry.source, restored, result.origin, (*result.flags, *lost))


def _restored(target: str, request: Request, locale: str) -> str | EngineFailure:
    """Return the target with its names and its markup back, or the reason why it is none."""
    reason = judge(request.text, target, target_locale=locale, marks=MARK.findall(request.text))
    if reason == MARKS_LOST and not request.marks and request.hidden:
        reason = NAMES_LOST
    if reason:
        return EngineFailure(request.text, reason)
    restored = restore(put_back(target, request.hidden, locale=locale), request.marks)
    if restored is None:
        return EngineFailure(request.text, MARKS_LOST if request.marks else "markup that the source does not have")
    return restored


def _redactor(sources: Sequence[str], engine: Engine, conditions: Conditions) -> Redactor:
    """Return a redactor that has seen the article, so that its tokens are the same whatever is sent of it."""
    protected = [protect(source) for source in sources]
    all_names = hides_names(conditions.redact, engine.host, conditions.own_hosts)
    known = {term.source for term in conditions.terms}
    found = find_names([plain(source) for source in sources], conditions.source_locale) if all_names else []
    proposed = dict.fromkeys(name.text for name in found if name.text not in known)
    redactor = Redactor(
        [*conditions.terms, *(Term(name, kind="person") for name in proposed)],
        locale=conditions.source_locale,
        names=all_names,
        first=max((FIRST_TOKEN, *(len(each.marks) for each in protected))),
    )
    for each in protected:
        redactor.redact(each.text, each.marks)
    return redactor


def _grouped(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.source, []).append(entry)
    return groups


def _neighbours(document: Document) -> dict[str, tuple[str, str]]:
    """Return what a reader sees before and after each source, at its first place."""
    keys = list(dict.fromkeys(segment.key for segment in document.segments))
    seen = ["", *(plain(source) for _, source in keys), ""]
    found: dict[str, tuple[str, str]] = {}
    for (_, source), before, after in zip(keys, seen, seen[2:], strict=False):
        found.setdefault(source, (before, after))
    return found
