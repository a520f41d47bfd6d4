"""The one table of who may call what, and that each answer is what it says. `python test_desk_permissions.py` shows it."""

from __future__ import annotations

import re

import pytest
from desk_fixture import FIRST, FakeDesk, address_of
from flask import Flask

from webapp import create_app
from webapp.access import ROLES
from webapp.permissions import ANYONE, WITH_LINK, WITH_TOKEN, permissions

EVERYONE = {"": -1, "moe": 0, "thiri": 1, "aung": 2, "owner": 3}
"""Who there is, by the place of their role."""
VALUES = {"slug": "defectors", "locale": "my", "id": address_of(FIRST)[-12:], "handle": "moe", "format": "po"}
HARMLESS = {("/login", "POST"), ("/logout", "POST")}
"""They are gone through elsewhere: they end the session that is asked for here."""


def path_of(rule: str) -> str:
    """Return an address that *rule* matches."""
    return re.sub(r"<(?:(\w+)[^:<>]*:)?(\w+)>", lambda m: "1" if m[1] == "int" else VALUES.get(m[2], "none"), rule)


def lines(app: Flask) -> list[str]:
    return [f"{method:5} {path:55} {least}" for (path, method), least in permissions(app).items()]


def test_every_route_has_a_least_role(app):
    table = permissions(app)
    assert {rule.rule for rule in app.url_map.iter_rules()} == {path for path, _ in table}
    assert set(table.values()) == {*ROLES, ANYONE, WITH_LINK, WITH_TOKEN}


def test_whoever_writes_needs_a_role_and_whoever_approves_words_or_looks_after_people_a_higher_one(app):
    table = permissions(app)
    open_posts = {path for (path, method), least in table.items() if method != "GET" and least in (ANYONE, WITH_LINK)}
    assert open_posts == {
        *("/login", "/logout", "/prefs", "/invite/<token>", "/welcome/<token>", "/api/v1/", "/api/v1/<path:rest>")
    }
    assert {least for (path, _), least in table.items() if path.startswith("/people")} == {"maintainer"}
    by_reader = {path for (path, method), least in table.items() if method != "GET" and least == "reader"}
    assert sorted(by_reader) == [
        "/articles/<slug>/<locale>/p/<id>/comments",
        "/articles/<slug>/<locale>/publish/credits",
        "/comments/<int(max=999999999999):number>/resolve",
        "/settings",
        "/settings/passphrase",
        "/settings/sessions",
        "/settings/token",
    ]


@pytest.fixture
def in_use(app):
    """An application that answers what it did not foresee, as in use; FakeDesk does not know all of a project."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.config["PROPAGATE_EXCEPTIONS"] = None


@pytest.mark.parametrize("handle", EVERYONE)
def test_each_route_lets_in_just_those_that_the_table_names(in_use, visit, handle):
    wrong = []
    for (path, method), least in permissions(in_use).items():
        if least not in ROLES or path.startswith("/api") or (path, method) in HARMLESS:
            continue
        visitor, address = visit(handle), path_of(path)
        answer = visitor.get(address) if method == "GET" else visitor.post(address)
        to_login = answer.status_code == 303 and answer.location.startswith("/login?next=")
        refused = to_login if method == "GET" else answer.status_code == 401
        expected = "sign in" if not handle else "refused" if EVERYONE[handle] < ROLES.index(least) else "let in"
        got = "sign in" if refused else "refused" if answer.status_code == 403 else "let in"
        if got != expected:
            wrong.append((method, address, got, expected, answer.status_code))
    assert wrong == []


def test_a_view_that_does_not_say_who_may_call_it_stops_the_application(app):
    made = Flask("another")
    made.add_url_rule("/secret", "people.secret", lambda: "all that is secret")
    with pytest.raises(RuntimeError, match=r"people\.secret does not say who may call it"):
        permissions(made)


def test_every_answer_carries_the_headers(in_use, visit):
    policy = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    for handle in EVERYONE:
        for path, method in permissions(in_use):
            visitor, address = visit(handle), path_of(path)
            answer = visitor.get(address) if method == "GET" else visitor.client.open(address, method=method)
            headers = answer.headers
            assert "default-src 'none'" in headers["Content-Security-Policy"], address
            assert headers["Referrer-Policy"] == "same-origin", address
            assert headers["X-Content-Type-Options"] == "nosniff", address
            assert (headers["Permissions-Policy"], headers["Cross-Origin-Opener-Policy"]) == (policy, "same-origin")
            assert path.startswith("/static") or headers["Cache-Control"] == "no-store", address
            answer.close()


if __name__ == "__main__":
    print("\n".join(lines(create_app(FakeDesk(), testing=True))))  # type: ignore[arg-type]
