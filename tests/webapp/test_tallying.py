import threading
import time

from l10n.progress import Counts
from webapp.tallying import Tally


class SlowDesk:
    """A desk whose counts a test holds back."""

    target_locales = ("my",)

    def __init__(self):
        self.go, self.counted, self.articles = threading.Event(), 0, ["ferry"]
        self.go.set()

    def slugs(self):
        return list(self.articles)

    def counts(self, keys):
        self.go.wait(5)
        self.counted += 1
        return [Counts(approved=self.counted) for _ in keys]


def wait_until(true):
    deadline = time.monotonic() + 5
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)


def test_counts_that_are_quickly_made_are_always_new():
    tally = Tally(SlowDesk())
    found = []
    for _ in range(3):
        found.append(tally.current()["ferry"]["my"].approved)
        time.sleep(0.02)
    assert found == [1, 2, 3]


def test_nobody_waits_long_for_a_slow_count_and_it_is_made_once():
    desk = SlowDesk()
    tally = Tally(desk)
    tally.current()
    desk.go.clear()
    time.sleep(0.02)
    assert [tally.current()["ferry"]["my"].approved for _ in range(3)] == [1, 1, 1]
    desk.go.set()
    wait_until(lambda: desk.counted == 2)
    assert desk.counted == 2, "one count for three looks"


def test_a_new_article_is_there_at_once():
    desk = SlowDesk()
    tally = Tally(desk)
    tally.current()
    desk.articles.append("school")
    assert list(tally.current()) == ["ferry", "school"]
    desk.articles.remove("ferry")
    assert list(tally.current()) == ["school"]
