"""A chain of programs kept warm: answers, deadlines, deaths, and nobody left behind."""

import os

import pytest

from l10n.engines.nullflush import NullFlushPipe, PipeFailed


def test_answers_are_told_apart():
    pipe = NullFlushPipe("tr a-z A-Z", timeout_s=10)
    with pytest.raises(PipeFailed):  # tr keeps its output for itself, as a program without null flush does
        NullFlushPipe("tr a-z A-Z | sleep 9", timeout_s=0.05).ask("x")
    pipe.close()
    pipe = NullFlushPipe("cat", timeout_s=10)
    assert [pipe.ask(text) for text in ("one", "", "two [/N:1] three", "စကား")] == [
        "one",
        "",
        "two [/N:1] three",
        "စကား",
    ]
    pipe.close()


def test_a_text_larger_than_the_pipes_comes_back_whole():
    pipe = NullFlushPipe("cat | cat", timeout_s=10)
    text = "word " * 60_000
    assert pipe.ask(text) == text
    pipe.close()


def test_a_chain_that_hangs_is_ended_with_all_its_programs():
    pipe = NullFlushPipe("sleep 60 | sleep 60", timeout_s=0.1)
    process = pipe._process = pipe._start()
    with pytest.raises(PipeFailed, match=r"no answer within 0\.1 s"):
        pipe.ask("x")
    assert process.returncode == -9
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_a_chain_that_dies_is_started_again_for_the_next_text(tmp_path):
    mark = tmp_path / "died"
    pipe = NullFlushPipe(f"if [ -e {mark} ]; then exec cat; else touch {mark}; fi", timeout_s=10)
    with pytest.raises(PipeFailed):
        pipe.ask("one")
    assert pipe.ask("two") == "two"
    pipe.close()


def test_closing_twice_and_before_the_first_text_is_fine():
    pipe = NullFlushPipe("cat", timeout_s=1)
    pipe.close()
    pipe.close()
