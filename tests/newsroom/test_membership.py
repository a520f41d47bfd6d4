"""Who is named in an edition."""

import pytest
from cli_fixture import diglot
from journals import prepare_journal

from l10n.model import Action, CatalogKey, Decision, Entry, Outcome
from l10n.newsroom.project import open_project, utc_now
from l10n.stores.credits import Credit
from l10n.stores.people import PeopleError, SqlPeople

ES = CatalogKey("ferry", "es")


@pytest.fixture
def project(tmp_path):
    diglot(tmp_path, "init", ".", "--target", "es")
    prepare_journal(tmp_path)
    project = open_project(tmp_path)
    project.people = SqlPeople(project.database, hashing="scrypt:1024:8:1")
    return project


def work(project, handle, action=Action.REVIEW, **settings):
    """Have somebody join and decide once."""
    token = project.people.invite(handle=handle, role="translator", now=utc_now())
    person = project.people.accept(token, passphrase="correct horse battery", now=utc_now())
    project.people.set_settings(person, settings)
    entry = Entry("One.")
    decision = Decision(ES, entry.key, action, entry.revision, entry, entry.reviewed("Uno."), handle, utc_now())
    project.journal.settle(dict.fromkeys(project.journal.append_all([decision]), Outcome.APPLIED))


def test_people_are_named_where_they_chose_it_for_this_translation_and_nowhere_else(project):
    work(project, "aung")
    work(project, "ohn", credit="handle")
    work(project, "moe", Action.NEEDS_WORK, credit="handle")
    work(project, "thiri", credit="name", name="Daw Thiri")
    work(project, "zaw")
    project.set_credit(ES, Credit("aung", "handle"))
    project.set_credit(ES, Credit("thiri", "withhold"))
    named = project.credits_of(ES)
    assert named == [
        Credit("aung", "handle"),
        Credit("ohn", "withhold"),
        Credit("thiri", "withhold"),
        Credit("zaw", "withhold"),
    ]
    assert [credit.shown for credit in named] == ["aung", "", "", ""]
    assert project.credits_of(CatalogKey("ferry", "my")) == []


def test_who_is_let_go_stays_named_and_who_is_removed_does_not(project):
    work(project, "hla")
    project.people.change("hla", role="maintainer")
    work(project, "aung")
    project.set_credit(ES, Credit("aung", "name", "Ko Aung"))
    project.people.change("aung", disabled=True)
    assert [credit.shown for credit in project.credits_of(ES)] == ["Ko Aung", ""]
    project.people.remove("aung")
    assert [credit.shown for credit in project.credits_of(ES)] == [""]


@pytest.mark.parametrize("credit", [Credit("aung", "king"), Credit("aung", "name", " ")])
def test_a_way_of_being_named_that_is_none_is_refused(project, credit):
    with pytest.raises(PeopleError):
        project.set_credit(ES, credit)


def test_who_wants_to_be_named_is_named_in_the_files_and_nobody_else(project):
    (project.root / "articles").mkdir(exist_ok=True)
    (project.root / "articles" / "ferry.md").write_text("---\nlicence: CC0-1.0\n---\n\nOne.\n", encoding="utf-8")
    list(project.update())
    for handle in ("aung", "moe"):
        token = project.people.invite(handle=handle, role="reviewer", now=utc_now())
        project.people.accept(token, passphrase="correct horse battery", now=utc_now())
    [entry] = project.catalogs.read(ES)[0].entries
    seen = {"catalog": ES, "key": entry.key, "target": "Uno.", "now": utc_now()}
    project.decide(**seen, action=Action.REVIEW, base=entry.revision, by="moe")
    [entry] = project.catalogs.read(ES)[0].entries
    project.decide(**seen, action=Action.APPROVE, base=entry.revision, by="aung")

    def text():
        index = open_project(project.root).index()
        built = open_project(project.root).build("ferry", "es", formats=["text"], index=index)
        index.save()
        return built.files[0].path.read_text(encoding="utf-8").partition("Licencia")[2]

    assert "La redacción; nombres reservados" in text()
    assert "dos personas o más" in text()
    project.set_credit(ES, Credit("aung", "name", "Ko Aung"))
    assert "Traducido por: Ko Aung; otros nombres, reservados" in text()
    project.people.remove("aung")
    assert "Ko Aung" not in text()
