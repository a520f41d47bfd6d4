"""Words and hosts that look like others: letters of two scripts in one word, and words that only look Latin.

By the scripts that Unicode names letters after, and a list of letters that look like Latin ones in print.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

LIKE_LATIN: dict[str, str] = {
    "CYRILLIC": "асеорхуіјѕһԁԛԝӏүкАВЕКМНОРСТУХІЈЅԚԜҮӀ",
    "GREEK": "ονρυιακΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ARMENIAN": "օոսհգզցԼՏՍՕ",
    "CHEROKEE": "ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᎾᏀᏃᏎᏏᏒᏔᏙᏚᏞᏟᏢᏦᏧᏩᏪᏭᏮᏳᏴ",
    "COPTIC": "ⲟⲣⲥⲭⲓⲏⲘⲚⲞⲢⲤⲦⲬⲔⲎⲒ",
    "LISU": "ꓐꓑꓒꓓꓔꓕꓖꓗꓘꓙꓚꓛꓜꓝꓞꓟꓠꓡꓢꓣꓤꓥꓦꓧꓨꓩꓪꓫꓬꓭꓮꓯꓰꓱꓲꓳꓴꓵ",
}
"""Script -> its letters that look like Latin ones."""

_WRITTEN_IN = {
    "CYRILLIC": frozenset(
        "ab av ba be bg bxr ce cu cv kk krc kv ky mhr mk mn myv os ru rue sah sr tg tt tyv udm uk uz".split()  # noqa: SIM905
    ),
    "GREEK": frozenset({"el", "grc"}),
    "ARMENIAN": frozenset({"hy"}),
    "CHEROKEE": frozenset({"chr"}),
    "COPTIC": frozenset({"cop"}),
    "LISU": frozenset({"lis"}),
}
_WORD = re.compile(r"(?<![%)])[^\W\d_](?:[^\W_]|[\u0300-\u036f])*")
_PALOCHKA = frozenset("abq ady av ce dar inh kbd lbe lez tab".split())  # noqa: SIM905
"""Languages in which people write a Latin I where the keyboard lacks the letter Ӏ."""
_MIXABLE = frozenset({"LATIN", *LIKE_LATIN})
_GUISE = re.compile("[\U0001d400-\U0001d7ff]")
"""Latin letters dressed as signs of mathematics."""


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """Return the script that the name of a letter begins with, "" for what is no letter: LATIN, CYRILLIC, MYANMAR."""
    return unicodedata.name(char, "").split(" ", 1)[0] if char.isalpha() else ""


def disguised_words(text: str, *, language: str) -> Iterator[tuple[str, str]]:
    """Yield each word of *text* that may be taken for another one, with why. *language* is that of the text."""
    if text.isascii():
        return
    for word in dict.fromkeys(_WORD.findall(text)):
        if not word.isascii() and (why := _disguise(word, language)):
            yield word, why


def _disguise(word: str, language: str) -> str:
    if found := _GUISE.search(word):
        return f"{found[0]} is a sign of mathematics, no letter"
    if language in _PALOCHKA:
        word = word.replace("I", "")
    scripts = Counter(script for char in word if (script := script_of(char)) in _MIXABLE)
    if len(scripts) > 1:
        return _mixture(word, scripts)
    script = next(iter(scripts), "")
    if script in LIKE_LATIN and len(word) > 2 and language not in _WRITTEN_IN[script] and _looks_latin(word, script):
        return f"all its letters are {script.title()}, and look Latin"
    return ""


def _mixture(word: str, scripts: Counter[str]) -> str:
    """Return why a word of two scripts may be taken for one of one script; "" for units and formulas such as kΩ."""
    main = "LATIN" if scripts["LATIN"] * 2 >= scripts.total() else next(s for s, _ in scripts.most_common())
    others = [char for char in word if (script := script_of(char)) in _MIXABLE and script != main]
    known = [char for char in others if _looks_alike(char, main)]
    if len(known) != len(others) or (main == "LATIN" and _is_formula(word, others)):
        return ""
    shown = ", ".join(f"{char} (U+{ord(char):04X}, {script_of(char).title()})" for char in dict.fromkeys(known))
    return f"{shown} among {main.title()} letters"


def _looks_alike(char: str, main: str) -> bool:
    if script_of(char) == "LATIN":
        return char in "aceopxysijABCEHIKMOPSTXYZ"
    return main == "LATIN" and char in LIKE_LATIN[script_of(char)]


def _is_formula(word: str, others: list[str]) -> bool:
    """Whether one Greek letter stands before or after Latin ones, as in TNFα."""
    return len(others) == 1 and script_of(others[0]) == "GREEK" and others[0] in (word[0], word[-1])


def _looks_latin(word: str, script: str) -> bool:
    return all(char in LIKE_LATIN[script] for char in word if char.isalpha())


def disguised_host(address: str) -> str:
    """Return the host of a web address as it is spelt in ASCII, where it can be taken for another one; else ""."""
    try:
        host = urlsplit(address).hostname or ""
        shown = ".".join(_shown(label) for label in host.split("."))
        spelt = shown if shown.isascii() else shown.encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""
    ending = spelt.rpartition(".")[2]
    language = "" if ending.isascii() and not ending.startswith("xn--") else "ru"
    is_disguised = any(_disguise(label, language) for label in re.split(r"[.-]", shown) if not label.isascii())
    return spelt if is_disguised else ""


def _shown(label: str) -> str:
    return label[4:].encode().decode("punycode") if label.startswith("xn--") else label
