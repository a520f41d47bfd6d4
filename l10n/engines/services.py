"""What is particular about each service that deep-translator still reaches: its class, address, limit and codes."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from urllib.parse import quote

_GOOGLE_CODES = {
    "he": "iw",
    "nb": "no",
    "jv": "jw",
    "fil": "tl",
    "zh": "zh-CN",
    "zh-Hans": "zh-CN",
    "zh-SG": "zh-CN",
} | {
    "zh-Hant": "zh-TW",
    "zh-HK": "zh-TW",
    "mni": "mni-Mtei",
}
_MYMEMORY_CODES = {"en": "en-GB", "ar": "ar-SA", "zh": "zh-CN", "zh-Hans": "zh-CN", "zh-Hant": "zh-TW"} | {
    "no": "nb-NO",
    "nb": "nb-NO",
    "nn": "nn-NO",
    "sr": "sr-Cyrl-RS",
    "sr-Cyrl": "sr-Cyrl-RS",
    "sr-Latn": "sr-Latn-RS",
    "sv": "sv-SE",
    "sw": "sw-KE",
    "ta": "ta-IN",
}


@dataclass(frozen=True, slots=True)
class Service:
    """One living class of deep-translator.

    *module* and *class_name* say where it is, *table* the dict of its languages in `deep_translator.constants`.
    *aliases* are locales that the service calls something else; *regional* says its codes carry a region.
    *max_chars* is the most one request may hold, *max_quoted* the most it may take in an address (0: not there).
    """

    name: str
    module: str
    class_name: str
    table: str
    url: str
    max_chars: int
    max_quoted: int = 0
    aliases: Mapping[str, str] = field(default_factory=dict)
    regional: bool = False

    def fits(self, text: str) -> bool:
        return len(text) <= self.max_chars and not 0 < self.max_quoted < len(quote(text))

    def code(self, locale: str, known: Set[str]) -> str:
        """Return what the service calls *locale*, or "" where it does not know it; *known* are its codes."""
        language = locale.split("-")[0]
        for name in (self.aliases.get(locale, locale), self.aliases.get(language, language)):
            if name in known and ("-" in name or not self.regional):
                return name
        if not self.regional:
            return ""
        regions = sorted(code for code in known if code.startswith(language + "-"))
        own = f"{language}-{language.upper()}"
        return own if own in regions else next(iter(regions), "")


GOOGLE = Service(
    "google",
    "google",
    "GoogleTranslator",
    "GOOGLE_LANGUAGES_TO_CODES",
    "https://translate.google.com/m",
    max_chars=4999,
    max_quoted=6000,
    aliases=_GOOGLE_CODES,
)
MYMEMORY = Service(
    "mymemory",
    "mymemory",
    "MyMemoryTranslator",
    "MY_MEMORY_LANGUAGES_TO_CODES",
    "https://api.mymemory.translated.net/get",
    max_chars=499,
    aliases=_MYMEMORY_CODES,
    regional=True,
)
LIBRETRANSLATE = Service("libretranslate", "libre", "LibreTranslator", "LIBRE_LANGUAGES_TO_CODES", "", max_chars=2000)

SERVICES: Mapping[str, Service] = {service.name: service for service in (GOOGLE, MYMEMORY, LIBRETRANSLATE)}
