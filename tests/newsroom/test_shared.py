"""A newsroom on two machines and one PostgreSQL: what one does the other sees, and nobody overwrites anybody."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import Server, needs_postgres, postgres_url
from shared_fixture import REPOSITORY, SLUG, Visitor, add_people, desk_of, field, open_machine

from l10n.errors import EditionError
from l10n.model import Action, CatalogKey, Decision, Outcome, State
from l10n.newsroom.project import Project, utc_now
from l10n.stores.postgres import close_all
from l10n.suggestions import suggested_texts
from webapp.rows import paragraph_id

pytestmark = [pytest.mark.slow, needs_postgres]

MY = CatalogKey(SLUG, "my")


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[tuple[Project, Project]]:
    with postgres_url() as url:
        yield open_machine(tmp_path / "a", url), open_machine(tmp_path / "b", url)


def approve(project: Project, number: int, target: str, *, by: str = "aung", base: str = "") -> Outcome | None:
    entry = project.catalogs.read(MY)[0].entries[number]
    decided = project.decide(
        catalog=MY,
        key=entry.key,
        action=Action.APPROVE,
        target=target,
        base=base or entry.revision,
        by=by,
        now=utc_now(),
    )
    assert not decided.refused, decided.refused
    return decided.outcome


def test_what_one_machine_does_the_other_sees(machines: tuple[Project, Project]) -> None:
    one, other = machines
    assert [u.new for u in one.update()] == [41, 41]
    assert [(u.new, u.unchanged) for u in other.update()] == [(0, 41), (0, 41)]
    assert not list((one.root / "locales").glob("*/LC_MESSAGES/*.po"))
    entry = one.catalogs.read(MY)[0].entries[0]
    assert approve(one, 0, "ရေပေါ်ကျောင်း") is Outcome.APPLIED
    assert other.catalogs.read(MY)[0].entries[0].state() is State.APPROVED
    assert approve(other, 0, "အခြား", base=entry.revision) is Outcome.CONFLICT
    assert [d.by for d in other.journal.history(MY)] == ["aung", "aung"]
    assert next(s.counts.approved for s in other.status() if s.locale == "my") == 1
    assert one.journal.pending() == []


def test_status_search_memory_and_build_follow_the_revisions(machines: tuple[Project, Project]) -> None:
    one, other = machines
    list(one.update())
    for project in machines:
        assert [s.counts.approved for s in project.status()] == [0, 0]
    approve(one, 0, "ရေပေါ်ကျောင်း")
    source = one.catalogs.read(MY)[0].entries[0].source
    for project in machines:
        assert [s.counts.approved for s in project.status()] == [1, 0]
        time.sleep(3.1 if project is other else 0)  # so long a desk may be behind
        found = project.memory().recall(source, source_locale="en", target_locale="my")
        assert [r.remembered.target for r in found] == ["ရေပေါ်ကျောင်း"]
        assert MY in project.touched_by("aung")
        assert "ရေပေါ်ကျောင်း" in str(project.gist(MY))
    built = other.build(SLUG, "my", draft=True)
    assert built.files
    assert [b.files for _, b in one.build_all([SLUG], ["my"], draft=True) if not isinstance(b, EditionError)]


def test_an_article_is_renamed_with_its_rows(machines: tuple[Project, Project]) -> None:
    one, _ = machines
    list(one.update())
    approve(one, 0, "ရေပေါ်ကျောင်း")
    one.rename_article(SLUG, "boat-school")
    assert {key.slug for key in one.catalogs.keys()} == {"boat-school"}  # noqa: SIM118  the port's method
    entry = one.catalogs.read(CatalogKey("boat-school", "my"))[0].entries[0]
    assert entry.state() is State.APPROVED
    assert [s.slug for s in one.articles()] == ["boat-school"]


def test_a_session_and_a_form_of_one_desk_hold_at_another(machines: tuple[Project, Project]) -> None:
    one, other = machines
    list(one.update())
    add_people(one)
    visitor = Visitor([desk_of(one), desk_of(other)], "aung")
    entry = one.catalogs.read(MY)[0].entries[5]
    path = f"/articles/{SLUG}/my/p/{paragraph_id(entry.key)}"
    page = visitor.get(path)
    assert page.status_code == 200
    base = field(page, "base")
    answer = visitor.post(path, page, action="save", target="မိုးရွာသည်။", base=base)
    assert answer.status_code == 303, answer.text
    assert one.catalogs.read(MY)[0].entries[5].target == other.catalogs.read(MY)[0].entries[5].target == "မိုးရွာသည်။"
    again = visitor.post(path, page, action="save", target="အခြားစာ", base=base)
    assert again.status_code == 409
    assert "အခြားစာ" in again.text
    assert visitor.get("/").status_code == 200


def test_what_was_decided_before_a_crash_is_replayed_by_whoever_recovers(machines: tuple[Project, Project]) -> None:
    one, other = machines
    list(one.update())
    entry = one.catalogs.read(MY)[0].entries[0]
    after = entry.approved("ရေပေါ်ကျောင်း")
    one.journal.append(Decision(MY, entry.key, Action.APPROVE, entry.revision, entry, after, "aung", utc_now()))
    recovered = other.recover()
    assert (recovered.applied, recovered.conflicts) == (1, 0)
    assert one.catalogs.read(MY)[0].entries[0] == after
    assert other.recover().applied == 0


def test_a_checkout_is_kept_in_step_and_a_damaged_file_stops_nothing_else(machines: tuple[Project, Project]) -> None:
    one, other = machines
    shutil.copytree(REPOSITORY / "locales", one.root / "locales", ignore=shutil.ignore_patterns("desk.po*"))
    assert [(s.key.locale, s.taken, s.given) for s in one.sync(now=utc_now())] == [
        ("es", True, False),
        ("my", True, False),
    ]
    first, revision = other.catalogs.read(MY)
    file = one.root / "locales" / "my" / "LC_MESSAGES" / f"{SLUG}.po"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == revision
    entry = first.entries[3]
    text = entry.target + " ။"
    with_edit = file.read_bytes().decode().replace(f'msgstr "{entry.target}"', f'msgstr "{text}"')
    file.write_bytes(with_edit.encode())
    spanish = one.root / "locales" / "es" / "LC_MESSAGES" / f"{SLUG}.po"
    spanish.write_bytes(b"<<<<<<< HEAD\n" + spanish.read_bytes())
    told: list[str] = []
    done = list(one.sync(now=utc_now(), failed=lambda key, error: told.append(f"{key.locale}: {error}")))
    assert [(s.key.locale, len(s.conflicts)) for s in done] == [("my", 1)]
    assert len(told) == 1
    assert told[0].startswith("es: locales/es")
    now = other.catalogs.read(MY)[0].entries[3]
    assert (now.target, now.state()) == (entry.target, State.APPROVED)
    assert suggested_texts(now) == [text]
    assert [d.after.target for d in other.journal.suggestions(MY, now.key)] == [text]
    [again] = one.sync([SLUG], now=utc_now(), failed=lambda key, error: None)
    assert not again.changed
    assert not again.conflicts


def test_what_is_sent_again_because_no_answer_came_is_recorded_once(machines: tuple[Project, Project]) -> None:
    """The link broke after the journal had the decision, before the catalog had it."""
    one, other = machines
    list(one.update())
    entry = one.catalogs.read(MY)[0].entries[0]
    after = entry.approved("ရေပေါ်ကျောင်း")
    one.journal.append(Decision(MY, entry.key, Action.APPROVE, entry.revision, entry, after, "aung", utc_now()))
    assert approve(other, 0, "ရေပေါ်ကျောင်း", base=entry.revision) is Outcome.APPLIED
    [kept] = one.journal.history(MY)
    assert (kept.outcome, kept.after.target) == (Outcome.APPLIED, "ရေပေါ်ကျောင်း")
    assert one.journal.pending() == []


def test_while_the_database_is_away_a_page_says_so_and_shows_the_typed_text(tmp_path: Path) -> None:
    own = Server()
    try:
        project = open_machine(tmp_path / "a", own.make())
        list(project.update())
        add_people(project)
        visitor = Visitor([desk_of(project)], "aung")
        path = f"/articles/{SLUG}/my/p/{paragraph_id(project.catalogs.read(MY)[0].entries[5].key)}"
        page = visitor.get(path)
        own.stop()
        answer = visitor.post(path, page, action="save", target="မိုးရွာသည်။", base=field(page, "base"))
        assert answer.status_code == 503
        assert "မိုးရွာသည်။" in answer.text
        assert "cannot be reached" in answer.text
        assert visitor.get("/").status_code == 503
        own.start()
        assert visitor.post(path, page, action="save", target="မိုးရွာသည်။", base=field(page, "base")).status_code == 303
    finally:
        close_all()
        own.close()
