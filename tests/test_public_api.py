"""`import l10n` gives exactly the names that the architecture promises."""

import subprocess
import sys

import l10n

PROMISED = [
    "open_project",
    "Project",
    "Document",
    "Segment",
    "Entry",
    "Catalog",
    "State",
    "Draft",
    "Decision",
    "Finding",
    "Term",
    "DiglotError",
    "ConfigError",
    "ArticleError",
    "CatalogError",
    "ConflictError",
    "EngineError",
    "EditionError",
]


def test_public_names_are_those_promised():
    assert sorted(l10n.__all__) == sorted(PROMISED)
    assert [name for name in PROMISED if getattr(l10n, name).__name__ != name] == []


def test_importing_the_package_loads_no_library():
    code = "import sys; import l10n; print([m for m in sys.modules if m.startswith('l10n')])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "['l10n']"
