"""What a value of the configuration must hold to beyond its type, and the line that a key stands on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from ..allowance import parse_price
from ..errors import ConfigError

_AT_LEAST_ONE = re.compile(r".*(timeout_s|_bytes)")
_NEAR = 0.6


def require_sound(values: Mapping[str, object], origins: Mapping[str, str], *, path: str) -> None:
    """Look at what somebody has set. ConfigError for a number too small, a price that is none, an unknown check."""
    for key, value in values.items():
        if origins[key] == "default":
            continue
        place = path if origins[key] == Path(path).name else origins[key]
        if type(value) is int:
            _require_number(key, value, path=place)
        elif key.endswith(".price_per_million"):
            _require_price(key, str(value), path=place)
        elif key == "publish.address" and value:
            _require_address(key, str(value), path=place)
        elif key == "database.url" and value:
            _require_database(key, str(value), path=place)
        elif key == "retention.forget" and isinstance(value, tuple):
            _require_kinds(key, value, path=place)
        elif key.startswith("check.") and isinstance(value, tuple):
            _require_checks(key, value, path=place)


def nearest_of(name: str, known: Collection[str]) -> str:
    """Return the one of *known* that *name* may be a slip of, "" where none is near."""
    plain = {other.replace("_", "-").lower(): other for other in known}
    near = difflib.get_close_matches(name.replace("_", "-").lower(), plain, n=1, cutoff=_NEAR)
    return plain[near[0]] if near else ""


def line_of(text: str, key: str) -> int:
    """Return the line of a TOML file that `section.key` stands on, else that of its section; 0 where neither does."""
    section, _, name = key.rpartition(".")
    now, at = "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line):
            now = header[1].replace('"', "").removeprefix("tool.diglot").strip(".")
            at = at or (number if now in (section, key) else 0)
        elif now == section and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
            return number
    return at


def _require_number(key: str, value: int, *, path: str) -> None:
    least = 1 if _AT_LEAST_ONE.fullmatch(key) else 0
    if value < least:
        meaning = "; 0 is no limit" if key.startswith("engine.") and not least else ""
        raise ConfigError(
            f"{key} cannot be {value}", key=key, path=path, remedy=f"write a whole number from {least} on{meaning}"
        )


def _require_address(key: str, value: str, *, path: str) -> None:
    if not re.fullmatch(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?", value):
        remedy = "write the address that readers type, as in https://news.example/; or leave it out"
        raise ConfigError(f"{key} cannot be {value!r}", key=key, path=path, remedy=remedy)


def shown_url(url: str) -> str:
    """Return a database's address without the passphrase that may stand in it."""
    return re.sub(r"(?<=://)([^/@:]*):[^/]*@", r"\1:…@", re.sub(r"(password=)[^&]*", r"\1…", url))


def _require_database(key: str, value: str, *, path: str) -> None:
    if not re.match(r"postgres(ql)?(\+psycopg)?://[^\s]+$", value, re.IGNORECASE):
        remedy = "write postgresql://ACCOUNT@HOST/DATABASE; leave it out for a journal of this computer's own"
        raise ConfigError(f"{key} cannot be {shown_url(value)!r}", key=key, path=path, remedy=remedy)


def _require_price(key: str, value: str, *, path: str) -> None:
    try:
        parse_price(value)
    except ValueError:
        remedy = 'write an amount and a currency: price_per_million = "20 USD"'
        raise ConfigError(f"{key} cannot be {value!r}", key=key, path=path, remedy=remedy) from None


def _require_kinds(key: str, names: Collection[str], *, path: str) -> None:
    from ..retention import KINDS

    for name in names:
        if name not in KINDS:
            near = nearest_of(name, KINDS)
            remedy = f"did you mean {near!r}?" if near else f"there are: {', '.join(KINDS)}"
            raise ConfigError(
                f"{name!r} is nothing that can be forgotten", key=key, path=path, nearest=near, remedy=remedy
            )


def _require_checks(key: str, names: Collection[str], *, path: str) -> None:
    if not names:
        return
    from ..checks import all_rules

    known = [rule.name for rule in all_rules()]
    for name in names:
        if name not in known:
            near = nearest_of(name, known)
            remedy = f"did you mean {near!r}?" if near else "see: diglot check --explain"
            raise ConfigError(f"there is no check {name!r}", key=key, path=path, nearest=near, remedy=remedy)
