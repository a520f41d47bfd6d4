"""A project's configuration: `diglot.toml`, or `[tool.diglot]` in `pyproject.toml`, found by walking up.

Unknown keys are errors that name the nearest key. `DIGLOT_<SECTION>_<KEY>` in the environment overrides the file.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import ConfigError
from ..locales import is_locale
from ..retention import KINDS
from .config_faults import line_of, nearest_of, require_sound

FILE_NAME = "diglot.toml"

Value = str | int | bool | tuple[str, ...]

_SECTIONS: Mapping[str, Mapping[str, Value]] = {
    "project": {"name": "", "source": "en", "targets": (), "licence": ""},
    "database": {"url": ""},
    "review": {"approvals": "sealed", "readers": "one-reader", "fast_seconds": 5},
    "draft": {
        **{"engines": ("memory",), "sensitivity": "internal", "own_hosts": ()},
        **{"ask": True, "redact": "marked", "cache_days": 30},
    },
    "ledger": {"texts": False},
    "desk": {"api": False, "proxy": "", "metrics_token_file": ""},
    "engine.google": {"url": "", "proxy": "", "timeout_s": 30},
    "engine.mymemory": {"url": "", "proxy": "", "timeout_s": 30, "email": ""},
    "engine.deepl": {"url": "", "proxy": "", "timeout_s": 30, "api_key_file": ""},
    "engine.microsoft": {"url": "", "proxy": "", "timeout_s": 30, "api_key_file": "", "region": ""},
    "engine.baidu": {"url": "", "proxy": "", "timeout_s": 30, "api_key_file": "", "app_id": ""},
    "engine.qcri": {"url": "", "proxy": "", "timeout_s": 30, "api_key_file": ""},
    "engine.deep-libretranslate": {"url": "", "proxy": "", "timeout_s": 30, "api_key_file": ""},
    "engine.libretranslate": {"url": "", "proxy": "", "timeout_s": 60, "api_key_file": ""},
    "engine.chat": {"url": "", "proxy": "", "timeout_s": 300, "model": "", "api_key_file": ""},
    "engine.local": {"model_folder": "", "pair": ""},
    "check": {"error": (), "warn": (), "off": ()},
    "edition": {
        "formats": ("html", "epub", "markdown", "text"),
        "order": "target-first",
        "stale": "refuse",
        "digits": "as-written",
        "pictures": "none",
        **{"embed": False, "font_dir": ""},
    },
    "publish": {"title": "", "address": "", "formats": (), "folder": "site", "key": ""},
    "retention": {"days": 0, "forget": KINDS},
    "web": {"proxy": "", "timeout_s": 30, "max_bytes": 5_000_000},
    "limits": {"article_bytes": 2_000_000, "import_bytes": 20_000_000, "memory_bytes": 2_000_000_000},
}

EVERY_ENGINE: Mapping[str, Value] = {
    **{"price_per_million": "", "characters_per_run": 0, "characters_per_month": 0},
    **{"texts_per_minute": 0, "requests_per_minute": 0, "parallel": 0},
}
"""Keys that each engine's section has beside its own; 0 is no limit."""

DEFAULTS: Mapping[str, Mapping[str, Value]] = {
    name: {**EVERY_ENGINE, **keys} if name.startswith("engine.") else keys for name, keys in _SECTIONS.items()
}
"""Every section and key there is, with its default; the type of the default is the type asked for."""

