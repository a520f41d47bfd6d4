"""Front matter, in YAML, TOML or JSON: its texts with their places, and a text written back there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from .frontvalues import FrontMatter, Style

_LINE_ENDS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_SURE = re.compile(r"[^\W\d_][^\x00-\x1f:#\"\[\]{}&*!|>%@`\\]*")
_NEEDS_QUOTES = re.compile(r":(?:\s|$)|\s#")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf"})
_LONG_QUOTES = re.compile(r"\"\"\"|\"$")


@lru_cache(maxsize=4)  # an article is read, then spliced
def read_front_matter(text: str, *, path: str = "") -> FrontMatter:
    """Return the front matter of an article; an empty one where it has none. ArticleError.

    *text* has LF line ends and no byte order mark.
    """
    if text.startswith("---"):
        from .yaml_front import read_yaml

        return read_yaml(text, path=path)
    if text.startswith("+++"):
        from .toml_front import read_toml

        return read_toml(text, path=path)
    if text.startswith("{"):
        from .json_front import read_json

        return read_json(text)
    return FrontMatter()


def write_value(value: str, style: Style, *, written: str = "") -> str:
    """Return *value*, a single line, as it can stand in the place of *written*, in the same style if it can be."""
    return _WRITERS[style](value, written)


def write_front_matter(values: dict[str, str]) -> str:
    """Return YAML front matter that holds *values* in their order; empty ones are left out."""
    lines = [f"{name}: {_in_double_quotes(value)}\n" for name, value in values.items() if value]
    return "---\n" + "".join(lines) + "---\n"


def _in_double_quotes(value: str, written: str = "") -> str:
    return _LINE_ENDS.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _in_single_quotes(value: str, written: str = "") -> str:
    return _in_double_quotes(value) if _LINE_ENDS.search(value) else "'" + value.replace("'", "''") + "'"


def _plain(value: str, written: str) -> str:
    return value if _is_plain(value, flow=False) else _in_double_quotes(value)


def _plain_in_flow(value: str, written: str) -> str:
    return value if _is_plain(value, flow=True) else _in_double_quotes(value)


def _block(value: str, written: str) -> str:
    return _LINE_ENDS.sub(" ", value).strip()


def _toml_literal(value: str, written: str) -> str:
    return _in_double_quotes(value) if "'" in value or _LINE_ENDS.search(value) else f"'{value}'"


def _toml_long(value: str, written: str) -> str:
    r"""Between `\"\"\"`, with the space and line ends inside them as they were."""
    before, after = _margins(written)
    inner = _in_double_quotes(value)[1:-1].replace('\\"', '"')
    inner = _LONG_QUOTES.sub(lambda match: match[0].replace('"', '\\"'), inner)
    return f'"""{before}{inner}{after}"""'


def _toml_long_literal(value: str, written: str) -> str:
    if "'''" in value or value.endswith("'") or _LINE_ENDS.search(value):
        return _toml_long(value, written)
    before, after = _margins(written)
    return f"'''{before}{value}{after}'''"


def _margins(written: str) -> tuple[str, str]:
    inner = written[3:-3]
    return inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :] if inner.strip() else ""


def _json(value: str, written: str) -> str:
    return json.dumps(value, ensure_ascii=False)


_WRITERS: Mapping[Style, Callable[[str, str], str]] = {
    Style.PLAIN: _plain,
    Style.PLAIN_IN_FLOW: _plain_in_flow,
    Style.SINGLE: _in_single_quotes,
    Style.DOUBLE: _in_double_quotes,
    Style.BLOCK: _block,
    Style.TOML_BASIC: _in_double_quotes,
    Style.TOML_LITERAL: _toml_literal,
    Style.TOML_LONG: _toml_long,
    Style.TOML_LONG_LITERAL: _toml_long_literal,
    Style.JSON: _json,
}


def _is_plain(value: str, *, flow: bool) -> bool:
    """Return whether *value* needs no quotes, also for readers that take `yes`, `1.10` or dates for more than text."""
    if value.casefold() in _WORDS or not value or _LINE_ENDS.search(value) or value != value.strip():
        return False
    if _NEEDS_QUOTES.search(value):
        return False
    if _SURE.fullmatch(value) and not (flow and "," in value):
        return True
    from .yaml_front import is_plain_text

    return is_plain_text(value, flow=flow)
