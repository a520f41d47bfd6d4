"""Runs Weblate's checks on pairs read from stdin, one JSON object a line; answers with the ids of those that fire.

Run by `bench/checks.py` with a Python in which Weblate's code lies. Its checks are plain functions of two texts and a
language; the server around them (database, queue, accounts) is not needed and stands in as mocks.
"""

from __future__ import annotations

import importlib.machinery
import json
import sys
from collections.abc import Collection
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

MOCKED = (
    *("cairo", "gi", "celery", "ahocorasick", "git", "filelock", "social", "crispy", "compressor", "rest_framework"),
    *(
        "sentry_sdk",
        "appconf",
        "dateparser",
        "weblate.trans",
        "weblate.lang.models",
        "weblate.auth",
        "weblate.accounts",
    ),
    *("weblate.utils.views", "weblate.glossary.models", "weblate.checks.models"),
)
IDS = {
    "end_stop": "end-sign", "end_question": "end-sign", "end_exclamation": "end-sign", "end_ellipsis": "end-sign",
    "end_colon": "end-sign", "end_semicolon": "end-sign", "end_interrobang": "end-sign",
    "double_space": "spaces", "begin_space": "spaces", "end_space": "spaces", "zero-width-space": "invisible",
    "duplicate": "repeated", "same": "same", "md-link": "markup", "md-syntax": "markup", "md-reflink": "markup",
    "xml-tags": "markup", "punctuation_spacing": "other", "kashida": "other",
}  # fmt: skip
"""Weblate's checks that run, and which of ours asks the same."""


class _Mocks:
    """Finds the modules of the server that are not needed."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> object:
        if name.startswith(MOCKED):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type]
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = MagicMock(name=spec.name)
        module.__spec__, module.__path__, module.__name__ = spec, [], spec.name
        return module  # type: ignore[return-value]

    def exec_module(self, module: ModuleType) -> None:
        """Nothing: a mock has everything."""


class _Flags:
    """The flags of a unit whose text is Markdown, as ours is."""

    def __contains__(self, name: object) -> bool:
        return name == "md-text"

    def has_any(self, names: Collection[str]) -> bool:
        return "md-text" in names

    has_value = __contains__


class _Language:
    def __init__(self, code: str) -> None:
        self.code = self.base_code = code

    def is_cjk(self) -> bool:
        return self.code in ("zh", "ja", "ko")

    def is_base(self, codes: Collection[str]) -> bool:
        return self.code in codes


def main() -> None:
    import django
    from django.conf import settings

    settings.configure(
        USE_I18N=False,
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
        SECRET_KEY="none",  # noqa: S106  (no server runs)
    )
    django.setup()
    sys.meta_path.insert(0, _Mocks())  # type: ignore[arg-type]
    checks = _checks()
    for line in sys.stdin:
        pair = json.loads(line)
        print(json.dumps({"id": pair["id"], "fired": sorted(_fired(checks, pair))}), flush=True)


def _checks() -> list[Any]:
    from weblate.checks import chars, duplicate, markup, same

    classes = [
        value
        for module in (chars, duplicate, markup, same)
        for name, value in vars(module).items()
        if name.endswith("Check") and getattr(value, "check_id", "") in IDS and getattr(value, "target", False)
    ]
    return [value() for value in dict.fromkeys(classes)]


def _fired(checks: list[Any], pair: dict[str, str]) -> list[str]:
    unit = SimpleNamespace(
        translation=SimpleNamespace(
            language=_Language(pair["to"]),
            is_source=False,
            is_template=False,
            component=SimpleNamespace(
                source_language=_Language("en"), file_format="po", is_multivalue=False, is_glossary=False,
                name="newsroom", project=SimpleNamespace(name="newsroom"),
            ),
        ),
        all_flags=_Flags(), note="", context="", source=pair["source"], target=pair["target"], is_source=False,
        sources=[pair["source"]], targets=[pair["target"]], check_cache={}, source_string=pair["source"],
        readonly=False, state=20, translated=True, fuzzy=False, glossary_terms=None, labels=[], id_hash=1,
        get_source_plurals=lambda: [pair["source"]], get_target_plurals=lambda: [pair["target"]],
    )  # fmt: skip
    return [
        check.check_id
        for check in checks
        if not check.should_skip(unit) and check.check_single(pair["source"], pair["target"], unit)
    ]


if __name__ == "__main__":
    main()
