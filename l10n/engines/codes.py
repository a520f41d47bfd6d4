"""What services call languages where that is not the locale, and what they know where no library lists it."""

from __future__ import annotations

GOOGLE_CODES = {
    **{"he": "iw", "nb": "no", "jv": "jw", "fil": "tl", "zh": "zh-CN", "zh-Hans": "zh-CN", "zh-SG": "zh-CN"},
    **{"zh-Hant": "zh-TW", "zh-HK": "zh-TW", "mni": "mni-Mtei"},
}
MYMEMORY_CODES = {
    **{"en": "en-GB", "ar": "ar-SA", "zh": "zh-CN", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "no": "nb-NO"},
    **{"nb": "nb-NO", "nn": "nn-NO", "sr": "sr-Cyrl-RS", "sr-Cyrl": "sr-Cyrl-RS", "sr-Latn": "sr-Latn-RS"},
    **{"sv": "sv-SE", "sw": "sw-KE", "ta": "ta-IN"},
}
MICROSOFT_CODES = {
    **{"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-SG": "zh-Hans", "zh-TW": "zh-Hant", "zh-HK": "zh-Hant"},
    **{"no": "nb", "sr": "sr-Cyrl", "mn": "mn-Cyrl", "tl": "fil", "iw": "he", "ckb": "ku", "pt-BR": "pt"},
}
_MICROSOFT = (
    "af am ar as az ba bg bn bo bs ca cs cy da de dv el en es et fa fi fil fj fr fr-CA ga gu he hi hr hsb ht hu hy id "
    "is it iu ja ka kk km kmr kn ko ku ky lo lt lv lzh mg mi mk ml mn-Cyrl mr ms mt mww my nb ne nl or otq pa pl prs "
    "ps pt pt-PT ro ru sk sl sm so sq sr-Cyrl sr-Latn sv sw ta te th ti tk to tr tt ty ug uk ur uz vi yua yue zh-Hans "
    "zh-Hant zu"
)
MICROSOFT_KNOWN = frozenset(_MICROSOFT.split())
"""What Microsoft's list of languages said in 2021; it has only grown since."""
_DEEPL = (
    "AR BG CS DA DE EL EN EN-GB EN-US ES ET FI FR HU ID IT JA KO LT LV NB NL PL PT-BR PT-PT RO RU SK SL SV TR UK "
    "ZH-HANS ZH-HANT"
)
DEEPL_KNOWN = frozenset(_DEEPL.split())
DEEPL_CODES = {
    **{code.lower(): code for code in DEEPL_KNOWN},
    **{"pt": "PT-PT", "pt-BR": "PT-BR", "pt-PT": "PT-PT", "en-GB": "EN-GB", "en-US": "EN-US", "no": "NB"},
    **{"zh": "ZH-HANS", "zh-Hans": "ZH-HANS", "zh-CN": "ZH-HANS", "zh-SG": "ZH-HANS"},
    **{"zh-Hant": "ZH-HANT", "zh-TW": "ZH-HANT", "zh-HK": "ZH-HANT"},
}
BAIDU_CODES = {
    **{"ar": "ara", "bg": "bul", "da": "dan", "et": "est", "fi": "fin", "fr": "fra", "ja": "jp", "ko": "kor"},
    **{"ro": "rom", "sl": "slo", "es": "spa", "sv": "swe", "vi": "vie", "zh-Hans": "zh", "zh-Hant": "cht"},
    **{"zh-TW": "cht", "zh-HK": "cht"},
}
