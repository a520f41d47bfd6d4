"""Numbers, units and comparisons as words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .words_of_more_languages import NUMBERS, SAME

_SPACED: Mapping[str, str] = {
    "en": (
        r"zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
        r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety"
        r"|hundred(?:s|th|ths)?"
        r"|thousand(?:s|th|ths)?|lakhs?|crores?|(?:m|b|tr|quadr)illion(?:s|th|ths)?|bn|dozens?|scores?|couple"
        r"|pair|trio"
        r"|first(?:ly)?|second(?:s|ly)?|third(?:s|ly)?|fourth|(?:fif|six|seven|eigh|nin|ten|eleven|twelf"
        r"|\w+teen|\w+tie)ths?"
        r"|once|twice|thrice|half|halves|halv(?:e|es|ed|ing)|quarters?|both|single|sole|doubl(?:e|es|ed|ing)"
        r"|tripl(?:e|es|ed|ing)|trebl\w+|quadrupl\w+|two-?fold|\w+fold|percent(?:age)?|per cent|pct|several"
        r"|many|most|all"
        r"|each|every|majority|minority|(?:an? )?few|fewer|entire|whole|average|maximum|minimum|total"
        r"|unanimous(?:ly)?|partly|partially|fully|singles|doubles|tens|twenties|thirties|twins?|umpteen|myriad"
        r"|quintupl\w+|dollars?|euros?|pounds?|kyats?|baht|yuan|yen|rupees?|roubles?|rubles?|cents?|pence"
        r"|francs?|pesos?"
    ),
    "es": (
        r"cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+"
        r"|veinti?\w*"
        r"|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien(?:to|tos|tas)?|\w+cient[oa]s"
        r"|quinient[oa]s|mil"
        r"|miles|mill(?:ón|ones|on|ar|ares)|bill(?:ón|ones)|docenas?|decenas?|centenar\w*|primer[oa]?s?|segund[oa]s?"
        r"|tercer[oa]?s?|cuart[oa]s?|quint[oa]s?|sext[oa]s?|mitad|medi[oa]s?|doble|triple|ambos|ambas|tercios?"
        r"|todos|todas"
        r"|vari[oa]s|much[oa]s|poc[oa]s|algun[oa]s|mayoría|minoría|más|menos|dólares|euros|pesos|soles|par"
    ),
    "de": (
        r"null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|\w+zehn|zwanzig|\w*(?:ßig|zig)"
        r"|hundert\w*"
        r"|tausend\w*|million\w*|milliard\w*|dutzend\w*|erste[rnms]?|zweite[rnms]?|dritte[rnms]?|\w+te[rnms]?"
        r"|hälfte|halb\w*|anderthalb\w*|\w+einhalb\w*"
        r"|viertel|drittel|beide\w*|doppelt\w*|alle|viele|mehrere|einige|wenige|prozent|mehrheit|mehr|weniger"
        r"|einmal|zweimal"
    ),
    "fr": (
        r"zéro|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente"
        r"|quarante|cinquante|soixante|cents?|mille|milliers?|millions?|milliards?|douzaines?|dizaines?|centaines?"
        r"|vingtaines?|premi(?:er|ère)s?|second\w*|deuxième|\w+ième|moitié|demi\w*|quarts?|tiers|double|triple"
        r"|tous|toutes"
        r"|plusieurs|quelques|beaucoup|peu|majorité|minorité|moins|plus"
    ),
    "pt": (
        r"zero|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|quatorze|catorze|quinze"
        r"|deze\w+|dezoito"
        r"|vinte|trinta|quarenta|cinquenta|sessenta|setenta|oitenta|noventa|cem|cento|\w+[cz]?entos|mil"
        r"|milhares|milh(?:ão|ões)"
        r"|bilh(?:ão|ões)|dúzias?|primeir[oa]s?|segund[oa]s?|terceir[oa]s?|metade|mei[oa]|dobro|ambos|todos|vári[oa]s"
    ),
    "it": (
        r"zero|due|tre|quattro|cinque|sei|sette|otto|nove|dieci|undici|dodici|tredici|\w+dici|dicia\w+"
        r"|venti\w*|trenta"
        r"|quaranta|cinquanta|sessanta|settanta|ottanta|novanta|cento|mille|\w*mila|milion[ei]|miliard[oi]"
        r"|dozzin[ae]|prim[oa]"
        r"|second[oa]|terz[oa]|quart[oa]|metà|mezz[oa]|doppio|entramb[ei]|tutti|tutte|molti|pochi|alcuni"
        r"|centinaia|migliaia"
    ),
    "ru": (
        r"нол[ья]\w*|од(?:ин|н\w+)|дв(?:а|е|ум?я?|ух|ое|оих)|тр(?:и|ёх|ех|ем|ое|оих)|четыр\w+|четвер\w+|пят\w+"
        r"|шест\w+"
        r"|сем[ьи]|семь\w+|сед\w+|восемь?\w*|восьм\w+|девят\w+|десят\w+|\w+надцат\w+|двадцат\w+|тридцат\w+|сорок\w*"
        r"|девяност\w+|сто|ста|сотн?\w*|двести|триста|\w+сот|тысяч\w*|миллион\w*|миллиард\w*|дюжин\w*|перв\w+|втор\w+"
        r"|трет\w+|половин\w*|пол|четверть|обе|оба|вдвое|втрое|дважды|трижды|все|многие|несколько|больше"
        r"|меньше|более|менее"
    ),
    "uk": (
        r"нуль|один|одн\w+|дв(?:а|і|ох|ом|оє)|тр(?:и|ьох|ом|оє)|чотир\w+|четвер\w+|п.?ят\w+|шіст\w+|шест\w+"
        r"|сім\w*|сьом\w+"
        r"|вісім\w*|восьм\w+|дев.?ят\w+|десят\w+|\w+надцят\w+|двадцят\w+|тридцят\w+|сорок\w*|сто|сот\w+"
        r"|тисяч\w*|мільйон\w*"
        r"|мільярд\w*|перш\w+|друг\w+|трет\w+|половин\w*|обидв\w+|вдвічі|усі|всі|кілька|більше|менше"
    ),
    "ar": (
        r"[وبلف]?(?:ال)?(?:صفر|واحد\w*|اثن\w+|إثن\w+|ثلاث\w*|[أا]ربع\w*|خمس\w*|ست\w*|سبع\w*|ثماني?\w*|تسع\w*"
        r"|عشر\w*|مئ\w+|مائ\w+"
        r"|[أآا]لف\w*|[أآا]لاف|مليون\w*|ملايين|مليار\w*|نصف|ربع|ثلث\w*|ضعف\w*|[أا]ول\w*|ثاني\w*|ثالث\w*"
        r"|رابع\w*|خامس\w*|سادس\w*"
        r"|عشرات|مئات|كل|جميع|معظم|بعض|أكثر|أقل|كلا|عدة|مر[ةه]|مرتين|مرتان|مرات|المئة|دولار\w*|يورو)"
    ),
    "fa": (
        r"صفر|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|\w+زده|بیست|سی|چهل|پنجاه|شصت|هفتاد|هشتاد|نود"
        r"|صد\w*|هزار\w*|میلیون\w*|میلیارد|نیم\w*|اول\w*|دوم\w*|سوم\w*|همه|بیشتر|کمتر"
    ),
    "hi": (
        r"शून्य|एक|दो|तीन|चार|पांच|पाँच|छह|छः|सात|आठ|नौ|दस|ग्यारह|बारह|बीस|तीस|चालीस|पचास|साठ|सत्तर|अस्सी"
        r"|नब्बे|सौ|हज़ार|हजार\S*|लाख\S*|करोड़\S*|अरब|आधा|आधे|दोनों|तीनों|पहला|पहले|पहली|दूसरा|दूसरे|दूसरी"
        r"|तीसरा|तीसरी|दर्जन\S*|सभी|कई|प्रतिशत|दोगुना|फीसदी"
    ),
    "id": (
        r"nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh\w*|seratus"
        r"|ratus\w*|seribu|ribu\w*|juta\w*|miliar|triliun|setengah|separuh|kedua|ketiga|keempat|pertama|semua"
        r"|beberapa|banyak|persen|lusin|seperempat|sepertiga|ganda|puluhan"
    ),
    "vi": (
        r"một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|nửa|rưỡi|đôi|tá"
        r"|nhất|nhì|cả|tất cả|nhiều|vài|mỗi|phần trăm|gấp"
    ),
    "tr": (
        r"sıfır|bir|iki\w*|üç\w*|dört\w*|beş\w*|altı\w*|yedi\w*|sekiz\w*|dokuz\w*|on|yirmi|otuz|kırk|elli"
        r"|altmış|yetmiş|seksen|doksan|yüz\w*|bin\w*|milyon\w*|milyar\w*|yarı\w*|yarım|çeyrek|düzine|ilk|tüm"
        r"|bütün|birkaç|çoğu|birinci|üçüncü"
    ),
    "pl": (
        r"zero|jed[en]\w*|dw[aió]\w*|trz\w+|cztery|czter\w+|pię\w+|sześ\w+|sied\w+|osiem\w*|ośm\w+|dziewię\w+"
        r"|dziesię\w+|\w+naście|dwadzieścia|trzydzieści|sto|stu|set\w*|tysi\w+|milion\w*|miliard\w*|pierwsz\w+"
        r"|drug\w+|trzec\w+|poł\w+|pół|oba|obie|wszys\w+|kilka|wiele|więcej|mniej|tuzin\w*"
    ),
    "sw": (
        r"sifuri|moja|\w*wili|\w*tatu|\w*nne|\w*tano|sita|saba|\w*nane|tisa|kumi|ishirini|thelathini|arobaini"
        r"|hamsini|sitini|mia|elfu|laki|milioni|bilioni|nusu|robo|kwanza|pili|zote|wote|dazeni|asilimia"
    ),
    "ko": (
        r"\w*(?:하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉|열|스물|서른|백|천|만|억|조|절반|두|세|네|첫|반)\w*|한"
        r"|일|이|삼|사|오|육|칠|팔|구|십\w*|수십|수백|모든|모두"
    ),
}  # fmt: skip
UNSPACED = (
    # Burmese
    r"(?:သုည|တစ်|နှစ်|သုံး|လေး|ငါး|ခြောက်|ခုနစ်|ခုနှစ်|ရှစ်|ကိုး|ဆယ်|ရာခိုင်နှုန်း|ရာ|ထောင်|သောင်း|သိန်း"
    r"|သန်း|ကုဋေ|ဘီလီယံ"
    r"|ဒါဇင်|ဝက်|ပုံ|ပထမ|ဒုတိယ|တတိယ|စတုတ္ထ|ပဉ္စမ|ဆဋ္ဌမ|သတ္တမ|အဋ္ဌမ|နဝမ|ဒသမ|အနည်းဆုံး|အများဆုံး|ကျော်"
    r"|နီးပါး|ခန့်|အားလုံး"
    r"|အချို့|အများစု|ဆတိုး|နှစ်ဆ|တချို့|အများအပြား|ဒေါ်လာ|ကျပ်|ယူရို|ဘတ်|မိုင်|ကီလိုမီတာ|ပေ(?=\s)|ဧက"
    r"|တန်)(?![\u102b-\u102e\u1032\u1036-\u103e])"
    # Thai
    r"|ศูนย์|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ยี่สิบ|เอ็ด|ร้อย|พัน|หมื่น|แสน|ล้าน|ครึ่ง|เท่า|คู่"
    r"|โหล|ทั้งหมด|แรก|บาท|เปอร์เซ็นต์"
    # Khmer, Lao
    r"|សូន្យ|មួយ|ពីរ|បី|បួន|ប្រាំ|ដប់|រយ|ពាន់|ម៉ឺន|សែន|លាន|ពាក់កណ្តាល|ໜຶ່ງ|ຫນຶ່ງ|ສອງ|ສາມ|ສີ່|ຫ້າ|ຫົກ|ເຈັດ"
    r"|ແປດ|ເກົ້າ|ສິບ|ຮ້ອຍ|ພັນ|ລ້ານ"
    # Chinese, Japanese
    r"|[零〇一二三四五六七八九十百千万萬亿億兆廿卅两兩俩双雙半几幾数數壹贰叁肆伍陆柒捌玖拾佰仟]+|[第倍]"
    r"|公里|英里|公斤|千克|[公英]?[吨噸斤亩畝顷頃]|美元|欧元|歐元|日元|英镑|人民币|元|小时|分钟|度|ドル"
    r"|ユーロ|キロ|メートル|トン|ดอลลาร์|กิโลเมตร|ไมล์|全部|所有|多数|少数|首|ひと|ふた|すべて|元|円"
)
UNITS = (
    r"k|m|mn|bn|tn|kg|g|mg|t|tons?|tonnes?|kilos?|kilograms?|grams?|pounds?|lbs?|ounces?|oz|km|kms|cm|mm"
    r"|kilomet(?:er|re)s?"
    r"|met(?:er|re)s?|miles?|feet|foot|ft|inch(?:es)?|yards?|acres?|hectares?|ha|lit(?:er|re)s?|gallons?"
    r"|barrels?|degrees?"
    r"|celsius|fahrenheit|kelvin|watts?|kw|mw|gw|kwh|mph|km/h|knots?|hours?|minutes?|mins?|seconds?|days?"
    r"|weeks?|months?"
    r"|years?|decades?|centur(?:y|ies)|percentage points?|points?|times|square|cubic|st|nd|rd|th|usd|eur"
    r"|gbp|mmk|thb|cny"
)
COMPARISONS = (
    r"more than|less than|fewer than|greater than|at least|at most|up to|as many as|as few as|no more than"
    r"|no less than"
    r"|no fewer than|over|under|above|below|about|around|nearly|almost|approximately|roughly|exactly|just|only|some"
    r"|below|beyond|close to|between|within|más de|menos de|al menos|casi|unos|unas|hasta|über|unter|mindestens|fast"
    r"|höchstens|plus de|moins de|au moins|environ|более|менее|около|почти|почти|до|свыше|nearly"
    r"|additional|another|other"
)


_WRITTEN_UNSPACED = frozenset({"my", "th", "lo", "km", "zh", "ja"})


@cache
def words_for(language: str, *, latin: bool = False) -> str:
    """Return the alternatives of the number words of *language* and of English; for one without a list, of all.

    With *latin* those of other languages that are not in Latin letters are left out.
    """
    lists = {**NUMBERS, **_SPACED}
    known = SAME.get(language, language)
    own = ("en", known) if known in lists or known in _WRITTEN_UNSPACED else tuple(lists)
    others = () if latin else ("ar", "ru", "hi", "ko")
    return "|".join(lists[name] for name in dict.fromkeys((*own, *others)) if name in lists)
