"""The real `diglot build` on two computers: the same bytes, and no trace of either computer or of whoever built."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from l10n.editions import FORMATS
from l10n.inspecting import inspect_file
from l10n.inspecting.eye import Eye
from l10n.inspecting.trace import Kind

ROOT = Path(__file__).resolve().parent.parent.parent
LUCIA = {
    "user": "luciaquispe",
    "folder": "homes/luciaquispe/sala quispe",
    "zone": "America/Lima",
    "language": "es_PE.UTF-8",
}
AUNG = {"user": "aungthuya", "folder": "u/aungthuya/news room", "zone": "Asia/Yangon", "language": "C"}
MEANT = {"Nilar Phyu", "Diglot sample newsroom", "CC0-1.0"}
"""The people and the licence that the sample's article names itself."""
NEVER = {Kind.PATH, Kind.HOST, Kind.EMAIL, Kind.HANDLE, Kind.PHONE, Kind.PLACE, Kind.OUTSIDE, Kind.ACTIVE}
THE_DAY = "2026-03-14"


FIGURE = "\n![Boats at the quay](river-school/boat.jpg)\n"


def illustrate(project):
    """Put a picture with a camera's metadata into the article."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "Aye Aye"
    (project / "articles" / "river-school").mkdir()
    Image.radial_gradient("L").save(project / "articles" / "river-school" / "boat.jpg", exif=exif)
    with (project / "articles" / "river-school.md").open("a", encoding="utf-8") as article:
        article.write(FIGURE)


def build(tmp_path, who, *options, pictures="none"):
    """Build the sample's editions as *who* would; every file by its place under `editions/`."""
    project, home = tmp_path / who["folder"], tmp_path / "homes" / who["user"]
    shutil.copytree(ROOT / "articles", project / "articles")
    shutil.copytree(ROOT / "locales", project / "locales")
    shutil.copy(ROOT / "diglot.toml", project)
    home.mkdir(parents=True, exist_ok=True)
    if pictures != "none":
        illustrate(project)
    for path in project.rglob("*"):
        os.utime(path, (len(who["user"]) * 10**8, len(who["user"]) * 10**8))
    environment = {
        "DIGLOT_EDITION_PICTURES": pictures,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "USER": who["user"],
        "LOGNAME": who["user"],
        "USERNAME": who["user"],
        "HOSTNAME": f"{who['user']}-laptop",
        "EMAIL": f"{who['user']}@example.org",
        "GIT_AUTHOR_NAME": who["user"],
        "TZ": who["zone"],
        "LANG": who["language"],
        "LC_ALL": who["language"],
        "PYTHONHASHSEED": str(len(who["user"])),
    }
    command = [sys.executable, "-m", "l10n", "build", "--format", ",".join(FORMATS), *options]
    ran = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, umask=0o77 if who is LUCIA else 0o22
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    made = project / "editions"
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in sorted(made.rglob("*")) if path.is_file()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "pictures"),
    [
        (("--draft",), "none"),
        (("--draft", "--single"), "none"),
        (("-l", "my", "-j", "2"), "none"),
        (("--draft",), "grey"),
        (("--draft", "-j", "2"), "colour"),
    ],
)
def test_two_computers_build_the_same_bytes_and_leave_no_trace(tmp_path, options, pictures):
    first = build(tmp_path, LUCIA, *options, pictures=pictures)
    second = build(tmp_path, AUNG, *options, pictures=pictures)
    assert any(b"<img" in data for data in first.values()) == (pictures != "none")
    assert {name.rpartition(".")[2] for name in first} >= {"json", "html", "epub", "md", "txt"}
    assert first == second
    own = {name: "a name of the computer" for who in (LUCIA, AUNG) for name in (who["user"], Path(who["folder"]).name)}
    eye = Eye({**own, str(tmp_path): "where it was built"})
    for name, data in first.items():
        assert surprising(name, data, eye) == []


def surprising(name, data, eye):
    """What a file tells of a computer, a place or a moment beyond what its article says itself."""
    found = inspect_file(data, name=name, eye=eye).traces
    return [
        (trace.kind.value, trace.where, trace.text)
        for trace in found
        if trace.kind in NEVER
        or (trace.kind is Kind.PERSON and trace.text not in MEANT)
        or (trace.kind in (Kind.TIME, Kind.HIDDEN) and not said_of_the_day(trace.text))
        or (trace.kind is Kind.TOOL and any(char.isdigit() for char in trace.text))
    ]


def said_of_the_day(text):
    """Whether a moment is the article's day and nothing finer."""
    rest = text.removeprefix("D:").replace("-", "").replace(":", "")
    return rest.removeprefix(THE_DAY.replace("-", "")).strip("TZ 0+'") == ""
