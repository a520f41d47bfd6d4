"""`diglot update`: what it says of a correction, what it keeps, and what it approves again."""

import json

import pytest
from cli_fixture import diglot

from l10n.model import CatalogKey
from l10n.newsroom.project import open_project

KEY = CatalogKey("bridge", "es")
ARTICLE = """---
title: The bridge
licence: CC0-1.0
---

“The bridge fell,” said Ma Hla, and 12 people were hurt.

The mayor did thank everybody who came to help.
"""


@pytest.fixture
def newsroom(tmp_path):
    """A project with one article, approved in Spanish."""
    diglot(tmp_path, "init", ".", "--target", "es")
    (tmp_path / "articles" / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    assert diglot(tmp_path, "update").code == 0
    project = open_project(tmp_path)
    catalog, revision = project.catalogs.read(KEY)
    approved = {e.key: e.approved(e.source.replace("bridge", "puente")) for e in catalog.entries}
    project.catalogs.replace(KEY, catalog.with_entries(approved), expected=revision)
    return tmp_path


def correct(folder, old, new):
    path = folder / "articles" / "bridge.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def states(folder):
    return [e.state().value for e in open_project(folder).catalogs.read(KEY)[0].entries]


def test_check_reports_and_changes_nothing(newsroom):
    correct(newsroom, "12 people", "21 people")
    before = {p: p.read_bytes() for p in newsroom.rglob("*") if p.is_file() and "cache" not in p.parts}
    checked = diglot(newsroom, "update", "--check")
    assert checked.code == 1
    assert "¶1  edited · number" in checked.out
    assert "undoes the approval in es" in checked.out
    assert {p: p.read_bytes() for p in newsroom.rglob("*") if p.is_file() and "cache" not in p.parts} == before


def test_an_update_keeps_its_report(newsroom):
    correct(newsroom, "did thank", "did not thank")
    assert diglot(newsroom, "update").code == 0
    [page] = (newsroom / ".diglot" / "corrections").glob("bridge-*.html")
    kept = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert kept["schema"] == "diglot.corrections/1"
    assert [s["classes"] for s in kept["segments"]] == [["negation"]]
    assert "<ins>" in page.read_text(encoding="utf-8")


def test_the_first_update_has_nothing_to_correct(tmp_path):
    diglot(tmp_path, "init", ".", "--target", "es")
    (tmp_path / "articles" / "bridge.md").write_text(ARTICLE, encoding="utf-8")
    assert "Corrections" not in diglot(tmp_path, "update").out
    assert not (tmp_path / ".diglot" / "corrections").exists()


def test_report_writes_the_page_where_it_is_asked_for(newsroom, tmp_path):
    correct(newsroom, "12 people", "21 people")
    diglot(newsroom, "update", "--check", "--report", str(tmp_path / "out"))
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["bridge.html"]


def test_typography_is_approved_again_on_demand_and_in_a_name(newsroom):
    correct(newsroom, "“The bridge fell,”", '"The bridge fell,"')
    assert diglot(newsroom, "update").code == 0
    assert states(newsroom) == ["approved", "stale", "approved"]
    accepted = diglot(newsroom, "update", "--accept-typography", "--as", "ma-hla")
    assert (accepted.code, states(newsroom)) == (0, ["approved"] * 3)
    [decision] = [d for d in open_project(newsroom).journal.history(KEY) if d.action == "reconfirm"]
    assert decision.by == "ma-hla"


def test_meaning_is_never_approved_again_by_the_batch(newsroom):
    correct(newsroom, "12 people", "21 people")
    accepted = diglot(newsroom, "update", "--accept-typography", "--as", "ma-hla")
    assert states(newsroom) == ["approved", "stale", "approved"]
    assert "Nothing to approve again" in accepted.out


@pytest.mark.parametrize("args", [["--accept-typography"], ["--accept-typography", "--check", "--as", "x"]])
def test_an_approval_needs_a_name_and_is_no_check(newsroom, args):
    assert diglot(newsroom, "update", *args).code == 2


def test_json_has_catalogs_corrections_and_what_was_accepted(newsroom):
    correct(newsroom, "“The bridge fell,”", '"The bridge fell,"')
    found = json.loads(diglot(newsroom, "update", "--accept-typography", "--as", "ma-hla", "--json").out)
    assert [c["edited"] for c in found["catalogs"]] == [1]
    assert [s["classes"] for r in found["corrections"] for s in r["segments"]] == [["typography"]]
    assert [a["outcome"] for a in found["accepted"]] == ["applied"]
