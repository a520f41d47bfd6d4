"""The files of ops/: that programs which read them find nothing wrong, and that they keep what they say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tools import needs_tool

OPS = Path(__file__).resolve().parent.parent / "ops"
UNITS = sorted(OPS.glob("*.service"))
COMPOSE = yaml.safe_load((OPS / "compose.yaml").read_text(encoding="utf-8"))
BIN = Path(sys.executable).parent


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_each_container_is_hardened(name):
    service = COMPOSE["services"][name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_who_needs_the_world_reaches_it():
    networks, services = COMPOSE["networks"], COMPOSE["services"]
    assert [name for name, network in networks.items() if not network.get("internal")] == ["outside"]
    assert {name for name, service in services.items() if "outside" in service["networks"]} == {
        "worker",
        "caddy",
        "tor",
    }
    assert {name for name, service in services.items() if "ports" in service} == {"caddy"}


def test_the_desk_believes_the_network_in_which_there_is_caddy_alone():
    subnet = COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert COMPOSE["services"]["desk"]["environment"]["DIGLOT_PROXY"] == subnet
    assert {name for name, s in COMPOSE["services"].items() if "front" in s["networks"]} == {"desk", "caddy"}


def test_the_image_runs_as_nobody_special_and_holds_no_sample():
    text = (OPS / "Dockerfile").read_text(encoding="utf-8")
    assert "USER 10001:10001" in text
    copied = set(re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M))
    assert copied == {
        "pyproject.toml hatch_build.py README.md LICENSE",
        "l10n",
        "webapp",
        "locales",
        "ops/gunicorn.conf.py",
        "ops/requirements.lock",
    }
    ignored = (OPS / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert ignored[0] == "*"
    assert "locales/*/LC_MESSAGES/*.po" in ignored


def test_secrets_come_from_the_environment():
    told = [value for service in COMPOSE["services"].values() for value in service.get("environment", {}).items()]
    secrets = {name: str(value) for name, value in told if re.search("PASSWORD|TOKEN", name)}
    assert set(secrets) == {"PGPASSWORD", "POSTGRES_PASSWORD", "DIGLOT_METRICS_TOKEN"}
    assert all(value.startswith("${DIGLOT_") for value in secrets.values())


def unit_with(path, folder, program):
    """Return a copy of a unit that starts what is there."""
    text = path.read_text(encoding="utf-8").replace("/usr/local/lib/diglot/bin/", f"{program}/")
    copy = folder / path.name
    copy.write_text(text.replace("/usr/local/lib/diglot/ops", str(OPS)), encoding="utf-8")
    return copy


@pytest.mark.slow
@needs_tool("systemd-analyze")
@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_systemd_finds_nothing_wrong_and_little_exposed(path, tmp_path):
    copy = unit_with(path, tmp_path, BIN)
    verified = subprocess.run(["systemd-analyze", "verify", str(copy)], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    shown = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(copy)], capture_output=True, text=True
    ).stdout
    assert float(re.search(r"exposure level for \S+: ([\d.]+)", shown)[1]) <= 1.5


@pytest.mark.slow
@needs_tool("tor")
def test_tor_takes_the_torrc(tmp_path):
    copy = tmp_path / "torrc"
    text = (OPS / "torrc").read_text(encoding="utf-8").replace("/var/lib/tor", str(tmp_path))
    copy.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        ["tor", "--verify-config", "-f", str(copy), "--DataDirectory", str(tmp_path / "data")],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("name", ["diglot.service", "diglot-worker.service"])
def test_a_unit_allows_the_call_without_which_gunicorn_does_not_listen(name):
    """It gives its socket to its own account by `chown`, which is in @privileged; the later line counts."""
    text = (OPS / name).read_text(encoding="utf-8")
    filters = [line.partition("=")[2] for line in text.splitlines() if line.startswith("SystemCallFilter=")]
    assert filters == ["@system-service", "~@privileged @resources", "@chown"]


def test_a_command_by_hand_is_the_desks_and_leaves_no_name_in_the_log():
    """Without a description of its own systemd logs the whole line, as "people invite nilar"."""
    text, unit = (OPS / "newsroom").read_text(encoding="utf-8"), (OPS / "diglot.service").read_text(encoding="utf-8")
    assert "--description='diglot, by hand' --uid=diglot --gid=diglot" in text
    for name, option in (
        ("WorkingDirectory", "--working-directory"),
        ("EnvironmentFile", "--property=EnvironmentFile"),
    ):
        assert f"{option}={re.search(f'^{name}=(.+)$', unit, re.M)[1]}" in text
    assert (OPS / "newsroom").stat().st_mode & 0o111


def test_a_restore_can_put_the_newsroom_in_its_place_in_the_volume():
    """It renames: what is mounted itself cannot be renamed, nor what lies in a folder of root."""
    text = (OPS / "Dockerfile").read_text(encoding="utf-8")
    volume = re.search(r"^VOLUME (\S+)$", text, re.M)[1]
    project = re.search(r"DIGLOT_PROJECT=(\S+)", text)[1]
    assert (str(Path(project).parent), f"WORKDIR {project}" in text) == (volume, True)
    assert {s["volumes"][0] for n, s in COMPOSE["services"].items() if n in ("desk", "worker")} == {
        f"newsroom:{volume}"
    }


def test_the_database_is_healthy_when_it_answers_by_tcp():
    """The image starts a server of its own to make the database, at a socket alone, and stops it again."""
    assert "localhost" in COMPOSE["services"]["db"]["healthcheck"]["test"]


def test_both_torrcs_and_both_units_keep_in_step():
    def settings(name):
        return {line for line in (OPS / name).read_text(encoding="utf-8").splitlines() if line and line[0] not in "#["}

    assert {line.split()[0] for line in settings("torrc") ^ settings("torrc.compose")} == {
        "DataDirectory",
        "HiddenServicePort",
    }
    differ = {line.split("=")[0] for line in settings("diglot.service") ^ settings("diglot-worker.service")}
    assert differ == {
        "Description",
        "Type",
        "NotifyAccess",
        "Environment",
        "ExecStart",
        "RuntimeDirectory",
        "RuntimeDirectoryMode",
        "StandardOutput",
    }
