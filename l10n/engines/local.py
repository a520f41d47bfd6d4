"""Drafts from a translation model on this computer, such as NLLB-200, run by CTranslate2. It opens no socket."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import UnsupportedPair
from ..judging import MARK, MARKS_LOST, judge
from ..model import Draft
from ..ports import EngineFailure, Hints, Reach
from ..sentences import split_sentences
from .chunks import split_text
from .localmodel import MAX_PIECES, LocalModel

_MARK_FORMS = ("⟦{}⟧", "[{}]", "<{}>", "{{{}}}")
"""Forms that ⟦n⟧ marks are given to the model in: the first whose signs it knows and the text does not have."""

_UNSPACED = frozenset({"zh", "ja", "yue"})
_GAP = re.compile(r"\s*\Z")


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence, or a part of a long one, with the space behind it."""

    text: str
    gap: str

    @property
    def has_words(self) -> bool:
        """Whether there is something to translate; "…" and "2021." are kept as they are."""
        return any(c.isalpha() for c in self.text)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A text in parts, with its marks in the form that the model can read. *reason* is why it cannot be given."""

    text: str
    parts: tuple[_Part, ...] = ()
    form: str = ""
    unknown: int = 0
    reason: str = ""

    @property
    def asked(self) -> list[str]:
        return [part.text for part in self.parts if part.has_words]


class LocalEngine:
    """Drafts by the model in *folder*, sentence by sentence; *pair* is what a model for one pair translates.

    A draft of a text with N pieces that the model has no number for has the flag `unknown-N`.
    """

    name = "local"
    reach = Reach.OFFLINE
    host = ""
    wants_markup = False
    wants_hints = False
    batch = 16
    parallel = 1

    def __init__(self, folder: Path, *, pair: str = "") -> None:
        self._model = LocalModel(folder, pair=pair)
        self._lock = threading.Lock()
        self.fingerprint = f"1 {self._model.fingerprint}"

    def supports(self, source_locale: str, target_locale: str) -> bool:
        return self._model.way(source_locale, target_locale) is not None

    def translate(
        self, texts: Sequence[str], *, source_locale: str, target_locale: str, hints: Sequence[Hints] = ()
    ) -> Iterator[Draft | EngineFailure]:
        """Yield one result per text, sixteen at a time."""
        way = self._model.way(source_locale, target_locale)
        if way is None:
            raise self._no_pair(source_locale, target_locale)
        for start in range(0, len(texts), self.batch):
            prepared = [self._prepare(text) for text in texts[start : start + self.batch]]
            with self._lock:
                answers = iter(self._model.translate([text for each in prepared for text in each.asked], way))
            for each in prepared:
                yield _finish(each, [next(answers) for _ in each.asked], target_locale)

    def close(self) -> None:
        with self._lock:
            self._model.close()

    def _prepare(self, text: str) -> _Prepared:
        """Return the text cut into sentences that the model takes."""
        marks = MARK.findall(text)
        form = next((form for form in _MARK_FORMS if self._can_read(form, marks, text)), "")
        if not text.strip():
            return _Prepared(text, reason="empty")
        if not form:
            return _Prepared(text, reason=MARKS_LOST)
        shown = MARK.sub(lambda mark: form.format(mark[0][1:-1]), text.strip())
        parts = tuple(part for sentence in split_sentences(shown) for part in self._cut(sentence))
        if any(self._model.count(part.text) > MAX_PIECES for part in parts):
            return _Prepared(text, reason="a sentence is longer than the model takes")
        unknown = sum(self._model.count_unknown(part.text) for part in parts if part.has_words)
        return _Prepared(text, parts, form, unknown)

    def _can_read(self, form: str, marks: Sequence[str], text: str) -> bool:
        if form == _MARK_FORMS[0]:
            return all(self._model.knows(mark) for mark in marks)
        return not _pattern(form).search(text) and all(self._model.knows(form.format(mark[1:-1])) for mark in marks)

    def _cut(self, sentence: str) -> list[_Part]:
        gap = (_GAP.search(sentence) or [""])[0]
        pieces = split_text(sentence.rstrip(), lambda text: self._model.count(text) <= MAX_PIECES)
        return [*(_Part(*piece) for piece in pieces[:-1]), _Part(pieces[-1][0], gap)]

    def _no_pair(self, source_locale: str, target_locale: str) -> UnsupportedPair:
        known = self._model.languages()
        return UnsupportedPair(
            f"the model in {self._model.folder.name} does not translate from {source_locale} to {target_locale}",
            engine=self.name,
            remedy=f"it knows {len(known)} languages: {', '.join(known[:40])}"
            if known
            else 'say under [engine.local] what it translates: pair = "en-es"',
        )


def _finish(prepared: _Prepared, answers: Sequence[str], locale: str) -> Draft | EngineFailure:
    """Return what the model made of a text, put together again and judged."""
    if prepared.reason:
        return EngineFailure(prepared.text, prepared.reason)
    if not all(answers):
        return EngineFailure(prepared.text, "the model did not come to an end")
    left = iter(answers)
    texts = [next(left) if part.has_words else part.text for part in prepared.parts]
    target = _join(prepared.parts, texts, locale)
    if prepared.form != _MARK_FORMS[0]:
        target = _pattern(prepared.form).sub(r"⟦\1⟧", target)
    reason = judge(prepared.text, target, target_locale=locale, marks=MARK.findall(prepared.text))
    flags = (f"unknown-{prepared.unknown}",) if prepared.unknown else ()
    return EngineFailure(prepared.text, reason) if reason else Draft(prepared.text, target, "engine=local", flags)


def _join(parts: Sequence[_Part], texts: Sequence[str], locale: str) -> str:
    """Return the sentences with line breaks as in the source, else with the space that the target's script asks for."""
    between = "" if locale.split("-")[0] in _UNSPACED else " "
    gaps = ["\n" if "\n" in part.gap else between for part in parts]
    return "".join(text + gap for text, gap in zip(texts, gaps, strict=True)).strip()


def _pattern(form: str) -> re.Pattern[str]:
    """Return what finds the marks of a form, with spaces that a model may put inside."""
    before, after = (re.escape(sign) for sign in form.format("\0").split("\0"))
    return re.compile(rf"{before}\s*(\d+)\s*{after}")
