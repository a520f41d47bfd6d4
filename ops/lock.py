"""Writes ops/requirements.lock: each package that a server needs, in one version, with the digests of its wheels.

`make lock` asks pip what it would install for each Python and processor below, installs nothing, and keeps names,
versions and SHA-256 alone, so that the file says nothing of where the packages came from.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = Path(__file__).with_name("requirements.lock")
EXTRAS = ("server", "wal", "cluster", "web", "docx", "publish", "pictures", "backup", "pdf", "fonts")
PYTHONS = ("3.11", "3.12", "3.13")
MACHINES = ("x86_64", "aarch64")
GLIBCS = ("2_28", "2_17")
HEAD = f"""\
# Written by `make lock`, for Python {", ".join(PYTHONS)} on Linux ({", ".join(MACHINES)}, glibc), and used so:
#   pip install --require-hashes -r ops/requirements.lock
# With the extras {", ".join(EXTRAS)}.
"""


def wanted() -> list[str]:
    """Return what pyproject.toml asks for, with EXTRAS, and what the package itself is built with."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    known = table["project"]["optional-dependencies"]
    extras = [each for extra in EXTRAS for each in known[extra]]
    return [*table["build-system"]["requires"], *table["project"]["dependencies"], *extras]


def resolved(python: str, machine: str, constraints: Path) -> dict[tuple[str, str], str]:
    """Return the digest of each (name, version) that pip would install there."""
    platforms = [f"--platform=manylinux_{glibc}_{machine}" for glibc in GLIBCS]
    platforms.append(f"--platform=manylinux2014_{machine}")
    asked = [f"--python-version={python}", "--only-binary=:all:", *platforms, "--constraint", str(constraints)]
    quiet = ["--quiet", "--disable-pip-version-check", "--dry-run", "--ignore-installed", "--report", "-"]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", *quiet, "--target", folder, *asked, *wanted()]
        report = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return {
        (each["metadata"]["name"].lower().replace("_", "-"), each["metadata"]["version"]): (
            each["download_info"]["archive_info"]["hashes"]["sha256"]
        )
        for each in report["install"]
    }


def main() -> None:
    digests: dict[tuple[str, str], set[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "constraints.txt"
        constraints.write_text("")
        for python in PYTHONS:
            for machine in MACHINES:
                for package, digest in resolved(python, machine, constraints).items():
                    digests.setdefault(package, set()).add(digest)
                constraints.write_text("".join(f"{name}=={version}\n" for name, version in digests))
    lines = [
        f"{name}=={version} \\\n" + " \\\n".join(f"    --hash=sha256:{digest}" for digest in sorted(found))
        for (name, version), found in sorted(digests.items())
    ]
    LOCK.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} packages, {sum(map(len, digests.values()))} wheels: {LOCK.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
