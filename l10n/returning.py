"""What becomes of a translation that comes back: found by its words, weighed against what was sent and what is here.

Nothing that comes back approves anything, and nothing that a person wrote here is overwritten.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Set
from enum import StrEnum
from typing import Protocol

from .model import ROLE_CONTEXT, Catalog, Entry, State

_MARK = re.compile(r"([0-9a-f]{12})\.([0-9a-f]{12})")
_SENT = re.compile(r"sent by Diglot as ([0-9a-f]{12})")
_CONTEXTS = ("", *ROLE_CONTEXT.values())


class Verdict(StrEnum):
    """What is done with one returned translation. Only REVIEW, ACCEPTED and SUGGESTION leave a trace."""

    REVIEW = "review"
    ACCEPTED = "accepted"
    SUGGESTION = "suggestion"
    SAME = "same"
    UNTOUCHED = "untouched"
    KNOWN = "known"
    BLANK = "blank"
    ECHO = "echo"
    UNPLACED = "unplaced"


MEANINGS = {
    Verdict.REVIEW: "in review with the text that came back",
    Verdict.ACCEPTED: "in review as it stood, for the other tool calls it finished",
    Verdict.SUGGESTION: "kept as a suggestion beside the text here",
    Verdict.SAME: "the same text stands here",
    Verdict.UNTOUCHED: "came back as it was sent",
    Verdict.KNOWN: "this text was here, or suggested, before",
    Verdict.BLANK: "came back empty",
    Verdict.ECHO: "came back as the original",
    Verdict.UNPLACED: "belongs to no paragraph of the article as it is now",
}
"""Each verdict in words."""


def settled(text: str) -> str:
    """Return *text* as it is kept and compared: NFC, lines end with LF, no space around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def base_of(target: str) -> str:
    """Return the digest of a target that is sent; equal for texts that differ by space around them alone."""
    return hashlib.sha256(settled(target).encode()).hexdigest()[:12]


def mark_of(entry: Entry) -> str:
    """Return the mark that travels with an entry: a digest of its key, a dot, and the base of its target."""
    return f"{_key_digest(entry.context, entry.source)}.{base_of(entry.target)}"


def read_mark(mark: str, source: str) -> tuple[str | None, str | None]:
    """Return the context and the base that *mark* holds for *source*; None for what it does not say."""
    found = _MARK.search(mark)
    if not found:
        return None, None
    context = next((c for c in _CONTEXTS if _key_digest(c, source) == found[1]), None)
    return context, found[2]


def remark_of(target: str) -> str:
    """Return the remark that says what was sent, for formats whose tools give remarks back and no marks."""
    return f"sent by Diglot as {base_of(target)}"


def read_remark(text: str) -> str | None:
    """Return the base that a remark in *text* holds, None where there is none."""
    found = _SENT.search(text)
    return found[1] if found else None


def _key_digest(context: str, source: str) -> str:
    return hashlib.sha256(f"{context}\0{settled(source)}".encode()).hexdigest()[:12]


class Brought(Protocol):
    """One translation that came back, as `ports.Returned` is; the two places where it is weighed ask for no more."""

    @property
    def source(self) -> str: ...

    @property
    def target(self) -> str: ...

    @property
    def context(self) -> str | None: ...

    @property
    def base(self) -> str | None: ...

    @property
    def finished(self) -> bool: ...


class Places:
    """Where returned texts belong in a catalog: by context and source, never by their order."""

    def __init__(self, catalog: Catalog) -> None:
        self._by_key = catalog.by_key()
        self._by_source = _grouped((settled(entry.source), entry) for entry in catalog.entries)
        self._by_previous = _grouped((settled(entry.previous), entry) for entry in catalog.entries if entry.previous)

    def find(self, returned: Brought) -> Entry | None:
        """Return the entry with this source; None where there is none, or more than one that could be meant."""
        exact = self._by_key.get((returned.context or "", returned.source))
        if exact is not None and returned.context is not None:
            return exact
        candidates = self._by_source.get(settled(returned.source), [])
        named = [entry for entry in candidates if entry.context == returned.context]
        candidates = named or candidates
        return candidates[0] if len(candidates) == 1 else None

    def find_outdated(self, returned: Brought) -> Entry | None:
        """Return the entry whose source was this one before the article was corrected, or None."""
        candidates = self._by_previous.get(settled(returned.source), [])
        named = [entry for entry in candidates if entry.context == returned.context]
        return next(iter(named or candidates), None)


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for text, entry in pairs:
        groups.setdefault(text, []).append(entry)
    return groups


def judge_return(
    ours: Entry,
    returned: Brought,
    *,
    approvals: str = "sealed",
    trust: bool = False,
    known: Set[str] = frozenset(),
    outdated: bool = False,
) -> Verdict:
    """Return what is done with a text that came back for the entry *ours*.

    *trust* takes the other tool's word that a draft is finished; it moves to review, never further. *known* are
    the texts that the entry has had or was offered before. *outdated* says that the text was made for what the
    source was before: it can be a suggestion at most.
    """
    text, here = settled(returned.target), settled(ours.target)
    state = ours.state(approvals)
    if text == here and text:
        is_taken = trust and returned.finished and not outdated and state in (State.DRAFT, State.STALE)
        return Verdict.ACCEPTED if is_taken else Verdict.SAME
    if returned.base == base_of(text):
        return Verdict.UNTOUCHED
    if not text:
        return Verdict.BLANK if here or returned.base else Verdict.SAME
    if text == settled(returned.source):
        return Verdict.ECHO
    if not outdated and _may_replace(state, here, returned.base, is_known=text in known):
        return Verdict.REVIEW
    return Verdict.KNOWN if text in known else Verdict.SUGGESTION


def _may_replace(state: State, here: str, base: str | None, *, is_known: bool) -> bool:
    """Whether a changed text may take the place of the one here: nobody's work is lost by it."""
    if state is State.APPROVED:
        return False
    if base is not None:
        return base == base_of(here)
    return state is State.EMPTY or (state in (State.DRAFT, State.STALE) and not is_known)
