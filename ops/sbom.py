"""Which packages Diglot runs with, of those installed here, and under which licences: `make sbom`.

Writes build/sbom.json in CycloneDX 1.5. No package is looked for anywhere but in this environment.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "sbom.json"
_NAMES = (
    ("Apache", "Apache-2.0"),
    ("MIT", "MIT"),
    ("BSD", "BSD-3-Clause"),
    ("ISC", "ISC"),
    ("Python Software Foundation", "PSF-2.0"),
    ("PSF", "PSF-2.0"),
    ("Mozilla Public License 2.0", "MPL-2.0"),
    ("MPL-2.0", "MPL-2.0"),
    ("Lesser General Public License v3", "LGPL-3.0-only"),
    ("LGPL", "LGPL-3.0-only"),
    ("General Public License", "GPL"),
    ("zlib", "Zlib"),
    ("provided 'as-is', without any express or implied warranty. In no event", "Zlib"),
    ("HPND", "MIT-CMU"),
    ("Zope", "ZPL-2.1"),
    ("ZPL", "ZPL-2.1"),
    ("Unlicense", "Unlicense"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A package that is installed: *needs* are others, by name; *licence* is "" where it does not say."""

    name: str
    version: str
    licence: str
    needs: tuple[str, ...]


def parts_of() -> list[Part]:
    """Return Diglot and all that it needs with any extra, as pyproject.toml says; what is not installed is left out."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked_for = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    first = [Requirement(text) for text in asked_for]
    todo = [(plain(need.name), tuple(sorted(need.extras))) for need in first]
    own = tuple(sorted({name for name, _ in todo}))
    found = {"diglot": Part("diglot", project["version"], project["license"], own)}
    asked: set[tuple[str, tuple[str, ...]]] = set()
    for name, wanted in todo:  # it grows on the way
        try:
            known = distribution(name)
        except PackageNotFoundError:
            continue
        asked.add((name, wanted))
        needs = [(plain(need.name), tuple(sorted(need.extras))) for need in _needs(known, wanted)]
        todo += [need for need in needs if need not in asked and need not in todo]
        before = found[name].needs if name in found else ()
        names = tuple(sorted({*before, *(each for each, _ in needs)}))
        found[name] = Part(name, known.version, licence_of(known), names)
    return [found[name] for name in sorted(found)]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(known: Distribution) -> str:
    """Return the licence as SPDX calls it: what the package says in so many words, or what its classifiers do."""
    said = known.metadata.get("License-Expression")
    if said:
        return said
    classifiers = [c for c in known.metadata.get_all("Classifier") or () if c.startswith("License ::")]
    files = [f for f in known.files or () if "licen" in f.name.lower()]
    heads = [f.read_text().strip()[:400] for f in files if f.locate().is_file()]
    for text in (*classifiers, known.metadata.get("License") or "", *heads):
        for mark, spdx in _NAMES:
            if mark.lower() in " ".join(text[:400].split()).lower():
                return spdx
    return ""


def _needs(known: Distribution, extras: Sequence[str]) -> Iterator[Requirement]:
    for text in known.requires or ():
        need = Requirement(text)
        if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield need


def bill(parts: Sequence[Part]) -> dict[str, object]:
    """Return the bill of materials."""
    components = [
        {
            "type": "application" if part.name == "diglot" else "library",
            "bom-ref": part.name,
            "name": part.name,
            "version": part.version,
            "purl": f"pkg:pypi/{part.name}@{part.version}",
            "licenses": [{"expression": part.licence}] if part.licence else [],
        }
        for part in parts
    ]
    own = next(each for each in components if each["name"] == "diglot")
    here = {part.name for part in parts}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": own},
        "components": [each for each in components if each is not own],
        "dependencies": [{"ref": p.name, "dependsOn": [name for name in p.needs if name in here]} for p in parts],
    }


def main() -> None:
    parts = parts_of()
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(bill(parts), indent=1) + "\n", encoding="utf-8")
    for part in parts:
        print(f"{part.name:28} {part.version:14} {part.licence or '?'}")
    print(f"{len(parts)} packages: {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
