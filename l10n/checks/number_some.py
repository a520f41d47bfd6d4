"""The first numbers in words of further languages: data for `number_words`, in the form of `number_lists`.

Not every form of each, so what is missing here says nothing: a number found only excuses one in digits.
"""

from __future__ import annotations

from collections.abc import Mapping


def _said(cardinals: str, ordinals: str = "", more: str = "") -> str:
    """Return the words with their values: cardinals from 0, ordinals from 1; `/` stands between forms of one."""
    return " ".join(
        [f"{form}={n}" for n, forms in enumerate(cardinals.split()) for form in forms.split("/")]
        + [f"{form}={n}" for n, forms in enumerate(ordinals.split(), 1) for form in forms.split("/")]
        + [more]
    )


SOME_NUMBERS: Mapping[str, str] = {
    "nl": _said(
        "nul een/één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien"
        " zeventien achttien negentien twintig",
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
        "dertig=30 veertig=40 vijftig=50 zestig=60 zeventig=70 tachtig=80 negentig=90 honderd=100 duizend=1000 beide=2",
    ),
    "sv": _said(
        "noll en/ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton"
        " tjugo",
        "första/förste andra/andre tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte",
        "trettio=30 fyrtio=40 femtio=50 sextio=60 sjuttio=70 åttio=80 nittio=90 hundra=100 tusen=1000 båda=2",
    ),
    "da": _said(
        "nul en/et/én/ét to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten"
        " nitten tyve",
        "første anden/andet tredje fjerde femte sjette syvende ottende niende tiende ellevte tolvte",
        "tredive=30 fyrre=40 halvtreds=50 tres=60 halvfjerds=70 firs=80 halvfems=90 hundrede=100 tusind=1000 begge=2",
    ),
    "nb": _said(
        "null en/ett/én to tre fire fem seks sju/syv åtte ni ti elleve tolv tretten fjorten femten seksten sytten atten"
        " nitten tjue",
        "første andre tredje fjerde femte sjette sjuende/syvende åttende niende tiende ellevte tolvte",
        "tretti=30 førti=40 femti=50 seksti=60 sytti=70 åtti=80 nitti=90 hundre=100 tusen=1000 begge=2",
    ),
    "pl": _said(
        "zero jeden/jedna/jedno/jednego/jednej/jednym dwa/dwie/dwóch/dwoma/dwu trzy/trzech/trzema cztery/czterech"
        " pięć/pięciu sześć/sześciu siedem/siedmiu osiem/ośmiu dziewięć/dziewięciu dziesięć/dziesięciu"
        " jedenaście/jedenastu dwanaście/dwunastu",
        "pierwszy/pierwsza/pierwsze/pierwszego/pierwszej/pierwszym drugi/druga/drugie/drugiego/drugiej/drugim"
        " trzeci/trzecia/trzecie/trzeciego/trzeciej/trzecim czwarty/czwarta/czwartego/czwartej/czwartym"
        " piąty/piąta/piątego/piątej/piątym",
        "dwadzieścia=20 dwudziestu=20 trzydzieści=30 czterdzieści=40 pięćdziesiąt=50 sto=100 tysiąc=1000 obie=2 oba=2",
    ),
    "uk": _said(
        "нуль один/одна/одне/одного/однієї дві/два/двох/двома три/трьох/трьома чотири/чотирьох п'ять/пʼять/п’ять/п'яти"
        " шість/шести сім/семи вісім/восьми дев'ять/девʼять/дев’ять десять/десяти одинадцять дванадцять",
        "перший/перша/перше/першого/першої/першому другий/друга/друге/другого/другої/другому"
        " третій/третя/третє/третього/третьої/третьому четвертий/четверта/четвертого/четвертому",
        "двадцять=20 тридцять=30 сорок=40 п'ятдесят=50 сто=100 тисяча=1000 обидва=2 обидві=2",
    ),
    "cs": _said(
        "nula jeden/jedna/jedno/jednoho/jedné dva/dvě/dvou/dvěma tři/tří/třemi čtyři/čtyř/čtyřmi pět/pěti šest/šesti"
        " sedm/sedmi osm/osmi devět/devíti deset/deseti jedenáct dvanáct",
        "první/prvního druhý/druhá/druhé/druhého třetí/třetího čtvrtý/čtvrtá/čtvrté/čtvrtého pátý/pátá/páté/pátého",
        "dvacet=20 třicet=30 čtyřicet=40 padesát=50 sto=100 tisíc=1000 oba=2 obě=2",
    ),
    "fi": _said(
        "nolla yksi/yhden/yhtä/yhdessä kaksi/kahden/kahta/kahdessa kolme/kolmen/kolmea neljä/neljän/neljää viisi/viiden"
        " kuusi/kuuden seitsemän kahdeksan yhdeksän kymmenen yksitoista kaksitoista",
        "ensimmäinen/ensimmäisen/ensimmäistä toinen/toisen/toista kolmas/kolmannen neljäs/neljännen viides/viidennen",
        "kaksikymmentä=20 sata=100 tuhat=1000 molemmat=2",
    ),
    "he": _said(
        "אפס אחד/אחת שניים/שתיים/שני/שתי שלושה/שלוש ארבעה/ארבע חמישה/חמש שישה/שש שבעה/שבע שמונה תשעה/תשע עשרה/עשר",
        "ראשון/ראשונה/הראשון/הראשונה שני/שנייה/השני/השנייה שלישי/שלישית/השלישי/השלישית רביעי/רביעית/הרביעי/הרביעית"
        " חמישי/חמישית/החמישי/החמישית שישי/שישית/השישי/השישית שביעי/שביעית/השביעי/השביעית שמיני/שמינית/השמיני/השמינית",
        "עשרים=20 שלושים=30 ארבעים=40 חמישים=50 מאה=100 אלף=1000",
    ),
    "el": _said(
        "μηδέν ένα/μία/μια/ένας/έναν δύο/δυο τρία/τρεις/τριών τέσσερα/τέσσερις/τεσσάρων πέντε έξι επτά/εφτά οκτώ/οχτώ"
        " εννέα/εννιά δέκα έντεκα δώδεκα",
        "πρώτος/πρώτη/πρώτο δεύτερος/δεύτερη/δεύτερο τρίτος/τρίτη/τρίτο τέταρτος/τέταρτη/τέταρτο πέμπτος/πέμπτη/πέμπτο",
        "είκοσι=20 τριάντα=30 σαράντα=40 πενήντα=50 εκατό=100",
    ),
    "tr": _said(
        "sıfır bir iki üç dört beş altı yedi sekiz dokuz on",
        "birinci/ilk ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu",
        "yirmi=20 otuz=30 kırk=40 elli=50 altmış=60 yetmiş=70 seksen=80 doksan=90 yüz=100 bin=1000",
    ),
    "id": _said(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
        "pertama kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh",
        "sebuah=1 seorang=1 seratus=100 seribu=1000",
    ),
    "vi": _said("không một hai ba bốn/tư năm sáu bảy tám chín mười", "nhất nhì", "trăm=100 nghìn=1000 ngàn=1000"),
    "ko": _said(
        "영 하나/한 둘/두 셋/세 넷/네 다섯 여섯 일곱 여덟 아홉 열", "첫/첫째 둘째 셋째 넷째 다섯째",
        "스물=20 백=100 천=1000",
    ),
    "ro": _said(
        "zero unu/una/un/o doi/două trei patru cinci șase șapte opt nouă zece",
        "primul/prima/primei al_doilea/a_doua al_treilea/a_treia al_patrulea/a_patra al_cincilea/a_cincea",
        "douăzeci=20 treizeci=30 sută=100 mie=1000 ambele=2 ambii=2",
    ),
    "hu": _said(
        "nulla egy/egyik két/kettő három négy öt hat hét nyolc kilenc tíz tizenegy tizenkét/tizenkettő",
        "első/elsőt második harmadik negyedik ötödik hatodik hetedik nyolcadik kilencedik tizedik",
        "húsz=20 harminc=30 negyven=40 ötven=50 száz=100 ezer=1000",
    ),
}  # fmt: skip
