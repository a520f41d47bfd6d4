"""What is logged and counted: enough to keep a desk running, and nothing of whoever uses it."""

from __future__ import annotations

import io
import json
import logging
import re
import sqlite3

import pytest
from cli_fixture import diglot
from journals import prepare_journal
from sample_desk import PASSPHRASE, PEOPLE, SLUG, copy_sample

from l10n.errors import ConfigError, StorageError
from l10n.newsroom.project import open_project
from webapp.logs import Lines, kind_and_place, set_up
from webapp.starting import start_desk

TOKEN = "a-token-of-the-metrics-page"


@pytest.fixture
def logged():
    """What this process logs as JSON, from now on."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    written = io.StringIO()

    def begin(form="json"):
        set_up(form, stream=written)
        return written

    yield begin
    root.handlers[:] = before
    logging.captureWarnings(False)


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "newsroom"
    (root / "articles").mkdir(parents=True)
    (root / "diglot.toml").write_text('[project]\nsource = "en"\ntargets = ["my", "es"]\n')
    (root / "articles" / "flood.md").write_text("The river rose on Monday.\n\nNobody was hurt.\n")
    assert diglot(root, "update").code == 0
    prepare_journal(root)
    return open_project(root)


@pytest.fixture
def app(project):
    yield from desk_of(project)


@pytest.fixture
def sample(tmp_path):
    """The sample, whose people can sign in."""
    yield from desk_of(copy_sample(tmp_path / "newsroom"))


def desk_of(project):
    before = logging.getLogger().handlers[:]
    environment = {"DIGLOT_LOG": "json", "DIGLOT_METRICS_TOKEN": TOKEN}
    desk = start_desk(project, environment=environment).app
    yield desk
    desk.extensions["worker"].close()
    logging.getLogger().handlers[:] = before
    logging.captureWarnings(False)


def lines_of(written):
    return [json.loads(line) for line in written.getvalue().splitlines()]


def ask_metrics(app):
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return answer.text


def test_a_request_leaves_its_route_its_end_and_its_time(app, logged):
    written = logged()
    answer = app.test_client().get("/articles/flood/es?state=review")
    assert answer.status_code == 303
    (line,) = lines_of(written)
    assert list(line) == ["time", "level", "room", "process", "message", "request", "route", "method", "status", "ms"]
    assert (line["route"], line["method"], line["status"]) == ("/articles/<slug>/<locale>", "GET", 303)
    assert re.fullmatch(r"[0-9a-f]{12}", line["request"])
    assert 0 < line["ms"] < 60_000


def test_a_fault_is_told_by_its_kind_and_place_with_the_name_of_its_request(app, logged):
    def fail():
        raise RuntimeError("thiri wrote: meet at nine")

    written = logged()
    app.view_functions["pages.help"] = fail
    assert app.test_client().get("/help").status_code == 500
    told = lines_of(written)
    assert [(line["level"], line["room"]) for line in told] == [("error", "webapp"), ("error", "webapp.requests")]
    assert told[0]["message"].startswith("RuntimeError in test_logs.py:")
    assert told[0]["request"] == told[1]["request"]
    assert "meet" not in written.getvalue()


def test_of_other_libraries_only_known_messages_are_written(logged):
    written = logged("json")
    waitress = logging.getLogger("waitress")
    try:
        raise ValueError("boats at nine")
    except ValueError:
        waitress.exception("Exception while serving /welcome/secret-token")
    waitress.warning("Task queue depth is %d", 7)
    logging.getLogger("gunicorn.error").warning("Invalid request from ip=192.0.2.7: /invite/secret")
    first, second, third = lines_of(written)
    assert "message" not in first
    assert first["error"].startswith("ValueError in test_logs.py:")
    assert (second["message"], "message" in third) == ("Task queue depth is 7", False)
    assert not re.search(r"secret|192\.0|boats", written.getvalue())


def test_a_worker_that_was_killed_is_told(logged):
    """What the kernel kills for want of memory leaves no other line in the desk's log."""
    written = logged("json")
    logging.getLogger("gunicorn.error").error("Worker (pid:%s) was sent %s! Perhaps out of memory?", 1431, "SIGKILL")
    assert lines_of(written)[0]["message"] == "Worker (pid:1431) was sent SIGKILL! Perhaps out of memory?"


def test_a_server_that_cannot_listen_says_why(logged):
    written = logged("json")
    gunicorn = logging.getLogger("gunicorn.error")
    said = ["connection to /run/diglot/desk.sock failed: [Errno 1] Operation not permitted"]
    gunicorn.error(said[0])
    gunicorn.error("Connection in use: %s", "('127.0.0.1', 8000)")
    gunicorn.error("Can't connect to %s", "/run/diglot/desk.sock")
    gunicorn.error("Invalid address: %s\n/invite/secret", "x")
    gunicorn.error("Error handling request /invite/secret")
    logging.getLogger("waitress").error("Can't connect to /invite/secret")
    said += ["Connection in use: ('127.0.0.1', 8000)", "Can't connect to /run/diglot/desk.sock"]
    assert [line.get("message", "") for line in lines_of(written)] == [*said, "", "", ""]


def test_errors_in_messages_stand_by_their_kind(logged):
    written = logged("text")
    error = StorageError("cannot write locales/my/LC_MESSAGES/the-informant.po: No space left")
    error.__cause__ = OSError(28, "No space left on device", "the-informant.po")
    logging.getLogger("l10n.stores.x").error("%s: %s", "StorageError", error)
    locked = StorageError("the journal failed")
    locked.__cause__ = type("Wrapped", (Exception,), {})()
    locked.__cause__.orig = sqlite3.OperationalError("database is locked")
    logging.getLogger("webapp.jobs").warning("The lease of job %d was not renewed: %s", 7, locked)
    assert "the-informant" not in written.getvalue()
    assert "StorageError: StorageError (No space left on device) room=l10n.stores.x" in written.getvalue()
    assert "job 7 was not renewed: StorageError (database is locked)" in written.getvalue()


