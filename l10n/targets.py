"""The list of target locales in a configuration file, edited in place: comments and layout stay."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

_LIST = re.compile(r"^[ \t]*(?:[\w.-]+\.)?targets[ \t]*=[ \t]*\[|[{,][ \t]*targets[ \t]*=[ \t]*\[", re.MULTILINE)
_TOKEN = re.compile(r"""(?P<text>"(?:[^"\\\n]|\\.)*"|'[^'\n]*')|(?P<comma>,)|(?P<comment>\#[^\n]*)|(?P<end>\])|\s+""")
_SECTION = re.compile(
    r"^[ \t]*\[[ \t]*(?:tool[ \t]*\.[ \t]*diglot[ \t]*\.[ \t]*)?project[ \t]*\][^\n]*\n?", re.MULTILINE
)


def with_target(text: str, locale: str, *, table: Sequence[str]) -> str | None:
    """Return the configuration *text* with *locale* as its last target; None where that cannot be done safely.

    *table* names where the project's section lies: `("project",)`, or `("tool", "diglot", "project")`.
    """
    wanted = [*_targets(text, table), locale]
    return _proven(text, wanted, table, [*_added_to_lists(text, locale), *_added_lists(text, locale, table)])


def without_target(text: str, locale: str, *, table: Sequence[str]) -> str | None:
    """Return the configuration *text* without the target *locale*; None where that cannot be done safely."""
    wanted = [target for target in _targets(text, table) if target != locale]
    return _proven(text, wanted, table, _taken_from_lists(text, locale))


def _proven(text: str, targets: list[str], table: Sequence[str], tried: Sequence[str] | Iterator[str]) -> str | None:
    """Return the first of *tried* that says what *text* says, but for the targets."""
    wanted = tomllib.loads(text)
    _section(wanted, table)["targets"] = targets
    for edited in tried:
        try:
            if tomllib.loads(edited) == wanted:
                return edited
        except tomllib.TOMLDecodeError:
            continue
    return None


def _section(value: dict[str, Any], table: Sequence[str]) -> dict[str, Any]:
    for name in table:
        value = value.setdefault(name, {})
    return value


def _targets(text: str, table: Sequence[str]) -> list[str]:
    return list(_section(tomllib.loads(text), table).get("targets", []))


def _tokens(text: str, at: int) -> list[re.Match[str]]:
    """Return the tokens of the list that starts before *at*, its end included; [] where it is no list of texts."""
    found = []
    while match := _TOKEN.match(text, at):
        found.append(match)
        at = match.end()
        if match["end"]:
            return found
    return []


def _added_to_lists(text: str, locale: str) -> Iterator[str]:
    for start in _LIST.finditer(text):
        tokens = _tokens(text, start.end())
        items = [number for number, token in enumerate(tokens) if token["text"]]
        if tokens and not items:
            yield f"{text[: start.end()]}{json.dumps(locale)}{text[start.end() :]}"
        elif tokens:
            yield _added_behind(text, locale, tokens, items[-1], start.end())


def _added_behind(text: str, locale: str, tokens: Sequence[re.Match[str]], last: int, start: int) -> str:
    """Return the text with *locale* behind the last item: on its own line, where that has one."""
    item, following = tokens[last], tokens[last + 1 :]
    comma = next((token for token in following if token["comma"]), None)
    line = text.rfind("\n", 0, item.start()) + 1
    if line <= start or text[line : item.start()].strip():
        at = (comma or item).end()
        return f"{text[:at]}{'' if comma else ','} {json.dumps(locale)}{text[at:]}"
    end = text.find("\n", (comma or item).end())
    end = end if 0 <= end < tokens[-1].start() else (comma or item).end()
    indent = text[line : item.start()]
    head = text[:end] if comma else f"{text[: item.end()]},{text[item.end() : end]}"
    return f"{head}\n{indent}{json.dumps(locale)}{',' if comma else ''}{text[end:]}"


def _added_lists(text: str, locale: str, table: Sequence[str]) -> Iterator[str]:
    """Yield the text with a list where there was none."""
    line = f"targets = [{json.dumps(locale)}]\n"
    for section in _SECTION.finditer(text):
        head = section[0] if section[0].endswith("\n") else section[0] + "\n"
        yield f"{text[: section.start()]}{head}{line}{text[section.end() :]}"
    yield f"{text.rstrip()}\n\n[{'.'.join(table)}]\n{line}".lstrip()


def _taken_from_lists(text: str, locale: str) -> Iterator[str]:
    for start in _LIST.finditer(text):
        tokens = _tokens(text, start.end())
        for number, token in enumerate(tokens):
            if token["text"] and token["text"][1:-1] == locale:
                yield _taken(text, tokens, number)


def _taken(text: str, tokens: Sequence[re.Match[str]], number: int) -> str:
    """Return the text without one item and its comma; the whole line goes where it held nothing else but a remark."""
    start, end = tokens[number].span()
    solid = [token for token in tokens[number + 1 :] if token["comma"] or token["text"] or token["end"]]
    before = next((t for t in reversed(tokens[:number]) if t["comma"] or t["text"]), None)
    if solid and solid[0]["comma"]:
        end = solid[0].end()
    elif before is not None and before["comma"]:
        return _taken_last(text, before, start, end)
    line, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    alone = not text[line:start].strip() and stop >= 0 and text[end:stop].strip()[:1] in ("", "#")
    if alone:
        return text[:line] + text[stop + 1 :]
    return text[:start] + text[end:].lstrip(" ")


def _taken_last(text: str, comma: re.Match[str], start: int, end: int) -> str:
    """Return the text without its last item, and without the comma before that."""
    between = text[comma.end() : start]
    if "\n" not in between:
        return text[: comma.start()] + text[end:]
    line, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    rest = text[stop + 1 :] if stop >= 0 and text[end:stop].strip()[:1] in ("", "#") else text[end:]
    return text[: comma.start()] + text[comma.end() : line] + rest
