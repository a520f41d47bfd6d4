"""What languages hang on a word: the endings and prefixes under which a term of a glossary is still the same word.

Kept modest on purpose: an ending that is not here leaves a term unmarked, one too many marks a word that is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

MIN_STEM = 3
"""How many letters a word keeps at least when an ending is taken off it, or a prefix."""

_LONGEST = 8


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


@dataclass(frozen=True, slots=True)
class Inflection:
    """How words of a language change.

    *added* are endings put behind a whole word; *varied* are endings of a term with those that may stand in their
    place, the longest that fits alone; *prefixes* stand before a word, written together with it. With *everywhere*
    all words of a term change, else its last. *umlauts* turn the stem's last vowel, as German plurals do. Without
    *names*, a term with a capital letter takes only what is *added*. A word with fewer letters than *shortest*
    takes nothing.
    """

    added: frozenset[str] = frozenset()
    varied: Mapping[str, frozenset[str]] = field(default_factory=dict)
    prefixes: tuple[str, ...] = ()
    everywhere: bool = True
    umlauts: bool = False
    names: bool = False
    shortest: int = MIN_STEM

    def stems(self, word: str, *, is_name: bool) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield beginnings of the lower-case *word* with the endings that may follow: itself with none at least."""
        added = self.added if len(word) >= self.shortest else frozenset()
        yield word, added | {""}
        ending = next((e for e in _tails(word) if e in self.varied), "")
        if ending and (self.names or not is_name):
            stem, endings = word[: -len(ending)], self.varied[ending]
            yield stem, endings - {""} if len(stem) <= MIN_STEM else endings
        if self.umlauts and (turned := _umlauted(word)):
            yield turned, _UMLAUT_ENDINGS


def _tails(word: str) -> Iterator[str]:
    for length in range(min(4, len(word) - 1), 0, -1):
        yield word[-length:]


_UMLAUT_ENDINGS = _set("e en er ern n") | {""}


def _umlauted(word: str) -> str:
    for at in range(len(word) - 1, -1, -1):
        if word[at] in "aouäöüei":
            if word[at] == "u" and at and word[at - 1] == "a":
                return f"{word[: at - 1]}äu{word[at + 1 :]}"
            if word[at] in "aou":
                return f"{word[:at]}{'äöü'['aou'.index(word[at])]}{word[at + 1 :]}"
            if word[at:] not in ("e", "er", "el", "en"):
                return ""
    return ""


def _each(endings: str, replacements: str) -> dict[str, frozenset[str]]:
    return dict.fromkeys(endings.split(), _set(replacements))


_ROMANCE_GENDER = _each("o a os as", "o a os as")
_RUSSIAN = (
    "а я у ю ом ем ём е и ы ой ей ою ам ям ами ями ах ях ов ев ёв ий ого его ому ему ым им ых их ыми ими ую юю ая "
    "яя ое ее ые ие ый ья ии ию ией иям иями иях ь ью о"
)
_UKRAINIAN = (
    "а я у ю ом ем єм е є и і ї ой ою ею єю ам ям ами ями ах ях ів їв ові еві єві ого його ому йому им ім их іх ими "
    "іми ую ая яя ий ій ії ію ією ь о"
)
_POLISH = (
    "a ą ę e i y u o ie em om ami ach ów owi owie ego emu ej ych ich ym im ymi imi iej iemu iego ia ię ią io iami "
    "iach iom iem ii"
)
_CZECH = (
    "a á e é ě i í o u ů ou y ý em ěm um ům ám ách ech ích ami emi mi ové ovi ého ému ým ých ými ej ím ího ímu ími "
    "om ov och ovia"
)
_SOUTH = "a e i o u om em ama ima ova eva ovi evi ove ega oga omu emu im ih ima og oj om ov ev a ah ih"
_BULGARIAN = "а я ът ят та то те ите ове овете и ета етата ва ия ият ата ово о е"
_SWEDISH = "s en ens et ets n ns t ts er ers or ar ars r rs erna ernas orna ornas arna arnas na nas a e es ene enes"
_TURKISH_CASES = "i ı u ü in ın un ün nin nın nun nün yi yı yu yü e a ye ya de da te ta den dan ten tan le la yle yla"
_TURKISH_OWN = "si sı su sü sinin sının sine sına sinde sında sinden sından ni nı ci cı deki daki ki"
_FINNISH = (
    "n a ä en in on an än ssa ssä sta stä lla llä lta ltä lle ksi na nä t ja jä iden ien jen ita itä issa issä ista "
    "istä illa illä ille iin seen een aan ään oon tä ta"
)
_HUNGARIAN = (
    "t at et ot öt nak nek val vel ban ben ba be ból ből ról ről ra re tól től hoz hez höz nál nél ig ért k ok ek "
    "ök ak i n on en ön ja je a e jának jének ának ének okat eket ket kat"
)
_GREEK = "ος ου ο οι ων ους ό ού ός οί ών ούς α ας ες η ης ά άς ές ή ής ι ια ιά ιού ιών εις εως ις"
_ARABIC_PREFIXES = ("ال", "و", "ف", "ب", "ل", "ك", "س", "وال", "فال", "بال", "كال", "لل", "ولل", "وب", "ول")
_HEBREW_PREFIXES = ("ו", "ה", "ב", "ל", "מ", "ש", "כ", "וה", "ול", "וב", "ומ", "שה", "מה", "לה", "כש", "שב", "של")
_KOREAN = (
    "은 는 이 가 을 를 의 에 에서 에게 에게서 와 과 도 로 으로 만 부터 까지 보다 이나 나 "
    "라고 이라고 라는 들 들이 들은 들을 들의 인 측"
)
_SLAVIC_STRIPS = "а я о е ё ы и ь й у ю ый ий ой ая яя ое ее ые ие ия"


