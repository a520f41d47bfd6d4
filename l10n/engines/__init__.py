"""Which engines there are, made by name; each one's room is entered only when it is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ..errors import EngineUnavailable
from ..ports import Engine

Pairs = Sequence[tuple[str, str]]
Settings = Mapping[str, str]


def _make_memory(pairs: Pairs, settings: Settings) -> Engine:
    from ..matching import Pair
    from .memory import MemoryEngine

    return MemoryEngine([Pair(source, target) for source, target in pairs])


def _make_apertium(pairs: Pairs, settings: Settings) -> Engine:
    from .apertium import ApertiumEngine

    return ApertiumEngine()


def _make_google(pairs: Pairs, settings: Settings) -> Engine:
    from .deep import DeepEngine
    from .services import GOOGLE

    return DeepEngine(GOOGLE, url=settings.get("url", ""))


def _make_mymemory(pairs: Pairs, settings: Settings) -> Engine:
    from .deep import DeepEngine
    from .services import MYMEMORY

    return DeepEngine(MYMEMORY, url=settings.get("url", ""))


def _make_libretranslate(pairs: Pairs, settings: Settings) -> Engine:
    url = settings.get("url", "")
    if not url:
        raise EngineUnavailable(
            "libretranslate has no server to ask",
            engine="libretranslate",
            remedy='name yours in diglot.toml: [engine.libretranslate] url = "http://localhost:5000"',
        )
    api_key = _read_key(settings.get("api_key_file", ""))
    from .deep import DeepEngine
    from .services import LIBRETRANSLATE

    return DeepEngine(LIBRETRANSLATE, url=url, api_key=api_key)


def _read_key(path: str) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EngineUnavailable(
            f"the key file {path} cannot be read", engine="libretranslate", remedy="mend api_key_file, or remove it"
        ) from error


ENGINES: Mapping[str, Callable[[Pairs, Settings], Engine]] = {
    "memory": _make_memory,
    "apertium": _make_apertium,
    "google": _make_google,
    "mymemory": _make_mymemory,
    "libretranslate": _make_libretranslate,
}
"""The engines that work, and what makes each."""

NOT_OFFERED: Mapping[str, str] = {
    "deepl": "deep-translator sends DeepL's key in the address, which DeepL stopped accepting in January 2026",
    "chatgpt": "deep-translator needs a release of openai older than 0.28, which its service no longer answers",
    "microsoft": "deep-translator asks the network for its languages while it is being made, and fails without one",
    "yandex": "deep-translator speaks version 1.5 of Yandex's interface and gives back lists",
    "qcri": "deep-translator hides QCRI's errors and knows no languages but Arabic, English and Spanish",
    "papago": "deep-translator's table of Papago's languages is the wrong way round",
    "baidu": "deep-translator reports Baidu's errors as bare exceptions and was never tried here",
    "linguee": "Linguee is a dictionary of single words",
    "pons": "Pons is a dictionary of single words",
}
"""Services that deep-translator has classes for and Diglot refuses, with the reason."""


def make_engine(name: str, *, memory_pairs: Pairs = (), settings: Settings | None = None) -> Engine:
    """Return the engine called *name*; whoever asked closes it.

    *memory_pairs* are approved (source, target) texts, *settings* the section `[engine.NAME]` of the configuration.
    EngineUnavailable where there is none of that name (with the nearest), or it cannot work here.
    """
    if name in NOT_OFFERED:
        raise EngineUnavailable(
            f"{name} is not offered: {NOT_OFFERED[name]}", engine=name, remedy="choose " + ", ".join(ENGINES)
        )
    if name not in ENGINES:
        nearest = next(iter(difflib.get_close_matches(name.lower(), ENGINES, n=1, cutoff=0.0)), "")
        raise EngineUnavailable(
            f"there is no engine called {name!r}",
            engine=name,
            remedy=f"did you mean {nearest}? There are: {', '.join(ENGINES)}",
        )
    return ENGINES[name](memory_pairs, settings or {})
