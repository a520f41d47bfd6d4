"""YAML front matter: its texts with their places. Order, comments and quoting stay what they are."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from ..errors import ArticleError
from ..ports import Doubt
from .frontvalues import NESTED, FrontMatter, Style, Value, must_be_plain

_FENCED = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_NAMED = re.compile(r"(?:[ \t]*(?:#.*)?\n)*[ \t]*[\w\"'?{&!.$-][^\n]*:(?:[ \t\n]|\Z)")
_PROPERTIES = re.compile(r"(?:[&!]\S*[ \t\n]+)+")
_SPACE = re.compile(r"[ \t\n]+")
_MARKED = re.compile(r"[ \t]*(?:[-+*>#|]|[0-9]+[.)])[ \t]")
_MAX_DEPTH = 40
_UNQUOTED = (Style.PLAIN, Style.PLAIN_IN_FLOW)
_NO_TEXT = frozenset({"", "~", "null", "true", "false"})


def read_yaml(text: str, *, path: str) -> FrontMatter:
    """Return the front matter between `---` lines, an empty one where there is none. ArticleError."""
    match = _FENCED.match(text)
    if match is None or (match[1].strip() and not _NAMED.match(match[1])):
        return FrontMatter()
    node = _compose(match[1], path)
    if node is not None and node.id != "mapping":
        return FrontMatter()
    walk = _Walk(text, match.start(1))
    values = tuple(walk.values(node, (), 0)) if node is not None else ()
    facts = {
        str(name.value): fact
        for name, value in (node.value if node else ())
        if (fact := _fact(value, str(name.value))) is not None
    }
    line = text.count("\n", 0, match.end()) + 1
    return FrontMatter(values, facts, match.end(), line, (*_twice(node), *walk.doubts))


def is_plain_text(value: str, *, flow: bool) -> bool:
    """Return whether YAML reads *value*, written without quotes, as just this text; *flow* is between brackets."""
    import yaml

    try:
        found: Any = yaml.compose(f"k: [{value}]" if flow else f"k: {value}", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    [(_, node)] = found.value if found.id == "mapping" and len(found.value) == 1 else [(None, found)]
    if flow:
        [node] = node.value if node.id == "sequence" and len(node.value) == 1 else [node]
    return bool(node.tag == "tag:yaml.org,2002:str" and node.value == value)


def _compose(yaml_text: str, path: str) -> Any:  # yaml ships no types for its nodes
    import yaml

    fast = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # missing where PyYAML was built without libyaml
    try:
        with contextlib.suppress(yaml.YAMLError):  # the slow loader says better what is wrong
            return yaml.compose(yaml_text, Loader=fast)
        return yaml.compose(yaml_text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it has a character YAML forbids"
        if isinstance(error, RecursionError):
            problem = "lists in lists, too deep"
        raise ArticleError(
            f"the front matter is not valid YAML: {problem}",
            path=path,
            line=mark.line + 2 if mark else 1,
            remedy="put the value in double quotes if it holds a colon, a # or a quotation mark",
        ) from error


def _fact(node: Any, name: str) -> str | None:
    items = node.value if node.id == "sequence" else [node]
    if must_be_plain(name) and any(item.id != "scalar" for item in items):
        return NESTED
    if node.id == "scalar":
        return _SPACE.sub(" ", node.value).strip(" ")
    if node.id == "sequence":
        return ", ".join(_SPACE.sub(" ", item.value) for item in node.value if item.id == "scalar")
    return None


def _twice(node: Any) -> Iterator[Doubt]:
    names = set()
    for name, _ in node.value if node else ():
        if str(name.value) in names:
            yield Doubt(
                name.start_mark.line + 2, f"the front matter has {name.value!r} twice; most programs take the last"
            )
        names.add(str(name.value))


class _Walk:
    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.seen: set[int] = set()
        self.doubts: list[Doubt] = []

    def values(self, node: Any, path: tuple[str | int, ...], depth: int, *, flow: bool = False) -> Iterator[Value]:
        """Yield the texts in *node* and below; what an alias repeats is yielded where it stands first."""
        if id(node) in self.seen or depth > _MAX_DEPTH:
            return
        self.seen.add(id(node))
        if node.id == "scalar":
            yield from self.scalar(node, path, flow)
        elif node.id == "sequence":
            for number, item in enumerate(node.value):
                yield from self.values(item, (*path, number), depth + 1, flow=flow or bool(node.flow_style))
        else:
            for name, item in node.value:
                label = str(name.value) if name.id == "scalar" else "?"
                yield from self.values(item, (*path, label), depth + 1, flow=flow or bool(node.flow_style))

    def scalar(self, node: Any, path: tuple[str | int, ...], flow: bool) -> Iterator[Value]:
        start, end = self.offset + node.start_mark.index, self.offset + node.end_mark.index
        properties = _PROPERTIES.match(self.text, start, end)
        start = properties.end() if properties else start
        written = self.text[start:end].rstrip()
        line = node.start_mark.line + 2
        if written[:1] in ("|", ">"):
            yield from self.paragraphs(start, end, path, line)
            return
        style = {"'": Style.SINGLE, '"': Style.DOUBLE}.get(written[:1], Style.PLAIN_IN_FLOW if flow else Style.PLAIN)
        text = _SPACE.sub(" ", node.value).strip(" ")
        if style in _UNQUOTED and (text.lower() in _NO_TEXT or _SPACE.sub(" ", written) != text):
            if text.lower() not in _NO_TEXT:
                self.doubts.append(Doubt(line, f"the front matter's {path[-1]!r} is not sure and stays as it is"))
            return
        if text:
            yield Value(path, text, line, start, start + len(written), style)

    def paragraphs(self, start: int, end: int, path: tuple[str | int, ...], line: int) -> Iterator[Value]:
        """Yield each paragraph of a block that begins with `|` or `>`."""
        at = self.text.find("\n", start, end) + 1
        if not at:
            return
        group: list[tuple[int, str, int]] = []
        for number, content in enumerate(self.text[at:end].split("\n"), start=1):
            if group and (not content.strip() or _MARKED.match(content)):
                yield _paragraph(group, path)
                group = []
            if content.strip():
                group.append((at, content, line + number))
            at += len(content) + 1
        if group:
            yield _paragraph(group, path)


def _paragraph(group: list[tuple[int, str, int]], path: tuple[str | int, ...]) -> Value:
    (at, first, line), (last_at, last, _) = group[0], group[-1]
    start = at + len(first) - len(first.lstrip())
    text = " ".join(content.strip() for _, content, _ in group)
    return Value(path, text, line, start, last_at + len(last.rstrip()), Style.BLOCK)
