"""Drafts from a LibreTranslate server, by its JSON interface: many texts in one request."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..errors import BadOutput, EngineError, EngineUnavailable, UnsupportedPair
from ..model import Draft
from ..ports import EngineFailure, Hints
from .batching import Batches, Item, TooMuch, items_of
from .http import TRIES, JsonClient, Rejected, Waiting

_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "fil": ("tl",),
    "he": ("iw",),
    "nb": ("no",),
    "no": ("nb",),
    "pt-BR": ("pb",),
    "zh-Hant": ("zt", "zh-TW"),
    "zh-Hans": ("zh", "zh-CN"),
}
"""What servers of other times call some languages."""

_MOST_BYTES = 20_000
_SCRIPTS = {"CN": "zh-Hans", "SG": "zh-Hans", "TW": "zh-Hant", "HK": "zh-Hant", "MO": "zh-Hant"}
_LIMIT = re.compile(r"\((\d+)\) exceeds text limit \((\d+)\)")
_NO_PAIR = re.compile(r"is not supported|is not available as a target language")
_NO_KEY = re.compile(r"API key", re.IGNORECASE)


class LibreTranslateEngine:
    """Drafts by the server at *url*. *timeout_s* is for one request, of sixteen texts at most."""

    name = "libretranslate"
    wants_markup = False
    wants_hints = False
    batch = 16
    parallel = 2

    def __init__(
        self, url: str, *, api_key: str = "", proxy: str = "", timeout_s: float = 60.0, waiting: Waiting | None = None
    ) -> None:
        self._client = JsonClient(url, engine=self.name, proxy=proxy, timeout_s=timeout_s, waiting=waiting)
        self.host, self.reach = self._client.host, self._client.reach
        self.fingerprint = f"2 {url}"
        self._api_key = api_key
        self._batches = Batches(most_items=self.batch, most_bytes=_MOST_BYTES)
        self._languages: Mapping[str, frozenset[str]] = {}
        self._most_chars = 0

    def supports(self, source_locale: str, target_locale: str) -> bool:
        """Ask the server, once for all pairs; it is told no text. EngineUnavailable while it does not answer."""
        return self._pair(source_locale, target_locale, tries=2) is not None

    def translate(
        self, texts: Sequence[str], *, source_locale: str, target_locale: str, hints: Sequence[Hints] = ()
    ) -> Iterator[Draft | EngineFailure]:
        """Yield one result per text. Where three requests in a row get no answer, the error is raised."""
        pair = self._pair(source_locale, target_locale)
        if pair is None:
            raise self._no_pair(source_locale, target_locale)
        yield from self._batches.translate(
            items_of(texts, ()),
            lambda items: self._ask(items, pair),
            target_locale=target_locale,
            origin=f"engine={self.name}",
        )

    def close(self) -> None:
        self._client.close()

    def _ask(self, items: Sequence[Item], pair: tuple[str, str]) -> list[str | None]:
        characters = sum(len(item.text) for item in items)
        if 0 < self._most_chars < characters:
            raise TooMuch("longer than the server takes", engine=self.name, most=self._most_chars)
        body = {"q": [item.text for item in items], "source": pair[0], "target": pair[1], "format": "text"}
        if self._api_key:
            body["api_key"] = self._api_key
        try:
            told = self._client.ask("POST", "/translate", body, characters=characters)
        except Rejected as error:
            raise self._explained(error, pair, len(items), characters) from error
        answers = told.get("translatedText") if isinstance(told, dict) else None
        if isinstance(answers, str) and len(items) == 1:
            answers = [answers]
        if not isinstance(answers, list) or len(answers) != len(items):
            raise BadOutput("unreadable answer", engine=self.name)
        return [answer if isinstance(answer, str) else None for answer in answers]

    def _explained(self, error: Rejected, pair: tuple[str, str], texts: int, characters: int) -> EngineError:
        """Return what a refusal of the server means, by the words of its error bodies."""
        limit = _LIMIT.search(error.said)
        if limit:
            most = int(limit[2])
            of_texts = int(limit[1]) == texts != characters
            if of_texts:
                self._batches.most_items = max(1, most)
            else:
                self._most_chars = most
            return TooMuch(error.message, engine=self.name, most=0 if of_texts else most)
        if _NO_PAIR.search(error.said):
            return self._no_pair(*pair)
        if _NO_KEY.search(error.said):
            return EngineUnavailable(
                f"{self.host} wants a key: {error.said}",
                engine=self.name,
                remedy="name the file it is in: api_key_file",
            )
        return error

    def _pair(self, source_locale: str, target_locale: str, *, tries: int = TRIES) -> tuple[str, str] | None:
        """Return what the server calls the two, None where it does not translate between them. EngineError."""
        known = self._known(tries)
        source = next((code for code in _names(source_locale) if code in known), "")
        target = next((code for code in _names(target_locale) if code in known.get(source, ())), "")
        return (source, target) if source and target and source != target else None

    def _known(self, tries: int) -> Mapping[str, frozenset[str]]:
        """Return the server's languages with the targets of each, asked for once."""
        if not self._languages:
            told = self._client.ask("GET", "/languages", tries=tries)
            try:
                self._languages = {row["code"]: frozenset(row.get("targets") or ()) for row in told}
            except (TypeError, KeyError, AttributeError) as error:
                raise EngineUnavailable(
                    f"{self.host} does not speak like a LibreTranslate server",
                    engine=self.name,
                    remedy="check the url; the server's own address, without /translate",
                ) from error
        return self._languages

    def _no_pair(self, source: str, target: str) -> UnsupportedPair:
        known = ", ".join(sorted(self._languages))
        return UnsupportedPair(
            f"{self.host} does not translate from {source} to {target}",
            engine=self.name,
            remedy=f"it knows {known}; more are installed on the server" if known else "",
        )


def _names(locale: str) -> Iterator[str]:
    """Yield what a server may call *locale*, the nearest first: with its script or region, else its language."""
    language, *rest = locale.split("-")
    regions = [_SCRIPTS[part.upper()] for part in rest if language == "zh" and part.upper() in _SCRIPTS]
    tags = dict.fromkeys([locale, *regions, *(["zh-Hans"] if locale == "zh" else []), language])
    if any(tag == "zh-Hant" for tag in tags):
        tags.pop("zh", None)
    for tag in tags:
        yield tag
        yield from _OTHER_NAMES.get(tag, ())
