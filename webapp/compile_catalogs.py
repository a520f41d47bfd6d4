"""Compiles the interface's catalogs. Imports Babel alone, because the build runs it before Flask is there."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_catalogs(locales_dir: Path, out_dir: Path) -> list[Path]:
    """Compile each `<locale>/LC_MESSAGES/desk.po` of *locales_dir* to a `desk.mo` under *out_dir*; return those."""
    written = []
    for source in sorted(locales_dir.glob("*/LC_MESSAGES/desk.po")):
        target = out_dir / source.parent.relative_to(locales_dir) / "desk.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as po:
            catalog = read_po(po, locale=source.parent.parent.name, domain="desk")
        with target.open("wb") as mo:
            write_mo(mo, catalog)
        written.append(target)
    return written
