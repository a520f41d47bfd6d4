import threading
import time

import pytest

from l10n.stores.turns import Turns


@pytest.fixture
def turns():
    return Turns()


def beside(action):
    """Start *action* in a thread; return the event that says it is done."""
    done = threading.Event()

    def run():
        action()
        done.set()

    threading.Thread(target=run, daemon=True).start()
    return done


def test_many_read_at_once(turns):
    def read():
        with turns.reading():
            pass

    with turns.reading():
        assert beside(read).wait(1)


def test_what_is_put_on_disk_waits_for_readers_and_keeps_new_ones_out(turns):
    settled, seen = threading.Event(), []

    def settle():
        with turns.settling():
            seen.append("settled")
            settled.wait(1)

    def read():
        with turns.reading():
            seen.append("read")

    with turns.reading():
        settling = beside(settle)
        assert not settling.wait(0.05)
        assert seen == []
    while not seen:
        time.sleep(0.001)
    reading = beside(read)
    assert not reading.wait(0.05)
    settled.set()
    assert reading.wait(1)
    assert seen == ["settled", "read"]


def test_who_reads_may_read_again_and_put_its_own_change_on_disk(turns):
    def work():
        with turns.reading(), turns.writing(), turns.settling(), turns.reading():
            pass

    assert beside(work).wait(1)


def test_one_prepares_a_change_at_a_time(turns):
    def write():
        with turns.writing():
            pass

    with turns.writing():
        writing = beside(write)
        assert not writing.wait(0.05)
    assert writing.wait(1)


def test_nobody_waits_for_ever_for_a_reader_that_is_stuck():
    turns = Turns(patience_s=0.05)

    def settle():
        with turns.settling():
            pass

    with turns.reading():
        assert beside(settle).wait(1)
