"""A project's glossary, changed term by term, and its paragraphs decided upon together."""

from dataclasses import replace

import pytest

from l10n.errors import ConflictError
from l10n.glossary import Term
from l10n.model import Action, CatalogKey, State
from l10n.newsroom.config import render_config
from l10n.newsroom.project import open_project, utc_now
from l10n.stores.glossary import MAIN, PRIVATE, row_id, term_digest
from l10n.workflow.batch import Chosen, LeftAlone, Why

COUP = Term("coup", ("အာဏာသိမ်းမှု",), "my")
ARTICLE = """---
title: The coup
---

The general left.

Two generals stayed after the coup.
"""
MY = CatalogKey("coup", "my")


@pytest.fixture
def project(tmp_path):
    (tmp_path / "diglot.toml").write_text(render_config(name="N", source="en", targets=("my",)), encoding="utf-8")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "coup.md").write_text(ARTICLE, encoding="utf-8")
    return open_project(tmp_path)


def ids(project):
    return {row.term.source: row_id(row) for row in [*project.glossary_rows(), *project.proposed_terms()]}


def test_terms_are_added_to_the_shared_file_or_the_private_one(project):
    project.add_term(COUP)
    project.add_term(Term("Ko Min", redact=True), private=True)
    assert [(row.term.source, row.path) for row in project.glossary_rows()] == [("coup", MAIN), ("Ko Min", PRIVATE)]


def test_a_term_of_one_file_is_not_added_to_another(project):
    project.add_term(COUP, private=True)
    with pytest.raises(ConflictError):
        project.add_term(replace(COUP, note="x"))


def test_a_term_is_changed_in_its_own_file_and_taken_out(project):
    project.add_term(COUP, private=True)
    project.change_term(ids(project)["coup"], base=term_digest(COUP), term=replace(COUP, source="junta"))
    [row] = project.glossary_rows()
    assert (row.term.source, row.path) == ("junta", PRIVATE)
    project.change_term(row_id(row), base=term_digest(row.term), term=None)
    assert project.glossary_rows() == []


def test_a_change_to_what_somebody_changed_is_refused(project):
    project.add_term(COUP)
    with pytest.raises(ConflictError):
        project.change_term(ids(project)["coup"], base="older", term=None)
    with pytest.raises(ConflictError):
        project.change_term("gone", base="older", term=None)
    assert project.glossary_terms() == [COUP]


def test_a_term_does_not_become_one_that_is_there(project):
    project.add_term(COUP)
    project.add_term(Term("junta", locale="my"), private=True)
    with pytest.raises(ConflictError):
        project.change_term(ids(project)["coup"], base=term_digest(COUP), term=Term("junta", locale="my"))


@pytest.mark.parametrize("accept", [True, False])
def test_a_proposal_counts_once_it_is_accepted(project, accept):
    project.add_term(COUP, proposed=True)
    assert project.glossary_terms() == []
    project.settle_proposal(ids(project)["coup"], accept=accept)
    assert (project.glossary_terms(), project.proposed_terms()) == ([COUP] if accept else [], [])
    with pytest.raises(ConflictError):
        project.settle_proposal("gone", accept=accept)


def test_usages_are_found_in_any_form_of_the_word(project):
    assert [u.segment.source for u in project.usages(Term("general"))] == [
        "The general left.",
        "Two generals stayed after the coup.",
    ]
    assert len(project.usages(Term("general"), limit=1)) == 1
    assert project.usages(Term("boat")) == []


def test_a_batch_is_decided_by_the_rules_of_the_project_and_undone(project):
    list(project.update())
    catalog, revision = project.catalogs.read(MY)
    first, second = (e for e in catalog.entries if e.source.endswith("."))
    catalog = catalog.with_entries(
        {first.key: first.reviewed("ဗိုလ်ချုပ် ထွက်ခွာသည်။"), second.key: second.drafted("နှစ်ဦး။", origin="engine=x")}
    )
    project.catalogs.replace(MY, catalog, expected=revision)
    ready = [Chosen(e.key, e.revision) for e in catalog.entries if e.target]
    name, done = project.decide_batch(catalog=MY, chosen=ready, action=Action.APPROVE, by="aung", now=utc_now())
    assert ([d.key for d in done.applied], done.left) == ([first.key], (LeftAlone(second.key, Why.DRAFT),))
    assert project.catalogs.read(MY)[0].by_key()[first.key].state() is State.APPROVED
    assert (project.batch_author(catalog=MY, batch=name), project.batch_author(catalog=MY, batch="x")) == ("aung", "")
    project.undo_batch(catalog=MY, batch=name, by="aung", now=utc_now())
    assert project.catalogs.read(MY)[0] == catalog


def test_where_two_readers_are_asked_for_a_batch_waits_for_the_second(project):
    toml = project.root / "diglot.toml"
    toml.write_text(toml.read_text().replace("[review]", '[review]\nreaders = "two-readers"'))
    project = open_project(project.root)
    list(project.update())
    catalog, revision = project.catalogs.read(MY)
    entry = catalog.entries[0]
    catalog = catalog.with_entries({entry.key: entry.reviewed("အာဏာသိမ်းမှု")})
    project.catalogs.replace(MY, catalog, expected=revision)

    def approve(by):
        now = project.catalogs.read(MY)[0].by_key()[entry.key]
        _, done = project.decide_batch(
            catalog=MY, chosen=[Chosen(now.key, now.revision)], action=Action.APPROVE, by=by, now=utc_now()
        )
        return [d.action for d in done.applied], project.catalogs.read(MY)[0].by_key()[entry.key].state()

    assert approve("aung") == ([Action.REVIEW], State.REVIEW)
    assert approve("aung") == ([Action.REVIEW], State.REVIEW)
    assert approve("thiri") == ([Action.APPROVE], State.APPROVED)
