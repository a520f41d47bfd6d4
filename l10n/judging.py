"""Is what an engine gave a translation? Catches error pages, echoes, wrong scripts, lost marks, cut or padded text.

What it cannot see: a text in good order that says something else, or a sentence left out of a long text.

The rules are generous: they refuse what cannot be a translation, and leave quality to people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

MARKS_LOST = "marks lost"
"""The reason given where ⟦n⟧ marks did not come back once each; whoever reads it may try without marks."""

MARK = re.compile(r"⟦\d+⟧")

STUCK = "one word again and again"

ABOUT_THE_TEXT = frozenset(
    {
        STUCK,
        *(MARKS_LOST, "empty", "control characters", "no words", "echo of the source", "wrong script", "cut off"),
        *("length out of proportion", "HTML that the source does not have", "in English", "unreadable signs"),
    }
)
"""Reasons that tell of one text; "error page" may tell of the whole engine."""

_ERROR_PAGE = re.compile(
    r"Error \d{3} \(|\b[45]\d\d (?:Bad Request|Forbidden|Not Found|Bad Gateway|Server Error)|That.s an error\b"
    r"|MYMEMORY WARNING|INVALID (?:SOURCE|TARGET) LANGUAGE|INVALID LANGUAGE PAIR|QUERY LENGTH LIMIT|NO QUERY SPECIFIED"
    r"|PLEASE SELECT TWO DISTINCT LANGUAGES|TOO MANY REQUESTS|INTERNAL SERVER ERROR|SERVICE UNAVAILABLE"
    r"|unusual traffic from|rate limit exceeded|quota exceeded|invalid api key|<!doctype|<html|<head>|<body",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|&(?:nbsp|lt|gt|amp|quot|#\d{2,5});")
_ENGLISH = frozenset(
    {
        *("the", "and", "you", "your", "have", "has", "this", "that", "with", "from", "are", "been", "they", "their"),
        *("which", "will", "would", "please", "available", "who", "were", "was", "for", "of", "is", "to", "it", "by"),
    }
)
"""Words that make up much of any English text; few of them are words of other languages."""
_STOPS = ".!?…。！？။၊؟۔։।॥།።។᠃"
_END = re.compile(rf"[{_STOPS}]\W*$")
_SOFT_END = re.compile(rf"[{_STOPS}:;]\W*$")
_SENTENCE = re.compile(rf"[{_STOPS}]+(?=\W|$)")
_WITHOUT_STOPS = frozenset({"th", "lo"})
"""Languages that end sentences with a space."""

_SCRIPTS: dict[str, tuple[str, ...]] = {
    "CYRILLIC": ("be", "bg", "kk", "ky", "mk", "mn", "ru", "tg", "uk"),
    "ARABIC": ("ar", "ckb", "fa", "ps", "sd", "ug", "ur"),
    "DEVANAGARI": ("hi", "mr", "ne"),
    "ETHIOPIC": ("am", "ti"),
    "HEBREW": ("he", "iw", "yi"),
    "MYANMAR": ("my", "shn", "mnw", "ksw"),
    "ARMENIAN": ("hy",),
    "BENGALI": ("as", "bn"),
    "GEORGIAN": ("ka",),
    "GREEK": ("el",),
    "GUJARATI": ("gu",),
    "GURMUKHI": ("pa",),
    "KANNADA": ("kn",),
    "KHMER": ("km",),
    "LAO": ("lo",),
    "MALAYALAM": ("ml",),
    "ORIYA": ("or",),
    "SINHALA": ("si",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "THAI": ("th",),
    "TIBETAN": ("bo", "dz"),
    "CJK HIRAGANA KATAKANA": ("ja",),
    "CJK HANGUL": ("ko",),
    "CJK": ("zh",),
    "LATIN": (
        *("af", "ca", "cs", "cy", "da", "de", "en", "eo", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "id"),
        *("is", "it", "lt", "lv", "ms", "mt", "nb", "nl", "nn", "no", "oc", "pl", "pt", "ro", "sk", "sl", "sq", "sv"),
        *("sw", "tl", "tr", "vi"),
    ),
}
_SCRIPT_OF = {language: scripts for scripts, languages in _SCRIPTS.items() for language in languages}
_SCRIPT_SUBTAGS = {"Latn": "LATIN", "Cyrl": "CYRILLIC", "Arab": "ARABIC", "Deva": "DEVANAGARI"}
_STUCK = re.compile(r"\b(\w{2,})(?:\W+\1\b){4}", re.IGNORECASE)
_SHORT = 40
_DENSE = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def judge(source: str, target: str, *, target_locale: str, marks: Sequence[str] = ()) -> str:
    """Return "" if *target* may be a translation of *source*, else the reason why it is none.

    *marks* are the ⟦n⟧ marks that must come back, once each; any other mark is one too many.
    """
    if not target.strip():
        return "empty"
    if any(unicodedata.category(c) in {"Cc", "Cs"} for c in target if c not in "\n\t"):
        return "control characters"
    if _ERROR_PAGE.search(target) and not _ERROR_PAGE.search(source):
        return "error page"
    if _is_garbled(target) and not _is_garbled(source):
        return "unreadable signs"
    if len(_TAG.findall(target)) > len(_TAG.findall(source)):
        return "HTML that the source does not have"
    if sorted(MARK.findall(target)) != sorted(marks):
        return MARKS_LOST
    return _judge_words(MARK.sub("", source), MARK.sub("", target), target_locale)


def _judge_words(source: str, target: str, target_locale: str) -> str:
    letters = _count_letters(source)
    if letters and not _count_letters(target):
        return "no words"
    if _is_prose(source):
        if _folded(source) == _folded(target):
            return "echo of the source"
        if not _is_in_script(target, target_locale):
            return "wrong script"
        if _is_english(target) and not target_locale.startswith("en"):
            return "in English"
    reason = _judge_length(source, target, target_locale)
    return reason or (STUCK if _STUCK.search(target) and not _STUCK.search(source) else "")


def _judge_length(source: str, target: str, target_locale: str) -> str:
    """Short texts may shrink and grow by much, long ones by less; one whose last sentence has no end was cut."""
    length = _weigh(source)
    if length <= _SHORT:
        return "length out of proportion" if _weigh(target) > 4 * _SHORT else ""
    ratio = _weigh(target) / length
    if not (0.25 <= ratio <= 4 if length <= 120 else 0.35 <= ratio <= 3):
        return "length out of proportion"
    if target_locale.split("-")[0] in _WITHOUT_STOPS or not _END.search(source):
        return ""
    fewer = len(_SENTENCE.findall(target)) < len(_SENTENCE.findall(source))
    return "cut off" if not _SOFT_END.search(target) or (fewer and ratio < 0.5) else ""


def _is_garbled(text: str) -> bool:
    """Whether a server's bytes were read in the wrong charset: replacement signs, or UTF-8 taken for Latin."""
    if "\ufffd" in text:
        return True
    if text.isascii():
        return False
    try:
        raw = b"".join(_byte(char) for char in text)
        return len(raw.decode("utf-8")) < len(text)
    except (UnicodeEncodeError, UnicodeDecodeError):
        return False


