"""Names and numbers that must not be read elsewhere, replaced by tokens before a text is sent and put back after.

A token is a ⟦n⟧ mark, which every engine has to bring back as it is. The same words have the same token throughout
an article, so an engine can tell that two sentences speak of the same person.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .contacts import find_contacts
from .glossary import Occurrence, Term, find_terms
from .glossary.unpublished import find_secrets, secrets_of
from .judging import MARK
from .sensitivity import is_loopback, is_own_host

FIRST_TOKEN = 100
"""Tokens are numbered from here, or from the number of markup marks in the article's busiest text."""


class Redact(StrEnum):
    """What is hidden from engines on other computers.

    MARKED: the glossary's terms marked `redact` or `do_not_publish`, which are always hidden. OTHERS: from hosts that
    are not the newsroom's own also people, places, addresses and telephone numbers. ALWAYS: from own hosts too.
    """

    MARKED = "marked"
    OTHERS = "others"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a token stands for: the words as written, and the term they are, where they are one."""

    token: str
    written: str
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with tokens; *hidden* has one for each token in it, in order of their first place."""

    text: str
    hidden: tuple[Hidden, ...] = ()


def is_hidden_from(host: str) -> bool:
    """Whether marked terms are hidden from an engine at *host*: from every one on another computer."""
    return bool(host) and not is_loopback(host)


def hides_names(redact: Redact, host: str, own_hosts: Sequence[str]) -> bool:
    """Whether all names and addresses are hidden from an engine at *host*, not the marked terms alone."""
    if not is_hidden_from(host) or redact is Redact.MARKED:
        return False
    return redact is Redact.ALWAYS or not is_own_host(host, own_hosts)


class Redactor:
    """Hides marked terms, and with *names* all people, places, addresses and telephone numbers of texts in *locale*."""

    def __init__(self, terms: Sequence[Term], *, locale: str, names: bool, first: int = FIRST_TOKEN) -> None:
        self._terms = tuple(t for t in terms if t.redact or t.do_not_publish or (names and t.kind))
        marked = dict.fromkeys(t.source for t in terms if t.redact or t.do_not_publish)
        self._marked = secrets_of([Term(source, do_not_publish=True) for source in marked])
        self._locale, self._names, self._first = locale, names, first
        self._known: dict[tuple[str, Term | None], Hidden] = {}

    def redact(self, text: str, marks: Sequence[str] = ()) -> Redacted:
        """Return *text* with tokens; `⟦n⟧` in it stands for the markup `marks[n]`, which stays.

        A name with markup inside is hidden in parts. Without anything to hide the text comes back as it is.
        """
        if not self._names and not self._terms:
            return Redacted(text)
        visible, places = _see(text, marks)
        done: list[str] = []
        hidden: dict[str, Hidden] = {}
        last = 0
        for first, after, term in self._parts(visible, places):
            start, end = _trimmed(text, first, after)
            if start >= end:
                continue
            token = self._token(text[start:end], term)
            hidden.setdefault(token.token, token)
            done += [text[last:start], token.token]
            last = end
        return Redacted("".join([*done, text[last:]]), tuple(hidden.values()))

    def _token(self, written: str, term: Term | None) -> Hidden:
        known = self._known.get((written, term))
        if known is None:
            known = self._known[written, term] = Hidden(f"⟦{self._first + len(self._known)}⟧", written, term)
        return known

    def _parts(self, visible: str, places: Sequence[int]) -> Iterator[tuple[int, int, Term | None]]:
        """Yield where in the text each part to hide begins and ends; a name that markup tears apart has several."""
        for start, end, term in self._spans(visible):
            runs = list(_runs(places[start:end]))
            whole = len(runs) == 1 and runs[0][1] - runs[0][0] == end - start
            for first, after in runs:
                yield first, after, term if whole else None

    def _spans(self, visible: str) -> list[tuple[int, int, Term | None]]:
        """Return what is to be hidden, in order and apart: terms whole, of all else what no term has taken."""
        found = find_terms(visible, self._terms, locale=self._locale)
        spans: list[tuple[int, int, Term | None]] = [(*_bare(o, visible), o.term) for o in found]
        disguised = [(leak.start, leak.start + len(leak.written)) for leak in find_secrets(visible, self._marked)]
        for start, end in [*disguised, *(find_contacts(visible) if self._names else ())]:
            spans += [
                (s, e, None)
                for s, e in _without(start, end, spans)
                if start >= 0 and any(map(str.isalnum, visible[s:e]))
            ]
        return sorted(spans, key=lambda span: span[0])


def _bare(occurrence: Occurrence, text: str) -> tuple[int, int]:
    """Return the place of a term without the endings of its language: they are left for the engine to translate."""
    start, end = occurrence.start, occurrence.end
    at = text.find(occurrence.term.source, start, end)
    return (at, at + len(occurrence.term.source)) if at >= 0 else (start, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the place without the space around what stands there."""
    written = text[start:end]
    return end - len(written.lstrip()), start + len(written.rstrip())


def put_back(text: str, hidden: Sequence[Hidden], *, locale: str = "") -> str:
    """Return *text* with each token as it was written, or with the glossary's translation into *locale*.

    With no *locale* it undoes `Redactor.redact`.
    """
    values = {h.token: _shown(h, locale) for h in hidden}
    return MARK.sub(lambda match: values.get(match[0], match[0]), text)


def _shown(hidden: Hidden, locale: str) -> str:
    term = hidden.term
    agreed = bool(locale and term and term.targets and term.locale in ("", locale) and not term.do_not_translate)
    return term.targets[0] if term and agreed else hidden.written


def _see(text: str, marks: Sequence[str]) -> tuple[str, list[int]]:
    """Return what a reader sees of *text*, and where in it each character stands, -1 for one that a mark stands for."""
    visible: list[str] = []
    places: list[int] = []
    last = 0
    for match in MARK.finditer(text):
        number = int(match[0][1:-1])
        shown = _character(marks[number]) if number < len(marks) else ""
        visible += [text[last : match.start()], shown]
        places += [*range(last, match.start()), *([-1] * len(shown))]
        last = match.end()
    return "".join([*visible, text[last:]]), [*places, *range(last, len(text))]


def _character(mark: str) -> str:
    """Return the character that an entity, an escape or a line break stands for, which may stand within a name."""
    if mark.startswith("&"):
        return html.unescape(mark)
    if mark.startswith("\\") and len(mark) == 2:
        return mark[1].replace("\n", " ")
    return ""


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of neighbouring places."""
    run: list[int] = []
    for place in [*places, -2]:
        if run and place != run[-1] + 1:
            yield run[0], run[-1] + 1
            run = []
        if place >= 0:
            run.append(place)


def _without(start: int, end: int, taken: Sequence[tuple[int, int, Term | None]]) -> list[tuple[int, int]]:
    """Return what is left of a span when all that is taken is cut out of it."""
    left = [(start, end)]
    for s, e, _ in taken:
        left = [(a, b) for begin, after in left for a, b in ((begin, min(after, s)), (max(begin, e), after)) if a < b]
    return left
