"""How languages say numbers in words: data for `number_words`. Each list is `word=value`; `_` is a space or hyphen."""

from __future__ import annotations

from collections.abc import Mapping


def _in_order(listed: str, first: int = 1) -> str:
    return " ".join(f"{word}={value}" for value, word in enumerate(listed.split(), first))


_EN = (
    _in_order(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty",
        0,
    )
    + " thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred=100 hundreds=100 thousand=1000"
    " thousands=1000 lakh=100000 million=1000000 crore=10000000 billion=1000000000 trillion=1000000000000 "
    + _in_order("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth")
    + " twentieth=20 dozen=12 once=1 twice=2 thrice=3 both=2 couple=2 pair=2 double=2 triple=3 tripled=3 doubled=2"
    " decade=10 decades=10 century=100 noon=12 midnight=24 half_a=0.5 half_an=0.5 and_a_half=0.5 single=1"
    " fortnight=14 thirties=30 forties=40 fifties=50 sixties=60 seventies=70 eighties=80 nineties=90"
)
_ES = (
    _in_order(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
        " dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete"
        " veintiocho veintinueve treinta",
        0,
    )
    + " un=1 una=1 veintiún=21 veintiuna=21 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90"
    " cien=100 ciento=100 cientos=100 doscientos=200 doscientas=200 trescientos=300 trescientas=300"
    " cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500 seiscientos=600 setecientos=700"
    " ochocientos=800 novecientos=900 mil=1000 miles=1000 millón=1000000 millones=1000000 ambos=2 ambas=2"
    " docena=12 docenas=12 medio=0.5 media=0.5 doble=2 triple=3 década=10 décadas=10 siglo=100 mediodía=12"
    " medianoche=24 "
    + " ".join(
        f"{stem}{end}={value}"
        for value, stem in enumerate(
            ["primer", "segund", "tercer", "cuart", "quint", "sext", "séptim", "octav", "noven", "décim"], 1
        )
        for end in ("", "o", "a", "os", "as")
    )
)
_FR = (
    _in_order(
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix_sept"
        " dix_huit dix_neuf vingt",
        0,
    )
    + " une=1 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 quatre_vingt=80 quatre_vingts=80 huitante=80"
    " nonante=90 cent=100 cents=100 mille=1000 milliers=1000 million=1000000 millions=1000000 milliard=1000000000"
    " milliards=1000000000 premier=1 première=1 second=2 seconde=2 deuxième=2 troisième=3 quatrième=4 cinquième=5"
    " sixième=6 septième=7 huitième=8 neuvième=9 dixième=10 vingtième=20 douzaine=12 dizaine=10 centaine=100"
    " vingtaine=20 demi=0.5 demie=0.5 double=2 triple=3 décennie=10 décennies=10 siècle=100 midi=12 minuit=24"
)
_DE_UNITS = {
    "ein": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10,
    "elf": 11, "zwölf": 12,
}  # fmt: skip
_DE_TENS = {
    "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80,
    "neunzig": 90,
}  # fmt: skip
_DE = (
    " ".join(f"{word}={value}" for word, value in {**_DE_UNITS, **_DE_TENS}.items())
    + " null=0 eins=1 eine=1 einen=1 einem=1 einer=1 eines=1 zweier=2 dreier=3 beide=2 beiden=2 beider=2 dreizehn=13"
    " vierzehn=14 fünfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 hundert=100 hunderte=100"
    " tausend=1000 tausende=1000 million=1000000 millionen=1000000 milliarde=1000000000 milliarden=1000000000"
    " dutzend=12 halbe=0.5 halben=0.5 halb=0.5 anderthalb=1.5 eineinhalb=1.5 doppelt=2 jahrzehnt=10 jahrzehnte=10"
    " jahrzehnten=10 jahrhundert=100 mittag=12 mitternacht=24 "
    + " ".join(
        f"{stem}{end}={value}"
        for value, stem in enumerate(
            ["erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt", "zehnt", "elft", "zwölft"],
            1,
        )
        for end in ("e", "en", "er", "es", "em")
    )
    + " "
    + " ".join(f"{u}und{t}={a + b}" for u, a in _DE_UNITS.items() if a < 10 for t, b in _DE_TENS.items())
    + " "
    + " ".join(f"{u}{m}={a * b}" for u, a in _DE_UNITS.items() for m, b in (("hundert", 100), ("tausend", 1000)))
)
_PT = (
    _in_order(
        "zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete"
        " dezoito dezenove vinte",
        0,
    )
    + " uma=1 duas=2 quatorze=14 trinta=30 quarenta=40 cinquenta=50 sessenta=60 setenta=70 oitenta=80 noventa=90"
    " cem=100 cento=100 centenas=100 duzentos=200 trezentos=300 quinhentos=500 mil=1000 milhares=1000"
    " milhão=1000000 milhões=1000000 primeiro=1 primeira=1 segundo=2 segunda=2 terceiro=3 terceira=3 quarto=4"
    " quarta=4 quinto=5 quinta=5 sexto=6 sexta=6 sétimo=7 oitavo=8 nono=9 décimo=10"
    " ambos=2 ambas=2 dúzia=12 meio=0.5 meia=0.5 dobro=2 década=10 século=100"
)
_IT = (
    _in_order(
        "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici"
        " diciassette diciotto diciannove venti",
        0,
    )
    + " un=1 una=1 trenta=30 quaranta=40 cinquanta=50 sessanta=60 settanta=70 ottanta=80 novanta=90 cento=100"
    " centinaia=100 mille=1000 mila=1000 migliaia=1000 milione=1000000 milioni=1000000 primo=1 prima=1 secondo=2"
    " seconda=2 terzo=3 terza=3 quarto=4 quarta=4 quinto=5 quinta=5 sesto=6 sesta=6 settimo=7 settima=7"
    " ottavo=8 nono=9 decimo=10 entrambi=2 entrambe=2 dozzina=12 mezzo=0.5 mezza=0.5 decennio=10"
    " secolo=100"
)
_RU = (
    "ноль=0 один=1 одна=1 одно=1 одного=1 одной=1 два=2 две=2 двух=2 двое=2 оба=2 обе=2 три=3 трёх=3 трех=3 трое=3"
    " четыре=4 четырёх=4 четырех=4 пять=5 пяти=5 шесть=6 шести=6 семь=7 семи=7 восемь=8 восьми=8 девять=9 девяти=9"
    " десять=10 десяти=10 одиннадцать=11 двенадцать=12 тринадцать=13 четырнадцать=14 пятнадцать=15 двадцать=20"
    " тридцать=30 сорок=40 пятьдесят=50 шестьдесят=60 семьдесят=70 восемьдесят=80 девяносто=90 сто=100 сотни=100"
    " двести=200 триста=300 пятьсот=500 тысяча=1000 тысячи=1000 тысяч=1000 миллион=1000000 миллиона=1000000"
    " миллионов=1000000 первый=1 первая=1 первого=1 первой=1 первые=1 второй=2 вторая=2 второго=2 третий=3 третья=3"
    " третьего=3 четвёртый=4 четвертый=4 пятый=5 дважды=2 трижды=3 дюжина=12 полмиллиона=500000 полтора=1.5"
    " половина=0.5"
)
_AR = (
    "صفر=0 واحد=1 واحدة=1 أول=1 أولى=1 اثنان=2 اثنين=2 اثنتان=2 اثنتين=2 ثان=2 ثاني=2 ثانية=2 كلا=2 ثلاثة=3 ثلاث=3"
    " ثالث=3 ثالثة=3 أربعة=4 أربع=4 رابع=4 رابعة=4 خمسة=5 خمس=5 خامس=5 خامسة=5 ستة=6 ست=6 سادس=6 سادسة=6 سبعة=7"
    " سبع=7 سابع=7 سابعة=7 ثمانية=8 ثماني=8 ثمان=8 ثامن=8 ثامنة=8 تسعة=9 تسع=9 تاسع=9 تاسعة=9 عشرة=10 عشر=10"
    " عاشر=10 عاشرة=10 عشرون=20 عشرين=20 ثلاثون=30 ثلاثين=30 أربعون=40 أربعين=40 خمسون=50 خمسين=50 ستون=60 ستين=60"
    " سبعون=70 سبعين=70 ثمانون=80 ثمانين=80 تسعون=90 تسعين=90 مئة=100 مائة=100 مئات=100 مئتان=200 مئتين=200 مئتا=200"
    " مئتي=200 مائتان=200 مائتين=200 مائتي=200 ثلاثمئة=300 ثلاثمائة=300 خمسمئة=500 خمسمائة=500 ألف=1000 آلاف=1000"
    " ألفان=2000 ألفين=2000 ألفا=2000 ألفي=2000 مليون=1000000 ملايين=1000000 مليونان=2000000 مليونين=2000000"
    " مليونا=2000000 مليوني=2000000 مليار=1000000000 مليارات=1000000000 ملياري=2000000000 مرتين=2 عقد=10 قرن=100"
    " نصف=0.5 ظهرا=12 ظهر=12"
)
_FA = (
    _in_order("صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده بیست", 0)
    + " سی=30 چهل=40 پنجاه=50 شصت=60 هفتاد=70 هشتاد=80 نود=90 صد=100 دویست=200 سیصد=300 پانصد=500 هزار=1000"
    " میلیون=1000000 میلیارد=1000000000 اول=1 نخست=1 دوم=2 سوم=3 چهارم=4 پنجم=5 هردو=2 نیم=0.5 نصف=0.5 دهه=10"
)
_HI = (
    _in_order("शून्य एक दो तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस", 0)
    + " पाँच=5 छः=6 छे=6 पच्चीस=25 तीस=30 चालीस=40 पचास=50 साठ=60 सत्तर=70 अस्सी=80 नब्बे=90 सौ=100 हज़ार=1000"
    " हजार=1000 हज़ारों=1000 लाख=100000 करोड़=10000000 अरब=1000000000 पहला=1 पहली=1 पहले=1 दूसरा=2 दूसरी=2 दूसरे=2"
    " तीसरा=3 तीसरी=3 तीसरे=3 चौथा=4 दोनों=2 तीनों=3 दर्जन=12 आधा=0.5 आधे=0.5 डेढ़=1.5 ढाई=2.5 दशक=10 सदी=100"
)
_MY = (
    "သုည=0 တစ်=1 တယောက်=1 သုံး=3 လေး=4 ငါး=5 ခြောက်=6 ခုနစ်=7 ခုနှစ်ဦး=7 ရှစ်=8 ကိုး=9 ဆယ်=10 ဆယ့်=10 ဆယ့=10 ရာ=100 ရာ့=100"
    " ထောင်=1000 ထောင့်=1000 ထောင့=1000 သောင်း=10000 သိန်း=100000 သန်း=1000000 ကုဋေ=10000000 ဘီလီယံ=1000000000 ပထမ=1 ဒုတိယ=2"
    " တတိယ=3 စတုတ္ထ=4 ပဉ္စမ=5 ဆဋ္ဌမ=6 သတ္တမ=7 အဋ္ဌမ=8 နဝမ=9 ဒသမ=10 ဒါဇင်=12 ဆယ်စုနှစ်=10 ရာစု=100 နှစ်ဆ=2 မွန်းတည့်=12"
    " သန်းခေါင်=24 နှစ်=2"
)
_TH = (
    _in_order("ศูนย์ หนึ่ง สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ", 0)
    + " ยี่=2 เอ็ด=1 ร้อย=100 พัน=1000 หมื่น=10000 แสน=100000 ล้าน=1000000 แรก=1 คู่=2 โหล=12 ครึ่ง=0.5 ทศวรรษ=10"
    " ศตวรรษ=100 เที่ยง=12"
)
_ZH = (
    _in_order("零 一 二 三 四 五 六 七 八 九 十", 0)
    + " 〇=0 两=2 兩=2 俩=2 双=2 雙=2 半=0.5 百=100 千=1000 万=10000 萬=10000 亿=100000000 億=100000000 首=1 正午=12"
    " 壹=1 贰=2 叁=3 世纪=100 世紀=100"
)
_KM = (
    _in_order("សូន្យ មួយ ពីរ បី បួន ប្រាំ ប្រាំមួយ ប្រាំពីរ ប្រាំបី ប្រាំបួន ដប់", 0)
    + " ម្ភៃ=20 សាមសិប=30 សែសិប=40 ហាសិប=50 រយ=100 ពាន់=1000 ម៉ឺន=10000 សែន=100000 លាន=1000000 ទីមួយ=1 ទីពីរ=2"
)
_LO = (
    _in_order("ສູນ ໜຶ່ງ ສອງ ສາມ ສີ່ ຫ້າ ຫົກ ເຈັດ ແປດ ເກົ້າ ສິບ", 0)
    + " ຫນຶ່ງ=1 ຊາວ=20 ຮ້ອຍ=100 ພັນ=1000 ໝື່ນ=10000 ແສນ=100000 ລ້ານ=1000000"
)