def _varying(strips: str, endings: str) -> dict[str, frozenset[str]]:
    return dict.fromkeys(strips.split(), _set(endings) | {""})


_RUSSIAN_RULES = _varying(_SLAVIC_STRIPS, _RUSSIAN) | {
    "ец": frozenset("ц" + e for e in _RUSSIAN.split()),
    "нец": frozenset("нц" + e for e in _RUSSIAN.split()),
    "оец": frozenset("ойц" + e for e in _RUSSIAN.split()),
    "аец": frozenset("айц" + e for e in _RUSSIAN.split()),
    "ок": frozenset("к" + e for e in _RUSSIAN.split()),
    "ия": _set("ия ии ию ией ий иям иями иях"),
}

_LANGUAGES: Mapping[str, Inflection] = {
    "en": Inflection(
        _set("s"),
        {"y": _set("ies"), "fe": _set("ves"), "f": _set("ves"), "man": _set("men"), "o": _set("oes")}
        | {"z": _set("zes zzes"), "s": _set("ses"), "x": _set("xes"), "ch": _set("ches"), "sh": _set("shes")},
        everywhere=False,
        names=True,
    ),
    "es": Inflection(
        _set("s es"),
        _ROMANCE_GENDER
        | {"z": _set("ces"), "ón": _set("ones ona onas"), "és": _set("esa eses esas"), "án": _set("anes ana anas")}
        | {"ín": _set("ines ina inas"), "or": _set("ora oras ores"), "én": _set("enes")},
    ),
    "pt": Inflection(
        _set("s es"),
        _ROMANCE_GENDER | {"ão": _set("ões ães ãos ã"), "m": _set("ns"), "or": _set("ora oras ores")}
        | {"al": _set("ais"), "el": _set("éis eis"), "il": _set("is eis"), "ol": _set("óis")}
        | {"ês": _set("eses esa esas")},
    ),
    "fr": Inflection(
        _set("s x"),
        {"al": _set("aux ale ales"), "el": _set("elle elles"), "if": _set("ive ives"), "eux": _set("euse euses")}
        | {"eur": _set("euse euses rice rices"), "teur": _set("trice trices"), "en": _set("enne ennes")}
        | {"er": _set("ère ères"), "ail": _set("aux"), "on": _set("onne onnes"), "f": _set("ve ves")}
        | {"at": _set("ate ates"), "ent": _set("ente entes"), "ant": _set("ante antes"), "é": _set("ée ées")}
        | {"ain": _set("aine aines"), "ais": _set("aise aises"), "ois": _set("oise oises"), "and": _set("ande andes")},
    ),
    "it": Inflection(
        frozenset(),
        _each("o a i e", "o a i e")
        | {"co": _set("chi ci ca che"), "ca": _set("che"), "go": _set("ghi gi"), "ga": _set("ghe"), "ia": _set("ie")}
        | {"io": _set("i ia ie")},
    ),
    "ro": Inflection(
        _set("ul ului i ii ilor uri urile urilor le lui a e ei elor"),
        _varying("ă a e u", "a ei ele elor e i ii ilor ul ului le lui uri"),
    ),
    "de": Inflection(_set("s es e en n er ern in innen ens nen em"), {}, everywhere=True, umlauts=True, names=True),
    "nl": Inflection(_set("s en n e er ers"), {"f": _set("ven"), "s": _set("zen")}, names=True),
    "sv": Inflection(_set(_SWEDISH), _varying("a e", _SWEDISH), names=True),
    "ru": Inflection(_set(_RUSSIAN), _RUSSIAN_RULES, names=True),
    "uk": Inflection(_set(_UKRAINIAN),
        _varying(_SLAVIC_STRIPS + " і ї ій ія", _UKRAINIAN)
        | {"їв": _set("єва єві євом єву"), "ів": _set("ова ові овом ову ева еві евом еву")},
        names=True,
    ),
    "bg": Inflection(_set(_BULGARIAN), _varying("а я о е и й", _BULGARIAN), names=True),
    "pl": Inflection(
        _set(_POLISH),
        _varying("a e o i y ia ie ą ę", _POLISH)
        | {"ka": _set("ce ki kę ką ko k kom kami kach"), "ga": _set("dze gi gę gą go g gom gami gach")}
        | {"wa": _set("wie wy wę wą wo w"), "ta": _set("cie ty tę tą to t"), "da": _set("dzie dy dę dą do d")}
        | {"ra": _set("rze ry rę rą ro r"), "rz": _set("rza rzu rzem rze rzy"), "ek": _set("ku kiem ka kowi ki")},
        names=True,
    ),
    "cs": Inflection(
        _set(_CZECH),
        _varying("a e o i y ý í á é ě", _CZECH)
        | {"ka": _set("ce ky ku kou ko ek kám kách kami"), "ek": _set("ku kem ka kovi ky")}
        | {"ha": _set("ze hy hu hou ho")},
        names=True,
    ),
    "hr": Inflection(_set(_SOUTH), _varying("a e i o", _SOUTH) | {"ka": _set("ci ke ku kom ko")}, names=True),
    "tr": Inflection(
        frozenset(
            plural + case
            for plural in ("", "lar", "ler")
            for case in ("", *_TURKISH_CASES.split(), *_TURKISH_OWN.split())
        ),
        {"k": _set("ğı ği ğu ğü ğa ğe ğın ğin ğun ğün"), "p": _set("bı bi bu bü ba be"), "ç": _set("cı ci cu cü")},
        names=True,
    ),
    "fi": Inflection(_set(_FINNISH), {"nen": _set("sen sta stä ssa ssä set sia siä sille seen")}, names=True),
    "hu": Inflection(
        _set(_HUNGARIAN),
        {"a": _set("át ák ának ában ába ából áról ára ával"), "e": _set("ét ének ében ébe éből éről ére ével")},
        names=True,
    ),
    "el": Inflection(frozenset({"ς"}), _varying("ος ο α η ι ης ας ού ός ό ά ή ις οι", _GREEK), names=True),
    "ar": Inflection(
        _set("ه ها هم ين ون ات ان ية ي ا ك نا"), {"ة": _set("ات ته تها تهم تين")}, _ARABIC_PREFIXES, names=True
    ),
    "fa": Inflection(_set("ها هاي هايي ي اي ان م ش"), {}, names=True),
    "ur": Inflection(_set("وں یں ي ے ات"), {}, names=True),
    "he": Inflection(_set("ים ות ו"), {"ה": _set("ת ות")}, _HEBREW_PREFIXES, names=True),
    "hi": Inflection(_set("ओं ों ें ां ी े ा ो"), {"ा": _set("े ों"), "ी": _set("ियों ियां ियाँ")}, names=True),
    "bn": Inflection(_set("র ের কে তে রা দের টি য় এর ে"), {}, names=True),
    "ta": Inflection(_set("ின் ில் ை கள் களின் க்கு இல்"), {}, names=True),
    "ko": Inflection(_set(_KOREAN), {}, names=True, shortest=2),
    "id": Inflection(_set("nya lah kah"), {}, names=True),
    "": Inflection(_set("s"), {}, everywhere=False, names=True),
}  # fmt: skip

_LIKE = {
    "gl": "es", "ca": "es", "ast": "es", "be": "uk", "mk": "bg", "sr": "hr", "bs": "hr", "sl": "hr", "sk": "cs",
    "da": "sv", "nb": "sv", "nn": "sv", "no": "sv", "az": "tr", "et": "fi", "ps": "fa", "ckb": "fa", "mr": "hi",
    "ne": "hi", "ms": "id", "af": "nl", "yi": "he", "kk": "ru", "as": "bn",
}  # fmt: skip

LONGEST = _LONGEST
"""More letters than any ending here has, but for Turkish chains, whose rest is not looked for."""


@lru_cache(maxsize=64)
def inflection_of(locale: str) -> Inflection:
    """Return how words change in the language of *locale*; of a language that nobody described, hardly."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return _LANGUAGES.get(_LIKE.get(language, language)) or _LANGUAGES[""]
