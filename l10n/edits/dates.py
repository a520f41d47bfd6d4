"""Where a text names a day, a month, a year, a season or a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..checks.rule import language_of, words

_MONTH_EN = (
    r"(?-i:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY_EN = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b\.?"
DAYS_AND_MONTHS = rf"{_MONTH_EN}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|Tues?|Wed|Thu|Fri|Sat|Sun"
"""English names of days and months."""
_SPACED: Mapping[str, str] = {
    "en": (
        rf"{_MONTH_EN}|{_DAY_EN}|today|yesterday|tomorrow|tonight|overnight|midnight|midday|noon|dawn|dusk"
        rf"|sunrise|sunset"
        r"|mornings?|afternoons?|evenings?|nights?|weekends?|weekdays?|midweek|fortnights?|spring|summer"
        r"|autumn|winter"
        r"|decades?|centur(?:y|ies)|(?:last|next|this|past|previous|following|coming)[ ](?:day|week|month|year"
        r"|quarter"
        rf"|season|{_DAY_EN}|{_MONTH_EN})|ago|daily|weekly|monthly|yearly|annual(?:ly)?|hourly|quarterly"
        r"|o'clock|a\.m\.?|(?<=[0-9][ ])am|p\.?m\.?"
        r"|gmt|utc|bc|ad|bce|ce|new year(?:'s)?|christmas|easter|ramadan|eid|thingyan|anniversar(?:y|ies)"
        r"|earlier|later"
        r"|(?<!at )last|next|hours?|minutes?|days?|weeks?|months?|years?|eve|lunar|since"
    ),
    "es": (
        r"hoy|ayer|anteayer|mañana|anoche|mediodía|medianoche|madrugada|tarde|noche|semana|mes|año|años|meses"
        r"|semanas|días?|siglos?|primavera|verano|otoño|invierno|horas?|minutos?|pasado|próxim[oa]|década"
    ),
    "de": (
        r"heute|gestern|vorgestern|morgen|abends?|mittags?|mitternacht|nachts?|nachmittags?|woche\w*|monat\w*"
        r"|jahr\w*|tage?n?|stunden?|minuten?|uhr|frühling|frühjahr|sommer|herbst|winter|jahrzehnt\w*"
        r"|jahrhundert\w*"
    ),
    "fr": (
        r"aujourd'hui|hier|avant-hier|demain|matin|soir|soirée|midi|minuit|après-midi|nuit|semaines?|mois|ans?"
        r"|années?|jours?|siècles?|printemps|été|automne|hiver|heures?|minutes?"
    ),
    "pt": (
        r"hoje|ontem|amanhã|manhã|tarde|noite|meia-noite|semanas?|m[eê]s|meses|anos?|dias?|séculos?|primavera"
        r"|verão|outono|inverno|horas?|minutos?"
    ),
    "it": (
        r"oggi|ieri|domani|mattin[oa]|sera|notte|mezzogiorno|mezzanotte|pomeriggio|settiman[ae]|mes[ei]"
        r"|ann[oi]|giorn[oi]|secol[oi]|primavera|estate|autunno|inverno|or[ae]|minut[oi]"
    ),
    "ru": (
        r"сегодня|вчера|завтра|позавчера|послезавтра|утр\w+|вечер\w*|ноч\w+|полдень|полночь|недел\w+|месяц\w*"
        r"|год\w*|лет|дн[яеи]\w*|день|час\w*|минут\w*|век\w*|весн\w+|лет[оа]м?|осен\w+|зим\w+"
    ),
    "uk": (
        r"сьогодні|вчора|завтра|вранці|ранк\w+|вечор\w+|вечір|ніч|ночі|опівдні|опівночі|тиж\w+|місяц\w+|рок\w+"
        r"|рік|дн[яі]\w*|день|годин\w*|хвилин\w*|століт\w+|весн\w+|літо|осін\w*|зим\w+"
    ),
    "ar": (
        r"[وبلف]?(?:ال)?(?:يوم|اليوم|[أا]مس|غد[اً]?|صباح\w*|مساء|ظهر|ليل\w*|فجر|[أا]سبوع|شهر|سن[ةه]|عام"
        r"|[أا]عوام|[أا]يام|ساع[ةه]|ساعات|دقيق[ةه]|ماضي|مقبل|قادم|قرن|ربيع|صيف|خريف|شتاء)"
    ),
    "fa": r"امروز|دیروز|فردا|صبح|شب|عصر|ظهر|هفته|ماه|سال|روز|ساعت|دقیقه|بهار|تابستان|پاییز|زمستان",
    "hi": r"आज|कल|परसों|सुबह|शाम|रात|दोपहर|सप्ताह|हफ़्ते|हफ्ते|महीने|महीना|साल|वर्ष|दिन|घंटे|मिनट|सदी",
    "id": r"hari ini|kemarin|besok|lusa|pagi|siang|sore|malam|minggu|bulan|tahun|hari|jam|menit|abad|lalu|depan",
    "vi": r"hôm nay|hôm qua|ngày mai|sáng|trưa|chiều|tối|đêm|tuần|tháng|năm|ngày|giờ|phút|thế kỷ",
    "tr": (
        r"bugün|dün|yarın|sabah|akşam|gece|öğle\w*|hafta\w*|ay|yıl\w*|gün\w*|saat\w*|dakika\w*|yüzyıl|ilkbahar"
        r"|yaz|sonbahar|kış"
    ),
    "pl": (
        r"dziś|dzisiaj|wczoraj|jutro|rano|wieczor\w*|noc\w*|południe|północ|tydzie\w*|tygodni\w*|miesi\w+"
        r"|rok\w*|lat|dni\w*|dzień|godzin\w*|minut\w*|wiek\w*|wiosn\w+|lat[oe]m?|jesie\w+|zim\w+"
    ),
    "sw": r"leo|jana|kesho|juzi|asubuhi|jioni|usiku|mchana|wiki|mwezi|miezi|mwaka|miaka|siku|saa|dakika|karne",
    "ko": (
        r"\w*(?:오늘|어제|내일|아침|저녁|오전|오후|밤|정오|자정|지난|다음|이번|주일|작년|올해|내년|월요일"
        r"|화요일|수요일|목요일|금요일|토요일|일요일)\w*"
    ),
}  # fmt: skip
_UNSPACED = (
    r"ယနေ့|ဒီနေ့|မနေ့က|မနေ့|မနက်ဖြန်|မနက်|နံနက်|နေ့လယ်|မွန်းတည့်|မွန်းလွဲ|ညနေ|သန်းခေါင်|ညသန်းခေါင်"
    r"|ည(?![\u102b-\u103e]|[\u1000-\u1021]\u103a)|နာရီ|မိနစ်"
    r"|ပြီးခဲ့သည့်|လာမည့်|ယခင်|ယခု|ခုနှစ်|နှစ်က|မနှစ်က|မနှစ်|ယမန်|လွန်ခဲ့သော|လွန်ခဲ့တဲ့|ပြီးခဲ့တဲ့|လာမယ့်"
    r"|အပတ်|သီတင်းပတ်|ပတ်|ရက်|လဆန်း|လပြည့်|လဆုတ်|လကွယ်|ရာစု|နွေ|မိုးရာသီ|ဆောင်း"
    r"|တန်ခူး|ကဆုန်|နယုန်|ဝါဆို|ဝါခေါင်|တော်သလင်း|သီတင်းကျွတ်|တန်ဆောင်မုန်း|နတ်တော်|ပြာသို|တပို့တွဲ"
    r"|တပေါင်း|ဇန်နဝါရီ|ဖေဖော်ဝါရီ|မတ်|ဧပြီ|မေလ|ဇွန်|ဇူလိုင်|[ဩသ]ြ?ဂုတ်|စက်တင်ဘာ|အောက်တိုဘာ|နိုဝင်ဘာ"
    r"|ဒီဇင်ဘာ"
    r"|တနင်္ဂနွေ|တနင်္လာ|အင်္ဂါ|ဗုဒ္ဓဟူး|ကြာသပတေး|သောကြာ|စနေ"
    r"|วันนี้|เมื่อวาน|พรุ่งนี้|เช้า|บ่าย|เย็น|คืน|เที่ยง|สัปดาห์|เดือน|ปี|วัน|ชั่วโมง|นาที|พ\.ศ\.|ค\.ศ\.|ศตวรรษ|ฤดู"
    r"|今天|昨天|明天|今日|昨日|明日|前天|后天|早上|上午|中午|下午|晚上|凌晨|去年|今年|明年|[上下本]周"
    r"|[上下本]月|星期[一二三四五六日天]|周[一二三四五六日]|[月火水木金土日]曜日?|世纪|年代|年|月|日|点|時"
    r"|时|分|春|夏|秋|冬"
)
_YEAR = r"(?<![\d.,])(?:1[6-9]\d|20\d|25\d)\d(?![\d%])(?:s\b)?"
_CLEAR = (
    r"\b\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+Z?)?\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b"
    r"|\b\d{1,2}:\d{2}(?::\d{2})?(?:[ ]?[ap]\.?m\b\.?)?"
    r"|\b\d{1,2}(?:\.\d{2})?[ ]?[ap]\.?m\b\.?|\b\d{3,4}s\b|'\d0s\b"
)
_AFTER_YEAR_WORD = (
    r"(?:(?<=\bsince )|(?<=\byear )|(?<=\bof )|(?<=\bborn in )|(?<=\bin )|(?<=, ))" + _YEAR + r"(?=[.,;:!?)]|$)"
)
_NUMBERED = r"[0-9]{1,2}[ ]?(?:နာရီ|မိနစ်|ရက်)|[0-9]+[ ]?[年月日]"
_CLEAR_LOCAL = r"[0-9]{4}[ ]?(?:ပြည့်နှစ်|ခုနှစ်|ခု|年)|(?:ปี|พ\.ศ\.|ค\.ศ\.)[ ]?[0-9]{4}|[0-9]{1,2}月(?:[0-9]{1,2}[日号號]?)?"


_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "months": words(
        "september november december february october january august april march june july"
        " jan feb mar apr may jun jul aug sep oct nov dec"
    ),
    "days": words("wednesday thursday saturday tuesday monday friday sunday mon tue wed thu fri sat sun"),
}
"""What Babel knows of English, which it takes long to load."""


@cache
def names_of(locale: str, kind: str = "") -> tuple[str, ...]:
    """Return the names of `months` or `days`, or both, long and short, in the locale's language; () if not known."""
    if locale == "en":
        return tuple(name for part, names in _ENGLISH.items() if kind in ("", part) for name in names)
    from babel import Locale, UnknownLocaleError

    try:
        facts = Locale.parse(locale.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return ()
    tables = [table for name, table in (("months", facts.months), ("days", facts.days)) if kind in ("", name)]
    names = {
        str(name).casefold().strip(".")
        for table in tables
        for form in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for name in table[form][width].values()
    }
    known = (name for name in names if _is_telling(name) and not name.isdigit())
    return tuple(sorted(known, key=len, reverse=True))


def _is_telling(name: str) -> bool:
    """Whether a name is long enough to be nothing else."""
    return len(name) > 2 or (
        len(name) == 2 and all("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3" for c in name)
    )


@cache
def pattern_for(locale: str, *, latin: bool = False) -> re.Pattern[str]:
    """Return the pattern of all that dates something; digits are those of ASCII.

    With *latin* it lacks what cannot stand in a text of Latin letters, and is made in a third of the time.
    """
    language = language_of(locale)
    named = () if language == "en" else names_of(locale)
    spaced = [re.escape(name) for name in named if not _WRITTEN_UNSPACED.search(name)]
    unspaced = [re.escape(name) for name in named if _WRITTEN_UNSPACED.search(name)]
    others = () if latin else ("ar", "ru", "hi", "ko")
    lists = [_SPACED[name] for name in dict.fromkeys(("en", language, *others)) if name in _SPACED]
    named_or_listed = "|".join([*lists, *spaced])
    parts = [_clear(locale), *(() if latin else (_NUMBERED,)), _YEAR]
    parts += [rf"(?<![^\W_])(?:{named_or_listed})(?![^\W_]|[\u0900-\u0dff])", *unspaced]
    return re.compile("|".join([*parts, *(() if latin else (_UNSPACED,))]), re.IGNORECASE)


@cache
def _clear_for(locale: str) -> re.Pattern[str]:
    return re.compile(_clear(locale), re.IGNORECASE)


def _clear(locale: str) -> str:
    """Return the pattern of what is a date and cannot be another number."""
    month = "|".join([_MONTH_EN, *map(re.escape, names_of(locale, "months"))])
    day = r"\d{1,2}(?!\d)(?:st|nd|rd|th)?"
    near = (
        rf"\b{day}[ ](?:of[ ]|de[ ]|- \d+ )?(?:{month})\b(?:,?[ ]{_YEAR})?"
        rf"|(?:{month})\.?[ ]?(?:လ[ ]?)?{day}(?:[ ]?ရက်)?(?:,[ ]{_YEAR})?|(?:{month})\.?,?[ ]{_YEAR}"
    )
    return rf"{_CLEAR}|{near}|{_CLEAR_LOCAL}|{_AFTER_YEAR_WORD}"


def blank_dates(text: str, locale: str) -> str:
    """Return *text*, of the same length, without the numbers that are surely dates."""
    return _clear_for(locale).sub(lambda match: "\0" * len(match[0]), text)


def is_latin(*texts: str) -> bool:
    """Whether no letter in the texts is of another script."""
    return all(text.isascii() or not _BEYOND_LATIN.search(text) for text in texts)


_BEYOND_LATIN = re.compile("[\u0370-\u1dff\u2c00-\U0010ffff]")
_WRITTEN_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
