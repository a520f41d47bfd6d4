"""A disk that failed is written to no more, and read all the same; what fails is told by exit code and page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from newsroom_fixture import approve, make_newsroom
from tools import needs_tool

from l10n.newsroom.project import open_project
from l10n.stores.sqlite import JOURNAL_MODE

ROOT = Path(__file__).resolve().parent.parent
LOG = f".diglot/journal.sqlite-{'wal' if JOURNAL_MODE == 'WAL' else 'journal'}"
DESK = """
import sys
sys.path.insert(0, "tests")
from newsroom_fixture import NOW, approve, targets
from l10n.clock import utc_now
from l10n.errors import StorageError
from l10n.failed_disks import note_failure
from l10n.newsroom.project import open_project
from webapp import create_app

project = open_project(sys.argv[1])
project.kept = 10
def tried(number):
    try:
        approve(project, number=number, target="Nadie.")
    except StorageError as error:
        return f"{error} {error.remedy}"
    return "saved"
"""
SIGN_IN = """
browser = create_app(project, secret_key="x", testing=True).test_client()
token = project.people.owner_link(now=utc_now())
link = f"/welcome/{token}"
secret = browser.get(link).get_data(as_text=True).partition('name="csrf_token" value="')[2].partition('"')[0]
assert browser.post(link, data={"csrf_token": secret}).status_code == 303
"""


def run(root: Path, code: str, *wrapper: str, sign_in: bool = True) -> str:
    command = [*wrapper, sys.executable, "-c", DESK + (SIGN_IN if sign_in else "") + code, str(root)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


READ_ON = """
print([browser.get(address).status_code for address in ("/", "/articles/flood/es", "/search?q=river")])
"""


def test_after_a_failure_nothing_is_written_and_everything_is_read(tmp_path):
    root = make_newsroom(tmp_path / "room")
    said = run(root, 'note_failure(project.root, "fsync failed")\nprint(tried(0))\nprint(targets(project))' + READ_ON)
    told, texts, pages = said.splitlines()
    assert told.startswith("nothing is written any more, for the disk failed: fsync failed Reading goes on.")
    assert (texts, pages) == ("['', '']", "[200, 200, 200]")
    assert open_project(root).recover().applied == 0


@pytest.mark.slow
@needs_tool("strace")
@pytest.mark.parametrize(
    ("place", "calls"),
    [
        ("locales/es/LC_MESSAGES", "fsync"),  # the catalog's folder, after the catalog was replaced
        (LOG, "fsync,fdatasync"),
        (LOG, "write,pwrite64"),
    ],
)
def test_where_a_call_fails_no_later_one_is_believed(tmp_path, place, calls):
    """The first such call fails with EIO, all later ones would succeed: still nothing is called saved."""
    root = make_newsroom(tmp_path / "room")
    code = "said = [tried(0), tried(1), tried(0)]\nfor each in said: print(each)\n"
    trace = ["strace", "-f", "-qq", "-o", os.devnull, "-P", str(root / place), "-e", f"trace={calls}"]
    said = run(root, code, *trace, "-e", f"inject={calls}:error=EIO:when=1", sign_in=False).splitlines()
    assert "saved" not in said
    assert all("nothing is written any more" in each for each in said[1:])
    open_project(root).recover()
    approve(open_project(root), number=1, target="Nadie.")
