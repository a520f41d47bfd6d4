"""The house: an import only points down a floor, and each library lives in its own room."""

import ast
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(p for folder in ("l10n", "webapp") for p in (ROOT / folder).rglob("*.py"))

SIDE_BY_SIDE = ("workflow", "readers", "stores", "engines", "editions", "exchange", "site", "inspecting")
GROUND = {"l10n.model", "l10n.errors"}
PORTS = "l10n.ports"
ASSEMBLY = "l10n.newsroom"

ROOMS = {
    "polib": ("l10n.stores.po",),
    "flask": ("webapp",),
    "flask_babel": ("webapp",),
    "flask_login": ("webapp",),
    "flask_wtf": ("webapp",),
    "sqlalchemy": ("l10n.stores",),
    "alembic": ("l10n.stores",),
    "procrastinate": ("l10n.stores.queue", "l10n.stores.queue_schema"),
    "psycopg": ("l10n.stores",),
    "markdown_it": ("l10n.readers", "l10n.editions", "l10n.inspecting.markdown"),
    "mdit_py_plugins": ("l10n.readers", "l10n.editions"),
    "deep_translator": ("l10n.engines",),
    "requests": ("l10n.engines",),
    "cryptography": ("l10n.stores.signing",),
    "ctranslate2": ("l10n.engines.localmodel",),
    "sentencepiece": ("l10n.engines.localmodel",),
    "defusedxml": ("l10n.exchange", "l10n.readers", "l10n.inspecting.xmlscan"),
    "lxml": ("l10n.readers",),
    "mammoth": ("l10n.readers.docx",),
    "myanmartools": ("l10n.readers.zawgyi",),
    "PIL": ("l10n.editions.pictures",),
    "pypdf": ("l10n.inspecting.pdf",),
    "tantivy": ("l10n.stores.memory_pair",),
    "trafilatura": ("l10n.readers",),
    "typst": ("l10n.editions.pdf",),
    "fontTools": ("l10n.editions.embedding",),
    "yaml": ("l10n.readers",),
    "click": ("l10n.cli",),
    "rapidfuzz": ("l10n.matching",),
    "waitress": ("l10n.cli",),
    "prometheus_client": ("webapp.metrics",),
}
"""Which rooms may import a library; everything else is standard library or babel."""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(path): path for path in MODULES}


INSIDE = ("body", "orelse", "finalbody", "handlers", "cases")


@cache
def statements_of(own: str) -> list[ast.AST]:
    """All statements of a module, at any depth."""
    found: list[ast.AST] = [ast.parse(NAMES[own].read_text(encoding="utf-8"))]
    for node in found:  # it grows on the way
        for name in INSIDE:
            found += getattr(node, name, ())
    return found


@cache
def imports_of(own: str) -> list[str]:
    """All modules that a module imports anywhere, absolute."""
    package = own.split(".") if NAMES[own].name == "__init__.py" else own.split(".")[:-1]
    found = []
    for node in statements_of(own):
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
    if name.startswith(ASSEMBLY):
        return 4
    if name.startswith(tuple(f"l10n.{room}" for room in SIDE_BY_SIDE)):
        return 3
    if name.startswith(PORTS):
        return 2
    if name in GROUND or name == "l10n":
        return 0
    return 1


def room(name: str) -> str:
    return name.split(".")[1] if name.startswith("l10n.") else name


def points_up(own: str, name: str) -> bool:
    """Whether *own* may not import *name*, both of ours."""
    if name not in NAMES or name == "l10n":
        return False
    if floor(name) > floor(own):
        return True
    if floor(name) == floor(own) == 3:
        return room(name) != room(own)
    return floor(own) == floor(name) == 5 and name.split(".")[0] != own.split(".")[0] and own != "l10n.cli.serve"


def test_the_modules_are_there():
    assert {"l10n", "l10n.model", "l10n.ports", "l10n.newsroom.project", "l10n.cli", "webapp"} <= set(NAMES)


def test_imports_point_down():
    inside = [own for own in NAMES if own != "l10n"]  # its public names are loaded when asked for
    assert [(own, name) for own in inside for name in imports_of(own) if points_up(own, name)] == []


def test_libraries_stay_in_their_rooms():
    named = [(own, name, ROOMS.get(name.split(".")[0])) for own in NAMES for name in imports_of(own)]
    assert [(own, name) for own, name, rooms in named if rooms and not own.startswith(rooms)] == []


def test_rules_import_only_the_standard_library():
    allowed = {"l10n", "babel", "rapidfuzz"} | set(sys.stdlib_module_names)
    rules = [own for own in NAMES if floor(own) <= 2]
    assert [(own, n) for own in rules for n in imports_of(own) if n.split(".")[0] not in allowed] == []


def test_no_module_is_crowded():
    crowded = {name for name, path in NAMES.items() if path.read_text(encoding="utf-8").count("\n") > 300}
    assert crowded <= {"l10n.model"}  # all words of the trade stand in one place, so that each is found once


def test_no_function_is_crowded():
    long = []
    for name in NAMES:
        for node in statements_of(name):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 40:
                    long.append(f"{name}.{node.name} {lines}")
    assert long == []