_EVERY_LOCALE: Mapping[str, Mapping[str, Value]] = {"draft": {"engines": ()}, "publish": {"title": ""}}
"""Keys of a section such as `[draft.pt-BR]`, which has no defaults: what it does not say holds from `[draft]`."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "edition.pictures": ("none", "grey", "colour"),
    "review.approvals": ("sealed", "gettext"),
    "review.readers": ("one-reader", "two-readers"),
    "edition.order": ("target-first", "source-first"),
    "edition.stale": ("refuse", "show-old-with-mark", "source-only", "both"),
    "edition.digits": ("as-written", "target"),
    "draft.sensitivity": ("public", "internal", "offline"),
    "draft.redact": ("marked", "others", "always"),
}


@dataclass(frozen=True, slots=True)
class Config:
    """What a project asks for; `origins` says where each value comes from (default, file or environment)."""

    root: Path
    path: Path
    values: Mapping[str, Value] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        return str(self.values[key])

    def number(self, key: str) -> int:
        return int(self.values[key])  # type: ignore[arg-type]  # DEFAULTS fixes the type of each key

    def items(self, key: str) -> tuple[str, ...]:
        value = self.values[key]
        return value if isinstance(value, tuple) else (str(value),)

    @property
    def is_shared(self) -> bool:
        """Whether several machines share one database (`database.url`)."""
        return bool(self.values["database.url"])

    def section(self, name: str) -> dict[str, str]:
        """Return the plain values of one section, as an engine's settings are handed over."""
        prefix = name + "."
        return {k.removeprefix(prefix): str(v) for k, v in self.values.items() if k.startswith(prefix)}


def find_config(start: Path) -> Path:
    """Return the configuration file of the project that *start* lies in. ConfigError when there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        own, shared = folder / FILE_NAME, folder / "pyproject.toml"
        if own.is_file():
            return own
        if shared.is_file() and "diglot" in _read_toml(shared).get("tool", {}):
            return shared
    raise ConfigError(
        f"no Diglot project in {start} or the folders above it",
        remedy="go into a project's folder, name it with -C DIR, or make one: diglot init newsroom",
    )


def load_config(start: Path, *, environment: Mapping[str, str] = os.environ) -> Config:
    """Return the configuration of the project around *start*. ConfigError names the key, and the nearest valid one."""
    path = find_config(start)
    table = _read_toml(path)
    if path.name == "pyproject.toml":
        table = table["tool"]["diglot"]
    try:
        return _read_values(path, table, environment)
    except ConfigError as error:
        if error.path == str(path) and error.key:
            error.line = line_of(path.read_text(encoding="utf-8"), error.key)
        raise


def _read_values(path: Path, table: Mapping[str, Any], environment: Mapping[str, str]) -> Config:
    values: dict[str, Value] = {f"{s}.{k}": v for s, keys in DEFAULTS.items() for k, v in keys.items()}
    origins = dict.fromkeys(values, "default")
    for key, raw in _flatten(table, str(path)).items():
        values[key] = _checked(key, raw, path=str(path))
        origins[key] = path.name
    for key in values:
        name = "DIGLOT_" + key.upper().replace(".", "_").replace("-", "_")
        if name in environment:
            values[key] = _checked(key, _from_text(key, environment[name], name), path=name)
            origins[key] = name
    require_sound(values, origins, path=str(path))
    config = Config(root=path.parent, path=path, values=values, origins=origins)
    _require_locales(config)
    return config


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError("the file is not UTF-8", path=str(path), remedy="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"this is not valid TOML: {error}", path=str(path), remedy="mend the line named") from error
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", path=str(path)) from error


def _flatten(table: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return `section.key` -> raw value, refusing what no section or key is called."""
    flat: dict[str, Any] = {}
    for section, content in table.items():
        for name, keys in _groups(section, content):
            known = _keys_of(name)
            if known is None:
                raise _unknown(name, list(DEFAULTS), path)
            if not isinstance(keys, dict):
                raise ConfigError(f"[{name}] is a section, not a value", key=name, path=path, remedy=f"write [{name}]")
            for key, raw in keys.items():
                if key not in known:
                    raise _unknown(f"{name}.{key}", [f"{name}.{k}" for k in known], path)
                flat[f"{name}.{key}"] = raw
    return flat


def _groups(section: str, content: Any) -> list[tuple[str, Any]]:
    """Return a section with those that stand below it: engines, and languages below `draft` and `publish`."""
    if section not in ("engine", *_EVERY_LOCALE) or not isinstance(content, dict):
        return [(section, content)]
    below = {f"{section}.{n}": c for n, c in content.items() if section == "engine" or isinstance(c, dict)}
    own = {n: c for n, c in content.items() if f"{section}.{n}" not in below}
    return [*([(section, own)] if own else []), *below.items()]


