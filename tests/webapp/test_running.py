"""What is told to whoever keeps the desk running, with nobody signed in."""

from __future__ import annotations


def test_a_desk_that_lives_says_so_without_its_database(desk, visit):
    desk.people = None
    answer = visit("").get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_readiness_is_an_answer_for_programs(desk, visit):
    answer = visit("").get("/readyz")
    assert (answer.status_code, answer.json["ready"]) == (200, True)
    found = {"database": True, "schema": True, "catalogs": False, "recovered": True}
    desk.readiness = lambda *, now: found
    answer = visit("").get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"ready": False, "checks": found})


def test_neither_begins_a_session_nor_is_kept(visit):
    for path in ("/healthz", "/readyz"):
        headers = visit("").get(path).headers
        assert "Set-Cookie" not in headers
        assert headers["Cache-Control"] == "no-store"
