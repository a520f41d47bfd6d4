"""What a desk is told of its surroundings, by the environment or by the project: proxies, and the metrics' token."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ConfigError
from ..proxies import TrustedProxies
from .config import Config

SHORTEST_TOKEN = 20
_PROXY_REMEDY = "write its address (127.0.0.1), its network (172.28.0.0/24), or unix for a UNIX socket"
_TOKEN_REMEDY = "make one: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"  # noqa: S105 (no token)


def trusted_proxies(config: Config, environment: Mapping[str, str], *, said: str = "") -> TrustedProxies:
    """Return which proxies are believed: those *said*, else of DIGLOT_PROXY, else of the project. ConfigError."""
    text = said or environment.get("DIGLOT_PROXY") or config.text("desk.proxy")
    try:
        return TrustedProxies.from_text(text)
    except ValueError as error:
        raise ConfigError(f"{text!r} names no proxy", key="desk.proxy", remedy=_PROXY_REMEDY) from error


def metrics_token(config: Config, environment: Mapping[str, str]) -> str:
    """Return who may read the metrics proves it with; "" where nobody may. ConfigError for one that can be guessed."""
    token, name = environment.get("DIGLOT_METRICS_TOKEN", "").strip(), config.text("desk.metrics_token_file")
    if name and not token:
        try:
            token = (config.root / name).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is no text"
            key = "desk.metrics_token_file"
            raise ConfigError(f"{name} cannot be read: {why}", key=key, remedy=_TOKEN_REMEDY) from error
    if (name or token) and len(token) < SHORTEST_TOKEN:
        raise ConfigError("the token of the metrics is too short", key="desk.metrics_token_file", remedy=_TOKEN_REMEDY)
    return token