def _byte(char: str) -> bytes:
    try:
        return char.encode("latin-1")
    except UnicodeEncodeError:
        return char.encode("cp1252")


def _is_english(text: str) -> bool:
    """Whether at least three different, and a quarter of all words, are words that only English is full of."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    found = [word for word in words if word in _ENGLISH]
    return len(set(found)) >= 3 and len(found) * 4 >= len(words)


def _is_prose(text: str) -> bool:
    """Whether the text has at least four words, or as much as that in a script without spaces."""
    words = sum(any(c.isalpha() for c in word) for word in text.split())
    return words >= 4 or _count_letters(text) > 40


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _count_letters(text: str) -> int:
    return sum(c.isalpha() for c in text)


def _is_in_script(text: str, locale: str) -> bool:
    """Whether at least half of the letters, weighed, are of the locale's script, if that is known."""
    language, *subtags = locale.split("-")
    wanted = next((_SCRIPT_SUBTAGS[s] for s in subtags if s in _SCRIPT_SUBTAGS), _SCRIPT_OF.get(language, ""))
    if not wanted:
        return True
    letters = [c for c in text if unicodedata.category(c)[0] in "LM" and not unicodedata.name(c, "").startswith("COMB")]
    right = [c for c in letters if unicodedata.name(c, "").split(" ")[0] in wanted.split(" ")]
    return _weigh(right) * 2 >= _weigh(letters)


def _weigh(text: Iterable[str]) -> float:
    """Return the length in characters; one of Chinese, Japanese or Korean counts for two and a half."""
    return sum(2.5 if unicodedata.name(c, "").startswith(_DENSE) else 1 for c in text)
