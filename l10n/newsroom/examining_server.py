"""Is the machine fit for the desk? Each function looks at one thing, yields what it found, and changes nothing."""

from __future__ import annotations

import os
import platform
import re
import stat
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from ..errors import ConfigError
from ..files import paths_below
from .config import Config
from .doctoring import Examined, Standing
from .serving import metrics_token, trusted_proxies

UNITS = Path("/etc/systemd/system")
MOUNTS = Path("/proc/self/mountinfo")
_WAL = b"\x02\x02"
"""What stands in a database's head (bytes 18 and 19) where it has a write-ahead log."""
_REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "ceph", "glusterfs", "afs")
_MANY = 2**16
_FEW_INODES = 1000


def examine_server(config: Config, *, environment: Mapping[str, str] = os.environ) -> Iterator[Examined]:
    """Yield what is to be said of the machine and of how the desk is started on it."""
    from ..stores.sqlite import driver

    journal, folder = config.root / ".diglot" / "journal.sqlite", config.root
    yield from versions()
    yield from journal_mode(journal, driver.sqlite_version_info)
    yield from file_system(folder, MOUNTS)
    yield from inodes(folder)
    yield from owners(folder)
    yield from secret_key(folder / ".diglot" / "secret")
    yield from proxy(config, environment)
    yield from metrics(config, environment)
    yield from units(UNITS, folder)


def versions() -> Iterator[Examined]:
    """Say what runs here: for who reports a fault."""
    from importlib.metadata import version

    from ..stores.sqlite import driver

    said = f"Diglot {version('diglot')}, Python {platform.python_version()}, SQLite {driver.sqlite_version}"
    yield Examined("versions", Standing.GOOD, f"{said}, {platform.system()} {platform.machine()}")


def journal_mode(journal: Path, linked: tuple[int, ...]) -> Iterator[Examined]:
    """A write-ahead log loses commits with SQLite versions before the WAL-reset fix; no desk makes one there."""
    from ..stores.sqlite import wal_is_safe

    if not journal.is_file():
        return
    with journal.open("rb") as file:
        has_log = file.read(20)[18:20] == _WAL
    version = ".".join(map(str, linked[:3]))
    if has_log and not wal_is_safe(linked):
        message = f"it has a write-ahead log, with which SQLite {version} can lose decisions"
        yield Examined("journal mode", Standing.WRONG, message, "stop the desk, then: diglot status")
    else:
        yield Examined("journal mode", Standing.GOOD, "write-ahead log" if has_log else f"rollback, SQLite {version}")