NUMBERS: Mapping[str, str] = {
    "en": _EN, "es": _ES, "fr": _FR, "de": _DE, "pt": _PT, "it": _IT, "ru": _RU, "ar": _AR, "fa": _FA, "hi": _HI,
    "my": _MY, "th": _TH, "zh": _ZH, "ja": _ZH + " ひとつ=1 ふたつ=2 二人=2", "km": _KM, "lo": _LO,
}  # fmt: skip

FRACTIONS: Mapping[str, str] = {
    "en": r"half|halves|halved|quarters?|thirds?|fifths?|tenths?|fourths?",
    "es": r"mitad|medi[oa]s?|cuartos?|tercios?|quintos?|décim[oa]s?",
    "fr": r"moitié|demie?|quarts?|tiers|cinquièmes?|dixièmes?",
    "de": r"hälfte|halb\w*|viertel\w*|drittel\w*|fünftel|zehntel",
    "pt": r"metade|mei[oa]|quartos?|terços?",
    "it": r"metà|mezz[oa]|quart[oi]|terz[oi]",
    "ru": r"половин\w+|четверт\w+|трет\w+",
    "ar": r"نصف|ربع|أرباع|ثلث\w*|خمس",
    "hi": r"आधा|आधे|आधी|चौथाई|तिहाई",
    "my": r"ဝက်|ပုံ|မတ်",
    "th": r"ครึ่ง|เสี้ยว|ส่วน|ใน",
    "zh": r"半|分之|成",
    "ja": r"半|分の",
}
"""Words for parts of a whole: beside them the numbers 1 to 5 and 10, and the percentages they are, may stand."""

