"""Every error Diglot raises on purpose.

    DiglotError
    ├─ ConfigError      key, path, line, nearest valid key
    ├─ ArticleError     path, line
    ├─ CatalogError     path, line
    ├─ ConflictError    seen, found, entry
    ├─ TextError        a text that cannot be kept
    ├─ EngineError      engine ── EngineUnavailable · RateLimited(retry_after_s) · UnsupportedPair · BadOutput
    ├─ NetworkError     a web page cannot be fetched
    ├─ EditionError     format, article
    ├─ InspectionError  path
    ├─ BackupError      path
    ├─ StorageError     the disk or the journal failed
    └─ LockedError      somebody else holds the project

Each carries *remedy*, a sentence that says what to try; the command line prints the three parts
(what happened, with its place; why; what to try) and ends with `exit_code`.
"""

from __future__ import annotations

from typing import ClassVar


class DiglotError(Exception):
    """Base of all errors meant for a person to read."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def place(self) -> str:
        """Return `path:line`, or "" where the error has no place."""
        return ""

    def __str__(self) -> str:
        place = self.place()
        return f"{place}: {self.message}" if place else self.message


class ConfigError(DiglotError):
    """The project's configuration is missing or cannot be used."""

    exit_code = 3

    def __init__(self, message: str, *, key: str = "", path: str = "", nearest: str = "", remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.key, self.path, self.nearest, self.line = key, path, nearest, 0

    def place(self) -> str:
        return f"{self.path}:{self.line}" if self.path and self.line else self.path


class _PlacedError(DiglotError):
    exit_code = 4

    def __init__(self, message: str, *, path: str = "", line: int = 0, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.path, self.line = path, line

    def place(self) -> str:
        return f"{self.path}:{self.line}" if self.path and self.line else self.path


class ArticleError(_PlacedError):
    """An article, or the file it should come from, cannot be read."""


class CatalogError(_PlacedError):
    """A catalog cannot be read or kept without loss. The file is untouched."""


class ConflictError(DiglotError):
    """Somebody changed what was to be changed. Nothing was overwritten."""

    def __init__(self, message: str, *, seen: str = "", found: str = "", entry: str = "", remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.seen, self.found, self.entry = seen, found, entry


class TextError(DiglotError):
    """A text that somebody wrote has characters that no catalog keeps. Nothing was decided."""

    exit_code = 4


class EngineError(DiglotError):
    """An engine gave no translation."""

    exit_code = 5

    def __init__(self, message: str, *, engine: str = "", remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.engine = engine


class EngineUnavailable(EngineError):
    """The engine is not installed, not reachable or not allowed."""


class RateLimited(EngineError):
    """The engine asks for patience; `retry_after_s` is 0.0 where it did not say how long."""

    def __init__(self, message: str, *, engine: str = "", retry_after_s: float = 0.0, remedy: str = "") -> None:
        super().__init__(message, engine=engine, remedy=remedy)
        self.retry_after_s = retry_after_s


class UnsupportedPair(EngineError):
    """The engine does not translate between these locales."""


class BadOutput(EngineError):
    """The engine answered with something that is no translation of the text."""


class NetworkError(DiglotError):
    """A page of the web cannot be fetched: not found, too slow, too large, not what it says."""

    exit_code = 5


class EditionError(DiglotError):
    """An edition may not or cannot be built."""

    def __init__(self, message: str, *, format: str = "", article: str = "", remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.format, self.article = format, article


class InspectionError(_PlacedError):
    """A file that was to be looked into cannot be: it is damaged, too large, or of no known kind."""


class BackupError(_PlacedError):
    """A backup cannot be used: it is damaged, locked, or not one of ours. Nothing was put anywhere."""


class StorageError(DiglotError):
    """The disk or the journal failed: full, read-only or damaged."""

    exit_code = 7


class LockedError(DiglotError):
    """Somebody else holds the project."""

    exit_code = 6
