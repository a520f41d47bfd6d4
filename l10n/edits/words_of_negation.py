"""How languages say no: the words, prefixes and pairs that turn a sentence round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ..checks.rule import words
from .words_of_more_languages import NEGATION, SAME

_SPACED: Mapping[str, str] = {
    "en": (
        r"not?|nay|never(?:more|theless)?|none|nobody|nothing|nowhere|neither|nor|cannot|without|w/o|\w*n't"
        r"|(?:ai|do|does|did|wo|ca|is|was|could|would|should|has|have|had|are|were|must|need)nt"
        r"|yet to|rather than|instead of|unless|hardly|barely|scarcely|rarely|seldom|(?:an? )?(?:little|few)|only|but"
        r"|too|far from"
        r"|except(?:ing|ed)?|excluding|besides"
        r"|lest|minus|non|anti|counter|(?:pro|un|ex)(?=-)|den(?:y|ies|ied|ying|ials?)|refus\w+|reject\w*|declin\w+"
        r"|fail(?:s|ed|ing|ures?)?|lack\w*|absen\w+|ceas\w+|prevent\w*|bann?\w{0,3}|prohibit\w*|forb\w+|unable"
        r"|avoid\w*|exclu\w+|oppos\w+|object(?:s|ed|ing|ions?)|disput\w+|halt\w*|block(?:s|ed|ing)?|stop(?:s"
        r"|ped|ping)?"
        r"|cancel\w*|revok\w+|void|nil|zero|against|innocent|guilty|falsely|false|true"
        r"|wrongly|veto\w*|withh\w+|impossible|almost|nearly"
        r"|anymore|any more|ever|always|doubt\w*|neglect\w*|deprived?|dropped|overturn\w*|quash\w*|acquit\w*|convict\w*"
    ),
    "es": (
        r"no|nunca|jamás|nadie|nada|ning[uú]n[oa]?s?|sin|tampoco|ni|apenas|sino|salvo|excepto|ya|aún|todavía|falt\w+"
        r"|neg(?:ó|ar|aron|aba|aban|ado)|niega\w?|rechaz\w+|contra|anti|carec\w+|imped\w+|impid\w+|prohib\w+|evit\w+"
    ),
    "de": (
        r"nicht|nichts|nie|niemals|niemand\w*|kein\w*|ohne|weder|noch|kaum|nirgend\w*|außer|gegen|statt|nein|sondern"
        r"|verweiger\w+|lehnt\w*|ablehn\w*|leugn\w+|bestr\w+|verb[oi]\w+|verhinder\w+|mangel\w*|fehl\w+"
    ),
    "fr": (
        r"ne|n|pas|point|jamais|personne|rien|aucune?s?|nulle?s?|sans|ni|non|guère|sauf|contre|plus|que"
        r"|refus\w+|ni(?:e|é|er|ent|ait)|rejet\w+|démen\w+|interdi\w+|empêch\w+|manqu\w+"
    ),
    "pt": (
        r"não|nao|nunca|jamais|ninguém|nada|nenhu\w+|sem|nem|tampouco|apenas|exceto|contra|neg\w+|recus\w+|rejeit\w+"
        r"|proib\w+|imped\w+|falt\w+"
    ),
    "it": (
        r"non|no|mai|nessun\w*|niente|nulla|senza|né|neppure|neanche|nemmeno|tranne|eccetto|contro|neg\w+|rifiut\w+"
        r"|respin\w+|viet\w+|imped\w+|manc\w+"
    ),
    "nl": r"niet|niets|nooit|niemand|geen|zonder|noch|nergens|behalve|tegen|weiger\w+|ontken\w+|verb[oi]\w+",
    "ru": (
        r"не|ни|нет|никогда|никт?о\w*|никому|никем|никого|ничего|ничто|ничем|ничему|никак\w*|нигде|нельзя|без|едва"
        r"|кроме|против|вряд|отказ\w+|отриц\w+|отверг\w+|опроверг\w+|запре\w+|невозможно|ничуть|нисколько|лишь"
    ),
    "uk": (
        r"не|ні|немає|нема|ніколи|ніхто|нікого|нікому|ніким|нічого|ніщо|ніде|ніяк\w*|без|жод\w+|проти|крім|навряд"
        r"|відмов\w+|запереч\w+|заборон\w+|неможливо|лише"
    ),
    "pl": (
        r"nie|ni|nigdy|nikt|nikogo|nikomu|nic|niczego|żad\w+|bez|ani|nigdzie|przeciw\w*|oprócz|odm[aó]w\w+"
        r"|zaprzecz\w+"
        r"|odrzuc\w+|zakaz\w*|brak\w*|niem[aó]\w*"
    ),
    "ar": (
        r"[وف]?(?:لا|لم|لن|ما|ليس\w*|غير|دون|بدون|بلا|عدم|لست|ليست|إلا|سوى|أبدا|أبداً|كلا|لما|نفى|ينفي|نفت"
        r"|رفض\w*|يرفض\w*"
        r"|ترفض|منع\w*|يمنع|ضد|عدا|انعدام|فشل\w*|أنكر\w*|ينكر)"
    ),
    "fa": r"نه|هیچ\w*|بدون|بی|مگر|هرگز|جز|علیه|نمی\w*|نیست\w*|نبود\w*|ن[\u0620-\u06cc]\w+|رد|تکذیب|غیر|عدم|ضد",
    "ur": r"نہیں|نہ|مت|بغیر|بنا|کبھی|غیر|بلا|انکار|عدم",
    "he": r"לא|אין|אל|בלי|ללא|מבלי|אף|שום|מעולם|לעולם|נגד|סירב\w*|הכחיש\w*|בלתי|אי",
    "hi": r"नहीं|न|ना|मत|बिना|कभी|बग़ैर|बगैर|बजाय|इनकार|इंकार|ख़िलाफ़|खिलाफ|गैर|ग़ैर|नकार\S*|नही",
    "bn": r"না|নেই|নয়|নি|ছাড়া|বিনা|কখনো|নহে|\S+নি",
    "id": (
        r"tidak|tak|bukan\w*|belum|jangan|tanpa|kecuali|tiada|menolak|membantah|ditolak|melarang|dilarang|anti|gagal"
        r"|tidaklah|hampir|nir"
    ),
    "vi": r"không|chưa|chẳng|chả|đừng|chớ|đâu|vô|bất|phi|phản|từ chối|phủ nhận|bác bỏ|cấm|thiếu|trừ|ngoại trừ",
    "tr": (
        r"değil\w*|yok\w*|hiç\w*|asla|ne|olmadan|olmaksızın|karşı|hayır|\w+(?:sız|siz|suz|süz)\w*"
        r"|\w+m[aeıiuü](?=[dmyzksln])\w+|red\w+|yasak\w*"
    ),
    "sw": (
        r"si|hapana|sio|siyo|bila|bado|kamwe|la|kutokuwa|wala|ha(?:ku|wa|tu|ta|m|i|u|zi|li|ya|pa|ki|ja)\w+"
        r"|si\w{3,}|ha\w{3,}|kuto\w+"
    ),
    "ko": (
        r"안|못|없\w*|않\w*|아니\w*|아닌|아닙\w*|말\w*|\w*(?:않|없|아니|못하|안되|불가|거부|부인|반대)\w*|비"
        r"|불|미|무"
    ),
}  # fmt: skip
_UNSPACED = (
    # Burmese: the syllable of negation, its particles, and verbs that say no
    r" ?မ(?!နေ့|နက်ဖြန်|နှစ်က)(?![\u102b-\u103e]|[\u1000-\u1021]\u1037?\u103a) ?|ဘူး|ဘဲ|ငြင်း|ပယ်|ကန့်ကွက်"
    r"|ပိတ်ပင်|တားမြစ်|တားဆီး|မှလွဲ|မှအပ"
    r"|ကင်း|ပျက်ကွက်|ရပ်|ဆန့်ကျင်|မဲ့|ဘယ်တော့မှ|ဘယ်သူမှ|ဘယ်မှ|ဘာမှ|မည်သူမျှ"
    # Thai, Lao, Khmer
    r"|ไม่|มิ|ไร้|ปราศจาก|ห้าม|อย่า|หามิได้|เปล่า|ยกเว้น|ปฏิเสธ|เว้น|บ่|ບໍ່|ບໍ|ບໍ່|មិន|ពុំ|គ្មាន|ឥត|អត់|កុំ"
    # Chinese, Japanese
    r"|[不没沒未无無非否勿莫别別毋弗休免禁拒反缺失难難]|并非|并无|除了|没有"
    r"|な[いかくけしさ]|ませ[んぬ]|ず|ぬ|まい|ない|無し|なし|なく"
)
_STARTS = r"(?<![^\W_])(?<![\u0900-\u0dff])"
_ENDS = r"(?![^\W_]|[\u0300-\u036f\u0900-\u0dff])"
_FLIPS = re.compile(
    r"(?:un|in|im|il|ir|dis|non|anti|counter|mis|de|a|ab|an|i|des|kontra|contra|bez|без|не|ни|не-|nie|ne|un|on|is"
    r"|نا|غیر|بی|अ|अन|ना|बे|निर)-?"
)
_PAIRS = frozenset(
    frozenset(pair.split("/"))
    for pair in words(
        "include/exclude import/export increase/decrease accept/refuse accept/reject allow/ban allow/forbid "
        "permit/forbid permit/prohibit confirm/deny approve/reject support/oppose agree/refuse legal/outlawed "
        "possible/impossible present/absent inside/outside attack/defend encourage/discourage win/lose won/lost "
        "before/after open/shut opened/closed open/closed with/without everybody/nobody all/none friend/enemy "
        "safe/dangerous able/unable alive/dead survive/die survived/died survives/dies lift/impose lifted/imposed "
        "rise/fall rises/falls rose/fell rising/falling risen/fallen up/down gain/lose gained/lost"
    )
)
_SUFFIXES = (("less", "ful"), ("less", ""), ("free", ""))


_WRITTEN_UNSPACED = frozenset({"my", "th", "lo", "km", "zh", "ja"})


@cache
def pattern_for(language: str) -> re.Pattern[str]:
    """Return the pattern of all that negates in *language*, in English, and in scripts of their own.

    For a language without a list, the words of all.
    """
    lists = {**NEGATION, **_SPACED}
    known = SAME.get(language, language)
    own = ("en", known) if known in lists or known in _WRITTEN_UNSPACED else tuple(lists)
    spaced = "|".join(lists[name] for name in dict.fromkeys((*own, "ar", "ru", "hi", "ko")) if name in lists)
    signs = r"(?:[ ]?[,.;:!?—])?"  # "No, more" and "No more": a sign beside it moves what is denied
    denied = rf"(?:[,;:—][ ])?{_STARTS}(?:{spaced}){_ENDS}{signs}"
    return re.compile(rf"{denied}|{_UNSPACED}|[≠¬❌✗🚫]", re.IGNORECASE)


def turns_round(old: str, new: str) -> bool:
    """Whether one of two words is the other with a prefix or ending that negates it, or its known opposite."""
    if frozenset((old, new)) in _PAIRS:
        return True
    short, long = sorted((old, new), key=len)
    if len(short) >= 3 and long.endswith(short) and _FLIPS.fullmatch(long[: -len(short)]):
        return True
    return any(_swap(long, a, b) == short or _swap(short, a, b) == long for a, b in _SUFFIXES)


def _swap(word: str, ending: str, other: str) -> str:
    return word[: -len(ending)] + other if word.endswith(ending) and len(word) > len(ending) + 2 else ""
