"""Which engines there are, made by name; each one's room is entered only when it is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path

from ..errors import EngineUnavailable
from ..ports import Engine, Memory
from .settings import read_key, read_proxy, require

MaybeMemory = Memory | None
Settings = Mapping[str, str]


def _make_memory(memory: MaybeMemory, settings: Settings) -> Engine:
    if memory is None:
        raise EngineUnavailable("there is no memory here", engine="memory", remedy="work in a project: -C DIR")
    from .memory import MemoryEngine

    return MemoryEngine(memory)


def _make_apertium(memory: MaybeMemory, settings: Settings) -> Engine:
    from .apertium import ApertiumEngine

    return ApertiumEngine()


def _make_libretranslate(memory: MaybeMemory, settings: Settings) -> Engine:
    require(settings, ["url"], engine="libretranslate")
    from .libretranslate import LibreTranslateEngine

    return LibreTranslateEngine(
        settings["url"],
        api_key=read_key(settings, engine="libretranslate"),
        proxy=read_proxy(settings, engine="libretranslate"),
        timeout_s=float(settings.get("timeout_s") or 60),
    )


def _make_chat(memory: MaybeMemory, settings: Settings) -> Engine:
    require(settings, ["url", "model"], engine="chat")
    from .chat import ChatEngine

    return ChatEngine(
        settings["url"],
        model=settings["model"],
        api_key=read_key(settings, engine="chat"),
        proxy=read_proxy(settings, engine="chat"),
        timeout_s=float(settings.get("timeout_s") or 300),
    )


def _make_local(memory: MaybeMemory, settings: Settings) -> Engine:
    require(settings, ["model_folder"], engine="local")
    from .local import LocalEngine

    return LocalEngine(Path(settings["model_folder"]), pair=settings.get("pair", ""))


def _deep(name: str) -> Callable[[MaybeMemory, Settings], Engine]:
    """Return what makes the engine *name* of deep-translator."""

    def make(memory: MaybeMemory, settings: Settings) -> Engine:
        from .deep import DeepEngine
        from .services import SERVICES, Account

        service = SERVICES[name]
        require(settings, service.needs, engine=name)
        key = read_key(settings, engine=name)
        account = Account(key, settings.get("app_id", ""), settings.get("region", ""), settings.get("email", ""))
        timeout_s = float(settings.get("timeout_s") or 30)
        proxy = read_proxy(settings, engine=name)
        return DeepEngine(service, url=settings.get("url", ""), account=account, proxy=proxy, timeout_s=timeout_s)

    return make


ENGINES: Mapping[str, Callable[[MaybeMemory, Settings], Engine]] = {
    "memory": _make_memory,
    "apertium": _make_apertium,
    "local": _make_local,
    "libretranslate": _make_libretranslate,
    "chat": _make_chat,
    "deepl": _deep("deepl"),
    "microsoft": _deep("microsoft"),
    "google": _deep("google"),
    "mymemory": _deep("mymemory"),
    "baidu": _deep("baidu"),
    "qcri": _deep("qcri"),
    "deep-libretranslate": _deep("deep-libretranslate"),
}
"""The engines that work, and what makes each."""

NOT_OFFERED: Mapping[str, str] = {
    "chatgpt": "deep-translator needs a release of openai older than 0.28; use chat, which speaks to the same services",
    "yandex": "deep-translator speaks version 1.5 of Yandex's interface, which is closed, and gives back lists",
    "papago": "Naver closed the interface that deep-translator speaks on 29 February 2024",
    "linguee": "Linguee is a dictionary of words, of at most 50 characters",
    "pons": "Pons is a dictionary of words, of at most 50 characters",
    "tencent": "no release of deep-translator has its class",
}
"""Services that deep-translator has classes for and Diglot refuses, with the reason."""


def make_engine(name: str, *, memory: MaybeMemory = None, settings: Settings | None = None) -> Engine:
    """Return the engine called *name*; whoever asked closes it.

    *memory* is what the newsroom has approved before, *settings* the section `[engine.NAME]` of the configuration.
    EngineUnavailable where there is none of that name (with the nearest), or it cannot work here.
    """
    if name in NOT_OFFERED:
        raise EngineUnavailable(
            f"{name} is not offered: {NOT_OFFERED[name]}", engine=name, remedy="choose " + ", ".join(ENGINES)
        )
    if name not in ENGINES:
        nearest = next(iter(difflib.get_close_matches(name.lower(), ENGINES, n=1)), "")
        raise EngineUnavailable(
            f"there is no engine called {name!r}",
            engine=name,
            remedy=f"{f'did you mean {nearest}? ' if nearest else ''}There are: {', '.join(ENGINES)}",
        )
    return ENGINES[name](memory, settings or {})