def file_system(folder: Path, mounts: Path) -> Iterator[Examined]:
    """On a file system of another computer locks and flushes are promises that are often not kept."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return
    below = [(line[4], line[line.index("-") + 1]) for line in lines if "-" in line]
    holding = [(point, kind) for point, kind in below if folder.resolve().is_relative_to(point)]
    kind = max(holding, key=lambda found: len(found[0]), default=("", ""))[1]
    if kind in _REMOTE:
        message = f"the project lies on {kind}, where locks and flushes cannot be relied on"
        yield Examined("file system", Standing.WRONG, message, "put the project on a disk of this computer")


def inodes(folder: Path) -> Iterator[Examined]:
    """A disk can be full of files as well as of bytes."""
    if not hasattr(os, "statvfs"):
        return
    found = os.statvfs(folder)
    if found.f_files and found.f_favail < _FEW_INODES:
        yield Examined(
            "disk", Standing.WRONG, f"room for {found.f_favail} more files", "remove files, or a larger disk"
        )


def owners(folder: Path, *, owner: int | None = None) -> Iterator[Examined]:
    """A command that root ran leaves files that the desk's account, the project's *owner*, cannot write."""
    if os.name != "posix":
        return
    owner = folder.stat().st_uid if owner is None else owner
    places = [folder / name for name in (".diglot", "articles", "locales") if (folder / name).is_dir()]
    others = [path for place in places for path in (place, *paths_below(place)) if _owner(path) not in (owner, None)]
    if others:
        first = others[0].relative_to(folder).as_posix()
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        message = f"{first}{more} belong to another account than the project"
        yield Examined("owners", Standing.WRONG, message, f"chown -R --reference={folder} {folder}")


def _owner(path: Path) -> int | None:
    """Return whose it is, None where it is gone meanwhile."""
    try:
        return path.lstat().st_uid
    except FileNotFoundError:
        return None


def secret_key(path: Path) -> Iterator[Examined]:
    """Whoever has the key can sign cookies; without one the desk makes it."""
    if not path.is_file():
        return
    if not re.fullmatch(r"[0-9a-f]{64}", path.read_text(encoding="utf-8", errors="replace")):
        remedy = "remove .diglot/secret and start the desk; people sign in anew"
        yield Examined("key", Standing.WRONG, "the desk's key is not as Diglot makes it", remedy)
    elif os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Examined("key", Standing.NOTE, "others can read the desk's key", "chmod 600 .diglot/secret")
    else:
        yield Examined("key", Standing.GOOD, "there, and for this account alone")


def proxy(config: Config, environment: Mapping[str, str]) -> Iterator[Examined]:
    """The proxy has to be named, and named closely; without one the desk should not listen for others."""
    try:
        trusted = trusted_proxies(config, environment)
    except ConfigError as error:
        yield Examined("proxy", Standing.WRONG, error.message, error.remedy)
        return
    bind = environment.get("DIGLOT_BIND", "")
    is_local = not bind or bind.startswith(("127.", "localhost", "[::1]"))
    if trusted.widest > _MANY:
        message = f"{trusted.widest:,} addresses are believed on https and the desk's name"
        yield Examined("proxy", Standing.WRONG, message, "name the proxy's own address")
    elif bind.startswith("unix:") and not trusted.unix:
        yield Examined("proxy", Standing.WRONG, "who is behind the socket is not believed", "DIGLOT_PROXY=unix")
    elif not is_local and not (trusted.networks or trusted.unix):
        message = f"the desk listens on {bind} for others, and no proxy is named: cookies are not for https alone"
        yield Examined("proxy", Standing.WRONG, message, "docs/running.md: the proxy")
    elif trusted.networks or trusted.unix:
        named = [str(network) for network in trusted.networks] + ["unix"] * trusted.unix
        yield Examined("proxy", Standing.GOOD, f"{', '.join(named)} is believed")


def metrics(config: Config, environment: Mapping[str, str]) -> Iterator[Examined]:
    """The token must not be guessed or read by others, and what counts has to be there."""
    try:
        token = metrics_token(config, environment)
    except ConfigError as error:
        yield Examined("metrics", Standing.WRONG, error.message, error.remedy)
        return
    name = config.text("desk.metrics_token_file")
    file = config.root / name
    if token and find_spec("prometheus_client") is None:
        message = "there is a token, and prometheus-client is missing"
        yield Examined("metrics", Standing.WRONG, message, "pip install 'diglot[server]'")
    elif name and os.name == "posix" and file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o007:
        yield Examined("metrics", Standing.NOTE, f"every account can read {name}", f"chmod o= {name}")
    elif token:
        yield Examined("metrics", Standing.GOOD, "shown to who has the token")


def units(folder: Path, project: Path) -> Iterator[Examined]:
    """Units of systemd that start the desk of this project: do they let it write there, and nothing log for it?"""
    for path in sorted(folder.glob("diglot*.service")) if folder.is_dir() else ():
        text = path.read_text(encoding="utf-8", errors="replace")
        if str(project) not in text:
            continue
        if "ProtectSystem=strict" in text and not re.search(
            rf"^ReadWritePaths=.*{re.escape(str(project))}", text, re.M
        ):
            message = f"{path.name} does not let the desk write its project"
            yield Examined("units", Standing.WRONG, message, f"ReadWritePaths={project}")
        elif re.search(r"--access-logfile|--preload|--access-log\b", text):
            message = f"{path.name} has an access log, or loads the desk before the fork"
            yield Examined("units", Standing.WRONG, message, "start it as ops/diglot.service does")
        elif "NoNewPrivileges=yes" not in text or "ProtectSystem=" not in text:
            yield Examined(
                "units", Standing.NOTE, f"{path.name} shuts nothing off", "compare it with ops/diglot.service"
            )
        else:
            yield Examined("units", Standing.GOOD, path.name)
