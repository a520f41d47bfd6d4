"""A run of drafting that is ended from outside: what was paid for is kept, what was sent is on record, the next goes on."""

import json
import signal
import subprocess
import sys
import threading

import pytest
from engine_doubles import LibreTranslate

from l10n.model import CatalogKey
from l10n.newsroom.project import open_project
from l10n.ports.ledger import SendOutcome

pytestmark = pytest.mark.slow
KEY = CatalogKey("flood", "es")
TEXTS = 120


class Slow(LibreTranslate):
    """Answers two requests, then lets the others wait until it is released."""

    def __init__(self):
        super().__init__(
            translate=lambda text: text.replace("Village", "Aldea").replace("lost its bridge", "perdió su puente")
        )
        self.release, self.third, self.begun = threading.Event(), threading.Event(), 0

    def answer(self, method, path, told):
        if path == "/translate":
            with self.lock:
                self.begun += 1
                wait = self.begun > 2
            if wait:
                self.third.set()
                self.release.wait(timeout=60)
        return super().answer(method, path, told)

    @property
    def texts(self):
        return [text for _, path, told in self.asked if path == "/translate" for text in told["q"]]


@pytest.fixture
def server():
    with Slow() as running:
        yield running


@pytest.fixture
def newsroom(tmp_path, server):
    folder = tmp_path / "newsroom"
    (folder / "articles").mkdir(parents=True)
    paragraphs = (f"Village {n} lost its bridge." for n in range(TEXTS))
    (folder / "articles" / "flood.md").write_text("# Aldea\n\n" + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    (folder / "diglot.toml").write_text(
        f'[project]\ntargets = ["es"]\n[engine.libretranslate]\nurl = "{server.url}"\nparallel = 1\n', encoding="utf-8"
    )
    list(open_project(folder).update())
    return folder


def start(folder):
    command = [sys.executable, "-m", "l10n", "-C", str(folder), "draft", "--json", "--engine", "libretranslate"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(folder):
    run = start(folder)
    run.communicate(timeout=60)
    assert run.returncode in (0, 5)  # the headline is Spanish already, and so no draft


def drafted(folder):
    return {e.source: e.target for e in open_project(folder).catalogs.read(KEY)[0].entries if e.target}


def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(newsroom, server):
    run = start(newsroom)
    assert server.third.wait(timeout=60)
    run.send_signal(signal.SIGINT)
    assert "Stopping" in run.stderr.readline()
    server.release.set()
    out, err = run.communicate(timeout=60)
    assert run.returncode == 130, err
    result = json.loads(out)["catalogs"][0]
    assert (result["drafted"], result["stopped"]) == ({"libretranslate": 48}, True)
    assert len(drafted(newsroom)) == 48
    finish(newsroom)
    assert len(drafted(newsroom)) >= TEXTS
    paragraphs = [text for text in server.texts if text.startswith("Village")]
    assert len(paragraphs) == len(set(paragraphs)) == TEXTS


def test_a_killed_run_hides_no_send_and_loses_next_to_nothing(newsroom, server):
    run = start(newsroom)
    assert server.third.wait(timeout=60)
    run.kill()
    run.communicate(timeout=60)
    server.release.set()
    sends = open_project(newsroom).ledger.sends()
    assert [send.outcome for send in sends] == [SendOutcome.ANSWERED, SendOutcome.ANSWERED, SendOutcome.BEGUN]
    answered = server.texts[:32]
    finish(newsroom)
    assert len(drafted(newsroom)) >= TEXTS
    again = [text for text in server.texts[48:] if text in answered]
    assert len(again) < 20  # what came in the last second, or since the last twenty
    assert sum(len(send.digests) for send in open_project(newsroom).ledger.sends()) == len(server.texts)
