"""A project's configuration: `diglot.toml`, or `[tool.diglot]` in `pyproject.toml`, found by walking up.

Unknown keys are errors that name the nearest key. `DIGLOT_<SECTION>_<KEY>` in the environment overrides the file.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import ConfigError
from .locales import is_locale

FILE_NAME = "diglot.toml"

Value = str | int | bool | tuple[str, ...]

DEFAULTS: Mapping[str, Mapping[str, Value]] = {
    "project": {"name": "", "source": "en", "targets": (), "licence": ""},
    "review": {"approvals": "sealed"},
    "draft": {"engines": ("memory",), "sensitivity": "internal", "own_hosts": ()},
    "engine.libretranslate": {"url": "", "api_key_file": ""},
    "engine.mymemory": {"url": ""},
    "check": {"error": (), "warn": (), "off": ()},
    "edition": {"formats": ("html", "epub", "markdown", "text")},
    "web": {"proxy": "", "timeout_s": 30, "max_bytes": 5_000_000},
    "limits": {"article_bytes": 2_000_000, "import_bytes": 20_000_000},
}
"""Every section and key there is, with its default; the type of the default is the type asked for."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "review.approvals": ("sealed", "gettext"),
    "draft.sensitivity": ("public", "internal", "offline"),
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
    values: dict[str, Value] = {f"{s}.{k}": v for s, keys in DEFAULTS.items() for k, v in keys.items()}
    origins = dict.fromkeys(values, "default")
    for key, raw in _flatten(table, str(path)).items():
        values[key] = _checked(key, raw, path=str(path))
        origins[key] = path.name
    for key in values:
        name = "DIGLOT_" + key.upper().replace(".", "_")
        if name in environment:
            values[key] = _checked(key, _from_text(key, environment[name], name), path=name)
            origins[key] = name
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
        groups = {f"engine.{n}": c for n, c in content.items()} if section == "engine" else {section: content}
        for name, keys in groups.items():
            if name not in DEFAULTS:
                raise _unknown(name, list(DEFAULTS), path)
            if not isinstance(keys, dict):
                raise ConfigError(f"[{name}] is a section, not a value", key=name, path=path, remedy=f"write [{name}]")
            for key, raw in keys.items():
                if key not in DEFAULTS[name]:
                    raise _unknown(f"{name}.{key}", [f"{name}.{k}" for k in DEFAULTS[name]], path)
                flat[f"{name}.{key}"] = raw
    return flat


def _unknown(key: str, valid: list[str], path: str) -> ConfigError:
    nearest = next(iter(difflib.get_close_matches(key, valid, n=1, cutoff=0.0)), "")
    return ConfigError(
        f"unknown key {key}", key=key, path=path, nearest=nearest, remedy=f"did you mean {nearest}? or remove the key"
    )


def _checked(key: str, raw: Any, *, path: str) -> Value:
    section, _, name = key.rpartition(".")
    default = DEFAULTS[section][name]
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
    section, _, last = key.rpartition(".")
    default = DEFAULTS[section][last]
    if isinstance(default, tuple):
        return [item.strip() for item in text.split(",") if item.strip()]
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
