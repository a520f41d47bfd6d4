"""Zawgyi, the old encoding that borrows Unicode's Burmese code points: refused, as its letters mean other letters.

An article is judged as a whole, on all its Myanmar text joined; paragraphs are judged only to say where to look.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import ArticleError
from ..ports import Doubt

_RUN = re.compile("[\u1000-\u109f\u200b-\u200d\ua9e0-\ua9ff\uaa60-\uaa7f]*[\u1000-\u109f][\u1000-\u109f\u200b-\u200d]*")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)*\n")
_SURE = 0.95
_ENOUGH = 30
"""So many letters an article needs to be refused; in names and single words the scripts cannot be told apart."""
_FEW = 8
"""With fewer, only what is surely Zawgyi is a doubt: single letters are as likely one as the other."""
_LONG = 60
"""So many letters a paragraph needs to be named as Zawgyi in an article that is not."""

_REMEDY = (
    "convert it first, with ICU: uconv -f UTF-8 -t UTF-8 -x Zawgyi-my OLD.txt > NEW.txt"
    " (a package called icu-devtools or icu), have the result read by somebody, and add that;"
    " or ask the sender for the text in Unicode"
)

Judge = Callable[[str], float]
"""Gives how likely a text is Zawgyi, from 0 to 1; -inf for a text that tells nothing."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    line: int
    text: str
    letters: int
    likely: float


def refuse_zawgyi(text: str, *, path: str, judge: Judge | None = None) -> tuple[Doubt, ...]:
    """Return doubts about Burmese text that may be Zawgyi. ArticleError where the text as a whole is.

    *judge* replaces the detector, which is imported only for text with letters of the Myanmar block.
    """
    letters = _myanmar(text)
    if not letters:
        return ()
    judge = judge or _detector()
    likely = _clamped(judge(letters))
    if likely <= 1 - _SURE and len(letters) < _LONG:
        return ()
    paragraphs = _judged(text, judge)
    if likely > _SURE and _count(letters) >= _ENOUGH:
        raise _refusal(paragraphs, path)
    if likely > (1 - _SURE if _count(letters) >= _FEW else _SURE):
        worst = max(paragraphs, key=lambda paragraph: (paragraph.likely, paragraph.letters))
        message = "the Burmese text may be in Zawgyi, not Unicode; have somebody who reads Burmese look at it"
        return (Doubt(worst.line, f"{message} ({_shown(worst.text)})"),)
    return tuple(
        Doubt(
            paragraph.line,
            f"this paragraph looks like Zawgyi pasted into an article in Unicode ({_shown(paragraph.text)});"
            " convert it with uconv -x Zawgyi-my, or ask the sender for it in Unicode",
        )
        for paragraph in paragraphs
        if paragraph.likely > _SURE and paragraph.letters >= _LONG
    )


def _refusal(paragraphs: list[_Paragraph], path: str) -> ArticleError:
    worst = max(paragraphs, key=lambda paragraph: (paragraph.likely, paragraph.letters))
    sound = [p for p in paragraphs if p.likely < 1 - _SURE and p.letters >= _LONG]
    more = ""
    if sound:
        places = "a paragraph" if len(sound) == 1 else f"{len(sound)} paragraphs"
        more = f"; {places} in it, such as “{_shown(sound[0].text)}”, would be damaged by converting: leave out such"
    return ArticleError(
        f"the Burmese text is in Zawgyi, not Unicode (“{_shown(worst.text)}”)", path=path, remedy=_REMEDY + more
    )


def _judged(text: str, judge: Judge) -> list[_Paragraph]:
    paragraphs, line, start = [], 1, 0
    for match in [*_BLANK_LINES.finditer(text), None]:
        part = text[start : match.start() if match else len(text)]
        letters = _myanmar(part)
        if letters:
            before = next((n for n, row in enumerate(part.split("\n")) if _myanmar(row)), 0)
            paragraphs.append(_Paragraph(line + before, letters, _count(letters), _clamped(judge(letters))))
        if match:
            line += text.count("\n", start, match.end())
            start = match.end()
    return paragraphs


def _myanmar(text: str) -> str:
    """Return the runs of Myanmar letters in *text*, a space between them."""
    return " ".join(_RUN.findall(text))


def _count(letters: str) -> int:
    return len(letters) - letters.count(" ")


def _clamped(likely: float) -> float:
    """Digits and signs alone tell nothing (-inf): they are the same in both."""
    return max(likely, 0.0)


def _shown(text: str) -> str:
    return text if len(text) <= 24 else text[:24] + "…"


def _detector() -> Judge:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the detector opens its table the old way
        from myanmartools import ZawgyiDetector

        judge: Judge = ZawgyiDetector().get_zawgyi_probability
    return judge
