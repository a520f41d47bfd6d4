"""The tools we measure beside: each does the same steps on the same articles, in one process where it can.

`po4a` comes with the system; translate-toolkit and mdpo are put into `build/peers` by `make bench`. None of them is a
dependency of Diglot. A tool that is missing is left out, with the reason.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / "build" / "peers" / "bin" / "python"
STEPS = ("extract", "build markdown", "nothing changed", "update")

Commands = list[list[str]]

MDPO = """
import sys
from pathlib import Path
from mdpo.md2po import markdown_to_pofile
from mdpo.po2md import pofile_to_markdown
for article in sorted(Path("articles").glob("*.md")):
    catalog = Path("po") / (article.stem + ".po")
    if sys.argv[1] == "build":
        pofile_to_markdown(str(article), str(catalog), save=str(Path("out") / article.name), wrapwidth=0)
    else:
        markdown_to_pofile(str(article), po_filepath=str(catalog), save=True, wrapwidth=0, location=False)
"""

FILL = """
import sys, polib
for path in sys.argv[1:]:
    file = polib.pofile(path, wrapwidth=0)
    for entry in file:
        entry.msgstr = "¡" + entry.msgid
    file.save()
"""
"""Translates every entry, so that each tool has the same to put back."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What a tool does: *prepare* makes its files, *steps* gives the commands of a step, *catalogs* finds its PO."""

    name: str
    steps: Callable[[str], Commands]
    catalogs: str
    prepare: Callable[[Path], None]
    limit: int = 10**9
    """With more articles than this it takes too long to wait for; where there is a limit, one run is enough."""


def present_peers() -> tuple[list[Tool], list[str]]:
    """Return the peers that are here, and for each other one why it is left out."""
    found, missing = [], []
    if shutil.which("po4a"):
        found += [
            Tool("po4a, one PO for all", _po4a, "po/*.po", _prepare_po4a_whole),
            Tool("po4a, one PO per article", _po4a, "po/*.po", _prepare_po4a_each, limit=100),
        ]
    else:
        missing.append("po4a: not installed (apt install po4a)")
    if PYTHON.exists():
        found += [
            Tool("translate-toolkit", _toolkit, "po/*.po", _prepare_folders),
            Tool("mdpo", _mdpo, "po/*.po", _prepare_folders),
        ]
    else:
        missing.append("translate-toolkit, mdpo: not in build/peers (make bench installs them)")
    return found, missing


def fill_command(catalogs: list[Path]) -> list[str]:
    """Return the command that translates every entry of *catalogs*; our own polib will do."""
    return [sys.executable, "-c", FILL, *map(str, catalogs)]


def _prepare_folders(folder: Path) -> None:
    for name in ("po", "pot", "out"):
        (folder / name).mkdir()


def _prepare_po4a_whole(folder: Path) -> None:
    _prepare_folders(folder)
    _write_config(folder, "[po4a_paths] po/all.pot my:po/all.my.po", "")


def _prepare_po4a_each(folder: Path) -> None:
    _prepare_folders(folder)
    _write_config(folder, "[po4a_paths] po/$master.pot my:po/$master.my.po", "pot={stem}")


def _write_config(folder: Path, paths: str, more: str) -> None:
    lines = ["[po4a_langs] my", paths]
    for article in sorted((folder / "articles").glob("*.md")):
        own = more.format(stem=article.stem)
        lines.append(f'[type: text] articles/{article.name} my:out/{article.name} {own} opt:"-o markdown -o neverwrap"')
    (folder / "po4a.cfg").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _po4a(step: str) -> Commands:
    half = "--no-update" if step == "build markdown" else "--no-translations"
    return [["po4a", "-q", "-k", "0", "-M", "UTF-8", "-L", "UTF-8", half, "po4a.cfg"]]


def _toolkit(step: str) -> Commands:
    def run(module: str, *options: str) -> list[str]:
        return [str(PYTHON), "-m", f"translate.convert.{module}", "--progress=none", *options]

    if step == "build markdown":
        return [run("po2md", "-t", "articles", "-i", "po", "-o", "out")]
    if step == "extract":
        return [run("md2po", "-P", "-i", "articles", "-o", "pot"), run("pot2po", "-i", "pot", "-o", "po")]
    again = ("-S",)  # skips what has a newer output
    merge = run("pot2po", *again, "-t", "po", "-i", "pot", "-o", "po")
    return [run("md2po", *again, "-P", "-i", "articles", "-o", "pot"), merge]


def _mdpo(step: str) -> Commands:
    return [[str(PYTHON), "-c", MDPO, "build" if step == "build markdown" else "extract"]]
