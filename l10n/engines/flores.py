"""What translation models call languages: FLORES-200 codes such as `mya_Mymr`, and the tags of other models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

_PAIRS = (
    "af:afr ak:aka am:amh ar:arb as:asm ay:ayr az:azj ba:bak be:bel bg:bul bm:bam bn:ben bo:bod bs:bos ca:cat "
    "cs:ces cy:cym da:dan de:deu dz:dzo ee:ewe el:ell en:eng eo:epo es:spa et:est eu:eus fa:pes ff:fuv fi:fin "
    "fil:tgl fj:fij fo:fao fr:fra ga:gle gd:gla gl:glg gn:grn gu:guj ha:hau he:heb hi:hin hr:hrv ht:hat hu:hun "
    "hy:hye id:ind ig:ibo is:isl it:ita ja:jpn jv:jav ka:kat kg:kon ki:kik kk:kaz km:khm kn:kan ko:kor ks:kas "
    "ku:kmr ky:kir lb:ltz lg:lug ln:lin lo:lao lt:lit lv:lvs mg:plt mi:mri mk:mkd ml:mal mn:khk mr:mar ms:zsm "
    "mt:mlt my:mya nb:nob ne:npi nl:nld nn:nno no:nob ny:nya oc:oci om:gaz or:ory pa:pan pl:pol ps:pbt pt:por "
    "qu:quy rn:run ro:ron ru:rus rw:kin sa:san sc:srd sd:snd sg:sag si:sin sk:slk sl:slv sm:smo sn:sna so:som "
    "sq:als sr:srp ss:ssw st:sot su:sun sv:swe sw:swh ta:tam te:tel tg:tgk th:tha ti:tir tk:tuk tl:tgl tn:tsn "
    "tr:tur ts:tso tt:tat tw:twi ug:uig uk:ukr ur:urd uz:uzn vi:vie wo:wol xh:xho yi:ydd yo:yor zh:zho zu:zul"
)
_LANGUAGES: Mapping[str, str] = dict(pair.split(":") for pair in _PAIRS.split())
"""Language subtags and the language part of their FLORES-200 code; three-letter subtags are mostly the same there."""

_USUAL_SCRIPTS = {"arb": "Arab", "kas": "Arab", "zho": "Hans"}
"""The script meant where a tag names none and the model has several; Latin for all others."""

_TRADITIONAL = frozenset({"TW", "HK", "MO"})
_OTHER_NAMES = {"nb": "no", "fil": "tl", "he": "iw", "jv": "jw"}
_TAGS = ("__{}__", "<2{}>", ">>{}<<")


def flores_code(locale: str, known: Set[str]) -> str:
    """Return the code among *known* (such as `zho_Hant`) that *locale* is called by, "" where there is none."""
    language, *rest = locale.split("-")
    if language == "fa" and "AF" in rest:
        language = "prs"
    name = _LANGUAGES.get(language, language)
    script = _script(language, rest)
    if script:
        return f"{name}_{script}" if f"{name}_{script}" in known else ""
    codes = sorted(code for code in known if code.startswith(name + "_"))
    usual = f"{name}_{_USUAL_SCRIPTS.get(name, 'Latn')}"
    return usual if usual in codes else next(iter(codes), "")


def language_tag(locale: str, known: Set[str]) -> str:
    """Return the token among *known* that names the language of *locale*: `__my__`, `<2my>` or `>>mya<<`, else ""."""
    language, *rest = locale.split("-")
    script = _script(language, rest)
    names = [locale.replace("-", "_"), f"{language}_{script}"]
    names.append(flores_code(locale, {token.strip("><") for token in known if token.startswith(">>")}))
    if script != "Hant":
        names += [language, _OTHER_NAMES.get(language, language), _LANGUAGES.get(language, language)]
    tokens = (form.format(name) for form in _TAGS for name in names)
    return next((token for token in tokens if token in known), "")


def _script(language: str, rest: Sequence[str]) -> str:
    """Return the script that a tag names, or says by its region, "" where it leaves that open."""
    named = next((part.title() for part in rest if len(part) == 4), "")
    region = {part.upper() for part in rest}
    return named or ("Hant" if language == "zh" and _TRADITIONAL & region else "")
