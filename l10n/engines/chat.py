"""Drafts from a chat model behind an OpenAI-compatible address: Ollama, llama.cpp, vLLM, or a hosted one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import BadOutput, EngineError, EngineUnavailable
from ..model import Draft
from ..ports import EngineFailure, Hints, Reach
from .batching import Batches, Item, TooMuch, items_of
from .http import JsonClient, Rejected, Waiting
from .prompting import RESPONSE_FORMAT, VERSION, read_answer, write_messages

_MOST_BYTES = 3000
"""Of texts in one request. Ollama's usual context is 4,096 tokens for question and answer together."""

_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|size|window)|(?:length|size|window).{0,20}context|too (?:long|large)"
    r"|max_tokens must be at least",
    re.IGNORECASE,
)
_NO_MODEL = re.compile(
    r"\bmodel\b.{0,80}(?:not found|not exist|not a valid|unknown|required)|(?:in)?valid model", re.IGNORECASE
)
_OPTIONAL = ("response_format", "temperature")
"""What a request is made without where a server does not take it."""


class ChatEngine:
    """Drafts by *model* at *url*, which mostly ends in `/v1`. *timeout_s* is for one request, of eight texts at most.

    Makes use of neighbours and of terms. What it is asked is data to the model; what comes back is judged like the
    answer of any engine.
    """

    name = "chat"
    wants_markup = False
    wants_hints = True
    batch = 8

    def __init__(
        self,
        url: str,
        *,
        model: str,
        api_key: str = "",
        proxy: str = "",
        timeout_s: float = 300.0,
        waiting: Waiting | None = None,
    ) -> None:
        base = url.rstrip("/").removesuffix("/chat/completions")
        waiting = waiting or Waiting(first_s=2.0)  # a server that loads its model answers 503 for some seconds
        self._client = JsonClient(
            base, engine=self.name, key=api_key, proxy=proxy, timeout_s=timeout_s, waiting=waiting
        )
        self.host, self.reach = self._client.host, self._client.reach
        self.parallel = 1 if self.reach is Reach.LOCAL else 4
        self.fingerprint = f"{VERSION} {model} {base}"
        self._model = model
        self._batches = Batches(most_items=self.batch, most_bytes=_MOST_BYTES)
        self._left_out: frozenset[str] = frozenset()

    def supports(self, source_locale: str, target_locale: str) -> bool:
        """Nobody can say of a chat model which languages it knows: whoever chose it has to."""
        return True

    def translate(
        self, texts: Sequence[str], *, source_locale: str, target_locale: str, hints: Sequence[Hints] = ()
    ) -> Iterator[Draft | EngineFailure]:
        """Yield one result per text. Where three requests in a row get no answer, the error is raised."""

        def ask(items: Sequence[Item]) -> list[str | None]:
            messages = write_messages(items, source_locale=source_locale, target_locale=target_locale)
            return self._read(
                self._complete(messages, sum(len(item.text) + item.hints.characters for item in items)), len(items)
            )

        return self._batches.translate(
            items_of(texts, hints), ask, target_locale=target_locale, origin=f"engine={self.name}"
        )

    def close(self) -> None:
        self._client.close()

    def _complete(self, messages: list[dict[str, str]], characters: int) -> Any:
        """Return the server's answer; what it does not take of the request is left out, then and from then on."""
        left_out = self._left_out
        while True:
            body = {"model": self._model, "messages": messages, "stream": False}
            optional = {"response_format": RESPONSE_FORMAT, "temperature": 0}
            body |= {key: value for key, value in optional.items() if key not in left_out}
            try:
                told = self._client.ask("POST", "/chat/completions", body, characters=characters)
            except Rejected as error:
                explained = self._explained(error)
                unwanted = next((key for key in _unwanted(error) if key not in left_out), "")
                if explained is not error or not unwanted:
                    raise explained from error
                left_out |= {unwanted}
            else:
                self._left_out = left_out
                return told

    def _explained(self, error: Rejected) -> EngineError:
        """Return what a refusal means where its words tell, else *error* itself."""
        if error.status == 413 or _TOO_LONG.search(f"{error.said} {error.code.replace('_', ' ')}"):
            return TooMuch(f"longer than the model takes: {error.said}", engine=self.name)
        if error.status in (404, 405) or _NO_MODEL.search(error.said):
            return EngineUnavailable(
                f"{self.host} has no model {self._model!r} there: {error.message}",
                engine=self.name,
                remedy=f"mend model or url (mostly …/v1) under [engine.chat]; with Ollama: ollama pull {self._model}",
            )
        return error

    def _read(self, told: Any, count: int) -> list[str | None]:
        """Return the answers in the order of the items. TooMuch where the model had to stop, BadOutput."""
        try:
            choice = told["choices"][0]
            message = choice["message"]
            content = message.get("content") or ""
            reason = choice.get("finish_reason")
        except (TypeError, KeyError, IndexError, AttributeError) as error:
            raise BadOutput("unreadable answer", engine=self.name) from error
        if reason == "length":
            raise TooMuch("the model ran out of room for its answer", engine=self.name)
        if reason == "content_filter" or message.get("refusal"):
            raise BadOutput("the model refused the text", engine=self.name)
        if isinstance(content, list):
            content = "".join(part.get("text") or "" for part in content if isinstance(part, dict))
        if not isinstance(content, str):
            raise BadOutput("unreadable answer", engine=self.name)
        return read_answer(content, count)


def _unwanted(error: Rejected) -> list[str]:
    """Return which optional parts of a request the server may mean, the likeliest first."""
    if error.status not in (400, 422):
        return []
    told = f"{error.param} {error.said}".lower()
    return sorted(_OPTIONAL, key=lambda key: key.replace("_", " ") not in told.replace("_", " "))