MONTHS: Mapping[str, str] = {
    "en": r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?",
    "es": r"ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|mayo?|jun(?:io)?|jul(?:io)?|ago(?:sto)?|sep?t?(?:iembre)?"
    r"|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?",
    "fr": r"janv(?:ier)?|févr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|août|sept(?:embre)?|oct(?:obre)?"
    r"|nov(?:embre)?|déc(?:embre)?",
    "de": r"jan(?:uar)?|feb(?:ruar)?|märz|apr(?:il)?|mai|juni?|juli?|aug(?:ust)?|sep?t?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dez(?:ember)?",
    "pt": r"janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    "it": r"gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    "ru": r"январ\w+|феврал\w+|март\w*|апрел\w+"
    r"|ма[йяе]|июн\w+|июл\w+|август\w*|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+",
    "ar": r"يناير|فبراير|مارس|[أا]بريل|مايو|يونيو|يوليو|[أا]غسطس|سبتمبر|[أا]كتوبر|نوفمبر|ديسمبر",
    "hi": r"जनवरी|फ़?फ?रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|नवंबर|दिसंबर",
    "my": "ဇန်နဝါရီ|ဖေဖော်ဝါရီ|မတ်|ဧပြီ|မေ|ဇွန်|ဇူလိုင်|[ဩသ]ြ?ဂုတ်|စက်တင်ဘာ|အောက်တိုဘာ|နိုဝင်ဘာ|ဒီဇင်ဘာ",
    "th": "มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม",
    "zh": "一月|二月|三月|四月|五月|六月|七月|八月|九月|十月|十一月|十二月",
}
"""The twelve months in order, one alternative each."""
