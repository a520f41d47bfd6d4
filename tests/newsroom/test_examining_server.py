"""What `diglot doctor` says of the machine: each check on its own."""

import os
import stat
from pathlib import Path

import pytest
from cli_fixture import diglot
from journals import prepare_journal

from l10n.newsroom.config import load_config
from l10n.newsroom.doctoring import Examined, Standing
from l10n.newsroom.examining_server import (
    examine_server,
    file_system,
    journal_mode,
    metrics,
    owners,
    proxy,
    secret_key,
    units,
    versions,
)

TOKEN = "a-token-of-the-metrics-page"
OPS = Path(__file__).resolve().parents[2] / "ops"
POSIX = pytest.mark.skipif(os.name != "posix", reason="accounts and permissions of POSIX")


@pytest.fixture
def configured(tmp_path):
    """Return a function that gives the configuration of a project that says this under [desk]."""

    def make(desk=""):
        (tmp_path / "diglot.toml").write_text(f'[project]\ntargets = ["es"]\n[desk]\n{desk}\n')
        return load_config(tmp_path, environment={})

    return make


def standings(found):
    return [(each.name, each.standing) for each in found]


def test_a_project_on_a_machine_in_order_has_nothing_wrong(configured):
    config = configured()
    prepare_journal(config.root)
    found = list(examine_server(config, environment={}))
    assert [each for each in found if each.standing is Standing.WRONG] == []
    assert {each.name for each in found} >= {"versions", "journal mode"}


def test_the_versions_are_told():
    ((name, standing),) = standings(versions())
    assert (name, standing) == ("versions", Standing.GOOD)


@pytest.mark.parametrize(
    ("marks", "linked", "standing"),
    [
        (b"\x01\x01", (3, 40, 1), Standing.GOOD),
        (b"\x02\x02", (3, 51, 3), Standing.GOOD),
        (b"\x02\x02", (3, 40, 1), Standing.WRONG),
    ],
)
def test_a_write_ahead_log_is_wrong_with_a_version_that_loses_commits_in_it(tmp_path, marks, linked, standing):
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"SQLite format 3\x00\x10\x00" + marks + bytes(80))
    assert standings(journal_mode(path, linked)) == [("journal mode", standing)]
    assert list(journal_mode(tmp_path / "none.sqlite", linked)) == []


def test_a_project_on_another_computers_disk_is_wrong(tmp_path):
    mounts = tmp_path / "mountinfo"
    root = "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
    mounts.write_text(root + f"40 22 0:41 / {tmp_path} rw - nfs4 server:/export rw\n")
    assert standings(file_system(tmp_path / "newsroom", mounts)) == [("file system", Standing.WRONG)]
    mounts.write_text(root)
    assert list(file_system(tmp_path / "newsroom", mounts)) == []
    assert list(file_system(tmp_path, tmp_path / "none")) == []


@POSIX
def test_files_of_another_account_are_wrong(tmp_path):
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "a.po").write_text("")
    assert list(owners(tmp_path)) == []
    (found,) = owners(tmp_path, owner=tmp_path.stat().st_uid + 1)
    assert (found.name, found.standing) == ("owners", Standing.WRONG)
    assert found.message == "locales and 1 more belong to another account than the project"


@POSIX
def test_the_key_is_for_one_account_and_whole(tmp_path):
    path = tmp_path / "secret"
    assert list(secret_key(path)) == []
    for text, mode, standing in (("ab" * 32, 0o600, "GOOD"), ("ab" * 32, 0o644, "NOTE"), ("ab", 0o600, "WRONG")):
        path.write_text(text)
        path.chmod(mode)
        assert standings(secret_key(path)) == [("key", Standing[standing])]


@pytest.mark.parametrize(
    ("named", "environment", "standing"),
    [
        ("", {}, None),
        ("", {"DIGLOT_BIND": "127.0.0.1:8000"}, None),
        ("", {"DIGLOT_BIND": "0.0.0.0:8000"}, Standing.WRONG),
        ("", {"DIGLOT_BIND": "unix:/run/desk.sock"}, Standing.WRONG),
        ("", {"DIGLOT_BIND": "unix:/run/desk.sock", "DIGLOT_PROXY": "unix"}, Standing.GOOD),
        ("127.0.0.1", {"DIGLOT_BIND": "0.0.0.0:8000"}, Standing.GOOD),
        ("0.0.0.0/0", {}, Standing.WRONG),
        ("localhost", {}, Standing.WRONG),
    ],
)
def test_the_proxy_is_compared_with_where_the_desk_listens(configured, named, environment, standing):
    found = standings(proxy(configured(f'proxy = "{named}"'), environment))
    assert found == ([("proxy", standing)] if standing else [])


@POSIX
def test_the_token_of_the_metrics_is_for_few(configured):
    assert list(metrics(configured(), {})) == []
    assert standings(metrics(configured(), {"DIGLOT_METRICS_TOKEN": TOKEN})) == [("metrics", Standing.GOOD)]
    assert standings(metrics(configured(), {"DIGLOT_METRICS_TOKEN": "short"})) == [("metrics", Standing.WRONG)]
    config = configured('metrics_token_file = "token"')
    assert standings(metrics(config, {})) == [("metrics", Standing.WRONG)]
    file = config.root / "token"
    file.write_text(TOKEN)
    file.chmod(stat.S_IRUSR | stat.S_IROTH)
    assert list(metrics(config, {})) == [
        Examined("metrics", Standing.NOTE, "every account can read token", "chmod o= token")
    ]
    file.chmod(stat.S_IRUSR)
    assert standings(metrics(config, {})) == [("metrics", Standing.GOOD)]


@pytest.mark.parametrize(
    ("change", "standing"),
    [
        (("", ""), Standing.GOOD),
        (("ReadWritePaths=/srv/diglot/newsroom", ""), Standing.WRONG),
        (("gunicorn -c", "gunicorn --access-logfile - -c"), Standing.WRONG),
        (("NoNewPrivileges=yes", ""), Standing.NOTE),
    ],
)
def test_units_of_this_project_are_looked_at(tmp_path, change, standing):
    text = (OPS / "diglot.service").read_text(encoding="utf-8").replace(*change)
    (tmp_path / "diglot.service").write_text(text)
    assert standings(units(tmp_path, Path("/srv/diglot/newsroom"))) == [("units", standing)]
    assert list(units(tmp_path, Path("/srv/another"))) == []
    assert list(units(tmp_path / "none", Path("/srv/diglot/newsroom"))) == []


def test_doctor_tells_it(tmp_path):
    diglot(tmp_path, "init", ".", "--target", "es")
    (tmp_path / "diglot.toml").write_text((tmp_path / "diglot.toml").read_text() + '\n[desk]\nproxy = "0.0.0.0/0"\n')
    ran = diglot(tmp_path, "doctor")
    assert ran.code == 1
    assert "proxy: 4,294,967,296 addresses are believed" in ran.out