def test_a_line_is_one_line_whatever_stands_in_it():
    record = logging.LogRecord("webapp", logging.ERROR, "", 1, "one\ntwo\r\x1b[2J \u202e three", (), None)
    for form in ("text", "json"):
        assert Lines(form).format(record).isprintable()


def test_kind_and_place_of_an_error_without_a_place():
    assert kind_and_place(KeyError("secret")) == "KeyError"


NAMES = ("thiri-of-the-river", "<script>alert(1)</script>", "ဒေါ်သီရိ", "x' OR 1=1 --", "\u202egnp.exe")
ADDRESSES = ("192.0.2.77", "2001:db8::77", "evil.example\r\nX-Injected: yes".replace("\r\n", "%0d%0a"))


@pytest.mark.slow
def test_no_name_text_address_or_token_comes_into_log_or_metrics(sample, logged):
    """Many requests of every kind with strings that would be known again; none of them is found."""
    app, written, marks = sample, logged(), []
    client = app.test_client()

    def mark(text):
        marks.append(f"mark{len(marks):03}z")
        return f"{text}{marks[-1]}"

    for path in (
        "/",
        "/login",
        "/articles/{}/es",
        "/invite/{}",
        "/welcome/{}",
        "/api/v1/articles/{}",
        "/{}",
        "/..%2f{}",
    ):
        for name in NAMES:
            headers = {
                "X-Forwarded-For": mark(ADDRESSES[0]),
                "X-Forwarded-Host": mark(ADDRESSES[2]),
                "Forwarded": mark("for=192.0.2.77;"),
                "User-Agent": mark("Agent"),
                "Referer": mark("http://evil.example/"),
                "Authorization": mark("Bearer "),
                "X-Request-ID": mark("id"),
                "Cookie": f"diglot={mark('cookie')}",
            }
            headers = {key: value.encode("ascii", "replace").decode() for key, value in headers.items()}
            query = {"q": mark(name), "next": mark("/")}
            client.get(path.format(mark("slug")), headers=headers, query_string=query)
            client.post(
                path.format(mark("slug")), headers=headers, data={"handle": mark(name), "passphrase": mark("p")}
            )
            client.open(path.format(mark("s")), method=mark("M").upper())
    person = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', person.get("/login").text)[1]
    signed = person.post("/login", data={"csrf_token": token, "handle": "aung", "passphrase": PASSPHRASE})
    assert signed.status_code == 303
    assert person.get(f"/articles/{SLUG}/es?q={mark('text')}").status_code == 200
    said = written.getvalue() + ask_metrics(app)
    assert len(lines_of(written)) > 100
    found = [m for m in marks if m in said or m.upper() in said]
    assert found == []
    for forbidden in (*PEOPLE, "192.0.2", "127.0.0.1", SLUG, "evil", "Agent", "alert", "newsroom"):
        assert forbidden not in said, forbidden
    assert {line["method"] for line in lines_of(written)} == {"GET", "POST", "other"}


def test_the_metrics_are_numbers_of_the_project(app):
    app.test_client().get("/help")
    app.test_client().get("/help")
    page = ask_metrics(app)
    assert 'diglot_requests_total{method="GET",route="/help",status="2xx"} 2.0' in page
    assert 'diglot_request_seconds_bucket{le="+Inf",method="GET",route="/help"} 2.0' in page
    assert 'diglot_entries{locale="my",state="approved"} 0.0' in page
    assert 'diglot_entries{locale="es",state="empty"} 2.0' in page
    assert 'diglot_jobs{state="waiting"} 0.0' in page
    assert "diglot_queue_age_seconds 0.0" in page
    assert "diglot_up 1.0" in page


def test_errors_in_the_log_are_counted(app):
    logging.getLogger("webapp.jobs").error("The worker failed")
    assert 'diglot_errors_total{room="webapp"} 1.0' in ask_metrics(app)


def test_a_database_that_does_not_answer_is_told_and_the_rest_stays(app, project):
    from sqlalchemy import text

    with project.database.begin() as connection:
        connection.execute(text("DROP TABLE jobs"))
    page = ask_metrics(app)
    assert "diglot_up 0.0" in page
    assert "diglot_requests_total" not in page or "diglot_entries" not in page


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \xff"])
def test_without_the_token_the_metrics_are_not_shown(app, sent):
    answer = app.test_client().get("/metrics", headers={"Authorization": sent} if sent else {})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert "diglot" not in answer.text


def test_the_metrics_are_off_unless_there_is_a_token(project):
    app = start_desk(project, environment={}).app
    assert app.test_client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_token_can_lie_in_a_file_and_a_short_one_is_refused(project):
    config = project.root / "diglot.toml"
    config.write_text(config.read_text() + '\n[desk]\nmetrics_token_file = "token"\n')
    with pytest.raises(ConfigError, match="token cannot be read: No such file"):
        start_desk(open_project(project.root), environment={})
    (project.root / "token").write_text("short\n")
    with pytest.raises(ConfigError, match="too short"):
        start_desk(open_project(project.root), environment={})
    (project.root / "token").write_text(TOKEN + "\n")
    assert "diglot_up 1.0" in ask_metrics(start_desk(open_project(project.root), environment={}).app)


def test_a_form_of_the_log_that_there_is_not_is_refused(project):
    with pytest.raises(ConfigError, match="DIGLOT_LOG cannot be"):
        start_desk(project, environment={"DIGLOT_LOG": "xml"})
