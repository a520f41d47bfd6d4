"""Many texts in few requests: cut into batches, judged one by one, and asked for alone where an answer is in doubt.

An engine says how it asks (`Ask`). What it is asked may be a whole text or, where one is too long, a part of it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..errors import BadOutput, EngineUnavailable, RateLimited
from ..judging import MARK, judge
from ..model import Draft
from ..ports import NO_HINTS, EngineFailure, FailureKind, Hints
from .chunks import split_text

LONGEST_WAIT_S = 60.0
"""A server that asks for more patience than this is given up for the run."""

_GIVE_UP_AFTER = 3
_SHORTEST = 40
_PROSE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A text to translate, with what is known around it."""

    text: str
    hints: Hints = NO_HINTS


Ask = Callable[[Sequence[Item]], Sequence[str | None]]
"""Returns an answer per item, None where there is none. TooMuch, BadOutput, RateLimited, EngineUnavailable."""

Result = Draft | EngineFailure


class TooMuch(BadOutput):
    """The server takes less than this in one request; *most* is how many characters, 0 where it did not say."""

    def __init__(self, message: str, *, engine: str = "", most: int = 0) -> None:
        super().__init__(message, engine=engine)
        self.most = most


class NoAnswer(EngineUnavailable):
    """The server could not be reached or failed, after all tries; another request may do better."""


def items_of(texts: Sequence[str], hints: Sequence[Hints]) -> list[Item]:
    """Return the texts with their hints, which are as many or none."""
    return [Item(text, hint) for text, hint in zip(texts, hints or [NO_HINTS] * len(texts), strict=True)]


class Batches:
    """Puts the texts of one engine through its server, which may fail three times in a row before it is given up."""

    def __init__(self, *, most_items: int, most_bytes: int) -> None:
        self.most_items = most_items
        self._most_bytes = most_bytes
        self._in_vain = 0

    def translate(self, items: Sequence[Item], ask: Ask, *, target_locale: str, origin: str) -> Iterator[Result]:
        """Yield a result per item, in order, as soon as its batch is settled. What *ask* raises, if it goes on."""
        for batch in self._group(items):
            settled = self._settle(batch, ask, target_locale, origin)
            yield from (settled.get(place, EngineFailure(item.text, "empty")) for place, item in enumerate(batch))

    def _group(self, items: Sequence[Item]) -> Iterator[list[Item]]:
        group: list[Item] = []
        size = 0
        for item in items:
            own = len(item.text.encode("utf-8", "replace"))
            if group and (len(group) == self.most_items or size + own > self._most_bytes):
                yield group
                group, size = [], 0
            group.append(item)
            size += own
        if group:
            yield group

    def _settle(self, batch: Sequence[Item], ask: Ask, locale: str, origin: str) -> dict[int, Result]:
        """Return results by place; asks until each text has a good answer or has been asked for alone."""
        settled: dict[int, Result] = {}
        queue = [[place for place, item in enumerate(batch) if item.text.strip()]]
        while queue:
            places = queue.pop()
            asked = [batch[place] for place in places]
            try:
                results = self._ask(asked, ask, locale, origin) if asked else []
            except TooMuch:
                queue += [places[len(places) // 2 :], places[: len(places) // 2]]
                continue
            except (NoAnswer, RateLimited) as error:
                self._bear(error)
                results = [_unanswered(item, error) for item in asked]
            except EngineUnavailable as error:
                if not settled:
                    raise
                left = [place for places in queue for place in places if place not in settled]
                return {p: _unanswered(batch[p], error) for p in (*places, *left)} | settled
            else:
                doubtful = [place for place, result in zip(places, results, strict=True) if not _is_good(result)]
                queue += [[place] for place in doubtful if len(asked) > 1]
            settled |= zip(places, results, strict=True)
        return settled

    def _ask(self, asked: Sequence[Item], ask: Ask, locale: str, origin: str) -> list[Result]:
        """Return the results of one request. TooMuch where it was for several texts; NoAnswer, RateLimited."""
        try:
            answers = ask(asked)
        except TooMuch as error:
            if len(asked) > 1:
                raise
            answers = [_ask_in_parts(asked[0], ask, error)]
        except BadOutput as error:
            return [EngineFailure(item.text, error.message) for item in asked]
        self._in_vain = 0
        doubted = _doubted([item.text for item in asked], answers) if len(asked) > 1 else set()
        return [
            EngineFailure(item.text, "may belong to another text")
            if place in doubted
            else _judged(item.text, answer or "", locale, origin)
            for place, (item, answer) in enumerate(zip(asked, answers, strict=True))
        ]

    def _bear(self, error: NoAnswer | RateLimited) -> None:
        """Count a request in vain; raise its error where going on makes no sense."""
        self._in_vain += 1
        patience = error.retry_after_s if isinstance(error, RateLimited) else 0.0
        if self._in_vain >= _GIVE_UP_AFTER or patience > LONGEST_WAIT_S:
            self._in_vain = 0
            raise error


def _ask_in_parts(item: Item, ask: Ask, error: TooMuch) -> str | None:
    """Return the answer to a text that is too long, put together from those to its parts; None if one has none."""
    most = error.most if 0 < error.most < len(item.text) else len(item.text) // 2
    pieces = split_text(item.text, lambda text: len(text) <= most)
    if most < _SHORTEST or len(pieces) == 1:
        return None
    joined = ""
    for piece, gap in pieces:
        part = replace(item, text=piece)
        try:
            answer = ask([part])[0]
        except TooMuch as shorter:
            answer = _ask_in_parts(part, ask, shorter)
        if answer is None:
            return None
        joined += answer.strip() + gap
    return joined


def _is_good(result: Result) -> bool:
    return isinstance(result, Draft)


def _unanswered(item: Item, error: EngineUnavailable | RateLimited) -> EngineFailure:
    kind = FailureKind.RATE_LIMITED if isinstance(error, RateLimited) else FailureKind.UNREACHABLE
    return EngineFailure(item.text, error.message, kind)


def _judged(source: str, answer: str, locale: str, origin: str) -> Result:
    target = answer.strip()
    if "\n" not in source.strip():
        target = " ".join(line.strip() for line in target.split("\n"))
    reason = judge(source, target, target_locale=locale, marks=MARK.findall(source))
    return EngineFailure(source, reason) if reason else Draft(source, target, origin)


def _doubted(sources: Sequence[str], answers: Sequence[str | None]) -> set[int]:
    """Return the places of answers that may belong to other texts: other digits, or the words of another answer."""
    times = Counter(zip(answers, sources, strict=True))
    texts = Counter(answers)
    return {
        place
        for place, (source, answer) in enumerate(zip(sources, answers, strict=True))
        if answer
        and (
            _digits(source) != _digits(answer)
            or (texts[answer] > times[answer, source] and len(answer.split()) >= _PROSE_WORDS)
        )
    }


def _digits(text: str) -> list[int]:
    """Return the digits in a text, of any script, sorted; those of marks do not count."""
    return sorted(unicodedata.decimal(c) for c in MARK.sub("", text) if c.isdecimal())
