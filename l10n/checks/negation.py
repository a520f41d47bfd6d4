"""A reminder where the source says no and the target does not seem to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..model import Entry, Finding, Severity
from .rule import Locales, Rule, language_of, seen, words

RULE = Rule(
    "negation",
    Severity.INFO,
    "The source says no, and the target has no word that does.",
    why="""\
A lost “not” turns a sentence round, and nothing else shows it. Only told, never more: a language can say it with
another verb (“did not attend”: “was absent”), and a negation anywhere in the target counts.
Looked for where the words of both languages are known.""",
)

_SURE: Mapping[str, str] = {
    "en": r"not|never|nobody|nothing|nowhere|none|neither|nor|cannot|without|no(?! (?:\.|\d|doubt|matter|longer))"
    r"|\w+n[’']t",
    "es": r"no|nunca|jamás|nadie|nada|ning[uú]n\w*|sin",
    "fr": r"ne|n[’'](?=\w)|jamais|personne|rien|sans",
    "de": r"nicht|nichts|nie|niemals|niemand\w*|kein\w*|ohne",
    "pt": r"não|nunca|ninguém|nada|nenhum\w*|sem",
    "it": r"non|mai|nessun\w*|niente|nulla|senza",
    "ru": r"не|нет|никогда|никто|ничего|без",
}
"""Words of a source language that surely negate."""

_KNOWN = frozenset(
    words(
        "en es de fr pt it nl ru uk pl ar fa ur he hi bn id ms vi tr sw ko el sv da nb fi hu cs ro bg sr ca tl ne pa gu"
        " mr ta te si ka hy am shn mnw ksw ku my th lo km zh ja"
    )
)
_NOT_ONLY = re.compile(r"not only|no longer|no less than|not least|no\.? \d|nothing but|why not", re.IGNORECASE)


def find(entry: Entry, locales: Locales) -> Iterator[Finding]:
    language, target_language = language_of(locales.source), language_of(locales.target)
    if language not in _SURE or target_language not in _KNOWN or language == target_language:
        return
    said = _says_no(_NOT_ONLY.sub("", seen(entry.source)), language)
    if said and not _may_say_no(seen(entry.target), target_language):
        yield RULE.finding(f"The source says “{said}”. Does the target say so, too?", source_part=said)


def _says_no(text: str, language: str) -> str:
    found = _sure(language).search(text)
    return found[0] if found else ""


@lru_cache(maxsize=16)
def _sure(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{_SURE[language]})(?![^\W_])", re.IGNORECASE)


_ALSO: Mapping[str, str] = {
    "te": "కాదు|లేదు|లేని|లేక|లేరు|లేవు|లేము|వద్దు|కూడదు|విఫల|అసాధ్య|బడదు|బడవు|లేడు|కుండా|కావు|రాదు",
    "ta": "இல்ல|முடியா|கூடாது|வேண்டாம்|படாத|தவறிய|தோல்வி|அல்ல|யாத|ாமல்|ாது",
    "ka": r"\bარა?\b|\bარც\b|\bვერ|შეუძლებ|აკრძალულ|\bნუ\b|გარეშე",
    "gu": "નથી|નહિ|નહી|નહીં|નિષ્ફળ|વિના|અશક્ય",
    "mr": "नाही|नाहि|नका|अशक्य|अपयश|शिवाय|नव्ह|नसे|नसा|नसल|नये|अवैध",
    "bn": unicodedata.normalize("NFC", "নয়|ব্যর্থ|অসম্ভব|নিষিদ্ধ"),
    "he": r"אינ[והםןך]|\bאיני|נכשל|בלתי|אסור|מבלי|ללא",
    "ko": "않|없|못|아니|아닌|아닙|불가|실패|금지|미지원|안 되|안됩",
    "el": "αδυναμ|αδύνατ|απέτυχ|αποτυχ",
    "pt": "incapaz|impossível|falh|proibid|inválid",
    "fr": "impossible|incapable|échou|échec|interdit",
    "es": "imposible|incapaz|prohib",
    "ru": "невозмож|нельзя|недоступ|недопуст|запрещ",
    "ja": "不可|禁止|困難|失敗",
}
"""What else says no, or says of a thing that it cannot be, found within words too."""

_LOOKS_NEGATED = re.compile("တပ်မတော်|တပ်မဟာ|တပ်မ|ကျွန်မ|သမ္မတ|အမတ်|မတော်တဆ|မဟာ|အဓမ္မ|ကမ္ဘာ")
"""Burmese words with the syllable of negation in them that negate nothing: army, I, president."""


def _may_say_no(text: str, language: str) -> bool:
    from ..edits.words_of_negation import pattern_for  # the words of edits; they are slow to load

    text = unicodedata.normalize("NFC", _LOOKS_NEGATED.sub("", text) if language == "my" else text)
    if language in _ALSO and re.search(_ALSO[language], text, re.IGNORECASE):
        return True
    return any(_is_of(match[0], language) for match in pattern_for(language).finditer(text))


def _is_of(written: str, language: str) -> bool:
    """Whether a negation that was found is of the language, and not the likes of “already” and “only”."""
    return written.strip(" ,;:.!?—").casefold() not in _WEAK.get(language, ())


_WEAK: Mapping[str, frozenset[str]] = {
    "es": frozenset(words("ya aún todavía apenas salvo excepto contra anti a but too only ever always sino")),
    "fr": frozenset(words("plus que n sauf contre point")),
    "de": frozenset(words("noch außer gegen statt sondern")),
    "pt": frozenset(words("apenas exceto contra")),
    "ar": frozenset(words("ما غير إلا سوى ضد عدا")),
    "th": frozenset({"เว้น", "ยกเว้น", "มิ"}),
    "zh": frozenset(words("除了 难 難 缺 拒 禁 反 别 別")),
    "ja": frozenset(words("除了 反 不 拒 禁 難 別")),
}
"""Words that `l10n.edits` counts, as they change what is said, but that negate no verb."""
