"""Compiles the desk's interface catalogs into the package before a wheel or an editable install is made."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogs(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        # Loaded by path: importing the package would import Flask, which a build has not got.
        spec = importlib.util.spec_from_file_location("compile_catalogs", root / "webapp" / "compile_catalogs.py")
        if spec is None or spec.loader is None:
            raise RuntimeError("webapp/compile_catalogs.py is missing")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.compile_catalogs(root / "locales", root / "webapp" / "translations")
