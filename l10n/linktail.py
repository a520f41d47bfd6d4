"""The end of an inline link: `(address "title")`, as CommonMark reads it."""

from __future__ import annotations

import re

from .emphasis import PUNCTUATION

_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_POINTED = re.compile(r"<(?:[^<>\n\\]|\\.)*>")
_MAX_DEPTH = 32
_TITLE = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|\((?:[^()\\]|\\.)*\)', re.DOTALL)


def target_end(text: str, at: int) -> int | None:
    """Return the end of `(address "title")` at *at*, or None."""
    if not text.startswith("(", at):
        return None
    at = _skip_space(text, at + 1)
    end = _address_end(text, at)
    if end is None:
        return None
    after = _skip_space(text, end)
    title = _TITLE.match(text, after) if after > end or end == at else None
    if title:
        after = _skip_space(text, title.end())
    return after + 1 if text.startswith(")", after) else None


def _skip_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _address_end(text: str, at: int) -> int | None:
    if text.startswith("<", at):
        match = _POINTED.match(text, at)
        return match.end() if match else None
    depth = 0
    while at < len(text) and text[at] > " " and text[at] != "\x7f":
        if text[at] == "\\" and text[at + 1 : at + 2] in PUNCTUATION:
            at += 1
        elif text[at] == "(":
            depth += 1
            if depth > _MAX_DEPTH:
                return None
        elif text[at] == ")":
            if not depth:
                break
            depth -= 1
        at += 1
    return at if not depth else None
