"""Approvals under kill -9: what a person was told is never lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from l10n.model import Catalog, CatalogKey, Entry, State
from l10n.stores.database import migrate, open_database
from l10n.stores.journal import SqlJournal
from l10n.stores.po import PoCatalogStore
from l10n.workflow.decide import recover

KEY = CatalogKey("flood", "es")
ROOT = Path(__file__).resolve().parents[2]
KILLS = 30

WORKER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from l10n.model import Action, CatalogKey
from l10n.stores.database import open_database
from l10n.stores.journal import SqlJournal
from l10n.stores.po import PoCatalogStore
from l10n.workflow.decide import decide

root, run, key = Path(sys.argv[1]), sys.argv[2], CatalogKey("flood", "es")
store = PoCatalogStore(root, source_locale="en", project="test")
journal = SqlJournal(open_database(root / ".diglot" / "journal.sqlite"))
print("ready", flush=True)
for round in range(1000):
    for entry in store.read(key)[0].entries:
        done = decide(store, journal, catalog=key, key=entry.key, action=Action.APPROVE, target=f"{run}.{round}",
                      base=entry.revision, by="ko-aung", now=datetime.now(UTC), checks=lambda entry: ())
        print(f"{done.decision.id} {done.outcome} {entry.source}\\t{run}.{round}", flush=True)
"""


def run_and_kill(root: Path, run: int, delay_s: float) -> list[str]:
    """Return the lines of acknowledgement of a worker that was killed *delay_s* after it began."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(root), str(run)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    time.sleep(delay_s)  # the moment of the kill is what is random here
    os.kill(worker.pid, signal.SIGKILL)
    told, _ = worker.communicate(timeout=10)
    return [line for line in told.splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.slow
def test_no_acknowledged_approval_is_lost_under_kill_9(tmp_path):
    store = PoCatalogStore(tmp_path, source_locale="en", project="test")
    store.replace(KEY, Catalog("flood", "es", tuple(Entry(f"Paragraph {n}") for n in range(20))), expected="")
    database = open_database(tmp_path / ".diglot" / "journal.sqlite")
    migrate(database)
    journal = SqlJournal(database)
    chance = random.Random(7)
    newest: dict[str, int] = {}
    told = recovered = 0
    for run in range(KILLS):
        for line in run_and_kill(tmp_path, run, chance.uniform(0.0, 0.25)):
            decision, rest = line.rstrip("\n").split(" ", 1)
            outcome, rest = rest.split(" ", 1)
            source, _ = rest.split("\t")
            assert outcome == "applied"
            newest[source] = int(decision)
            told += 1
        recovered += recover(store, journal).applied
        assert journal.pending() == []
        entries = {entry.source: entry for entry in store.read(KEY)[0].entries}
        assert len(entries) == 20
        for source, id in newest.items():
            kept = journal.history(KEY, ("", source))
            assert id in [d.id for d in kept]
            assert entries[source].target == kept[0].after.target
            assert entries[source].state() is State.APPROVED
    assert told > KILLS
    assert recovered > 0  # some kills did fall between journal and catalog
