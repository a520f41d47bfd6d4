"""TOML front matter: a scan for its texts and their places, proved against `tomllib`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from ..errors import ArticleError
from ..ports import Doubt
from .frontvalues import FrontMatter, Style, Value, facts_of, fold_value

_FENCED = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_SKIP = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = (
    (Style.TOML_LONG, re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}(?!")', re.DOTALL)),
    (Style.TOML_LONG_LITERAL, re.compile(r"'''.*?'{3,5}(?!')", re.DOTALL)),
    (Style.TOML_BASIC, re.compile(r'"(?:[^"\\\n]|\\.)*"')),
    (Style.TOML_LITERAL, re.compile(r"'[^'\n]*'")),
)
_ATOM = re.compile(r"[^,\]}#\n]+")

Path = tuple[str | int, ...]


class _Lost(Exception):
    """The scan does not understand what stands here."""


def read_toml(text: str, *, path: str) -> FrontMatter:
    """Return the front matter between `+++` lines, an empty one where there is none. ArticleError."""
    match = _FENCED.match(text)
    if match is None:
        return FrontMatter()
    data = _load(match[1], path)
    values: list[Value] = []
    doubts: list[Doubt] = []
    scan = _Scan(text, match.start(1), match.end(1))
    try:
        for keys, start, end, style in scan.strings():
            value, line = _look_up(data, keys), text.count("\n", 0, start) + 1
            if not isinstance(value, str) or _decoded(text[start:end]) != value:
                doubts.append(Doubt(line, f"{keys[-1]!r} in the front matter is not sure and stays as it is"))
            elif value.strip():
                values.append(Value(keys, fold_value(value), line, start, end, style))
    except _Lost:
        line = text.count("\n", 0, scan.at) + 1
        doubts.append(Doubt(line, "the front matter stays as it is from this line on"))
    body_line = text.count("\n", 0, match.end()) + 1
    return FrontMatter(tuple(values), facts_of(data), match.end(), body_line, tuple(doubts))


def _load(toml: str, path: str) -> dict[str, object]:
    try:
        return tomllib.loads(toml)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        raise ArticleError(
            f"the front matter is not valid TOML: {error}",
            path=path,
            line=int(found[1]) + 1 if found else 1,
            remedy='put texts in double quotes: title = "…"',
        ) from error


def _decoded(written: str) -> object:
    return tomllib.loads(f"x = {written}")["x"]


def _look_up(data: object, keys: Path) -> object:
    for key in keys:
        if isinstance(data, dict) and isinstance(key, str):
            data = data.get(key)
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            return None
    return data


class _Scan:
    """Walks over TOML that `tomllib` accepts."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.at, self.end = text[:end], start, end
        self.tables: dict[Path, int] = {}

    def strings(self) -> Iterator[tuple[Path, int, int, Style]]:
        """Yield path, start, end and style of each string that is a value."""
        table: Path = ()
        while True:
            self.skip(_SKIP)
            if self.at >= self.end:
                return
            if self.text.startswith("[", self.at):
                table = self.table()
            else:
                keys = self.key("=")
                yield from self.value((*table, *keys))

    def skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def take(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) if found else 0
        return found

    def table(self) -> Path:
        many = self.take("[[") or not self.take("[")
        names = self.key("]]" if many else "]")
        path: Path = ()
        for name in names[:-1]:
            path = self.inside((*path, name))
        path = (*path, names[-1])
        if not many:
            return path
        self.tables[path] = self.tables.get(path, -1) + 1
        return self.inside(path)

    def inside(self, path: Path) -> Path:
        """Return the path into the newest table of an array of tables, or *path* itself."""
        return (*path, self.tables[path]) if path in self.tables else path

    def key(self, closing: str) -> tuple[str, ...]:
        names = []
        while True:
            self.skip(_BLANK)
            bare = _BARE.match(self.text, self.at)
            if bare:
                names.append(bare[0])
                self.at = bare.end()
            else:
                start, end, _ = self.string()
                names.append(str(_decoded(self.text[start:end])))
            self.skip(_BLANK)
            if self.take(closing):
                return tuple(names)
            if not self.take("."):
                raise _Lost

    def string(self) -> tuple[int, int, Style]:
        for style, pattern in _STRINGS:
            match = pattern.match(self.text, self.at)
            if match:
                self.at = match.end()
                return match.start(), match.end(), style
        raise _Lost

    def value(self, path: Path) -> Iterator[tuple[Path, int, int, Style]]:
        self.skip(_BLANK)
        if self.at >= self.end:
            raise _Lost
        sign = self.text[self.at]
        if sign in "\"'":
            start, end, style = self.string()
            yield path, start, end, style
        elif sign == "[":
            yield from self.items(path, "]")
        elif sign == "{":
            yield from self.items(path, "}")
        else:
            self.skip(_ATOM)

    def items(self, path: Path, closing: str) -> Iterator[tuple[Path, int, int, Style]]:
        self.at += 1
        number = 0
        while True:
            self.skip(_SKIP)
            if self.take(closing):
                return
            inner = (*path, number) if closing == "]" else (*path, *self.key("="))
            before = self.at
            yield from self.value(inner)
            self.skip(_SKIP)
            self.take(",")
            if self.at == before:
                raise _Lost
            number += 1
