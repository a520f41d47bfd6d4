"""Diglot: news articles into reviewed bilingual editions.

The names below are the public API; everything else may change. They are loaded when first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .errors import (
        ArticleError,
        CatalogError,
        ConfigError,
        ConflictError,
        DiglotError,
        EditionError,
        EngineError,
    )
    from .glossary import Term
    from .model import Catalog, Decision, Document, Draft, Entry, Finding, Segment, State
    from .newsroom.project import Project, open_project

__all__ = [
    "ArticleError",
    "Catalog",
    "CatalogError",
    "ConfigError",
    "ConflictError",
    "Decision",
    "DiglotError",
    "Document",
    "Draft",
    "EditionError",
    "EngineError",
    "Entry",
    "Finding",
    "Project",
    "Segment",
    "State",
    "Term",
    "open_project",
]

_MODEL = ("Catalog", "Decision", "Document", "Draft", "Entry", "Finding", "Segment", "State")
_HOME = dict.fromkeys(_MODEL, ".model") | {"Term": ".glossary"}
_HOME |= {"Project": ".newsroom.project", "open_project": ".newsroom.project"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME.get(name, ".errors"), __name__), name)