def _keys_of(section: str) -> Mapping[str, Value] | None:
    """Return the keys of a section with their defaults; None where there is no such section."""
    above, _, locale = section.partition(".")
    return _EVERY_LOCALE[above] if above in _EVERY_LOCALE and is_locale(locale) else DEFAULTS.get(section)


def _unknown(key: str, valid: list[str], path: str) -> ConfigError:
    nearest = _as_locale(key) or nearest_of(key, valid)
    remedy = f"did you mean {nearest}? or remove it" if nearest else f"remove it; there are: {', '.join(valid)}"
    return ConfigError(f"unknown key {key}", key=key, path=path, nearest=nearest, remedy=remedy)


def _as_locale(section: str) -> str:
    """Return `draft.pt-BR` for `draft.pt_BR`, "" for what is no such slip."""
    above, _, tag = section.partition(".")
    language, *rest = tag.replace("_", "-").split("-")
    mended = "-".join([language.lower(), *(part.upper() if len(part) == 2 else part.title() for part in rest)])
    return f"{above}.{mended}" if above in _EVERY_LOCALE and "_" in tag and is_locale(mended) else ""


def _default_of(key: str) -> Value:
    section, _, name = key.rpartition(".")
    return (_keys_of(section) or {})[name]


def _checked(key: str, raw: Any, *, path: str) -> Value:
    default = _default_of(key)
    name = key.rpartition(".")[2]
    if isinstance(default, tuple):
        if isinstance(raw, list | tuple) and all(isinstance(item, str) for item in raw):
            return tuple(raw)
        raise ConfigError(f"{key} must be a list of texts", key=key, path=path, remedy=f'write {name} = ["…"]')
    if type(raw) is not type(default):
        wanted = {str: "a text in quotes", int: "a whole number", bool: "true or false"}[type(default)]
        raise ConfigError(f"{key} must be {wanted}", key=key, path=path, remedy=f"it is {raw!r} now")
    if key in CHOICES and raw not in CHOICES[key]:
        raise ConfigError(f"{key} cannot be {raw!r}", key=key, path=path, remedy="choose " + ", ".join(CHOICES[key]))
    return raw


def _from_text(key: str, text: str, name: str) -> Any:
    default = _default_of(key)
    if isinstance(default, tuple):
        return [item.strip() for item in text.split(",") if item.strip()]
    if isinstance(default, bool):
        return {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower(), text)
    if isinstance(default, int):
        if not text.isdigit():
            raise ConfigError(f"{name} must be a whole number", key=key, remedy=f"it is {text!r} now")
        return int(text)
    return text


def _require_locales(config: Config) -> None:
    for locale in (config.text("project.source"), *config.items("project.targets")):
        if not is_locale(locale):
            raise ConfigError(
                f"{locale!r} is no locale",
                key="project.targets",
                path=str(config.path),
                remedy="write a tag like my or pt-BR",
            )


def render_config(*, name: str, source: str, targets: tuple[str, ...]) -> str:
    """Return the text of a new project's `diglot.toml`, with the choices a newsroom makes first spelled out."""
    listed = ", ".join(f'"{t}"' for t in targets)
    return f'''[project]
name = "{name}"
source = "{source}"
targets = [{listed}]
# licence = "CC-BY-4.0"          # for articles that name none; ask the publisher

[draft]
engines = ["memory"]             # tried in order; e.g. ["memory", "apertium", "google"]
sensitivity = "internal"         # public: any engine · internal: only this computer and own_hosts · offline: no socket
# own_hosts = ["translate.newsroom.example"]

[review]
approvals = "sealed"             # sealed: approved in the desk · gettext: any finished entry counts

[edition]
formats = ["html", "epub", "markdown", "text"]
'''
