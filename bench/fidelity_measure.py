"""What is compared: HTML, bytes, front matter, the words and the alt and title texts that a reader sees."""

from __future__ import annotations

import functools
import html
import json
import re
import tomllib
from collections.abc import Iterable
from html.parser import HTMLParser

import yaml
from fidelity_corpus import FENCES
from markdown_it import MarkdownIt

RENDERER = MarkdownIt("commonmark").enable("table")

_SPACE = re.compile(r"[ \t\r\n\f]+")
_WORD = re.compile(r"[^\W_]+")
_HIDDEN = frozenset({"pre", "script", "style"})
_BOX = re.compile(r"(<li>\s*(?:<p>)?)\[[ xX]\](?= )")
_INLINE = frozenset(re.findall(r"\w+", "a abbr b code del em i ins kbd mark q s small span strong sub sup u var wbr"))


def page(markdown: str) -> str:
    """Return the HTML, white space collapsed; a no-break space counts as text."""
    return _SPACE.sub(" ", RENDERER.render(markdown)).strip()


def split_front(text: str, front: str) -> tuple[str, str]:
    """Return the front matter, without fences, and the body; ("", text) where there is none."""
    text = text.removeprefix("\ufeff")
    if front == "json":
        try:
            _, end = json.JSONDecoder().raw_decode(text)
        except ValueError:
            return "", text
        return text[:end], text[end:].lstrip("\r\n")
    fence = re.escape(FENCES[front])
    found = re.match(rf"{fence}[ \t]*\r?\n(.*?\n)?{fence}[ \t]*(?:\r?\n|\Z)", text, re.DOTALL)
    return (found[1] or "", text[found.end() :]) if found else ("", text)


def values_of(head: str, front: str) -> object:
    """Return the parsed front matter, None where it cannot be parsed."""
    try:
        if front == "json":
            return json.loads(head)
        return tomllib.loads(head) if front == "toml" else yaml.load(head, Loader=yaml.CSafeLoader)
    except (ValueError, yaml.YAMLError):
        return None


class _Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.said: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden.append(tag)
        if tag not in _INLINE:
            self.text.append(" ")
        self.said += [value for name, value in attrs if name in ("alt", "title") and value and value.strip()]

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()
        if tag not in _INLINE:
            self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text.append(data)


def seen(markdown: str) -> tuple[list[str], list[str]]:
    """Return the words that a reader sees outside blocks of code, and the texts of alt and title attributes."""
    parser = _Seen()
    parser.feed(
        _BOX.sub(r"\1", RENDERER.render(markdown)) + "<p>"
    )  # a tag that stays open shows nothing, as in a browser
    return _WORD.findall("".join(parser.text)), parser.said


@functools.lru_cache(maxsize=20_000)
def _offered(source: str) -> tuple[str, ...]:
    parser = _Seen()
    parser.feed(RENDERER.render(source) + "<p>")
    raw = html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", source))
    return tuple(_WORD.findall(" ".join(["".join(parser.text), *parser.said]))) + tuple(_WORD.findall(raw))


def missed(markdown: str, sources: Iterable[str]) -> tuple[int, int, int, int]:
    """Return how many words and alt or title texts are in no source, each with how many there are."""
    words, said = seen(markdown)
    offered = [_offered(source) for source in sources]
    known = {word for words in offered for word in words}
    joined = "\0".join(" ".join(words) for words in offered)
    lost = sum(word not in known for word in words)
    unsaid = sum(" ".join(_WORD.findall(text)) not in joined for text in said)
    return lost, len(words), unsaid, len(said)


def collapsed(value: object) -> object:
    """Return a value of front matter with the white space of its texts collapsed; a no-break space stays."""
    if isinstance(value, str):
        return _SPACE.sub(" ", value).strip(" ")
    if isinstance(value, dict):
        return {key: collapsed(inner) for key, inner in value.items()}
    return [collapsed(inner) for inner in value] if isinstance(value, list) else value
