"""How an engine says that texts are about to leave, each time: a text it asks about again leaves again.

Who called the engine listens, in the thread of the call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int], None]
"""Is told how many characters are about to leave. EngineUnavailable where they may not, StorageError."""

_listener: ContextVar[Listener | None] = ContextVar("diglot_outgoing", default=None)


def about_to_send(characters: int) -> None:
    """Say that so many characters of texts leave next. What the listener raises: then nothing may leave."""
    listener = _listener.get()
    if listener and characters:
        listener(characters)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have *listener* told of what leaves from this thread in the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
