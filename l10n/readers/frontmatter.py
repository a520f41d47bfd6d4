"""Front matter: YAML values as plain text, each with the place it stands in, and a value written back there."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import ArticleError

_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n.*?^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SPACE = re.compile(r"[ \t\n]+")
_LINE_ENDS = re.compile("[\x7f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the front matter. *start* and *end* enclose it as written, quotes included."""

    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values by name, all as text, and where the body of the article starts.

    A list is its items joined by commas (and has an empty place: start = end); mappings are left out.
    """

    values: dict[str, Value]
    body: int
    body_line: int


def read_front_matter(text: str, *, path: str = "") -> FrontMatter:
    """Return the front matter of an article; no values where it has none. ArticleError."""
    if _TOML.match(text):
        raise ArticleError(
            "the front matter is TOML (+++), which Diglot cannot read",
            path=path,
            line=1,
            remedy='write it as YAML: lines like `title: "…"` between two lines of ---',
        )
    match = _YAML.match(text)
    node = _compose(match[1], path) if match else None
    if match is None or not (node is None or node.id == "mapping"):
        return FrontMatter({}, 0, 1)
    values: dict[str, Value] = {}
    for name, value in node.value if node is not None else ():
        if name.value in values:
            raise ArticleError(
                f"the front matter has {name.value!r} twice",
                path=path,
                line=name.start_mark.line + 2,
                remedy="keep one of the two lines",
            )
        if found := _value_of(value, match.start(1)):
            values[name.value] = found
    return FrontMatter(values, match.end(), text.count("\n", 0, match.end()) + 1)


def _compose(yaml_text: str, path: str) -> Any:  # yaml ships no types for its nodes
    import yaml

    fast = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # missing where PyYAML was built without libyaml
    try:
        with contextlib.suppress(yaml.YAMLError):  # the slow loader says better what is wrong
            return yaml.compose(yaml_text, Loader=fast)
        return yaml.compose(yaml_text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it has a character YAML forbids"
        raise ArticleError(
            f"the front matter is not valid YAML: {problem}",
            path=path,
            line=mark.line + 2 if mark else 1,
            remedy="put the value in double quotes if it holds a colon, a # or a quotation mark",
        ) from error


def _value_of(node: Any, offset: int) -> Value | None:
    line = node.start_mark.line + 2
    if node.id == "scalar":
        return Value(
            _SPACE.sub(" ", node.value).strip(" "), line, offset + node.start_mark.index, offset + node.end_mark.index
        )
    if node.id == "sequence":
        return Value(", ".join(item.value for item in node.value if item.id == "scalar"), line, 0, 0)
    return None


def write_value(value: str, *, written: str) -> str:
    """Return *value* as YAML that can stand in the place of *written*, quoted the same way where it can be."""
    end = "\n" if written[:1] in "|>" and written.endswith("\n") else ""
    quote: Callable[[str], str] = _in_double_quotes
    if written.startswith("'"):
        quote = _in_single_quotes
    elif written[:1] not in '"|>' and _is_plain(value):
        quote = str
    return quote(value) + end


def _in_double_quotes(value: str) -> str:
    return _LINE_ENDS.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))


def _in_single_quotes(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _is_plain(value: str) -> bool:
    """Return whether *value* needs no quotes, also for readers that take `yes`, `1.10` or dates for more than text."""
    import yaml

    if not value or _LINE_ENDS.search(value) or value != " ".join(value.split(" ")).strip():
        return False
    try:
        listed: Any = yaml.compose(f"[{value}]", Loader=yaml.SafeLoader)
        mapped: Any = yaml.compose(f"k: {value}", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    found = [*listed.value, *(item for _, item in mapped.value)]
    return len(found) == 2 and all(item.tag == "tag:yaml.org,2002:str" and item.value == value for item in found)


def write_front_matter(values: dict[str, str]) -> str:
    """Return front matter that holds *values* in their order; empty ones are left out."""
    lines = [f"{name}: {_in_double_quotes(value)}\n" for name, value in values.items() if value]
    return "---\n" + "".join(lines) + "---\n"
