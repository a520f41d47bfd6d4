"""`diglot inspect`: its lines, its JSON, its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_fixture import diglot
from inspecting_fixture import zipped

DOCUMENT = {
    "[Content_Types].xml": "<Types/>",
    "word/document.xml": "<document/>",
    "word/_rels/settings.xml.rels": '<Relationships><Relationship Type="t/attachedTemplate" TargetMode="External" '
    'Target="https://files.example/news.dotx"/></Relationships>',
    "docProps/core.xml": "<p><lastModifiedBy>Ko Aung</lastModifiedBy></p>",
    "docProps/app.xml": "<p><Template>C:\\Users\\aung\\news.dotm</Template><Application>Microsoft Office Word</Application>"
    "<AppVersion>16.0000</AppVersion></p>",
}
"""What the page of privacy shows the command with."""
ROOT = str(Path(__file__).resolve().parent.parent.parent)

CLEAN = "<!DOCTYPE html><html><p>Write to aye@example.org.</p></html>"
FETCHING = '<!DOCTYPE html><html><img src="https://t.example/x"></html>'


@pytest.fixture
def files(tmp_path):
    (tmp_path / "clean.html").write_text(CLEAN)
    (tmp_path / "bad.html").write_text(FETCHING)
    return tmp_path


def test_a_clean_file_ends_with_0_and_tells_all_the_same(files):
    ran = diglot(files, "inspect", "clean.html")
    assert (ran.code, ran.err) == (0, "")
    assert "✓ clean.html  html  1 e-mail" in ran.out
    assert "aye@example.org" in ran.out


def test_a_request_ends_with_1(files):
    ran = diglot(files, "inspect", "clean.html", "bad.html")
    assert ran.code == 1
    assert "✗ bad.html  html  1 outside" in ran.out


def test_a_folder_is_looked_through(files):
    assert [file["path"] for file in json.loads(diglot(files, "inspect", "--json", ".").out)["files"]] == [
        "bad.html",
        "clean.html",
    ]


def test_the_answer_for_programs(files):
    answer = json.loads(diglot(files, "inspect", "--json", "clean.html").out)
    assert answer["schema"] == "diglot.inspect/1"
    [file] = answer["files"]
    assert (file["path"], file["format"], file["clean"]) == ("clean.html", "html", True)
    assert file["traces"] == [{"kind": "e-mail", "where": "text", "text": "aye@example.org", "count": 1}]
    assert len(file["sha256"]) == 64


def test_without_pypdf_a_pdf_is_refused_with_what_to_install(files):
    (files / "a.pdf").write_bytes(b"%PDF-1.7")
    code = "import sys; sys.modules['pypdf'] = None; from l10n.cli import run; sys.exit(run(['inspect', 'a.pdf']))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=files, env={**os.environ, "PYTHONPATH": ROOT}, capture_output=True, text=True
    )
    assert ran.returncode == 4
    assert "a.pdf: PDF files need pypdf" in ran.stderr
    assert "diglot[inspect]" in ran.stderr


def test_one_file_that_cannot_be_read_stops_no_other(files):
    (files / "a.bin").write_bytes(b"\0\1")
    ran = diglot(files, "inspect", "a.bin", "gone.pdf", "clean.html")
    assert ran.code == 4
    assert "clean.html" in ran.out
    assert "Error: a.bin: this is no file that can be looked into" in ran.err
    assert "Error: gone.pdf: there is no such file" in ran.err
    assert ran.err.count("Try: ") == 2


def test_no_file_is_a_wrong_call(files):
    ran = diglot(files, "inspect")
    assert ran.code == 2
    assert "FILE" in ran.err


def test_the_example_in_the_documentation_is_what_the_command_prints(tmp_path):
    (tmp_path / "boat.docx").write_bytes(zipped(DOCUMENT, date=(2026, 11, 23, 4, 38, 26)))
    page = (Path(ROOT) / "docs" / "privacy.md").read_text(encoding="utf-8")
    shown = page.split("$ diglot inspect boat.docx\n")[1].split("```")[0]
    ran = diglot(tmp_path, "inspect", "boat.docx")
    assert (ran.code, ran.out) == (1, shown)


def test_names_of_whoever_asks_are_looked_for(files):
    (files / "a.txt").write_text("made by Lucia in /homes/lucia\n")
    ran = subprocess.run(
        [sys.executable, "-m", "l10n", "inspect", "a.txt"],
        cwd=files,
        env={**os.environ, "HOME": "/homes/lucia", "LOGNAME": "lucia", "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "your user name" in ran.stdout
    assert "your home folder" in ran.stdout
