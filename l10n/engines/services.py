"""What is particular about each service that deep-translator still reaches: its class, address, limit and codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import quote

from .codes import (
    BAIDU_CODES,
    DEEPL_CODES,
    DEEPL_KNOWN,
    GOOGLE_CODES,
    MICROSOFT_CODES,
    MICROSOFT_KNOWN,
    MYMEMORY_CODES,
)
from .complaints import Complaint, baidu_complaint, mymemory_complaint, no_complaint


@dataclass(frozen=True, slots=True)
class Account:
    """What the user has with a service. Not all are asked for by each."""

    key: str = ""
    app_id: str = ""
    region: str = ""
    email: str = ""


Make = Callable[[ModuleType, str, str, str, Account], Any]
"""Returns a new instance of the class: its module, source code, target code, address, account."""


def _make_plain(class_name: str) -> Make:
    def make(module: ModuleType, source: str, target: str, url: str, account: Account) -> Any:
        made = getattr(module, class_name)(source=source, target=target)
        made._base_url = url
        return made

    return make


def _make_mymemory(module: ModuleType, source: str, target: str, url: str, account: Account) -> Any:
    made = module.MyMemoryTranslator(source=source, target=target, email=account.email or None)
    made._base_url = url
    return made


def _make_libre(module: ModuleType, source: str, target: str, url: str, account: Account) -> Any:
    key = account.key or NO_KEY
    return module.LibreTranslator(source=source, target=target, api_key=key, custom_url=url.rstrip("/") + "/")


def _make_microsoft(module: ModuleType, source: str, target: str, url: str, account: Account) -> Any:
    """The class asks for the list of languages while it is made, and `web` answers with an empty one."""
    made = module.MicrosoftTranslator(source="auto", target="auto", api_key=account.key, region=account.region or None)
    made._base_url = url.rstrip("/") + "/translate?api-version=3.0"
    made._source, made._target = source, target
    return made


def _make_deepl(module: ModuleType, source: str, target: str, url: str, account: Account) -> Any:
    made = module.DeeplTranslator(source="auto", target="auto", api_key=account.key)
    made._base_url = url.rstrip("/") + "/v2/"
    made._source, made._target = source.split("-")[0], target  # a source has no region
    return made


def _make_baidu(module: ModuleType, source: str, target: str, url: str, account: Account) -> Any:
    made = module.BaiduTranslator(source=source, target=target, appid=account.app_id, appkey=account.key)
    made._base_url = url
    return made


def _make_qcri(module: ModuleType, source: str, target: str, url: str, account: Account) -> Any:
    made = module.QcriTranslator(source=source, target=target, api_key=account.key)
    made._base_url = url.rstrip("/") + "/api/v1/{endpoint}"
    return made


NO_KEY = "none"
"""What stands for a key where a class demands one and there is none; it is never sent."""


@dataclass(frozen=True, slots=True)
class Service:
    """One living class of deep-translator.

    *module* says where it is and *make* how it is made; its codes are *known*, or the dict *table* of
    `deep_translator.constants`. *aliases* are locales that the service calls something else; *regional* says its codes
    carry a region. *max_chars* is the most one request may hold, *max_quoted* the most it may take in an address
    (0: not there), *needs* the settings it cannot do without. *complaint* finds an error in an answer that says 200.
    """

    name: str
    module: str
    make: Make
    url: str
    max_chars: int
    free_url: str = ""
    max_quoted: int = 0
    table: str = ""
    known: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    regional: bool = False
    needs: tuple[str, ...] = ()
    parallel: int = 4
    complaint: Callable[[Any], Complaint | None] = no_complaint
    options: Mapping[str, str] = field(default_factory=dict)

    def address(self, account: Account) -> str:
        """Return the public address; keys of a free plan end in `:fx` and may belong to a host of their own."""
        return self.free_url if self.free_url and account.key.endswith(":fx") else self.url

    def fits(self, text: str) -> bool:
        return len(text) <= self.max_chars and not 0 < self.max_quoted < len(quote(text))

    def codes(self) -> frozenset[str]:
        """Return what the service calls its languages."""
        if self.known:
            return self.known
        return frozenset(getattr(import_module("deep_translator.constants"), self.table).values())

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
    _make_plain("GoogleTranslator"),
    "https://translate.google.com/m",
    max_chars=4999,
    max_quoted=6000,
    table="GOOGLE_LANGUAGES_TO_CODES",
    aliases=GOOGLE_CODES,
    parallel=2,
)
MYMEMORY = Service(
    "mymemory",
    "mymemory",
    _make_mymemory,
    "https://api.mymemory.translated.net/get",
    max_chars=499,
    table="MY_MEMORY_LANGUAGES_TO_CODES",
    aliases=MYMEMORY_CODES,
    regional=True,
    parallel=2,
    complaint=mymemory_complaint,
)
DEEP_LIBRETRANSLATE = Service(
    "deep-libretranslate",
    "libre",
    _make_libre,
    "",
    max_chars=2000,
    table="LIBRE_LANGUAGES_TO_CODES",
    needs=("url",),
)
MICROSOFT = Service(
    "microsoft",
    "microsoft",
    _make_microsoft,
    "https://api.cognitive.microsofttranslator.com",
    max_chars=5000,
    known=MICROSOFT_KNOWN,
    aliases=MICROSOFT_CODES,
    needs=("api_key_file",),
)
DEEPL = Service(
    "deepl",
    "deepl",
    _make_deepl,
    "https://api.deepl.com",
    max_chars=5000,
    free_url="https://api-free.deepl.com",
    known=DEEPL_KNOWN,
    aliases=DEEPL_CODES,
    needs=("api_key_file",),
)
BAIDU = Service(
    "baidu",
    "baidu",
    _make_baidu,
    "https://fanyi-api.baidu.com/api/trans/vip/translate",
    max_chars=1500,
    table="BAIDU_LANGUAGE_TO_CODE",
    aliases=BAIDU_CODES,
    needs=("app_id", "api_key_file"),
    parallel=1,
    complaint=baidu_complaint,
)
QCRI = Service(
    "qcri",
    "qcri",
    _make_qcri,
    "https://mt.qcri.org",
    max_chars=2000,
    max_quoted=6000,
    table="QCRI_LANGUAGE_TO_CODE",
    needs=("api_key_file",),
    options={"domain": "news"},
)

SERVICES: Mapping[str, Service] = {
    service.name: service for service in (GOOGLE, MYMEMORY, MICROSOFT, DEEPL, BAIDU, QCRI, DEEP_LIBRETRANSLATE)
}
