"""What engines ask of their sections of the configuration: values that must be there, key files, proxies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import EngineUnavailable
from ..socks import is_socks

_EXAMPLES = {
    "url": 'url = "http://localhost:5000"',
    "api_key_file": 'api_key_file = ".diglot/{engine}.key"  # a file with the key and nothing else',
    "app_id": 'app_id = "2015063000000001"',
    "chat.url": 'url = "http://localhost:11434/v1"',
    "chat.model": 'model = "…"  # as the server calls it',
    "model_folder": 'model_folder = "…"  # see docs/engines.md',
}


def require(settings: Mapping[str, str], names: Sequence[str], *, engine: str) -> None:
    """Raise EngineUnavailable for the first of *names* that has no value."""
    for name in names:
        if not settings.get(name):
            example = _EXAMPLES.get(f"{engine}.{name}") or _EXAMPLES[name].format(engine=engine)
            raise EngineUnavailable(
                f"{engine} needs {name}",
                engine=engine,
                remedy=f"write under [engine.{engine}] in diglot.toml: {example}",
            )


def read_key(settings: Mapping[str, str], *, engine: str) -> str:
    """Return what the file `api_key_file` holds, "" where none is named. EngineUnavailable."""
    path = settings.get("api_key_file", "")
    if not path:
        return ""
    try:
        key = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EngineUnavailable(
            f"the key file {path} cannot be read", engine=engine, remedy="mend api_key_file, or remove it"
        ) from error
    if not key or not key.isascii() or not key.isprintable():
        raise EngineUnavailable(f"the key file {path} holds no key", engine=engine, remedy="write the key into it")
    return key


def read_proxy(settings: Mapping[str, str], *, engine: str) -> str:
    """Return the proxy, "" where none is named. EngineUnavailable for one that is not `socks5h://` or `http://`."""
    proxy = settings.get("proxy", "")
    if not proxy or is_socks(proxy) or _is_http(proxy):
        return proxy
    raise EngineUnavailable(
        f"proxy cannot be {proxy!r}",
        engine=engine,
        remedy='write proxy = "socks5h://127.0.0.1:9050"; only with socks5h are names looked up by the proxy',
    )


def _is_http(proxy: str) -> bool:
    try:
        parts = urlsplit(proxy)
        return parts.scheme == "http" and bool(parts.hostname and parts.port) and parts.username is None
    except ValueError:
        return False
