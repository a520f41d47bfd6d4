import threading
import time

from l10n.progress import Counts
from webapp.tallying import Tally


class SlowDesk:
    """A desk whose counts a test holds back."""

    target_locales = ("my",)

    def __init__(self):
        self.go, self.counted = threading.Event(), 0
        self.go.set()

    def slugs(self):
        return ["ferry"]

    def counts(self, keys):
        self.go.wait(5)
        self.counted += 1
        return [Counts(approved=self.counted) for _ in keys]


def test_the_first_count_is_waited_for_and_later_ones_are_made_beside():
    desk = SlowDesk()
    tally = Tally(desk)
    assert tally.current(60)["ferry"]["my"].approved == 1
    desk.go.clear()
    assert [tally.current(1e-9)["ferry"]["my"].approved for _ in range(3)] == [1, 1, 1], "nobody waits"
    desk.go.set()
    deadline = time.monotonic() + 5
    while tally.current(60)["ferry"]["my"].approved == 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (tally.current(60)["ferry"]["my"].approved, desk.counted) == (2, 2), "one count for three looks"
