"""The ledger: written before a send, completed after, counted for budgets; the same in SQL and in memory."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from drafting_fakes import MemoryLedger
from journals import put_journal

from l10n.ports.ledger import Budget, Send, SendOutcome
from l10n.stores.database import migrate, open_database
from l10n.stores.ledger import SqlLedger

NOW = datetime(2026, 11, 22, 12, 30, 15, 123456, tzinfo=UTC)
SEND = Send(
    "run1", NOW, "google", "mt.example", "flood", "en", "es", 120, ("ab12", "cd34"), "lucia", "127.0.0.1:9050", 2
)


@pytest.fixture(params=["sql", "memory"])
def ledger(request, tmp_path):
    if request.param == "memory":
        return MemoryLedger()
    return SqlLedger(put_journal(tmp_path / ".diglot" / "journal.sqlite"))


def test_a_send_is_there_before_anything_is_known_of_it(ledger):
    id = ledger.begin(SEND)
    assert ledger.sends() == [replace(SEND, id=id, outcome=SendOutcome.BEGUN)]


def test_what_came_of_it_is_recorded_once(ledger):
    id, later = ledger.begin(replace(SEND, texts=("Hello", "မင်္ဂလာ"))), NOW + timedelta(seconds=3)
    ledger.finish(id, at=later, outcome=SendOutcome.ANSWERED, answered=1, reason="empty")
    ledger.finish(id, at=later, outcome=SendOutcome.FAILED, answered=0)
    assert ledger.sends() == [
        replace(
            SEND,
            id=id,
            texts=("Hello", "မင်္ဂလာ"),
            outcome=SendOutcome.ANSWERED,
            answered=1,
            reason="empty",
            finished_at=later,
        )
    ]


def test_sends_are_found_by_time_engine_article_and_run(ledger):
    for changes in ({}, {"engine": "deepl"}, {"slug": "ferry"}, {"run": "run2"}, {"at": NOW - timedelta(days=9)}):
        ledger.begin(replace(SEND, **changes))
    ids = lambda **wanted: [send.id for send in ledger.sends(**wanted)]  # noqa: E731
    assert ids() == [1, 2, 3, 4, 5]
    assert ids(since=NOW) == [1, 2, 3, 4]
    assert ids(engine="deepl") == [2]
    assert ids(slug="ferry", since=NOW) == [3]
    assert ids(run="run2") == [4]


def test_a_budget_counts_all_sends_of_the_engine_and_refuses_the_one_too_many(ledger):
    month, run = Budget("month", 300, since=NOW - timedelta(days=1)), Budget("run", 200, run="run1")
    ledger.begin(replace(SEND, at=NOW - timedelta(days=2)))
    ledger.begin(replace(SEND, engine="deepl"))
    assert ledger.begin(replace(SEND, run="other"), budgets=[month]) == 3
    assert ledger.begin(replace(SEND, characters=180), budgets=[month]) == 4
    assert ledger.begin(replace(SEND, characters=1), budgets=[month]) == 0
    assert ledger.begin(replace(SEND, characters=1), budgets=[run]) == 0
    assert ledger.begin(replace(SEND, run="run3"), budgets=[replace(run, run="run3")]) == 5
    assert (ledger.spent("google", since=NOW), ledger.spent("google", run="run1")) == (420, 300)


def test_two_programs_cannot_spend_the_same_budget(tmp_path):
    path, ids = tmp_path / ".diglot" / "journal.sqlite", []
    migrate(open_database(path))

    def spend():
        own = SqlLedger(open_database(path))
        ids.extend(own.begin(SEND, budgets=[Budget("run", 600, run="run1")]) for _ in range(3))

    threads = [threading.Thread(target=spend) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(1 for id in ids if id) == 5
    assert SqlLedger(open_database(path)).spent("google") == 600


def test_a_time_elsewhere_is_the_same_time(ledger):
    from datetime import timezone

    burma = timezone(timedelta(hours=6, minutes=30))
    ledger.begin(replace(SEND, at=NOW.astimezone(burma)))
    assert [send.at for send in ledger.sends(since=NOW)] == [NOW]
