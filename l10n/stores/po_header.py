"""The header of a catalog or template, written whole: nothing personal in it and nothing that changes by itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from ..model import Key

COUNT_FIELD = "X-Diglot-Entries"
_DATE = "2000-01-01 00:00+0000"
_ONE = "nplurals=1; plural=0;"
_NOT_ONE = "nplurals=2; plural=(n != 1);"
_ABOVE_ONE = "nplurals=2; plural=(n > 1);"
_RUSSIAN = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
_CZECH = "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"

_LOCALES_BY_PLURAL = {
    _ONE: "my ja zh ko th vi lo km id ms jv su dz bo shn ksw mnw kac yue wo yo ig",
    _NOT_ONE: "en de nl sv da nb nn no fi et hu el bg it es pt ca gl eu he ur bn ta te mr gu pa ne kn ml or si as"
    " sw af sq ka az kk ky uz tk mn eo ug ps ku so ha ku lb fy fo tr",
    _ABOVE_ONE: "fr pt-BR hi fa am ti ln mg zu br oc hy tl fil",
    _RUSSIAN: "ru uk be sr hr bs",
    _CZECH: "cs sk",
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);": "pl",
    "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);": "sl",
    "nplurals=3; plural=(n==1 ? 0 : n==0 || (n%100>0 && n%100<20) ? 1 : 2);": "ro mo",
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);": "lt",
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);": "lv",
    "nplurals=2; plural=(n%10!=1 || n%100==11);": "is mk",
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);": "ar",
    "nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n<7 ? 2 : n<11 ? 3 : 4);": "ga",
    "nplurals=4; plural=(n==1 || n==11) ? 0 : (n==2 || n==12) ? 1 : (n>2 && n<20) ? 2 : 3;": "gd",
    "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;": "cy",
}
_PLURALS = {locale: plural for plural, locales in _LOCALES_BY_PLURAL.items() for locale in locales.split()}


def plural_forms(locale: str) -> str:
    """Return the value of `Plural-Forms` for *locale*: by our table, else by Babel, else as in English."""
    found = _PLURALS.get(locale) or _PLURALS.get(locale.partition("-")[0])
    return found or _plural_forms_by_babel(locale)


def _plural_forms_by_babel(locale: str) -> str:
    from babel import Locale, UnknownLocaleError
    from babel.plural import to_gettext

    try:
        return to_gettext(Locale.parse(locale, sep="-").plural_form)
    except (UnknownLocaleError, ValueError):
        return _NOT_ONE


def count_entries(live: Iterable[Key], obsolete: Iterable[Key]) -> str:
    """Return `39+2 sha256:…`: how many entries there are and a digest of their keys in order, never of targets."""
    lists = [list(live), list(obsolete)]
    text = "\0".join(f"{context}\x04{source}" for keys in lists for context, source in keys)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"{len(lists[0])}+{len(lists[1])} sha256:{digest}"


def counted_entries(value: str) -> int | None:
    """Return how many entries the value of `X-Diglot-Entries` promises, None where it is not ours."""
    found = re.fullmatch(r"(\d{1,9})\+(\d{1,9}) sha256:[0-9a-f]{16}", value)
    return int(found[1]) + int(found[2]) if found else None


def header_lines(*, project: str, slug: str, locale: str, source_locale: str, count: str) -> list[str]:
    """Return the fields of the header, in order; *locale* is "" for a template."""
    name = " ".join(f"{project}/{slug}".split())
    plural = plural_forms(locale) if locale else "nplurals=INTEGER; plural=EXPRESSION;"
    return [
        f"Project-Id-Version: {name}",
        "Report-Msgid-Bugs-To: ",
        f"POT-Creation-Date: {_DATE}",
        f"PO-Revision-Date: {_DATE}",
        "Last-Translator: the desk",
        f"Language-Team: {locale or 'LANGUAGE'}",
        f"Language: {locale.replace('-', '_')}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {plural}",
        "X-Generator: Diglot",
        f"X-Source-Language: {source_locale.replace('-', '_')}",
        f"{COUNT_FIELD}: {count}",
    ]
