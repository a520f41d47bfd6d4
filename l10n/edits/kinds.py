"""The classes of edits, by name."""

from __future__ import annotations

from enum import StrEnum


class EditClass(StrEnum):
    """What an edit touches, gravest first: what is so, how much, when, what was said, who; then wording and form."""

    NEGATION = "negation"
    NUMBER = "number"
    DATE = "date"
    QUOTATION = "quotation"
    NAME = "name"
    REWRITE = "rewrite"
    LINK = "link"
    TYPO = "typo"
    TYPOGRAPHY = "typography"
