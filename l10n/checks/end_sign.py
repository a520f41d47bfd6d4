"""How a paragraph ends: a sentence with its own language's sign, a question with a question mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of, seen, words

RULE = Rule(
    "end-sign",
    Severity.WARN,
    "The source ends as a sentence or a question, and the target does not.",
    why="""\
Each language has its own signs: ။ in Burmese, also after a question; 。？ in Chinese and Japanese; । in Hindi; ؟ in
Arabic and Persian; ; in Greek; none in Thai and Lao. Quotation marks and brackets after the sign do not matter.
`--fix` adds the full stop of the language where it is missing; question marks are left to a person.""",
)

_STOPS = frozenset(".。．｡။၊।॥۔።։។៕།༎|!?！？؟;\u037e…:：‥ฯ๏—–-")
_QUESTIONS = frozenset("?？؟⁇‽⁈⁉՞፧")
_STOP: Mapping[str, str] = {
    **dict.fromkeys(words("my shn mnw ksw blk kyu"), "။"),
    **dict.fromkeys(words("zh ja yue"), "。"),
    **dict.fromkeys(words("hi ne mr bn as or pa sa mai"), "।"),
    **dict.fromkeys(words("km"), "។"),
    **dict.fromkeys(words("am ti"), "።"),
    "hy": "։",
    "ur": "۔",
}
"""The full stop of languages that do not use the one of English."""

_WITHOUT_STOPS = frozenset(words("th lo bo dz jbo nod tdd khb"))
_WITHOUT_QUESTION_MARKS = frozenset(words("my shn mnw ksw blk kyu th lo km ja ko bo dz hy am ti yue"))
_CLOSERS = "\"”’'“‘»«›‹」』》〉】）)]}*_~` \u00a0\u202f\u200b\u200e\u200f\n"
_MARK = re.compile("⟦[0-9]+⟧")
_ABBREVIATED = re.compile(r"(?:(?<![ap]\.)\b\w|\b[A-Z][a-z]{0,3}|etc|Inc|Ltd|Co)\.$")
MIN_WORDS = 3


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    language = language_of(locales.target)
    source, target = _core(entry.source), _core(entry.target)
    if not source or not target:
        return
    if _is_question(source, language_of(locales.source)):
        yield from _of_question(target, language)
    elif _is_sentence(source) and language not in _WITHOUT_STOPS:
        if target[-1] not in _STOPS:
            yield RULE.finding(f"The last sentence has no {_STOP.get(language, '.')} at its end.")
        elif _is_question(target, language) and "?" not in source and language not in _WITHOUT_QUESTION_MARKS:
            yield RULE.finding("The target ends in a question mark, the source does not.", target_part=target[-1])


def _of_question(target: str, language: str) -> Iterator[Finding]:
    if language in _WITHOUT_QUESTION_MARKS:
        if language not in _WITHOUT_STOPS and target[-1] not in _STOPS:
            yield RULE.finding(f"The question has no {_STOP.get(language, '?')} at its end.")
    elif not _is_question(target, language):
        yield RULE.finding("The source ends in a question mark, the target does not.")
    elif language in ("es", "ast") and "¿" not in target:
        yield RULE.finding("The question has no ¿ where it begins.")


def fix(entry: Entry, locales: Locales) -> str | None:
    """Return the target with the missing full stop; None where its last character is no letter."""
    language, target = language_of(locales.target), entry.target.rstrip()
    source = _core(entry.source)
    last = target[-1:]
    is_open = last.isalpha() or "\u1000" <= last <= "\u109f" or "\u0900" <= last <= "\u0dff"
    if not is_open or last in _STOPS or not _is_sentence(source) or language in _WITHOUT_STOPS:
        return None
    return target + _STOP.get(language, ".")


def _core(text: str) -> str:
    """Return what a reader sees of a text up to its last sign: no quotation marks, brackets or marks after it."""
    return _MARK.sub("", seen(text)).rstrip(_CLOSERS)


def _is_question(text: str, language: str) -> bool:
    return text[-1] in _QUESTIONS or (language == "el" and text[-1] in ";\u037e")


def _is_sentence(text: str) -> bool:
    return text[-1] in ".。။।۔" and len(text.split()) >= MIN_WORDS and not _ABBREVIATED.search(text)
