"""A name or term changed: a capitalised word that opens no sentence, an acronym, a word beside a title."""

from __future__ import annotations

import re
from functools import cache

from ..checks.rule import words
from .comparison import Comparison, Span, Spans, changed_matches
from .dates import DAYS_AND_MONTHS, names_of

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_OPENS = re.compile(r"(?:^|[.!?…:]\"?['\")]?[ ]|[\"(][ ]?|\n|— )$")
_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|General|Lt|Col|Colonel|Capt|Captain|Maj|Sgt|President|Minister|Senator"
    r"|Judge|King|Queen"
    r"|Prince|Princess|Sir|Lord|Lady|U|Daw|Ko|Ma|Maung|Saw|Sao|Sayadaw|Bo|San|St|Don|Doña|Señora?|Sra?"
    r"|Herr|Frau|Mme|M|Pope"
    r"|Ayatollah|Sheikh|Imam|Governor|Mayor|Prime)\.?[ ]$"
)
_TITLES = frozenset(words("Mr Mrs Ms Miss Dr Prof Gen Lt Col Capt Maj Sgt Daw Ko Sir Herr Frau Mme Sr Sra"))
_NO_NAME = re.compile(rf"I(?:'\w+)?|[A-Z]|[IVXLCDM]+|No|(?:{DAYS_AND_MONTHS})\.?")
_HEADLINE_SHARE = 0.6

_MY_NAME = "[\u1000-\u109f]{1,24}?"
_LOCAL = re.compile(
    rf"(?<![\u1000-\u1049])(?:ဦး|ဒေါ်(?!လာ)|ဗိုလ်ချုပ်မှူးကြီး|ဗိုလ်ချုပ်ကြီး|ဗိုလ်ချုပ်|ဗိုလ်မှူး(?:ချုပ်"
    rf"|ကြီး)?|ဗိုလ်|ဒေါက်တာ|ဆရာတော်|ဆရာ|ကို(?=\S)|မောင်|စိုင်း|နန်း|စော(?![\u102b-\u103e]"
    rf"|[\u1000-\u1021]\u1037?\u103a)|သမ္မတ|ဝန်ကြီး)[ ]?"
    rf"[\u1000-\u109f]{{2,24}}?(?=က|ကို|၏|နှင့်|သည်|အား|ထံ|ဖမ်း|ကွယ်|တက်|[ ၊။]|$)"
    rf"|{_MY_NAME}(?:မြို့နယ်|မြို့|ကျေးရွာ|ပြည်နယ်|တိုင်းဒေသ|တိုင်း|ခရိုင်|နိုင်ငံ|မြစ်|တောင်)"
    r"|(?:นาย|นางสาว|นาง|พล\.อ\.|พลเอก|ดร\.|จังหวัด|อำเภอ|ตำบล|ประเทศ|เมือง)[ ]?[\u0e00-\u0e7f]{2,20}"
    r"|[\u4e00-\u9fff]{1,4}(?:省|市|县|縣|州|国|國|先生|女士|主席|总统|總統|总理|部长|将军|日报|公司|さん|氏|首相|県)"
    r"|(?:السيد|السيدة|الرئيس|الرئيسة|الجنرال|العقيد|الدكتور|الوزير|الأمير|الملك|الشيخ|مدينة|محافظة"
    r"|قرية)[ ][\u0620-\u06ff]+"
    r"|(?:श्री|श्रीमती|डॉ|राष्ट्रपति|मंत्री)[. ]+[\u0900-\u097f]+"
)


def find(comparison: Comparison) -> Spans | None:
    cased = _changed_names(comparison)
    local = changed_matches(_LOCAL, comparison)
    land = _changed_lands(comparison)
    found = [spans for spans in (cased, local, land) if spans]
    if not found:
        return None
    return [s for spans in found for s in spans[0]], [s for spans in found for s in spans[1]]


def _changed_names(comparison: Comparison) -> Spans | None:
    old, new = comparison.old, comparison.new
    known = _inner_names(old) | _inner_names(new)
    gone = [s for b in comparison.blocks for s in _names_in(old, b.old, known, comparison.language)]
    came = [s for b in comparison.blocks for s in _names_in(new, b.new, known, comparison.language)]
    before, after = ([text[slice(*span)] for span in spans] for text, spans in ((old, gone), (new, came)))
    if sorted(before) == sorted(after) and not comparison.is_reordered:
        return None
    return (gone, came) if gone or came else None


def _inner_names(text: str) -> set[str]:
    """Return the words that have a capital letter where no sentence opens."""
    if _is_headline(text):
        return set()
    return {
        m[0]
        for m in _WORD.finditer(text)
        if m[0][0].isupper() and not _OPENS.search(text[max(0, m.start() - 4) : m.start()])
    }


def _names_in(text: str, span: Span, known: set[str], language: str) -> list[Span]:
    return [
        match.span()
        for match in _WORD.finditer(text)
        if match.start() < span[1] and span[0] < match.end() and _is_name(text, match, known, language)
    ]


def _is_name(text: str, match: re.Match[str], known: set[str], language: str) -> bool:
    word, before = match[0], text[max(0, match.start() - 16) : match.start()]
    if not any(char.isupper() for char in word) or _NO_NAME.fullmatch(word) or word.casefold() in names_of(language):
        return False
    if word in _TITLES or _TITLE.search(before) or any(char.isupper() for char in word[1:]):
        return not text.isupper()
    if _is_headline(text) or language == "de":
        return False
    opens = _OPENS.search(before) is not None
    return not opens or word in known or _follows_name(text, match)


def _follows_name(text: str, match: re.Match[str]) -> bool:
    """Whether the next word is capitalised too, as in a full name that opens a sentence."""
    following = re.match(r" ([^\W\d_]+)", text[match.end() : match.end() + 40])
    return bool(following and following[1][0].isupper() and len(following[1]) > 1)


def _is_headline(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > _HEADLINE_SHARE * len(words)


@cache
def _lands(language: str) -> frozenset[str]:
    """Return the names of countries in a language, as its speakers write them; none for one not known."""
    from babel import Locale, UnknownLocaleError

    try:
        names = Locale.parse(language).territories.values()
    except (UnknownLocaleError, ValueError, TypeError):
        return frozenset()
    return frozenset(str(name).casefold() for name in names if len(str(name)) > 1)


def _changed_lands(comparison: Comparison) -> Spans | None:
    """Return blocks that a country's name came into or went from, in languages without capital letters."""
    if any(char.isupper() or char.islower() for char in comparison.old[:200]):
        return None
    lands = _lands(comparison.language)
    blocks = [
        b
        for b in comparison.blocks
        if any(land in comparison.old[slice(*b.old)] or land in comparison.new[slice(*b.new)] for land in lands)
    ]
    return ([b.old for b in blocks], [b.new for b in blocks]) if blocks else None
