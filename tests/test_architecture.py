"""The house: an import only points down a floor, and each library lives in its own room."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(p for folder in ("l10n", "webapp") for p in (ROOT / folder).rglob("*.py"))

SIDE_BY_SIDE = ("workflow", "readers", "stores", "engines", "editions", "exchange")
GROUND = {"l10n.model", "l10n.errors"}
PORTS = {"l10n.ports"}
ASSEMBLY = {
    "l10n.project",
    "l10n.publishing",
    "l10n.reviewing",
    "l10n.correcting",
    "l10n.intake",
    "l10n.exchanging",
    "l10n.workspace",
    "l10n.config",
    "l10n.versions",
    "l10n.shelving",
    "l10n.doctoring",
    "l10n.surveying",
    "l10n.remembering",
    "l10n.memory_files",
    "l10n.holding",
    "l10n.drafting",
    "l10n.naming",
}

ROOMS = {
    "polib": ("l10n.stores.po",),
    "flask": ("webapp",),
    "flask_babel": ("webapp",),
    "flask_login": ("webapp",),
    "flask_wtf": ("webapp",),
    "sqlalchemy": ("l10n.stores",),
    "alembic": ("l10n.stores",),
    "markdown_it": ("l10n.readers", "l10n.editions"),
    "mdit_py_plugins": ("l10n.readers", "l10n.editions"),
    "deep_translator": ("l10n.engines",),
    "requests": ("l10n.engines",),
    "ctranslate2": ("l10n.engines.localmodel",),
    "sentencepiece": ("l10n.engines.localmodel",),
    "defusedxml": ("l10n.exchange", "l10n.readers"),
    "lxml": ("l10n.readers",),
    "mammoth": ("l10n.readers.docx",),
    "myanmartools": ("l10n.readers.zawgyi",),
    "tantivy": ("l10n.stores.memory_pair",),
    "trafilatura": ("l10n.readers",),
    "yaml": ("l10n.readers",),
    "click": ("l10n.cli",),
    "rapidfuzz": ("l10n.matching",),
    "waitress": ("l10n.cli",),
}
"""Which rooms may import a library; everything else is standard library or babel."""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> list[str]:
    """All modules that a file imports anywhere, absolute."""
    package = name_of(path).split(".") if path.name == "__init__.py" else name_of(path).split(".")[:-1]
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return [name for name in found if name]


def floor(name: str) -> int:
    if name.startswith(("webapp", "l10n.cli", "l10n.__main__")):
        return 5
    if name in ASSEMBLY:
        return 4
    if name.startswith(tuple(f"l10n.{room}" for room in SIDE_BY_SIDE)):
        return 3
    if name in PORTS:
        return 2
    if name in GROUND or name == "l10n":
        return 0
    return 1


def room(name: str) -> str:
    return name.split(".")[1] if name.startswith("l10n.") else name


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path):
    own = name_of(path)
    if own == "l10n":
        return  # the public names, loaded when asked for
    wrong = []
    for name in imports_of(path):
        if not name.startswith(("l10n", "webapp")) or not is_module(name) or name == "l10n":
            continue
        if floor(name) > floor(own):
            wrong.append(name)
        if floor(name) == floor(own) == 3 and room(name) != room(own):
            wrong.append(name)
        if floor(own) == 5 and floor(name) == 5 and name.split(".")[0] != own.split(".")[0] and own != "l10n.cli.serve":
            wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_libraries_stay_in_their_rooms(path):
    own = name_of(path)
    wrong = [n for n in imports_of(path) if n.split(".")[0] in ROOMS and not own.startswith(ROOMS[n.split(".")[0]])]
    assert wrong == []


@pytest.mark.parametrize("path", [p for p in MODULES if floor(name_of(p)) <= 2], ids=name_of)
def test_rules_import_only_the_standard_library(path):
    import sys

    allowed = {"l10n", "babel", "rapidfuzz"} | set(sys.stdlib_module_names)
    assert [n for n in imports_of(path) if n.split(".")[0] not in allowed] == []


def test_no_module_is_crowded():
    crowded = {name_of(p) for p in MODULES if p.read_text(encoding="utf-8").count("\n") > 300}
    assert crowded <= {"l10n.model"}  # all words of the trade stand in one place, so that each is found once


def test_no_function_is_crowded():
    long = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 40:
                    long.append(f"{name_of(path)}.{node.name} {lines}")
    assert long == []
