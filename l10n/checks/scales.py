"""Words that multiply a number beside them: million, သန်း, लाख, 万."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from .rule import small, words

_BY_LANGUAGE: Mapping[str, str] = {
    "en": "hundred=2 thousand=3 k=3 lakh=5 lakhs=5 million=6 mln=6 crore=7 crores=7 billion=9 bn=9 trillion=12",
    "es": "mil_millones=9 mil=3 millón=6 millon=6 millones=6 billón=12 billones=12",
    "pt": "mil_milhões=9 mil=3 milhão=6 milhões=6 bilhão=9 bilhões=9 bilião=12 biliões=12 trilhão=12 trilhões=12",
    "de": "tausend=3 million=6 millionen=6 mio=6 milliarde=9 milliarden=9 mrd=9 billion=12 billionen=12",
    "fr": "mille=3 million=6 millions=6 milliard=9 milliards=9 billion=12 billions=12",
    "it": "mila=3 mille=3 milione=6 milioni=6 miliardo=9 miliardi=9",
    "nl": "duizend=3 miljoen=6 miljard=9",
    "ru": "тысяч=3 тысячи=3 тысяча=3 тысячу=3 тыс=3 миллион=6 миллиона=6 миллионов=6 млн=6 миллиард=9 миллиарда=9"
    " миллиардов=9 млрд=9",
    "uk": "тисяч=3 тисячі=3 тис=3 мільйон=6 мільйони=6 мільйонів=6 млн=6 мільярд=9 мільярди=9 мільярдів=9 млрд=9",
    "el": "χιλιάδες=3 χιλιάδων=3 εκατομμύριο=6 εκατομμύρια=6 εκατομμυρίων=6 δισεκατομμύρια=9 δισεκατομμυρίων=9",
    "tr": "bin=3 milyon=6 milyar=9 trilyon=12",
    "id": "ribu=3 juta=6 miliar=9 triliun=12",
    "vi": "nghìn=3 ngàn=3 triệu=6 tỷ=9 tỉ=9",
    "ar": "ألف=3 ألفا=3 ألفًا=3 آلاف=3 مليون=6 مليونا=6 مليونًا=6 ملايين=6 مليار=9 مليارا=9 مليارات=9 تريليون=12",
    "fa": "هزار=3 میلیون=6 میلیارد=9 تریلیون=12",
    "ur": "ہزار=3 لاکھ=5 کروڑ=7 ارب=9",
    "hi": "हज़ार=3 हजार=3 लाख=5 करोड़=7 करोड़=7 अरब=9",
    "ne": "हजार=3 लाख=5 करोड=7 अर्ब=9",
    "bn": "হাজার=3 লাখ=5 লক্ষ=5 কোটি=7",
    "my": "ရာ=2 ထောင်=3 သောင်း=4 သိန်း=5 သန်း=6 ကုဋေ=7 ဘီလီယံ=9 ဘီလျံ=9 ထရီလီယံ=12",
    "th": "ร้อย=2 พัน=3 หมื่น=4 แสน=5 ล้าน=6 พันล้าน=9 หมื่นล้าน=10 แสนล้าน=11 ล้านล้าน=12",
    "lo": "ຮ້ອຍ=2 ພັນ=3 ໝື່ນ=4 ແສນ=5 ລ້ານ=6 ຕື້=9",
    "km": "រយ=2 ពាន់=3 ម៉ឺន=4 សែន=5 លាន=6 កោដិ=7 ពាន់លាន=9 ប៊ីលាន=9",
    "zh": "百=2 千=3 万=4 萬=4 百万=6 百萬=6 千万=7 千萬=7 亿=8 億=8 万亿=12 兆=12",
    "ja": "百=2 千=3 万=4 百万=6 千万=7 億=8 兆=12",
    "ko": "백=2 천=3 만=4 백만=6 천만=7 억=8 조=12",
}
"""Each word with its power of ten; `_` is a space."""

_UNSPACED = frozenset(words("my th lo km zh ja ko"))
_NO_SCALE = {"ရာ": "(?!ခိုင်|သီ|ထူး|ဇ)", "ထောင်": "(?!ဒဏ်|ကျ)", "万": "(?!一)", "兆": "(?!候)"}
_BEFORE = re.compile(r"(ထောင်|သောင်း|သိန်း|သန်း|ကုဋေ)(?:ပေါင်း)?\s?$")
_PERHAPS = frozenset({"ထောင်", "ရာ"})
"""Words that before a number are as often another word: a prison."""


def knows_scales(language: str) -> bool:
    return language in _BY_LANGUAGE


def scale_at(text: str, start: int, end: int, language: str = "") -> frozenset[int]:
    """Return the powers of ten that the words beside `text[start:end]` may multiply it by; {0} for none."""
    pattern, powers = _table(language if language in _BY_LANGUAGE else "")
    after = pattern.match(text, end)
    if after:
        return frozenset({powers[small(after[1])]})
    before = _BEFORE.search(text, max(0, start - 16), start) if not text.isascii() else None
    if not before:
        return frozenset({0})
    power = powers.get(before[1], 0)
    return frozenset({power, 0}) if before[1] in _PERHAPS else frozenset({power})


@cache
def _table(language: str) -> tuple[re.Pattern[str], Mapping[str, int]]:
    """Return the pattern of what multiplies in *language* (and in English, as many mix them), and the powers."""
    lists = ("en", language) if language else tuple(_BY_LANGUAGE)
    powers: dict[str, int] = {}
    for name in lists:
        for item in words(_BY_LANGUAGE[name]):
            word, _, power = item.partition("=")
            powers[word.replace("_", " ")] = int(power)
    listed = sorted(powers, key=len, reverse=True)
    pattern = "|".join(re.escape(word) + _NO_SCALE.get(word, "") + _end(word) for word in listed)
    return re.compile(rf"(?:[\s-]|၊ ?)?({pattern})", re.IGNORECASE), powers


def _end(word: str) -> str:
    return "" if "\u0e00" <= word[0] <= "\u109f" or word[0] > "\u1780" else r"(?![^\W\d_])"
